"""What a figure looks like in a cell, and what a cell says about a figure."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbook.report import Evidence, Figure
from workbook.values import NOT_APPLICABLE

if TYPE_CHECKING:
    from workbook.expression import Number
    from workbook.form import Item

Shown = int | Decimal | str | None


def shown(figure: Figure) -> Shown:
    """What is written into the figure's cell: the number, nothing for a blank, else the words as printed."""
    if figure.value is not None:
        return figure.value
    if figure.state == "not_applicable":
        return figure.text or "/"
    return figure.text or None if figure.state == "text" else None


def same(one: Shown, other: Shown) -> bool:
    """Whether two contents are the same in a spreadsheet, whose numbers are binary fractions of 15 digits."""
    if isinstance(one, str) or isinstance(other, str) or one is None or other is None:
        return one == other and isinstance(one, str) == isinstance(other, str)
    return f"{float(one):.15g}" == f"{float(other):.15g}"


def figure_from(item: Item, content: Shown, place: str, file: str) -> Figure:
    """A figure that was typed into the workbook itself; ``place`` is its cell."""
    evidence = Evidence(file=file, place=place, quote="" if content is None else str(content))
    measure = item.unit
    if content is None:
        return Figure(item.code, "blank", measure=measure, evidence=evidence)
    if isinstance(content, str):
        state = "not_applicable" if content.strip() in NOT_APPLICABLE else "text"
        return Figure(item.code, state, text=content, measure=measure, evidence=evidence)  # type: ignore[arg-type]  # one of two states
    return Figure(item.code, "reported", content, str(content), measure=measure, evidence=evidence)


def numbers_of(contents: dict[str, Shown]) -> dict[str, Number]:
    """The numbers among the contents of cells."""
    return {code: value for code, value in contents.items() if isinstance(value, int | Decimal)}
