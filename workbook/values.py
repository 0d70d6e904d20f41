"""Numbers as people print them: digits, full-width, thousands, 万, Chinese numerals, 余 and 多, units, strokes.

A printed cell becomes a state and a value without ever guessing: what is no number stays text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbook.report import State, Value

# Strokes and words by which an office says that a row does not apply to it.
NOT_APPLICABLE = frozenset(
    {"/", "\\", "-", "--", "—", "——", "–", "―", "─", "无", "无此项", "不适用", "N/A", "n/a", "*"}
)
MEASURES = (
    "人次|件次|场次|万元|亿元|条次|元|条|件|次|个|人|篇|期|项|场|份|宗|起|家|部|户|名|册|台|套|处|例|批|类|份次|"
    "平方米|%|％"
)
_DIGITS = r"[+-]?(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?"
_NUMERALS = "[零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]+"
_HAN = f"{_NUMERALS}(?:万{_NUMERALS})?"
QUANTITY = (
    rf"(?P<about>约|近|逾|超过|超|大约|接近|将近)?\s*(?P<number>{_DIGITS}|{_HAN})"
    r"\s*(?P<scale>百|千|万|亿)?\s*(?P<more>余|多|来)?"
)
_CELL = re.compile(rf"{QUANTITY}\s*(?P<scale2>万|亿)?\s*(?P<measure>{MEASURES})?\s*(?P<about2>左右|以上|上下|余|多)?")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_FOOTNOTE = re.compile(r"(?<=\d)(?:[\[［〔【]\d+[\]］〕】]|\*+|[①-⑳]|[¹²³⁰⁴-⁹]+)$")
# Characters that NFKC turns into plain digits although they are marks beside the number, or no number at all.
_MARKS = ("<super>", "<sub>", "<circle>", "<fraction>")
# Whatever is longer is no count of anything, and more than Python would print.
_LONGEST = 100
_EXACT = Context(prec=2 * _LONGEST)
_HAN_DIGITS = {
    c: n
    for n, row in enumerate(("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for c in row
}
_HAN_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Printed:
    """What a cell says: ``value`` only when ``state`` is ``reported``; ``measure`` as printed, empty if none."""

    state: State
    value: Value | None = None
    approximate: bool = False
    measure: str = ""
    note: str = ""


def fold_width(text: str) -> str:
    """Full-width to half-width, compatibility forms to plain ones, any blank to a space."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).replace("−", "-")).strip()


@lru_cache(maxsize=4_000)
def read_cell(text: str, unit: str = "") -> Printed:
    """Read a printed cell of a row counted in ``unit``; money printed in 元 is turned into 万元 with a note."""
    shown_text = _INVISIBLE.sub("", text).strip()
    if not shown_text:
        return Printed("blank")
    marked = _FOOTNOTE.sub("", shown_text)
    plain = fold_width(marked)
    if plain in NOT_APPLICABLE:
        return Printed("not_applicable")
    match = None if _has_marks(marked) else _CELL.fullmatch(plain)
    if not match or (match["scale"] == "百" and match["number"].isdigit()):
        return Printed("text")
    value, measure = number(match["number"], match["scale"] or match["scale2"]), match["measure"] or ""
    if value is None or (measure == "%" and unit != "%"):
        return Printed("text")
    approximate = any(match[name] for name in ("about", "more", "about2"))
    notes = ["去掉了数后的注释符号"] if marked != shown_text else []
    if not match["number"].lstrip("+-")[:1].isdigit():
        notes.append("由中文数字读出")
    converted = to_unit(value, measure, unit)
    if converted != value:
        measure = unit
        if not plain.endswith(unit):
            notes.append(f"原文为{plain}，已折算为{unit}")
    return Printed("reported", converted, approximate, measure, "；".join(notes))


def _has_marks(text: str) -> bool:
    return any(unicodedata.decomposition(char).startswith(_MARKS) for char in text)


def to_unit(value: Value, measure: str, unit: str) -> Value:
    """The value in the row's unit: 元 and 亿元 become 万元, everything else stays as it is."""
    if unit != "万元" or measure not in ("元", "亿元"):
        return value
    return exact(_EXACT.scaleb(Decimal(value), -4 if measure == "元" else 4))


def number(text: str, scale: str | None = None) -> Value | None:
    """The number that digits or Chinese numerals spell, times 万 or 亿; None when they spell none."""
    digits = re.sub(r"[, ]", "", text)
    if len(digits) > _LONGEST or ("万" in digits and scale == "万"):
        return None
    if re.fullmatch(r"[+-]?\d+(?:\.\d+)?", digits):
        value = Decimal(digits)
    else:
        spelled = han_number(text)
        if spelled is None:
            return None
        value = Decimal(spelled)
    return exact(_EXACT.multiply(value, Decimal(_SCALES.get(scale or "", 1))))


def exact(value: Decimal) -> Value:
    """A whole number as int, anything else as a Decimal without trailing zeros."""
    if value == value.to_integral_value():
        return int(value)
    return value.normalize(_EXACT)


def han_number(text: str) -> int | None:
    """Chinese numerals below 100 000 000: 三百二十一, 一百二 (120), 两万三千, 二〇一八 (digit by digit), 两.

    None for what says a range instead of a number: 两三, 三四十, 一二百.
    """
    high, wan, low = text.rpartition("万")
    if not wan:
        return _below_wan(text)
    upper, lower = _below_wan(high), _below_wan(low)
    if upper is None or lower is None:
        return None
    return upper * 10_000 + lower * (1000 if _spoken_short(low) else 1)


def _spoken_short(text: str) -> bool:
    """一万二 is 12 000: a digit after a unit that no zero parts stands for the next lower unit."""
    return len(text) == 1 and _HAN_DIGITS.get(text, 0) > 0


def _below_wan(text: str) -> int | None:
    if text and all(char in _HAN_DIGITS for char in text):
        return _digit_by_digit(text)
    total, digit, last = 0, None, 10_000
    for char in text:
        if char in _HAN_DIGITS:
            if digit:
                return None
            digit = _HAN_DIGITS[char]
        elif _HAN_UNITS.get(char, last) < last:
            last = _HAN_UNITS[char]
            total += (1 if digit is None else digit) * last
            digit = None
        else:
            return None
    if digit is None:
        return total or None
    short = last >= 100 and text[-2] in _HAN_UNITS
    return total + digit * (last // 10 if short else 1)


def _digit_by_digit(text: str) -> int | None:
    # 两三 and 七八 are ranges; a zero, or a third digit, makes it a number that is read out.
    if len(text) > 1 and ("两" in text or (len(text) == 2 and not set(text) & {"零", "〇"})):
        return None
    return int("".join(str(_HAN_DIGITS[char]) for char in text))


def shown(value: Value | None) -> str:
    """The value as it is printed: whole numbers plainly, money with its decimals, nothing for None."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
