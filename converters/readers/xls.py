"""Binary workbooks (.xls, .et, .xlsb), read by calamine in a helper process: it can abort on a hostile file."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

from converters.readers.child import in_child
from converters.readers.ole import Damaged, Streams, is_word
from converters.readers.sheet_tables import PlainSheet, document_of, shown
from workbook.errors import InputRefused
from workbook.package import OLE_MAGIC, open_package, peek_names

if TYPE_CHECKING:
    from converters.document import Document

_STREAMS = ("Workbook", "Book")
_BINARY = "xl/workbook.bin"
_SECONDS, _MEGABYTES = 30, 512
# The record by which a BIFF workbook says that what follows is encrypted ([MS-XLS] 2.4.117).
_FILEPASS = b"\x2f\x00"


class XlsReader:
    """Reads .xls and .et of Excel 5 to 2003 and WPS, and .xlsb; macros are never looked at."""

    kind = "xls"

    def accepts(self, head: bytes, data: bytes) -> bool:
        """A compound file with a workbook in it, or a package with a binary one."""
        if head.startswith(b"PK"):
            return any(part.lower() == _BINARY for part in peek_names(data))
        return _is_workbook(data)

    def read(self, data: bytes, name: str) -> Document:
        """Every sheet that holds something.

        Raises:
            InputRefused: encrypted, damaged, too large, or more than the helper may take of time and memory.
        """
        if data.startswith(b"PK"):
            open_package(data, name)
        elif _is_locked(data):
            message = f"“{name}”文件已加密，请先在 Excel 或 WPS 中取消密码后再试。"
            raise InputRefused(message)
        sheets = in_child(read_sheets, data, name, seconds=_SECONDS, megabytes=_MEGABYTES, name=name)
        return document_of(sheets, name, self.kind)


def read_sheets(data: bytes, name: str) -> list[PlainSheet]:
    """The sheets of a workbook in any format that calamine knows; to be called in a helper process.

    Raises:
        InputRefused: it is damaged or too large.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            _sheet(book, entry.name, name, hidden=entry.visible != SheetVisibleEnum.Visible)
            for entry in book.sheets_metadata
            if entry.typ == SheetTypeEnum.WorkSheet
        ]
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        message = f"“{name}”不是完整的工作簿，可能已损坏或已加密。请用 Excel 或 WPS 打开后另存为 .xlsx 再试。"
        raise InputRefused(message) from error


def _sheet(book: object, title: str, file: str, *, hidden: bool) -> PlainSheet:
    sheet = book.get_sheet_by_name(title)  # type: ignore[attr-defined]  # calamine is imported only in the helper
    found = PlainSheet(title, hidden=hidden)
    for row, values in enumerate(sheet.iter_rows(), 1):
        for column, value in enumerate(values, 1):
            if value != "":
                found.put(file, row, column, _text(value))
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        found.merges.append((top + 1, left + 1, bottom + 1, right + 1))
    return found


def _text(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(" ") if value.time() != dt.time() else value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else shown(value)


def _is_workbook(data: bytes) -> bool:
    if not data.startswith(OLE_MAGIC) or is_word(data):
        return False
    try:
        return any(stream in Streams(data).names for stream in _STREAMS)
    except Damaged:
        return any(stream.encode("utf-16-le") + b"\0\0" in data for stream in _STREAMS)


def _is_locked(data: bytes) -> bool:
    """Whether the workbook's first records announce a password."""
    try:
        streams = Streams(data)
    except Damaged:
        return False
    content = next((streams.read(stream) for stream in _STREAMS if stream in streams.names), b"")
    at = 0
    for _ in range(8):
        kind, size = content[at : at + 2], int.from_bytes(content[at + 2 : at + 4], "little")
        if kind == _FILEPASS:
            return True
        at += 4 + size
    return False
