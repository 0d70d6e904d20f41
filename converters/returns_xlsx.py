"""A 退回单 as a worksheet: A4 on its side, one line a finding."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl import Workbook

from converters.returns import COLUMNS
from workbook import finish, styles
from workbook.cells import put
from workbook.template.lists import fit_height

if TYPE_CHECKING:
    from converters.returns import Return

_WIDTHS = (6.0, 7.0, 24.0, 11.0, 11.0, 40.0, 20.0, 28.0, 20.0)
_LOOKS = [replace(styles.LIST, across="center" if width < 12 else "left") for width in _WIDTHS]


def write_xlsx(one: Return) -> bytes:
    """The return as a workbook; the same return always gives the same bytes."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "退回单"
    styles.set_base_font(book)
    styles.set_widths(sheet, _WIDTHS)
    styles.merge(sheet, styles.Area(1, 1, 1, len(COLUMNS)), styles.TITLE)
    put(sheet, 1, 1, one.title)
    sheet.row_dimensions[1].height = 30
    for row, text in enumerate(one.lines, 2):
        styles.merge(sheet, styles.Area(row, 1, 1, len(COLUMNS)), styles.PLAIN)
        put(sheet, row, 1, text)
        lines = styles.lines_needed(text, sum(_WIDTHS))
        sheet.row_dimensions[row].height = 14 * lines + 4
    header = len(one.lines) + 2
    styles.write_row(sheet, header, COLUMNS, styles.LIST_HEADER)
    for row, values in enumerate(one.rows, header + 1):
        for column, (value, look) in enumerate(zip(values, _LOOKS, strict=True), 1):
            styles.dress(put(sheet, row, column, value or None), look)
        fit_height(sheet, row, values, _LOOKS)
    end = header + len(one.rows) + 2
    styles.merge(sheet, styles.Area(end, 1, 1, len(COLUMNS)), replace(styles.PLAIN, across="right"))
    put(sheet, end, 1, f"退回单位：{one.sender}　　　　日期：　　　　年　　月　　日")
    styles.set_up_page(sheet, landscape=True, titles=f"{header}:{header}")
    styles.freeze(sheet, header + 1)
    book.properties.creator, book.properties.title = "nianbao", one.title
    book.properties.created = book.properties.modified = finish.FIXED_TIME
    return finish.save(book, [sheet])
