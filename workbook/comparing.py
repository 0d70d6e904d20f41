"""Which years of a workbook stand side by side, and which two of its texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.changes import timeline_of
from workbook.compare import compare
from workbook.errors import UsageError
from workbook.references import expanded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.changes import Timeline
    from workbook.compare import Comparison
    from workbook.content import BookContent


def several_years(content: BookContent, name: str) -> Timeline:
    """The years of a workbook.

    Args:
        content: what it holds.
        name: the file's name, for messages.

    Raises:
        UsageError: it has one year only.
        InputRefused: the current report has no year, or its year is among the older ones.
    """
    timeline = timeline_of(content)
    if len(timeline.years) < 2:
        message = (
            f"{name} 只有 {timeline.years[0]} 一个年度，没有可比的；请先把往年的年报并进“历年”"
            f"（nianbao import 往年年报 -o {name}，或按钮“导入往年报告”）"
        )
        raise UsageError(message)
    return timeline


def two_years(timeline: Timeline, wanted: Sequence[int] | None = None) -> tuple[int, int]:
    """The years whose texts are compared, the older first: as wanted, else the newest two.

    Raises:
        UsageError: not two, or not in the workbook.
    """
    chosen = sorted(set(wanted or timeline.years[-2:]))
    known = "、".join(map(str, timeline.years))
    if missing := [str(year) for year in chosen if year not in timeline.reports]:
        message = f"--years：工作簿里没有 {'、'.join(missing)} 年度；现有：{known}。"
        raise UsageError(message)
    if len(chosen) != 2:
        message = f"--years 要写两个不同的年度；现有：{known}。"
        raise UsageError(message)
    return chosen[0], chosen[1]


def compared(timeline: Timeline, years: tuple[int, int]) -> Comparison:
    """The texts of two years, the older year first, with the figures that they refer to put in."""
    old, new = (expanded(timeline.reports[year], timeline.reports.get(year - 1)) for year in years)
    return compare(new, old)
