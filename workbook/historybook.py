"""同比, 图表 and 正文对比 put into a workbook of ours; those of an earlier call give way to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook import finish
from workbook.editing import make_room, open_to_change
from workbook.names import (
    CHANGES,
    CHARTS,
    CHECKS,
    COMPARISON,
    HISTORY_CODES,
    HISTORY_LABELS,
    NARRATIVE,
    ON_DEMAND,
    SOURCES,
    YEARS,
)
from workbook.template import changes, charts, comparison
from workbook.template.book import below, give_name, spot
from workbook.template.rows import Completion, complete

if TYPE_CHECKING:
    from openpyxl import Workbook

    from workbook.changes import Timeline
    from workbook.compare import Comparison


def with_history(data: bytes, timeline: Timeline, compared: Comparison, name: str) -> bytes:
    """The workbook with the three sheets, made anew.

    Args:
        data: the whole file of a workbook of ours.
        timeline: its years, at least two.
        compared: two of its narratives.
        name: the file's name, for messages.

    Raises:
        InputRefused: charts or pictures of the user's own would be lost, a sheet of the user's has the name of one of
            the three, or a defined name is gone.
    """
    book = open_to_change(data, name)
    make_room(book, ON_DEMAND, name)
    _name_labels(book)
    after = book.sheetnames.index(below(book, YEARS)[0].title) + 1
    sheets = [book.create_sheet(title, after + at) for at, title in enumerate((CHANGES, CHARTS, COMPARISON))]
    drawn = changes.draw(sheets[0], timeline)
    completions = [Completion(sheets[0], results=drawn.results), charts.draw(sheets[1], timeline, drawn)]
    comparison.draw(sheets[2], compared)
    fitted = [below(book, sheet)[0] for sheet in (NARRATIVE, CHECKS, YEARS, SOURCES)]
    return complete(finish.save(book, [*fitted, sheets[0], sheets[2]]), completions)


def _name_labels(book: Workbook) -> None:
    """A workbook made before the names of 历年 had a name of their own gets it."""
    if HISTORY_LABELS not in book.defined_names:
        sheet, row, column = spot(book, HISTORY_CODES)
        give_name(sheet, HISTORY_LABELS, row, column + 1, (sheet.max_row, column + 1))
