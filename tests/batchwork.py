"""Work for the tests of converters/batch: functions that worker processes can import."""

from __future__ import annotations

import os
import time
from pathlib import Path

from workbook.errors import InputRefused, UsageError


def uneven(name):
    """The number twice; the even ones take longer, so that others finish first."""
    time.sleep(0.01 if int(name) % 2 == 0 else 0)
    return 2 * int(name)


def troubled(name):
    """What the name says: hang, die, refuse, fail, or give itself."""
    if name == "hang":
        time.sleep(600)
    if name == "die":
        os.abort()
    if name == "refuse":
        message = "这份不行"
        raise InputRefused(message)
    if name == "fail":
        raise KeyError(name)
    return name


def misused(name):
    message = f"用法不对：{name}"
    raise UsageError(message)


def pid(name):
    return os.getpid() if name else 0


def size(name):
    """The size of a file, and a line in the log beside it that it was read."""
    with (Path(name).parent / "log").open("a") as log:
        log.write(f"{Path(name).name}\n")
    return {"size": len(Path(name).read_bytes())}


def sized_or_refused(name):
    if Path(name).name.startswith("坏"):
        size(name)
        message = "坏文件"
        raise InputRefused(message)
    return size(name)
