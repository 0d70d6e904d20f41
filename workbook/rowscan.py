"""The cells of a worksheet taken without building a tree, where every byte of its rows follows a plain grammar.

A spreadsheet's ``sheetData`` is as regular as XML gets. Rows that follow the grammar below to the last byte are read
by it, several times as fast; a sheet with anything else in its rows is left to the XML parser.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from workbook.cellvalues import LAST_COLUMN, LAST_ROW, column_letters, column_number

if TYPE_CHECKING:
    from collections.abc import Iterator

_ATTRIBUTES = "[^<>&/]*"


def _element(tag: str, text: str = "[^<]*") -> str:
    return rf"<{tag}(?: {_ATTRIBUTES})?(?:/>|>{text}</{tag}>)"


# A cell is replaced by this letter, which no XML may hold, and then a row of such letters by nothing.
_TAKEN = "\x01"
_PLAIN_CELL = re.compile(
    rf'<c r="[A-Z]{{1,3}}[1-9][0-9]{{0,6}}"{_ATTRIBUTES}'
    rf"(?:/>|>(?:{_element('f')})?(?:{_element('v')})?(?:<is>{_element('t')}</is>)?</c>)"
)
_PLAIN_ROW = re.compile(rf"<row(?: {_ATTRIBUTES})?(?:/>|>[\s{_TAKEN}]*</row>)\s*")
# In a plain row further than any form goes; whether the cell holds something is seen when it is read.
_FAR = re.compile(r'<c r="(?:[A-Z]{3}|[A-Z]+[0-9]{6})')
_DATA = re.compile(rb"<sheetData>(.*)</sheetData>", re.DOTALL)
_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=["']([^"']+)""")
_ATTRIBUTE = re.compile(r'\s+([A-Za-z0-9:]+)="([^"]*)"')
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|\w+);|&")
# What no XML may hold, and line ends that a parser would change.
_ODD_BYTES = bytes(code for code in range(32) if code not in {9, 10})
_ODD_PIECES = ("\ufffe".encode(), "\uffff".encode(), b"]]>")
_MOST_TAGS = 1_600_000
_ENDS = ("></c>", "/>")


# Row and column from 1, type, style, then the texts of its value, formula and inline string, None where there is
# none. A bare tuple: there are thousands of them in a workbook, each looked at once.
RawCell: TypeAlias = tuple[int, int, str, str, str | None, str | None, str | None]


class _NotPlainError(Exception):
    """The rows hold something outside the grammar."""


def scan(
    data: bytes, last_row: int = LAST_ROW, columns: frozenset[int] | None = None
) -> tuple[list[RawCell], bytes] | None:
    """The cells of a worksheet part that hold something, and the part without its rows.

    Args:
        data: the whole part.
        last_row: no cells below this row are wanted.
        columns: no cells in other columns are wanted; None wants them all.

    Returns:
        None where only a parser will do; a cell beyond the last row or column of a sheet is such a case.
    """
    found = _plain_rows(data)
    try:
        return (list(_cells(found[0], last_row, columns)), found[1]) if found else None
    except _NotPlainError:
        return None


# The header of a list is looked at before its rows.
@lru_cache(maxsize=2)
def _plain_rows(data: bytes) -> tuple[str, bytes] | None:
    """The rows of a part, found to be plain, and the part without them."""
    found = _DATA.search(data)
    if found is None or data.count(b"<sheetData") != 1 or found[1].count(b"<") > _MOST_TAGS:
        return None
    declared = _ENCODING.match(data)
    if declared and declared[1].lower() not in {b"utf-8", b"us-ascii"}:
        return None
    if len(data.translate(None, _ODD_BYTES)) != len(data) or any(odd in data for odd in _ODD_PIECES):
        return None
    try:
        rows = found[1].decode("utf-8")
    except UnicodeDecodeError:
        return None
    plain = not _PLAIN_ROW.sub("", _PLAIN_CELL.sub(_TAKEN, rows)).strip()
    return (rows, data[: found.start(1)] + data[found.end(1) :]) if plain else None


def _cells(rows: str, last_row: int, wanted: frozenset[int] | None) -> Iterator[RawCell]:
    numbers, looks = _Columns(), _Looks()
    entities = set(_ENTITY.findall(rows))
    for entity in entities:
        _ = _LETTERS[entity]
    if last_row == LAST_ROW and _FAR.search(rows):
        wanted = None
    for token in _filled(wanted).finditer(rows):
        letters, digits, attributes, f, formula, value, inline = token.groups("")
        row = int(digits)
        if row > last_row:
            if row > LAST_ROW:
                raise _NotPlainError
            return
        if f or value or inline:
            if entities:
                formula, value, inline = _spell(formula), _spell(value), _spell(inline)
            kind, style = looks[attributes]
            yield row, numbers[letters], kind, style, value or None, formula if f else None, inline or None


@lru_cache(maxsize=64)
def _filled(columns: frozenset[int] | None) -> re.Pattern[str]:
    """A cell that is not just styled. Groups: 1 2 place, 3 other attributes, 4 5 formula, 6 value, 7 text."""
    letters = "[A-Z]{1,3}" if columns is None else "|".join(map(column_letters, sorted(columns))) or "(?!)"
    f, v, t = (_element(tag, "([^<]*)") for tag in "fvt")
    return re.compile(rf'<c r="({letters})([1-9][0-9]*)"({_ATTRIBUTES})>({f})?(?:{v})?(?:<is>{t}</is>)?</c>')


class _Columns(dict[str, int]):
    """The numbers of columns by their letters, worked out once each."""

    def __missing__(self, letters: str) -> int:
        found = self[letters] = column_number(letters)
        if found > LAST_COLUMN:
            raise _NotPlainError
        return found


class _Looks(dict[str, tuple[str, str]]):
    """Type and style of a cell by its attributes, of which a sheet has few different ones."""

    def __missing__(self, attributes: str) -> tuple[str, str]:
        pairs = _ATTRIBUTE.findall(attributes)
        named = dict(pairs)
        if len(named) != len(pairs) or "r" in named or _ATTRIBUTE.sub("", attributes).strip():
            raise _NotPlainError
        found = self[attributes] = named.get("t", "n"), named.get("s", "0")
        return found


def _spell(text: str) -> str:
    return _ENTITY.sub(lambda entity: _LETTERS[entity[0]], text) if "&" in text else text


class _Letters(dict[str, str]):
    """What entities stand for."""

    def __missing__(self, entity: str) -> str:
        name = entity[1:-1]
        if not name.startswith("#"):
            raise _NotPlainError
        code = int(f"0{name[1:]}" if name.startswith("#x") else name[1:], base=16 if name.startswith("#x") else 10)
        allowed = code in {0x9, 0xA, 0xD} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
        if not (allowed or 0xFFFF < code < 0x110000):
            raise _NotPlainError
        found = self[entity] = chr(code)
        return found


# Kept between files; there are no more letters than these entities can name.
_LETTERS = _Letters({"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"})
