"""argparse in Chinese: headings, usage, complaints, and the meaning of exit codes."""

from __future__ import annotations

import argparse
import os
import re
import unicodedata

from converters.cli import commands

# Not from typing, whose import alone takes a tenth of the time that --help may take.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, NoReturn

EXIT_CODES = """\
退出码：
  0    正常
  1    有“错误”级问题，有与工作簿不一致的内容，或有要修的、没有装上的
  2    命令写法不对，或文件之间不匹配
  3    有文件读不了
  4    结果没有写出，原有文件未动
  5    程序内部出错
  130  被 Ctrl-C 中断
  141  接收输出的程序已关闭"""

# argparse knows no Chinese; these are all the complaints that the commands here can draw from it.
_COMPLAINTS = (
    (r"the following arguments are required: (.+)", r"缺少必填的参数：\1"),
    (r"one of the arguments (\S+) (\S+) is required", r"\1 和 \2 要写一个"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (.+): not allowed with argument (.+)", r"\1 不能与 \2 同用"),
    (r"argument (.+): expected (?:one|at least one|\d+) arguments?", r"\1 后面缺少内容，或个数不对"),
    (r"argument 命令: invalid choice: (\S+) .*", r"没有命令 \1"),
    (r"argument (.+): invalid choice: (.+?) \(choose from (.+)\)", r"\1 没有 \2，可用：\3"),
    (r"argument (.+): ignored explicit argument (.+)", r"\1 不带内容，多写了 \2"),
    (r"argument (.+): (.+)", r"\1：\2"),
)


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; parsed arguments carry the name of the command's ``module``."""
    parser = Parser(
        prog="nianbao",
        description="政府信息公开工作年度报告：读入往年报告，填进工作簿并核对，生成 Word 报告。",
        epilog=f"每条命令的用法和例子：nianbao 命令 --help\n\n{EXIT_CODES}",
    )
    parser.add_argument("--version", action=Version, nargs=0, help="显示版本号")
    known = parser.add_subparsers(title="命令", metavar="命令", prog=parser.prog, parser_class=Parser)
    commands.declare(known.add_parser)
    return parser


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese; exit code 2 on a wrong call."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401  # argparse's own, more of them in later versions
        super().__init__(
            formatter_class=Formatter,
            add_help=False,
            allow_abbrev=False,
            **given,
        )
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the call, what was perhaps meant, and how to see what is right."""
        told = f"错误：{translate(message)}{self._meant(message)}。"
        self.exit(2, f"{self.format_usage()}详细说明：{self.prog} --help\n{told}\n")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # noqa: ANN401  # overloads of argparse's own
        """As argparse does, but what a command does not know is its own complaint, not the program's."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def _meant(self, message: str) -> str:
        """What a mistyped command or option is near to."""
        found = re.match(r"argument 命令: invalid choice: '(.+?)' |unrecognized arguments: (-.*)", message)
        if found is None:
            return ""
        from difflib import get_close_matches  # noqa: PLC0415  # wanted only after a slip

        known = [name for action in self._actions for name in (*action.option_strings, *(action.choices or ()))]
        words = (found[1] or found[2]).split()
        near = [match for word in words for match in get_close_matches(word.partition("=")[0], known, 1)]
        if found[1] and not near and re.search(r"[./\\]", found[1]):
            return "；文件写在命令后面，如 nianbao check 年报.xlsx"
        return "".join(f"，是否指 {match}" for match in near)


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help text on a line of its own, broken by the width that Chinese characters really take."""

    def __init__(self, prog: str, **given: int) -> None:
        super().__init__(prog, max_help_position=6, width=columns() - 2, **given)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Usage with a Chinese heading."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def format_help(self) -> str:
        """The help with headings that end in a Chinese colon."""
        return re.sub(r"(?m)^(\w+):$", r"\1：", super().format_help())

    def _format_usage(self, *given: Any) -> str:  # noqa: ANN401  # argparse's own, handed on as they come
        """The usage, broken between options; argparse would count a Chinese character as one column."""
        width, self._width = self._width, 10_000
        words = re.findall(r"\[[^\]]*\]|\([^)]*\)|\S+", super()._format_usage(*given))
        self._width = width
        lines = [words[0]]
        for word in words[1:]:
            if display_width(f"{lines[-1]} {word}") <= width:
                lines[-1] += f" {word}"
            else:
                lines.append(f"    {word}")
        return "\n".join([*lines, "", ""])

    def _format_action(self, action: argparse.Action) -> str:
        told = super()._format_action(action)
        # The list of commands needs no line that says 命令 once more.
        return told.partition("\n")[2] if action.nargs == argparse.PARSER else told

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = (piece for line in text.splitlines() for piece in wrap(line, width - len(indent)) or [""])
        return "\n".join(f"{indent}{line}" for line in lines)


class Version(argparse.Action):
    """``--version``; the number is looked up only when asked for, for the look-up is slow."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        """Print the installed version and stop."""
        del namespace, values, option_string
        from importlib.metadata import version  # noqa: PLC0415  # slow to import

        print(f"nianbao {version('nianbao')}")
        parser.exit()


def columns() -> int:
    """The width of the terminal; argparse would load the whole of shutil to ask the same."""
    try:
        return int(os.environ.get("COLUMNS") or 0) or os.get_terminal_size(1).columns
    except (OSError, ValueError):
        return 80


def translate(message: str) -> str:
    """An argparse complaint in Chinese; one that is not known is quoted."""
    plain = message.replace("'", "")
    for pattern, chinese in _COMPLAINTS:
        if re.fullmatch(pattern, plain, re.DOTALL):
            return re.sub(pattern, chinese, plain, flags=re.DOTALL)
    return f"参数有误（{message}）"


def display_width(text: str) -> int:
    """How many columns of a terminal a text takes: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def wrap(text: str, width: int) -> list[str]:
    """Break a line where it would run over ``width`` columns; a Chinese character takes two."""
    lines, line, used = [], "", 0
    for word in re.findall(r"\s*[!-~]+|.", text):
        size = display_width(word)
        # A full stop or comma may hang over the edge; it must not begin a line.
        if line and used + size > width and word not in "，。；：、）”":
            lines.append(line)
            line, used, word = "", 0, word.lstrip()  # noqa: PLW2901  # a space that ends a line is not needed
        line, used = line + word, used + size
    return [*lines, line] if line else lines
