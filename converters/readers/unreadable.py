"""Formats that are known but not read: each is refused by its name, with what the user can do instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbook.errors import InputRefused
from workbook.package import OLE_MAGIC, is_encrypted_office, open_package, peek_names

if TYPE_CHECKING:
    from collections.abc import Callable

_AS_DOCX = "请用 Word 或 WPS 打开后另存为 .docx 再试"
_AS_XLSX = "请用 Excel 或 WPS 打开后另存为 .xlsx 再试"
_PICTURE = "图片里没有可读的文字，请提供能复制出文字的文件，或录入后另存为 .docx"
_UNPACK = "请先解压，再给出其中的文档"

# First bytes, what it is, what to do.
_MAGICS = (
    (b"{\\rtf", "RTF 文档", _AS_DOCX),
    (b"\x89PNG", "图片（PNG）", _PICTURE),
    (b"\xff\xd8\xff", "图片（JPEG）", _PICTURE),
    (b"GIF8", "图片（GIF）", _PICTURE),
    (b"II*\0", "图片（TIFF）", _PICTURE),
    (b"MM\0*", "图片（TIFF）", _PICTURE),
    (b"Rar!\x1a", "RAR 压缩包", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", _UNPACK),
    (b"\x1f\x8b\x08", "gzip 压缩包", _UNPACK),
)
# Streams of the old binary formats, by their names in the OLE directory.
_STREAMS = (
    ("WordDocument", "旧版 Word 或 WPS 文字文档（.doc/.wps）", _AS_DOCX),
    ("Workbook", "旧版 Excel 或 WPS 表格（.xls/.et）", _AS_XLSX),
    ("Book", "旧版 Excel 工作簿（.xls）", _AS_XLSX),
    ("PowerPoint Document", "演示文稿（.ppt/.dps）", "请把年报内容另存为 .docx 再试"),
)
# A part that only packages of this kind have.
_PACKAGES = (
    ("OFD.xml", "OFD 版式文件", "请用阅读软件转换并另存为 .docx 再试"),
    ("content.xml", "OpenDocument 文档（.odt/.ods）", "请用 Office、WPS 或 LibreOffice 另存为 .docx 或 .xlsx 再试"),
    ("ppt/presentation.xml", "演示文稿（.pptx）", "请把年报内容另存为 .docx 再试"),
)
_MARKUPS = (
    (rb"<(?:\w+:)?wordDocument[\s>]", "Word 2003 XML 文档", _AS_DOCX),
    (rb'progid="Word\.Document"', "Word 2003 XML 文档", _AS_DOCX),
    (rb"<pkg:package[\s>]", "Word XML 文档", _AS_DOCX),
    (rb'progid="Excel\.Sheet"', "Excel 2003 XML 工作簿", _AS_XLSX),
)
_MHT = re.compile(rb"\s*(?:From:|MIME-Version:|Content-Type:\s*multipart/related|Subject:)", re.IGNORECASE)
_MHT_MARK = re.compile(rb"^MIME-Version:\s*1", re.IGNORECASE | re.MULTILINE)


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
    if b"%PDF-" in data[:1024]:
        return "PDF 文件", "请用 Word 或 WPS 打开并另存为 .docx 再试"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "图片（WEBP）", _PICTURE
    # Two letters may begin a text as well; a bitmap states its own length behind them.
    if data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data):
        return "图片（BMP）", _PICTURE
    return next(((what, advice) for magic, what, advice in _MAGICS if data.startswith(magic)), None)


def _ole(data: bytes, name: str) -> tuple[str, str] | None:
    if not data.startswith(OLE_MAGIC):
        return None
    if is_encrypted_office(data) or _word_is_locked(data):
        message = f"“{name}”文件已加密，请先在 Office 或 WPS 中取消密码后再试。"
        raise InputRefused(message)
    for stream, what, advice in _STREAMS:
        if stream.encode("utf-16-le") + b"\0\0" in data:
            return what, advice
    return "旧版二进制文档", "请用原软件打开后另存为 .docx 再试"


def _word_is_locked(data: bytes) -> bool:
    """Whether the Word binary header, where Word puts it, says that the text is encrypted ([MS-DOC] 2.5.2)."""
    header = data[512:524]
    return header.startswith(b"\xec\xa5") and bool(header[11] & 0x01)


def _zip(data: bytes, name: str) -> tuple[str, str] | None:
    if not data.startswith(b"PK"):
        return None
    parts = peek_names(data)
    if any(part.lower().startswith(("word/", "xl/")) for part in parts):
        return None
    # What cannot even be listed is refused here in the words for damaged and hostile packages.
    open_package(data, name)
    for part, what, advice in _PACKAGES:
        if part in parts:
            return what, advice
    return "压缩包", _UNPACK


def _markup(data: bytes, _name: str) -> tuple[str, str] | None:
    head = data[:4096].replace(b"\0", b"")
    if _MHT.match(head) and _MHT_MARK.search(head):
        return "单个文件网页（.mht）", _AS_DOCX
    return next(((what, advice) for pattern, what, advice in _MARKUPS if re.search(pattern, head)), None)


_RECOGNISERS: tuple[Callable[[bytes, str], tuple[str, str] | None], ...] = (_by_magic, _ole, _zip, _markup)
