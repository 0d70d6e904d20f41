"""Words that a spreadsheet shows beside a cell while it is selected: what is to be typed there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from openpyxl.worksheet.datavalidation import DataValidation

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# Excel refuses a file with longer ones.
LONGEST_TITLE, LONGEST = 32, 255
# What may be typed; anything else is asked about and may stay.
Bounds = tuple[Literal["whole", "date"], str, str]


def ask(sheet: Worksheet, area: str, title: str, words: str, bounds: Bounds | None = None) -> None:
    """Show words at the cells of an area.

    Args:
        sheet: the sheet.
        area: the cells, blocks of them parted by blanks.
        title: the heading of the words, cut to what a file can hold, as they are.
        words: what is to be typed.
        bounds: the kind of value expected with its least and greatest; a warning asks about any other.
    """
    rule = DataValidation(
        type=bounds[0] if bounds else None,
        operator="between" if bounds else None,
        formula1=bounds[1] if bounds else None,
        formula2=bounds[2] if bounds else None,
        allow_blank=True,
        errorStyle="warning" if bounds else None,
        errorTitle="请核对所填内容" if bounds else None,
        error=f"{words}仍按所填保留吗？"[:LONGEST] if bounds else None,
        showErrorMessage=bool(bounds),
        promptTitle=title[:LONGEST_TITLE],
        prompt=words[:LONGEST],
        showInputMessage=True,
    )
    for block in area.split():
        rule.add(block)
    sheet.add_data_validation(rule)
