"""Drafts of the sections that nobody has written yet, made of the figures and nothing else.

A draft keeps its figures as references, so that text and table cannot part. It counts as a draft as long as its words
are what was drafted; it is made anew from the figures of the day, and never in place of words of the user's.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from workbook.draftfile import LIST_HERE, SectionDraft, load_drafts
from workbook.formfile import load_form
from workbook.passages import spec_of
from workbook.referencenames import referable
from workbook.references import Figures, find, previous_of
from workbook.report import Section
from workbook.rules.arithmetic import cells, outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbook.content import BookContent
    from workbook.draftfile import Paragraph, Piece, Wording
    from workbook.report import AnnualReport

DRAFT = "草稿"
_ASK = "【请填写：{}】"
# Stands above a drafted section in the printed report.
NOTICE = "【初稿：本部分由统计表的数自动写出，请核对、修改，并删去本行】"


def drafted(content: BookContent) -> BookContent:
    """The content with a draft in every section that has no text of the user's own.

    A draft that the user has not touched is made anew; sections without figures get a line that asks for the words.
    """
    current = content.current
    writer = _Writer(current, previous_of(content))
    edition = load_drafts(current.form)
    marks = {text: kind for text, kind in content.drafts.items() if kind != DRAFT}

    def words(own: tuple[str, ...], draft: SectionDraft, title: str) -> tuple[str, ...]:
        if any(content.drafts.get(text) != DRAFT for text in own):
            marks.update((text, DRAFT) for text in own if content.drafts.get(text) == DRAFT)
            return own
        made = tuple(writer.section(draft, title))
        marks.update(dict.fromkeys(made, DRAFT))
        return made

    preface = words(current.preface, edition.preface, "") if edition else current.preface
    sections = current.sections or [Section(spec.number, spec.title) for spec in writer.form.sections]
    specs = [spec_of(section, writer.form) for section in sections]
    drafts = [edition.sections.get(spec.number) if edition and spec else None for spec in specs]
    made = [
        replace(section, paragraphs=words(section.paragraphs, draft or SectionDraft(), section.title))
        for section, draft in zip(sections, drafts, strict=True)
    ]
    return replace(content, current=replace(current, preface=preface, sections=made), drafts=marks)


def drafted_sections(content: BookContent) -> list[str]:
    """The titles of the sections that are drafts, whole or in part."""
    named = (("、".join(filter(None, (s.number, s.title))), s.paragraphs) for s in content.current.sections)
    return [title for title, paragraphs in named if any(content.drafts.get(text) == DRAFT for text in paragraphs)]


def noticed(content: BookContent) -> BookContent:
    """The content with a notice above each drafted section, as it goes into a printed report."""
    sections = [
        replace(section, paragraphs=(NOTICE, *section.paragraphs))
        if any(content.drafts.get(text) == DRAFT for text in section.paragraphs)
        else section
        for section in content.current.sections
    ]
    return replace(content, current=replace(content.current, sections=sections))


def stated_by(content: BookContent) -> set[str]:
    """The codes of the figures that drafts state: those they use as they are, and those they say to be nothing."""
    writer = _Writer(content.current, previous_of(content))
    edition = load_drafts(content.current.form)
    for draft in (edition.preface, *edition.sections.values()) if edition else ():
        list(writer.section(draft, ""))
    return writer.said


@dataclass(slots=True)
class _Draft:
    """What a paragraph has so far, and what it states."""

    text: str = ""
    zero: list[str] = field(default_factory=list)


class _Writer:
    """Chooses the words for the figures of one report; ``said`` gathers the codes they state."""

    def __init__(self, report: AnnualReport, previous: AnnualReport | None) -> None:
        self.form = load_form(report.form)
        self.figures = Figures(report, previous)
        self.has_last = previous is not None
        groups = [code for code, below in referable(self.form).items() if below != (code,)]
        self.values = {**cells(report, previous), **{code: self.figures.value(code) for code in groups}}
        self.said: set[str] = set()

    def section(self, draft: SectionDraft, title: str) -> Iterator[str]:
        """The paragraphs of a section, then what the user is asked for."""
        made = list(filter(None, map(self._paragraph, draft.paragraphs)))
        yield from made
        yield from draft.ask or ((_ASK.format(title),) if title and not made else ())

    def _paragraph(self, pieces: Paragraph) -> str:
        """The pieces' words one after the other; without its first piece there is no paragraph."""
        draft = _Draft()
        for number, piece in enumerate(pieces):
            words = self._words(piece, draft)
            if not words and not number:
                return ""
            draft.text += words
        self.said |= {*draft.zero, *self._plain_codes(draft.text)}
        return draft.text

    def _words(self, piece: Piece, draft: _Draft) -> str:
        for wording in piece:
            if (text := self._said(wording)) is not None:
                draft.zero += wording.zero
                return text
        return ""

    def _said(self, wording: Wording) -> str | None:
        """A wording with its list filled in; None where it does not fit the figures."""
        if not all(outcome(check, self.values, last_year=self.has_last).verdict == "通过" for check in wording.when):
            return None
        text = wording.say
        if wording.parts:
            if not self._told(wording.parts):
                return None
            listed = [part for part in wording.parts if self._first_value(part) > 0]
            text = text.replace(LIST_HERE, "、".join(listed)) if listed else ""
        return text if text and self._told([text]) else None

    def _told(self, texts: Iterable[str]) -> bool:
        return all(isinstance(self.figures.told(reference), str) for text in texts for reference in find(text))

    def _first_value(self, part: str) -> float:
        code = self.figures.code(next(find(part)).key)
        return float(self.figures.value(code) or 0) if isinstance(code, str) else 0.0

    def _plain_codes(self, text: str) -> Iterator[str]:
        for reference in find(text):
            code = self.figures.code(reference.key)
            if not reference.aspect and isinstance(code, str):
                yield code
