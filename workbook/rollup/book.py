"""The workbook of a roll-up: an ordinary workbook of the sum, with 汇总 and its lists in front of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.names import ROLL_UP, ROLL_UP_CHARTS, ROLL_UP_FIGURES, ROLL_UP_FINDINGS, ROLL_UP_UNITS
from workbook.template import charts, rollup, rolluplists
from workbook.template.rows import complete
from workbook.write import make_book, save_book

if TYPE_CHECKING:
    from workbook.rollup.summary import Summary

_AFTER_COVER = 1


def build_summary(summary: Summary, files: dict[str, str]) -> bytes:
    """The roll-up as a workbook; the same roll-up always gives the same bytes.

    Args:
        summary: the roll-up.
        files: the addresses under which the workbook's reader finds the units' files, by their path as given.
    """
    book = make_book(summary.content())
    titles = (ROLL_UP, ROLL_UP_FIGURES, ROLL_UP_UNITS, ROLL_UP_FINDINGS, ROLL_UP_CHARTS)
    sheets = [book.create_sheet(title, at) for at, title in enumerate(titles, _AFTER_COVER)]
    completions = [
        rollup.draw(sheets[0], summary, files),
        rolluplists.draw_figures(sheets[1], summary),
        rolluplists.draw_units(sheets[2], summary, files),
        rolluplists.draw_findings(sheets[3], summary),
        charts.draw_units(sheets[4], summary),
    ]
    return complete(save_book(book), completions)
