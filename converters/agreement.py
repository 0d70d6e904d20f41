"""What the text of a workbook states, read anew: the user writes there, and what was imported once may be gone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from converters.recognise.narrative import read_stated
from converters.recognise.passages import Passage
from converters.recognise.spoken import spoken
from workbook.formfile import load_form
from workbook.references import expand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbook.content import BookContent
    from workbook.report import AnnualReport, Evidence, Figure


def listened(content: BookContent) -> BookContent:
    """The content with the figures that its text states now, references put in, each with the cell of its paragraph."""
    report = expand(content)
    if not report.preface and not report.sections:
        return content
    return replace(content, current=replace(content.current, stated=stated_in(report, content.places)))


def stated_in(report: AnnualReport, places: Mapping[tuple[int, int], str] | None = None) -> list[Figure]:
    """The figures that a report's sentences state.

    Args:
        report: the report; its own ``stated`` is not looked at.
        places: the cell of each paragraph, by the section's place (-1 the opening) and its own in it.
    """
    parts = [("", report.preface), *((section.title, section.paragraphs) for section in report.sections)]
    cells: list[str] = []
    words = []
    for number, (title, texts) in enumerate(parts, -1):
        for at, text in enumerate(texts):
            cells.append((places or {}).get((number, at), ""))
            # A paragraph is known again by its line.
            words.append(spoken(Passage(text, len(cells), None), title))
    said = read_stated(words, load_form(report.form), report.source, report.year)
    return [replace(figure, evidence=_at(figure.evidence, cells)) for figure in said.figures]


def _at(evidence: Evidence, cells: list[str]) -> Evidence:
    return replace(evidence, line=None, place=cells[evidence.line - 1] if evidence.line else "")
