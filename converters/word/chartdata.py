"""What the chart of a report shows: the quantities that editions have in common, over the latest years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.formfile import load_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbook.form import Form
    from workbook.report import AnnualReport, Value

_MOST_YEARS = 6
"""More groups of columns could not carry their numbers in 156 mm."""
_HAN = "〇一两三四五六"


@dataclass(frozen=True, slots=True)
class Line:
    """One quantity over the years; None where a year does not say it."""

    name: str
    values: tuple[Value | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Quantities over years, oldest first, all in one unit of measure."""

    title: str
    years: tuple[int, ...]
    lines: tuple[Line, ...]
    unit: str

    @property
    def described(self) -> str:
        """The chart in words, for who cannot see it."""
        told = "；".join(
            f"{line.name}"
            + "，".join(
                f"{year}年{value}{self.unit}"
                for year, value in zip(self.years, line.values, strict=True)
                if value is not None
            )
            for line in self.lines
        )
        return f"柱形图“{self.title}”。{told}。"


def chart_of(report: AnnualReport, form: Form, history: Mapping[int, AnnualReport]) -> Chart | None:
    """The chart of a report with the years before it; None where fewer than two years have anything to show.

    Years after the report's own are not its matter; a chart of nothing but zeros says nothing and is left out.
    """
    if report.year is None:
        return None
    told = {year: _values(other, load_form(other.form)) for year, other in history.items() if year < report.year}
    told[report.year] = _values(report, form)
    years = [year for year in sorted(told) if told[year]][-_MOST_YEARS:]
    series = form.series
    unit = series[0].unit if series else ""
    lines = tuple(
        Line(one.label, tuple(told[year].get(one.key) for year in years))
        for one in series
        if one.unit == unit and any(one.key in told[year] for year in years)
    )
    if len(years) < 2 or not any(value for line in lines for value in line.values):
        return None
    return Chart(f"近{_HAN[len(years)]}年主要数据", tuple(years), lines, unit)


def _values(report: AnnualReport, form: Form) -> dict[str, Value]:
    """The quantities a report states in full: a sum with a part unknown or only about right is not one of them."""
    found: dict[str, Value] = {}
    for series in form.series:
        figures = [report.figures.get(code) for code in series.codes]
        values = [f.value for f in figures if f is not None and f.value is not None and not f.approximate]
        if len(values) == len(series.codes):
            found[series.key] = sum(values)
    return found
