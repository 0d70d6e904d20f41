"""The header of a printed table: which rows are header, what stands above each column, which column it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from converters.recognise.columns import ASIDE, bind, head_words, is_head
from converters.recognise.labels import fold, piece
from workbook.values import read_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.document import Cell
    from converters.document import Table as Grid
    from workbook.form import Block, Table


@dataclass(frozen=True)
class Sheet:
    """A grid with its merges spread out."""

    number: int
    grid: Grid

    @cached_property
    def rows(self) -> list[list[Cell | None]]:
        """For each position the cell that covers it, None for a hole."""
        return self.grid.grid()

    def here(self, row: int) -> list[Cell]:
        """The cells that begin in this row, left to right."""
        return self._begun[row]

    def covering(self, row: int) -> list[Cell]:
        """The cells that stand in this row, those from above included."""
        return [cell for last, cell in pairwise([None, *self.rows[row]]) if cell is not None and cell is not last]

    def words(self, row: int) -> str:
        """The row as one text, for evidence."""
        return self._words[row]

    @cached_property
    def _begun(self) -> list[list[Cell]]:
        return [[cell for cell in self.covering(row) if cell.row == row] for row in range(self.grid.height)]

    @cached_property
    def _words(self) -> list[str]:
        return [" | ".join(cell.text.strip() for cell in cells) for cells in self._begun]


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed column: the grid columns it spans (last included) and the header cells above it."""

    first: int
    last: int
    stack: tuple[str, ...]


@dataclass
class Header:
    """A run of header rows of one sheet."""

    sheet: Sheet
    rows: list[int] = field(default_factory=list)
    _bound: dict[int, dict[int, Printed]] = field(default_factory=dict)

    @cached_property
    def columns(self) -> list[Printed]:
        """The printed columns, left to right, told apart by their lowest header cell."""
        found: list[Printed] = []
        lowest: list[Cell | None] = []
        for at in range(self.sheet.grid.width):
            above = dict.fromkeys(self.sheet.rows[row][at] for row in self.rows)
            stack = [cell for cell in above if cell is not None and cell.text.strip()]
            leaf = stack[-1] if stack else None
            if leaf is not None and lowest and lowest[-1] is leaf:
                found[-1] = Printed(found[-1].first, at, found[-1].stack)
            else:
                found.append(Printed(at, at, tuple(cell.text for cell in stack)))
                lowest.append(leaf)
        return found

    def bind(self, block: Block) -> dict[int, Printed]:
        """The block's columns by index, where this header names them."""
        key = id(block)
        if key not in self._bound:
            self._bound[key] = self._bind(block)
        return self._bound[key]

    def _bind(self, block: Block) -> dict[int, Printed]:
        bound = bind([column.stack for column in self.columns], block)
        offsets = {at - to for at, to in bound.items()}
        if len(offsets) == 1 and 2 * len(bound) >= len(block.columns):
            # One header cell misprinted beyond recognition between columns that all agree on their order.
            offset = offsets.pop()
            last = offset + len(block.columns)
            places = range(max(0, offset), min(len(self.columns), last))
            # A further column behind would mean that one of the form's stands elsewhere.
            if all(self._aside(at) for at in range(last, len(self.columns))):
                bound = {at: at - offset for at in places if at in bound or not self._aside(at)}
        return {to: self.columns[at] for at, to in bound.items()}

    def _aside(self, at: int) -> bool:
        stack = self.columns[at].stack
        return bool(stack) and fold(stack[-1]) in ASIDE

    def names(self, at: int) -> str:
        """The lowest header word over a grid column."""
        column = next((column for column in self.columns if column.first <= at <= column.last), None)
        return column.stack[-1].strip() if column and column.stack else ""


def is_header_row(sheet: Sheet, row: int, words: frozenset[str], labels: frozenset[str], *, running: bool) -> bool:
    """Whether a row holds header cells only: at least two known ones, or one that is no row's label.

    ``running``: the row above is header; then one known cell is enough where nothing stands at its left.
    """
    cells = [cell for cell in sheet.covering(row) if cell.text.strip()]
    if not cells or any(_is_number(cell.text) for cell in cells):
        return False
    known = [cell for cell in cells if piece(cell.text).mark is None and is_head(cell.text, words)]
    if not known or len(known) < 0.6 * len(cells):
        return False
    return len(known) >= 2 or fold(known[0].text) not in labels or (running and cells[0].column > 0)


def _is_number(text: str) -> bool:
    return read_cell(text).state == "reported"


def headers(sheet: Sheet, table: Table, before: Header | None) -> Iterator[tuple[int, Header | None, bool]]:
    """For each row of a sheet: its number, the header in force, and whether it is itself header.

    ``before`` is the last header of the sheet before: a table that goes on over a page without repeating its
    header, on as many columns, stays under it.
    """
    words = head_words(table)
    labels = frozenset(fold(text) for row in table.rows for text in (row.label, *row.variants))
    current = before if before is not None and before.sheet.grid.width == sheet.grid.width else None
    running = False
    for row in range(sheet.grid.height):
        heading = is_header_row(sheet, row, words, labels, running=running)
        if heading and running and current is not None:
            current.rows.append(row)
        elif heading:
            current = Header(sheet, [row])
        running = heading
        yield row, current, heading
