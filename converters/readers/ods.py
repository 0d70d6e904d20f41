"""OpenDocument spreadsheets (.ods, and .fods in one piece): sheets with their merges, hidden ones included."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converters.readers.odt import refuse_locked
from converters.readers.odt_lists import STYLE, T
from converters.readers.sheet_tables import MAX_COLUMN, PlainSheet, document_of
from workbook.cellvalues import number
from workbook.package import open_package, parse_xml, peek_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.document import Document

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_CONTENT = "content.xml"
_ROWS = tuple(_TABLE + tag for tag in ("table-rows", "table-header-rows", "table-row-group"))
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_NUMBERS = ("float", "percentage", "currency")
_MOST = 1_048_576


class OdsReader:
    """Reads .ods and .fods."""

    kind = "ods"

    def accepts(self, head: bytes, data: bytes) -> bool:
        """An OpenDocument spreadsheet, zipped or flat."""
        if head.startswith(b"PK"):
            return _CONTENT in peek_names(data) and _KIND in data[:200]
        return bool(re.search(rb"<office:document[\s>]", head)) and _KIND in head

    def read(self, data: bytes, name: str) -> Document:
        """Every sheet that holds something.

        Raises:
            InputRefused: damaged, unsafe, locked by a password, or too large.
        """
        if data.startswith(b"PK"):
            package = open_package(data, name)
            refuse_locked(package)
            root = package.xml(_CONTENT)
        else:
            root = parse_xml(data, name, "office:document")
        hidden = {
            style.get(STYLE + "name")
            for style in root.iter(STYLE + "style")
            for properties in style.iterchildren(STYLE + "table-properties")
            if properties.get(_TABLE + "display") == "false"
        }
        body = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet")
        tables = body.iterchildren(_TABLE + "table") if body is not None else ()
        sheets = [_sheet(table, name, hidden=table.get(_TABLE + "style-name") in hidden) for table in tables]
        return document_of(sheets, name, self.kind)


def _sheet(table: _Element, file: str, *, hidden: bool) -> PlainSheet:
    sheet = PlainSheet(table.get(_TABLE + "name", ""), hidden=hidden)
    row = 1
    for line in _lines(table):
        repeats = _count(line, "number-rows-repeated")
        # Empty rows are said to be repeated down to the sheet's end; only those with words are laid out.
        for at in range(row, row + repeats):
            if not _read_row(sheet, line, file, at):
                break
        row += repeats
    return sheet


def _lines(table: _Element) -> Iterator[_Element]:
    for part in table:
        if part.tag == _TABLE + "table-row":
            yield part
        elif part.tag in _ROWS:
            yield from _lines(part)


def _read_row(sheet: PlainSheet, line: _Element, file: str, row: int) -> bool:
    """Read a row's cells; False when it holds nothing."""
    column, found = 1, False
    for cell in line.iterchildren(*_CELLS):
        repeats = _count(cell, "number-columns-repeated")
        text = _text(cell) if cell.tag == _CELLS[0] else ""
        if text:
            found = True
            for at in range(column, column + min(repeats, MAX_COLUMN + 1)):
                sheet.put(file, row, at, text)
            height, width = (_count(cell, f"number-{what}-spanned") for what in ("rows", "columns"))
            if height > 1 or width > 1:
                sheet.merges.append((row, column, row + height - 1, column + width - 1))
        elif cell.get(_TABLE + "formula") and not cell.get(_OFFICE + "value-type"):
            sheet.blank_formulas += 1
        column += repeats
    return found


def _text(cell: _Element) -> str:
    kind = cell.get(_OFFICE + "value-type", "")
    if kind in _NUMBERS:
        value = number(cell.get(_OFFICE + "value", ""))
        if value is not None:
            return f"{value:f}" if not isinstance(value, int) else str(value)
    if kind == "date":
        return cell.get(_OFFICE + "date-value", "").removesuffix("T00:00:00").replace("T", " ")
    return "\n".join(_words(line) for line in cell.iterchildren(T + "p")).strip()


def _words(line: _Element) -> str:
    pieces = [line.text or ""]
    for part in line:
        if part.tag == T + "s":
            count = part.get(T + "c", "1")
            pieces.append(" " * (int(count) if count.isdecimal() and len(count) < 4 else 1))
        elif part.tag == T + "tab":
            pieces.append("\t")
        elif isinstance(part.tag, str) and part.tag != _OFFICE + "annotation":
            pieces.append(_words(part))
        pieces.append(part.tail or "")
    return "".join(pieces)


def _count(element: _Element, name: str) -> int:
    text = element.get(_TABLE + name, "")
    return min(max(1, int(text)), _MOST) if text.isdecimal() and len(text) < 20 else 1
