"""Where this environment's Python and packages are: what an installed add-in must be told."""

from __future__ import annotations

import sys
import sysconfig
from importlib import metadata
from pathlib import Path

import addin
from addin.conf import Place
from addin.xlwings_part import INSTALL, VERSION


def own_place() -> Place:
    """This environment, as the settings sheet of the Excel add-in names it."""
    return Place(interpreter=sys.executable, packages=str(_packages()))


def own_folders() -> tuple[str, ...]:
    """The folders from which this environment imports nianbao and what it needs, each once."""
    # In a checkout nianbao itself is elsewhere than what it needs.
    ours = Path(addin.__file__).resolve().parent.parent
    paths = sysconfig.get_paths()
    return tuple(dict.fromkeys((str(ours), paths["purelib"], paths["platlib"], str(_packages()))))


def xlwings_fault() -> str:
    """Why the buttons would not work with this environment's xlwings, and what to do; empty when they would."""
    try:
        found = metadata.version("xlwings")
    except metadata.PackageNotFoundError:
        return f"没有安装 xlwings，按钮要用它。请运行 {INSTALL}，再装加载项。"
    if found != VERSION:
        return f"装着的 xlwings 是 {found}，按钮要用 {VERSION}。请运行 {INSTALL}，再装加载项。"
    return ""


def _packages() -> Path:
    """The folder of xlwings, else the one that packages are installed into."""
    try:
        return Path(str(metadata.distribution("xlwings").locate_file("")))
    except metadata.PackageNotFoundError:
        return Path(sysconfig.get_paths()["purelib"])
