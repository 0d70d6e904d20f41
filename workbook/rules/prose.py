"""Family Q: words in the text that do not belong there, copied text, slips of typing."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from workbook.rules import likeness
from workbook.rules.registry import Case, Hit, rule
from workbook.rules.words import around, heading, passages

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule("Q101")
def promotion(case: Case) -> Iterator[Hit]:
    """Advertising that mirrors of government sites insert, also in mid-sentence."""
    yield from _matches(case)


@rule("Q102")
def placeholder(case: Case) -> Iterator[Hit]:
    """Words that stand for what was still to be filled in."""
    yield from _matches(case)


@rule("Q103")
def copied_from_last_year(case: Case) -> Iterator[Hit]:
    """A text that is last year's but for the figures."""
    text = likeness.narrative(case.report)
    if case.previous is None or len(text) < case.data["characters"]:
        return
    copied, sample = likeness.share(text, likeness.narrative(case.previous))
    if copied * 100 >= case.data["percent"]:
        yield Hit(found=round(copied * 100), where="正文", words={"quote": sample})


@rule("Q104")
def copied_from_another_unit(case: Case) -> Iterator[Hit]:
    """A text that a report checked before holds, too."""
    if case.others is None or len(likeness.narrative(case.report)) < case.data["characters"]:
        return
    copied, other = case.others.nearest(case.report)
    if copied * 100 >= case.data["percent"]:
        yield Hit(found=round(copied * 100), where="正文", words={"other": other})


@rule("Q105")
def doubled(case: Case) -> Iterator[Hit]:
    """Words and signs typed twice."""
    yield from _matches(case)


@rule("Q106")
def foreign_punctuation(case: Case) -> Iterator[Hit]:
    """Half-width signs between Chinese characters, told once."""
    pattern = re.compile(case.data["pattern"])
    found = [(where, text, match) for where, text in passages(case.report) for match in pattern.finditer(text)]
    if found:
        where, text, match = found[0]
        yield Hit(
            found=match[0], where=where, words={"count": str(len(found)), "quote": around(text, *match.span(), 6)}
        )


@rule("Q107")
def two_numberings(case: Case) -> Iterator[Hit]:
    """Sections numbered with characters here and with digits there."""
    sections = case.report.sections
    numbers = [unicodedata.normalize("NFKC", section.number) for section in sections if section.number]
    digits = [number for number in numbers if re.search(r"\d", number)]
    if digits and len(digits) < len(numbers):
        yield Hit(where="正文", words={"titles": "；".join(map(heading, sections))})


def _matches(case: Case) -> Iterator[Hit]:
    """Every stretch of the text that one of the rule's patterns finds, quoted with what stands around it."""
    pattern = re.compile("|".join(case.data["patterns"]), re.IGNORECASE)
    for where, text in passages(case.report):
        for match in pattern.finditer(text):
            quote = around(text, *match.span(), case.data["around"])
            yield Hit(found=match[0], where=where, words={"quote": quote})
