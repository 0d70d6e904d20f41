"""Family X within one sentence: parts against their total, percentages."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from workbook.rules.quantities import Quantity, quantities, sentences
from workbook.rules.registry import Case, Hit, rule
from workbook.rules.words import number

if TYPE_CHECKING:
    from collections.abc import Iterator


def _short(sentence: str, length: int) -> str:
    return sentence if len(sentence) <= length else f"{sentence[:length]}…"


@rule("X104")
def parts_of_a_sentence(case: Case) -> Iterator[Hit]:
    """Parts that a sentence lists after its total, and that come to more, or to less."""
    for where, sentence in sentences(case.report):
        # What stands in brackets inside the list belongs to one of its parts.
        plain = re.sub(r"\((?!(?:其中|包括))[^()]*\)", "", sentence)
        for match in re.finditer(case.data["intro"], plain):
            total, parts = _listed(case, plain, match.end())
            if total is None or len(parts) < 2:
                continue
            added = sum((part.value for part in parts), Decimal(0))
            if added > total.value or (added < total.value and len(parts) > 2):
                words = {
                    "parts": "、".join(number(part.value) for part in parts),
                    "quote": _short(sentence, case.data["quote"]),
                }
                variant = "" if added > total.value else "less"
                yield Hit(found=added, expected=total.value, where=where, variant=variant, words=words)


def _listed(case: Case, sentence: str, start: int) -> tuple[Quantity | None, list[Quantity]]:
    """The quantity just before ``start`` and those listed after it in the same measure, all of them exact."""
    found = quantities(sentence)
    total = next((quantity for quantity in reversed(found) if quantity.end <= start), None)
    if total is None or total.approximate or start - total.end > 6:
        return None, []
    parts, at = [], start
    for quantity in (quantity for quantity in found if quantity.start >= start):
        words = sentence[at : quantity.start].lstrip(",、:)")
        if re.search(case.data["ends"], words) or re.search("[(),].*[,)]", words):
            break
        if quantity.measure != total.measure or quantity.approximate:
            return None, []
        parts.append(quantity)
        at = quantity.end
    return total, parts


@rule("X105")
def percentage(case: Case) -> Iterator[Hit]:
    """A share that the number it is said of and no number before that one give."""
    for where, sentence in sentences(case.report):
        if re.search(case.data["growth"], sentence):
            continue
        found = quantities(sentence)
        for at, said in enumerate(found):
            before = [quantity for quantity in found[:at] if quantity.measure != "%"]
            # A second percentage is said of something else; and 100% may be of what was due, a part of what is told.
            direct = said.measure == "%" and said.value < 100 and before and before[-1] is found[at - 1]
            if direct and _is_share_of(sentence, before, said):
                yield from _recomputed(case, where, sentence, said, before)


def _is_share_of(sentence: str, before: list[Quantity], said: Quantity) -> bool:
    """Whether the percentage is said of the number before it: 占30%, 调解42件,调解率53.8%."""
    part = before[-1]
    between, named = sentence[part.end : said.start], re.split(r"[,、:()]", sentence[: part.start])[-1]
    return "占" in between or ("率" in between and (len(before) == 2 or (len(named) > 1 and named in between)))


def _recomputed(case: Case, where: str, sentence: str, said: Quantity, before: list[Quantity]) -> Iterator[Hit]:
    *earlier, part = before
    wholes = [quantity for quantity in earlier if quantity.measure == part.measure and quantity.value >= part.value > 0]
    if not wholes or said.approximate or any(quantity.approximate for quantity in (part, *wholes)):
        return
    if not any(_gives((part.value, whole.value), said.value) for whole in wholes):
        whole = wholes[-1].value
        right = _rounded(part.value * 100 / whole, said.value)
        words = {"pair": f"{number(part.value)} 和 {number(whole)}", "quote": _short(sentence, case.data["quote"])}
        yield Hit(found=f"{number(said.value)}%", expected=f"{number(right)}%", where=where, words=words)


def _gives(pair: tuple[Decimal, Decimal], said: Decimal) -> bool:
    """Whether the share is right to its own last place, rounded either way, or the rest to 100 is."""
    unit = Decimal(1).scaleb(int(said.as_tuple().exponent))
    exact = pair[0] * 100 / pair[1]
    return abs(exact - said) < unit or abs(100 - exact - said) < unit


def _rounded(value: Decimal, like: Decimal) -> Decimal:
    return round(value, max(1, -int(like.as_tuple().exponent)))
