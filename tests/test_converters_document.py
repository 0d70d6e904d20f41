from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from converters.document import Cell, Document, Paragraph, Place, Table, clean

# Every second character one that some XML or UTF-8 cannot hold.
TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("\x00\x07\x0b\x1f\ufffe\uffff\ud800\udfff")))


def texts(table):
    return [[cell.text if cell else None for cell in line] for line in table.grid()]


def test_clean_replaces_what_no_document_can_hold():
    assert clean("甲\x00乙\x0b丙\x1f丁\ufffe戊\ud800") == "甲\ufffd乙\ufffd丙\ufffd丁\ufffd戊\ufffd"


def test_clean_leaves_everything_else():
    text = "第一行\n\t第二行\r\n　全角 １２\u200b ﹪ 𠮷 ⼆ \x7f\x85"
    assert clean(text) == text


@given(TEXTS)
def test_clean_text_can_be_written_and_keeps_its_length(text):
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert len(cleaned) == len(text)
    assert clean(cleaned) == cleaned
    assert not set(cleaned) & set("\x00\x07\x0b\x1f\ufffe\uffff")


def test_a_grid_without_merges_is_the_cells_themselves():
    cells = tuple(Cell(f"{row}{column}", row, column) for row in range(2) for column in range(3))
    assert texts(Table(cells, 2, 3)) == [["00", "01", "02"], ["10", "11", "12"]]


def test_a_merged_cell_stands_in_each_place_it_covers():
    cells = (Cell("头", 0, 0, colspan=3), Cell("侧", 1, 0, rowspan=2), Cell("大", 1, 1, 2, 2))
    assert texts(Table(cells, 3, 3)) == [["头", "头", "头"], ["侧", "大", "大"], ["侧", "大", "大"]]


def test_a_merged_cell_is_one_and_the_same_cell_everywhere():
    (line,) = Table((Cell("头", 0, 0, colspan=2),), 1, 2).grid()
    assert line[0] is line[1]


def test_a_place_without_a_cell_is_a_hole():
    assert texts(Table((Cell("a", 0, 0), Cell("b", 1, 1)), 2, 2)) == [["a", None], [None, "b"]]


def test_a_cell_that_claims_more_than_the_table_has_is_cut():
    assert texts(Table((Cell("a", 0, 0, 9, 9),), 2, 1)) == [["a"], ["a"]]


def test_a_table_without_cells_has_an_empty_grid():
    assert Table((), 0, 0).grid() == []


def test_the_lines_of_a_grid_are_independent_lists():
    grid = Table((Cell("a", 0, 0),), 2, 2).grid()
    grid[0][1] = Cell("b", 0, 1)
    assert grid[1] == [None, None]


def test_a_document_keeps_the_order_and_gives_both_kinds():
    first, last = Paragraph("一、概述", Place(line=1), heading=1), Paragraph("二、其他", Place(line=9))
    table = Table((), 0, 0, Place(table=1))
    document = Document("年报.docx", "docx", [first, table, last])
    assert document.paragraphs == [first, last]
    assert document.tables == [table]
    assert Document("空.txt", "txt").blocks == []
