"""Readers: one a format, chosen by what a file is and never by what its name says."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol, cast

from converters.readers.formats import BY_KIND, FORMATS
from workbook.errors import InputRefused
from workbook.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from converters.document import Document

_HEAD = 4096


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
    reader = _reader_of(data, name)
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


def _reader_of(data: bytes, name: str) -> Reader:
    from converters.readers.unreadable import refuse_unreadable  # noqa: PLC0415 - it is only for files, not for --help

    for reader in readers():
        if reader.kind == "text":
            # Anything can be taken for text; what is known to be something else is named first.
            refuse_unreadable(data, name)
        if data and reader.accepts(data[:_HEAD], data):
            return reader
    message = f"“{name}”为空文件（0 字节），请重新获取该文件。"
    raise InputRefused(message)


def readers() -> Iterator[Reader]:
    """Every reader in the order they are asked, imported one by one."""
    for one in FORMATS:
        yield cast("Reader", getattr(import_module(f"converters.readers.{one.module}"), one.reader)())


def endings() -> tuple[str, ...]:
    """Every ending of a file's name that goes with a format read here, with its dot, by the alphabet."""
    return tuple(sorted({ending for one in FORMATS for ending in one.endings}))


def _holds_text(document: Document) -> bool:
    return any(p.text.strip() for p in document.paragraphs) or any(
        cell.text.strip() for table in document.tables for cell in table.cells
    )


def _ending_note(name: str, kind: str) -> list[str]:
    ending = PurePath(name).suffix.lower()
    found = BY_KIND[kind]
    if not ending or ending in found.endings:
        return []
    plain = found.name.partition("（")[0]
    return [f"扩展名是 {ending}，内容是{plain}，按{plain}读取"]
