"""Family Q: words in the text that do not belong there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbook.rules.registry import Case, Hit, rule
from workbook.rules.words import around, passages

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


def _matches(case: Case) -> Iterator[Hit]:
    """Every stretch of the text that one of the rule's patterns finds, quoted with what stands around it."""
    pattern = re.compile("|".join(case.data["patterns"]), re.IGNORECASE)
    for where, text in passages(case.report):
        for match in pattern.finditer(text):
            quote = around(text, *match.span(), case.data["around"])
            yield Hit(found=match[0], where=where, words={"quote": quote})
