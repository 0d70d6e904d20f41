"""Questions on a terminal: asked only where somebody can answer them, and again until the answer can be used."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from converters.cli.arguments import year
from workbook.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
# The report of a year is written in the first months of the next; the rest of the year people prepare their own.
_LAST_MONTH = 6
_TIMES = 5


def is_terminal() -> bool:
    """Whether somebody sits before the questions: both ends are a terminal (a program without a window has none)."""
    return all(stream and not stream.closed and stream.isatty() for stream in (sys.stdin, sys.stderr))


def due_year() -> int:
    """The year whose report is being written these days."""
    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    return today.year - (today.month <= _LAST_MONTH)


def ask(question: str, answer: Callable[[str], T] = str) -> T | None:  # type: ignore[assignment]  # T is str then
    """Ask on stderr; None for an empty answer.

    Args:
        question: as it is shown.
        answer: makes a value of what was typed, or raises ValueError with the complaint.

    Raises:
        UsageError: no answer that can be used after several times.
    """
    for _ in range(_TIMES):
        print(question, end="", file=sys.stderr, flush=True)
        typed = sys.stdin.readline().strip()
        if not typed:
            return None
        try:
            return answer(typed)
        except ValueError as error:
            print(f"  {error}，请再写一次。", file=sys.stderr)
    message = "几次都没有得到能用的回答；请把它写在命令里，见 nianbao new --help。"
    raise UsageError(message)


def year_answer(typed: str) -> int:
    """A year as the option takes it, with or without 年度 after it."""
    try:
        return year(typed.removesuffix("度").removesuffix("年").strip())
    except argparse.ArgumentTypeError as error:
        raise ValueError(str(error)) from error


def file_answer(typed: str) -> str:
    """The path of a file that exists; what a terminal puts around a file that was dragged into it goes."""
    path = typed.removeprefix("& ").strip().strip("'\"")
    if not Path(path).is_file() and Path(path.replace("\\ ", " ")).is_file():
        path = path.replace("\\ ", " ")
    if not Path(path).is_file():
        message = f"找不到文件“{path}”"
        raise ValueError(message)
    return path
