"""Compound files (OLE), in which the binary formats of Word, Excel and WPS keep their streams; opened within bounds.

olefile does the reading; what would make it run for hours or fill memory is refused before it is asked.
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from workbook.package import OLE_MAGIC

if TYPE_CHECKING:
    from olefile import OleFileIO  # type: ignore[import-untyped]  # the package brings no types

_WORD = "WordDocument"
# What Excel and PowerPoint call theirs.
_OTHERS = ("Workbook", "Book", "PowerPoint Document")
_HEADER = 512
# Sectors of 512 or 4096 bytes, small ones of 64: the only sizes [MS-CFB] 2.2 knows.
_SHIFTS = {9, 12}
_MINI_SHIFT = 6
# Allocation tables are allowed to be larger than the file needs: WPS does not always shrink them.
_SPARE_TABLES = 128
# What olefile lets through when a damaged file leads it astray.
_OLE_ERRORS = (OSError, struct.error, IndexError, KeyError, ValueError, TypeError, AttributeError, RecursionError)


class Damaged(Exception):  # noqa: N818 - it is caught, never shown
    """A binary document that contradicts itself or goes on after its end."""


class Streams:
    """The streams at the top of a compound file.

    Args:
        data: the whole file.

    Raises:
        Damaged: it is no compound file, or not a sound one.
    """

    def __init__(self, data: bytes) -> None:
        self._file = _opened(data)
        self.names = frozenset(path[0] for path in self._file.listdir() if len(path) == 1)

    def read(self, name: str) -> bytes:
        """The content of a stream, empty when there is none of that name.

        Raises:
            Damaged: the stream is not whole.
        """
        if name not in self.names:
            return b""
        try:
            return bytes(self._file.openstream(name).read())
        except _OLE_ERRORS as error:
            raise Damaged(name) from error


def is_word(data: bytes) -> bool:
    """Whether a file is a binary Word or WPS document: by its top streams, or by their names when it is damaged."""
    if not data.startswith(OLE_MAGIC) or not _mentions(data, _WORD):
        return False
    # Only a document within another has to be told from a document; opening takes time.
    if not any(_mentions(data, name) for name in _OTHERS):
        return True
    try:
        return _WORD in Streams(data).names
    except Damaged:
        return True


def _mentions(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") + b"\0\0" in data


def _opened(data: bytes) -> OleFileIO:
    from olefile import OleFileIO  # noqa: PLC0415 - only for files of this kind

    _check_header(data)
    # WPS cuts the last sector short (apache/poi#1041).
    padded = data + bytes(-len(data) % _HEADER)
    try:
        return OleFileIO(io.BytesIO(padded))
    except _OLE_ERRORS as error:
        message = "directory"
        raise Damaged(message) from error


def _check_header(data: bytes) -> None:
    if len(data) < 3 * _HEADER or not data.startswith(OLE_MAGIC):
        message = "header"
        raise Damaged(message)
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    tables, mini_tables, more_tables = (struct.unpack_from("<I", data, at)[0] for at in (44, 64, 72))
    sectors = len(data) >> 9
    most = sectors // 128 + _SPARE_TABLES
    if shift not in _SHIFTS or mini_shift != _MINI_SHIFT or max(tables, more_tables) > most or mini_tables > sectors:
        message = "allocation tables"
        raise Damaged(message)
