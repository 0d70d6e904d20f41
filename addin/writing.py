"""What marking changes, written into the open workbook: a block or two, and one call for all notes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from addin.copies import calculate
from addin.notes import MACRO, NoteChange, pack, units
from addin.refusals import OfficeRefused
from workbook.cellvalues import column_letters
from workbook.markplan import Block, Marking, NoteEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import xlwings
    from openpyxl import Workbook

    from workbook.cells import Content

# Excel refuses a block of values in which a text is longer than 8203 characters.
_LONGEST = 8000


def write_marking(book: xlwings.Book, marking: Marking, before: Workbook) -> None:
    """Write all of it; when the program refuses a part, what was written before it is taken back.

    Args:
        book: the open workbook.
        marking: what is to change.
        before: the workbook as it is.
    """
    done: list[Block] = []
    try:
        for block in marking.blocks:
            done.append(block)
            _write(book, block)
        _change_notes(book, marking.notes)
        calculate(book.app)
    except Exception:
        undone = tuple(_as_before(block, before) for block in done)
        _take_back(book, Marking(undone, tuple(_note_before(edit, before) for edit in marking.notes), ()))
        raise


def _write(book: xlwings.Book, block: Block) -> None:
    if not block.values:
        return
    last = (block.row + len(block.values) - 1, block.column + len(block.values[0]) - 1)
    cells = book.sheets[block.sheet].range((block.row, block.column), last)
    if block.formulas:
        cells.formula = [[value or "" for value in row] for row in block.values]
    else:
        # Not by .value: xlwings would ask Excel some eighty times what the sheets are called.
        prepare = book.app.engine.impl.prepare_xl_data_element
        cells.raw_value = [[_as_written(value, prepare) for value in row] for row in block.values]


def _as_written(content: Content, prepare: Callable[[object, None], object]) -> object:
    """A value as a program takes it; the apostrophe keeps a text what it is, whatever it looks like.

    Args:
        content: the value.
        prepare: what xlwings does with a date for the program; without it Excel takes it for one of another time zone.
    """
    if isinstance(content, str):
        return f"'{content[:_LONGEST]}"
    if isinstance(content, dt.date):
        return prepare(content, None)
    # An empty text empties a cell; what Excel makes of nothing in a block is not written anywhere.
    return float(content) if isinstance(content, Decimal) else "" if content is None else content


def _change_notes(book: xlwings.Book, edits: Iterable[NoteEdit]) -> None:
    by_sheet: dict[str, list[NoteChange]] = {}
    for edit in edits:
        address = f"{column_letters(edit.column)}{edit.row}"
        by_sheet.setdefault(edit.sheet, []).append(NoteChange(address, units(edit.kept), edit.text))
    for title, changes in by_sheet.items():
        for packed in pack(changes):
            if said := book.app.macro(MACRO)(title, packed):
                message = (
                    f"“{title}”表的批注没有写成（{said}），标记没有做。请关掉对话框、撤销工作表保护，再点一次按钮。"
                )
                raise OfficeRefused(message)


def _as_before(block: Block, before: Workbook) -> Block:
    rows = before[block.sheet].iter_rows(
        block.row,
        block.row + len(block.values) - 1,
        block.column,
        block.column + len(block.values[0]) - 1,
        values_only=True,
    )
    return Block(block.sheet, block.row, block.column, tuple(rows), block.formulas)  # type: ignore[arg-type]  # what a cell of ours holds


def _note_before(edit: NoteEdit, before: Workbook) -> NoteEdit:
    comment = before[edit.sheet].cell(edit.row, edit.column).comment
    return NoteEdit(edit.sheet, edit.row, edit.column, edit.kept, (comment.text if comment else "")[len(edit.kept) :])


def _take_back(book: xlwings.Book, marking: Marking) -> None:
    try:
        for block in marking.blocks:
            _write(book, block)
        _change_notes(book, marking.notes)
    except Exception:  # noqa: BLE001, S110  # the program listens no more; the first refusal is the one to be told
        pass
