"""Puts nianbao on a machine without network, or takes it away: the program inside an offline bundle.

It is copied into every bundle as it is and run there by whatever Python the machine has, so it imports nothing but the
standard library. An installation is replaced as a whole: until the new one has proved itself the old one is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REFUSED, NOT_DONE = 3, 4
WINDOWS = os.name == "nt"
HERE = Path(__file__).resolve().parent
# What is kept beside the installation to take it away again.
_KEPT = ("卸载.bat", "uninstall.sh", "files/installer.py", "files/no-python.txt")
_IN_USE = "请关闭 Excel、LibreOffice 和正在用 nianbao 的命令行窗口，再运行一次。"
# The parts that are machine code: where the machine is too old for one, it shows when it is loaded.
_MACHINE_CODE = "import lxml.etree, pypdfium2, python_calamine"


class Stopped(Exception):  # noqa: N818  # reads as the sentence it stands for
    """Nothing was installed; carries the sentence for the user and the exit code."""

    def __init__(self, message: str, code: int = NOT_DONE) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Places:
    """Where things go: ``home`` is ours alone, ``launcher`` is the command ``nianbao``."""

    home: Path
    launcher: Path

    @property
    def env(self) -> Path:
        """The private environment."""
        return self.home / "env"

    @property
    def old(self) -> Path:
        """The environment that is being replaced or taken away."""
        return self.home / "env.old"

    @property
    def python(self) -> Path:
        """The environment's Python."""
        return self.env / ("Scripts/python.exe" if WINDOWS else "bin/python")

    @property
    def receipt(self) -> Path:
        """What was installed; written last, so that it tells a whole installation from a half one."""
        return self.env / "nianbao-installed.json"


