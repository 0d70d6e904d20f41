"""Marks as versions before 0.3 made them: cells filled with a colour, their old look kept on the hidden sheet.

Workbooks so marked are about; the marks come off as they would have then.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.comments import Comment

from workbook.names import ANCHORS, MARKS
from workbook.template.book import spot

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell


class _Kept(NamedTuple):
    """A line of the hidden sheet: what stood at a cell, and the note that was put there; the look is beside it."""

    name: str
    note: str | None
    author: str | None
    ours: str | None
    fill: str | None


def take_old_marks_off(book: Workbook) -> bool:
    """Take such marks off an opened workbook; whether there were any."""
    if MARKS not in book.sheetnames or ANCHORS[MARKS] in book.defined_names:
        return False
    kept = book[MARKS]
    for row in kept.iter_rows(min_col=2):
        values = [cell.value for cell in row[: len(_Kept._fields)]]
        if values[0]:
            _restore(book, _Kept(*values), kept.cell(row[0].row or 1, 1))  # type: ignore[arg-type]  # as it was written
    book.remove(kept)
    return True


def _restore(book: Workbook, line: _Kept, look: object) -> None:
    sheet, row, column = spot(book, line.name)
    cell: Cell = sheet.cell(row, column)  # type: ignore[assignment]  # a name leads to the first cell of a merge
    if cell.fill.start_color.rgb in (f"00{line.fill}", f"FF{line.fill}"):
        cell._style = copy(look._style)  # type: ignore[attr-defined]  # noqa: SLF001  # openpyxl copies a look only so
    if cell.comment and "".join(cell.comment.text.split()) == "".join((line.ours or "").split()):
        cell.comment = None
        if line.note is not None:
            cell.comment = Comment(line.note, line.author or "")
