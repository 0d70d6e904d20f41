"""The command line: one door in, one Chinese sentence and one exit code out.

Nothing heavy is imported here: a command's module is loaded when it is called, so ``--help`` answers at once.
"""

from __future__ import annotations

import errno
import importlib
import io
import os
import sys

from converters.cli.parser import build_parser
from workbook.errors import NianbaoError, OutputNotWritten

OUR_FAULT = 5
INTERRUPTED = 130
# What a shell reports for a program whose reader has gone away (128 + SIGPIPE).
READER_GONE = 141


def main(argv: list[str] | None = None) -> int:
    """Run one command and give its exit code; never raises.

    Args:
        argv: the words after the program's name; those of the process when None.
    """
    _speak_utf8()
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    except BrokenPipeError:
        _forget_output()
        return READER_GONE
    except KeyboardInterrupt:
        # A terminal has just shown ^C on the line of whatever was there.
        print("\n" * sys.stderr.isatty() + "已中断；没有写完的文件不会留下。", file=sys.stderr)
        return INTERRUPTED
    except NianbaoError as error:
        print(f"错误：{error}", file=sys.stderr)
        return error.exit_code
    except Exception as error:  # noqa: BLE001  # the last door: a user must never meet a traceback
        return _own_fault(error)
    return code


def _run(words: list[str]) -> int:
    parser = build_parser()
    if "_ARGCOMPLETE" in os.environ:
        from converters.cli.completion import complete  # noqa: PLC0415  # a command has no use for it

        complete(parser)
    if not words:
        from converters.cli.first import introduction  # noqa: PLC0415  # a command has no use for it

        print(introduction())
        return 0
    args = parser.parse_args(words)
    if not hasattr(args, "module"):
        parser.error("the following arguments are required: 命令")
    return int(importlib.import_module(args.module).run(args))


def _own_fault(error: Exception) -> int:
    # Long names of inputs are refused where they are read: what comes here is the name of an output.
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        print(f"错误：“{error.filename}”的路径过长，没有写出；请换一个较短的文件名或文件夹。", file=sys.stderr)
        return OutputNotWritten.exit_code
    # Files are written by a function that tells of its own failures: what comes here is what was printed.
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        _forget_output()
        print("错误：磁盘满了，屏幕上的内容没有全部存进所指的文件；请腾出空间，再运行一次。", file=sys.stderr)
        return OutputNotWritten.exit_code
    if os.environ.get("NIANBAO_DEBUG") == "1":
        import traceback  # noqa: PLC0415  # wanted only here

        traceback.print_exc()
    print(
        f"程序内部出错（{type(error).__name__}: {error}），没有改动任何已有文件。"
        "请设置环境变量 NIANBAO_DEBUG=1 再运行一次，把全部输出和所用文件一并反馈。",
        file=sys.stderr,
    )
    return OUR_FAULT


def _forget_output() -> None:
    """The interpreter flushes once more at its end; it must not meet the same failure again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _speak_utf8() -> None:
    """A Chinese Windows console pipes in its own code page; every output of ours is UTF-8.

    A program started without a window, or with its output closed, has no streams at all: what it says is lost.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115  # open to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
