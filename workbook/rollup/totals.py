"""Exact sums over units: what was added, what was left blank or worded, and what does not add up at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.bridge import exact_sum, total

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbook.bridge import Line
    from workbook.report import Figure, Value
    from workbook.rollup.received import Received

NOT_ADDED, MIXED = "不相加", "单位不一"


@dataclass(frozen=True, slots=True)
class Member:
    """A unit whose figures are in the sum."""

    name: str
    level: str
    kind: str
    superior: str
    received: Received

    def content(self, line: Line) -> Value | str | None:
        """What the unit's cell shows: a sure number, nothing for a blank, else the words as printed."""
        report = self.received.report
        first, *others = line.codes[report.form]
        figure = report.figures.get(first)
        # Nearly every cell of a roll-up of hundreds is a plain number of one figure, or missing.
        if not others and (figure is None or (figure.value is not None and not figure.approximate)):
            return figure.value if figure else None
        parts = line.parts(report)
        value = total(parts)
        if value is not None:
            return value
        words = "；".join(_said(part) for part in parts if part and _said(part))
        # Of a quantity made of several cells a part alone would look like the whole.
        return words or None

    def measures(self, line: Line) -> set[str]:
        """The measures in which the unit printed the numbers of a line."""
        return {part.measure for part in line.parts(self.received.report) if part and part.value is not None}


def _said(figure: Figure) -> str:
    if figure.state == "not_applicable":
        return figure.text or "/"
    return figure.text or ("" if figure.value is None else f"约{figure.value}")


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of one line: ``value`` is None where no unit has a number, or where ``reason`` forbids adding.

    ``blank`` are the units that left it blank, ``worded`` those that wrote something else than a sure number, each
    with what it wrote.
    """

    line: Line
    value: Value | None
    counted: int
    blank: tuple[str, ...] = ()
    worded: tuple[tuple[str, str], ...] = ()
    reason: str = ""


def total_of(line: Line, contents: Sequence[tuple[str, Value | str | None]], reason: str = "") -> Total:
    """Add a line up.

    Args:
        line: what is added.
        contents: each unit's name and what its cell shows.
        reason: why the line must not be added up, as :func:`forbids` says.
    """
    values = [value for _, value in contents if value is not None and not isinstance(value, str)]
    blank = tuple(name for name, value in contents if value is None)
    worded = tuple((name, value) for name, value in contents if isinstance(value, str))
    return Total(line, exact_sum(values) if values and not reason else None, len(values), blank, worded, reason)


def forbids(line: Line, members: Sequence[Member], *, over_years: bool) -> str:
    """Why a line must not be added up; empty when it may.

    ``over_years``: the reports are of several years, over which a stock at the year's end does not add up.
    """
    if line.adds == "never" or (over_years and line.adds == "units"):
        return NOT_ADDED
    # Where the form prints no measure of its own (采购总金额, 2019) the units may have used different ones.
    if not line.unit and len(set().union(*(member.measures(line) for member in members))) > 1:
        return MIXED
    return ""


def groups(members: Sequence[Member], key: Callable[[Member], str]) -> dict[str, list[Member]]:
    """The members by a property, in the order in which its values first come; those without it are left out."""
    found: dict[str, list[Member]] = {}
    for member in members:
        if value := key(member):
            found.setdefault(value, []).append(member)
    return found
