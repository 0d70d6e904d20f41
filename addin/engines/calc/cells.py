"""Cells in LibreOffice and how they look: colours, fonts, number formats, sizes, merging."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.engines.calc.looks import Font, from_color, to_color
from addin.engines.calc.protection import expect_open, expect_unlocked
from addin.engines.ranges import CellRange

if TYPE_CHECKING:
    from addin.engines.calc.office import Uno
    from addin.engines.calc.sheets import Sheet  # noqa: F401  # the base's type names it
    from addin.engines.ranges import Color

# Lengths are hundredths of a millimetre here; a column's width counts digits of 7 pixels with 5 pixels around.
_POINT = 2540 / 72
_PIXEL = 2540 / 96
_DIGIT, _AROUND = 7, 5


class Cells(CellRange["Sheet"]):
    """Some cells of a sheet, apart from what is in them."""

    @property
    def cells(self) -> Uno:
        """LibreOffice's range."""
        top, left, bottom, right = self.box
        return self.sheet.api.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    @property
    def color(self) -> Color | None:
        """The colour behind the text; None for none."""
        self.sheet.book.count("read")
        return to_color(self.cells.CellBackColor)

    @color.setter
    def color(self, value: Color | str | int | None) -> None:
        self.for_looks().CellBackColor = from_color(value)

    @property
    def font(self) -> Font:
        """The font."""
        return Font(self.cells, self.for_looks)

    @property
    def number_format(self) -> str:
        """The English code of the number format of the first cell."""
        self.sheet.book.count("read")
        return self.sheet.book.formats.code(self.cells.getCellByPosition(0, 0).NumberFormat)

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.for_looks().NumberFormat = self.sheet.book.formats.key(value or "General")

    @property
    def wrap_text(self) -> bool:
        """Whether long texts go on in the next line."""
        return bool(self.cells.IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.for_looks().IsTextWrapped = bool(value)

    @property
    def column_width(self) -> float:
        """The width of the first column in digits."""
        return round((int(self.cells.Columns.getByIndex(0).Width) / _PIXEL - _AROUND) / _DIGIT, 2)

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.for_looks().Columns.Width = round((value * _DIGIT + _AROUND) * _PIXEL)

    @property
    def row_height(self) -> float:
        """The height of the first row in points."""
        return round(int(self.cells.Rows.getByIndex(0).Height) / _POINT, 2)

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.for_looks().Rows.Height = round(value * _POINT)

    @property
    def left(self) -> float:
        """How far from the sheet's left edge, in points."""
        return float(self.cells.Position.X / _POINT)

    @property
    def top(self) -> float:
        """How far from the sheet's upper edge, in points."""
        return float(self.cells.Position.Y / _POINT)

    def autofit(self, axis: str | None = None) -> None:
        """Make columns (``columns``, ``c``), rows (``rows``, ``r``) or both as large as their contents want."""
        cells = self.for_looks()
        if axis in (None, "columns", "c"):
            cells.Columns.OptimalWidth = True
        if axis in (None, "rows", "r"):
            cells.Rows.OptimalHeight = True

    def merge(self, across: bool = False) -> None:  # noqa: FBT001, FBT002  # xlwings calls it so
        """Make one cell of them, or of each row of them."""
        cells = self.for_looks()
        rows = range(self.box.shape[0]) if across else ()
        for part in [cells.getCellRangeByPosition(0, row, self.box.shape[1] - 1, row) for row in rows] or [cells]:
            part.merge(True)  # noqa: FBT003  # UNO takes no names

    def unmerge(self) -> None:
        """Make single cells of them again."""
        self.for_looks().merge(False)  # noqa: FBT003  # UNO takes no names

    @property
    def merge_cells(self) -> bool:
        """Whether they are merged."""
        return bool(self.cells.IsMerged)

    def for_input(self) -> Uno:
        """LibreOffice's range, to be written into.

        Raises:
            OfficeRefused: some of the cells are locked.
        """
        self.sheet.book.count("write")
        cells = self.cells
        expect_unlocked(self.sheet.api, cells)
        return cells

    def for_looks(self) -> Uno:
        """LibreOffice's range, to be given other looks.

        Raises:
            OfficeRefused: the sheet is protected.
        """
        self.sheet.book.count("write")
        expect_open(self.sheet.api)
        return self.cells
