"""The Chinese typefaces that the report names: on this machine, or something near to them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from addin.doctor.check import Check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from addin.installing.machine import Machine

TOPIC = "字体"
# The names under which systems have each typeface that GB/T 9704 asks for, without spaces, in small letters.
TYPEFACES: dict[str, tuple[str, ...]] = {
    "小标宋": ("小标宋", "xiaobiaosong", "fzxbs", "xbsjw"),
    "仿宋": ("仿宋", "fangsong", "simfang", "stfangso"),
    "楷体": ("楷体", "kaiti", "simkai", "stkaiti", "kai.ttf", "简中楷"),
    "黑体": ("黑体", "simhei", "heiti", "stheiti", "notosanscjksc", "notosanssc", "sourcehansans"),
    "宋体": ("宋体", "simsun", "songti", "stsong", "notoserifcjksc", "notoserifsc", "sourcehanserif", "umingcn"),
}
# Names that contain one of the others and are another typeface.
_OTHER = {"宋体": ("仿宋", "fangsong")}
_FONT_KEYS = tuple(rf"{root}\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts" for root in ("HKLM", "HKCU"))
_MAC_FOLDERS = ("/System/Library/Fonts", "/Library/Fonts")


def check_fonts(machine: Machine) -> Iterator[Check]:
    """One line a typeface; a report is right without them, it only looks different on this screen."""
    # What is compared, and what the system calls it.
    names = {re.sub(r"\s", "", name).lower(): name.strip() for name in font_names(machine)}
    if not names:
        yield Check(TOPIC, "字体", "advice", "没有查出有哪些字体", "请打开一份生成的报告，看字体对不对。")
        return
    for typeface, marks in TYPEFACES.items():
        other = _OTHER.get(typeface, ())
        found = [name for name in names if any(mark in name for mark in marks) and not any(no in name for no in other)]
        if found:
            yield Check(TOPIC, typeface, "fine", names[min(found, key=lambda name: (len(name), name))])
        else:
            yield _missing(typeface)


def font_names(machine: Machine) -> Iterable[str]:
    """The names of the typefaces on a machine as its system tells them."""
    if machine.system == "windows":
        return [name for key in _FONT_KEYS for name in machine.registry.values(key)]
    if machine.system == "macos":
        office = machine.applications / "Microsoft Word.app" / "Contents" / "Resources" / "DFonts"
        folders = [*map(Path, _MAC_FOLDERS), machine.home / "Library" / "Fonts", office]
        return [path.name for folder in folders if folder.is_dir() for path in folder.rglob("*.[to]t[cf]")]
    done = machine.run(["fc-list", ":", "family"])
    return [name for line in done.said.splitlines() for name in line.split(",")] if done.code == 0 else []


def _missing(typeface: str) -> Check:
    mend = f"报告里写明了{typeface}，在有它的电脑上显示和打印都对，本机用代替的字体。要在本机打印，请安装{typeface}。"
    return Check(TOPIC, typeface, "advice", "没有", mend)
