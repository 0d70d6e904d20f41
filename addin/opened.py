"""The workbook of a click, read once: as nianbao knows it, and as openpyxl does for its notes and protection."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from addin.copies import copy_of
from addin.swap import book_of, file_of
from converters.judging import judged_book, settings_beside
from workbook.errors import InputRefused
from workbook.names import CHECKS
from workbook.ours import our_book
from workbook.rules.settings import DEFAULT
from workbook.template import marksheet
from workbook.template.book import below

if TYPE_CHECKING:
    import xlwings
    from openpyxl import Workbook

    from addin.screen import Desk
    from workbook.markplan import Marking
    from workbook.ours import OurBook
    from workbook.report import Finding


@dataclass(frozen=True)
class Opened:
    """The open workbook ``book`` and what it holds at this moment."""

    book: xlwings.Book
    found: OurBook
    data: bytes

    @cached_property
    def file(self) -> Workbook:
        """The same as openpyxl loads it; never saved, so nothing can be lost."""
        with warnings.catch_warnings():
            # What openpyxl cannot keep (extensions of newer programs) is not looked at.
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(self.data))

    @cached_property
    def findings(self) -> list[Finding]:
        """What the rules find, the user's own rules beside the file among them.

        Raises:
            InputRefused: a defined name is gone, or the rules file is not right.
        """
        path = file_of(self.book)
        return judged_book(self.found, settings_beside(path) if path else DEFAULT)


def opened_at(desk: Desk) -> Opened:
    """Read the workbook of a click.

    Raises:
        InputRefused: none is open, or one that is not ours or of another format.
    """
    book = book_of(desk)
    data = copy_of(book)
    return Opened(book, our_book(data, book.name), data)


def expect_markable(opened: Opened) -> None:
    """Refuse a workbook that cannot be marked while it is open, before anything in it is changed.

    Raises:
        InputRefused: it was made by an older version, or the user has locked 校验.
    """
    if not marksheet.is_there(opened.file):
        message = (
            f"“{opened.book.name}”是用 0.3 以前的版本做的，没有放标记的地方，没有改动。请保存并关闭它，"
            "运行一次 nianbao check --mark 文件名，再打开就能用这个按钮。"
        )
        raise InputRefused(message)
    sheet, _ = below(opened.file, CHECKS)
    columns = (column for column in sheet.column_dimensions.values() if (column.min or 1) <= 1 <= (column.max or 1))
    if sheet.protection.sheet and any(column.protection.locked for column in columns):
        message = f"“{sheet.title}”表的单元格被锁定并保护了，问题写不进去，没有改动。{_UNPROTECT}"
        raise InputRefused(message)


def expect_notes_allowed(opened: Opened, marking: Marking) -> None:
    """Refuse a sheet whose notes are locked, before anything is changed.

    Raises:
        InputRefused: the user has protected it against changes of objects.
    """
    for title in dict.fromkeys(edit.sheet for edit in marking.notes):
        protection = opened.file[title].protection
        if protection.sheet and protection.objects:
            message = f"“{title}”表受保护，不许加批注，没有改动。{_UNPROTECT}"
            raise InputRefused(message)


_UNPROTECT = "请在“审阅”选项卡里撤销工作表保护（可能要密码），再点一次按钮。"
