"""The facts about a machine that installing and ``nianbao doctor`` go by, so that tests can make up a machine."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from addin.installing.registry import NoRegistry, Registry, system_registry
from converters.office import find_office

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

System = Literal["windows", "macos", "linux"]
_SYSTEMS: dict[str, System] = {"Windows": "windows", "Darwin": "macos"}
_SECONDS = 120
# LibreOffice of a Linux system runs the Python of the system, which takes its home from the first python3 in PATH.
_SYSTEM_FOLDERS = ("/usr/bin", "/bin")


@dataclass(frozen=True)
class Done:
    """How a program ended: its exit code and all that it said."""

    code: int
    said: str


def run_program(words: Sequence[str]) -> Done:
    """Run a program to its end without a window; one that cannot be run has the exit code 127.

    It is run outside of any Python environment: in that of ours LibreOffice's own Python finds no LibreOffice.
    """
    try:
        done = subprocess.run(  # noqa: S603  # programs found here, with arguments made here
            list(words),
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            env=_outside(os.environ),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Done(127, str(error))
    return Done(done.returncode, done.stdout)


def _outside(environment: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in environment.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    if sys.platform == "linux" and "PATH" in kept:
        folders = kept["PATH"].split(os.pathsep)
        others = [folder for folder in folders if folder in _SYSTEM_FOLDERS or not Path(folder, "python3").exists()]
        kept["PATH"] = os.pathsep.join(others)
    return kept


@dataclass(frozen=True)
class Machine:
    """One machine and user.

    Attributes:
        system: windows, macos or linux (and what is like it).
        home: the user's home folder.
        environment: the environment variables.
        registry: the Windows registry.
        office: LibreOffice's start program, links followed; None when there is none.
        administrator: whether the user is root, for whom LibreOffice installs extensions only for everybody.
        run: runs a program.
        applications: where a Mac keeps its applications.
    """

    system: System
    home: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    registry: Registry = field(default_factory=NoRegistry)
    office: Path | None = None
    administrator: bool = False
    run: Callable[[Sequence[str]], Done] = run_program
    applications: Path = Path("/Applications")

    def folder(self, variable: str, *usual: str) -> Path:
        """The folder that an environment variable names, else the usual one in the user's home."""
        return Path(given) if (given := self.environment.get(variable, "")) else self.home.joinpath(*usual)

    @property
    def state(self) -> Path:
        """The folder for what the program must remember between runs; it need not exist."""
        if self.system == "windows":
            return self.folder("LOCALAPPDATA", "AppData", "Local") / "nianbao"
        if self.system == "macos":
            return self.home / "Library" / "Application Support" / "nianbao"
        return self.folder("XDG_STATE_HOME", ".local", "state") / "nianbao"

    @property
    def logs(self) -> Path:
        """The folder of the log that clicks write; see :mod:`addin.logfile`."""
        return self.home / "Library" / "Logs" / "nianbao" if self.system == "macos" else self.state


def this_machine() -> Machine:
    """The machine that the program runs on."""
    office = find_office()
    return Machine(
        system=_SYSTEMS.get(platform.system(), "linux"),
        home=Path.home(),
        environment=os.environ,
        registry=system_registry(),
        office=office.resolve() if office else None,
        administrator=sys.platform != "win32" and os.geteuid() == 0,
    )
