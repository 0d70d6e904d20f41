"""The documents as data: their code blocks, and their commands run as printed with what they show.

``PYTHONPATH=tests python tests/docpages.py [page …]`` puts into each page what its commands print now.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from converters.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
_REMARK = r"(?:<!-- 退出码 (?P<code>\d+) -->\n)?"
_BLOCK = re.compile(
    rf'^{_REMARK}```(?P<language>\w*)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL
)
# What a reader does by hand and a test does in its stead: 改 年报.xlsx 统计表!I25 = 25.
_EDIT = re.compile(r"^<!-- 改 (?P<file>\S+) (?P<sheet>\S+)!(?P<cell>[A-Z]+\d+) = (?P<value>\S+) -->$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: where it opens (a remark above it included), where its text starts, and where it ends.

    ``title`` is the file it is of; ``code`` the exit code that a comment right above it states (``退出码 1``), else 0.
    """

    language: str
    title: str
    text: str
    code: int
    opens: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One block of commands as it went: exit codes, and all that was shown."""

    block: Block
    codes: list[int]
    text: str


def blocks(text: str) -> list[Block]:
    """Every fenced block of a page, in order."""
    return [
        Block(m["language"], m["title"] or "", m["text"], int(m["code"] or 0), m.start(), m.start("text"), m.end())
        for m in _BLOCK.finditer(text)
    ]


def is_commands(block: Block) -> bool:
    """Whether a block is what a user types into a terminal; a command may go on to the next line."""
    return not block.language and block.text.startswith(("nianbao", "cd "))


def self_contained() -> list[str]:
    """Pages that take the practice files out of ``nianbao demo``: an empty folder is all they need."""
    return sorted(path.name for path in DOCS.glob("*.md") if "\ncd 年报示例/练习\n" in path.read_text("utf-8"))


def run_page(text: str) -> Iterator[Shown]:
    """Run a page's commands in page order in the current folder, and do the edits between them."""
    edits = list(_EDIT.finditer(text))
    for block in filter(is_commands, blocks(text)):
        while edits and edits[0].start() < block.start:
            _edit(edits.pop(0))
        yield _run(block)


def _run(block: Block) -> Shown:
    stream, codes = io.StringIO(), []
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        for line in block.text.splitlines():
            if line.startswith("cd "):
                os.chdir(line.removeprefix("cd "))
            else:
                codes.append(main(words(line)))
    return Shown(block, codes, stream.getvalue())


def words(line: str) -> list[str]:
    """What the program gets when a line is typed into a terminal."""
    program, *given = shlex.split(line, comments=True)
    assert program == "nianbao", line
    return given


def _edit(edit: re.Match[str]) -> None:
    """Put a number into a cell, as a user does in a spreadsheet program."""
    book = openpyxl.load_workbook(edit["file"])
    book[edit["sheet"]][edit["cell"]] = int(edit["value"])
    book.save(edit["file"])


def printed_after(text: str, block: Block) -> Block | None:
    """The ``text`` block that shows what a block of commands prints; None where the page shows nothing."""
    later = next((other for other in blocks(text) if other.opens > block.end), None)
    near = later is not None and later.language == "text" and not text[block.end : later.opens].strip()
    return later if near else None


def exit_code(text: str, block: Block) -> int:
    """What the last command of a block ends with, as the page says it."""
    printed = printed_after(text, block)
    return block.code or (printed.code if printed else 0)


def abridged(shown: str, pattern: str) -> bool:
    """Whether what was shown is what a page prints; a line of … stands for any lines left out."""
    parts = [re.escape(part) for part in re.split(r"^…\n", pattern, flags=re.MULTILINE)]
    return re.fullmatch("(?:.*\n)*?".join(parts), shown) is not None


def _renewed(text: str) -> str:
    """The page with every whole output as it is now; abridged ones are for a person to write."""
    for shown in reversed(list(run_page(text))):
        printed = printed_after(text, shown.block)
        if printed and not re.search("^…$", printed.text, re.MULTILINE):
            text = text[: printed.start] + shown.text + text[printed.start + len(printed.text) :]
    return text


def _renew(page: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        page.write_text(_renewed(page.read_text("utf-8")), "utf-8", newline="\n")


if __name__ == "__main__":
    for name in sys.argv[1:] or self_contained():
        _renew(DOCS / name)
