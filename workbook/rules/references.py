"""Family X: references of the text that lead nowhere, and what is left of last year's text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbook.carry import CARRIED, MARK
from workbook.references import Figures, Problem, find
from workbook.rules.registry import Case, Hit, rule
from workbook.rules.words import heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.form import Form
    from workbook.references import Reference


@rule("X109")
def unknown_reference(case: Case) -> Iterator[Hit]:
    """A reference whose name means no figure, or several, or that asks for something unknown of one."""
    for where, paragraph, text, reference, problem in _problems(case):
        if problem.kind not in ("unknown", "ambiguous", "aspect"):
            continue
        words = {
            "paragraph": paragraph,
            "reference": text[reference.start : reference.end],
            "aspect": reference.aspect + reference.other,
            "candidates": _candidates(case.form, problem),
        }
        yield Hit(where=where, variant="" if problem.kind == "unknown" else problem.kind, words=words)


@rule("X110")
def blank_reference(case: Case) -> Iterator[Hit]:
    """A reference to a figure that is blank, or that has nothing to be compared with."""
    for where, paragraph, text, reference, problem in _problems(case):
        if problem.kind not in ("blank", "last", "zero"):
            continue
        code = problem.codes[0] if problem.codes else ""
        name = case.form.describe(code) if code else reference.key
        words = {"paragraph": paragraph, "reference": text[reference.start : reference.end], "name": name}
        yield Hit(code, where=where, variant="" if problem.kind == "blank" else problem.kind, words=words)


@rule("X111")
def left_of_last_year(case: Case) -> Iterator[Hit]:
    """Marks that carrying the text over has left, and paragraphs that nobody has changed since."""
    for where, paragraph, text in _paragraphs(case):
        if marks := list(dict.fromkeys(re.findall(MARK, text))):
            yield Hit(where=where, words={"paragraph": paragraph, "marks": "、".join(marks)})
        elif case.book and case.book.drafts.get(text) == CARRIED:
            words = {"paragraph": paragraph, "quote": text[: case.data["quote"]]}
            yield Hit(where=where, variant="untouched", words=words)


def _paragraphs(case: Case) -> Iterator[tuple[str, str, str]]:
    """Every paragraph as typed, with its cell (or section) and what to call it."""
    report = case.book.current if case.book else case.report
    places = case.book.places if case.book else {}
    parts = [("导语", report.preface), *((heading(section), section.paragraphs) for section in report.sections)]
    for number, (title, texts) in enumerate(parts, -1):
        for at, text in enumerate(texts):
            yield places.get((number, at), title or "正文"), f"“{title}”第 {at + 1} 段", text


def _problems(case: Case) -> Iterator[tuple[str, str, str, Reference, Problem]]:
    """The references of a text that cannot be told; in a book's content made of another file braces are plain text."""
    if case.book and not case.book.places:
        return
    figures = Figures(case.report, case.previous)
    for where, paragraph, text in _paragraphs(case):
        for reference in find(text):
            problem = figures.told(reference)
            if isinstance(problem, Problem):
                yield where, paragraph, text, reference, problem


def _candidates(form: Form, problem: Problem) -> str:
    listed = "、".join(f"{code} {form.describe(code)}" for code in problem.codes)
    return listed if problem.kind == "ambiguous" or not listed else f"；是否指 {listed}"
