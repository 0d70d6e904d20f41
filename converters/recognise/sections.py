"""Preface and sections out of the narrative's passages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from converters.recognise.headings import (
    ENDING,
    HAN,
    HEADING_LENGTH,
    STYLES,
    Headings,
    is_known,
    known_titles,
    printed_number,
)
from converters.recognise.labels import fold
from converters.recognise.passages import Passage, is_short_heading
from converters.recognise.titles import take_title
from workbook.report import Section
from workbook.values import han_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbook.form import Form

_ENDS = re.compile(rf"(?:{ENDING})$")
_INLINE = re.compile(rf"(?<=[。；！？)）”\s])(?=[{HAN}]{{1,3}}、[^，。；：]{{0,28}}?(?:{ENDING}))")
_CONTENTS = re.compile(rf"[{HAN}]{{1,3}}[、.．]")
_PAGE_BEHIND = re.compile(r"[\s.·…．\-—]*\d{0,3}\s*$")


@dataclass(slots=True)
class Narrative:
    """The narrative in its parts."""

    title: str = ""
    preface: list[Passage] = field(default_factory=list)
    sections: list[tuple[Section, list[Passage]]] = field(default_factory=list)

    @property
    def passages(self) -> list[Passage]:
        """Everything said, in order."""
        return [passage for _, passage in self.with_topics()]

    def with_topics(self) -> list[tuple[str, Passage]]:
        """Everything said, in order, each passage with the title of its section and the heading above it there."""
        found = [("", passage) for passage in self.preface]
        for section, body in self.sections:
            heading = ""
            for passage in body:
                heading = passage.text if is_short_heading(passage.text) else heading
                found.append((f"{section.title} {heading}".strip(), passage))
        return found


def split(found: Sequence[Passage], form: Form) -> Narrative:
    """Part the passages into title, preface and sections."""
    narrative = Narrative()
    narrative.title, rest = take_title(list(found))
    rest = [passage for passage in rest if not _is_contents(passage.text)]
    rest = _without_abstract([part for passage in rest for part in _unfolded(passage)])
    titles = known_titles(form)
    headings = Headings(rest, titles)
    skip = False
    for at, passage in enumerate(rest):
        if skip:
            skip = False
            continue
        heading = headings.read(passage)
        if heading is None:
            (narrative.sections[-1][1] if narrative.sections else narrative.preface).append(passage)
            continue
        if not heading.text and at + 1 < len(rest) and (whole := _two_lines(heading.title, rest[at + 1], titles)):
            heading, skip = heading._replace(title=whole), True
        body = [replace(passage, text=heading.text, heading=0)] if heading.text else []
        narrative.sections.append((Section(heading.number, heading.title), body))
    narrative.sections = [
        (Section(section.number, section.title, tuple(passage.text for passage in body)), body)
        for section, body in _without_contents(narrative.sections)
    ]
    return narrative


def add_headings(narrative: Narrative, rows: Sequence[str], form: Form) -> None:
    """Put in the sections whose heading stands in a row of their table and nowhere else."""
    titles = known_titles(form)
    have = {fold(section.title) for section, _ in narrative.sections}
    for row in rows:
        match = STYLES["han"].fullmatch(row) if "\t" not in row else None
        if match is None or fold(match["title"]) in have or fold(match["title"]) not in titles:
            continue
        place = sum((han_number(section.number) or 0) < printed_number(match) for section, _ in narrative.sections)
        narrative.sections.insert(place, (Section(match["number"], match["title"].strip()), []))
        have.add(fold(match["title"]))


def _unfolded(passage: Passage) -> Iterator[Passage]:
    """A passage in which several sections run on without a line break, parted before each of their headings."""
    text = passage.text
    marks = [match.start() for match in _INLINE.finditer(text)]
    numbers = [han_number(match[0]) if (match := re.match(rf"[{HAN}]+", text[at:])) else 0 for at in marks]
    in_order = all(one < two for one, two in pairwise(numbers) if one and two)
    # A sentence that lists the parts puts no text between them.
    listed = any(two - one < HEADING_LENGTH for one, two in pairwise(marks))
    if len(text) < 2 * HEADING_LENGTH or not in_order or listed or numbers in ([], [None]) or numbers[0] != 1:
        yield passage
        return
    for start, end in pairwise([0, *marks, len(text)]):
        if text[start:end].strip():
            yield replace(passage, text=text[start:end].strip())


def _two_lines(title: str, following: Passage, titles: tuple[str, ...]) -> str:
    """The title of a heading broken over two lines, empty when it is whole."""
    text = following.text
    if (
        _ENDS.search(title) or len(text) > 16 or following.heading or re.search(r"[，。；：、（(\d]", text)
    ):  # the end of a title
        return ""
    whole = title + text
    return whole if _ENDS.search(whole) and (is_known(whole, titles) or len(text) <= 4) else ""  # 况, 情况, 进措施


def _without_contents(
    sections: Sequence[tuple[Section, list[Passage]]],
) -> list[tuple[Section, list[Passage]]]:
    """The sections without a table of contents before them: titles without text that come once more."""
    kept = []
    for at, (section, body) in enumerate(sections):
        title = fold(_PAGE_BEHIND.sub("", section.title))
        later = [other for other, _ in sections[at + 1 :]]
        empty = not body or all(
            len(p.text) <= 30 and not re.search("[。；]", p.text) for p in body
        )  # entries of lower levels
        if empty and any(fold(other.title) == title for other in later):
            continue
        kept.append((section, body))
    return kept


def _is_contents(text: str) -> bool:
    """Whether a paragraph of the preface is a table of contents set in one line, or its heading."""
    if re.fullmatch(r"目\s*[录次]", text):
        return True
    marks = _CONTENTS.findall(text)
    return len(marks) > 3 and bool(_CONTENTS.match(text)) and not re.search("[。；]", text)  # four parts named in a row


def _without_abstract(rest: list[Passage]) -> list[Passage]:
    """The passages without a machine-made abstract: an opening passage that the report itself repeats below."""
    words = [fold(passage.text) for passage in rest]
    for at, passage in enumerate(rest[:3]):
        if passage.heading or is_short_heading(passage.text):
            break
        opening = re.sub(r"^(?:摘要|内容摘要|内容概述|导读|简介|概述)", "", words[at].rstrip("."))
        whole = "".join(words[at + 1 :])
        if len(opening) > 30 and opening[:-1] in whole:  # a sentence and more
            return [*rest[:at], *rest[at + 1 :]]
    return rest
