"""``nianbao report --draft``: drafts for what nobody has written, in the report and in the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.cli.output import say
from workbook.drafts import drafted, drafted_sections, noticed
from workbook.errors import InputRefused, OutputNotWritten

if TYPE_CHECKING:
    from pathlib import Path

    from workbook.content import BookContent


def drafted_for(book: Path, content: BookContent, *, ours: bool) -> BookContent:
    """The content as it is printed: drafts in the empty sections, each under a notice.

    The drafts go into the workbook, too, where it can be written to; it is never a reason not to write the report.
    """
    made = drafted(content)
    titles = drafted_sections(made)
    if not titles:
        say("各部分都已有文字，没有要写的初稿。")
        return content
    say(f"初稿 {len(titles)} 个部分：{'；'.join(titles)}。")
    say("初稿只用统计表里的数，【请填写】处要自己写；报告里【初稿】一行核对后删去。")
    if ours:
        _store(book, content, made)
    return noticed(made)


def _store(book: Path, before: BookContent, made: BookContent) -> None:
    from workbook.files import read_bytes, write_atomically  # noqa: PLC0415  # only a workbook is written to
    from workbook.write import update_book  # noqa: PLC0415  # loads all of openpyxl

    if made == before:
        return
    try:
        write_atomically(book, update_book(read_bytes(book), made, book.name))
    except (InputRefused, OutputNotWritten) as error:
        say(f"初稿没有放进工作簿，只写进报告：{error}")
        return
    say(f"初稿已放进“{book.name}”的“正文”，状态为“草稿”；改动过的段落归您，数变了再运行只重写没动过的。")
