"""Figures that sentences state, by the phrases of the form: plain statements and zeros said in words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from workbook.report import Evidence, Figure
from workbook.values import MEASURES, number, to_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.recognise.passages import Passage
    from workbook.form import Form, Phrase

# {n} of a phrase: a number with its magnitude, what makes it approximate, and its measure word.
NUMBER = (
    r"(?P<about>约|近|逾|超过|超|大约|接近)?\s*(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)"
    rf"\s*(?P<scale>万|亿)?\s*(?P<more>余|多)?\s*(?P<measure>{MEASURES})?\s*(?P<after>左右|以上)?"
)
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")


@lru_cache(maxsize=512)
def compiled(phrase: Phrase) -> re.Pattern[str]:
    """The phrase's pattern with its number spelled out."""
    return re.compile(phrase.pattern.replace("{n}", NUMBER))


def stated(passages: Sequence[Passage], form: Form, file: str) -> list[Figure]:
    """Every figure that the narrative states, the first statement of each; quotes as printed."""
    found: dict[str, Figure] = {}
    for passage in passages:
        for sentence in sentences(passage.text):
            for figure in _in_sentence(sentence, passage, form, file):
                found.setdefault(figure.code, figure)
    return list(found.values())


def sentences(text: str) -> Iterator[str]:
    """The sentences of a passage, with their closing marks."""
    return (match[0].strip() for match in _SENTENCE.finditer(text) if match[0].strip())


def _in_sentence(sentence: str, passage: Passage, form: Form, file: str) -> Iterator[Figure]:
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", sentence))
    place = f"第{passage.line}行" if passage.line else ""
    evidence = Evidence(file, passage.page, passage.line, sentence, place)
    for phrase in form.phrases:
        match = compiled(phrase).search(plain)
        if match is None:
            continue
        for code in phrase.codes:
            figure = _figure(code, phrase, match, form, evidence)
            if figure is not None:
                yield figure


def _figure(code: str, phrase: Phrase, match: re.Match[str], form: Form, evidence: Evidence) -> Figure | None:
    unit = form.items[code].unit
    if phrase.zero:
        return Figure(code, "reported", 0, match[0], measure=unit, found_in="narrative", evidence=evidence)
    value = number(match["number"], match["scale"])
    measure = match["measure"] or ""
    if value is None or measure == "%":
        return None
    converted = to_unit(value, measure, unit)
    return Figure(
        code,
        "reported",
        converted,
        match[0],
        approximate=bool(match["about"] or match["more"] or match["after"]),
        measure=unit if converted != value else measure or unit,
        found_in="narrative",
        evidence=evidence,
        note=f"原文为{match['number']}{measure}，已折算为{unit}" if converted != value else "",
    )
