"""Put values into cells so that nothing a report says can become a formula or break the file."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.expression import Number

# Characters that XML cannot hold, and lone surrogates that UTF-8 cannot.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Excel reads _x000D_ as the character with that number; an escaped underscore keeps such words as they are.
_LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
# Excel holds 32 767; a little is left for what other programs count differently.
LONGEST = 32_000
EXACT_DIGITS = 15
Content = str | int | Decimal | dt.date | None


def printable(text: str) -> str:
    """Replace what no workbook can hold by the replacement character; line ends become line feeds, as in any XML."""
    return _UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def put(sheet: Worksheet, row: int, column: int, content: Content) -> Cell:
    """Write a value as itself; text is always text, whatever it begins with."""
    cell = anchor(sheet, row, column)
    if isinstance(content, str):
        text, quoted = as_text(content)
        cell.value = None
        if text:
            cell.value = text
            cell.data_type = "s"
    else:
        cell.value = content
        quoted = False
    # Tells Excel not to reread the text as a formula when the cell is edited.
    if quoted or cell.quotePrefix:
        cell.quotePrefix = quoted
    return cell


def as_text(content: str) -> tuple[str, bool]:
    """A text as a cell holds it, and whether it begins like a formula."""
    text = printable(content)[:LONGEST]
    return _LIKE_ESCAPE.sub("_x005F_", text), text.startswith(_FORMULA_START)


def put_formula(sheet: Worksheet, row: int, column: int, formula: str) -> Cell:
    """Write a formula of our own; ``formula`` is without the equals sign."""
    cell = anchor(sheet, row, column)
    cell.value = f"={formula}"
    return cell


def anchor(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell, or the first cell of the merge that covers it."""
    for merged in sheet.merged_cells.ranges if _is_covered(sheet, row, column) else ():
        if (merged.min_row <= row <= merged.max_row) and (merged.min_col <= column <= merged.max_col):
            row, column = merged.min_row, merged.min_col
            break
    return sheet.cell(row, column)  # type: ignore[return-value]  # the first cell of a merge is no MergedCell


def _is_covered(sheet: Worksheet, row: int, column: int) -> bool:
    # openpyxl is loaded by whoever made the sheet, not by this module.
    return type(sheet.cell(row, column)).__name__ == "MergedCell"


def quoted(text: str) -> str:
    """A text as a constant of a formula."""
    return '"' + text.replace('"', '""') + '"'


def pieces(text: str) -> list[str]:
    """A text cut so that each piece fits into a cell; at least one piece."""
    text = printable(text)
    return [text[at : at + LONGEST] for at in range(0, len(text), LONGEST)] or [""]


def exact(value: Number) -> Number | str:
    """The number, or its digits as text where a spreadsheet's number would lose some of them."""
    digits = Decimal(value).normalize().as_tuple().digits
    return value if len(digits) <= EXACT_DIGITS else f"{Decimal(value):f}"
