"""One file done: the result, or why there is none; nothing that a file contains ends the run."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from converters.batch.options import Refused
from workbook.errors import InputRefused, NianbaoError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def attempt(work: Callable[[str], T], name: str) -> T | Refused:
    """Do one file.

    Raises:
        NianbaoError: not the file is at fault but the call or the output: no other file would fare better.
    """
    try:
        return work(name)
    except InputRefused as error:
        return Refused(name, str(error))
    except NianbaoError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever one file brings about, the others are still to be done
        if os.environ.get("NIANBAO_DEBUG") == "1":
            import traceback  # noqa: PLC0415  # wanted only here

            traceback.print_exc()
        message = (
            f"处理“{PurePath(name).name}”时程序内部出错（{type(error).__name__}: {error}），这份没有结果。"
            "请设置环境变量 NIANBAO_DEBUG=1 单独再运行一次，把全部输出和这份文件一并反馈。"
        )
        return Refused(name, message, "fault")


def took_too_long(name: str, seconds: float) -> Refused:
    """What to say of a file that ran into the time limit."""
    message = (
        f"“{PurePath(name).name}”处理超过 {seconds:g} 秒，已停止处理这份。"
        "文件可能已损坏或内容过大；可以单独读入这份，或用 --time-limit 加长时间。"
    )
    return Refused(name, message, "time")


def ended_its_process(name: str, limit: float | None = None) -> Refused:
    """What to say of a file during which the process ended, perhaps because of a time limit that ends it."""
    slow = f"处理超过 {limit:g} 秒，" if limit else ""
    message = (
        f"处理“{PurePath(name).name}”的进程意外结束（可能{slow}内存不足，或文件内容使读取部件崩溃），这份没有结果。"
        "请用原软件打开核对，另存一份再试。"
    )
    return Refused(name, message, "died")
