"""正文: the sections of the report, one paragraph a line, this year's first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook import styles
from workbook.history import older
from workbook.names import NARRATIVE
from workbook.passages import blank_lines, lines_of
from workbook.template import lists
from workbook.template.book import below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.cells import Content
    from workbook.content import BookContent
    from workbook.form import Form
    from workbook.layout import Layout

COLUMNS = {"年度": 7.0, "编号": 7.0, "标题": 30.0, "段落": 92.0}
_HINT = "一段一行；编号和标题只写在该部分第一行，下面各行归入它。可插入行。最前面的“导语”是第一部分之前的文字。"
_WORDS = replace(styles.LIST_INPUT, font=styles.FANGSONG, size=11)
_LOOKS = (styles.LIST_INPUT, styles.LIST_INPUT, replace(styles.LIST_INPUT, font=styles.HEI), _WORDS)


def draw(sheet: Worksheet, _layout: Layout) -> None:
    """Draw the empty list."""
    lists.draw_header(sheet, NARRATIVE, _HINT, COLUMNS)
    styles.freeze(sheet, lists.HEADER_ROW + 1)


def fill(book: Workbook, content: BookContent, form: Form) -> None:
    """Write the narratives of all years; a year without any shows the edition's sections to be written under."""
    sheet, header = below(book, NARRATIVE)
    lists.clear(sheet, header, len(COLUMNS))
    lists.write_list(sheet, header, _rows(content, form), _LOOKS)


def _rows(content: BookContent, form: Form) -> Iterator[tuple[Content, ...]]:
    current = content.current
    for line in lines_of(current) if current.preface or current.sections else blank_lines(form):
        yield (current.year, *line)
    for year, report in older(content):
        yield from ((year, *line) for line in lines_of(report))
