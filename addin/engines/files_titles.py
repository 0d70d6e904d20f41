"""A sheet of a file gets another title or goes: whatever in the workbook names it follows, as in a real program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import Cell
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.worksheet.formula import ArrayFormula

from addin.engines.geometry import quoted
from workbook.chartframes import charts_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_LOST = "#REF!"
# The title before an exclamation mark, in quotes or without.
_TITLE = re.compile(r"('(?:[^']|'')*'|[^'!:,()+\-*/&=<>\s]+)!")


def follow_title(book: Workbook, old: str, new: str | None) -> None:
    """Change every formula, name, rule and chart that names a sheet.

    Args:
        book: the workbook.
        old: the sheet's title until now.
        new: its title from now on; None when it is deleted, so that what names it is lost.
    """

    def change(formula: str) -> str:
        return retitled(formula, old, new)

    for sheet in book.worksheets:
        _change_cells(sheet, change)
        _change_rules(sheet, change)
        for chart in charts_on(sheet):
            _change_chart(chart, change)
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name in names.values():
            name.attr_text = change(f"={name.attr_text}")[1:]


def retitled(formula: str, old: str, new: str | None) -> str:
    """A formula, with its ``=``, that names a sheet by another title; ``#REF!`` where the sheet is gone."""
    if old.casefold() not in formula.replace("''", "'").casefold():
        return formula
    tokens = Tokenizer(formula).items
    return "=" + "".join(
        _operand(token.value, old, new) if token.type == Token.OPERAND else token.value for token in tokens
    )


def _operand(operand: str, old: str, new: str | None) -> str:
    if operand.startswith('"'):
        return operand

    def change(found: re.Match[str]) -> str:
        title = found[1]
        plain = title[1:-1].replace("''", "'") if title.startswith("'") else title
        if plain.casefold() != old.casefold():
            return found[0]
        return f"{quoted(new)}!" if new else _LOST

    changed = _TITLE.sub(change, operand)
    return _LOST if _LOST in changed and _LOST not in operand else changed


def _change_cells(sheet: Worksheet, change: Callable[[str], str]) -> None:
    for cell in _cells(sheet):
        value: Any = cell.value
        if isinstance(value, ArrayFormula):
            value.text = change(str(value.text))
        elif cell.data_type == "f" and isinstance(value, str):
            cell.value = change(value)
        if cell.hyperlink and cell.hyperlink.location:
            cell.hyperlink.location = change(f"={cell.hyperlink.location}")[1:]


def _change_rules(sheet: Worksheet, change: Callable[[str], str]) -> None:
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            rule.formula = [change(f"={formula}")[1:] for formula in rule.formula]
    for validation in sheet.data_validations.dataValidation:
        for name in ("formula1", "formula2"):
            formula = getattr(validation, name)
            # A list of words in quotes is no formula, and stays.
            if formula:
                setattr(validation, name, change(f"={formula}")[1:])


def _change_chart(chart: Any, change: Callable[[str], str]) -> None:  # noqa: ANN401  # any part of openpyxl's chart
    """Change the references anywhere in a chart: they are all called ``f``."""
    for part in _parts(chart, set()):
        if isinstance(getattr(part, "f", None), str):
            part.f = change(f"={part.f}")[1:]


def _parts(part: Any, seen: set[int]) -> Iterator[Any]:  # noqa: ANN401  # as above
    if id(part) in seen:
        return
    seen.add(id(part))
    if isinstance(part, (list, tuple)):
        for one in part:
            yield from _parts(one, seen)
    elif hasattr(part, "__dict__") and type(part).__module__.startswith("openpyxl.chart"):
        yield part
        for one in list(vars(part).values()):
            yield from _parts(one, seen)


def _cells(sheet: Worksheet) -> Iterator[Cell]:
    cells: list[object] = list(sheet._cells.values())  # noqa: SLF001  # the cells there are, and no new ones
    yield from (cell for cell in cells if isinstance(cell, Cell) and cell.value is not None)
