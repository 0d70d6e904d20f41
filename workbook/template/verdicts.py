"""A comparison as formulas of Excel: its two sides, the gap between them, and the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.cells import quoted
from workbook.expression import PLACES
from workbook.names import HISTORY_YEARS, figure_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbook.expression import Comparison, Term

    Name = Callable[[str], str]

# Holds where 历年 has no report of the year before.
LAST_YEAR = f"COUNTIF({HISTORY_YEARS},M_year-1)=0"


def side_formula(term: Term, name: Name = figure_name) -> str:
    """One side of a comparison: blank where all its cells are, or where one of them holds an error."""
    names = ",".join(name(code) for code in _codes(term))
    formula = term.formula(name)
    return f'IFERROR(IF(COUNT({names})=0,"",{formula}),"")' if names else formula


def gap_formula(actual: str, expected: str) -> str:
    """Left minus right of two cells that hold the sides, blank where either is unknown."""
    return f'IF(COUNT({actual},{expected})<2,"",ROUND({actual}-{expected},{PLACES}))'


def verdict_formula(check: Comparison, gap: str, name: Name = figure_name, last_year: str = LAST_YEAR) -> str:
    """The verdict from the cell ``gap`` that holds left minus right, blank where either is unknown.

    Args:
        check: the rule's check.
        gap: the cell.
        name: what a figure's cell is called.
        last_year: a condition that holds where there is no report of last year.
    """
    verdict = _verdict(check, gap, name)
    if check.when:
        met = _verdict(check.when, _inline_gap(check.when, name), name)
        verdict = f'IF({met}="通过",{verdict},IF({met}="不符","不适用","未填"))'
    return f'IF({last_year},"不适用",{verdict})' if check.needs_last else verdict


def _verdict(check: Comparison, gap: str, name: Name) -> str:
    more, less, same = (
        quoted("通过") if check.holds(sign) else _failed(check, check.excess(sign), name) for sign in (1, -1, 0)
    )
    return f'IF(ISNUMBER({gap}),IF({gap}>0,{more},IF({gap}<0,{less},{same})),"未填")'


def _failed(check: Comparison, excess: int, name: Name) -> str:
    """不符, unless a blank could still save it."""
    saving = [name(code) for code in check.rescuers(excess)]
    return f'IF(COUNT({",".join(saving)})<{len(saving)},"未填","不符")' if saving else quoted("不符")


def _inline_gap(check: Comparison, name: Name) -> str:
    """A condition has no cells for its sides."""
    sides = (check.left, check.right)
    unknown = [f"COUNT({','.join(name(code) for code in codes)})=0" for codes in map(_codes, sides) if codes]
    difference = f"ROUND({check.left.formula(name)}-{check.right.formula(name)},{PLACES})"
    return f'IFERROR(IF(OR({",".join(unknown)}),"",{difference}),"")'


def _codes(term: Term) -> list[str]:
    return list(dict.fromkeys(code for code, _ in term.codes()))
