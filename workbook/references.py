"""Figures within the text: ``{3.1}``, ``{收到申请数}``, ``{3.1:同比}`` stand for what the table says.

In the braces stands a code or a name, then after a colon what is wanted: nothing (the figure), 上年 (last year's),
增减 (the difference in words, with its unit), 同比 (the growth in words) or 占比 and another figure (the share of it).
年度, 上年度 and 单位 are the report's own. Whatever cannot be told stays in the text as written; so do doubled braces
with all that is between them. Percentages are rounded to one decimal place, halves up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal

from workbook.formfile import load_form
from workbook.referencenames import FIELDS, LAST_YEAR, YEAR, names_of, nearest, referable, tidy
from workbook.report import Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.content import BookContent
    from workbook.report import AnnualReport, Value

LAST, CHANGE, GROWTH, SHARE = "上年", "增减", "同比", "占比"
_ASPECTS = ("", LAST, CHANGE, GROWTH, SHARE)
MORE, LESS, SAME, NEARLY = "增加", "减少", "持平", "基本持平"
UP, DOWN = "增长", "下降"
_DOUBLED = re.compile(r"\{\{|\}\}")
_BRACES = re.compile(r"\{([^{}]*)\}")
Trouble = Literal["unknown", "ambiguous", "aspect", "blank", "last", "zero"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference in a text: ``text[start:end]`` is it as written, braces and all."""

    start: int
    end: int
    key: str
    aspect: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a reference cannot be told; ``codes`` are the figures it may have meant or that are missing."""

    kind: Trouble
    codes: tuple[str, ...] = ()


def find(text: str) -> Iterator[Reference]:
    """Every pair of single braces in a text, in order; not all of them need be references."""
    masked = _DOUBLED.sub("\0\0", text)
    for match in _BRACES.finditer(masked):
        key, _, aspect = tidy(text[match.start(1) : match.end(1)]).partition(":")
        other = aspect.removeprefix(SHARE) if aspect.startswith(SHARE) else ""
        yield Reference(match.start(), match.end(), key, SHARE if other else aspect, other)


class Figures:
    """The figures that the references of one report are told from.

    Args:
        report: the report whose text is read.
        previous: the report of the year before, for comparisons.
    """

    def __init__(self, report: AnnualReport, previous: AnnualReport | None = None) -> None:
        self.report = report
        self.previous = previous
        self.form = load_form(report.form)
        self.names = names_of(self.form)
        self._sums = referable(self.form)
        self._older = load_form(previous.form) if previous else self.form
        self._older_sums = referable(self._older)

    def told(self, reference: Reference) -> str | Problem:
        """What a reference stands for, in words and digits."""
        if reference.key in FIELDS:
            return self._field(reference)
        code = self.code(reference.key)
        if isinstance(code, Problem):
            return code
        if reference.aspect not in _ASPECTS or (reference.aspect == SHARE and not reference.other):
            return Problem("aspect", (code,))
        return self._of_figure(code, reference)

    def _of_figure(self, code: str, reference: Reference) -> str | Problem:
        if reference.aspect == LAST:
            before = self.last(code)
            return Problem("last", (code,)) if before is None else plain(before)
        value = self.value(code)
        if value is None:
            return Problem("blank", (code,))
        if reference.aspect == SHARE:
            return self._share(value, reference.other)
        return self._compared(code, value, reference.aspect) if reference.aspect else plain(value)

    def code(self, key: str) -> str | Problem:
        """The code that a key means."""
        codes = self.names.get(key, ())
        if len(codes) == 1:
            return codes[0]
        return Problem("ambiguous", codes) if codes else Problem("unknown", nearest(self.form, key))

    def value(self, code: str) -> Value | None:
        """A figure of this year, or the sum of a group all of whose figures are there; None for any other code."""
        return _value(self.report, self._sums[code]) if code in self._sums else None

    def last(self, code: str) -> Value | None:
        """Last year's figure of the same code and name."""
        same = code in self._older_sums and self._older.describe(code) == self.form.describe(code)
        return _value(self.previous, self._older_sums[code]) if self.previous and same else None

    def _field(self, reference: Reference) -> str | Problem:
        year = self.report.year
        if reference.aspect:
            return Problem("aspect")
        if reference.key == YEAR:
            return str(year) if year else Problem("blank")
        if reference.key == LAST_YEAR:
            return str(year - 1) if year else Problem("blank")
        return self.report.unit or Problem("blank")

    def _share(self, value: Value, other: str) -> str | Problem:
        code = self.code(other)
        if isinstance(code, Problem):
            return code
        whole = self.value(code)
        if whole is None:
            return Problem("blank", (code,))
        return percent(value, whole) if whole > 0 else Problem("zero", (code,))

    def _compared(self, code: str, value: Value, aspect: str) -> str | Problem:
        before = self.last(code)
        if before is None:
            return Problem("last", (code,))
        change: Value = value - before
        size = max(change, -change)
        if aspect == CHANGE:
            more = f"{MORE if change > 0 else LESS}{plain(size)}{self.form.items[code].unit}"
            return more if change else SAME
        if before <= 0:
            return SAME if not change and not before else Problem("zero", (code,))
        rate = percent(size, before)
        if rate == "0%":
            return NEARLY if change else SAME
        return (UP if change > 0 else DOWN) + rate


def _value(report: AnnualReport, codes: tuple[str, ...]) -> Value | None:
    figures = [report.figures.get(code) for code in codes]
    # 500余 is no number to be printed as one.
    values = [figure.value for figure in figures if figure and figure.value is not None and not figure.approximate]
    return sum(values[1:], start=values[0]) if len(values) == len(codes) else None


def plain(value: Value) -> str:
    """A number in digits: no exponent, no trailing zeros."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def percent(part: Value, whole: Value) -> str:
    """A share of a whole above zero in percent, to one decimal place, halves up."""
    tenths = (Decimal(part) * 1000 / Decimal(whole)).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{plain(tenths / 10)}%"


def expand_text(text: str, figures: Figures) -> str:
    """A text with every reference that can be told replaced; the rest of it is untouched."""
    pieces, at = [], 0
    for reference in find(text):
        told = figures.told(reference)
        if isinstance(told, str):
            pieces += [text[at : reference.start], told]
            at = reference.end
    return "".join((*pieces, text[at:]))


def expand(content: BookContent) -> AnnualReport:
    """The current report with the references of its text replaced; the content itself is left as it is."""
    return expanded(content.current, previous_of(content))


def previous_of(content: BookContent, year: int | None = None) -> AnnualReport | None:
    """The report of the year before the current one, or before ``year``."""
    year = year or content.current.year
    return content.history.get(year - 1) if year else None


def expanded(report: AnnualReport, previous: AnnualReport | None) -> AnnualReport:
    """A report with the references of its text replaced."""
    figures = Figures(report, previous)

    def words(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(expand_text(text, figures) for text in paragraphs)

    sections = [Section(section.number, section.title, words(section.paragraphs)) for section in report.sections]
    return replace(report, preface=words(report.preface), sections=sections)
