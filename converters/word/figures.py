"""How a figure is printed: as it was published, numbers plain."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbook.form import Item
    from workbook.report import Figure, Value


def shown(figure: Figure | None, item: Item) -> str:
    """The words of a figure's cell; a blank stays blank, and what the narrative alone states is not in the table."""
    if figure is None or figure.state == "blank" or figure.found_in == "narrative":
        return ""
    if figure.value is None:
        return figure.text or "/" * (figure.state == "not_applicable")
    foreign = figure.measure not in ("", item.unit)
    if figure.text and (figure.approximate or foreign):
        # 500多, or 251000元 where the form names no unit: the bare number would say something else.
        return figure.text
    sign = "+" if item.kind == "signed" and figure.text.startswith(("+", "＋")) else ""
    return f"{sign}{plain(figure.value)}"


def plain(value: Value) -> str:
    """A number without exponent or thousands marks; money keeps its decimals."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)
