"""Findings written into a workbook, and taken off again: a painted cell, a note, a line on 校验.

What is written and taken off is what :mod:`workbook.markplan` says, here as in a workbook that is open in a program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.comments import Comment

from workbook import finish, marklines
from workbook.cells import put, put_formula
from workbook.editing import open_to_change
from workbook.formfile import load_form
from workbook.layout import layout_of
from workbook.markplan import is_marked, planned
from workbook.names import CHECKS, NARRATIVE, SOURCES, YEARS
from workbook.oldmarks import take_old_marks_off
from workbook.ours import edition_of, our_book
from workbook.template import checks, marksheet
from workbook.template.book import below

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.markplan import Block, Marking
    from workbook.report import Finding

AUTHOR = "nianbao"
# The size of a new note in points.
_WIDTH, _HEIGHT = 320, 120


def mark(data: bytes, findings: Iterable[Finding], name: str) -> bytes:
    """Write findings into a workbook; earlier marks give way to them, also where there are none left to write.

    Args:
        data: the whole file.
        findings: as :func:`workbook.check.check` gives them, errors first.
        name: the file's name, for messages.

    Raises:
        InputRefused: not a workbook of nianbao, or one with pictures or charts that would be lost.
    """
    told = list(findings)
    if not told:
        return unmark(data, name)
    layout = layout_of(load_form(edition_of(our_book(data, name))))
    book = open_to_change(data, name)
    take_old_marks_off(book)
    if not marksheet.is_there(book):
        marksheet.add_to(book, layout)
        checks.open_below(below(book, CHECKS)[0], marklines.first_row(book))
    _apply(book, planned(book, told))
    return _save(book)


def unmark(data: bytes, name: str) -> bytes:
    """Take the marks off; a workbook without any is given back as it is.

    Raises:
        InputRefused: not a workbook of nianbao.
    """
    our_book(data, name)
    book = open_to_change(data, name)
    return _save(book) if take_off(book) else data


def take_off(book: Workbook) -> bool:
    """Take the marks off an opened workbook; whether there were any."""
    old = take_old_marks_off(book)
    if old or is_marked(book):
        _apply(book, planned(book, ()))
        return True
    return False


def _apply(book: Workbook, marking: Marking) -> None:
    for block in marking.blocks:
        _write(book[block.sheet], block)
    for edit in marking.notes:
        cell = book[edit.sheet].cell(edit.row, edit.column)
        text = edit.kept + edit.text
        if not text:
            cell.comment = None
        elif edit.kept and cell.comment:
            cell.comment.text = text
        else:
            cell.comment = Comment(text, AUTHOR, height=_HEIGHT, width=_WIDTH)
    checks.dress_lines(below(book, CHECKS)[0], marklines.first_row(book))


def _write(sheet: Worksheet, block: Block) -> None:
    for row, values in enumerate(block.values, block.row):
        for column, value in enumerate(values, block.column):
            if block.formulas and value:
                put_formula(sheet, row, column, str(value).removeprefix("="))
            else:
                put(sheet, row, column, value)


def _save(book: Workbook) -> bytes:
    return finish.save(book, [below(book, sheet)[0] for sheet in (NARRATIVE, CHECKS, YEARS, SOURCES)])
