"""Printed labels are compared with the form's whatever their width, writing, enumerator or misprints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converters.recognise.labels import alike, common_length, fold, label_of, piece, pieces, score
from workbook.form import Row

ONLINE = Row("3.1.3", "网络申请数", "3.")
FAX = Row("3.1.2", "传真申请数", "2.", variants=("传真",))


@pytest.mark.parametrize(
    ("printed", "known"),
    [
        ("收 到\u3000申请 数：", "收到申请数"),
        ("ＡＢ（１）", "AB1"),
        ("傳真申請數", "传真申请数"),
        # Radicals as bad fonts give them: ⽂ (U+2F42) is folded by Unicode itself, ⻅ (U+2EC5) is not.
        ("意⻅⽂件", "意见文件"),
    ],
)
def test_width_blanks_and_writing_do_not_matter(printed, known):
    assert fold(printed) == known


@pytest.mark.parametrize(
    ("printed", "mark", "rest"),
    [
        ("二、回应情况", ("han", "二"), "回应情况"),
        ("十一.回应情况", ("han", "十一"), "回应情况"),
        ("（三）申请答复数", ("paren", "三"), "申请答复数"),
        ("三）申请答复数", ("paren", "三"), "申请答复数"),
        ("12．网络申请数", ("arabic", "12"), "网络申请数"),
        ("(4)网络申请数", ("arabic", "4"), "网络申请数"),
        ("其中：涉及商业秘密", ("of", "其中"), "涉及商业秘密"),
        ("一般申请", None, "一般申请"),
        ("1.5万元以上", None, "15万元以上"),
    ],
)
def test_the_enumerator_comes_off(printed, mark, rest):
    found = piece(printed)
    assert (found.mark, found.folded) == (mark, rest)


def test_a_group_and_its_first_row_in_one_cell_come_apart():
    found = pieces("（一）收到申请数 1.当面申请数 其中：代人申请")
    assert [part.folded for part in found] == ["收到申请数", "当面申请数", "代人申请"]


def test_a_decimal_and_an_article_number_do_not_part_a_label():
    assert [part.folded for part in pieces("费用1.25万元")] == ["费用125万元"]
    assert len(pieces("第二十条第一、二项")) == 1


def test_the_right_label_scores_best_and_its_enumerator_adds_to_it():
    found = piece("3.网络申请数")
    assert score(found, label_of(ONLINE)) > score(piece("网络申请数"), label_of(ONLINE)) > 0
    assert score(found, label_of(ONLINE)) > score(found, label_of(FAX))


@pytest.mark.parametrize("printed", ["网络申清数", "网申请数", "网络申请的数", "网络申请"])
def test_misprints_and_lost_characters_still_fit(printed):
    assert score(piece(printed), label_of(ONLINE)) > max(0.0, score(piece(printed), label_of(FAX)))


@pytest.mark.parametrize("printed", ["", "经费支出", "会议"])
def test_other_words_do_not_fit(printed):
    assert score(piece(printed), label_of(ONLINE)) == 0


def test_a_variant_fits_as_well_as_the_label_itself():
    short = label_of(Row("1", "传真", "2."))
    assert score(piece("2.传真"), label_of(FAX)) == score(piece("2.传真"), short)


def test_the_common_part_keeps_its_order():
    assert common_length("申请办结数", "按时办结申请数") == 3
    assert common_length("", "数") == common_length("数", "") == 0


@given(st.text("甲乙丙丁", max_size=9), st.text("甲乙丙丁戊", max_size=9))
def test_the_common_part_is_the_longest_that_any_table_of_steps_finds(left, right):
    steps = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for row, one in enumerate(left):
        for column, other in enumerate(right):
            longest = max(steps[row][column + 1], steps[row + 1][column])
            steps[row + 1][column + 1] = steps[row][column] + 1 if one == other else longest
    assert common_length(left, right) == steps[-1][-1]


def test_likeness_runs_from_nothing_to_the_same():
    assert alike("总计", "总计") == 1.0
    assert alike("总计", "合计") == 0.5
    assert alike("总计", "") == alike("总计", "备注") == 0.0
