"""Family T and all comparisons: a check of the form that does not hold, put into words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from workbook.expression import ERROR, LAST, Outcome
from workbook.formfile import load_form
from workbook.rules.registry import RULES_FILE
from workbook.rules.values import CELL_ERROR
from workbook.rules.words import number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workbook.expression import Cell, Comparison, Term
    from workbook.form import Form
    from workbook.report import AnnualReport, Figure, Value

# A longer sum is told by the first of its parts that are not nothing: table 三 adds up 21 rows.
SHORT_SUM = 6


@cache
def phrases() -> Mapping[str, str]:
    """The words for ``=``, ``<=``, ``>=`` and the hint, from the data file."""
    words: Mapping[str, str] = tomllib.loads(RULES_FILE.read_text("utf-8"))["arithmetic"]
    return words


def cells(report: AnnualReport, previous: AnnualReport | None = None) -> dict[str, Cell]:
    """A report's figures, and last year's, as the expression language takes them; what is no sure number is a blank."""
    found = {code: cell(figure) for code, figure in report.figures.items()}
    if previous is None:
        return found
    now, then = load_form(report.form), load_form(previous.form)
    # The same code may name another thing in another edition.
    same = {code for code in previous.figures if code in now.items and now.describe(code) == then.describe(code)}
    return found | {LAST + code: cell(previous.figures[code]) for code in same}


def outcome(check: Comparison, values: Mapping[str, Cell], *, last_year: bool = True) -> Outcome:
    """The verdict on a check; one that compares with last year does not apply where there is no such report."""
    if check.needs_last and not last_year:
        return Outcome("不适用", None, None)
    return check.outcome(values)


def cell(figure: Figure) -> Cell:
    """The number of one figure, ``ERROR`` for an error shown in its cell, None for a blank."""
    if figure.state == "text" and CELL_ERROR.match(figure.text.strip()):
        return ERROR
    # 500余 is no number that a sum could be held to; its cell is text for the formulas, too.
    return None if figure.state != "reported" or figure.approximate else figure.value


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Both sides of a check that does not hold, and the sentence that says so."""

    found: Value | None
    expected: Value | None
    message: str


def mismatch(check: Comparison, values: Mapping[str, Cell], form: Form) -> Mismatch | None:
    """What is wrong with these values, or None when the check holds or can't be decided yet."""
    result = check.outcome(values)
    if result.verdict != "不符":
        return None
    tell = _Teller(values, short_names(check, form))
    found, expected = _whole(result.actual), _whole(result.expected)
    left = f"填报 {number(found)}" if check.left.op == "code" else f"{tell.parts(check.left)} = {number(found)}"
    parts = f"（{tell.parts(check.right)}）" if list(check.right.codes()) else ""
    right = f"{phrases()[check.op]} {number(expected)}{parts}"
    if check.when:
        relation = phrases()[check.when.op].removeprefix("应")
        condition = f"{tell.parts(check.when.left)} {relation} {tell.parts(check.when.right)}"
        return Mismatch(found, expected, f"{tell.parts(check.left)}，而 {condition}，{right}")
    return Mismatch(found, expected, f"{left}，{right}")


def short_names(check: Comparison, form: Form) -> Callable[[str], str]:
    """What to call the figures of a check: by the column where they share a row, else by the row."""
    items = [form.items[code.removeprefix(LAST)] for code in check.codes]
    one_row = len({item.row.code for item in items}) == 1 and len(items) > 1
    one_column = len({item.column.code for item in items}) == 1

    def name(code: str) -> str:
        item = form.items[code.removeprefix(LAST)]
        plain = item.column.label if one_row else item.row.label if one_column else item.name
        return f"上年报告的{plain}" if code.startswith(LAST) else plain

    return name


class _Teller:
    """Puts a term into words with the values it was made from."""

    def __init__(self, values: Mapping[str, Cell], name: Callable[[str], str]) -> None:
        self.values = values
        self.name = name

    def parts(self, term: Term) -> str:
        if term.op == "code":
            value = self.values.get(term.code)
            return f"{self.name(term.code)} {number(value if isinstance(value, int | Decimal) else None)}"
        if term.op == "const":
            return number(term.value)
        if term.op in ("max", "min"):
            which = "较大者" if term.op == "max" else "较小者"
            return f"{'、'.join(map(self.parts, term.args))} 中的{which}"
        sign = "×" if term.op == "*" else term.op
        return self.sum(term) if term.op == "+" else f" {sign} ".join(map(self.parts, term.args))

    def sum(self, term: Term) -> str:
        if len(term.args) <= SHORT_SUM:
            return " + ".join(map(self.parts, term.args))
        parts = [self.parts(arg) for arg in term.args if not self.nothing(arg)]
        if not parts:
            return "各项均为 0 或空白"
        rest = f" + … 共 {len(parts)} 项" if len(parts) > SHORT_SUM else ""
        return f"{' + '.join(parts[:SHORT_SUM])}{rest}，其余为 0 或空白"

    def nothing(self, term: Term) -> bool:
        return term.op == "code" and not self.values.get(term.code)


def _whole(value: Decimal | None) -> Value | None:
    return int(value) if value is not None and value == value.to_integral_value() else value
