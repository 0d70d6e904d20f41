"""What a sentence says in numbers: its quantities with their measures, and the sentences of a report."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from workbook.rules.words import passages
from workbook.values import MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.report import AnnualReport

_QUANTITY = re.compile(
    r"(?P<about>约|近|超过?|逾)?(?<![\d.第〔])(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?P<scale>万|亿)?"
    rf"(?P<more>余|多)?(?P<measure>{MEASURES}|%)(?P<after>左右|以上)?"
)
_SCALES = {"万": 10**4, "亿": 10**8}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its measure as a sentence says it; ``start`` and ``end`` are its place there."""

    value: Decimal
    measure: str
    approximate: bool
    start: int
    end: int


def sentences(report: AnnualReport) -> Iterator[tuple[str, str]]:
    """Every sentence, half-width and without blanks, with its place in words."""
    for where, text in passages(report):
        yield from ((where, sentence) for sentence in _split(text))


# Several rules go through the same sentences one after another.
@lru_cache(maxsize=500)
def _split(text: str) -> tuple[str, ...]:
    plain = re.sub(r"[^\S\n]+", "", unicodedata.normalize("NFKC", text))
    return tuple(sentence for sentence in re.split(r"[。;!?\n]", plain) if sentence)


def quantities(sentence: str) -> list[Quantity]:
    """The numbers of a sentence that have a measure word, and its percentages."""
    return [
        Quantity(
            Decimal(match["number"].replace(",", "")) * _SCALES.get(match["scale"] or "", 1),
            match["measure"],
            bool(match["about"] or match["more"] or match["after"]),
            match.start(),
            match.end(),
        )
        for match in _QUANTITY.finditer(sentence)
    ]
