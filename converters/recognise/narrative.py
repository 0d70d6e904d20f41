"""Figures that sentences state, by the phrases of the form: precision first, for a wrong figure is worse than none.

What stands for two rows at once, or is said of one row in two ways, is no figure: it is given back for the user to
decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from converters.recognise.numbers import marked
from converters.recognise.traps import CLAUSE_END, cumulative, is_change, is_unreal, of_other_matter, of_year
from converters.recognise.wording import Phrasebook, Way, compiled, phrasebook
from workbook.report import Evidence, Figure
from workbook.values import number, to_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.recognise.numbers import Sentence
    from converters.recognise.spoken import Spoken
    from workbook.form import Form, Item, Phrase

# Sentences without these deny nothing: they need not be searched phrase by phrase.
_DENIES = re.compile("[未没无零0]|不(?:存在|收)")
_FALLS = re.compile("减少?|取消|-")
_WHOLE = re.compile(r"共|总计|合计|总数|总量")


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure as a sentence states it: the span in the passage's text, and whether it calls itself the whole."""

    figure: Figure
    said: Spoken
    span: tuple[int, int]
    whole: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """One number for several rows together."""

    codes: tuple[str, ...]
    statement: Statement


@dataclass(frozen=True, slots=True)
class Stated:
    """What the narrative states: the figures, the stretches they were read from, and what is for the user to decide."""

    figures: tuple[Figure, ...]
    statements: tuple[Statement, ...]
    contradictions: tuple[tuple[str, tuple[Statement, ...]], ...]
    sums: tuple[Sum, ...] = ()


class Told(NamedTuple):
    """What every statement of a report is told by: its form, its file, its year."""

    form: Form
    file: str
    year: int | None


def read_stated(passages: Sequence[Spoken], form: Form, file: str, year: int | None = None) -> Stated:
    """Every figure that the narrative states.

    Of several statements the one that calls itself the whole (共, 总计) stands for the row, else the first; a row
    said differently with equal right is left out and given back as a contradiction, for the user to decide.

    Args:
        passages: the passages with the titles of their sections.
        form: the edition whose phrases and codes are used.
        file: the file's name for the evidence.
        year: the year reported on; figures of other years are passed over.
    """
    found: dict[str, list[Statement]] = {}
    sums: list[Sum] = []
    phrases = phrasebook(form.phrases, tuple(form.items[phrase.codes[0]].unit for phrase in form.phrases))
    for said in passages:
        for span in said.sentences():
            sentence = marked(said, *span)
            for phrase, statement in _in_sentence(sentence, phrases, Told(form, file, year)):
                if phrase.sum:
                    sums.append(Sum(phrase.codes, statement))
                else:
                    found.setdefault(statement.figure.code, []).append(statement)
    figures: list[Figure] = []
    contradictions = []
    for code, statements in found.items():
        best = [statement for statement in statements if statement.whole] or statements
        if len({statement.figure.value for statement in best}) > 1:
            contradictions.append((code, tuple(best)))
        else:
            figures.append(best[0].figure)
    order = {code: place for place, code in enumerate(form.items)}
    figures.sort(key=lambda figure: order[figure.code])
    every = tuple(statement for statements in found.values() for statement in statements)
    return Stated(tuple(figures), every, tuple(contradictions), tuple(sums))


class Match(NamedTuple):
    """A phrase found in a sentence; the places are those of the sentence's own text.

    ``end`` is where the number begins, or where a phrase without number ends.
    """

    way: Way
    found: re.Match[str]
    sentence: Sentence
    span: tuple[int, int]
    end: int
    number: re.Match[str] | None

    def group(self, name: str) -> str:
        """A group's words, empty when the phrase has no such group or did not need it."""
        return self.found.groupdict().get(name) or ""

    def place(self, name: str) -> tuple[int, int]:
        """Where a group stands, before everything when there is none."""
        if not self.group(name):
            return -1, -1
        start, end = self.found.span(name)
        return self.sentence.at[start], self.sentence.at[end]


