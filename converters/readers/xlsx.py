"""Any workbook as a document: each sheet is a table of its used cells, hidden sheets after the visible ones."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from converters.document import Document, Place, Table
from converters.readers.grid import GridBuilder
from workbook.package import peek_names
from workbook.sheets import CellError, Sheet, SheetCell, read_book

if TYPE_CHECKING:
    from collections.abc import Iterator


class XlsxReader:
    """Reads .xlsx and .xlsm; macros are never looked at."""

    kind = "xlsx"

    def accepts(self, head: bytes, data: bytes) -> bool:
        """A zip file with a workbook in it."""
        return head.startswith(b"PK") and any(part.lower().startswith("xl/") for part in peek_names(data))

    def read(self, data: bytes, name: str) -> Document:
        """Every sheet that holds something.

        Raises:
            InputRefused: damaged, unsafe, or too large.
        """
        book = read_book(data, name)
        document = Document(name, self.kind)
        for sheet in sorted(book.sheets, key=lambda sheet: sheet.hidden):
            if any(_shown(cell) for cell in sheet.cells.values()):
                document.blocks.append(_table(sheet, name, len(document.blocks) + 1))
                document.notes.extend(_notes(sheet))
        return document


def _notes(sheet: Sheet) -> Iterator[str]:
    if sheet.hidden:
        yield f"工作表“{sheet.name}”是隐藏的，也已读入"
    blank = sum(cell.value is None for cell in sheet.cells.values())
    if blank:
        yield f"工作表“{sheet.name}”有 {blank} 个公式没有计算结果，按空白读入；请在 Excel 或 WPS 中打开并保存后再导入"


def _shown(cell: SheetCell) -> str:
    """The cell's content as text, numbers without exponent or grouping."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.text if isinstance(value, CellError) else str(value).strip()


def _table(sheet: Sheet, name: str, number: int) -> Table:
    """The bounding box of the used cells as a table, its first used cell at the top left."""
    filled = [key for key, cell in sheet.cells.items() if _shown(cell)]
    top, left = min(row for row, _ in filled), min(column for _, column in filled)
    bottom = max(row for row, _ in filled)
    spans = {(r1, c1): (r2 - r1 + 1, c2 - c1 + 1) for r1, c1, r2, c2 in reversed(sheet.merges)}
    right = max(column for _, column in filled)
    grid = GridBuilder(name)
    for row, column in sorted(filled):
        # What stands under a merge is not shown.
        if grid.free_column(row - top, column - left) == column - left:
            height, width = spans.get((row, column), (1, 1))
            room = bottom - row + 1, right - column + 1
            grid.place(
                _shown(sheet.cells[row, column]), row - top, column - left, min(height, room[0]), min(width, room[1])
            )
    return grid.build(Place(table=number, sheet=sheet.name, row=top, column=left), height=bottom - top + 1)
