"""The sheets of a roll-up: 汇总 and its lists, in a workbook of the sum or in one that is there already."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook import finish
from workbook.editing import make_room, open_to_change
from workbook.names import (
    CHECKS,
    COVER,
    NARRATIVE,
    ROLL_UP,
    ROLL_UP_CHARTS,
    ROLL_UP_FIGURES,
    ROLL_UP_FINDINGS,
    ROLL_UP_UNITS,
    SOURCES,
    YEARS,
)
from workbook.ours import our_book
from workbook.read import content_of
from workbook.rollup.readparts import SHOWN
from workbook.template import charts, rollup, rolluplists
from workbook.template.book import below
from workbook.template.rows import complete
from workbook.write import make_book, save_book, update_book

if TYPE_CHECKING:
    from openpyxl import Workbook

    from workbook.content import BookContent
    from workbook.rollup.summary import Summary
    from workbook.template.rows import Completion

SHEETS = (ROLL_UP, ROLL_UP_FIGURES, ROLL_UP_UNITS, ROLL_UP_FINDINGS, ROLL_UP_CHARTS)
_AFTER_COVER = 1


def build_summary(summary: Summary, files: dict[str, str]) -> bytes:
    """The roll-up as a workbook; the same roll-up always gives the same bytes.

    Args:
        summary: the roll-up.
        files: the addresses under which the workbook's reader finds the units' files, by their path as given.
    """
    book = make_book(summary.content())
    completions = _draw(book, summary, files, _AFTER_COVER)
    return complete(save_book(book), completions)


def with_summary(data: bytes, summary: Summary, files: dict[str, str], name: str, *, fill: bool = False) -> bytes:
    """A workbook of ours with the sheets of a roll-up behind its cover; those of an earlier one give way to them.

    Args:
        data: the whole file.
        summary: the roll-up.
        files: the addresses of the units' files seen from the workbook, by their path as given.
        name: the file's name, for messages.
        fill: put the sums into 统计表, which must be able to :func:`take <takes>` them.

    Raises:
        InputRefused: charts or pictures of the user's own would be lost, a sheet of the user's has the name of one of
            these, or a defined name is gone.
    """
    if fill:
        data = update_book(data, _filled(content_of(our_book(data, name)), summary), name)
    book = open_to_change(data, name)
    make_room(book, SHEETS, name)
    book.defined_names.pop(SHOWN, None)
    completions = _draw(book, summary, files, book.sheetnames.index(below(book, COVER)[0].title) + 1)
    fitted = [below(book, sheet)[0] for sheet in (NARRATIVE, CHECKS, YEARS, SOURCES)]
    return complete(finish.save(book, fitted), completions)


def takes(content: BookContent, summary: Summary) -> bool:
    """Whether a workbook's 统计表 can be filled with the sums: of the same form and year, and without any figure."""
    report = content.current
    empty = all(figure.state == "blank" for figure in report.figures.values())
    years = {report.year} if report.year else set(summary.years)
    return empty and (report.form,) == tuple(form.edition for form in summary.forms) and years == set(summary.years)


def _filled(content: BookContent, summary: Summary) -> BookContent:
    """The content with the sums as its figures; whatever else is there is kept."""
    report, made = content.current, summary.report()
    current = replace(
        report,
        year=report.year or made.year,
        unit=report.unit or made.unit,
        period=report.period or made.period,
        figures=made.figures,
        notes=[*report.notes, *(note for note in made.notes if note not in report.notes)],
        source=report.source or made.source,
    )
    return replace(content, current=current, explanations=summary.explanations | content.explanations)


def _draw(book: Workbook, summary: Summary, files: dict[str, str], at: int) -> list[Completion]:
    """Draw the five sheets from place ``at`` on; what is to be completed once the book is saved."""
    sheets = [book.create_sheet(title, place) for place, title in enumerate(SHEETS, at)]
    return [
        rollup.draw(sheets[0], summary, files),
        rolluplists.draw_figures(sheets[1], summary),
        rolluplists.draw_units(sheets[2], summary, files),
        rolluplists.draw_findings(sheets[3], summary),
        charts.draw_units(sheets[4], summary),
    ]
