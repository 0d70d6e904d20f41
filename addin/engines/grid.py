"""Where Ctrl and an arrow lead, how far a table reaches: found among values, as Excel finds it.

Pure: our engines ask their program for values once and find their way on them here, both in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from addin.engines.geometry import Box
from workbook.cellvalues import LAST_COLUMN, LAST_ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEPS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}
_DOWN = ("table", "vertical", "down", "d")
_RIGHT = ("table", "horizontal", "right", "r")


@dataclass(frozen=True)
class Grid:
    """Values of a sheet from its first cell on, as far as it is used; nothing is beyond them.

    Attributes:
        values: the rows from A1 on, all equally long; None and the empty text are empty cells.
    """

    values: Sequence[Sequence[object]]

    @property
    def rows(self) -> int:
        """How many rows there are values for."""
        return len(self.values)

    @property
    def columns(self) -> int:
        """How many columns there are values for."""
        return len(self.values[0]) if self.values else 0

    def filled(self, row: int, column: int) -> bool:
        """Whether a cell, counted from 1, holds something."""
        if not (1 <= row <= self.rows and 1 <= column <= self.columns):
            return False
        return self.values[row - 1][column - 1] not in (None, "")

    def end(self, row: int, column: int, direction: str) -> tuple[int, int]:
        """Where Ctrl and an arrow lead from a cell: to the end of its run, to the next filled cell, or to the edge.

        Args:
            row: the cell's row, from 1.
            column: the cell's column, from 1.
            direction: ``down``, ``up``, ``right`` or ``left``.
        """
        down, right = _STEPS[direction]
        if self.filled(row, column) and self.filled(row + down, column + right):
            return self._run(row, column, down, right)
        # From beyond the values, the way back begins at their last row or column.
        row = min(row - 1, self.rows) if down < 0 else row + down
        column = min(column - 1, self.columns) if right < 0 else column + right
        while 1 <= row <= self.rows and 1 <= column <= self.columns:
            if self.filled(row, column):
                return row, column
            row, column = row + down, column + right
        return (
            {1: LAST_ROW, -1: 1, 0: min(row, LAST_ROW)}[down],
            {1: LAST_COLUMN, -1: 1, 0: min(column, LAST_COLUMN)}[right],
        )

    def expanded(self, box: Box, mode: str) -> Box:
        """A box made as large as the values that go on from its first cell, as ``Range.expand`` of xlwings does it.

        Args:
            box: where to begin.
            mode: ``table``, ``down`` (``vertical``, ``d``) or ``right`` (``horizontal``, ``r``).

        Raises:
            KeyError: an unknown mode.
        """
        if mode not in (*_DOWN, *_RIGHT):
            raise KeyError(mode)
        bottom = self._run(box.top, box.left, 1, 0)[0] if mode in _DOWN else box.bottom
        right = self._run(box.top, box.left, 0, 1)[1] if mode in _RIGHT else box.right
        return Box(box.top, box.left, bottom, right)

    def region(self, box: Box) -> Box:
        """The block around a box that empty rows and columns, or the sheet's edges, surround."""
        while (grown := self._grown(box)) != box:
            box = grown
        return box

    def _run(self, row: int, column: int, down: int, right: int) -> tuple[int, int]:
        while self.filled(row + down, column + right):
            row, column = row + down, column + right
        return row, column

    def _grown(self, box: Box) -> Box:
        top, left, bottom, right = box
        top -= self._any(Box(top - 1, left - 1, top - 1, right + 1))
        bottom += self._any(Box(bottom + 1, left - 1, bottom + 1, right + 1))
        left -= self._any(Box(top - 1, left - 1, bottom + 1, left - 1))
        right += self._any(Box(top - 1, right + 1, bottom + 1, right + 1))
        return Box(top, left, bottom, right)

    def _any(self, box: Box) -> bool:
        inside = box.common(Box(1, 1, self.rows, self.columns))
        if inside is None:
            return False
        rows, columns = range(inside.top, inside.bottom + 1), range(inside.left, inside.right + 1)
        return any(self.filled(row, column) for row in rows for column in columns)
