"""An installed office program, asked to convert what no reader here reads: found, run once, and stopped in time.

Every call gets a folder and a user profile of its own, with macros off, links not updated and no way to the network.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from converters import office_word
from workbook.errors import InputRefused

MAX_OUTPUT = 256 * 1024 * 1024
_MAX_MEMORY = 4 * 1024 * 1024 * 1024
_COMMANDS = ("soffice", "libreoffice")
_UNIX_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "~/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/usr/local/bin/soffice",
    "/snap/bin/libreoffice",
)
_WINDOWS_FOLDERS = ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)")
_PROGRAM = "LibreOffice/program/soffice.com"
# Where LibreOffice keeps a switch, its name and value. A proxy nobody listens at keeps it off the network.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetNoProxy", ""),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetFTPProxyPort", "9"),
)
_OOR = "http://openoffice.org/2001/registry"


def find_office() -> Path | None:
    """The LibreOffice of this machine, from the search path or its usual places; None when there is none."""
    for command in _COMMANDS:
        found = shutil.which(command)
        if found:
            return Path(found)
    return next((place for place in _usual_places() if place.is_file()), None)


def convert(data: bytes, suffix: str, to: str, name: str, seconds: float = 120) -> bytes:
    """Have an office program save a file in another format.

    Args:
        data: the whole file.
        suffix: the ending that tells the program what it is, with its dot (``.doc``).
        to: the ending of the format wanted, without a dot (``docx``).
        name: the file's name, for messages.
        seconds: the longest it may take.

    Returns:
        The converted file, at most ``MAX_OUTPUT`` bytes.

    Raises:
        InputRefused: there is no office program here, or it cannot convert this file in time.
    """
    office = find_office()
    word = office_word.find_word(suffix, to) if office is None else None
    if office is None and word is None:
        message = (
            f"“{name}”要借助 LibreOffice 才能读取，本机没有找到。"
            f"请安装 LibreOffice，或用 Word、WPS 打开后另存为 .{to} 再试。"
        )
        raise InputRefused(message)
    # A program that was killed may hold its files for a moment longer; they go with the system's own cleaning then.
    with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        source, target = folder / f"source{suffix}", folder / "out" / f"source.{to}"
        source.write_bytes(data)
        target.parent.mkdir()
        if office is not None:
            command = _libreoffice(office, source, target, _profile(folder))
        else:
            command = office_word.command(str(word), source, target)
        _run(command, target, name, seconds)
        return _result(target, name)


def _usual_places() -> list[Path]:
    windows = [Path(os.environ[key]) / _PROGRAM for key in _WINDOWS_FOLDERS if os.environ.get(key)]
    optional = sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
    return [*windows, *(Path(place).expanduser() for place in _UNIX_PLACES), *optional]


def _profile(folder: Path) -> str:
    """A new user profile with nothing in it but the switches that keep a document quiet, as a file URL."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{key}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, key, value in _SETTINGS
    )
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    text = f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="{_OOR}">{items}</oor:items>'
    (user / "registrymodifications.xcu").write_text(text, encoding="utf-8")
    return user.parent.as_uri()


def _libreoffice(office: Path, source: Path, target: Path, profile: str) -> list[str]:
    switches = ["--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
    convert_to = ["--convert-to", target.suffix[1:], "--outdir", str(target.parent), str(source)]
    return [str(office), f"-env:UserInstallation={profile}", *switches, *convert_to]


def _run(command: list[str], target: Path, name: str, seconds: float) -> None:
    quiet, advice = subprocess.DEVNULL, f"请用 Word、WPS 打开后另存为 {target.suffix} 再试"
    # What the program leaves behind when it is killed goes with the folder.
    environment = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(target.parent.parent))
    try:
        process = subprocess.Popen(  # noqa: S603 - the program found here, with arguments made here
            command,
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            env=environment,
            start_new_session=True,
            # Windows opens a window for a program of the console otherwise.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        message = f"“{name}”转换失败：无法启动 {command[0]}。{advice}。"
        raise InputRefused(message) from error
    try:
        _limit(process.pid)
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        message = f"“{name}”转换超过 {seconds:g} 秒，已停止。{advice}。"
        raise InputRefused(message) from error
    finally:
        # Also after a good end: a helper process may stay behind, and nobody would ever stop it.
        _stop(process)


def _limit(pid: int) -> None:
    """Bound the memory and the files of a process that has just begun, where the system can."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - Windows has none

        with contextlib.suppress(OSError, ValueError):
            resource.prlimit(pid, resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))
            # One byte more than is taken: a file cut off here is told from a whole one.
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (MAX_OUTPUT + 1, MAX_OUTPUT + 1))


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and everything it started."""
    if sys.platform == "win32":
        if process.poll() is None:
            taskkill = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
            subprocess.run(taskkill, capture_output=True, check=False)  # noqa: S603 - the system's own program
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _result(target: Path, name: str) -> bytes:
    try:
        data = target.read_bytes() if target.stat().st_size <= MAX_OUTPUT else b""
    except OSError:
        data = b""
    if not data:
        message = f"“{name}”转换失败：文件可能已损坏、已加密或不是文档。请用原软件打开后另存为 {target.suffix} 再试。"
        raise InputRefused(message)
    return data
