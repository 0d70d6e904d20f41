"""Family X: what the text says agrees with the table."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from workbook.rules.registry import Case, Hit, rule
from workbook.rules.words import number, spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.report import Figure

_YUAN_IN_WAN = 10000


@rule("X101")
def text_against_table(case: Case) -> Iterator[Hit]:
    """A number of the text that is not the table's; round numbers are held to their span."""
    for figure, said in _stated(case):
        table, complete = _in_table(case, figure.code)
        # A group with blanks can only be contradicted by a text that says less than the filled cells do.
        if table is None or (not complete and said >= table):
            continue
        if not _agrees(case, figure, said, table):
            yield _hit(case, figure, said, table)


@rule("X102")
def text_without_table(case: Case) -> Iterator[Hit]:
    """A number of the text whose cell is blank; a zero said in words asks for none."""
    for figure, said in _stated(case):
        if said and _in_table(case, figure.code)[0] is None:
            yield _hit(case, figure, said, None)


def _stated(case: Case) -> Iterator[tuple[Figure, Decimal]]:
    """The figures of the text with their values in the form's unit; a report without a table has no other side."""
    items = case.form.items if case.report.has_table else {}
    for figure in case.report.stated:
        if figure.value is not None and figure.code in items:
            yuan = figure.measure == "元" and items[figure.code].unit == "万元"
            yield figure, Decimal(figure.value) / (_YUAN_IN_WAN if yuan else 1)


def _in_table(case: Case, code: str) -> tuple[Decimal | None, bool]:
    """The table's value of a figure, or the sum of a group's; and whether no cell of it is blank."""
    codes = case.form.groups.get(code, (code,))
    figures = [case.report.figures.get(code) for code in codes]
    values = [Decimal(figure.value) for figure in figures if figure and figure.value is not None]
    return (sum(values, Decimal(0)) if values else None), len(values) == len(codes)


def _agrees(case: Case, figure: Figure, said: Decimal, table: Decimal) -> bool:
    if not figure.approximate:
        return said == table
    low, high = _span(case, figure, said)
    return low <= table < high


def _span(case: Case, figure: Figure, said: Decimal) -> tuple[Decimal, Decimal]:
    """What a round number stands for: 500余 from 500 to below 600, 近500 from 400, 约500 from 450 to below 550."""
    unit = Decimal(1).scaleb(int(said.normalize().as_tuple().exponent)) if said else Decimal(1)
    over, under = (bool(re.search(case.data[word], figure.text)) for word in ("over", "under"))
    if over == under:
        return said - unit / 2, said + unit / 2
    # The upper bound is open, so that 近500 has to reach just past 500.
    return (said, said + unit) if over else (said - unit, said + unit / 100)


def _hit(case: Case, figure: Figure, said: Decimal, table: Decimal | None) -> Hit:
    line = re.sub(r"\s+", "", figure.evidence.quote)[: case.data["quote"]]
    printed = figure.text or number(figure.value)
    words = {
        "quote": f"（“{line}”）" if line else "",
        "said": printed if printed.endswith(figure.measure) else printed + figure.measure,
        "table": number(table) + case.form.items[figure.code].unit,
    }
    return Hit(
        figure.code,
        said,
        table,
        where=spot(figure.evidence) or "正文",
        variant="approximate" if figure.approximate and table is not None else "",
        words=words,
        others=case.form.groups.get(figure.code, ()),
    )
