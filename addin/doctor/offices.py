"""The office programs of a machine: Excel, WPS, LibreOffice."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from addin.doctor.check import Check
from addin.installing import excel, libreoffice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from addin.installing.machine import Machine

TOPIC = "办公软件"
_WPS_KEYS = (r"HKCU\Software\Kingsoft\Office\6.0\Common", r"HKLM\SOFTWARE\Kingsoft\Office\6.0\Common")
_WPS_ON_LINUX = (Path("/opt/kingsoft/wps-office/office6/et"), Path("/opt/apps/cn.wps.wps-office-pro/files/bin/et"))
_WPS_ON_MAC = "wpsoffice.app"


def check_offices(machine: Machine) -> Iterator[Check]:
    """What is found, with its version; none of them is needed for the command line."""
    yield _excel(machine)
    yield _wps(machine)
    yield from _libreoffice(machine)


def _excel(machine: Machine) -> Check:
    version = excel.excel_version(machine)
    if not version:
        where = "Linux 上没有 Excel" if machine.system == "linux" else "没有找到"
        return Check(TOPIC, "Excel", "absent", where)
    if fault := excel.automation_fault(machine):
        return Check(TOPIC, "Excel", "broken", version, fault)
    return Check(TOPIC, "Excel", "fine", version)


def _wps(machine: Machine) -> Check:
    found = wps(machine)
    if not found:
        return Check(TOPIC, "WPS", "absent", "没有找到")
    return Check(TOPIC, "WPS", "fine", f"{found}；工作簿可以用它填，按钮不在它里面，请用命令行")


def wps(machine: Machine) -> str:
    """Where WPS is, or its version; empty when it is not found."""
    if machine.system == "windows":
        roots = (str(machine.registry.value(key, "InstallRoot") or "") for key in _WPS_KEYS)
        root = next((root for root in roots if root), "")
        version = re.search(r"\d+(?:\.\d+){2,}", root)
        return version[0] if version else root
    if machine.system == "macos":
        return "有" if (machine.applications / _WPS_ON_MAC).exists() else ""
    return next((str(path) for path in _WPS_ON_LINUX if path.exists()), "")


def _libreoffice(machine: Machine) -> Iterator[Check]:
    office = machine.office
    if office is None:
        yield Check(TOPIC, "LibreOffice", "absent", "没有找到", "读旧的 .doc、生成 PDF 时要用，可以安装 LibreOffice。")
        return
    yield Check(TOPIC, "LibreOffice", "fine", f"{libreoffice.office_version(office)}（{office}）")
    # Reading and PDF go on without its Python: only the buttons do not.
    fault = libreoffice.unfit(office)
    if fault:
        yield Check(TOPIC, "LibreOffice 的 Python", "advice", "不能运行按钮", fault)
        return
    version = libreoffice.office_python(office)
    told = f"{version[0]}.{version[1]}" if version else "版本没有查出"
    yield Check(TOPIC, "LibreOffice 的 Python", "fine", told)
