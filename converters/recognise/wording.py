"""What the phrases of a form are made of: numbers with their measure words, negations, and the words in between.

A phrase is a regular expression over a sentence without blanks, in half-width punctuation, in which these names in
braces stand for what the form's file says at the head of its phrases.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from converters.recognise.needed import needed
from converters.recognise.numbers import SIGN
from converters.recognise.spoken import ABOUT, AFTER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbook.form import Phrase

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
_ASKED = "公开(?:政府)?(?:信息)?(?:的)?申请|申请公开|依申请|申请信息公开"
_WORDS = {
    "{none}": r"(?:未(?!经)|没有?|无(?!法|正当|理|需|偿|条件|障碍|效)|不存在)",
    "{gap}": r"(?:[^。;,\d]|,(?=[或也亦和及未没无并且]|行政|提起|向|举报|投诉|申诉)|(?:19|20)\d\d年){0,60}?",
    "{fill}": r"[^,;。、:()\d]{0,12}?",
    "{first}": r"(?:^|(?<=[,;。、:(中]))(?:其中|另外?|其余|还|有|对|共|将)*",
    "{got}": r"(?:收到|受理|接到|接收|收悉|新收|接受)[^。;,\d]{0,30}?(?:申请|依申请公开)[^。;,\d]{0,8}?",
    "{all}": r"(?:均|都|全部|一律)(?:已|已经|被|为|按规定|依法|依规)*",
    "{asked}": _ASKED,
    "{other}": "复议|诉讼|投诉|热线|咨询|信访|留言|来信|建议|提案|许可|工单",
}


class Way(NamedTuple):
    """A phrase ready to be searched for; nothing of it is compiled before a sentence has one of its words."""

    phrase: Phrase
    pattern: str
    measures: str
    # Of each of these sets one word stands in every sentence that the pattern matches.
    words: tuple[frozenset[str], ...]
    # Whether it is about requests for information, and not about whatever else people apply for.
    asked: bool


class Phrasebook:
    """The phrases of a form, found by the words of a sentence: most need a word that it does not have."""

    def __init__(self, ways: Sequence[Way]) -> None:
        self.ways = tuple(ways)
        self.words = frozenset(word for way in ways for few in way.words for word in few)
        self.by_word: dict[str, list[int]] = {}
        self.wordless = [at for at, way in enumerate(ways) if not way.words]
        for at, way in enumerate(ways):
            for word in way.words[0] if way.words else ():
                self.by_word.setdefault(word, []).append(at)

    def ways_for(self, text: str) -> Iterator[Way]:
        """The phrases worth trying on a sentence, in the form's order."""
        here = {word for word in self.words if word in text}
        near = {at for word in here for at in self.by_word.get(word, ())}
        for at in sorted(near.union(self.wordless)):
            way = self.ways[at]
            if not any(map(here.isdisjoint, way.words)):
                yield way


@lru_cache(maxsize=16)
def phrasebook(phrases: tuple[Phrase, ...], units: tuple[str, ...]) -> Phrasebook:
    """The phrases of a form, ready to be searched for; ``units`` are those of the rows they state."""
    return Phrasebook(
        [
            Way(phrase, phrase.pattern, _measures(phrase, unit), _words(phrase), "{asked}" in phrase.about)
            for phrase, unit in zip(phrases, units, strict=True)
        ]
    )


def _words(phrase: Phrase) -> tuple[frozenset[str], ...]:
    return needed(spelled(phrase.pattern.replace("{n}", r"\d")))


def _measures(phrase: Phrase, unit: str) -> str:
    """The measure words of a phrase, alternatives of a regular expression; a bare number is no money."""
    measures = phrase.measure or _COUNTED.get(unit, _COUNTED["件"])
    return rf"(?P<measure>{measures}){AFTER}" + ("" if unit == "万元" else f"|{_STOP}")


@lru_cache(maxsize=4000)
def compiled(pattern: str, measures: str = "") -> re.Pattern[str]:
    """A regular expression with its names spelled out, ``{n}`` being a number followed by ``measures``."""
    amount = rf"{_LINK}(?P<about>{ABOUT})?(?P<number>{SIGN})(?:{measures})"
    return re.compile(spelled(pattern.replace("{n}", amount)))


def spelled(pattern: str) -> str:
    """A pattern with its names spelled out, but for the number's."""
    for word, meaning in _WORDS.items():
        if word in pattern:
            pattern = pattern.replace(word, meaning)
    return pattern
