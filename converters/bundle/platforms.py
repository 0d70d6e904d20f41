"""The kinds of machine a bundle can be made for: the wheels they take and how they answer to markers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# The oldest systems in use at offices, 麒麟 V10 and 统信 20, have glibc 2.28; what reads scans asks for macOS 14.
_GLIBC = 28
_MACOS = "14_0"
_OLD_NAMES = {"manylinux2014": "2.17", "manylinux2010": "2.12", "manylinux1": "2.5"}
# sys.platform and os.name of each system.
_NAMES = {"Windows": ("win32", "nt"), "Darwin": ("darwin", "posix"), "Linux": ("linux", "posix")}


@dataclass(frozen=True)
class Platform:
    """One kind of machine.

    Attributes:
        name: how the user and the wheels call it.
        title: what is said of it.
        system: what ``platform.system()`` gives there.
        machine: what ``platform.machine()`` gives there.
        tags: the platform tags of the wheels it takes, besides ``any``.
    """

    name: str
    title: str
    system: str
    machine: str
    tags: tuple[str, ...]

    @property
    def windows(self) -> bool:
        """Whether it is a Windows."""
        return self.system == "Windows"

    def markers(self, python: str) -> dict[str, str]:
        """What environment markers stand for on such a machine with this Python (``3.11``)."""
        platform, name = _NAMES[self.system]
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{python}.0",
            "os_name": name,
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": self.system,
            "platform_version": "",
            "python_full_version": f"{python}.0",
            "python_version": python,
            "sys_platform": platform,
        }


def _linux(machine: str, title: str) -> Platform:
    new = [f"manylinux_2_{minor}_{machine}" for minor in range(_GLIBC, 4, -1)]
    return Platform(f"linux_{machine}", title, "Linux", machine, (*new, *(f"{name}_{machine}" for name in _OLD_NAMES)))


def _mac(machine: str, title: str) -> Platform:
    return Platform(f"macosx_{machine}", title, "Darwin", machine, (f"macosx_{_MACOS}_{machine}",))


PLATFORMS = {
    one.name: one
    for one in (
        Platform("win_amd64", "Windows", "Windows", "AMD64", ("win_amd64",)),
        _mac("x86_64", "macOS（英特尔）"),
        _mac("arm64", "macOS（苹果芯片）"),
        _linux("x86_64", "Linux x86_64（麒麟、统信等）"),
        _linux("aarch64", "Linux aarch64（麒麟、统信等）"),
    )
}


def least_system(wheels: Iterable[str]) -> str:
    """The version of glibc or macOS that these wheels ask for, as ``2.28``; empty when they ask for none.

    Args:
        wheels: file names. One that names several systems is content with the oldest.
    """
    asked = [versions for name in wheels if (versions := _versions(name))]
    return ".".join(map(str, max(map(min, asked)))) if asked else ""


def _versions(wheel: str) -> list[tuple[int, ...]]:
    found = []
    for tag in wheel.removesuffix(".whl").rsplit("-", 1)[-1].split("."):
        new = re.match(r"(?:manylinux|macosx)_(\d+)_(\d+)_", tag)
        version = ".".join(new.groups()) if new else _OLD_NAMES.get(tag.partition("_")[0], "")
        if version:
            found.append(tuple(map(int, version.split("."))))
    return found
