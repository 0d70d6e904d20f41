"""Family R: reports that are checked together, as a county office has them before it adds them up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.rollup.parts import explain, gaps, sums
from workbook.rules.registry import Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.rules.registry import Case


@rule("R101")
def twice(case: Case) -> Iterator[Hit]:
    """A unit's report for one year that was met before."""
    other = case.others.same_year(case.report) if case.others else ""
    if other:
        yield Hit(where="封面", words={"unit": case.report.unit, "year": str(case.report.year), "other": other})


@rule("R102")
def under_another_name(case: Case) -> Iterator[Hit]:
    """A table whose every figure another unit's has, too."""
    other = case.others.same_table(case.report) if case.others else ""
    if other:
        yield Hit(where="统计表", words={"other": other})


@rule("R103")
def sum_of_its_units(case: Case) -> Iterator[Hit]:
    """Figures of a roll-up that are not the sum of its units', with the units that could be why."""
    found = gaps(case.report, case.form, case.units)
    why = explain(found, case.units)
    count = sum(part.counted for part in case.units)
    for gap in found:
        words = {"count": str(count), "why": why[gap.code] and f"；{why[gap.code]}"}
        yield Hit(gap.code, gap.found, gap.expected, words=words)


@rule("R104")
def less_than_its_own_level(case: Case) -> Iterator[Hit]:
    """Figures of a whole area that are smaller than those of 本级 alone."""
    if all(part.own for part in case.units if part.counted):
        # Then the area is its own level, and R103 says it all.
        return
    items = [item for item in case.form.values() if item.adds != "never" and item.kind != "signed"]
    own = sums([part for part in case.units if part.own], [item.code for item in items])
    numbers = case.report.reported()
    for code, value in own.items():
        if code in numbers and numbers[code] < value:
            yield Hit(code, numbers[code], value)
