"""Runs a reader that can abort, hang or eat memory in a helper process, so that one bad file stops nothing else.

One helper is kept for each process that asks and is used again: a call costs a fraction of a millisecond and the
passing of its arguments. The helper is a fresh interpreter, neither forked nor started through the main script, so
that workers of a pool may ask as well. Where the system knows no limit of memory (Windows), only time is limited.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from multiprocessing import spawn
from typing import IO, TYPE_CHECKING, TypeVar

from workbook.errors import InputRefused

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_LENGTH = struct.Struct("<Q")
_START_SECONDS = 120.0
# A helper that has read this many files gives its memory back by being replaced.
_CALLS = 200
# The helper ends itself this long after its time is over, should nobody be left to end it.
_GRACE = 10
# Python's own library is the interpreter's (inside LibreOffice, sys.path has another one); all else is found as here.
_BEGIN = "import sys; sys.path += sys.argv[1:]; from converters.readers.child import serve; serve()"
_NO_HELPER = "读取文件用的辅助进程没有启动成功，请重试；仍不行时请重新安装 nianbao。"
_AGAIN = "请用原软件打开它，检查内容并另存一份再试"


def in_child(function: Callable[..., T], *args: object, seconds: float, megabytes: int, name: str) -> T:
    """Call a function in the helper process.

    Args:
        function: a function at the top level of a module; what it gives must be picklable.
        args: its arguments, picklable.
        seconds: the time it may take, the helper's start not counted.
        megabytes: the memory it may take in addition to what the helper holds already.
        name: the file that is read, for messages.

    Returns:
        What the function returns.

    Raises:
        InputRefused: raised by the function, or the helper died, hung, or met its limit of memory.
        Exception: whatever else the function raises is raised here.
    """
    request = pickle.dumps((seconds, megabytes, function, args), pickle.HIGHEST_PROTOCOL)
    with _Holder.lock:
        kind, value = _Holder.get().ask(request, seconds)
    if kind == "answer":
        answer: T = value  # type: ignore[assignment]  # the helper gives back what the function returned
        return answer
    if kind == "error" and isinstance(value, Exception):
        raise value
    raise InputRefused(_complaint(kind, name, seconds, megabytes))


def _complaint(kind: str, name: str, seconds: float, megabytes: int) -> str:
    if kind == "late":
        return f"“{name}”在 {seconds:g} 秒内没有读完，已停止读取。文件可能过于复杂或已损坏，{_AGAIN}。"
    if kind == "memory":
        return f"“{name}”读取时所需内存超过 {megabytes} MB，已停止读取。文件可能已损坏或是特意构造的，{_AGAIN}。"
    return f"“{name}”读取时出现异常，读取程序中断。文件可能已损坏或是特意构造的，{_AGAIN}。"


def close() -> None:
    """End the helper of this process; the next call starts another. It ends by itself when the process does."""
    with _Holder.lock:
        _Holder.close()


class _Helper:
    """The asking side of one helper process."""

    def __init__(self) -> None:
        try:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
                [spawn.get_executable(), "-I", "-S", "-c", _BEGIN, *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Called from Excel, a console window would flash up.
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise InputRefused(_NO_HELPER) from error
        self.calls = 0
        self.late = False
        if self.receive(_START_SECONDS) is None:
            self.close()
            raise InputRefused(_NO_HELPER)

    @property
    def usable(self) -> bool:
        return self.calls < _CALLS and self.process.poll() is None

    def ask(self, request: bytes, seconds: float) -> tuple[str, object]:
        """What became of the call: answer, error, memory, died or late, and what came with it."""
        self.calls += 1
        answer = self.receive(seconds, request)
        if answer is not None:
            with suppress(Exception):  # an exception of the function may refuse to be put together again
                kind, value = pickle.loads(answer)  # noqa: S301 - from our own helper, over a pipe of its own
                return str(kind), value
        self.close()
        return ("late" if self.late else "died"), None

    def receive(self, seconds: float, request: bytes | None = None) -> bytes | None:
        """Send a request, if any, and wait for one message; None when the helper died or was ended for its time."""
        timer = threading.Timer(seconds, self.end)
        timer.daemon = True
        timer.start()
        try:
            if request is not None:
                _send(self.process.stdin, request)
            return _receive(self.process.stdout)
        except OSError:
            return None
        except BaseException:
            # Interrupted: the answer still to come would be taken for that of the next call.
            self.process.kill()
            self.process.wait()
            raise
        finally:
            timer.cancel()
            timer.join()

    def end(self) -> None:
        self.late = True
        self.process.kill()

    def close(self) -> None:
        """End the process and leave nothing behind."""
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if stream:
                    stream.close()
        try:
            # A helper that waits ends by itself when its input does.
            self.process.wait(0.5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def forget(self) -> None:
        """Let go of a helper that belongs to the process this one was forked from."""
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if stream:
                    stream.close()
        # Not ours to wait for: without a return code its end would be reported as forgotten.
        self.process.returncode = 0


class _Holder:
    """The helper of this process."""

    helper: _Helper | None = None
    lock = threading.Lock()

    @classmethod
    def get(cls) -> _Helper:
        if cls.helper and not cls.helper.usable:
            cls.close()
        if not cls.helper:
            cls.helper = _Helper()
        return cls.helper

    @classmethod
    def close(cls) -> None:
        helper, cls.helper = cls.helper, None
        if helper:
            helper.close()

    @classmethod
    def after_fork(cls) -> None:
        cls.lock = threading.Lock()
        helper, cls.helper = cls.helper, None
        if helper:
            helper.forget()


atexit.register(_Holder.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_Holder.after_fork)


def _send(stream: IO[bytes] | None, message: bytes) -> None:
    if stream:
        stream.write(_LENGTH.pack(len(message)))
        stream.write(message)
        stream.flush()


def _receive(stream: IO[bytes] | None) -> bytes | None:
    """The next message; None at the end of the stream, were it within a message."""
    head = stream.read(_LENGTH.size) if stream else b""
    if not stream or len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    message = stream.read(length)
    return message if len(message) == length else None


def serve() -> None:
    """The helper's own work: answer requests until the asking process is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What native code prints must not stand between the answers.
    os.dup2(2, 1)
    _send(answers, b"ready")
    while (request := _receive(requests)) is not None:
        _send(answers, _answer(request))


def _answer(request: bytes) -> bytes:
    try:
        seconds, megabytes, function, args = pickle.loads(request)  # noqa: S301 - from the process that started us
        _limit(seconds, megabytes)
        outcome: tuple[str, object] = ("answer", function(*args))
        return pickle.dumps(outcome, pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        outcome = ("memory", None)
    except Exception as error:  # noqa: BLE001 - the asking process raises it
        outcome = ("error", error)
    finally:
        _unlimit()
    with suppress(Exception):
        return pickle.dumps(outcome, pickle.HIGHEST_PROTOCOL)
    return pickle.dumps(("error", RuntimeError(repr(outcome[1]))))


def _limit(seconds: float, megabytes: int) -> None:
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - unknown to Windows

        signal.alarm(int(seconds) + _GRACE)
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = _address_space() + megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (min(wanted, hard) if hard != resource.RLIM_INFINITY else wanted, hard))


def _unlimit() -> None:
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - unknown to Windows

        signal.alarm(0)
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _address_space() -> int:
    """The bytes of address space in use, as Linux tells; libraries reserve far more than they use."""
    with suppress(OSError), open("/proc/self/statm", encoding="ascii") as numbers:  # noqa: PTH123 - no file of ours
        return int(numbers.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0
