"""The parts of a binary Word document: its streams, and where its header says that everything lies ([MS-DOC] 2.5)."""

from __future__ import annotations

import struct
from enum import IntEnum

from converters.readers.ole import Damaged, Streams
from workbook.errors import InputRefused

# nFib of Word 97; Word 6 and 95 lay their files out differently.
_WORD_97 = 0x00C1
_MAGIC = 0xA5EC
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_COUNTS, _SLOTS = 0x4C, 0x9A
_STORIES = 8
# Code units of text; the longest report has some hundred thousand.
MAX_TEXT = 3_000_000
MAX_PARAGRAPHS = 200_000


class Slot(IntEnum):
    """The structures needed here, by their number in the header ([MS-DOC] 2.5.6)."""

    STYLES = 1
    SECTIONS = 6
    RUNS = 12
    PARAGRAPHS = 13
    PIECES = 33
    SHAPES = 40
    BOXES = 56
    LISTS = 73
    LIST_USES = 74


class OldWord(Exception):  # noqa: N818 - it is caught, never shown
    """A document of Word 95 or older."""


class WordFile:
    """A Word 97–2003 or WPS document taken apart.

    Args:
        data: the whole file.
        name: the file's name, for messages.

    Raises:
        Damaged: its streams or its header are not sound.
        OldWord: it was written by Word 95 or an older one.
        InputRefused: it is encrypted.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        streams = Streams(data)
        self.main = streams.read("WordDocument")
        magic, version = struct.unpack_from("<HH", self.main)
        flags = struct.unpack_from("<H", self.main, 0x0A)[0]
        if magic != _MAGIC or version < _WORD_97:
            raise OldWord
        if flags & _ENCRYPTED:
            message = f"“{name}”文件已加密，请先在 Office 或 WPS 中取消密码后再试。"
            raise InputRefused(message)
        self.table = streams.read("1Table" if flags & _SECOND_TABLE else "0Table")
        self.data = streams.read("Data")
        # Text, footnotes, headers, macros, comments, endnotes, text boxes, text boxes in headers: one after another.
        # The length of the macros is a leftover of old versions, to be ignored.
        lengths = struct.unpack_from(f"<{_STORIES}I", self.main, _COUNTS)
        self.lengths: tuple[int, ...] = (*lengths[:3], 0, *lengths[4:])
        if sum(self.lengths) > MAX_TEXT:
            message = f"“{name}”里的文字超过 {MAX_TEXT} 字，已拒绝读取。请删去无用的内容后再试。"
            raise InputRefused(message)

    def place(self, slot: Slot) -> tuple[int, int]:
        """Where a structure lies in the table stream, and its size in bytes; what follows it may belong to it."""
        start, size = struct.unpack_from("<II", self.main, _SLOTS + 8 * slot)
        if start + size > len(self.table):
            raise Damaged(slot.name)
        return start, size

    def structure(self, slot: Slot) -> bytes:
        """The bytes of a structure, empty where the document has none.

        Raises:
            Damaged: it lies outside the table stream.
        """
        start, size = self.place(slot)
        return self.table[start : start + size]

    def plex(self, slot: Slot, size: int) -> tuple[tuple[int, ...], list[bytes]]:
        """A plex: n + 1 positions and n records of ``size`` bytes ([MS-DOC] 2.2.2)."""
        return split_plex(self.structure(slot), size)


def split_plex(content: bytes, size: int) -> tuple[tuple[int, ...], list[bytes]]:
    """The positions of a plex and its records, nothing for an empty one."""
    count = max(0, len(content) - 4) // (4 + size)
    if not count:
        return (), []
    start = 4 * (count + 1)
    records = [content[start + size * n : start + size * (n + 1)] for n in range(count)]
    return struct.unpack_from(f"<{count + 1}I", content), records
