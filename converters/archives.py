"""Reports in archives (.zip), read one by one in memory: nothing of an archive is ever written to the disk.

A file in an archive is called by the archive's path and its own path within (``来文.zip/街道/甲.docx``). What an
archive claims is checked before anything is unpacked; archives in archives are not opened.
"""

from __future__ import annotations

import contextlib
import functools
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from workbook.errors import InputRefused
from workbook.files import MAX_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_ENTRIES = 2000
MAX_TOTAL = 2 * 1024**3
# Documents shrink to a hundredth at the very most; what is small anyway may shrink as it likes.
MAX_RATIO, _SMALL = 200, 10 * 1024**2

_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
# What documents that are zip files themselves have at their top.
_DOCUMENT = ("[content_types].xml", "mimetype", "meta-inf/manifest.xml", "ofd.xml", "word/", "xl/", "ppt/")
_HIDDEN = ("~$", ".", "__MACOSX")
_END = b"PK\x05\x06"
_END_LONGEST = 22 + 0xFFFF
# An entry of the directory with its names; only a directory of a reasonable size is read at all.
_ENTRY_BYTES = 1024
_UNIX_TYPE, _UNIX_SYMLINK = 0o170000, 0o120000
_ENCRYPTED, _UTF8 = 0x1, 0x800
_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that is safe to read from: its entries by their path within it, in the order of the paths."""

    path: Path
    entries: dict[str, zipfile.ZipInfo]

    def read(self, member: str) -> bytes:
        """The content of one file, at most 100 MB.

        Raises:
            InputRefused: no such file, locked by a password, too large, empty, or damaged.
        """
        name = f"{self.path.name}/{member}"
        info = self.entries.get(member)
        if info is None:
            message = f"压缩包“{self.path.name}”里没有“{member}”，请检查路径和文件名。"
            raise InputRefused(message)
        if fault := _fault(info):
            message = f"“{name}”{fault}。"
            raise InputRefused(message)
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(info) as stream:
                data = stream.read(MAX_FILE)
        except _ERRORS as error:
            message = f"“{name}”无法解压，压缩包可能已损坏。请重新获取，或解压后再给出其中的文件。"
            raise InputRefused(message) from error
        if not data:
            message = f"“{name}”为空文件（0 字节），请重新获取该文件。"
            raise InputRefused(message)
        return data


def split(path: Path) -> tuple[Path, str] | None:
    """The archive and the path within it that a name means; None when it means a file of its own, or none."""
    # Names that no system takes mean nothing here; reading them says so.
    with contextlib.suppress(OSError, ValueError):
        if path.exists():
            return None
        for parent in path.parents:
            if parent.is_file():
                return parent, path.relative_to(parent).as_posix()
    return None


def on_disk(name: str) -> Path:
    """The file on the disk that holds what a name means: the archive of a file in one, else the file itself."""
    found = split(Path(name))
    return found[0] if found else Path(name)


def short_name(path: Path) -> str:
    """How messages and evidence call a file: its name, with that of the archive in front if it is in one."""
    found = split(path)
    return f"{found[0].name}/{found[1]}" if found else path.name


def is_archive(path: Path) -> bool:
    """Whether a file is an archive of files, told by its content: documents are zip files, too, but no archives."""
    try:
        with path.open("rb") as stream:
            if stream.read(4) not in _MAGICS:
                return False
        return _listing(path) is not None
    except (OSError, ValueError):
        return False


def open_archive(path: Path) -> Archive:
    """The files of an archive, after a look at what it claims; hidden ones are left out.

    Raises:
        InputRefused: no archive, or one with entries that no honest one has.
    """
    listing = _listing(path)
    if listing is None:
        message = f"“{path.name}”不是完整的压缩包，请重新获取该文件。"
        raise InputRefused(message)
    entries: dict[str, zipfile.ZipInfo] = {}
    for name, info in sorted(listing, key=lambda pair: pair[0]):
        folded = str(PurePosixPath(name))
        fault = _hostile(name, info) or ("重名" if folded in entries else "")
        if fault:
            message = f"压缩包“{path.name}”的条目“{name[:80]}”{fault}，已拒绝打开。请解压核对后再给出其中的文件。"
            raise InputRefused(message)
        if not info.is_dir() and not any(part.startswith(_HIDDEN) for part in PurePosixPath(name).parts):
            entries[folded] = info
    if sum(info.file_size for _, info in listing) > MAX_TOTAL:
        message = f"压缩包“{path.name}”解压后超过 {MAX_TOTAL >> 30} GB，已拒绝打开。请分成几个再给出。"
        raise InputRefused(message)
    return Archive(path, entries)


def _listing(path: Path) -> list[tuple[str, zipfile.ZipInfo]] | None:
    """The entries of an archive with their names; None when the file is no archive or its directory is unreasonable."""
    found = path.stat()
    return _listed(path, found.st_size, found.st_mtime_ns)


# An archive is asked once for every file in it.
@functools.lru_cache(maxsize=4)
def _listed(path: Path, _size: int, _changed: int) -> list[tuple[str, zipfile.ZipInfo]] | None:
    try:
        if not _directory_is_reasonable(path):
            return None
        with zipfile.ZipFile(path) as archive:
            found = [(_name(info), info) for info in archive.infolist()]
    except _ERRORS:
        return None
    return None if _is_document(name for name, _ in found) else found


def _directory_is_reasonable(path: Path) -> bool:
    """Whether the end record of a zip file promises few entries; the directory itself is not read."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _END_LONGEST))
        tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        return False
    count, length = struct.unpack_from("<HI", tail, at + 10)
    return bool(count <= MAX_ENTRIES and length <= MAX_ENTRIES * _ENTRY_BYTES)


def _is_document(names: Iterable[str]) -> bool:
    return any(name.lower().lstrip("/").startswith(_DOCUMENT) for name in names)


def _name(info: zipfile.ZipInfo) -> str:
    """The name of an entry; what says nothing of its letters is UTF-8 or, from a Chinese Windows, GBK."""
    name = info.orig_filename.partition("\0")[0]
    if not info.flag_bits & _UTF8:
        stored = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = stored.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _hostile(name: str, info: zipfile.ZipInfo) -> str:
    """What no honest archive does, as the middle of a sentence; empty when there is nothing."""
    if not name.strip("/. "):
        return "没有名字"
    if name.startswith("/") or re.match("[A-Za-z]:", name) or ".." in name.split("/"):
        return "的路径指向压缩包之外"
    if info.external_attr >> 16 & _UNIX_TYPE == _UNIX_SYMLINK:
        return "是符号链接"
    return ""


def _fault(info: zipfile.ZipInfo) -> str:
    """Why a file in an archive is not read, as the end of a sentence; empty when it is."""
    if info.flag_bits & _ENCRYPTED:
        return "已加密（压缩包设有密码），请解压后再给出"
    if info.file_size > MAX_FILE:
        return f"解压后超过 {MAX_FILE >> 20} MB，请压缩或删去其中的图片再试"
    if info.file_size > _SMALL and info.file_size > MAX_RATIO * max(1, info.compress_size):
        return f"解压后是压缩时的 {MAX_RATIO} 倍以上，不是正常的文档，已拒绝解压"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "使用了不支持的压缩方式，请解压后再给出"
    return ""
