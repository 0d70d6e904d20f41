"""What several commands take alike: years, counts, times, the options for many files, the examples of a help."""

from __future__ import annotations

import argparse


def add_batch_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options of a command that works through many files; see :mod:`converters.cli.many`."""
    group = parser.add_argument_group("文件很多时")
    group.add_argument("--jobs", type=count, metavar="个数", help="同时用几个进程；不写时按文件和处理器的多少定")
    group.add_argument("--time-limit", type=seconds, metavar="秒", help="一份文件最多处理多久，超过的退回")
    group.add_argument("--journal", metavar="进度文件", help="记下做完的文件；再次运行时不再读它们，只读新的和改过的")
    group.add_argument(
        "--scheduler", metavar="地址", help="在 Dask 集群上做，如 tcp://主机:8786；文件要各台机器都能读到"
    )


def examples(*lines: str) -> str:
    """The examples at the end of a help, each as it is typed."""
    return "\n".join(("例子：", *(f"  {line}" for line in lines)))


def year(text: str) -> int:
    """A year in which there are such reports; argparse shows the complaint."""
    if not (text.isascii() and text.isdigit() and 2008 <= int(text) <= 2099):
        message = f"年度应是 2008 到 2099 的四位数，现在是“{text}”"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def count(text: str) -> int:
    """A number of processes."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 1024):
        message = f"应是 1 到 1024 的整数，现在是“{text}”"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def seconds(text: str) -> float:
    """A time; a tenth of a second is less than any reader needs."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 86400:
        message = f"应是 0.1 到 86400 之间的秒数，现在是“{text}”"
        raise argparse.ArgumentTypeError(message)
    return seconds
