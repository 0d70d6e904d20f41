"""Files at an address (``s3://…``, ``file://…``, ``memory://…``), by way of fsspec; local paths never come here."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

from workbook.errors import InputRefused, UsageError
from workbook.files import MAX_FILE

if TYPE_CHECKING:
    from collections.abc import Sequence

# A drive letter is no protocol.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_address(name: str) -> bool:
    """Whether a name is an address rather than a path."""
    return _ADDRESS.match(name) is not None


def read_address(name: str) -> bytes:
    """The whole content of a file at an address, at most 100 MB.

    Raises:
        InputRefused: there is no such file, it is empty or too large, or the place does not answer.
        UsageError: fsspec is not installed, or knows no such protocol.
    """
    system, path = _system(name)
    try:
        size = system.size(path)
        # Nothing beyond the bound is fetched, whatever the place says of the size.
        with system.open(path, "rb") as stream:
            data: bytes = stream.read(MAX_FILE + 1)
    except Exception as error:
        raise InputRefused(_unread(name, error)) from error
    if not data:
        message = f"“{name}”为空文件（0 字节），请重新获取该文件。"
        raise InputRefused(message)
    if len(data) > MAX_FILE or (size or 0) > MAX_FILE:
        message = f"“{name}”超过 {MAX_FILE >> 20} MB，请压缩或删去其中的图片再试。"
        raise InputRefused(message)
    return data


def files_at(name: str) -> list[str] | None:
    """The files right in a folder at an address, by name; None when it is no folder.

    Raises:
        InputRefused: the place does not answer.
        UsageError: fsspec is not installed, or knows no such protocol.
    """
    system, path = _system(name)
    try:
        if not system.isdir(path):
            return None
        entries: Sequence[dict[str, Any]] = system.ls(path, detail=True)
    except Exception as error:
        raise InputRefused(_unread(name, error)) from error
    return sorted(system.unstrip_protocol(entry["name"]) for entry in entries if entry["type"] == "file")


def remote_stamp(name: str) -> str:
    """What changes when the file changes, as far as its place tells.

    Raises:
        InputRefused: there is no such file, or the place does not answer.
    """
    system, path = _system(name)
    try:
        return str(system.ukey(path))
    except Exception as error:
        raise InputRefused(_unread(name, error)) from error


def _system(name: str) -> tuple[Any, str]:
    try:
        # Not typed everywhere; an extra, and slow to import.
        fsspec: Any = import_module("fsspec")
    except ImportError as error:
        message = f"读“{name}”这样的地址需要 fsspec，请先安装：pip install 'nianbao[cluster]'。"
        raise UsageError(message) from error
    try:
        system, path = fsspec.core.url_to_fs(name)
    except (ImportError, ValueError) as error:
        message = f"不能读“{name}”：没有这种地址，或缺少读它的部件（{error}）。请核对地址，或先安装部件。"
        raise UsageError(message) from error
    return system, path


def _unread(name: str, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"找不到“{name}”，请检查地址。"
    return f"无法读取“{name}”（{type(error).__name__}: {error}），请检查地址、网络和权限。"
