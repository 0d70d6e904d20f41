"""Formats that are known but not read: each is refused by its name, with what the user can do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.errors import InputRefused
from workbook.package import OLE_MAGIC, is_encrypted_office, open_package, peek_names

if TYPE_CHECKING:
    from collections.abc import Callable

_AS_DOCX = "请把年报内容另存为 .docx 再试"
_UNPACK = "请先解压，再给出其中的文档"

# First bytes, what it is, what to do.
_MAGICS = (
    (b"Rar!\x1a", "RAR 压缩包", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", _UNPACK),
    (b"\x1f\x8b\x08", "gzip 压缩包", _UNPACK),
)
_SLIDES = "PowerPoint Document"
_SLIDES_PART = "ppt/presentation.xml"


def refuse_unreadable(data: bytes, name: str) -> None:
    """Refuse what no reader here can read.

    Args:
        data: the whole file.
        name: the file's name, for messages.

    Raises:
        InputRefused: empty, encrypted, damaged, or of a format that is known and not read.
    """
    if not data:
        message = f"“{name}”为空文件（0 字节），请重新获取该文件。"
        raise InputRefused(message)
    for recognise in _RECOGNISERS:
        found = recognise(data, name)
        if found:
            what, advice = found
            message = f"“{name}”是{what}，暂不能直接读取，{advice}。"
            raise InputRefused(message)


def _by_magic(data: bytes, _name: str) -> tuple[str, str] | None:
    return next(((what, advice) for magic, what, advice in _MAGICS if data.startswith(magic)), None)


def _ole(data: bytes, name: str) -> tuple[str, str] | None:
    if not data.startswith(OLE_MAGIC):
        return None
    if is_encrypted_office(data) or _word_is_locked(data):
        message = f"“{name}”文件已加密，请先在 Office 或 WPS 中取消密码后再试。"
        raise InputRefused(message)
    if _SLIDES.encode("utf-16-le") + b"\0\0" in data:
        return "演示文稿（.ppt/.dps）", _AS_DOCX
    return "旧版二进制文档", "请用原软件打开后另存为 .docx 再试"


def _word_is_locked(data: bytes) -> bool:
    """Whether the Word binary header, where Word puts it, says that the text is encrypted ([MS-DOC] 2.5.2)."""
    header = data[512:524]
    return header.startswith(b"\xec\xa5") and bool(header[11] & 0x01)


def _zip(data: bytes, name: str) -> tuple[str, str] | None:
    if not data.startswith(b"PK"):
        return None
    # What cannot even be listed is refused here in the words for damaged and hostile packages.
    open_package(data, name)
    if _SLIDES_PART in peek_names(data):
        return "演示文稿（.pptx）", _AS_DOCX
    return "压缩包", _UNPACK


_RECOGNISERS: tuple[Callable[[bytes, str], tuple[str, str] | None], ...] = (_by_magic, _ole, _zip)
