"""Where cells are, as Excel says it: addresses, and the rectangles that they mean."""

from __future__ import annotations

import re
from typing import NamedTuple

from workbook.cellvalues import LAST_COLUMN, LAST_ROW, column_letters, column_number, position

_COLUMNS = re.compile(r"([A-Za-z]{1,3}):([A-Za-z]{1,3})")
_ROWS = re.compile(r"(\d{1,7}):(\d{1,7})")
# A title that a formula may name without quotes: it neither begins with a digit nor looks like a cell.
_BARE_TITLE = re.compile(r"[^\W\d][\w.]*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]?\d*|[Cc]\d*|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]")


class Box(NamedTuple):
    """A rectangle of cells: rows and columns count from 1, the last ones belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns it has."""
        return self.bottom - self.top + 1, self.right - self.left + 1

    @property
    def size(self) -> int:
        """How many cells it has."""
        return self.shape[0] * self.shape[1]

    def address(self, *, row_absolute: bool = True, column_absolute: bool = True) -> str:
        """Its address, such as ``$A$1:$B$2``; that of a single cell has no colon."""
        column, row = "$" * column_absolute, "$" * row_absolute
        first = f"{column}{column_letters(self.left)}{row}{self.top}"
        last = f"{column}{column_letters(self.right)}{row}{self.bottom}"
        return first if first == last else f"{first}:{last}"

    def with_box(self, other: Box) -> Box:
        """The smallest box that holds both."""
        top, left = min(self.top, other.top), min(self.left, other.left)
        return Box(top, left, max(self.bottom, other.bottom), max(self.right, other.right))

    def common(self, other: Box) -> Box | None:
        """The cells that are in both; None when there are none."""
        top, left = max(self.top, other.top), max(self.left, other.left)
        bottom, right = min(self.bottom, other.bottom), min(self.right, other.right)
        return Box(top, left, bottom, right) if top <= bottom and left <= right else None

    def cell(self, number: int, column: int | None = None) -> Box:
        """One of its cells, also beyond its edges, as a range of Excel gives it.

        Args:
            number: the row within the box from 1; without ``column`` the number of the cell, row by row.
            column: the column within the box from 1.
        """
        if column is None:
            row, column = divmod(number - 1, self.shape[1])
            number, column = row + 1, column + 1
        return one_cell(self.top + number - 1, self.left + column - 1)


WHOLE_SHEET = Box(1, 1, LAST_ROW, LAST_COLUMN)


def one_cell(row: int, column: int) -> Box:
    """The box of a single cell.

    Raises:
        IndexError: there is no such cell on a sheet.
    """
    if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
        message = f"no cell in row {row} and column {column}"
        raise IndexError(message)
    return Box(row, column, row, column)


def parse_box(address: str) -> Box | None:
    """The box of an address such as ``$B$2``, ``A1:C3``, ``A:C`` or ``1:3``; None for anything else, such as a name."""
    plain = address.replace("$", "")
    if found := _COLUMNS.fullmatch(plain):
        left, right = sorted((column_number(found[1]), column_number(found[2])))
        return Box(1, left, LAST_ROW, right) if right <= LAST_COLUMN else None
    if found := _ROWS.fullmatch(plain):
        top, bottom = sorted((int(found[1]), int(found[2])))
        return Box(top, 1, bottom, LAST_COLUMN) if top and bottom <= LAST_ROW else None
    first, colon, last = plain.partition(":")
    start, end = position(first), position(last if colon else first)
    return Box(*start, *start).with_box(Box(*end, *end)) if start and end else None


def parse_reference(reference: str) -> tuple[str, Box] | None:
    """The sheet and the box that a name refers to: ``='a b'!$A$1:$B$2``; None for formulas and lost places."""
    title, _, address = reference.removeprefix("=").rpartition("!")
    box = parse_box(address)
    title = title.removeprefix("$")
    if not title or box is None:
        return None
    if title.startswith("'"):
        quoted = title[1:-1]
        return (quoted.replace("''", "'"), box) if title.endswith("'") and "'" not in quoted.replace("''", "") else None
    return (title, box) if re.fullmatch(r"[\w.]+", title) else None


def quoted(title: str) -> str:
    """A sheet's title as a formula names it: in quotes where it needs them."""
    bare = _BARE_TITLE.fullmatch(title) and not _LIKE_A_CELL.fullmatch(title)
    return title if bare else "'" + title.replace("'", "''") + "'"


def reference_to(title: str, box: Box) -> str:
    """What a name refers to, as Excel writes it: ``=统计表!$C$5``."""
    return f"={quoted(title)}!{box.address()}"
