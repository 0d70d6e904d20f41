"""Whole, consistent reports on the 2014 and the 2021 form, in figures of our own, for the tests to break."""

from __future__ import annotations

import copy
import datetime as dt
from decimal import Decimal

from workbook.check import check_report
from workbook.formfile import load_form
from workbook.report import AnnualReport, Figure, Section

UNIT = "青禾市民政局"

TABLE_2014 = {
    "1.1": 40,
    "1.1.1": 5,
    "1.1.2": 6,
    "1.2.1": 0,
    "1.2.2": 40,
    "1.2.3": 10,
    "1.2.4": 12,
    "1.2.5": 3,
    "2.1": 6,
    "2.2.1": 2,
    "2.2.1.1": 1,
    "2.2.2": 3,
    "2.2.2.1": 1,
    "2.2.3": 9,
    "2.2.4": 4,
    "2.2.5": 2,
    "3.1": 13,
    "3.1.1": 5,
    "3.1.2": 1,
    "3.1.3": 4,
    "3.1.4": 3,
    "3.2": 13,
    "3.2.1": 11,
    "3.2.2": 2,
    "3.3": 13,
    "3.3.1": 2,
    "3.3.2": 5,
    "3.3.3": 1,
    "3.3.4": 3,
    "3.3.5": 1,
    "3.3.6": 1,
    "3.3.7": 0,
    "3.3.8": 0,
    "3.3.4.1": 1,
    "3.3.4.2": 0,
    "3.3.4.3": 1,
    "3.3.4.4": 0,
    "3.3.4.5": 0,
    "3.3.4.6": 1,
    "4": 2,
    "4.1": 1,
    "4.2": 0,
    "4.3": 1,
    "5": 1,
    "5.1": 1,
    "5.2": 0,
    "5.3": 0,
    "6": 0,
    "7": Decimal("0.5"),
    "8.1": 1,
    "8.2": 2,
    "8.3": 5,
    "8.3.1": 2,
    "8.3.2": 3,
    "8.4": Decimal("1.5"),
    "9.1": 2,
    "9.2": 1,
    "9.3": 60,
}


def table_wide(edition: str) -> dict[str, int]:
    """Small numbers in every cell of the 2019 or 2021 form, the sums made from them."""
    table = {item.code: (7 * at) % 5 for at, item in enumerate(load_form(edition).values())}
    # A bureau of a city makes no 规章.
    table |= {code: 0 if code.startswith("T2.1.a") else 2 for code in table if code.startswith("T2")}
    for column in range(1, 7):
        results = [code for code in table if code.startswith("T3.3.") and code.endswith(f".C{column}")]
        total = f"T3.3.7.C{column}"
        table[total] = sum(table[code] for code in results if code != total)
        # More is received than was carried over, so the smallest number that may stand in row 二 fits.
        table[f"T3.2.C{column}"] = 1
        table[f"T3.1.C{column}"] = table[total] + table[f"T3.4.C{column}"] - 1
    for code in [code for code in table if code.endswith(".C7")]:
        table[code] = sum(table[f"{code[:-1]}{column}"] for column in range(1, 7))
    for block in "ABC":
        table[f"T4.{block}.5"] = sum(table[f"T4.{block}.{n}"] for n in range(1, 5))
    return table


def whole(edition: str, year: int) -> AnnualReport:
    """A report that no rule finds fault with."""
    form = load_form(edition)
    table = TABLE_2014 if edition == "2014" else table_wide(edition)
    return AnnualReport(
        form=edition,
        year=year,
        unit=UNIT,
        title=form.report_title.format(unit=UNIT, year=year),
        period=(dt.date(year, 1, 1), dt.date(year, 12, 31)),
        figures={code: Figure(code, "reported", value, str(value)) for code, value in table.items()},
        preface=(f"本报告由{len(form.sections)}个部分组成，数据自{year}年1月1日起至{year}年12月31日止。",),
        sections=[
            Section(spec.number, spec.title, ("这一部分照实写了几句。本年没有收费。",)) for spec in form.sections
        ],
        signoff={field.key: "周末" for field in form.signoff} | {"date": f"{year + 1}-01-20"},
    )


def changed(report: AnnualReport, table: dict[str, object] | None = None, /, **attributes: object) -> AnnualReport:
    """A copy with other figures (a value, a :class:`Figure`, or None for a blank) and other attributes."""
    copied = copy.deepcopy(report)
    for code, value in (table or {}).items():
        blank = Figure(code, "blank")
        given = value if isinstance(value, Figure) else Figure(code, "reported", value, str(value))
        copied.figures[code] = blank if value is None else given
    for name, value in attributes.items():
        setattr(copied, name, value)
    return copied


def codes(report: AnnualReport, previous: AnnualReport | None = None) -> list[str]:
    """The codes of what the check finds, in its order."""
    return [finding.code for finding in check_report(report, load_form(report.form), previous)]
