"""The part of a table that stands on one page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from converters.readers.paper.lines import join, lines_of, picture_of, score_of

if TYPE_CHECKING:
    from converters.readers.paper.lines import Line
    from converters.readers.paper.page import Box, Piece

# What stays free of a cell's width: the usual padding of 0.19 cm on both sides.
_PADDING = 11.0
# The widths of a Chinese character, with some play, and of a digit, in letter heights.
HAN, DIGIT = 1.5, 0.55


@dataclass(slots=True)
class Slot:
    """A cell at its place on the part's grid, with the pieces in it; ``after`` is what follows on the next page."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box
    page: int
    pieces: list[Piece] = field(default_factory=list)
    after: list[Slot] = field(default_factory=list)
    _text: str | None = None

    @property
    def parts(self) -> list[Slot]:
        """The cell itself and what the page cut off it."""
        return [self, *self.after]

    @property
    def text(self) -> str:
        """The words of the cell, over all pages it stands on."""
        if self._text is None:
            self._text = self._read() if self.pieces or self.after else ""
        return self._text

    def take(self, other: Slot) -> None:
        """Go on with what stands on the next page."""
        self.after += other.parts
        self._text = None

    def lines(self) -> list[Line]:
        """The lines of the cell, over all pages it stands on."""
        return [line for part in self.parts if part.pieces for line in lines_of(part.pieces, part.page)]

    def is_full(self, line: Line, letter: float = HAN) -> bool:
        """Whether another letter, as wide as this many letter heights, would not have fitted into the line."""
        return self.box.right - self.box.left - (line.box.right - line.box.left) < _PADDING + letter * line.size

    @property
    def score(self) -> float | None:
        """How sure the least sure piece is."""
        return score_of(piece for part in self.parts for piece in part.pieces)

    @property
    def picture(self) -> bytes:
        """The picture of the cell, where one piece fills it."""
        return picture_of([piece for part in self.parts for piece in part.pieces])

    def _read(self) -> str:
        text, last = "", None
        for line in self.lines():
            # A number too wide for its column goes on in the next line; a line with room to spare has ended.
            broken = last is not None and text[-1:].isdigit() and self.is_full(last)
            text = join((text, line.text), "" if broken else "\n")
            last = line
        return text


@dataclass(slots=True)
class Fragment:
    """Cells on a grid of edges, ``xs`` from the left and ``ys`` from the top; ``ruled`` by lines or only by gaps."""

    page: int
    box: Box
    xs: list[float]
    ys: list[float]
    slots: list[Slot]
    ruled: bool = True

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.ys) - 1

    def row(self, number: int) -> list[Slot]:
        """The cells that begin in a row, from left to right."""
        return sorted((slot for slot in self.slots if slot.row == number), key=lambda slot: slot.column)

    @property
    def has_words(self) -> bool:
        """Whether anything is written in it."""
        return any(slot.pieces for slot in self.slots)
