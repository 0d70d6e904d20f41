"""``nianbao bundle``: everything a machine without network needs, in one folder or .zip."""

from __future__ import annotations

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from converters.bundle.assembling import contents, plan, write_folder, write_zip
from converters.bundle.fetching import fetch
from converters.bundle.platforms import PLATFORMS
from converters.cli.output import say
from workbook.errors import OutputNotWritten, UsageError

if TYPE_CHECKING:
    import argparse

    from converters.bundle.assembling import Plan
    from converters.bundle.fetching import Wheel

OLDEST = (3, 11)
# The extras for users; the others are for those who work on nianbao itself.
PARTS = ("addin", "ocr", "parquet", "cluster")
_AT_ONCE = 2
_TOGETHER = 5


def run(args: argparse.Namespace) -> int:
    """Find out what is needed, fetch it and write the bundle; with ``--dry-run`` only list it."""
    if not args.dry_run and not args.output:
        message = "请用 -o 指定写到哪个文件夹或 .zip，或加 --dry-run 只看需要什么。"
        raise UsageError(message)
    target = Path(args.output or "")
    if args.output and target.exists() and not args.force:
        message = f"{target} 已存在，没有改动它。要覆盖请加 --force，或用 -o 换一个名称。"
        raise OutputNotWritten(message)
    platform, pythons = PLATFORMS[args.platform], versions(args.python)
    say(f"正在查找 {platform.title}、Python {'、'.join(pythons)} 需要的软件包……")
    made = plan(platform, pythons, extras(args.extras))
    if args.dry_run:
        _list(made)
    else:
        _make(made, target)
    return 0


def versions(text: str | None) -> list[str]:
    """The versions of Python asked for, as ``["3.11", "3.12"]``; this Python's own when none is.

    Raises:
        UsageError: not a version of Python that nianbao runs on.
    """
    asked = text.replace("，", ",").split(",") if text else [f"{sys.version_info[0]}.{sys.version_info[1]}"]
    for one in asked:
        major, _, minor = one.partition(".")
        if not (major == "3" and minor.isascii() and minor.isdigit() and (3, int(minor)) >= OLDEST):
            message = f"--python 应是 3.11 或更新的版本，如 3.11 或 3.11,3.12，现在是“{text}”。"
            raise UsageError(message)
    return list(dict.fromkeys(asked))


def extras(text: str) -> str:
    """The extras asked for, with commas between.

    Raises:
        UsageError: nianbao has no such extra.
    """
    asked = [one for one in text.replace("，", ",").split(",") if one and one != "none"]
    strange = [one for one in asked if one not in PARTS]
    if strange:
        message = f"--extras 没有 {'、'.join(strange)}，可用：{'、'.join(PARTS)}，都不要写 none。"
        raise UsageError(message)
    return ",".join(sorted(set(asked)))


def _list(made: Plan) -> None:
    print(made.own[0])
    for name in sorted({wheel.file for wheels in made.wheels.values() for wheel in wheels}):
        print(name)
    _say_needs(made)


def _make(made: Plan, target: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="nianbao-") as name:
        folder = Path(name)
        _fetch(made, folder)
        files = contents(made, folder)
        if target.suffix.lower() == ".zip":
            write_zip(target, files, made.title)
        else:
            write_folder(target, files)
    _say_needs(made)
    script = "双击其中的“安装.bat”" if made.platform.windows else "在其中运行 sh install.sh"
    say(f"已写出 {target}。复制到要装的机器上，{script}；详见“说明.txt”。")


def _fetch(made: Plan, folder: Path) -> None:
    """Get the wheels, a few at a time: the user sees how far it is, and pip is not started for each."""
    owners = {wheel.file: (wheel, python) for python, wheels in made.wheels.items() for wheel in wheels}
    parts = [
        (python, part)
        for python in made.wheels
        for part in _parts([wheel for wheel, owner in owners.values() if owner == python])
    ]
    done = 0
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        got = pool.map(lambda one: fetch(one[1], made.platform, one[0], folder), parts)
        for (_, part), _ in zip(parts, got, strict=True):
            done += len(part)
            say(f"（{done}/{len(owners)}）{'、'.join(f'{wheel.name} {wheel.version}' for wheel in part)}")


def _parts(wheels: list[Wheel]) -> list[list[Wheel]]:
    return [wheels[start : start + _TOGETHER] for start in range(0, len(wheels), _TOGETHER)]


def _say_needs(made: Plan) -> None:
    least = f"，{'macOS' if made.platform.system == 'Darwin' else 'glibc'} {made.least} 或更新" if made.least else ""
    say(f"要装的机器：{made.platform.title}，64 位的 Python {'、'.join(made.wheels)}{least}。")
