"""LibreOffice: its parts beside the start program, the Python it runs scripts with, and the extensions it has."""

from __future__ import annotations

import plistlib
import re
import sys
from typing import TYPE_CHECKING

from addin.addons import IDENTIFIER, PACKAGE_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from addin.installing.machine import Done, Machine

Version = tuple[int, int]
NEEDED: Version = (3, 11)
# Its program for extensions refuses while LibreOffice is open, and after a crash as long as nobody has opened it again.
CLOSE_IT = "请关闭 LibreOffice（没有开着的，打开一次再关闭），再运行一次"
_CORE = re.compile(r"python-core-(\d+)\.(\d+)")
_LINKED = re.compile(rb"libpython(\d)\.(\d+)")
_PACKAGES = "uno_packages"
# Identifier, folder and file of one extension in LibreOffice's list of those it has.
_LISTED = re.compile(re.escape(IDENTIFIER).encode() + rb"\n(\w+\.tmp)\xff" + re.escape(PACKAGE_FILE).encode())


def office_version(office: Path) -> str:
    """LibreOffice's version without starting it, else "有"."""
    if (about := office.parent.parent / "Info.plist").is_file():
        return str(plistlib.loads(about.read_bytes()).get("CFBundleShortVersionString", "有"))
    for name in ("bootstraprc", "bootstrap.ini"):
        if (file := office.with_name(name)).is_file():
            found = re.search(r"^ProductKey=\D*([\d.]+)", file.read_text("utf-8", "replace"), re.MULTILINE)
            return found[1] if found else "有"
    return "有"


def office_python(office: Path) -> Version | None:
    """The version of the Python that LibreOffice runs; None when it is not to be seen."""
    program = office.parent
    named = [*program.glob("python-core-*")]
    named += program.parent.glob("Frameworks/LibreOfficePython.framework/Versions/3.*")
    for folder in sorted(named):
        if found := re.search(r"(\d+)\.(\d+)", folder.name):
            return int(found[1]), int(found[2])
    try:
        linked = _LINKED.search((program / "libpyuno.so").read_bytes())
    except OSError:
        return None
    return (int(linked[1]), int(linked[2])) if linked else None


def unfit(office: Path) -> str:
    """Why this LibreOffice cannot have the buttons, and what to do; empty when it can."""
    if "snap" in office.parts or "flatpak" in office.parts:
        return (
            "LibreOffice 是 snap 或 flatpak 装的，它看不到本机的 Python 和 nianbao。"
            "请改装系统软件源或 LibreOffice 官网的版本，或用命令行 nianbao。"
        )
    if unopkg(office) is None:
        return f"在 {office.parent} 里没有找到 LibreOffice 的 unopkg，装不了扩展。请重新安装 LibreOffice。"
    if not any((office.parent / where / "pythonscript.py").is_file() for where in (".", "../Resources")):
        return (
            "LibreOffice 没有装运行 Python 脚本的部件。Debian、Ubuntu、麒麟、统信请管理员运行 "
            "apt install libreoffice-script-provider-python；"
            "Windows 请在 LibreOffice 的安装程序里选“修改”，加上 Python。"
        )
    return python_fault(office_python(office))


def python_fault(found: Version | None) -> str:
    """Why LibreOffice's Python cannot load this environment's packages, and what to do; empty when it can."""
    ours = sys.version_info[:2]
    if found is None or found == ours:
        return ""
    theirs = f"LibreOffice 用的 Python 是 {found[0]}.{found[1]}"
    if found < NEEDED:
        return (
            f"{theirs}，按钮要 {NEEDED[0]}.{NEEDED[1]} 或更新的。请换较新的 LibreOffice，或用 Excel、命令行 nianbao。"
        )
    return (
        f"{theirs}，nianbao 装在 Python {ours[0]}.{ours[1]} 里，两者要相同。"
        f"请用 Python {found[0]}.{found[1]} 另装一份 nianbao，用那一份运行 nianbao addin install。"
    )


def unopkg(office: Path) -> Path | None:
    """LibreOffice's program for extensions, beside its start program."""
    found = (office.with_name(name) for name in ("unopkg.com", "unopkg"))
    return next((path for path in found if path.is_file()), None)


def add_extension(machine: Machine, tool: Path, file: Path) -> Done:
    """Install an extension file over any of the same identifier."""
    return machine.run([str(tool), "add", "--force", *_for_whom(shared=machine.administrator), str(file)])


def remove_extension(machine: Machine, tool: Path, identifier: str, *, shared: bool) -> Done:
    """Remove an extension of a user, or of all (``shared``)."""
    done = machine.run([str(tool), "remove", *_for_whom(shared=shared), identifier])
    # What was removed lies about until the next call.
    machine.run([str(tool), "list", *_for_whom(shared=shared)])
    return done


def profile(machine: Machine) -> Path:
    """The folder that LibreOffice keeps for this user."""
    if machine.system == "windows":
        return machine.folder("APPDATA", "AppData", "Roaming") / "LibreOffice" / "4"
    if machine.system == "macos":
        return machine.home / "Library" / "Application Support" / "LibreOffice" / "4"
    return machine.folder("XDG_CONFIG_HOME", ".config") / "libreoffice" / "4"


def is_running(machine: Machine) -> bool:
    """Whether LibreOffice is open; after a crash it seems so until it is started again."""
    return (profile(machine) / ".lock").is_file()


def installed_extension(machine: Machine, office: Path) -> Path | None:
    """The folder into which LibreOffice has unpacked our extension; None when it is not installed.

    Read from LibreOffice's list: asking its program would make a profile for a user who has none.
    """
    caches = [profile(machine) / "user" / _PACKAGES / "cache", office.parent.parent / "share" / _PACKAGES / "cache"]
    for cache in caches:
        try:
            listed = _LISTED.search((cache / f"{_PACKAGES}.pmap").read_bytes())
        except OSError:
            # For all users LibreOffice keeps no list: what is unpacked is installed.
            if there := list((cache / _PACKAGES).glob(f"*.tmp_/{PACKAGE_FILE}")):
                return there[0]
            continue
        if listed:
            return cache / _PACKAGES / f"{listed[1].decode()}_" / PACKAGE_FILE
    return None


def _for_whom(*, shared: bool) -> list[str]:
    return ["--shared"] if shared else []
