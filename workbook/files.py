"""Reading and writing whole files: a file is replaced in one step or not touched at all."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from typing import TYPE_CHECKING

from workbook.errors import InputRefused, OutputNotWritten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

MAX_FILE = 100 * 1024 * 1024

# Seconds between tries to replace a file that a program has just let go of.
_WAITS = (0.1, 0.2, 0.4, 0.8)
_LOCK_ADVICE = "请先关闭该文件；如确认没有人打开，请删去锁文件"


def read_bytes(path: Path) -> bytes:
    """The whole content of a file, at most 100 MB.

    Raises:
        InputRefused: missing, a folder, empty, too large, or not to be read.
    """
    try:
        _check_readable(path)
        return path.read_bytes()
    except FileNotFoundError as error:
        message = f"找不到文件“{path}”，请检查路径和文件名。"
        raise InputRefused(message) from error
    except PermissionError as error:
        message = f"没有权限读取“{path}”，或文件正被其他程序占用；请先关闭该文件或取得权限。"
        raise InputRefused(message) from error
    except (OSError, ValueError) as error:
        message = f"无法读取“{path}”，请检查路径和磁盘。"
        raise InputRefused(message) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Put ``data`` in the file's place in one step; the permissions of a file replaced are kept.

    Raises:
        OutputNotWritten: see :func:`replacing`.
    """
    with replacing(path) as stream, telling(path):
        stream.write(data)


@contextlib.contextmanager
def replacing(path: Path, part: Path | None = None, *, held: bool = False) -> Iterator[BinaryIO]:
    """A stream for what is to stand in the file's place; it gets there in one step when the body ends without error.

    Args:
        path: the file; the permissions of one that is replaced are kept.
        part: where to write until then, in the same folder; one that is left from a killed process is overwritten.
        held: the file is open in a program that the body makes close it; it must have let go of it when the body ends.

    Raises:
        OutputNotWritten: the folder is missing or closed, the target is a folder, a link, read-only or open in an
            office program, or the disk refuses. Whatever stood there is untouched and nothing is left behind.
    """
    temporary = part or path.with_name(f".nianbao-{os.getpid()}.tmp")
    try:
        with telling(path):
            mode = _check_target(path, held=held)
            if part:
                part.unlink(missing_ok=True)
            stream = _open_new(temporary)
        yield from _filled(stream, path)
        with telling(path):
            if held:
                _check_lock(path)
            if mode is not None:
                temporary.chmod(mode)
            _put(temporary, path, _WAITS if held else ())
    finally:
        with contextlib.suppress(OSError, ValueError):
            temporary.unlink(missing_ok=True)


def _put(temporary: Path, path: Path, waits: Sequence[float]) -> None:
    """Windows lets nobody replace a file that a program holds open, be it a virus scanner for a moment."""
    for seconds in waits:
        try:
            temporary.replace(path)
        except PermissionError:
            time.sleep(seconds)
        else:
            return
    temporary.replace(path)


def _filled(stream: BinaryIO, path: Path) -> Iterator[BinaryIO]:
    try:
        yield stream
        with telling(path):
            stream.flush()
            os.fsync(stream.fileno())
            stream.close()
    finally:
        # Closing writes what is left: on a full disk that fails once more, and says nothing new.
        with contextlib.suppress(OSError, ValueError):
            stream.close()


@contextlib.contextmanager
def telling(path: Path) -> Iterator[None]:
    """What the system says against writing a file, in Chinese.

    Raises:
        OutputNotWritten: the body raised OSError or ValueError.
    """
    try:
        yield
    except PermissionError as error:
        message = f"没有权限写入“{path}”，或文件正被其他程序打开；请先关闭该文件或换一个文件夹。"
        raise OutputNotWritten(message) from error
    except (OSError, ValueError) as error:
        message = f"无法写入“{path}”（磁盘已满、路径过长或不可用），请换一个位置再试。"
        raise OutputNotWritten(message) from error


def _check_readable(path: Path) -> None:
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        message = f"“{path}”是文件夹，请给出其中的文件。"
        raise InputRefused(message)
    if not stat.S_ISREG(found.st_mode):
        message = f"“{path}”不是普通文件，无法读取。"
        raise InputRefused(message)
    if path.name.startswith("~$"):
        message = f"“{path}”是 Office 打开文件时的锁文件，请给出文档本身。"
        raise InputRefused(message)
    if not found.st_size:
        message = f"“{path}”为空文件（0 字节），请重新获取该文件。"
        raise InputRefused(message)
    if found.st_size > MAX_FILE:
        message = f"“{path}”超过 {MAX_FILE >> 20} MB，请压缩或删去其中的图片再试。"
        raise InputRefused(message)


def _check_target(path: Path, *, held: bool) -> int | None:
    """Refuse targets that must not be replaced; give the mode of the file to be replaced, None for a new one."""
    if not path.parent.is_dir():
        message = f"文件夹“{path.parent}”不存在，请先建立或换一个位置。"
        raise OutputNotWritten(message)
    if path.is_symlink():
        message = f"“{path}”是符号链接，不予覆盖；请给出实际的文件。"
        raise OutputNotWritten(message)
    if path.is_dir():
        message = f"“{path}”是文件夹，请给出文件名。"
        raise OutputNotWritten(message)
    if not held:
        _check_lock(path)
    if not path.exists():
        return None
    mode = stat.S_IMODE(path.stat().st_mode)
    # The administrator may write anything: the owner's wish is asked, not the system.
    if not mode & 0o222:
        message = f"“{path}”是只读文件，请取消只读属性或换一个文件名。"
        raise OutputNotWritten(message)
    return mode


def _check_lock(path: Path) -> None:
    # Word drops the first two characters of a long name, Excel and WPS keep the whole name.
    offices = (f"~${path.name}", f"~${path.name[2:]}", f".~{path.name}", f".~lock.{path.name}#")
    for lock in (path.with_name(name) for name in offices):
        if lock.is_file():
            holder = _holder(lock)
            who = f"正被“{holder}”打开" if holder else "正被打开"
            message = f"“{path}”{who}，{_LOCK_ADVICE}“{lock.name}”后再试。"
            raise OutputNotWritten(message)


def _holder(lock: Path) -> str:
    """The person a lock file names, empty when it tells nothing."""
    try:
        content = lock.read_bytes()[:1024]
    except OSError:
        return ""
    if lock.name.startswith(".~lock."):
        return content.decode("utf-8", "replace").split(",")[0].strip()
    return _office_holder(content)


def _office_holder(content: bytes) -> str:
    # Office writes the name twice: 8-bit in the first 54 or 55 bytes, then its length and the name in UTF-16.
    for start in (54, 55):
        length = int.from_bytes(content[start : start + 2], "little")
        name = content[start + 2 : start + 2 + 2 * length]
        if 0 < length <= 52 and len(name) == 2 * length:
            return name.decode("utf-16-le", "replace").strip(" \0")
    return content[1 : 1 + content[0]].decode("gb18030", "replace").strip(" \0") if content else ""


def _open_new(temporary: Path) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(temporary, flags, 0o666), "wb")
