"""``nianbao report``: the Word report of a workbook's current year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from converters.cli.inputs import open_content
from converters.cli.output import expect_suffix, put, say
from converters.word import write_report
from workbook.errors import UsageError
from workbook.formfile import load_form

if TYPE_CHECKING:
    import argparse


def run(args: argparse.Namespace) -> int:
    """Write the report; an edited one that stands in its place is kept unless forced."""
    book = Path(args.book)
    output = Path(args.output) if args.output else book.with_suffix(".docx")
    expect_suffix(output, ".docx")
    if output.resolve() == book.resolve():
        message = f"报告会盖住读入的文件“{book.name}”；请用 -o 给报告另取文件名"
        raise UsageError(message)
    put(output, made_from(book), force=args.force)
    say("下一步：用 Word 或 WPS 打开，核对正文、统计表和落款。")
    return 0


def made_from(book: Path) -> bytes:
    """The bytes of the Word report of a workbook or report file.

    Raises:
        InputRefused: the file cannot be read.
    """
    content, _ = open_content(book)
    return write_report(content.current, load_form(content.current.form))
