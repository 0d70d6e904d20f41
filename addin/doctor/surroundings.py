"""What surrounds a run: folders to write in, the terminal's encoding, the locale."""

from __future__ import annotations

import locale
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from addin.doctor.check import Check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from addin.doctor.check import State
    from addin.installing.machine import Machine

WRITING = "能否写文件"
TERMINAL = "终端"
_UTF8 = "utf-8"


def check_surroundings(machine: Machine) -> Iterator[Check]:
    """Three folders and two encodings."""
    temporary, state, here = Path(tempfile.gettempdir()), machine.state, Path.cwd()
    yield check_folder("临时文件夹", temporary, "broken", "请检查环境变量 TEMP、TMPDIR 和磁盘。")
    yield check_folder("程序的文件夹", state, "broken", "请检查这个文件夹的权限和磁盘。")
    yield check_folder("当前文件夹", here, "advice", "请换到自己的文件夹再运行，或用 -o 写到别处。")
    yield check_names(sys.getfilesystemencoding())
    yield check_screen(getattr(sys.stdout, "encoding", None) or "", locale.getlocale()[0] or "没有设定")


def check_folder(name: str, folder: Path, otherwise: State, mend: str) -> Check:
    """Whether a file can be made in a folder, or, when it is not there yet, in the nearest one above it."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.NamedTemporaryFile(dir=there, prefix=".nianbao-"):
            return Check(WRITING, name, "fine", str(folder))
    except OSError:
        return Check(WRITING, name, otherwise, f"{folder}，不能写", mend)


def check_names(encoding: str) -> Check:
    """Whether file names in Chinese are understood."""
    if encoding.lower().replace("_", "-") == _UTF8:
        return Check(TERMINAL, "文件名的编码", "fine", encoding)
    mend = "中文文件名会读错。请设置环境变量 PYTHONUTF8=1，或把系统的语言环境改成 UTF-8 的，如 LANG=zh_CN.UTF-8。"
    return Check(TERMINAL, "文件名的编码", "broken", encoding, mend)


def check_screen(encoding: str, language: str) -> Check:
    """What is written is UTF-8 always; what the terminal makes of it shows in the locale."""
    told = f"{encoding or '未知'}，语言环境 {language}"
    if encoding.lower().replace("_", "-") == _UTF8:
        return Check(TERMINAL, "显示的编码", "fine", told)
    mend = "中文显示不对时，请把终端的编码改成 UTF-8（Windows 的命令提示符里运行 chcp 65001）。"
    return Check(TERMINAL, "显示的编码", "advice", told, mend)
