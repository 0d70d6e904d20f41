"""Plain text: one paragraph a line, with its line number; runs of Markdown table lines become tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converters.document import Document, Paragraph, Place, Table, clean
from converters.readers.decode import decode
from converters.readers.grid import GridBuilder
from workbook.errors import InputRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TEXT = 20 * 1024 * 1024

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_MARKDOWN_ROW = re.compile(r"\|.*\|")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_RULE_CELL = re.compile(r":?-+:?")
# Tabs are kept: they may part the columns of a table.
_BLANKS = " \u3000\xa0\ufeff\v\x1a"


class TextReader:
    """Reads .txt and Markdown; it accepts whatever no other reader took."""

    kind = "text"

    def accepts(self, head: bytes, data: bytes) -> bool:
        """Always: whether it is text at all shows in the decoding."""
        del head, data
        return True

    def read(self, data: bytes, name: str) -> Document:
        """Decode and split into lines.

        Raises:
            InputRefused: too large, or no text.
        """
        if len(data) > MAX_TEXT:
            message = f"“{name}”超过 {MAX_TEXT >> 20} MB，不像一份年报，已拒绝读取。"
            raise InputRefused(message)
        decoded = decode(data, name)
        document = Document(name, self.kind, notes=[decoded.note] if decoded.note else [])
        rows: list[tuple[str, Place]] = []
        tables = 0
        for text, place in _lines(decoded.text):
            if _MARKDOWN_ROW.fullmatch(text.strip()):
                rows.append((text.strip(), place))
                continue
            tables = _flush(rows, document, tables)
            document.blocks.append(Paragraph(text, place))
        _flush(rows, document, tables)
        return document


def _lines(text: str) -> Iterator[tuple[str, Place]]:
    """The lines that hold something; a form feed begins a new page."""
    pages = text.split("\f")
    line = 1
    for number, content in enumerate(pages, 1):
        page = number if len(pages) > 1 else None
        pieces = _LINE_END.split(content)
        for offset, piece in enumerate(pieces):
            # Blanks in front stay: on a page kept by blanks they say in which column a word stands.
            kept = piece.rstrip(_BLANKS).lstrip("\ufeff\v\x1a")
            if kept.strip():
                yield clean(kept), Place(page=page, line=line + offset)
        line += len(pieces) - 1


def _flush(rows: list[tuple[str, Place]], document: Document, tables: int) -> int:
    """Turn the rows gathered so far into a table, a single one into a line; the number of tables is given on."""
    if len(rows) > 1:
        tables += 1
        document.blocks.append(_table(rows, document.name, tables))
    else:
        document.blocks.extend(Paragraph(text, place) for text, place in rows)
    rows.clear()
    return tables


def _table(rows: list[tuple[str, Place]], name: str, number: int) -> Table:
    grid = GridBuilder(name)
    first = rows[0][1]
    contents = [[cell.strip() for cell in _CELL_BORDER.split(text[1:-1])] for text, _ in rows]
    kept = [cells for cells in contents if not all(map(_RULE_CELL.fullmatch, cells))]
    for row, cells in enumerate(kept):
        for column, cell in enumerate(cells):
            grid.place(cell.replace("\\|", "|").replace("<br>", "\n"), row, column)
    return grid.build(Place(page=first.page, line=first.line, table=number))
