"""Figures that may stand side by side in reports of several editions: the same cell, or a series the forms declare.

A cell is the same when its code and its name are; what an edition calls otherwise has another meaning or scope,
unless the forms say that it belongs to one series (``[[series]]`` in ``templates/forms``).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from typing import TYPE_CHECKING

from workbook.values import exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from workbook.form import Adds, Form
    from workbook.report import AnnualReport, Figure, Value

# Far more digits than any figure can have that a reader takes for a number.
_EXACT = Context(prec=250)


@dataclass(frozen=True, slots=True)
class Line:
    """One comparable quantity: ``codes`` are the figures that make it up in each edition.

    ``key`` is the figure's code where all editions share it, else the series' key.
    """

    key: str
    label: str
    unit: str
    codes: Mapping[str, tuple[str, ...]]
    adds: Adds = "always"

    @property
    def is_series(self) -> bool:
        """Whether the editions know the quantity under different codes."""
        return any(codes != (self.key,) for codes in self.codes.values())

    def parts(self, report: AnnualReport) -> tuple[Figure | None, ...]:
        """The figures of a report that make the quantity up; None for one that it does not have."""
        return tuple(report.figures.get(code) for code in self.codes[report.form])

    def value(self, report: AnnualReport) -> Value | None:
        """The quantity in a report; None where one of its figures is no sure number."""
        return total(self.parts(report))


def total(figures: Sequence[Figure | None]) -> Value | None:
    """The sum of figures, exactly; None unless every one is a number that is not approximate."""
    values = [figure.value for figure in figures if figure and not figure.approximate and figure.value is not None]
    return exact_sum(values) if values and len(values) == len(figures) else None


def exact_sum(values: Iterable[Value]) -> Value:
    """The sum without rounding: whole numbers as int, money as Decimal."""
    whole, broken = 0, Decimal(0)
    for value in values:
        if isinstance(value, int):
            whole += value
        else:
            broken = _EXACT.add(broken, value)
    return exact(_EXACT.add(broken, whole)) if broken else whole


def comparable(forms: Iterable[Form]) -> tuple[Line, ...]:
    """What may be compared over reports on all these forms, in the order of the first of them."""
    first, *others = dict.fromkeys(forms)
    lines = [
        Line(item.code, item.name, item.unit, {form.edition: (item.code,) for form in (first, *others)}, item.adds)
        for item in first.values()
        if all(_same(first, form, item.code) for form in others)
    ]
    shared = {line.key for line in lines}
    return (*lines, *(line for line in _series(first, others) if not shared.issuperset(_all_codes(line))))


def _same(one: Form, other: Form, code: str) -> bool:
    mine, theirs = one.items[code], other.items.get(code)
    return theirs is not None and theirs.kind == mine.kind and theirs.name == mine.name


def _series(first: Form, others: Sequence[Form]) -> list[Line]:
    known = [{one.key: one for one in form.series} for form in others]
    return [
        Line(
            one.key,
            one.label,
            one.unit,
            {first.edition: one.codes}
            | {form.edition: series[one.key].codes for form, series in zip(others, known, strict=True)},
        )
        for one in first.series
        if all(one.key in series for series in known)
    ]


def _all_codes(line: Line) -> set[str]:
    return {code for codes in line.codes.values() for code in codes}
