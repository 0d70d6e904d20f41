"""正文: a report's narrative as lines of number, title and paragraph, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbook.cells import pieces
from workbook.report import Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbook.form import Form
    from workbook.report import AnnualReport

PREFACE = "导语"
UNTITLED = "（无标题）"
# Stands in the title column of a line that goes on with the paragraph above, too long for one cell.
CONTINUED = "（续上段）"


class Line(NamedTuple):
    """A line of 正文; number and title stand on the first line of a section only."""

    number: str
    title: str
    text: str


def lines_of(report: AnnualReport) -> Iterator[Line]:
    """The narrative line by line; the preface goes first, even empty, so that no section is mistaken for it."""
    if report.preface or report.sections:
        yield from _passage("", PREFACE, report.preface)
    for section in report.sections:
        title = section.title if section.number or section.title else UNTITLED
        yield from _passage(section.number, title, section.paragraphs)


def blank_lines(form: Form) -> Iterator[Line]:
    """The edition's sections, ready to be written under."""
    for number, title in (("", PREFACE), *((spec.number, spec.title) for spec in form.sections)):
        yield Line(number, title, "")
        yield Line("", "", "")


def _passage(number: str, title: str, paragraphs: tuple[str, ...]) -> Iterator[Line]:
    head = (number, title)
    for paragraph in paragraphs or ("",):
        first, *more = pieces(paragraph)
        yield Line(*head, first)
        yield from (Line("", CONTINUED, piece) for piece in more)
        head = ("", "")


def gather(lines: Iterable[Line], form: Form) -> tuple[tuple[str, ...], list[Section]]:
    """Preface and sections from the lines of one year; an untouched skeleton of the edition is no section yet."""
    passages: list[tuple[str, str, list[str]]] = []
    for line in lines:
        if line.title == CONTINUED and passages and passages[-1][2]:
            passages[-1][2][-1] += line.text
            continue
        if line.number or line.title or not passages:
            passages.append((line.number, line.title, []))
        if line.text:
            passages[-1][2].append(line.text)
    preface: tuple[str, ...] = ()
    # Words above the first title are an opening, whether or not the user called them so.
    if passages and passages[0][:2] in (("", PREFACE), ("", "")):
        preface = tuple(passages.pop(0)[2])
    sections = [Section(number, "" if title == UNTITLED else title, tuple(text)) for number, title, text in passages]
    skeleton = [(spec.number, spec.title) for spec in form.sections]
    untouched = not preface and [(s.number, s.title) for s in sections if not s.paragraphs] == skeleton
    return preface, [] if untouched and len(sections) == len(skeleton) else sections
