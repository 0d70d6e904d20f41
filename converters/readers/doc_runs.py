"""Which properties hold where in the text: the pages of paragraph and run properties ([MS-DOC] 2.9.33, 2.9.174).

Properties are kept by where the text lies in the stream, not by where it stands in the document.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from converters.readers.doc_file import Slot
from converters.readers.doc_properties import ParagraphLook, RunLook, paragraph_look, run_look
from converters.readers.ole import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.readers.doc_file import WordFile
    from converters.readers.doc_pieces import Piece, Text

_PAGE = 512
# A paragraph's entry on its page is followed by 12 bytes about its height.
_RUN_ENTRY, _PARAGRAPH_ENTRY = 1, 13
# Bytes of properties kept in the data stream, over all rows; a wide row takes some hundreds.
_MAX_STORED = 16 * 1024 * 1024


class Stretch(NamedTuple):
    """A stretch of the document, in positions of it, that is not shown as it stands there."""

    start: int
    stop: int
    look: RunLook


class _Run(NamedTuple):
    """Bytes of the main stream and the properties of the text there."""

    start: int
    stop: int
    properties: bytes


class Paragraphs:
    """The properties of paragraphs, by the position of the mark that ends them."""

    def __init__(self, file: WordFile, text: Text) -> None:
        self._text = text
        self._data = file.data
        self._stored = 0
        self._runs = _runs(file, Slot.PARAGRAPHS, _PARAGRAPH_ENTRY)
        self._starts = [run.start for run in self._runs]
        self._known: dict[tuple[bytes, bytes], ParagraphLook] = {}

    def look(self, position: int) -> ParagraphLook:
        """The properties of the paragraph whose mark stands at a position.

        Raises:
            Damaged: there are none, or their modifiers are not sound.
        """
        piece = self._text.piece_at(position)
        key = (self._run(piece.offset_of(position)).properties, piece.properties)
        found = self._known.get(key)
        if found is None:
            style = int.from_bytes(key[0][:2], "little")
            found = self._known[key] = paragraph_look(style, key[0][2:] + key[1], self._kept)
        return found

    def ends_at(self, position: int) -> bool:
        """Whether a paragraph ends with the sign at a position, whatever sign that is."""
        piece = self._text.piece_at(position)
        offset = piece.offset_of(position)
        return self._run(offset).stop == offset + piece.width

    def _run(self, offset: int) -> _Run:
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or self._runs[index].stop <= offset:
            message = "paragraph properties"
            raise Damaged(message)
        return self._runs[index]

    def _kept(self, place: int) -> bytes:
        """Properties too long for a page, kept in the data stream."""
        size = struct.unpack_from("<H", self._data, place)[0]
        self._stored += size
        if self._stored > _MAX_STORED:
            message = "stored properties"
            raise Damaged(message)
        return self._data[place + 2 : place + 2 + size]


def stretches(file: WordFile, text: Text, end: int) -> list[Stretch]:
    """What is hidden, deleted, inserted or a symbol in the text up to a position, in the order of the document."""
    runs = _runs(file, Slot.RUNS, _RUN_ENTRY)
    starts = [run.start for run in runs]
    known: dict[bytes, RunLook] = {}
    found = []
    for piece in text.pieces:
        if piece.start >= end:
            break
        first = max(0, bisect_right(starts, piece.offset) - 1)
        for run in _within(runs, first, piece):
            properties = run.properties + piece.properties
            look = known.get(properties)
            if look is None:
                look = known[properties] = run_look(properties)
            if look.matters:
                found.append(_stretch(run, piece, look))
    return found


def _within(runs: list[_Run], first: int, piece: Piece) -> Iterator[_Run]:
    stop = piece.offset_of(piece.stop)
    for index in range(first, len(runs)):
        run = runs[index]
        if run.start >= stop:
            return
        if run.stop > piece.offset:
            yield run


def _stretch(run: _Run, piece: Piece, look: RunLook) -> Stretch:
    start = piece.start + max(0, run.start - piece.offset) // piece.width
    stop = piece.start + (run.stop - piece.offset) // piece.width
    return Stretch(start, min(stop, piece.stop), look)


def _runs(file: WordFile, slot: Slot, entry: int) -> list[_Run]:
    """Every run of a kind, in the order of the main stream."""
    _, records = file.plex(slot, 4)
    numbers = dict.fromkeys(struct.unpack("<I", record)[0] & 0x3FFFFF for record in records)
    found: list[_Run] = []
    for number in numbers:
        page = file.main[number * _PAGE : (number + 1) * _PAGE]
        if len(page) < _PAGE:
            raise Damaged(slot.name)
        found += _page_runs(page, entry)
    return _in_order(found)


def _in_order(runs: list[_Run]) -> list[_Run]:
    """The runs as they lie in the stream; an empty one, or one that lies over the one before, is no run."""
    found: list[_Run] = []
    stop = 0
    for run in sorted(runs):
        if stop <= run.start < run.stop:
            found.append(run)
            stop = run.stop
    return found


def _page_runs(page: bytes, entry: int) -> Iterator[_Run]:
    count = page[-1]
    bounds = struct.unpack_from(f"<{count + 1}I", page)
    for n in range(count):
        place = 2 * page[4 * (count + 1) + entry * n]
        yield _Run(bounds[n], bounds[n + 1], _listed(page, place, entry) if place else b"")


def _listed(page: bytes, place: int, entry: int) -> bytes:
    """The properties at a place of a page: of a run as they are, of a paragraph behind the number of its style."""
    size = page[place]
    if entry == _RUN_ENTRY:
        return page[place + 1 : place + 1 + size]
    if size:
        return page[place + 1 : place + 2 * size]
    return page[place + 2 : place + 2 + 2 * page[place + 1]]
