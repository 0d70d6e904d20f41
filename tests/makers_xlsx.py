"""Spreadsheets in which units keep their report: somebody's own workbook, not one of nianbao's."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
from makers_tables import Grid

if TYPE_CHECKING:
    from pathlib import Path

    from makers import Part
    from makers_tables import Cell
    from openpyxl.worksheet.worksheet import Worksheet


def write(path: Path, parts: list[Part], variant: str) -> None:
    """Write the tables: one sheet each, or all on one; ``offset`` starts at B3, ``text`` keeps numbers as text."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    column, row = (2, 3) if variant == "offset" else (1, 1)
    tables = 0
    for part in parts:
        if not isinstance(part, Grid):
            sheet.cell(row, column, part.text)
            row += 1
            continue
        tables += 1
        if variant != "one" and tables > 1:
            sheet, row = book.create_sheet(f"表{tables}"), 3 if variant == "offset" else 1
        _table(sheet, part, row, column, as_text=variant == "text")
        row += part.height + 1
    book.save(path)


def _table(sheet: Worksheet, grid: Grid, top: int, left: int, *, as_text: bool) -> None:
    for cell in grid.cells:
        row, column = top + cell.row, left + cell.column
        if cell.text:
            _fill(sheet, row, column, cell, as_text=as_text)
        if cell.rowspan > 1 or cell.colspan > 1:
            sheet.merge_cells(None, row, column, row + cell.rowspan - 1, column + cell.colspan - 1)


def _fill(sheet: Worksheet, row: int, column: int, cell: Cell, *, as_text: bool) -> None:
    number = None if as_text or cell.role != "value" else _number(cell.text)
    target = sheet.cell(row, column, cell.text if number is None else number)
    if number is None:
        target.number_format = "@"
    elif "," in cell.text:
        target.number_format = "#,##0"


def _number(text: str) -> Decimal | int | None:
    plain = text.replace(",", "")
    if plain.isascii() and plain.lstrip("+-").replace(".", "", 1).isdecimal():
        return Decimal(plain) if "." in plain else int(plain)
    return None
