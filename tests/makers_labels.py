"""The labels of a printed table, done well or badly: shortened, with lost characters, numbered otherwise."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from workbook.form import Row

Enumerators = Literal["official", "comma", "wide", "half", "paren", "none"]

# 二 → ⼆ and 214 more: what a PDF's font gives for everyday characters.
LOOKALIKE = {ord(unicodedata.normalize("NFKC", chr(code))): code for code in range(0x2F00, 0x2FD6)}
WIDE_DIGITS = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong, or merely different, with the printed table; every kind can meet every other."""

    seed: int = 0
    short: bool = False
    torn: bool = False
    lookalike: bool = False
    enumerators: Enumerators = "official"
    only_total: bool = False
    missing: frozenset[str] = frozenset()
    subtotal: bool = False
    remark: bool = False
    serial: bool = False
    inner_title: bool = False
    unit_column: bool = True

    def draw(self, *about: object) -> random.Random:
        """Chance that depends on the seed and on what it is about, not on the order of calls."""
        return random.Random(f"{self.seed}-{about}")


OFFICIAL = Damage()


def label(row: Row, damage: Damage) -> str:
    """The row's label as this document prints it."""
    draw, text, note = damage.draw("label", row.code), row.label, row.note
    if damage.short:
        text, note = _shortened(row, draw), ""
    if damage.torn and draw.random() < 0.4:
        text = _torn(text, draw)
    return words(f"{_enumerator(row.num, damage.enumerators)}{text}{note}", damage)


def words(text: str, damage: Damage) -> str:
    """Words as this document's font gives them."""
    return text.translate(LOOKALIKE) if damage.lookalike else text


def number(text: str, damage: Damage) -> str:
    """A figure as this document's font gives it."""
    return text.translate(WIDE_DIGITS) if damage.lookalike else text


def _shortened(row: Row, draw: random.Random) -> str:
    if row.variants:
        return draw.choice(row.variants)
    return row.label.removesuffix("数量").removesuffix("数")


def _torn(text: str, draw: random.Random) -> str:
    for shortest in (5, 9):
        if len(text) >= shortest:
            at = draw.randrange(len(text))
            text = text[:at] + text[at + 1 :]
    return text


def _enumerator(num: str, style: Enumerators) -> str:
    if num.startswith("其中") or style == "official":
        return num
    inner = num.strip("（）、.")
    if style == "none":
        return ""
    if num.startswith("（"):
        return f"({inner})" if style in ("half", "paren") else num
    if inner.isdecimal():
        return inner + {"comma": "、", "wide": "．", "half": ".", "paren": ")"}[style]
    return num
