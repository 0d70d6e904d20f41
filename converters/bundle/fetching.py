"""Wheels of another platform, through pip: what is needed there, which versions, and the files themselves.

Where pip looks is pip's own configuration; no address is written here.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from workbook.errors import OutputNotWritten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.bundle.platforms import Platform

# pip picks wheels of another platform, but reads markers (sys_platform == "win32") as of the machine it runs on:
# pywin32 would be missing in a bundle made on Linux. So the markers are given to it before it starts.
_PIP_ELSEWHERE = """
import json, runpy, sys
from pip._vendor.packaging import markers
environment = json.loads(sys.argv.pop(1))
markers.default_environment = lambda: environment
runpy.run_module("pip", run_name="__main__", alter_sys=True)
"""
_OFFLINE = re.compile(
    r"NewConnectionError|ConnectTimeout|ReadTimeout|Max retries|name resolution|getaddrinfo|ProxyError|SSLError"
    r"|Connection (?:refused|reset|aborted|broken)|connection broken|Network is unreachable",
    re.IGNORECASE,
)
_NO_WHEEL = re.compile(r"No matching distribution found for (.+)|Cannot install (.+?) because")


class NothingFits(OutputNotWritten):
    """There is no set of wheels for this platform and Python."""


@dataclass(frozen=True)
class Wheel:
    """A wheel to be fetched: distribution, version, file name, SHA-256 in hexadecimal digits."""

    name: str
    version: str
    file: str
    digest: str

    @property
    def pin(self) -> str:
        """Its line in a requirements file."""
        return f"{self.name}=={self.version} --hash=sha256:{self.digest}"


def resolve(own: Path, extras: str, platform: Platform, python: str) -> list[Wheel]:
    """Find everything that nianbao needs on such a machine, and pip itself; nothing is fetched for keeps.

    Args:
        own: nianbao's own wheel.
        extras: names of extras, with commas between; empty for none.
        platform: the kind of machine.
        python: its Python, as ``3.11``.

    Returns:
        The wheels sorted by name, without ``own``. Versions are those installed here where they exist for that machine,
        as these are the ones tried; else the newest that go together.

    Raises:
        NothingFits: some distribution has no wheel for it; the message names it.
        OutputNotWritten: pip is missing, too old, or cannot reach anything.
    """
    with tempfile.TemporaryDirectory(prefix="nianbao-") as name:
        folder = Path(name)
        constraints = folder / "constraints.txt"
        constraints.write_text("\n".join(_installed()), encoding="utf-8")
        wanted = [f"nianbao[{extras}] @ {own.as_uri()}" if extras else str(own), "pip"]
        try:
            return _resolved([*wanted, "--constraint", str(constraints)], platform, python, folder)
        except NothingFits:
            return _resolved(wanted, platform, python, folder)


def fetch(wheels: Sequence[Wheel], platform: Platform, python: str, folder: Path) -> None:
    """Put wheels in the folder; those that are there already are not fetched again.

    Raises:
        OutputNotWritten: one cannot be had, or is not the one that was resolved.
    """
    wanted = [wheel.pin for wheel in wheels if not (folder / wheel.file).exists()]
    if wanted:
        with tempfile.TemporaryDirectory(prefix="nianbao-") as name:
            pins = Path(name) / "requirements.txt"
            pins.write_text("\n".join(wanted), encoding="utf-8")
            words = ["download", "--no-deps", "--require-hashes", "--dest", str(folder), "--requirement", str(pins)]
            _pip([*words, *_target(platform, python)], platform, python)
    for wheel in wheels:
        target = folder / wheel.file
        if not target.is_file() or hashlib.sha256(target.read_bytes()).hexdigest() != wheel.digest:
            message = f"取得的 {wheel.name} {wheel.version} 与软件源登记的不符，没有写出安装包；请稍后再试。"
            raise OutputNotWritten(message)


def _installed() -> list[str]:
    """Versions of this environment as constraints; a local build (1.0+cpu) exists nowhere else."""
    pairs = {(one.name, one.version) for one in metadata.distributions() if one.name}
    return sorted(
        f"{name}=={version}" for name, version in pairs if name.lower() not in {"nianbao", "pip"} and "+" not in version
    )


def _resolved(wanted: list[str], platform: Platform, python: str, folder: Path) -> list[Wheel]:
    report = folder / "report.json"
    words = ["install", "--dry-run", "--ignore-installed", "--target", str(folder / "nowhere"), "--report", str(report)]
    _pip([*words, *_target(platform, python), *wanted], platform, python)
    told = json.loads(report.read_text("utf-8"))
    if told["environment"]["sys_platform"] != platform.markers(python)["sys_platform"]:
        message = "这个版本的 pip 不能为别的系统准备安装包；请运行 python -m pip install --upgrade pip 再试。"
        raise OutputNotWritten(message)
    wheels = [_wheel(item, platform, python) for item in told["install"] if not item["is_direct"]]
    return sorted(wheels, key=lambda wheel: wheel.name)


def _wheel(item: dict[str, Any], platform: Platform, python: str) -> Wheel:
    """A wheel out of an entry of pip's report."""
    name, version = item["metadata"]["name"].lower().replace("_", "-"), item["metadata"]["version"]
    source = item["download_info"]
    file = unquote(urlsplit(source["url"]).path.rsplit("/", 1)[-1])
    digest = source.get("archive_info", {}).get("hashes", {}).get("sha256", "")
    if not file.endswith(".whl") or not digest:
        raise _nothing_fits(name, platform, python)
    return Wheel(name, version, file, digest)


