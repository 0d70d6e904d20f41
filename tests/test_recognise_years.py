"""Tables whose caption names another year are set apart; everything else is the report's own."""

from __future__ import annotations

from converters.document import Cell, Document, Paragraph, Table
from converters.recognise.textlines import text_lines
from converters.recognise.years import other_years
from workbook.formfile import load_form

TITLE = "政府信息公开情况统计表"


def table(*rows):
    return Table(tuple(Cell(text, n, c) for n, row in enumerate(rows) for c, text in enumerate(row)), len(rows), 2)


def other(*blocks, year=2016):
    document = Document("年报.docx", "docx", [Paragraph(b) if isinstance(b, str) else b for b in blocks])
    return other_years(document, text_lines(document), load_form("2014"), year)


ROWS = (("收到申请数", "3"), ("办结数", "2"))


def test_a_table_under_another_years_caption_is_set_apart():
    found = other(f"{TITLE}（2015年度）", table(*ROWS), f"{TITLE}（2016年度）", table(*ROWS))
    assert (found.years, found.rows, found.lines) == ([2015], {(1, 0), (1, 1)}, {0})


def test_the_caption_may_stand_on_a_line_of_its_own():
    assert other(TITLE, "（2015年度）", table(*ROWS)).rows == {(1, 0), (1, 1)}


def test_the_caption_may_stand_in_the_table():
    found = other(table((f"{TITLE}（2015年）", ""), *ROWS, (f"{TITLE}（2016年）", ""), *ROWS))
    assert found.rows == {(1, 0), (1, 1), (1, 2)}


def test_running_text_and_a_caption_without_a_year_begin_the_reports_own():
    assert other(f"{TITLE}（2015年度）", table(*ROWS), "下表为本年情况。", table(*ROWS)).rows == {(1, 0), (1, 1)}
    assert other(f"{TITLE}（2015年度）", table(*ROWS), TITLE, table(*ROWS)).rows == {(1, 0), (1, 1)}


def test_a_year_in_a_sentence_is_no_caption():
    assert other("与2015年度相比，申请数有所增加。", table(*ROWS)).rows == set()


def test_without_the_reports_year_nothing_is_set_apart():
    assert other(f"{TITLE}（2015年度）", table(*ROWS), year=None).rows == set()
