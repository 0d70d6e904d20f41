"""正文: a report's narrative as lines of number, title and paragraph, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbook.cells import pieces
from workbook.report import Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbook.form import Form, SectionSpec
    from workbook.report import AnnualReport

PREFACE = "导语"
UNTITLED = "（无标题）"
# Stands in the title column of a line that goes on with the paragraph above, too long for one cell.
CONTINUED = "（续上段）"
# The titles of the columns of 正文 that are read: the text, its state, and the words and the kind it was put there as.
PARAGRAPH, STATE, DRAFTED, DRAFTED_AS = "段落", "状态", "底稿", "底稿类别"
# What a user types over the state of a text that is right as it was put there.
CONFIRMED = "已核"
# What the state says of a section without text, and of a paragraph with a gap in it; the words that open a gap.
UNWRITTEN, UNFILLED = "未写", "待填"
GAPS = ("【请填写", "【上年：")


class Line(NamedTuple):
    """A line of 正文; number and title stand on the first line of a section only. ``place`` is the text's cell."""

    number: str
    title: str
    text: str
    place: str = ""


class Words(NamedTuple):
    """A narrative as read: ``places`` are cells, by the section's place (-1 the opening) and the paragraph's in it."""

    preface: tuple[str, ...]
    sections: list[Section]
    places: dict[tuple[int, int], str]


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


def spec_of(section: Section, form: Form) -> SectionSpec | None:
    """The form's section that a report's section is: by its title, a variant of it, or its number without a title."""
    title = section.title.strip()
    named = (spec for spec in form.sections if title in (spec.title, *spec.variants))
    alike = (spec for spec in form.sections if not title and section.number == spec.number)
    return next(named if title else alike, None)


def gather(lines: Iterable[Line], form: Form) -> Words:
    """Preface and sections from the lines of one year; an untouched skeleton of the edition is no section yet."""
    passages: list[tuple[str, str, list[Line]]] = []
    for line in lines:
        if line.title == CONTINUED and passages and passages[-1][2]:
            before = passages[-1][2][-1]
            passages[-1][2][-1] = before._replace(text=before.text + line.text)
            continue
        if line.number or line.title or not passages:
            passages.append((line.number, line.title, []))
        if line.text:
            passages[-1][2].append(line)
    opening: list[Line] = []
    # Words above the first title are an opening, whether or not the user called them so.
    if passages and passages[0][:2] in (("", PREFACE), ("", "")):
        opening = passages.pop(0)[2]
    sections = [
        Section(number, "" if title == UNTITLED else title, tuple(line.text for line in text))
        for number, title, text in passages
    ]
    skeleton = [(spec.number, spec.title) for spec in form.sections]
    untouched = not opening and [(s.number, s.title) for s in sections if not s.paragraphs] == skeleton
    if untouched and len(sections) == len(skeleton):
        sections = []
    texts = [(-1, opening), *enumerate(text for _, _, text in passages)]
    places = {(section, at): line.place for section, text in texts for at, line in enumerate(text)}
    return Words(tuple(line.text for line in opening), sections, places)
