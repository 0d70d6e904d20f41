"""历年 as read: which years it has, in which edition, and what stands in their columns."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from workbook.errors import InputRefused
from workbook.formfile import form_for_year, load_form
from workbook.names import ANCHORS, YEARS, CoverField
from workbook.ours import plain

if TYPE_CHECKING:
    from workbook.cells import Content
    from workbook.form import Form, Item
    from workbook.ours import OurBook


class Years:
    """The sheet of years of one workbook; the current year's live column is left out."""

    def __init__(self, found: OurBook, current: Form) -> None:
        self.current = current
        self.name = found.name
        self.sheet, self.header, self.first = found.at(ANCHORS[YEARS])

    @cached_property
    def columns(self) -> dict[int, int]:
        """Year → column, as typed in the header; the live year is a formula."""
        found: dict[int, int] = {}
        for (row, column), cell in sorted(self.sheet.part(self.header).items()):
            value = cell.value
            if row == self.header and cell.formula is None and isinstance(value, int) and 1900 <= value <= 9999:
                if value in found:
                    message = f"“{self.name}”的“{self.sheet.name}”里 {value} 年度有两列；请删去一列后再试。"
                    raise InputRefused(message)
                found[value] = column
        return found

    @cached_property
    def _rows(self) -> dict[tuple[str, str], int]:
        """Row of each code and name; under an empty name the first row of the code."""
        found: dict[tuple[str, str], int] = {}
        for row in sorted({row for row, _ in self.sheet.cells if row > self.header}):
            code, label = (self._text(row, self.first + shift) for shift in (0, 1))
            found.setdefault((code, label), row)
            found.setdefault((code, ""), row)
        return found

    def _text(self, row: int, column: int) -> str:
        value = plain(self.sheet.cells.get((row, column)))
        return "" if value is None else str(value)

    def form_of(self, year: int) -> Form:
        """The edition of an older year: as stated, else the national one of that year."""
        stated = self.field(year, CoverField("form", ""))
        return load_form(str(stated)) if stated else form_for_year(year)

    def field(self, year: int, field: CoverField) -> Content:
        """A field of an older year's report."""
        row = self._rows.get((field.name, ""))
        return None if row is None else plain(self.sheet.cells.get((row, self.columns[year])))

    def figure(self, year: int, item: Item) -> tuple[Content, str]:
        """What stands in a figure's cell of an older year, and where that is."""
        row = self._rows.get((item.code, item.name))
        if row is None:
            return None, ""
        column = self.columns[year]
        return plain(self.sheet.cells.get((row, column))), f"{self.sheet.name} {year} 年度 {item.name}"
