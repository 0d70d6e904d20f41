"""The sums of the form as formulas: what stands in a total's cell, and what it gives."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from workbook.names import figure_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbook.expression import Number
    from workbook.form import Rule


def parts_of(rule: Rule) -> tuple[str, ...]:
    """The codes a filling rule adds up."""
    return tuple(dict.fromkeys(rule.check.right.named))


def sum_formula(rule: Rule) -> str:
    """The formula of the rule's target, without the equals sign; blank as long as every part is."""
    count = ",".join(figure_name(code) for code in parts_of(rule))
    return f'IF(COUNT({count})=0,"",{rule.check.right.formula(figure_name)})'


def sum_gives(rule: Rule, numbers: Mapping[str, Number]) -> Decimal | None:
    """What the formula shows for these numbers; None where it shows nothing."""
    known = {code: Decimal(numbers[code]) for code in parts_of(rule) if code in numbers}
    return rule.check.right.evaluate(known) if known else None


def same_formula(one: str, other: str) -> bool:
    """Whether two formulas are the same but for spaces, case and a leading equals sign, which programs rewrite."""
    return _plain(one) == _plain(other)


@lru_cache(maxsize=4096)
def _plain(formula: str) -> str:
    return "".join(formula.split()).lstrip("=").casefold()
