"""The findings of an open workbook marked in it: planned on the file that it would be, written into the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.writing import write_marking
from workbook.errors import InputRefused
from workbook.markplan import is_marked, planned
from workbook.names import CHECKS
from workbook.template import marksheet
from workbook.template.book import below

if TYPE_CHECKING:
    from addin.opened import Opened
    from workbook.markplan import Marking
    from workbook.report import Finding

__all__ = ["is_marked", "marked_rows"]


def marked_rows(opened: Opened, findings: list[Finding]) -> dict[str, int]:
    """Write what marking these findings changes; nothing when nothing does.

    Returns:
        The rows of the lines that were written on 校验, by rule instance.

    Raises:
        InputRefused: the workbook is of an older version, or protected by the user.
        OfficeRefused: the program refuses a part; nothing is marked.
    """
    if not findings and not is_marked(opened.file):
        return {}
    _expect_markable(opened)
    marking = planned(opened.file, findings)
    _expect_notes_allowed(opened, marking)
    write_marking(opened.book, marking, opened.file)
    # The last block is theirs.
    block = marking.blocks[-1]
    return {str(line[0]): row for row, line in enumerate(block.values, block.row) if line[0]}


def _expect_markable(opened: Opened) -> None:
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


def _expect_notes_allowed(opened: Opened, marking: Marking) -> None:
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
