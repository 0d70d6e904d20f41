"""A worksheet's XML as openpyxl writes it, filled by putting cells and rows in the place of others."""

from __future__ import annotations

import datetime as dt
import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.compat import safe_string
from openpyxl.utils.datetime import to_excel

from workbook.cells import as_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbook.cells import Content

_PIECES = re.compile(r"(?=<c |<row |</row>|</sheetData>)")
_REFERENCE = re.compile(r'<c r="([A-Z]+[0-9]+)"')
_DIGITS = re.compile(r"([0-9]+)")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class Styles(NamedTuple):
    """The numbers of a look in the workbook's list of styles: as it is, and for a text that begins like a formula."""

    plain: int
    quoted: int


class FixedSheet:
    """A sheet whose cells stand where they stand."""

    def __init__(self, part: bytes) -> None:
        self._pieces = _PIECES.split(part.decode())
        found = ((_REFERENCE.match(piece), at) for at, piece in enumerate(self._pieces))
        self._at = {match[1]: at for match, at in found if match}

    def filled(self, cells: Mapping[str, str]) -> str:
        """The part with these cells, by reference, in the place of the ones it has."""
        pieces = self._pieces.copy()
        for reference, cell in cells.items():
            pieces[self._at[reference]] = cell
        return "".join(pieces)


class ListSheet:
    """A sheet whose rows are written anew below the row ``header``."""

    def __init__(self, part: bytes, header: int) -> None:
        text = part.decode()
        rows = text.index("</sheetData>")
        self.head, self.tail = text[:rows], text[rows:]
        self.header = header
        if (begun := text.find(f'<row r="{header + 1}"')) >= 0:
            self.head = text[:begun]
        self._rows = text[len(self.head) : rows]

    @cached_property
    def rows(self) -> dict[int, str]:
        """The rows that it has below the header, by number."""
        return {int(row.split('"', 2)[1]): row for row in re.split("(?=<row )", self._rows) if row}

    def filled(self, rows: str) -> str:
        """The part with these rows below the header."""
        return f"{self.head}{rows}{self.tail}"


def pattern_of(one: str, other: str, row: int) -> str:
    r"""What two neighbouring rows have in common, their number left open as ``\0``.

    Args:
        one: cells of a row.
        other: the same cells of the row below.
        row: the number of the upper row.

    Raises:
        ValueError: the rows differ in more than their number.
    """
    pairs = list(zip(_DIGITS.split(one), _DIGITS.split(other), strict=True))
    if any(pair != (str(row), str(row + 1)) for pair in pairs if pair[0] != pair[1]):
        message = f"rows {row} and {row + 1} are not alike"
        raise ValueError(message)
    return "".join(mine if mine == its else "\0" for mine, its in pairs)


def cell_xml(reference: str, styles: Styles, content: Content) -> str:
    """A cell with a value as :func:`workbook.cells.put` writes it."""
    start = f'<c r="{reference}" s="{styles.plain}"'
    if isinstance(content, str):
        text, quoted = as_text(content)
        if not text:
            return f"{start}/>"
        space = ' xml:space="preserve"' if text != text.strip() else ""
        style = styles.quoted if quoted else styles.plain
        words = text.translate(_ENTITIES)
        return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t{space}>{words}</t></is></c>'
    if content is None:
        return f"{start}/>"
    number = to_excel(content) if isinstance(content, dt.date) else content  # type: ignore[no-untyped-call]  # openpyxl has no types for it
    return f"{start}><v>{safe_string(number)}</v></c>"


def formula_xml(reference: str, style: int, formula: str) -> str:
    """A cell with a formula of our own, without the equals sign."""
    return f'<c r="{reference}" s="{style}"><f>{formula.translate(_ENTITIES)}</f><v/></c>'
