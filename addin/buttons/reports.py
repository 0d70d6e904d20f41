"""生成 Word 报告 and 预览正文: the open workbook as a report, beside it or on the screen only."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from addin.copies import copy_of
from addin.pages import show_page
from addin.preview import gaps, preview_page
from addin.swap import book_of, file_of
from converters.word import write_report as word_report
from workbook.filenames import safe_name
from workbook.files import write_atomically
from workbook.formfile import load_form
from workbook.ours import our_book
from workbook.read import content_of
from workbook.references import expand

if TYPE_CHECKING:
    from addin.screen import Desk
    from workbook.content import BookContent

_SUFFIX = ".docx"
_PREVIEW = "预览.html"


def write_report(desk: Desk) -> None:
    """The report for Word beside the workbook; one that somebody has changed is replaced only with a yes."""
    content = _content(desk)
    report = expand(content)
    made = word_report(report, load_form(report.form), history=content.history)
    path = _place(desk, made, content)
    if path is None:
        return
    write_atomically(path, made)
    desk.screen.show(path)
    desk.screen.status(f"报告已生成：{path}。{_left(gaps(content))}")


def preview_text(desk: Desk) -> None:
    """The whole text with its references filled in, as a page in the browser."""
    content = _content(desk)
    missing = gaps(content)
    show_page(desk.screen, _PREVIEW, preview_page(content, missing))
    desk.screen.status(f"预览已在浏览器里打开，工作簿没有改动。{_left(missing)}")


def _content(desk: Desk) -> BookContent:
    book = book_of(desk)
    return content_of(our_book(copy_of(book), book.name))


def _left(missing: list[str]) -> str:
    return f"还有 {len(missing)} 处没有写好，第一处：{missing[0]}" if missing else ""


def _place(desk: Desk, made: bytes, content: BookContent) -> Path | None:
    """Where the report goes; None when the user turns back."""
    own = file_of(book_of(desk))
    path = own.with_suffix(_SUFFIX) if own else None
    if path is None or not os.access(path.parent, os.W_OK):
        name = safe_name(path.stem if path else f"{content.current.unit}{content.current.year or ''}年报")
        path = _picked(desk, Path.home() / f"{name}{_SUFFIX}")
    elif path.is_file() and path.read_bytes() != made:
        question = f"“{path.name}”已经有了，内容与这次的不同（可能有人改过）。要换成这次的吗？选“否”，下一步另选位置。"
        path = path if desk.screen.confirm(question) else _picked(desk, path)
    return path


def _picked(desk: Desk, proposed: Path) -> Path | None:
    path = desk.screen.pick_new_file("报告放在哪里", proposed)
    return path if path is None or path.suffix.lower() == _SUFFIX else path.with_name(f"{path.name}{_SUFFIX}")
