"""Excel on Windows and on a Mac: whether it is there, where it looks for add-ins, and whether it lets macros run.

Written from Microsoft's descriptions of the start folder, the Trust Center's switches and their policies. Never run
beside an Excel: the tests make up registries and folders.
"""

from __future__ import annotations

import plistlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from addin.installing.machine import Machine

FILE = "nianbao.xlam"
VERSIONS = ("16.0", "15.0", "14.0")
_OFFICE = r"HKCU\Software\Microsoft\Office"
_POLICIES = r"HKCU\Software\Policies\Microsoft\Office"
_PROGRAM = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
_CLASS = r"HKLM\SOFTWARE\Classes\Excel.Application"
_GROUP = ("Library", "Group Containers", "UBF8T346G9.Office", "User Content.localized", "Startup.localized", "Excel")
_APPLICATION = "Microsoft Excel.app"
_TRUST_CENTRE = "“文件 › 选项 › 信任中心 › 信任中心设置”"
# Key below the version, name, the values that stand in the way, and what the switch is called in Excel.
_SWITCHES: tuple[tuple[str, str, tuple[int, ...], str], ...] = (
    (r"Common", "VBAOff", (1,), "VBA 被停用"),
    (r"Excel\Security", "DisableAllAddins", (1,), "“加载项”里选了“禁用所有应用程序加载项”"),
    (
        r"Excel\Security",
        "RequireAddinSig",
        (1,),
        "“加载项”里选了“要求受信任的发布者签署应用程序加载项”，这个加载项没有签名",
    ),
    (r"Common\Security", "RequireAlwaysOnMacroSig", (1,), "随 Excel 启动的加载项被要求有签名，这个加载项没有"),
)
_NO_PLACES = (r"Excel\Security\Trusted Locations", "AllLocationsDisabled")
_WARNINGS = (r"Excel\Security", "VBAWarnings")
# VBAWarnings: 3 lets only signed macros run, 4 none; where the start folder is a trusted place neither matters.
_FORBIDDING = {3: "只允许有签名的宏", 4: "禁用所有宏"}


def excel_version(machine: Machine) -> str:
    """Excel's version as far as known, else "有"; empty when Excel is not found."""
    if machine.system == "macos":
        return _mac_version(machine.applications / _APPLICATION)
    if machine.system != "windows":
        return ""
    program = str(machine.registry.value(_PROGRAM) or "")
    if not program or _is_wps(program):
        return ""
    return str(machine.registry.value(_CLICK_TO_RUN, "VersionToReport") or _registered(machine) or "有")


def start_folder(machine: Machine) -> Path:
    """The folder whose add-ins Excel opens when it starts, whether it exists or not."""
    if machine.system == "macos":
        return machine.home.joinpath(*_GROUP)
    named = (machine.registry.value(rf"{_OFFICE}\{version}\Common\General", "Xlstart") for version in VERSIONS)
    folder = next((str(name) for name in named if name), "XLSTART")
    # Only a name is believed: the value must not lead out of Excel's own folder.
    folder = folder if re.fullmatch(r"[\w -]+", folder) else "XLSTART"
    return machine.folder("APPDATA", "AppData", "Roaming") / "Microsoft" / "Excel" / folder


def macro_obstacles(machine: Machine) -> list[str]:
    """Why Excel would not run the add-in, and what to do, one sentence each; policies are said to be such."""
    found = []
    for key, name, forbidding, meaning in _SWITCHES:
        value, fixed = _setting(machine, key, name)
        if value in forbidding:
            found.append(f"Excel 里{meaning}。{_mend(fixed=fixed)}")
    no_places, _ = _setting(machine, *_NO_PLACES)
    level, fixed = _setting(machine, *_WARNINGS)
    if no_places == 1 and level in _FORBIDDING:
        found.append(f"Excel 里禁用了受信任位置，又{_FORBIDDING[level]}。{_mend(fixed=fixed)}")
    if _was_disabled(machine):
        found.append("Excel 上次出错以后停用了这个加载项。请在“文件 › 选项 › 加载项 › 管理：禁用项目”里启用它。")
    return found


def automation_fault(machine: Machine) -> str:
    """Why a click would reach another program than Excel; empty when it would not, or nothing is known."""
    number = str(machine.registry.value(rf"{_CLASS}\CLSID") or "")
    server = str(machine.registry.value(rf"HKLM\SOFTWARE\Classes\CLSID\{number}\LocalServer32") or "")
    if number and _is_wps(server):
        return (
            f"Excel 的自动化登记指向了 WPS（{server}），点按钮可能找不到工作簿。"
            "请在“设置 › 应用”里修复 Office，或在 WPS 的配置工具里取消与 Excel 的兼容。"
        )
    return ""


def is_running(machine: Machine) -> bool:
    """Whether Excel is open, as far as the system tells."""
    if machine.system == "windows":
        return "excel.exe" in machine.run(["tasklist", "/FI", "IMAGENAME eq EXCEL.EXE", "/NH"]).said.lower()
    return machine.system == "macos" and machine.run(["pgrep", "-x", "Microsoft Excel"]).code == 0


def _setting(machine: Machine, key: str, name: str) -> tuple[int | None, bool]:
    """The value of a switch, and whether a policy fixes it; the newest Office that has it is asked."""
    for root in (_POLICIES, _OFFICE):
        for version in VERSIONS:
            value = machine.registry.value(rf"{root}\{version}\{key}", name)
            if isinstance(value, int):
                return value, root == _POLICIES
    return None, False


def _was_disabled(machine: Machine) -> bool:
    """Whether Excel put the add-in on its list of those it blames for a crash."""
    keys = (rf"{_OFFICE}\{version}\Excel\Resiliency\DisabledItems" for version in VERSIONS)
    items = [value for key in keys for value in machine.registry.values(key).values()]
    return any(isinstance(item, bytes) and FILE.encode("utf-16-le") in item.lower() for item in items)


def _mend(*, fixed: bool) -> str:
    if fixed:
        return "这是本单位的策略定的，请管理员放行；在这以前请用命令行 nianbao。"
    return f"请在 Excel 的{_TRUST_CENTRE}里改回来。"


def _registered(machine: Machine) -> str:
    """The version that Excel is registered with: the 16 of ``Excel.Application.16``."""
    return str(machine.registry.value(rf"{_CLASS}\CurVer") or "").removeprefix("Excel.Application.")


def _is_wps(path: str) -> bool:
    return re.search(r"kingsoft|wps|[\\/]et\.exe", path, re.IGNORECASE) is not None


def _mac_version(application: Path) -> str:
    try:
        about = plistlib.loads((application / "Contents" / "Info.plist").read_bytes())
    except (OSError, plistlib.InvalidFileException, ValueError):
        return "有" if application.exists() else ""
    return str(about.get("CFBundleShortVersionString", "有"))
