"""Family R: reports that are checked together, as a county office has them before it adds them up."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
