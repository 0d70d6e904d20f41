"""The add-in: in place, of this version, pointing to this Python, and allowed to run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from addin.doctor.check import Check
from addin.installing import excel, libreoffice
from addin.installing.in_place import same_extension, xlam_settings
from addin.installing.program import own_folders, own_place, xlwings_fault
from workbook.errors import NianbaoError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from addin.installing.machine import Machine

TOPIC = "加载项"
_INSTALL = "请运行 nianbao addin install。"


def check_addins(machine: Machine) -> Iterator[Check]:
    """One line for each office program that is there and may have buttons."""
    if excel.excel_version(machine):
        yield _in_excel(machine)
        yield from (Check(TOPIC, "Excel 的宏", "broken", "不让运行", said) for said in excel.macro_obstacles(machine))
    office = machine.office
    if office and not libreoffice.unfit(office):
        yield _in_libreoffice(machine, office)


def _in_excel(machine: Machine) -> Check:
    name = "Excel 加载项"
    path = excel.start_folder(machine) / excel.FILE
    settings = xlam_settings(path)
    if settings is None:
        return Check(TOPIC, name, "advice", "没有装", f"要用按钮，{_INSTALL}")
    if fault := xlwings_fault():
        return Check(TOPIC, name, "broken", "点了不起作用", fault)
    interpreter = settings.get("INTERPRETER_WIN", "")
    if not interpreter or not Path(interpreter).exists():
        found = f"指向的 Python 不在了：{interpreter}" if interpreter else "没有经过安装"
        return Check(TOPIC, name, "broken", found, _INSTALL)
    if interpreter != own_place().interpreter:
        return Check(TOPIC, name, "advice", f"用的是另一处的 nianbao：{interpreter}", f"要改用这一处，{_INSTALL}")
    if not _is_current(path):
        return Check(TOPIC, name, "broken", f"{path}，不是这一版的", _INSTALL)
    return Check(TOPIC, name, "fine", str(path))


def _is_current(path: Path) -> bool:
    from addin.xlam import build_xlam  # noqa: PLC0415  # slow to load, and often there is nothing to compare

    try:
        return path.read_bytes() == build_xlam(own_place())
    except (OSError, NianbaoError):
        return False


def _in_libreoffice(machine: Machine, office: Path) -> Check:
    name = "LibreOffice 扩展"
    found = libreoffice.installed_extension(machine, office)
    if found is None:
        return Check(TOPIC, name, "advice", "没有装", f"要用按钮，{_INSTALL}")
    if fault := xlwings_fault():
        return Check(TOPIC, name, "broken", "点了不起作用", fault)
    from addin.oxt import build_oxt  # noqa: PLC0415  # as above

    own = found.is_relative_to(libreoffice.profile(machine))
    expected = build_oxt(own_folders(), "user" if own else "share", own_place().interpreter)
    if not same_extension(found, expected):
        return Check(TOPIC, name, "broken", "不是这一版的，或指向另一处的 nianbao", _INSTALL)
    return Check(TOPIC, name, "fine", "当前用户" if own else "所有用户")
