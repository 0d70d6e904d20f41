"""A story of a binary Word document, taken apart: its paragraphs and the tables they make up ([MS-DOC] 2.4.2)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from converters.readers.doc_file import Slot
from converters.readers.doc_lists import numbering
from converters.readers.doc_pieces import Text, joined_surrogates
from converters.readers.doc_runs import Paragraphs, stretches
from converters.readers.doc_styles import DocStyles
from converters.readers.docx_text import NOTE_HIDDEN, NOTE_REVISED, SYMBOLS
from converters.readers.edges import Row, Rows
from converters.readers.ole import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.readers.doc_file import WordFile
    from converters.readers.doc_properties import ParagraphLook
    from converters.readers.doc_runs import Stretch
    from converters.readers.doc_styles import DocStyle
    from converters.readers.edges import RowShape

_PARAGRAPH, CELL_MARK, _PAGE = "\r", "\x07", "\x0c"
_ENDS = re.compile("[\r\x07\x0c]")
_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_FIELD_SIGNS = re.compile("([\x13-\x15])")
_BLANKS = " \t\n\r\u3000\xa0"
# Signs for pictures, notes, breaks and the like, that show no text; a line break, a hyphen and ticked boxes that do.
_SIGNS = dict.fromkeys([*range(9), *range(0x0C, 0x20)]) | {0x0B: "\n", 0x1E: "-"} | SYMBOLS
MAX_DEPTH = 20


@dataclass(slots=True)
class Line:
    """A paragraph as written, its list number not yet counted.

    ``joined`` says that its end was deleted, so that the next one goes on in its line; ``erased`` that the mark at
    the end of a table row was, and the row with it. ``anchors`` are the positions of drawn objects.
    """

    text: str
    look: ParagraphLook
    style: DocStyle
    mark: str
    joined: bool = False
    erased: bool = False
    anchors: list[int] = field(default_factory=list)


class Stories:
    """The stories of one document.

    Args:
        file: the document.

    Raises:
        Damaged: text or properties are missing or not sound.
    """

    def __init__(self, file: WordFile) -> None:
        self.notes: dict[str, None] = {}
        self.styles = DocStyles(file.structure(Slot.STYLES))
        self.numbering = numbering(file, self.notes)
        self._text = Text(file)
        self._paragraphs = Paragraphs(file, self._text)
        self._stretches = stretches(file, self._text, sum(file.lengths))
        self._stops = [stretch.stop for stretch in self._stretches]
        self._sections = frozenset(file.plex(Slot.SECTIONS, 12)[0])
        self._anchors = file.plex(Slot.SHAPES, 26)[0][:-1]

    def blocks(self, start: int, stop: int) -> list[Line | Rows[Line]]:
        """The paragraphs and tables between two positions of the document."""
        return _tables(self._lines(start, stop))

    def _lines(self, start: int, stop: int) -> Iterator[Line]:
        for found in _ENDS.finditer(self._text.units, start, stop):
            end = found.start()
            if found[0] == _PAGE and not (end + 1 in self._sections or self._paragraphs.ends_at(end)):
                continue
            yield self._line(start, end, found[0])
            start = end + 1
        if self._text.units[start:stop].strip(_BLANKS):
            message = "last paragraph"
            raise Damaged(message)

    def _line(self, start: int, end: int, mark: str) -> Line:
        look = self._paragraphs.look(end)
        style = self.styles.get(look.style)
        shown = self._shown(start, end, style)
        text = "".join([self._text.units[a:b] if symbol is None else symbol * (b - a) for a, b, symbol in shown])
        line = Line(_as_shown(text), look, style, mark)
        line.joined = line.erased = any(stretch.look.deleted for stretch in self._stretched(end, end + 1))
        first, last = bisect_left(self._anchors, start), bisect_left(self._anchors, end + 1)
        line.anchors = [at for at in self._anchors[first:last] if any(a <= at < b for a, b, _ in shown)]
        return line

    def _shown(self, start: int, end: int, style: DocStyle) -> list[tuple[int, int, str | None]]:
        """The stretches of text to be shown, each with the sign that stands for its signs, if any."""
        found: list[tuple[int, int, str | None]] = []
        at = start
        for stretch in self._stretched(start, end):
            first, last = max(start, stretch.start), min(end, stretch.stop)
            self._plain(at, first, style, found)
            at, look = last, stretch.look
            if look.deleted or look.inserted:
                self.notes[NOTE_REVISED] = None
            if look.deleted:
                continue
            if self.styles.hides(look, style):
                self._note_hidden(first, last)
            else:
                found.append((first, last, look.symbol or None))
        self._plain(at, end, style, found)
        return found

    def _plain(self, start: int, end: int, style: DocStyle, found: list[tuple[int, int, str | None]]) -> None:
        if start < end and style.hidden:
            self._note_hidden(start, end)
        elif start < end:
            found.append((start, end, None))

    def _note_hidden(self, start: int, end: int) -> None:
        if self._text.units[start:end].strip(_BLANKS).translate(_SIGNS):
            self.notes[NOTE_HIDDEN] = None

    def _stretched(self, start: int, end: int) -> Iterator[Stretch]:
        for index in range(bisect_right(self._stops, start), len(self._stretches)):
            stretch = self._stretches[index]
            if stretch.start >= end:
                return
            yield stretch


def _as_shown(text: str) -> str:
    """Fields by their results, signs for text by it."""
    if _FIELD_BEGIN in text or _FIELD_END in text:
        text = "".join(_results(text))
    return joined_surrogates(text.translate(_SIGNS)).strip(_BLANKS)


def _results(text: str) -> Iterator[str]:
    """What stands outside of fields, and in their results; a field within a code is part of that code."""
    results: list[bool] = []
    for part in _FIELD_SIGNS.split(text):
        if part == _FIELD_BEGIN:
            results.append(False)
        elif part == _FIELD_RESULT and results:
            results[-1] = True
        elif part == _FIELD_END and results:
            results.pop()
        elif all(results):
            yield part


@dataclass(slots=True)
class _Open:
    """A table being read: its rows, the cells of the row being read, and what is in the cell being read."""

    table: Rows[Line] = field(default_factory=Rows)
    cells: list[list[Line | Rows[Line]]] = field(default_factory=list)
    cell: list[Line | Rows[Line]] = field(default_factory=list)

    def take(self, line: Line, *, outermost: bool) -> None:
        """Take in the next paragraph of this very table."""
        if line.look.row_end:
            self._end_row(line.look.row, erased=line.erased)
            return
        self.cell.append(line)
        if line.mark == CELL_MARK if outermost else line.look.cell_end:
            # The mark of a cell ends its last paragraph; nothing can go on behind it.
            line.joined = False
            self.cells.append(self.cell)
            self.cell = []

    def closed(self) -> Rows[Line]:
        """The table; a row that was begun and never ended is kept."""
        self._end_row(None, erased=False)
        return self.table

    def _end_row(self, shape: RowShape | None, *, erased: bool) -> None:
        if self.cell:
            self.cells.append(self.cell)
        if self.cells and not erased:
            self.table.rows.append(Row(self.cells, shape))
        self.cells, self.cell = [], []


def _tables(lines: Iterator[Line]) -> list[Line | Rows[Line]]:
    """Paragraphs outside of tables as they are, those in tables as tables."""
    found: list[Line | Rows[Line]] = []
    tables: list[_Open] = []

    def close(depth: int) -> None:
        while len(tables) > depth:
            table = tables.pop().closed()
            (tables[-1].cell if tables else found).append(table)

    for line in lines:
        depth = min(line.look.depth, MAX_DEPTH)
        close(depth)
        tables.extend(_Open() for _ in range(depth - len(tables)))
        if tables:
            tables[-1].take(line, outermost=depth == 1)
        else:
            found.append(line)
    close(0)
    return found
