r"""One command from a bare Python to a running nianbao: makes .venv, installs, then runs what was asked for.

``python3 .ci/go.py demo | run | test | lint | wheel | docs | check`` (Windows: ``py .ci\go.py demo``); further words
are passed on. ``check`` is all that must hold before a change goes in: test, lint, wheel, docs.
It needs nothing but Python >= 3.11 with pip, or uv; not the venv package, which Debian keeps apart.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "nianbao-installed"
CHECKED = ("addin", "converters", "workbook", "templates", "tests", ".ci")

# What each word installs (an extra of pyproject.toml) and what it runs, one after the other.
JOBS: dict[str, tuple[str, list[list[str]]]] = {
    "demo": ("", [["-m", "converters", "demo"]]),
    "run": ("", [["-m", "converters"]]),
    # All cores; tests of one file share what they have LibreOffice make, and stay together.
    "test": ("test", [["-m", "pytest", "-n", "auto", "--dist", "loadfile"]]),
    "lint": (
        "lint",
        [["-m", "ruff", "check", *CHECKED], ["-m", "ruff", "format", "--check", *CHECKED], ["-m", "mypy"]],
    ),
    "wheel": ("test", []),
    "docs": ("docs", [["-m", "mkdocs", "build", "--strict", "--quiet", "-f", ".ci/site/mkdocs.yml"]]),
    "check": ("", []),
}
CHECKS = ("test", "lint", "wheel", "docs")


def main(words: list[str]) -> int:
    """Prepare and run; the exit code is that of the first command that failed."""
    if complaint := _complaint(words):
        print(complaint, file=sys.stderr)
        return 2
    if words[0] == "check":
        return next(filter(None, (main([word]) for word in CHECKS)), 0)
    extra, commands = JOBS[words[0]]
    try:
        python = prepare(extra)
        if words[0] == "wheel":
            try_wheel(python)
    except subprocess.CalledProcessError as error:
        print(f"没有成功，请看上面的信息，并检查网络（failed, see above）：{error}", file=sys.stderr)
        return 4
    codes = (subprocess.run([python, *command, *words[1:]], cwd=ROOT, check=False).returncode for command in commands)
    return next(filter(None, codes), 0)


def _complaint(words: list[str]) -> str:
    """What keeps the script from working, and what to do."""
    if not words or words[0] not in JOBS:
        return f"用法（usage）：python3 .ci/go.py {' | '.join(JOBS)} [参数…]"
    if sys.version_info < (3, 11):  # noqa: UP036  # an older Python gets this far, and must be told why no farther
        return f"需要 Python 3.11 或更新版本（needs Python >= 3.11），现在是 {sys.version.split()[0]}。"
    if not shutil.which("uv") and importlib.util.find_spec("pip") is None:
        return "这个 Python 没有 pip，也没有 uv；请先安装其一（install pip or uv），如 apt install python3-pip。"
    return ""


def prepare(extra: str) -> Path:
    """Give .venv's Python, with what the job needs; nothing is done twice for the same pyproject.toml."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    done = STAMP.read_text("utf-8").split("\n") if STAMP.exists() else [""]
    extras = done[1:] if done[0] == wanted else []
    python = _python(VENV)
    if not python.exists() or extra not in extras:
        print("正在准备运行环境 .venv（setting up, once）……", file=sys.stderr, flush=True)
        extras = sorted({"", extra, *extras})
        make_venv(VENV)
        named = ",".join(filter(None, extras))
        install(python, "--editable", f".[{named}]" if named else ".")
        STAMP.write_text("\n".join([wanted, *extras]), encoding="utf-8")
        print(f"已装好（installed）：{_program(python)}", file=sys.stderr, flush=True)
    return python


def make_venv(folder: Path) -> None:
    """Make an empty virtual environment, unless it is there."""
    uv = shutil.which("uv")
    if _python(folder).exists():
        return
    if uv:
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, folder], check=True)
    else:
        # Without pip inside: ensurepip is what a Debian without python3-venv lacks.
        venv.create(folder, with_pip=False, symlinks=os.name != "nt")


def install(python: Path, *what: str) -> None:
    """Install into the environment of this Python, from outside it."""
    uv = shutil.which("uv")
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", str(python)]
    else:
        command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    subprocess.run([*command, *what], cwd=ROOT, check=True)


def try_wheel(python: Path) -> None:
    """Build the wheel and run the demo from it, in an environment that knows nothing of this folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([python, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True)
        (wheel,) = folder.glob("*.whl")
        make_venv(folder / "venv")
        bare = _python(folder / "venv")
        install(bare, str(wheel))
        subprocess.run([_program(bare), "demo"], cwd=folder, check=True)


def _python(folder: Path) -> Path:
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def _program(python: Path) -> Path:
    return python.with_name("nianbao.exe" if os.name == "nt" else "nianbao")


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # both are text streams here
    sys.exit(main(sys.argv[1:]))
