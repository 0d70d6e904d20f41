"""Figures that sentences state, by the phrases of the form: precision first, for a wrong figure is worse than none.

A phrase is a regular expression over a sentence without blanks, in half-width punctuation. Besides ``{n}`` (a number
with its measure word) it may use ``{none}`` (the words of a negation) and ``{gap}`` (words up to the next statement).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from converters.recognise.needed import needed
from converters.recognise.spoken import ABOUT, AFTER, FIGURE
from workbook.report import Evidence, Figure
from workbook.values import number, to_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.recognise.spoken import Spoken
    from workbook.form import Form, Phrase

# What people count a row in, by the unit the form prints.
_COUNTED = {
    "件": r"件次|人次|件|条|宗|起|份|项|次|例|则|封|个(?!工作日|月|小时|部门|单位|方面|年|县|镇|科室)",
    "条": "条次|条|件|篇|项|则",
    "次": "场次|次|场|期|个|件|起|条|篇|例|届",
    "篇": "篇次|篇|条|件|份|个|次|期",
    "个": "个|处|家|所|间",
    "人": "人|名|位|个",
    "人次": "人次|人|名|余人",
    "万元": "亿元|万元|元",
    "项": "项|个|件",
}
_LINK = r"(?:数量|总数|总量|件数|条数|人数|次数|数|共计|总计|合计|累计|共|总|达到|达|为|有|是|了|的|:)*"
_STOP = r"(?=[,;。、()]|$)"
_WORDS = {
    "{none}": r"(?:未(?!经)|没有?|无(?!法|正当|理|需|偿|条件|障碍|效)|不存在)",
    "{gap}": r"(?:[^。;,\d]|,(?=[或也亦和及未没无并且]|行政|提起|向|举报|投诉|申诉)|(?:19|20)\d\d年){0,60}?",
}
_TIME = re.compile(
    r"(?:上一?年|去年|前年|往年|同期)(?!度?(?:未办结)?(?:结转|转入|转来))|(?<!\d)(?P<year>(?:19|20)\d{2})年(?!度?(?:结转|转入))"
    r"|(?P<now>今年|本年|全年|当年|年内)"
)
_TITLE = re.compile(r"《[^》]*》")
_COMPARED = re.compile(r"[比较与同和跟]$")
_CHANGE = re.compile(r"(?:增长|增加|增多|新增|减少|下降|上升|降低|提高|多了|少了|占|同比|环比|比例|超额)[^,;。]{0,6}$")
_CUMULATIVE = re.compile(r"累计|历年|(?<!今年)(?<!年初)(?<!年)以来")
_UNREAL = re.compile(r"(?:^|[,;。:])(?:如果?|若|凡|倘)|计划|力争|预计|不少于|不得少于|至少|拟于")
# Sentences without these hold no number, or no zero, of any row: they need not be searched phrase by phrase.
_COUNTS = re.compile(
    r"\d|[零〇一二两三四五六七八九十百千][余多万]?(?:[件条宗起份项次篇期个人名场元处家届]|[,;。、)]|$)"
)
_DENIES = re.compile(
    "(?:[未没无零0]|不存在|不收).*(?:申请|公开|复议|诉|费|投诉|举报|结转|文件|规章)|(?:申请|公开|复议|诉|费|投诉|举报|结转|文件|规章).*[零0]"
)
_WHOLE = re.compile(r"共|总计|合计|总数|总量")
_CLAUSE_END = re.compile(r"[,;。!?]")


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure as a sentence states it: the span in the passage's text, and whether it calls itself the whole."""

    figure: Figure
    said: Spoken
    span: tuple[int, int]
    whole: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """What the narrative states: the figures, the stretches they were read from, and what contradicts itself."""

    figures: tuple[Figure, ...]
    statements: tuple[Statement, ...]
    contradictions: tuple[tuple[str, tuple[Statement, ...]], ...]


class Way(NamedTuple):
    """A phrase ready to be searched for."""

    phrase: Phrase
    pattern: re.Pattern[str]
    about: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    # One of these words stands in every sentence that the pattern matches; empty when none is known.
    words: frozenset[str]


class Told(NamedTuple):
    """What every statement of a report is told by: its form, its file, its year."""

    form: Form
    file: str
    year: int | None


@lru_cache(maxsize=2000)
def compiled(pattern: str, measures: str, money: bool) -> re.Pattern[str]:  # noqa: FBT001  # cached by its value
    """A phrase's pattern with number, negation and gap spelled out; the measure word must be one of ``measures``."""
    bare = "" if money else f"|{_STOP}"
    amount = rf"{_LINK}(?P<about>{ABOUT})?{FIGURE}(?:(?P<measure>{measures}){AFTER}{bare})"
    pattern = pattern.replace("{n}", amount)
    for word, spelled in _WORDS.items():
        pattern = pattern.replace(word, spelled)
    return re.compile(pattern)


