"""What a bundle consists of: wheels, requirements with hashes, scripts, checksums; written as a folder or a .zip."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zipfile
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from converters.bundle.fetching import resolve
from converters.bundle.ownwheel import own_wheel
from converters.bundle.platforms import least_system
from workbook.errors import OutputNotWritten
from workbook.files import replacing, telling
from workbook.formfile import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.bundle.fetching import Wheel
    from converters.bundle.platforms import Platform

SUMS = "SHA256SUMS"
_SCRIPTS = TEMPLATES / "bundle"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_ACTIONS = {"install": "安装.bat", "remove": "卸载.bat"}
_UNIX_ACTIONS = {"install": "install.sh", "remove": "uninstall.sh"}


@dataclass(frozen=True)
class Plan:
    """A bundle before anything is fetched.

    Attributes:
        platform: the kind of machine.
        own: nianbao's own wheel, name and bytes.
        wheels: what goes with it, by the version of Python it is for, such as ``3.11``.
    """

    platform: Platform
    own: tuple[str, bytes]
    wheels: dict[str, list[Wheel]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The name of the bundle's folder."""
        return f"nianbao-{metadata.version('nianbao')}-{self.platform.name}"

    @property
    def least(self) -> str:
        """The version of glibc or macOS that is asked for; empty on Windows."""
        return least_system(wheel.file for wheels in self.wheels.values() for wheel in wheels)


def plan(platform: Platform, pythons: Sequence[str], extras: str) -> Plan:
    """Find out what a bundle needs, without fetching it.

    Raises:
        OutputNotWritten: see :func:`converters.bundle.fetching.resolve`.
    """
    made = Plan(platform, own_wheel())
    with tempfile.TemporaryDirectory(prefix="nianbao-") as name:
        own = Path(name) / made.own[0]
        own.write_bytes(made.own[1])
        for python in pythons:
            made.wheels[python] = resolve(own, extras, platform, python)
    return made


def contents(made: Plan, fetched: Path) -> dict[str, bytes | Path]:
    """Every file of the bundle by its name in it, the checksums with them.

    Args:
        made: the plan.
        fetched: the folder that holds the wheels of the plan.
    """
    files: dict[str, bytes | Path] = {f"wheels/{made.own[0]}": made.own[1]}
    for python, wheels in made.wheels.items():
        files[f"files/requirements-{python}.txt"] = _requirements(made, wheels)
        files |= {f"wheels/{wheel.file}": fetched / wheel.file for wheel in wheels}
    files["files/bundle.json"] = _facts(made)
    files["files/installer.py"] = Path(__file__).with_name("installer.py").read_bytes()
    files |= _scripts(made)
    files[SUMS] = "".join(f"{_digest(files[name])}  {name}\n" for name in sorted(files)).encode()
    return files


def write_folder(folder: Path, files: dict[str, bytes | Path]) -> None:
    """Write the bundle as a folder, all of it or nothing; an older bundle in its place goes.

    Raises:
        OutputNotWritten: something else stands there, or the place cannot be written to.
    """
    older = _older(folder)
    with telling(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=".nianbao-", dir=folder.parent))
        try:
            # mkdtemp lets nobody else in; whoever carries the bundle on must get at it.
            part.chmod(0o755)
            for name, content in files.items():
                _put(part / name, content)
            if older:
                shutil.rmtree(folder)
            part.replace(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def write_zip(path: Path, files: dict[str, bytes | Path], title: str) -> None:
    """Write the bundle as a .zip with one folder in it; the same files give the same bytes.

    Raises:
        OutputNotWritten: see :func:`workbook.files.replacing`.
    """
    with replacing(path) as stream, telling(path), zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{title}/{name}", _EARLIEST)
            entry.external_attr = (0o100000 | _mode(name)) << 16
            archive.writestr(entry, _bytes(files[name]))


def _older(folder: Path) -> bool:
    """Whether a bundle stands there already; an empty folder counts as none."""
    if not folder.exists():
        return False
    if (folder / SUMS).is_file() and (folder / "files" / "bundle.json").is_file():
        return True
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        return False
    message = f"“{folder}”里有别的文件，没有写进去；请用 -o 换一个新的文件夹。"
    raise OutputNotWritten(message)


def _requirements(made: Plan, wheels: list[Wheel]) -> bytes:
    """Pinned versions with their hashes; of wheels that are not for every machine there may be only one here."""
    own = f"nianbao=={metadata.version('nianbao')} --hash=sha256:{_digest(made.own[1])}"
    return "".join(f"{line}\n" for line in [own, *(wheel.pin for wheel in wheels if wheel.name != "pip")]).encode()


def _facts(made: Plan) -> bytes:
    """What the installer compares the machine with."""
    facts = {
        "version": metadata.version("nianbao"),
        "platform": made.platform.name,
        "title": made.platform.title,
        "system": made.platform.system,
        "machine": made.platform.machine,
        "least": made.least,
        "pythons": sorted(made.wheels, key=_number),
    }
    return json.dumps(facts, ensure_ascii=False, indent=1).encode()


def _scripts(made: Plan) -> dict[str, bytes | Path]:
    """The scripts and texts, for the system they are for."""
    windows, pythons = made.platform.windows, sorted(made.wheels, key=_number, reverse=True)
    told = {
        "@TITLE@": made.platform.title,
        "@VERSION@": metadata.version("nianbao"),
        "@PYTHONS@": " ".join(pythons),
        "@ANY_PYTHON@": " 或 ".join(pythons),
        "@PAIRS@": ", ".join(str(_number(python)) for python in pythons),
        "@LEAST@": f"{'macOS' if made.platform.system == 'Darwin' else 'glibc'} {made.least} 或更新",
    }
    kind = "windows" if windows else "unix"
    script = _SCRIPTS / ("script.bat" if windows else "script.sh")
    scripts: dict[str, bytes | Path] = {
        name: _filled(script, told | {"@ACTION@": action}, windows=windows)
        for action, name in (_ACTIONS if windows else _UNIX_ACTIONS).items()
    }
    readme = _filled(_SCRIPTS / f"readme-{kind}.txt", told, windows=windows)
    # Notepad before Windows 10 takes a text without this mark for GBK.
    scripts["说明.txt"] = b"\xef\xbb\xbf" + readme if windows else readme
    none = _filled(_SCRIPTS / f"no-python-{kind}.txt", told, windows=windows)
    # cmd's "type" shows UTF-16 rightly in every code page, and nothing else.
    scripts["files/no-python.txt"] = none.decode().encode("utf-16") if windows else none
    return scripts


def _filled(path: Path, told: dict[str, str], *, windows: bool) -> bytes:
    """A script with its blanks filled, its lines ended as the system wants them, whatever git made of them."""
    text = path.read_text("utf-8")
    for blank, value in told.items():
        text = text.replace(blank, value)
    return text.replace("\n", "\r\n" if windows else "\n").encode()


def _number(python: str) -> tuple[int, ...]:
    return tuple(map(int, python.split(".")))


def _digest(content: bytes | Path) -> str:
    return hashlib.sha256(_bytes(content)).hexdigest()


def _bytes(content: bytes | Path) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()


def _put(path: Path, content: bytes | Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(_bytes(content))
    path.chmod(_mode(path.name))


def _mode(name: str) -> int:
    return 0o755 if name.endswith(".sh") else 0o644
