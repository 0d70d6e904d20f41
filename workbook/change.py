"""One quantity of a unit over its years, and what it is in one of them beside the year before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.bridge import exact_sum
from workbook.report import number_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from typing import Any

    from workbook.form import Kind
    from workbook.report import Value
    from workbook.shown import Shown


@dataclass(frozen=True, slots=True)
class Track:
    """One quantity over the years.

    ``codes`` are the figures that make it up in each year, none where that year's edition does not have it.
    ``block`` is what it is listed under.
    """

    key: str
    label: str
    measure: str
    block: str
    codes: Mapping[int, tuple[str, ...]]
    kind: Kind = "count"
    note: str = ""

    @property
    def name(self) -> tuple[str, str]:
        """What tells it from all others of a timeline."""
        return self.key, self.label

    @property
    def years(self) -> list[int]:
        """The years whose edition has it."""
        return [year for year, codes in self.codes.items() if codes]


@dataclass(frozen=True, slots=True)
class Change:
    """One quantity in one year: ``since`` is the year it is compared with, None where there is no earlier one."""

    track: Track
    year: int
    edition: str
    value: Shown
    since: int | None
    change: Value | None
    rate: Decimal | None
    broken: str
    expected: Value | None = None

    @property
    def difference(self) -> Value | None:
        """How far the value is from what it ought to be by last year's; None where that is not known."""
        known = self.expected is not None and self.value is not None and not isinstance(self.value, str)
        return less(self.value, self.expected) if known else None  # type: ignore[arg-type]  # known says that both are numbers

    def to_json(self, unit: str) -> dict[str, Any]:
        """The change as a line for machines; numbers are numbers, what is none stands in ``text``."""
        value = None if isinstance(self.value, str) else self.value
        return {
            "unit": unit,
            "year": self.year,
            "edition": self.edition,
            "key": self.track.key,
            "code": "+".join(self.track.codes[self.year]),
            "label": self.track.label,
            "measure": self.track.measure,
            "value": number_json(value),
            "text": self.value if isinstance(self.value, str) else "",
            "since": self.since,
            "change": number_json(self.change),
            "rate": None if self.rate is None else float(self.rate),
            "break": self.broken,
            "expected": number_json(self.expected),
            "difference": number_json(self.difference),
        }


def less(one: Value, other: Value) -> Value:
    """The difference, exactly."""
    return exact_sum((one, -other))
