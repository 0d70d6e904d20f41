"""What several families need of the text: its passages with their places, ordinals, years and dates as written."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.report import AnnualReport, Evidence, Section, Value

_DIGITS = "零一二三四五六七八九"
_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")


def passages(report: AnnualReport) -> Iterator[tuple[str, str]]:
    """Title, opening and paragraphs of the sections, each with its place in words."""
    yield "标题", report.title
    yield from (("开头", text) for text in report.preface)
    for section in report.sections:
        yield from ((heading(section), text) for text in (section.title, *section.paragraphs))


def heading(section: Section) -> str:
    """A section's number and title as printed."""
    return f"{section.number}、{section.title}" if section.number else section.title


def ordinal(text: str) -> int | None:
    """``七`` → 7, ``十二`` → 12, ``7`` and ``７`` → 7; None for anything else. Good up to 99."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.isdecimal():
        return int(plain)
    if not re.fullmatch("[一二三四五六七八九]?十?[一二三四五六七八九]?", plain) or not plain:
        return None
    tens, ten, ones = plain.rpartition("十")
    if not ten:
        return _DIGITS.index(plain) if len(plain) == 1 else None
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)


def years_in(text: str) -> set[int]:
    """The years named with 年 (2017年, 二〇一七年)."""
    plain = unicodedata.normalize("NFKC", text).translate(_CHINESE_DIGITS)
    return {int(year) for year in re.findall(r"(?<!\d)(20\d\d)\s*年", plain)}


def day(text: str) -> dt.date | None:
    """A date as people write it (2018-01-03, 2018年1月3日, 2018.1.3), or None."""
    match = _DATE.search(unicodedata.normalize("NFKC", text))
    try:
        return dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def long_date(date: dt.date) -> str:
    """The date in Chinese, without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{date.year}年{date.month}月{date.day}日"


def around(text: str, start: int, end: int, width: int) -> str:
    """A stretch of text with a few characters on both sides, on one line."""
    return re.sub(r"\s+", " ", text[max(0, start - width) : end + width])


def number(value: Value | str | None) -> str:
    """A value for a message: no exponent, no trailing zeros; a blank says so."""
    if value is None:
        return "空白"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def spot(evidence: Evidence) -> str:
    """Where a piece was read, in words; empty when nothing is known."""
    if evidence.place:
        return evidence.place
    page = f"第{evidence.page}页" if evidence.page else ""
    return page + (f"第{evidence.line}行" if evidence.line else "")
