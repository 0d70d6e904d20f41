"""Laying table cells on a bounded grid, whatever spans the file claims."""

from __future__ import annotations

from converters.document import Cell, Place, Table, clean
from workbook.errors import InputRefused

# Positions of a grid, holes included; the largest official table has a few hundred.
MAX_AREA = 1_000_000
MAX_CELLS = 250_000
MAX_SPAN = 1000


class GridBuilder:
    """Takes cells in reading order and keeps them from overlapping.

    Args:
        name: the file's name, for messages.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._cells: list[Cell] = []
        self._taken: set[tuple[int, int]] = set()

    def free_column(self, row: int, column: int) -> int:
        """The first column from ``column`` on that no cell covers in this row."""
        while (row, column) in self._taken:
            column += 1
        return column

    def place(self, text: str, row: int, column: int, rowspan: int = 1, colspan: int = 1) -> None:
        """Put a cell on the grid; spans are cut where another cell already stands.

        Raises:
            InputRefused: the table is larger than any document's.
        """
        if len(self._cells) >= MAX_CELLS:
            self._refuse()
        if colspan == rowspan == 1:
            self._taken.add((row, column))
            self._cells.append(Cell(clean(text), row, column))
            return
        rowspan, colspan = max(1, rowspan), min(max(1, colspan), MAX_SPAN)
        colspan = next((n for n in range(1, colspan) if (row, column + n) in self._taken), colspan)
        if len(self._taken) + rowspan * colspan > MAX_AREA:
            self._refuse()
        self._taken.update((r, c) for r in range(row, row + rowspan) for c in range(column, column + colspan))
        self._cells.append(Cell(clean(text), row, column, rowspan, colspan))

    def build(self, place: Place, height: int = 0) -> Table:
        """The table; rows beyond ``height`` (where given) and columns in which no cell begins are cut off.

        Raises:
            InputRefused: the table is larger than any document's.
        """
        height = height or max((cell.row + cell.rowspan for cell in self._cells), default=0)
        width = max((cell.column + 1 for cell in self._cells), default=0)
        if height * width > MAX_AREA:
            self._refuse()
        return Table(tuple(_clipped(cell, height, width) for cell in self._cells), height, width, place)

    def _refuse(self) -> None:
        message = f"“{self._name}”里的表格过大（超过 {MAX_AREA} 格），已拒绝读取。请删去无用的行列后再试。"
        raise InputRefused(message)


def _clipped(cell: Cell, height: int, width: int) -> Cell:
    rowspan, colspan = min(cell.rowspan, height - cell.row), min(cell.colspan, width - cell.column)
    if (rowspan, colspan) == (cell.rowspan, cell.colspan):
        return cell
    return Cell(cell.text, cell.row, cell.column, rowspan, colspan)
