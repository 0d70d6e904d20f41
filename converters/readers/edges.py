"""Tables whose rows know their cells by edges, not by columns (.doc, .rtf), laid on one grid."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

# Edges nearer than 1.5 pt are one: rows drawn by hand do not quite meet.
_TOLERANCE = 30
CONTINUES, BEGINS = 1, 3

T = TypeVar("T")


@dataclass(slots=True)
class RowShape:
    """The cells of a row: their edges in twips from left to right, one more than cells, and their merges.

    ``down`` is 1 for a cell that continues the one above and 3 for one that others below continue; ``right`` marks
    cells that continue the one before them. ``gap`` is the space left and right of the words in a cell.
    """

    edges: list[int] = field(default_factory=list)
    down: list[int] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    gap: int = 0


@dataclass(slots=True)
class Row(Generic[T]):
    """A row: what stands in its cells from left to right, and their shape, None where the file has lost it."""

    cells: list[list[T | Rows[T]]]
    shape: RowShape | None


@dataclass(slots=True)
class Rows(Generic[T]):
    """A table: its rows."""

    rows: list[Row[T]] = field(default_factory=list)


@dataclass(slots=True)
class GridCell(Generic[T]):
    """A cell at its anchor on the grid, counted from 0; it grows while merged cells follow."""

    row: int
    column: int
    colspan: int
    content: list[T | Rows[T]]
    rowspan: int = 1


def grid_cells(table: Rows[T]) -> list[GridCell[T]]:
    """The cells of a table at their anchors, in reading order, each grown over those merged into it."""
    columns = _columns(table.rows)
    found: list[GridCell[T]] = []
    above: dict[int, GridCell[T]] = {}
    for index, row in enumerate(table.rows):
        here: dict[int, GridCell[T]] = {}
        last: GridCell[T] | None = None
        for cell, down, right in _laid(index, row, columns):
            anchor = above.get(cell.column)
            if last is not None and (right or not cell.colspan):
                last.colspan += cell.colspan
                # A cell too narrow to be a column still has words; one merged into its neighbour shows none.
                last.content += [] if right else cell.content
                continue
            merged = cell
            if down == CONTINUES and anchor is not None and anchor.colspan == cell.colspan:
                anchor.rowspan += 1
                merged = anchor
            else:
                found.append(cell)
            if down:
                here[cell.column] = merged
            last = merged
        above = here
    return found


def _laid(index: int, row: Row[T], columns: dict[int, int]) -> Iterator[tuple[GridCell[T], int, bool]]:
    """The cells of one row where their edges put them, with their part in merges down and to the right."""
    if row.shape is not None and row.shape.edges:
        shape = row.shape
        places = [columns[edge] for edge in shape.edges]
    else:
        shape = _even(len(row.cells))
        places = shape.edges
    for number, content in enumerate(row.cells):
        if number < len(shape.down):
            span = max(0, places[number + 1] - places[number])
            yield GridCell(index, places[number], span, content), shape.down[number], shape.right[number]
        else:
            # More cells than the row says to have: each in a column of its own behind them.
            yield GridCell(index, places[-1] + number - len(shape.down), 1, content), 0, False


def _even(count: int) -> RowShape:
    """A row without a definition: one column a cell."""
    return RowShape(list(range(count + 1)), [0] * count, [False] * count)


def _columns(rows: list[Row[T]]) -> dict[int, int]:
    """The column that begins at each edge found in the rows."""
    edges = sorted({edge for row in rows if row.shape is not None for edge in row.shape.edges})
    found: dict[int, int] = {}
    column, start = -1, 0
    for edge in edges:
        if column < 0 or edge - start > _TOLERANCE:
            column, start = column + 1, edge
        found[edge] = column
    return found
