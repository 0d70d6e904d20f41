"""What every reader gives: paragraphs and tables in reading order, each with its place, and nothing about forms."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# Control characters that no XML may hold, and lone surrogates that no UTF-8 can.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Replace what can stand in no document by the replacement character; nothing else is touched."""
    return _UNPRINTABLE.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece stands in its file; all count from 1, None where the format knows no such thing.

    ``line`` is the line of a text file or the number of the paragraph; ``sheet`` the sheet of a workbook, and
    ``row`` and ``column`` the cell of it at which a table begins.
    """

    page: int | None = None
    line: int | None = None
    table: int | None = None
    sheet: str = ""
    row: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``heading`` is its level (1 highest) where the file marks it as a heading, else 0.

    ``text`` holds the words as shown, automatic numbering included. Line breaks within it are line feeds.
    ``score`` is how sure the recognition of a scanned text is (0 to 1), None for text that was never a picture.
    """

    text: str
    place: Place = field(default=Place())
    heading: int = 0
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell at its anchor: the top left corner of what it covers, counted from 0 on the grid.

    ``score`` is how sure the recognition of a scanned cell is (0 to 1), None where nothing was guessed;
    ``picture`` is that cell cut out of the page (PNG).
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    score: float | None = None
    picture: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a grid of ``height`` × ``width``; cells are anchors, in reading order, and never overlap.

    ``lines`` gives the line of each row where the table lies as text, ``pages`` the page of each row where the
    format has pages.
    """

    cells: tuple[Cell, ...]
    height: int
    width: int
    place: Place = field(default=Place())
    lines: tuple[int | None, ...] = ()
    pages: tuple[int | None, ...] = ()

    def grid(self) -> list[list[Cell | None]]:
        """Rows of cells with merges spread out: each position holds the cell that covers it, None for a hole."""
        rows: list[list[Cell | None]] = [[None] * self.width for _ in range(self.height)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.rowspan, self.height)):
                for column in range(cell.column, min(cell.column + cell.colspan, self.width)):
                    rows[row][column] = cell
        return rows


@dataclass(slots=True)
class Document:
    """A document as read: ``kind`` is the format by content, ``notes`` what the reader had to say (Chinese)."""

    name: str
    kind: str
    blocks: list[Paragraph | Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs outside tables, in reading order."""
        return [block for block in self.blocks if isinstance(block, Paragraph)]

    @property
    def tables(self) -> list[Table]:
        """The tables, in reading order."""
        return [block for block in self.blocks if isinstance(block, Table)]
