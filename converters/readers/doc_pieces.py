"""The text of a binary Word document, put together from its pieces ([MS-DOC] 2.4.1)."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from converters.readers.doc_file import MAX_PARAGRAPHS, Slot, split_plex
from converters.readers.doc_sprms import short_sprm
from converters.readers.ole import Damaged
from workbook.errors import InputRefused

if TYPE_CHECKING:
    from converters.readers.doc_file import WordFile

_PROPERTIES, _PIECES = 1, 2
_EIGHT_BIT = 0x4000_0000
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text from ``start`` to ``stop`` in the document, at ``offset`` in the main stream, ``width`` bytes a unit."""

    start: int
    stop: int
    offset: int
    width: int
    properties: bytes

    def offset_of(self, position: int) -> int:
        """Where in the main stream a position of the document lies."""
        return self.offset + (position - self.start) * self.width


class Text:
    """The whole text in UTF-16 code units, all stories one after another.

    Args:
        file: the document.

    Raises:
        Damaged: pieces are missing, overlap, or lie outside the stream.
        InputRefused: there are more paragraphs than any report has.
    """

    def __init__(self, file: WordFile) -> None:
        self.pieces = _read(file.structure(Slot.PIECES), sum(file.lengths))
        self._starts = [piece.start for piece in self.pieces]
        self.units = "".join(_decoded(piece, file.main) for piece in self.pieces)
        if sum(map(self.units.count, "\r\x07\x0c")) > MAX_PARAGRAPHS:
            message = f"“{file.name}”里的段落和表格格子超过 {MAX_PARAGRAPHS} 个，已拒绝读取。请删去无用的内容后再试。"
            raise InputRefused(message)

    def piece_at(self, position: int) -> Piece:
        """The piece that holds a position of the document."""
        return self.pieces[bisect_right(self._starts, position) - 1]


def joined_surrogates(text: str) -> str:
    """Pairs of code units as the characters they stand for; half a pair becomes the replacement character."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _read(content: bytes, length: int) -> list[Piece]:
    """The pieces that make up the first ``length`` units of text."""
    modifiers, plex = _parts(content)
    positions, records = split_plex(plex, 8)
    pieces: list[Piece] = []
    expected = 0
    for start, stop, record in zip(positions, positions[1:], records, strict=False):
        if start != expected or stop < start:
            break
        expected = min(stop, length)
        if start < expected:
            pieces.append(_piece(start, expected, record, modifiers))
    if expected < length or not pieces:
        message = "pieces"
        raise Damaged(message)
    return pieces


def _parts(content: bytes) -> tuple[list[bytes], bytes]:
    """The property lists that pieces refer to by number, and the plex of pieces."""
    modifiers, at = [], 0
    while at < len(content) and content[at] == _PROPERTIES:
        size = struct.unpack_from("<H", content, at + 1)[0]
        modifiers.append(content[at + 3 : at + 3 + size])
        at += 3 + size
    if at >= len(content) or content[at] != _PIECES:
        message = "piece table"
        raise Damaged(message)
    size = struct.unpack_from("<I", content, at + 1)[0]
    return modifiers, content[at + 5 : at + 5 + size]


def _piece(start: int, stop: int, record: bytes, modifiers: list[bytes]) -> Piece:
    offset, modifier = struct.unpack_from("<IH", record, 2)
    narrow = bool(offset & _EIGHT_BIT)
    offset &= _EIGHT_BIT - 1
    if modifier & 1:
        properties = modifiers[modifier >> 1] if modifier >> 1 < len(modifiers) else b""
    else:
        properties = short_sprm(modifier >> 1 & 0x7F, modifier >> 8)
    return Piece(start, stop, offset // 2 if narrow else offset, 1 if narrow else 2, properties)


def _decoded(piece: Piece, main: bytes) -> str:
    units = piece.stop - piece.start
    content = main[piece.offset : piece.offset + units * piece.width]
    if len(content) < units * piece.width:
        message = "text"
        raise Damaged(message)
    if piece.width == 1:
        return content.decode("cp1252", "replace")
    text = content.decode("utf-16-le", "replace")
    # A character beyond the first plane takes two units, and positions count units.
    return text if len(text) == units else "".join(map(chr, struct.unpack(f"<{units}H", content)))
