"""Findings written into a workbook, and taken off again: a coloured cell, a note, a line on 校验.

What was there before is kept on a hidden sheet, each cell's look as the look of a cell there, so that it survives
another program's saving. What the user changed after the marking stays as the user left it.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from workbook import finish
from workbook.editing import open_to_change
from workbook.marklines import add_lines, take_lines_off
from workbook.names import CHECKS, MARKS, NARRATIVE, SOURCES, YEARS, figure_name
from workbook.ours import our_book
from workbook.template.book import below, spot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.report import Finding

WORDS = {"error": "错误", "warning": "警告", "note": "提示"}
FILLS = {"error": "F8B4A8", "warning": "FCDFA6", "note": "CFE2F3"}
_AUTHOR = "nianbao"
_WIDTH, _HEIGHT = 320, 120


class _Kept(NamedTuple):
    """A line of the hidden sheet: what stood at a cell, and the note that was put there; the look is beside it."""

    name: str
    note: str | None
    author: str | None
    ours: str | None
    fill: str | None


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
    book = _open(data, name)
    take_off(book)
    kept = book.create_sheet(MARKS)
    kept.sheet_state = "veryHidden"
    by_cell: dict[str, list[Finding]] = {}
    for finding in told:
        if finding.figures and figure_name(finding.figures[0]) in book.defined_names:
            by_cell.setdefault(figure_name(finding.figures[0]), []).append(finding)
    for at, (cell_name, about) in enumerate(by_cell.items(), 1):
        _mark_cell(book, kept, at, cell_name, about)
    add_lines(book, told)
    return _save(book)


def unmark(data: bytes, name: str) -> bytes:
    """Take the marks off; a workbook without any is given back as it is.

    Raises:
        InputRefused: not a workbook of nianbao.
    """
    book = _open(data, name)
    return _save(book) if take_off(book) else data


def take_off(book: Workbook) -> bool:
    """Take the marks off an opened workbook; whether there were any."""
    if MARKS not in book.sheetnames:
        return False
    kept = book[MARKS]
    for row in kept.iter_rows(min_col=2):
        values = [cell.value for cell in row[: len(_Kept._fields)]]
        if values[0]:
            _restore(book, _Kept(*values), kept.cell(row[0].row or 1, 1))  # type: ignore[arg-type]  # as written below
    book.remove(kept)
    take_lines_off(book)
    return True


def _open(data: bytes, name: str) -> Workbook:
    our_book(data, name)
    return open_to_change(data, name)


def _save(book: Workbook) -> bytes:
    return finish.save(book, [below(book, sheet)[0] for sheet in (NARRATIVE, CHECKS, YEARS, SOURCES)])


def _mark_cell(book: Workbook, kept: Worksheet, at: int, name: str, about: list[Finding]) -> None:
    sheet, row, column = spot(book, name)
    cell: Cell = sheet.cell(row, column)  # type: ignore[assignment]  # a name leads to the first cell of a merge
    old = cell.comment
    fill = FILLS[about[0].severity]
    text = "\n".join(
        f"{WORDS[finding.severity]} {finding.code}：{finding.message}"
        + (f"（已说明：{finding.explanation}）" if finding.explanation else "")
        for finding in about
    )
    ours = f"{old.text}\n{text}" if old else text
    line = _Kept(
        name,
        old.text if old else None,
        old.author if old else None,
        ours,
        fill,
    )
    kept.cell(at, 1)._style = copy(cell._style)  # type: ignore[attr-defined, union-attr]  # noqa: SLF001  # openpyxl copies a look only so
    for place, value in enumerate(line, 2):
        written = kept.cell(at, place)
        written.value = value
        if isinstance(value, str):
            # A note may begin like a formula.
            written.data_type = "s"
    cell.fill = PatternFill("solid", start_color=fill)
    cell.comment = Comment(ours, _AUTHOR, height=_HEIGHT, width=_WIDTH)


def _restore(book: Workbook, line: _Kept, look: object) -> None:
    sheet, row, column = spot(book, line.name)
    cell: Cell = sheet.cell(row, column)  # type: ignore[assignment]  # as above
    if cell.fill.start_color.rgb in (f"00{line.fill}", f"FF{line.fill}"):
        cell._style = copy(look._style)  # type: ignore[attr-defined]  # noqa: SLF001  # as above
    if cell.comment and _plain(cell.comment.text) == _plain(line.ours or ""):
        cell.comment = None
        if line.note is not None:
            cell.comment = Comment(line.note, line.author or "")


def _plain(note: str) -> str:
    """A note as any program saves it."""
    return "".join(note.split())