def _target(platform: Platform, python: str) -> list[str]:
    tags = [word for tag in platform.tags for word in ("--platform", tag)]
    return ["--only-binary=:all:", "--implementation", "cp", "--python-version", python, *tags]


def _pip(words: list[str], platform: Platform, python: str) -> None:
    """Run pip as if on that machine.

    Raises:
        OutputNotWritten: what it complained of, in Chinese.
    """
    pip, settings = _with_pip()
    markers = json.dumps(platform.markers(python))
    # Retries must happen: pip tells of a missing connection only when it tries again.
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check", "--retries", "3"]
    done = _run([pip, "-c", _PIP_ELSEWHERE, markers, *words, *quiet], settings)
    if done.returncode:
        raise _complaint(done.stderr, platform, python)


@functools.cache
def _with_pip() -> tuple[str, dict[str, str]]:
    """A Python that has pip, and what to set for it: an installation made by uv or from outside has none of its own."""
    base = Path(sys.base_prefix) / (
        "python.exe" if os.name == "nt" else f"bin/python{sys.version_info[0]}.{sys.version_info[1]}"
    )
    for python in (sys.executable, str(base)):
        if shutil.which(python) and _run([python, "-c", "import pip"], {}).returncode == 0:
            return python, {}
    bundled = importlib.util.find_spec("ensurepip")
    folder = (
        Path(bundled.origin).parent / "_bundled" if bundled and bundled.origin else Path("/usr/share/python-wheels")
    )
    for wheel in sorted(folder.glob("pip-*.whl"), reverse=True):
        return sys.executable, {"PYTHONPATH": str(wheel)}
    message = "制作安装包要用 pip，这个 Python 没有；请先安装 pip（如 apt install python3-pip）再试。"
    raise OutputNotWritten(message)


def _run(words: list[str], settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # a Python of this machine, with arguments made here
        words,
        env=os.environ | settings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _complaint(told: str, platform: Platform, python: str) -> OutputNotWritten:
    """What pip said, as one sentence with what to do."""
    if _OFFLINE.search(told):
        return OutputNotWritten(
            "连不上软件源，没有写出安装包。请在能上网的机器上制作；单位有自己的镜像时，用 pip config 或 "
            "PIP_INDEX_URL 指定它。"
        )
    missing = _NO_WHEEL.search(told)
    if missing:
        return _nothing_fits(missing[1] or missing[2], platform, python)
    errors = [line.removeprefix("ERROR: ") for line in told.splitlines() if line.startswith("ERROR: ")]
    said = errors[-1] if errors else (told.strip().splitlines() or [""])[-1]
    return OutputNotWritten(
        f"pip 没有成功（{said}），没有写出安装包；可先更新 pip：python -m pip install --upgrade pip。"
    )


def _nothing_fits(name: str, platform: Platform, python: str) -> NothingFits:
    return NothingFits(
        f"{name} 没有适合 {platform.name}、Python {python} 的 wheel，没有写出安装包。"
        "请换一个 --python，或用 --extras 减少部件。"
    )
