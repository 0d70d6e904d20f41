"""The units behind a sum, as its workbook keeps them; where the sum and its parts differ, and which could be why."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from workbook.bridge import exact_sum

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from workbook.form import Form
    from workbook.report import AnnualReport, Value

OWN, BELOW, WHOLE = "本级", "下级", "汇总"
REGION = "行政区域汇总"
# A difference that no single unit explains is tried on so many of them together, as long as that is no long search.
MOST_TOGETHER, _TRIES = 3, 20_000
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One unit's numbers by code; ``counted`` is False for one that the sum leaves out, ``own`` for 下级."""

    name: str
    level: str
    values: Mapping[str, Value]
    counted: bool = True

    @property
    def own(self) -> bool:
        """Whether the unit belongs to 本级."""
        return self.level == OWN


@dataclass(frozen=True, slots=True)
class Gap:
    """A figure of the whole that is not the sum of its parts."""

    code: str
    found: Value | None
    expected: Value

    @property
    def by(self) -> Decimal:
        """How much the whole says too much; negative for too little. A blank says nothing, so 0."""
        return Decimal(self.found or 0) - Decimal(self.expected)


def sums(parts: Iterable[Part], codes: Iterable[str]) -> dict[str, Value]:
    """The sum of every figure that a counted part has a number of."""
    counted = [part for part in parts if part.counted]
    held = {code: [part.values[code] for part in counted if code in part.values] for code in codes}
    return {code: exact_sum(values) for code, values in held.items() if values}


def gaps(whole: AnnualReport, form: Form, parts: Sequence[Part]) -> list[Gap]:
    """Every figure of the whole that differs from the sum of its parts, in the form's order."""
    codes = [item.code for item in form.values() if item.adds != "never"]
    numbers = whole.reported()
    return [
        Gap(code, numbers.get(code), value) for code, value in sums(parts, codes).items() if numbers.get(code) != value
    ]


def explain(found: Sequence[Gap], parts: Sequence[Part]) -> dict[str, str]:
    """For each gap the units that could be its cause, in words; empty where none fits.

    A unit fits where its number is just what the whole lacks, or has too much. Of several that fit at one figure
    those are named that fit at most figures: a report that was forgotten is missing everywhere.
    """
    causes = {gap.code: _fitting(gap, parts) for gap in found}
    weight = Counter(cause for fitting in causes.values() for cause in fitting)
    together = _together(found, [part for part in parts if part.counted])
    told = {}
    for gap in found:
        best = max((weight[cause] for cause in causes[gap.code]), default=0)
        named = [cause for cause in causes[gap.code] if weight[cause] == best][:_NAMED]
        told[gap.code] = "，或".join(f"{what}“{unit}”" for what, unit in named) or together.get(gap.code, "")
    return told


def _fitting(gap: Gap, parts: Sequence[Part]) -> list[tuple[str, str]]:
    if gap.found is None or not gap.by:
        return []
    fitting = []
    for part in parts:
        value = part.values.get(gap.code)
        if value and part.counted and value == -gap.by:
            fitting.append(("可能漏了", part.name))
        elif value and value == gap.by:
            fitting.append(("可能把一个单位算了两次：" if part.counted else "可能计入了没有汇总的", part.name))
    return fitting


def _together(found: Sequence[Gap], parts: Sequence[Part]) -> dict[str, str]:
    """Two or three units forgotten together: their numbers make up exactly what the whole lacks everywhere."""
    known = [gap for gap in found if gap.found is not None]
    lacking = tuple(-gap.by for gap in known)
    if not known or min(lacking) <= 0:
        return {}
    rows = {part.name: tuple(Decimal(part.values.get(gap.code, 0)) for gap in known) for part in parts}
    names = {row: name for name, row in rows.items()}
    for others in range(1, MOST_TOGETHER):
        if math.comb(len(rows), others) > _TRIES:
            break
        for some in itertools.combinations(rows, others):
            rest = tuple(
                gap - sum(values) for gap, *values in zip(lacking, *(rows[name] for name in some), strict=True)
            )
            last = names.get(rest, "")
            if last and last not in some:
                return dict.fromkeys((gap.code for gap in known), f"可能漏了“{'”和“'.join((*some, last))}”")
    return {}
