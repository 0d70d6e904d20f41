"""What is finished, noted as it happens, so that a run cut short is taken up where it stopped.

The journal is a text file: a first line that says for which task it is, then a line for each finished file with the
file's stamp and its result. The stamp is made of name, size and time of change: a file that has changed is done again,
one that has not is not even opened. A last line cut short by a crash is dropped.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import stat
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from converters.batch.options import Refused
from converters.batch.remote import is_address, remote_stamp
from workbook.errors import InputRefused, OutputNotWritten

if TYPE_CHECKING:
    from io import FileIO

_HEAD = b"nianbao-journal\t"


class Journal:
    """An open journal; ``found`` and ``note`` are the whole use of it."""

    def __init__(self, path: Path, task: str) -> None:
        """Open a journal, or begin one; results of another task are dropped.

        Raises:
            OutputNotWritten: the file is no journal, or cannot be written.
        """
        self.head = _HEAD + _digest(task) + b"\n"
        self.places: dict[bytes, int] = {}
        try:
            self.file: FileIO = open(path, "a+b", buffering=0)  # noqa: SIM115, PTH123  # closed by close()
            _lock(self.file, path)
            self._open(path)
        except OSError as error:
            message = f"无法写进度文件“{path}”（没有权限、磁盘已满或不可用），请用 --journal 换一个位置。"
            raise OutputNotWritten(message) from error

    def _open(self, path: Path) -> None:
        self.file.seek(0)
        first = self.file.readline(len(self.head))
        # Cut within the head it is still one of ours.
        if not first.startswith(_HEAD) and not _HEAD.startswith(first):
            self.file.close()
            message = f"“{path}”已存在，不是 nianbao 的进度文件，没有改动它；请用 --journal 换一个文件名。"
            raise OutputNotWritten(message)
        end = len(first) if first == self.head else 0
        if end:
            end = self._read(end)
        self.file.truncate(end)
        if not end:
            self.file.write(self.head)

    def _read(self, end: int) -> int:
        """Learn where each result stands, and give the end of the last whole line."""
        # A buffered reader of its own: the unbuffered file would be read byte by byte.
        with open(self.file.fileno(), "rb", closefd=False) as lines:
            lines.seek(end)
            for line in lines:
                if not line.endswith(b"\n"):
                    break
                self.places[line.partition(b"\t")[0]] = end
                end += len(line)
        return end

    def found(self, stamp: bytes) -> tuple[Any] | None:
        """The result noted for a file, in a tuple of one; None where there is none that can be read."""
        if (place := self.places.get(stamp)) is None:
            return None
        self.file.seek(place)
        try:
            text = zlib.decompress(base64.b64decode(self._line().partition(b"\t")[2]))
            told = json.loads(text)
        except (binascii.Error, ValueError, zlib.error):
            return None
        return (Refused(**told["refused"]) if "refused" in told else told["result"],)

    def _line(self) -> bytes:
        """The line at which the file stands."""
        with open(self.file.fileno(), "rb", closefd=False) as lines:
            return lines.readline()

    def note(self, stamp: bytes, result: object) -> None:
        """Note a result; one that may come out better another time is not noted.

        Raises:
            OutputNotWritten: the disk refuses.
        """
        if isinstance(result, Refused):
            if result.why != "input":
                return
            told: dict[str, object] = {"refused": {"name": result.name, "message": result.message}}
        else:
            told = {"result": result}
        packed = base64.b64encode(zlib.compress(json.dumps(told, ensure_ascii=False).encode(), 1))
        try:
            # In one piece: a killed process leaves at most its last line unfinished.
            self.file.write(stamp + b"\t" + packed + b"\n")
        except OSError as error:
            message = "无法写进度文件（磁盘已满或不可用）。请腾出空间，再运行一次同样的命令。"
            raise OutputNotWritten(message) from error

    def close(self) -> None:
        """Close the file; it stays."""
        self.file.close()


def _lock(file: FileIO, path: Path) -> None:
    """Keep a second run of the same command out; the lock goes with the file or the process."""
    try:
        import fcntl  # noqa: PLC0415  # unknown to Windows, where nobody can remove a file that is open
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        message = f"另一个 nianbao 正在用进度文件“{path}”，请等它结束，或用 --journal 换一个文件名。"
        raise OutputNotWritten(message) from error


def stamp_of(name: str) -> bytes:
    """What tells a file, as it is now, from every other; empty for one that cannot be looked at.

    A file in an archive (``来文.zip/甲.docx``) has changed when the archive has.
    """
    try:
        if is_address(name):
            return _digest(f"{name}\n{remote_stamp(name)}")
        found = _file_of(Path(name)).stat()
    except (OSError, ValueError, InputRefused):
        return b""
    return _digest(f"{name}\n{found.st_size}\n{found.st_mtime_ns}") if stat.S_ISREG(found.st_mode) else b""


def _file_of(path: Path) -> Path:
    """The path, or the file that it leads into."""
    return next((part for part in (path, *path.parents) if part.exists()), path)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32].encode()
