"""Readers: one a format, chosen by what a file is and never by what its name says."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol, cast

from workbook.errors import InputRefused
from workbook.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from converters.document import Document

_HEAD = 4096
# In the order they are asked; each is imported when its turn comes. Text takes what is left and stands last.
_READERS = (
    ("converters.readers.docx", "DocxReader"),
    ("converters.readers.xlsx", "XlsxReader"),
    ("converters.readers.html", "HtmlReader"),
    ("converters.readers.text", "TextReader"),
)
_NAMES = {"docx": "Word 文档（.docx）", "xlsx": "Excel 工作簿（.xlsx）", "html": "网页", "text": "纯文本"}
_ENDINGS = {
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "html": (".html", ".htm", ".shtml", ".xhtml", ".asp", ".aspx", ".jsp", ".jspx", ".php"),
    "text": (".txt", ".text", ".md", ".markdown", ".csv", ".log"),
}


class Reader(Protocol):
    """What reads one format; ``kind`` is the format's name as :class:`Document` states it."""

    kind: str

    def accepts(self, head: bytes, data: bytes) -> bool:
        """Whether the content is of this format, judged by its first bytes or by all of it."""
        ...

    def read(self, data: bytes, name: str) -> Document:
        """The document.

        Raises:
            InputRefused: the content cannot be read or is not safe to.
        """
        ...


def read_document(path: Path) -> Document:
    """Read a file of any known format.

    Raises:
        InputRefused: the file cannot be read, is of no readable format, or holds no text.
    """
    return read_bytes_as_document(read_bytes(path), path.name)


def read_bytes_as_document(data: bytes, name: str) -> Document:
    """Read the content of a file of any known format.

    Args:
        data: the whole file.
        name: the file's name; its ending is compared with the content but decides nothing.

    Raises:
        InputRefused: it is of no readable format, unsafe, or holds no text.
    """
    from converters.readers.unreadable import refuse_unreadable  # noqa: PLC0415 - it is only for files, not for --help

    refuse_unreadable(data, name)
    reader = next(reader for reader in readers() if reader.accepts(data[:_HEAD], data))
    try:
        document = reader.read(data, name)
    except RecursionError as error:
        message = f"“{name}”的内容嵌套过深，已拒绝读取。请用原软件另存一份再试。"
        raise InputRefused(message) from error
    if not _holds_text(document):
        message = f"“{name}”里没有可读的文字（可能只有图片）。请提供能复制出文字的文件。"
        raise InputRefused(message)
    document.notes[:0] = _ending_note(name, document.kind)
    return document


def readers() -> Iterator[Reader]:
    """Every reader in the order they are asked, imported one by one."""
    for module, name in _READERS:
        yield cast("Reader", getattr(import_module(module), name)())


def _holds_text(document: Document) -> bool:
    return any(p.text.strip() for p in document.paragraphs) or any(
        cell.text.strip() for table in document.tables for cell in table.cells
    )


def _ending_note(name: str, kind: str) -> list[str]:
    ending = PurePath(name).suffix.lower()
    if not ending or ending in _ENDINGS[kind]:
        return []
    return [f"扩展名是 {ending}，内容是{_NAMES[kind]}，按{_NAMES[kind]}读取"]