def _in_sentence(sentence: Sentence, phrases: Phrasebook, told: Told) -> Iterator[tuple[Phrase, Statement]]:
    denies = bool(_DENIES.search(sentence.text))
    if not (sentence.numbers or denies):
        return
    for way in phrases.ways_for(sentence.text):
        if not (denies if way.phrase.zero else sentence.numbers):
            continue
        for match in _matches(way, sentence):
            if _holds(match, told.year):
                yield from ((way.phrase, one) for one in _statements(match, told))
                break


def _matches(way: Way, sentence: Sentence) -> Iterator[Match]:
    if way.phrase.zero:
        for found in compiled(way.pattern).finditer(sentence.text):
            yield Match(
                way, found, sentence._replace(at=range(len(sentence.text) + 1)), found.span(), found.end(), None
            )
        return
    at = sentence.at
    for found in compiled(way.pattern, way.measures).finditer(sentence.marked):
        place = found.start("number")
        if number := sentence.numbers.get(place):
            yield Match(way, found, sentence, (at[found.start()], at[found.end()]), at[place], number)


def _holds(match: Match, year: int | None) -> bool:
    """Whether a match is a statement about this year's figure and no trap."""
    phrase, text, (start, stop), end = match.way.phrase, match.sentence.text, match.span, match.end
    said = match.sentence.said
    begin = max((mark.end() for mark in CLAUSE_END.finditer(text, 0, start)), default=0)
    if phrase.about:
        before = f"{said.topic}\n{said.text[: match.sentence.start + len(text)]}"
        if not compiled(phrase.about).search(before) or (match.way.asked and of_other_matter(text, start)):
            return False
    if phrase.unless and compiled(phrase.unless).search(text, begin, stop):
        return False
    if is_unreal(text, begin, end):
        return False
    # Last year, and a change, are what some rows count: their phrases name them in a group of their own.
    own = match.place("own")
    if not phrase.zero and own[0] < 0 and is_change(text[begin:end]):
        return False
    return of_year(text, end, year, own) and not cumulative(text, end, year)


def _statements(match: Match, told: Told) -> Iterator[Statement]:
    phrase, sentence, said = match.way.phrase, match.sentence, match.sentence.said
    place = f"第{said.passage.line}行" if said.passage.line else ""
    whole = said.quote(sentence.start, sentence.start + len(sentence.text)).strip()
    evidence = Evidence(told.file, said.passage.page, said.passage.line, whole, place)
    start, end = (sentence.start + place for place in match.span)
    for code in phrase.codes[:1] if phrase.sum else phrase.codes:
        figure = _figure(code, match, told.form.items[code])
        if figure is not None:
            figure = replace(figure, text=said.quote(start, end), evidence=evidence)
            yield Statement(figure, said, (start, end), _is_whole(match))


def _is_whole(match: Match) -> bool:
    """Whether a statement calls its number the whole, in the number's own clause."""
    text, end = match.sentence.text, match.end
    begin = max((mark.end() for mark in CLAUSE_END.finditer(text, 0, end)), default=0)
    return bool(_WHOLE.search(text, max(begin, match.span[0] - 8), end))


def _figure(code: str, match: Match, item: Item) -> Figure | None:
    """The figure a match states in the row's unit; None where its number spells none."""
    unit, printed = item.unit, match.number
    if printed is None:
        return Figure(code, "reported", 0, measure=unit, found_in="narrative")
    value = number(printed["number"], printed["scale"])
    if value is None:
        return None
    if item.kind == "signed" and _FALLS.fullmatch(match.group("sign") or match.group("own")):
        value = -value
    measure = match.group("measure")
    converted = to_unit(value, measure, unit)
    turned = converted != value
    return Figure(
        code,
        "reported",
        converted,
        approximate=bool(match.group("about") or printed["more"] or match.group("after")),
        measure=unit if turned else measure or unit,
        found_in="narrative",
        note=f"原文为{printed[0]}{measure}，已折算为{unit}" if turned else "",
    )