@lru_cache(maxsize=1000)
def _search(pattern: str) -> re.Pattern[str] | None:
    return re.compile(pattern) if pattern else None


def _ways(form: Form) -> list[Way]:
    ways = []
    for phrase in form.phrases:
        unit = form.items[phrase.codes[0]].unit
        measures = phrase.measure or _COUNTED.get(unit, _COUNTED["件"])
        pattern = compiled(phrase.pattern, measures, unit == "万元")
        ways.append(Way(phrase, pattern, _search(phrase.about), _search(phrase.unless), needed(pattern.pattern)))
    return ways


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
    ways = _ways(form)
    for said in passages:
        for span in said.sentences():
            for statement in _in_sentence(said, span, ways, Told(form, file, year)):
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
    return Stated(tuple(figures), every, tuple(contradictions))


def _in_sentence(said: Spoken, span: tuple[int, int], ways: Sequence[Way], told: Told) -> Iterator[Statement]:
    sentence = said.text[slice(*span)]
    counts, denies = bool(_COUNTS.search(sentence)), bool(_DENIES.search(sentence))
    if not (counts or denies):
        return
    for way in ways:
        if not (denies if way.phrase.zero else counts) or not _has_one(sentence, way.words):
            continue
        for match in way.pattern.finditer(sentence):
            if _holds(way, match, said, span, told.year):
                yield from _statements(way.phrase, match, said, span, told)
                break


def _has_one(sentence: str, words: frozenset[str]) -> bool:
    return not words or any(word in sentence for word in words)


def _holds(way: Way, match: re.Match[str], said: Spoken, span: tuple[int, int], year: int | None) -> bool:
    """Whether a match is a statement about this year's figure and no trap."""
    sentence, zero = match.string, way.phrase.zero
    end = match.end() if zero else match.start("number")
    begin = max((mark.end() for mark in _CLAUSE_END.finditer(sentence, 0, match.start())), default=0)
    if way.about and not way.about.search(f"{said.topic}\n{said.text[: span[1]]}"):
        return False
    if way.unless and way.unless.search(sentence, begin, match.end()):
        return False
    if _UNREAL.search(sentence, begin, end) or (not zero and _CHANGE.search(sentence[begin:end])):
        return False
    return _of_year(sentence, end, year) and not _cumulative(sentence, end, year)


def _of_year(sentence: str, end: int, year: int | None) -> bool:
    """Whether the last time named before a number is the year reported on."""
    titles = [match.span() for match in _TITLE.finditer(sentence)]
    for match in reversed(list(_TIME.finditer(sentence, 0, end))):
        if any(start <= match.start() < stop for start, stop in titles):
            continue
        compared = _COMPARED.search(sentence[: match.start()]) and _CLAUSE_END.search(sentence, match.end(), end)
        if not compared:
            return bool(match["now"]) or (match["year"] is not None and year in (None, int(match["year"])))
    return True


def _cumulative(sentence: str, end: int, year: int | None) -> bool:
    """Whether a number counts more than the year: 累计 does, unless the sentence says that it means the year."""
    match = _CUMULATIVE.search(sentence, 0, end)
    if match is None:
        return False
    if match[0] != "累计" or sentence[match.start() - 1 : match.start()] == "(":
        return True
    of_year = any(t["now"] or t["year"] == str(year) for t in _TIME.finditer(sentence, 0, end))
    return not of_year or bool(re.search("截[至止]", sentence[:end]))


def _statements(
    phrase: Phrase, match: re.Match[str], said: Spoken, span: tuple[int, int], told: Told
) -> Iterator[Statement]:
    place = f"第{said.passage.line}行" if said.passage.line else ""
    evidence = Evidence(told.file, said.passage.page, said.passage.line, said.quote(*span).strip(), place)
    start, end = span[0] + match.start(), span[0] + match.end()
    whole = bool(_WHOLE.search(match.string, max(0, match.start() - 8), match.end()))
    for code in phrase.codes:
        figure = _figure(code, phrase, match, told.form.items[code].unit)
        if figure is not None:
            figure = replace(figure, text=said.quote(start, end), evidence=evidence)
            yield Statement(figure, said, (start, end), whole)


def _figure(code: str, phrase: Phrase, match: re.Match[str], unit: str) -> Figure | None:
    """The figure a match states in the row's unit; None where its number spells none."""
    if phrase.zero:
        return Figure(code, "reported", 0, measure=unit, found_in="narrative")
    value = number(match["number"], match["scale"])
    if value is None:
        return None
    measure = match["measure"] or ""
    converted = to_unit(value, measure, unit)
    turned = converted != value
    return Figure(
        code,
        "reported",
        converted,
        approximate=bool(match["about"] or match["more"] or match["after"]),
        measure=unit if turned else measure or unit,
        found_in="narrative",
        note=f"原文为{match['number']}{match['scale'] or ''}{measure}，已折算为{unit}" if turned else "",
    )
