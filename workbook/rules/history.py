"""Family H: this year's figures beside last year's report; what follows by arithmetic is data, not here."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from workbook.formfile import load_form
from workbook.rules.registry import Case, Hit, rule
from workbook.rules.words import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.form import Form, Item
    from workbook.report import AnnualReport, Value


@rule("H104")
def measure_of_last_year(case: Case) -> Iterator[Hit]:
    """Money a thousand times last year's, or a thousandth of it."""
    for item, now, before in _pairs(case):
        if item.kind == "money" and now and before and now * before > 0:
            times = max(Decimal(now) / before, Decimal(before) / now)
            if times >= case.data["times"]:
                yield Hit(item.code, now, before, words={"times": number(round(times))})


@rule("H106")
def table_of_last_year(case: Case) -> Iterator[Hit]:
    """A table in which nothing at all has changed."""
    pairs = list(_pairs(case))
    same = [item.code for item, now, before in pairs if now == before != 0]
    if len(same) >= case.data["least"] and all(now == before for _, now, before in pairs):
        yield Hit(same[0], words={"count": str(len(same))}, others=tuple(same[1:]), named=False)


@rule("H107")
def large_change(case: Case) -> Iterator[Hit]:
    """A change that is large both as a share and by itself."""
    for item, now, before in _totals(case):
        change = Decimal(now) - before
        share = abs(change) * 100 / abs(Decimal(before)) if now and before else Decimal(0)
        if share > case.data["percent"] and abs(change) > case.data["amount"]:
            told = f"{'增加' if change > 0 else '减少'} {number(round(share))}%"
            yield Hit(item.code, now, before, words={"change": told})


@rule("H108")
def from_or_to_nothing(case: Case) -> Iterator[Hit]:
    """Something where there was nothing, or the reverse."""
    for item, now, before in _totals(case):
        if (now == 0) != (before == 0) and abs(now or before) >= case.data["amount"]:
            yield Hit(item.code, now, before)


def _pairs(case: Case) -> Iterator[tuple[Item, Value, Value]]:
    """The figures that both years' tables report exactly, under the same code and name."""
    if case.previous is None or not (case.report.has_table and case.previous.has_table):
        return
    then = load_form(case.previous.form)
    for item in case.form.values():
        now, before = (_exact(report, item.code) for report in (case.report, case.previous))
        if now is not None and before is not None and then.describe(item.code) == item.name:
            yield item, now, before


def _exact(report: AnnualReport, code: str) -> Value | None:
    figure = report.figures.get(code)
    return figure.value if figure and figure.state == "reported" and not figure.approximate else None


def _totals(case: Case) -> Iterator[tuple[Item, Value, Value]]:
    """Those of the figures that are not parts of a total in their own row: a change there shows in the total."""
    parts = _parts_of_rows(case.form)
    return (pair for pair in _pairs(case) if pair[0].code not in parts and pair[0].kind != "signed")


@cache
def _parts_of_rows(form: Form) -> frozenset[str]:
    items = form.items
    sums = [rule.check for rule in form.rules if rule.fills]
    return frozenset(
        code for check in sums for code in check.right.named if items[code].row == items[check.left.code].row
    )
