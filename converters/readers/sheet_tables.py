"""Worksheets as tables: what any spreadsheet format gives once its cells are texts at places."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from converters.document import Document, Place, Table
from converters.readers.grid import GridBuilder
from workbook.errors import InputRefused

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_CELLS = 200_000
# Far beyond any form, and near enough that nothing laid out on a grid can fill memory.
MAX_ROW, MAX_COLUMN = 100_000, 1_000


@dataclass(slots=True)
class PlainSheet:
    """A worksheet: shown texts by (row, column), merges as first and last row and column, all from 1.

    ``blank_formulas`` counts the formulas without a result.
    """

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    blank_formulas: int = 0

    def put(self, file: str, row: int, column: int, text: str) -> None:
        """Take in a cell.

        Raises:
            InputRefused: farther out or more than any report's.
        """
        if not text:
            return
        if row > MAX_ROW or column > MAX_COLUMN:
            what = f"第{row}行第{column}列有内容，超出可读的 {MAX_ROW} 行 {MAX_COLUMN} 列"
        elif len(self.cells) >= MAX_CELLS:
            what = f"有内容的单元格超过 {MAX_CELLS} 个"
        else:
            self.cells[row, column] = text
            return
        message = f"“{file}”的工作表“{self.name}”{what}。请整理后另存再试。"
        raise InputRefused(message)


def shown(value: object) -> str:
    """A cell's value as text: numbers without exponent or grouping, of the 15 digits that spreadsheets keep."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        value = Decimal(f"{value:.15g}")
    return f"{value:f}" if isinstance(value, Decimal) else str(value).strip()


def document_of(sheets: Iterable[PlainSheet], name: str, kind: str) -> Document:
    """Every sheet that holds something, hidden ones after the visible ones."""
    document = Document(name, kind)
    for sheet in sorted(sheets, key=lambda sheet: sheet.hidden):
        if sheet.cells:
            document.blocks.append(_table(sheet, name, len(document.blocks) + 1))
            if sheet.hidden:
                document.notes.append(f"工作表“{sheet.name}”是隐藏的，也已读入")
            if sheet.blank_formulas:
                document.notes.append(
                    f"工作表“{sheet.name}”有 {sheet.blank_formulas} 个公式没有计算结果，按空白读入；"
                    "请在 Excel 或 WPS 中打开并保存后再导入"
                )
    return document


def _table(sheet: PlainSheet, name: str, number: int) -> Table:
    """The bounding box of the used cells as a table, its first used cell at the top left."""
    top, left = min(row for row, _ in sheet.cells), min(column for _, column in sheet.cells)
    bottom, right = max(row for row, _ in sheet.cells), max(column for _, column in sheet.cells)
    spans = {(r1, c1): (r2 - r1 + 1, c2 - c1 + 1) for r1, c1, r2, c2 in reversed(sheet.merges)}
    grid = GridBuilder(name)
    for row, column in sorted(sheet.cells):
        # What stands under a merge is not shown.
        if grid.free_column(row - top, column - left) == column - left:
            height, width = spans.get((row, column), (1, 1))
            room = min(height, bottom - row + 1), min(width, right - column + 1)
            grid.place(sheet.cells[row, column], row - top, column - left, *room)
    return grid.build(Place(table=number, sheet=sheet.name, row=top, column=left), height=bottom - top + 1)