def main(words: list[str]) -> int:
    """Install (``install``) or take away (``remove``); the exit code is 0, 3 (refused) or 4 (not done)."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            # Ending by exception lets the old installation be put back.
            signal.signal(getattr(signal, name), lambda *_: sys.exit(NOT_DONE))
    try:
        if words == ["remove"]:
            remove(places())
        else:
            install(HERE.parent, places())
    except Stopped as stopped:
        say(f"没有完成：{stopped}")
        return stopped.code
    except KeyboardInterrupt:
        say("已中断；原来装好的没有改动。")
        return 130
    except OSError as error:
        say(f"没有完成：无法写入“{error.filename or places().home}”（{error.strerror}）。请检查权限和磁盘空间再试。")
        return NOT_DONE
    return 0


def places() -> Places:
    """The places of this user; no administrator is needed for them."""
    user = Path.home()
    if WINDOWS:
        home = Path(os.environ.get("LOCALAPPDATA") or user / "AppData" / "Local") / "nianbao"
        return Places(home, home / "bin" / "nianbao.cmd")
    return Places(user / ".local" / "share" / "nianbao", user / ".local" / "bin" / "nianbao")


def install(bundle: Path, there: Places) -> None:
    """Install from the bundle, in place of an older installation.

    Raises:
        Stopped: the bundle is damaged or not for this machine, or the new installation does not work; nothing changed.
    """
    facts = json.loads((bundle / "files" / "bundle.json").read_text("utf-8"))
    say(f"nianbao {facts['version']} 离线安装：{facts['title']}")
    _check_machine(facts)
    _check_sums(bundle)
    there.home.mkdir(parents=True, exist_ok=True)
    with _replacing(there):
        say(f"正在装到 {there.env} ……")
        _fill(bundle, there)
        _prove(there)
        there.receipt.write_text(json.dumps({"version": facts["version"]}), encoding="utf-8")
    _keep_remover(bundle, there)
    _put_launcher(there)
    if os.environ.get("NIANBAO_ADDIN") != "no":
        _nianbao(there, "addin", "install")
    _nianbao(there, "doctor")
    say(f"\n已装好 nianbao {facts['version']}。")
    _say_next(there)


def remove(there: Places) -> None:
    """Take away what was installed, and nothing else.

    Raises:
        Stopped: a program is using it.
    """
    if not there.env.exists() and not there.old.exists():
        say("没有找到装好的 nianbao，无需卸载。")
        return
    if there.python.exists():
        _nianbao(there, "addin", "remove")
    if there.env.exists():
        shutil.rmtree(there.old, ignore_errors=True)
        _rename(there.env, there.old)
    _take_launcher(there)
    for folder in (there.old, there.home / "setup"):
        shutil.rmtree(folder, ignore_errors=True)
    _take_logs(there)
    _remove_empty(there.home)
    say("已卸载 nianbao。您的工作簿和报告没有动。")


def say(message: str) -> None:
    """A line to the user."""
    print(message, flush=True)  # noqa: T201  # a script talks


def _check_machine(facts: dict[str, Any]) -> None:
    """Refuse a machine or a Python that the wheels of this bundle are not for."""
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if python not in facts["pythons"]:
        wanted = " 或 ".join(facts["pythons"])
        message = f"这个安装包要用 Python {wanted}，现在是 {python}。"
        raise Stopped(message, REFUSED)
    machine = {"win-amd64": "AMD64"}.get(sysconfig.get_platform(), platform.machine())
    if (platform.system(), machine) != (facts["system"], facts["machine"]):
        message = f"这个安装包是给 {facts['title']} 的，这台机器是 {platform.system()} {machine}；请换用对应的安装包。"
        raise Stopped(message, REFUSED)
    if "WindowsApps" in sys.base_prefix:
        message = "微软商店里的 Python 装的东西 Excel 看不到；请改用 Python 官方网站的安装程序。"
        raise Stopped(message, REFUSED)
    here = platform.mac_ver()[0] if facts["system"] == "Darwin" else platform.libc_ver()[1]
    if facts["least"] and here and _number(here) < _number(facts["least"]):
        name = "macOS" if facts["system"] == "Darwin" else "glibc"
        message = f"这个安装包要求 {name} {facts['least']} 或更新，这台机器是 {here}。"
        raise Stopped(message, REFUSED)


def _check_sums(bundle: Path) -> None:
    """Refuse a bundle in which a file is missing or damaged, before anything is touched."""
    for line in (bundle / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        try:
            whole = hashlib.sha256((bundle / name).read_bytes()).hexdigest() == digest
        except OSError:
            whole = False
        if not whole:
            message = f"安装包里的“{name}”缺失或已损坏，什么也没有安装；请重新复制或重新制作安装包。"
            raise Stopped(message, REFUSED)


@contextlib.contextmanager
def _replacing(there: Places) -> Iterator[None]:
    """Sets the old environment aside for the body; puts it back if the body fails."""
    _mend(there)
    if there.env.exists():
        _rename(there.env, there.old)
    try:
        yield
    except BaseException:
        shutil.rmtree(there.env, ignore_errors=True)
        if there.old.exists():
            there.old.replace(there.env)
        else:
            _remove_empty(there.home)
        raise
    shutil.rmtree(there.old, ignore_errors=True)


def _mend(there: Places) -> None:
    """Put back what a run that was killed had set aside, or clear away what it had left to delete."""
    if not there.old.exists():
        return
    if there.receipt.exists():
        shutil.rmtree(there.old)
    else:
        shutil.rmtree(there.env, ignore_errors=True)
        _rename(there.old, there.env)


def _rename(path: Path, to: Path) -> None:
    try:
        path.replace(to)
    except OSError as error:
        message = f"“{path}”正在使用，没有改动。{_IN_USE}"
        raise Stopped(message) from error


def _fill(bundle: Path, there: Places) -> None:
    """Make the environment and put everything into it, from the bundle alone."""
    # Without pip inside: ensurepip is what a Debian without python3-venv lacks. The bundle's own pip does it.
    venv.create(there.env, with_pip=False, symlinks=not WINDOWS)
    wheels = bundle / "wheels"
    pip = max(wheels.glob("pip-*.whl")) / "pip"
    requirements = bundle / "files" / f"requirements-{sys.version_info[0]}.{sys.version_info[1]}.txt"
    words = ["install", "--isolated", "--no-index", "--find-links", str(wheels), "--no-cache-dir", "--no-input"]
    quiet = ["--quiet", "--disable-pip-version-check", "--no-warn-script-location"]
    done = _run([there.python, "-I", pip, *words, *quiet, "--require-hashes", "--requirement", requirements])
    if done.returncode:
        message = f"软件包没有装成，已恢复原状。pip 说：{_last(done.stderr)}"
        raise Stopped(message)


def _prove(there: Places) -> None:
    """Have the new installation do its main job before the old one is given up."""
    loaded = _run([there.python, "-I", "-c", _MACHINE_CODE])
    if loaded.returncode:
        message = f"装上的部件在这台机器上不能用，已恢复原状：{_last(loaded.stderr)}"
        raise Stopped(message)
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        done = _run([there.python, "-I", "-m", "converters", "demo", "-o", Path(folder) / "demo"])
    if done.returncode:
        message = f"试运行没有成功，已恢复原状：{_last(done.stderr)}"
        raise Stopped(message)


def _run(words: list[str | Path]) -> subprocess.CompletedProcess[str]:
    """Run a program of the new environment, unheard; pip's own settings on this machine do not count."""
    return subprocess.run(  # noqa: S603  # programs out of the bundle, whose checksums were compared
        [str(word) for word in words],
        env=os.environ | {"PIP_CONFIG_FILE": os.devnull, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"},
        cwd=tempfile.gettempdir(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _last(told: str) -> str:
    return (told.strip().splitlines() or ["（没有说明）"])[-1]


def _nianbao(there: Places, *words: str) -> None:
    """Run a command of the installation in front of the user; how it ends is its own affair."""
    say(f"\n—— nianbao {' '.join(words)}")
    command = [str(there.python), "-I", "-m", "converters", *words]
    with contextlib.suppress(OSError):
        subprocess.run(command, cwd=tempfile.gettempdir(), check=False)  # noqa: S603  # ours


def _keep_remover(bundle: Path, there: Places) -> None:
    """Keep what takes the installation away; the bundle may be gone by then."""
    for name in _KEPT:
        source, target = bundle / name, there.home / "setup" / name
        if source.exists() and source != target:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def _put_launcher(there: Places) -> None:
    """Make the command ``nianbao``, unless another program has that name."""
    if _is_other(there):
        say(f"{there.launcher} 是另外装的 nianbao，没有改动；这次装的在 {there.env}。")
        return
    there.launcher.parent.mkdir(parents=True, exist_ok=True)
    if WINDOWS:
        there.launcher.write_text('@"%~dp0..\\env\\Scripts\\python.exe" -I -m converters %*\r\n', "ascii", newline="")
        _edit_user_path(lambda path: with_folder(path, str(there.launcher.parent)))
    else:
        there.launcher.unlink(missing_ok=True)
        there.launcher.symlink_to(there.env / "bin" / "nianbao")


def _take_launcher(there: Places) -> None:
    if _is_other(there):
        return
    there.launcher.unlink(missing_ok=True)
    if WINDOWS:
        _edit_user_path(lambda path: without_folder(path, str(there.launcher.parent)))
        _remove_empty(there.launcher.parent)


def _take_logs(there: Places) -> None:
    """Delete what the add-in's log keeps of failures."""
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "nianbao"
    for folder in (there.home, state, Path.home() / "Library" / "Logs" / "nianbao"):
        for name in ("nianbao.log", "nianbao.old.log"):
            (folder / name).unlink(missing_ok=True)
        _remove_empty(folder)


def _is_other(there: Places) -> bool:
    """Whether somebody else's command stands where ours goes; on Windows the folder is ours alone."""
    if WINDOWS or not os.path.lexists(there.launcher):
        return False
    return not (there.launcher.is_symlink() and there.launcher.readlink().is_relative_to(there.env))


def with_folder(path: str, folder: str) -> str:
    """A search path of Windows with this folder at its end."""
    return ";".join(filter(None, [without_folder(path, folder).rstrip(";"), folder]))


def without_folder(path: str, folder: str) -> str:
    """A search path of Windows without this folder, the rest as it was."""
    return ";".join(part for part in path.split(";") if part.rstrip("\\").lower() != folder.rstrip("\\").lower())


def _edit_user_path(change: Callable[[str], str]) -> None:
    """Change the search path of the user, not of the machine; programs started from now on see it."""
    registry = importlib.import_module("winreg")
    with registry.CreateKeyEx(
        registry.HKEY_CURRENT_USER, "Environment", 0, registry.KEY_READ | registry.KEY_WRITE
    ) as key:
        try:
            old, kind = registry.QueryValueEx(key, "Path")
        except FileNotFoundError:
            old, kind = "", registry.REG_EXPAND_SZ
        if change(old) != old:
            registry.SetValueEx(key, "Path", 0, kind, change(old))
            # WM_SETTINGCHANGE to all windows: Explorer hands the new path to what it starts.
            windows = importlib.import_module("ctypes").windll.user32
            windows.SendMessageTimeoutW(0xFFFF, 0x1A, 0, "Environment", 2, 1000, None)


def _say_next(there: Places) -> None:
    on_path = str(there.launcher.parent) in os.environ.get("PATH", "").split(os.pathsep)
    if on_path and not _is_other(there):
        say("接着可以：nianbao demo 走一遍，nianbao --help 看全部命令。")
    elif WINDOWS:
        say("接着：重新打开 Excel 看“信息公开年报”选项卡；新开一个命令提示符，运行 nianbao demo 走一遍。")
    else:
        command = there.env / "bin" / "nianbao" if _is_other(there) else there.launcher
        say(f"接着：运行 {command} demo 走一遍；重新登录后，nianbao 就是它。")


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2])


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # text streams
    sys.exit(main(sys.argv[1:]))
