"""Lines parted by tabs become grids, so that a blank cell keeps its column."""

from __future__ import annotations

from converters.recognise.tabbed import tabbed_tables
from converters.recognise.textlines import TextLine


def grids(*lines):
    found = tabbed_tables([TextLine(text, number, None, 0) for number, text in enumerate(lines, 1)])
    return [([[cell.text if cell else None for cell in row] for row in table.grid.grid()], table) for table in found]


def test_blank_cells_keep_their_column():
    ((rows, table),) = grids("项目\t甲\t乙", "收到\t\t3", "办结\t2\t")
    assert rows == [["项目", "甲", "乙"], ["收到", "", "3"], ["办结", "2", ""]]
    assert table.lines == (0, 1, 2)
    assert table.grid.lines == (1, 2, 3)


def test_ragged_lines_agree_on_their_right_ends():
    ((rows, _),) = grids("处理结果\t予以公开\t1\t2", "部分公开\t3\t4", "不予公开\t保密\t5\t6", "重复\t7\t8")
    assert rows[1] == ["", "部分公开", "3", "4"]
    assert rows[3] == ["", "重复", "7", "8"]


def test_a_line_without_a_tab_between_two_rows_belongs_to_the_table():
    ((rows, _),) = grids("收到\t3", "（含上年", "办结\t2", "转下年\t1", "新增\t5")
    assert rows[1][0] == "（含上年"


def test_a_sentence_ends_the_table():
    first, second = grids("收到\t3", "办结\t2", "以下是另一张表。", "维持\t1", "纠正\t0")
    assert first[1].lines == (0, 1)
    assert second[1].lines == (3, 4)


def test_a_table_with_another_number_of_cells_begins_anew():
    first, second = grids("甲\t1", "乙\t2", "丙\t3", "丁\t4\t5", "戊\t6\t7", "己\t8\t9")
    assert (first[1].grid.width, second[1].grid.width) == (2, 3)


def test_one_tab_makes_no_table():
    assert grids("电话：\t0599-7654321", "全文如下") == []
