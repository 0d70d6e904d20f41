"""Family S: the parts of a report are all there, in order, and are what the opening says they are."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from workbook.rules.registry import Case, Hit, rule
from workbook.rules.words import around, heading, ordinal, passages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.form import Form, SectionSpec
    from workbook.report import Section


@rule("S101")
def sample_mark(case: Case) -> Iterator[Hit]:
    """（样表） left in the title of the report or the table, told once."""
    report = case.report
    beside = (("表题", text) for text in (*report.notes, *(piece.text for piece in report.unplaced)))
    for where, text in (*passages(report), *beside):
        if match := re.search(case.data["pattern"], text):
            yield Hit(found=match[0], where=where, words={"quote": around(text, *match.span(), 20)})
            # The importer may keep the same title both as a note and as a leftover.
            return


@rule("S102")
def parts_announced(case: Case) -> Iterator[Hit]:
    """The opening counts other parts than there are."""
    sections = case.report.sections
    for sentence in _opening(case):
        matches = (re.search(pattern, sentence) for pattern in case.data["numbers"])
        match = next(filter(None, matches), None)
        if not match or not re.search(case.data["about"], sentence):
            continue
        announced = ordinal(match["n"])
        # An announced 附件 is a part of the count, and the attached table is it.
        attached = bool(re.search(case.data["attachment"], sentence)) and case.report.has_table
        if announced is not None and announced not in (len(sections), len(sections) + attached):
            titles = "；".join(map(heading, sections)) or "无"
            yield Hit(found=len(sections), expected=announced, where="开头", words={"titles": titles})
        return


def _opening(case: Case) -> Iterator[str]:
    """The sentences before the second section."""
    first = case.report.sections[0].paragraphs if case.report.sections else ()
    for text in (*case.report.preface, *first):
        yield from re.findall(r"[^。！]+。?", text)


@rule("S103")
def sections_in_order(case: Case) -> Iterator[Hit]:
    """Sections missing or out of order; where the form fixes none, gaps in their numbers."""
    sections = case.report.sections
    titles = "；".join(map(heading, sections))
    numbers = [n for n in (ordinal(section.number) for section in sections) if n is not None]
    misnumbered = numbers != list(range(1, len(numbers) + 1))
    if case.form.tables_stand != "sections":
        if misnumbered:
            yield Hit(variant="numbering", where="正文", words={"titles": titles})
        return
    places = match_sections(sections, case.form)
    if missing := [spec for at, spec in enumerate(case.form.sections) if at not in places]:
        yield Hit(where="正文", words={"titles": "；".join(f"{spec.number}、{spec.title}" for spec in missing)})
    known = [at for at in places if at is not None]
    if known != sorted(set(known)):
        yield Hit(variant="order", where="正文", words={"titles": titles})
    elif misnumbered and not missing:
        yield Hit(variant="numbering", where="正文", words={"titles": titles})


@rule("S104")
def problems_left_out(case: Case) -> Iterator[Hit]:
    """A section on problems and improvements that says nothing."""
    if case.form.tables_stand != "sections":
        return
    wanted = [at for at, spec in enumerate(case.form.sections) if case.data["section"] in spec.title]
    for section, at in zip(case.report.sections, match_sections(case.report.sections, case.form), strict=True):
        text = re.sub(r"\s", "", section.text)
        if at in wanted and re.match(case.data["empty"], text):
            state = f"只写了“{text}”" if text else "没有内容"
            yield Hit(found=text, where=heading(section), words={"title": section.title, "state": state})


@rule("S105")
def supervision_left_out(case: Case) -> Iterator[Hit]:
    """A government's report under the 2019 Regulations without what article 50 asks of governments alone."""
    report = case.report
    if case.form.tables_stand != "sections" or not re.search(case.data["government"], report.unit):
        return
    text = "".join(words for _, words in passages(report))
    if missing := [topic for topic, pattern in case.data["topics"].items() if not re.search(pattern, text)]:
        yield Hit(where="正文", words={"topics": "、".join(missing)})


@rule("S106")
def fees_left_out(case: Case) -> Iterator[Hit]:
    """A text that says nothing of fees for processing information."""
    texts = [words for _, words in passages(case.report) if words]
    if case.report.sections and not any(re.search(case.data["pattern"], words) for words in texts):
        yield Hit(where="正文")


@rule("S107")
def sections_without_words(case: Case) -> Iterator[Hit]:
    """Sections of which only the heading stands there; a table may be all that a section needs."""
    specs = case.form.sections if case.form.tables_stand == "sections" else ()
    places = match_sections(case.report.sections, case.form) if specs else [None] * len(case.report.sections)
    for section, at in zip(case.report.sections, places, strict=True):
        # S104 tells an empty section on problems.
        told = at is not None and (specs[at].table or "问题" in specs[at].title)
        if section.title and not section.text.strip() and not told:
            yield Hit(where=heading(section), words={"title": section.title})


def match_sections(sections: list[Section], form: Form) -> list[int | None]:
    """For each section the place of the form's section that it is, by title, failing that by number."""
    places = [_by_title(section, form.sections) for section in sections]
    numbers = [spec.number for spec in form.sections]
    for at, section in enumerate(sections):
        if places[at] is None and section.number in numbers and numbers.index(section.number) not in places:
            places[at] = numbers.index(section.number)
    return places


def _by_title(section: Section, specs: tuple[SectionSpec, ...]) -> int | None:
    title = _plain(section.title)
    for at, spec in enumerate(specs):
        if title and title in map(_plain, (spec.title, *spec.variants)):
            return at
    return None


def _plain(title: str) -> str:
    """A title without the signs and small words in which copies of it differ."""
    return re.sub(r"[\W_及和与的]", "", unicodedata.normalize("NFKC", title))
