"""What the cells of a file look like: colours, fonts, number formats, widths and heights."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.styles.cell_style import StyleArray

from addin.engines.files_fonts import FileFont, argb, color_of, common
from addin.engines.ranges import CellRange
from addin.refusals import OfficeRefused
from workbook.cellvalues import LAST_COLUMN, LAST_ROW, column_letters, column_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from addin.engines.files_sheets import FileSheet  # noqa: F401  # the base of FileLooks names it in quotes
    from addin.engines.ranges import Color as Rgb

_USUAL_WIDTH, _USUAL_HEIGHT = 8.43, 15.0
# A letter's width in points, by which a column's width in letters becomes one in points.
_LETTER, _MARGIN = 5.25, 3.75
_WIDEST = 80.0


class FileLooks(CellRange["FileSheet"]):
    """The looks of a range; each of its members is one call, however many cells there are."""

    @property
    def first(self) -> Cell:
        """The first of its cells; that of the merge that it is in."""
        sheet = self.sheet.sheet
        cell = sheet.cell(self.row, self.column)
        if isinstance(cell, Cell):
            return cell
        merge = next(merge for merge in sheet.merged_cells.ranges if cell.coordinate in merge)
        return sheet.cell(merge.min_row, merge.min_col)  # type: ignore[return-value]  # the first of a merge is a cell

    def each(self) -> Iterator[Cell]:
        """Its cells, of a merge the first one; of whole rows and columns those that are used."""
        self._dress_new()
        for row in self.sheet.sheet.iter_rows(*self.bounds()):
            yield from (cell for cell in row if isinstance(cell, Cell))

    def bounds(self) -> tuple[int, int, int, int]:
        """First and last row, first and last column, as openpyxl wants them."""
        top, left, bottom, right = self.box
        used = self.sheet.used_box
        # Nobody means a million cells one by one.
        bottom = max(top, used.bottom) if bottom == LAST_ROW else bottom
        right = max(left, used.right) if right == LAST_COLUMN else right
        return top, bottom, left, right

    def _dress_new(self) -> None:
        """Make the cells that the file does not have yet: they look as their columns do, also where they are locked."""
        sheet = self.sheet.sheet
        top, bottom, left, right = self.bounds()
        for key, column in list(sheet.column_dimensions.items()):
            first = column.min or column_number(key)
            numbers = range(max(left, first), min(right, column.max or first) + 1) if column.has_style else ()
            places = [(row, number) for number in numbers for row in range(top, bottom + 1)]
            for place in places:
                # Asking openpyxl for a cell makes it.
                if place not in sheet._cells:  # noqa: SLF001  # see above
                    sheet.cell(*place)._style = copy(column._style)  # type: ignore[union-attr, attr-defined]  # noqa: SLF001  # openpyxl copies a look only so

    def changing_looks(self) -> None:
        """Note that looks are changed.

        Raises:
            OfficeRefused: the sheet is protected against it.
        """
        self.sheet.book.count("write")
        if self.sheet.sheet.protection.sheet and self.sheet.sheet.protection.formatCells:
            raise OfficeRefused.locked()

    def clear_formats(self) -> None:
        """Make the cells look like new ones."""
        self.changing_looks()
        for cell in self.each():
            cell._style = StyleArray()  # type: ignore[attr-defined]  # noqa: SLF001  # openpyxl has no other way

    @property
    def color(self) -> Rgb | None:
        """The colour of the first cell; None when it has none, or one that depends on the theme."""
        self.sheet.book.count("read")
        fill = self.first.fill
        return color_of(fill.fgColor) if fill.fill_type == "solid" else None

    @color.setter
    def color(self, color: Rgb | str | int | None) -> None:
        self.changing_looks()
        fill = PatternFill() if color is None else PatternFill("solid", fgColor=argb(color))
        for cell in self.each():
            cell.fill = fill

    @property
    def font(self) -> FileFont:
        """The font."""
        return FileFont(self)

    @property
    def number_format(self) -> str | None:
        """How numbers are shown; None when not all cells show them alike."""
        self.sheet.book.count("read")
        return common([cell.number_format for cell in self.each()])

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.changing_looks()
        for cell in self.each():
            cell.number_format = code

    @property
    def wrap_text(self) -> bool | None:
        """Whether long texts go on in the next line; None when not in all cells alike."""
        self.sheet.book.count("read")
        return common([bool(cell.alignment.wrap_text) for cell in self.each()])

    @wrap_text.setter
    def wrap_text(self, wrapped: bool) -> None:
        self.changing_looks()
        for cell in self.each():
            alignment: Any = copy(cell.alignment)
            alignment.wrap_text = wrapped
            cell.alignment = alignment

    @property
    def column_width(self) -> float | None:
        """The width of its columns in letters; None when they differ."""
        self.sheet.book.count("read")
        return common([self._width(column) for column in range(self.column, self.bounds()[3] + 1)])

    @column_width.setter
    def column_width(self, width: float) -> None:
        self.changing_looks()
        for column in range(self.column, self.bounds()[3] + 1):
            self.sheet.sheet.column_dimensions[column_letters(column)].width = width

    @property
    def row_height(self) -> float | None:
        """The height of its rows in points; None when they differ."""
        self.sheet.book.count("read")
        return common([self._height(row) for row in range(self.row, self.bounds()[1] + 1)])

    @row_height.setter
    def row_height(self, height: float) -> None:
        self.changing_looks()
        for row in range(self.row, self.bounds()[1] + 1):
            self.sheet.sheet.row_dimensions[row].height = height

    @property
    def left(self) -> float:
        """How far it is from the left edge of the sheet, in points."""
        return sum(self._width(column) * _LETTER + _MARGIN for column in range(1, self.column))

    @property
    def top(self) -> float:
        """How far it is from the top of the sheet, in points."""
        return sum(self._height(row) for row in range(1, self.row))

    @property
    def width(self) -> float:
        """How wide it is, in points."""
        return sum(self._width(column) * _LETTER + _MARGIN for column in range(self.column, self.bounds()[3] + 1))

    @property
    def height(self) -> float:
        """How high it is, in points."""
        return sum(self._height(row) for row in range(self.row, self.bounds()[1] + 1))

    def autofit(self, axis: str | None = None) -> None:
        """Make columns as wide as their longest line; rows are fitted by the program that shows them."""
        self.changing_looks()
        top, bottom, left, right = self.bounds()
        for column in range(left, right + 1) if axis in (None, "c", "columns") else ():
            cells = (self.sheet.sheet.cell(row, column) for row in range(top, bottom + 1))
            lines = [line for cell in cells if cell.value is not None for line in str(cell.value).split("\n")]
            width = max((_letters(line) for line in lines), default=_USUAL_WIDTH)
            self.sheet.sheet.column_dimensions[column_letters(column)].width = min(width + 1.5, _WIDEST)
        for row in range(top, bottom + 1) if axis in (None, "r", "rows") else ():
            self.sheet.sheet.row_dimensions[row].height = None

    def _width(self, column: int) -> float:
        dimensions = self.sheet.sheet.column_dimensions
        letters = column_letters(column)
        return float(dimensions[letters].width) if letters in dimensions else _USUAL_WIDTH

    def _height(self, row: int) -> float:
        dimensions = self.sheet.sheet.row_dimensions
        return float(dimensions[row].height or _USUAL_HEIGHT) if row in dimensions else _USUAL_HEIGHT


def _letters(line: str) -> float:
    """The width of a line in letters; a Chinese one is as wide as two."""
    return sum(2.0 if ord(letter) > 0x2E7F else 1.0 for letter in line)
