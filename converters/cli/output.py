"""What the commands say and write: messages to stderr, results to stdout, files only where nothing is lost."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from workbook.errors import OutputNotWritten, UsageError
from workbook.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from workbook.errors import InputRefused


def say(message: str) -> None:
    """A message to the user; stdout stays free for results."""
    print(message, file=sys.stderr)


def say_refused(path: Path, error: InputRefused) -> None:
    """Name a file that was refused, and why; most reasons name it already."""
    words = reason(path, error)
    say(f"退回：{words}" if words == str(error) else f"退回 {words}")


def reason(path: Path, error: InputRefused) -> str:
    """Why a file was refused, with its name in it."""
    return str(error) if path.name in str(error) else f"{path.name}：{error}"


def print_json(value: dict[str, Any]) -> None:
    """One JSON object on one line of stdout."""
    print(json.dumps(value, ensure_ascii=False))


def typed(path: Path) -> str:
    """A path as it must be typed in a command: quoted where a shell would take it apart."""
    return f'"{path}"' if set(" \t()&;'!$#") & set(str(path)) else str(path)


def expect_suffix(path: Path, suffix: str) -> None:
    """Refuse an output name that would hide what the file is.

    Raises:
        UsageError: the name does not end in ``suffix``.
    """
    if path.suffix.lower() != suffix:
        message = f"-o 的文件名应以 {suffix} 结尾，现在是“{path.name}”。"
        raise UsageError(message)


def make_folder(folder: Path) -> None:
    """Make a folder for results, and those above it; one that exists is fine.

    Raises:
        OutputNotWritten: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"不能建立文件夹“{folder}”（同名的文件、没有权限或磁盘不可用），请用 -o 换一个位置。"
        raise OutputNotWritten(message) from error


def put(path: Path, data: bytes, *, force: bool) -> None:
    """Write a result and say so; an existing file with other contents stays unless ``force``.

    Raises:
        OutputNotWritten: such a file exists, or the place cannot be written to.
    """
    if _holds(path, data):
        say(f"{path}：无变化。")
        return
    if path.is_file() and not force:
        message = f"{path} 已存在，内容与这次的结果不同，没有改动它。要覆盖请加 --force，或用 -o 换一个文件名。"
        raise OutputNotWritten(message)
    write_atomically(path, data)
    say(f"已写出 {path}")


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False
