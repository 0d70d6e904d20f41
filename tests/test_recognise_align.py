"""Lines find their rows by the order of the labels, however these are broken, repeated or left out."""

from __future__ import annotations

from converters.recognise.align import Aligner, Line
from converters.recognise.labels import pieces
from workbook.form import Row

ROWS = (
    Row("1", "收到申请", "一、", kind="heading"),
    Row("1.1", "自然人申请件数", "1.", parent="1"),
    Row("1.2", "法人申请件数", "2.", parent="1"),
    Row("2", "复议", "二、", kind="heading"),
    Row("2.1", "维持具体行政行为数", "（一）", parent="2"),
    Row("2.2", "被依法纠错数", "（二）", parent="2"),
    Row("3", "诉讼", "三、", kind="heading"),
    Row("3.1", "维持具体行政行为数", "（一）", parent="3"),
    Row("3.2", "被依法纠错数", "（二）", parent="3"),
    Row("4", "申请信息公开收取费用总金额", "四、"),
)


def placed(*lines, together=False):
    """The code of the row that each printed value went to; lines are written "label | value"."""
    parted = [line.partition("|") for line in lines]
    given = [Line(tuple(pieces(label.strip())), value.strip() or None) for label, _, value in parted]
    aligned = Aligner(ROWS, frozenset({"统计数", "指标"})).align(given, together=together)
    found = zip(given, aligned.rows, strict=True)
    return {line.values: ROWS[row].code if row is not None else None for line, row in found if line.values}


def test_whole_labels_find_their_rows():
    assert placed("一、收到申请", "1.自然人申请件数 | 7", "2.法人申请件数 | 8") == {"7": "1.1", "8": "1.2"}


def test_a_label_broken_over_lines_keeps_its_value():
    assert placed("四、申请信息公开", "收取费用 | 3", "总金额") == {"3": "4"}


def test_a_value_between_the_halves_of_its_label_stays_with_it():
    found = placed("四、申请信息公开收取", "| 3", "费用总金额")
    assert found == {"3": "4"}


def test_values_on_lines_of_their_own_follow_their_labels():
    assert placed("1.自然人申请件数", "| 7", "2.法人申请件数", "| 8") == {"7": "1.1", "8": "1.2"}


def test_in_a_grid_no_value_stands_without_its_label():
    assert placed("1.自然人申请件数", "| 7", together=True) == {"7": None}


def test_a_groups_vertical_label_in_between_disturbs_nothing():
    found = placed("复", "（一）维持具体 | 1", "议", "（二）被依法纠错数 | 2")
    assert found == {"1": "2.1", "2": "2.2"}


def test_the_same_label_under_two_parents_goes_by_the_parents():
    lines = ("二、复议", "（一）维持具体行政行为数 | 1", "三、诉讼", "（一）维持具体行政行为数 | 2")
    assert placed(*lines) == {"1": "2.1", "2": "3.1"}
    assert placed(*lines[2:]) == {"2": "3.1"}


def test_rows_that_are_missing_are_stepped_over():
    assert placed("1.自然人申请件数 | 7", "四、申请信息公开收取费用总金额 | 9") == {"7": "1.1", "9": "4"}


def test_a_value_beside_a_heading_is_kept_for_the_heading():
    assert placed("一、收到申请 | 5", "1.自然人申请件数 | 7") == {"5": "1", "7": "1.1"}


def test_a_value_below_a_heading_is_nobodys():
    assert placed("一、收到申请", "| 5", "1.自然人申请件数 | 7")["7"] == "1.1"
    assert placed("一、收到申请", "| 5", "1.自然人申请件数 | 7")["5"] is None


def test_a_row_of_the_units_own_takes_no_figure_of_the_form():
    found = placed("1.自然人申请件数 | 7", "公共企事业单位网站访问量 | 99", "2.法人申请件数 | 8")
    assert found == {"7": "1.1", "99": None, "8": "1.2"}


def test_a_second_value_for_a_row_is_not_placed():
    assert placed("1.自然人申请件数 | 7", "| 9") == {"7": "1.1", "9": None}


def test_no_lines_give_nothing():
    assert placed() == {}
