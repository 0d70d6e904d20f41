"""来源: where every imported figure was read, what was said beside the table, and what found no place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook import styles
from workbook.formfile import load_form
from workbook.history import older
from workbook.names import SOURCES
from workbook.records import COLUMNS, Record, records_of
from workbook.template import lists
from workbook.template.book import below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.content import BookContent
    from workbook.layout import Layout

_HINT = "每个导入的指标一行（空白的也在内），记着原文和出处；读不准、放不下的文字在“未归位”。删去一行不影响统计表的数。"


def draw(sheet: Worksheet, _layout: Layout) -> None:
    """Draw the empty list."""
    lists.draw_header(sheet, SOURCES, _HINT, COLUMNS)
    styles.freeze(sheet, lists.HEADER_ROW + 1, 5)


def fill(book: Workbook, content: BookContent) -> None:
    """Write the records of all years anew."""
    sheet, header = below(book, SOURCES)
    lists.clear(sheet, header, len(COLUMNS))
    rows = ([record.get(column) for column in COLUMNS] for record in _records(content))
    last = lists.write_list(sheet, header, rows, [styles.LIST] * len(COLUMNS))
    lists.filter_rows(sheet, header, len(COLUMNS), last)


def _records(content: BookContent) -> Iterator[Record]:
    yield from records_of(content.current, load_form(content.current.form))
    for year, report in older(content):
        yield from ({**record, "年度": year} for record in records_of(report, load_form(report.form)))
