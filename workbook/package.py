"""Bounded opening of Office packages (.xlsx, .docx): everything is refused that could fill memory or leave its folder.

Sizes are checked before anything is unpacked, and unpacking stops at the declared size whatever the data says.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from workbook.errors import InputRefused

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_ENTRIES = 2000
MAX_TOTAL = 50 * 1024 * 1024
MAX_PART = 20 * 1024 * 1024
# Every element is a node in memory; a tag needs one "<", so counting them bounds the tree before it is built.
MAX_TAGS = 2_000_000

OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_CENTRAL_ENTRY = b"PK\x01\x02"
_UNIX_TYPE, _UNIX_SYMLINK = 0o170000, 0o120000
_DOCTYPE = b"<!DOCTYPE"
# The bytes two UTF-16 orders have in common.
_DOCTYPE_WIDE = _DOCTYPE.decode().encode("utf-16-le")[:-1]
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    OSError,
    RuntimeError,
    ValueError,
)


class Package:
    """An open package; part names are compared without regard to case, as the package format has it."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.name = name
        self._archive = archive
        self._entries = {_part_name(info): info for info in archive.infolist() if info.filename[-1:] != "/"}
        self._folded = {part.lower(): info for part, info in self._entries.items()}

    @property
    def names(self) -> list[str]:
        """The part names in the order of the package, with forward slashes and no leading slash."""
        return list(self._entries)

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._folded

    def read(self, part: str) -> bytes:
        """The unpacked bytes of a part.

        Raises:
            InputRefused: the part is missing or damaged.
        """
        info = self._folded.get(part.lower())
        if info is None:
            message = f"“{self.name}”不完整：缺少部件 {part}。请用原软件打开后另存一份再试。"
            raise InputRefused(message)
        try:
            with self._archive.open(info) as stream:
                return stream.read(MAX_PART)
        except _ZIP_ERRORS as error:
            message = f"“{self.name}”已损坏：部件 {part} 无法解压。请重新获取该文件。"
            raise InputRefused(message) from error

    def xml(self, part: str) -> _Element:
        """The root element of an XML part, parsed by :func:`parse_xml`."""
        return parse_xml(self.read(part), self.name, part)


def open_package(data: bytes, name: str) -> Package:
    """Open a package after checking that unpacking it is safe.

    Args:
        data: the whole file.
        name: the file's name, for messages.

    Raises:
        InputRefused: empty, damaged, encrypted, too large, or with entries no honest file has.
    """
    if not data:
        message = f"“{name}”为空文件（0 字节），请重新获取该文件。"
        raise InputRefused(message)
    if data.startswith(OLE_MAGIC):
        raise InputRefused(_ole_message(data, name))
    if data.count(_CENTRAL_ENTRY) > MAX_ENTRIES:
        message = f"“{name}”内的条目超过 {MAX_ENTRIES} 个，不是正常的文档，已拒绝打开。"
        raise InputRefused(message)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _ZIP_ERRORS as error:
        message = f"“{name}”文件不完整或已损坏，请重新获取该文件。"
        raise InputRefused(message) from error
    _check_entries(archive.infolist(), name)
    return Package(archive, name)


def peek_names(data: bytes) -> list[str]:
    """The part names of a zip file, unchecked; empty when it is no zip or a damaged one."""
    if data.count(_CENTRAL_ENTRY) > MAX_ENTRIES:
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [_part_name(info) for info in archive.infolist()]
    except _ZIP_ERRORS:
        return []


def is_encrypted_office(data: bytes) -> bool:
    """Whether this is an Office file locked by a password: an OLE file holding the stream EncryptedPackage."""
    return data.startswith(OLE_MAGIC) and "EncryptedPackage".encode("utf-16-le") in data


def parse_xml(data: bytes, name: str, part: str) -> _Element:
    """Parse an XML part without entities, document type or network, and with bounded depth and size.

    Args:
        data: the part's bytes in any encoding it declares.
        name: the file's name, for messages.
        part: the part's name, for messages.

    Raises:
        InputRefused: not well-formed, declares entities, or nests or repeats beyond all reason.
    """
    from lxml import etree  # noqa: PLC0415 - the command line must start without lxml

    if _DOCTYPE in data or _DOCTYPE_WIDE in data:
        raise InputRefused(_entity_message(name, part))
    if data.count(b"<") > MAX_TAGS:
        message = f"“{name}”的部件 {part} 元素过多，已拒绝读取。请删去无用的内容或格式后另存再试。"
        raise InputRefused(message)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputRefused(_syntax_message(str(error), name, part)) from error
    # Encodings in which the bytes of the declaration look different are caught here.
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputRefused(_entity_message(name, part))
    return root


def rezip(parts: dict[str, bytes]) -> bytes:
    """Pack parts into a zip file; the same parts in the same order always give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(plain_entry(part), content)
    return buffer.getvalue()


def plain_entry(part: str) -> zipfile.ZipInfo:
    """A part's entry in a zip file, without a clock or a system in it."""
    info = zipfile.ZipInfo(part, _FIXED_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    return info


def _part_name(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/")


def _check_entries(entries: list[zipfile.ZipInfo], name: str) -> None:
    seen: set[str] = set()
    for info in entries:
        part = _part_name(info)
        fault = _entry_fault(info, part)
        if not fault and part.lower() in seen:
            fault = "条目重名"
        if fault:
            message = f"“{name}”的条目“{part[:80]}”{fault}，已拒绝打开。请用原软件另存一份再试。"
            raise InputRefused(message)
        seen.add(part.lower())
    if sum(info.file_size for info in entries) > MAX_TOTAL:
        message = f"“{name}”解压后超过 {MAX_TOTAL >> 20} MB，已拒绝打开。请压缩或删去其中的图片再试。"
        raise InputRefused(message)


def _entry_fault(info: zipfile.ZipInfo, part: str) -> str:
    """What is wrong with an entry, as the end of a sentence; empty when nothing is."""
    if not part or info.flag_bits & 0x1:
        return "已加密" if part else "没有名字"
    if part.startswith("/") or re.match("[A-Za-z]:", part) or ".." in part.split("/"):
        return "的路径指向压缩包之外"
    if info.external_attr >> 16 & _UNIX_TYPE == _UNIX_SYMLINK:
        return "是符号链接"
    if info.file_size > MAX_PART:
        return f"解压后超过 {MAX_PART >> 20} MB"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "使用了不支持的压缩方式"
    return ""


def _ole_message(data: bytes, name: str) -> str:
    if is_encrypted_office(data):
        return f"“{name}”文件已加密，请先在 Office 或 WPS 中取消密码后再试。"
    return f"“{name}”是旧版二进制格式，请用 Office 或 WPS 另存为 .docx 或 .xlsx 后再试。"


def _entity_message(name: str, part: str) -> str:
    return f"“{name}”的部件 {part} 含有实体声明，可能是恶意文件，已拒绝读取。"


def _syntax_message(error: str, name: str, part: str) -> str:
    if "depth" in error.lower():
        return f"“{name}”的部件 {part} 嵌套过深，已拒绝读取。"
    return f"“{name}”的部件 {part} 不是完整的 XML，文件可能已损坏，请重新获取或另存一份再试。"
