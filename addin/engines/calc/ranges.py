"""Cells in LibreOffice, as xlwings asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from addin.engines.calc.looks import Font, from_color, to_color
from addin.engines.calc.notes import Note, find_note, put_notes
from addin.engines.calc.office import CONTENTS, EVERYTHING, LOOKS, choice
from addin.engines.calc.protection import expect_open, expect_unlocked
from addin.engines.calc.values import is_formula, read_block, write_block
from addin.engines.geometry import reference_to
from addin.engines.ranges import CellRange, filled_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xlwings

    from addin.engines.calc.names import Name
    from addin.engines.calc.office import Uno
    from addin.engines.calc.sheets import Sheet  # noqa: F401  # the base's type names it
    from addin.engines.ranges import Color
    from addin.engines.shared import Rows

# Lengths are hundredths of a millimetre here; a column's width counts digits of 7 pixels with 5 pixels around.
_POINT = 2540 / 72
_PIXEL = 2540 / 96
_DIGIT, _AROUND = 7, 5


class Range(CellRange["Sheet"]):
    """Some cells of a sheet."""

    @property
    def cells(self) -> Uno:
        """LibreOffice's range."""
        top, left, bottom, right = self.box
        return self.sheet.api.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    def read(self) -> Rows:
        """The values, row by row."""
        self.sheet.book.count("read")
        return read_block(self.cells, self.sheet.book.formats)

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Put values in, row by row."""
        write_block(self.for_input(), rows, self.sheet.book.formats, self.sheet.book.formulas)

    @property
    def formula(self) -> str | tuple[tuple[str, ...], ...]:
        """The formulas in Excel's words, and the values of cells without one as text; one text for a single cell."""
        self.sheet.book.count("read")
        to_excel = self.sheet.book.formulas.to_excel
        # A text that could be a number is told from one by an apostrophe here, which is no part of it.
        rows = tuple(
            tuple(to_excel(text) if is_formula(text) else text.removeprefix("'") for text in row)
            for row in self.cells.getFormulaArray()
        )
        return rows[0][0] if self.box.size == 1 else rows

    @formula.setter
    def formula(self, value: str | Sequence[Any]) -> None:
        if isinstance(value, str) and is_formula(value):
            self._fill(value)
        else:
            self.write(filled_up(value, self.box))

    formula2 = formula

    def clear(self) -> None:
        """Empty the cells and take away their looks."""
        self.for_input().clearContents(EVERYTHING)

    def clear_contents(self) -> None:
        """Empty the cells; their looks stay."""
        self.for_input().clearContents(CONTENTS)

    def clear_formats(self) -> None:
        """Take away the looks of the cells."""
        self._for_looks().clearContents(LOOKS)

    @property
    def color(self) -> Color | None:
        """The colour behind the text; None for none."""
        self.sheet.book.count("read")
        return to_color(self.cells.CellBackColor)

    @color.setter
    def color(self, value: Color | str | int | None) -> None:
        self._for_looks().CellBackColor = from_color(value)

    @property
    def font(self) -> Font:
        """The font."""
        return Font(self.cells, self._for_looks)

    @property
    def number_format(self) -> str:
        """The English code of the number format of the first cell."""
        self.sheet.book.count("read")
        return self.sheet.book.formats.code(self.cells.getCellByPosition(0, 0).NumberFormat)

    @number_format.setter
    def number_format(self, value: str) -> None:
        self._for_looks().NumberFormat = self.sheet.book.formats.key(value or "General")

    @property
    def wrap_text(self) -> bool:
        """Whether long texts go on in the next line."""
        return bool(self.cells.IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self._for_looks().IsTextWrapped = bool(value)

    @property
    def column_width(self) -> float:
        """The width of the first column in digits."""
        return round((int(self.cells.Columns.getByIndex(0).Width) / _PIXEL - _AROUND) / _DIGIT, 2)

    @column_width.setter
    def column_width(self, value: float) -> None:
        self._for_looks().Columns.Width = round((value * _DIGIT + _AROUND) * _PIXEL)

    @property
    def row_height(self) -> float:
        """The height of the first row in points."""
        return round(int(self.cells.Rows.getByIndex(0).Height) / _POINT, 2)

    @row_height.setter
    def row_height(self, value: float) -> None:
        self._for_looks().Rows.Height = round(value * _POINT)

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
        cells = self._for_looks()
        if axis in (None, "columns", "c"):
            cells.Columns.OptimalWidth = True
        if axis in (None, "rows", "r"):
            cells.Rows.OptimalHeight = True

    def merge(self, across: bool = False) -> None:  # noqa: FBT001, FBT002  # xlwings calls it so
        """Make one cell of them, or of each row of them."""
        cells = self._for_looks()
        rows = range(self.box.shape[0]) if across else ()
        for part in [cells.getCellRangeByPosition(0, row, self.box.shape[1] - 1, row) for row in rows] or [cells]:
            part.merge(True)  # noqa: FBT003  # UNO takes no names

    def unmerge(self) -> None:
        """Make single cells of them again."""
        self._for_looks().merge(False)  # noqa: FBT003  # UNO takes no names

    @property
    def merge_cells(self) -> bool:
        """Whether they are merged."""
        return bool(self.cells.IsMerged)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:  # noqa: ARG002  # xlwings passes it
        """Put empty cells here; what is there moves ``right`` or down."""
        cells = self._for_looks()
        self.sheet.api.insertCells(
            cells.RangeAddress, choice("sheet.CellInsertMode", "RIGHT" if shift == "right" else "DOWN")
        )

    def delete(self, shift: str | None = None) -> None:
        """Take the cells away; what follows moves ``left`` or up."""
        cells = self._for_looks()
        self.sheet.api.removeRange(
            cells.RangeAddress, choice("sheet.CellDeleteMode", "LEFT" if shift == "left" else "UP")
        )

    def copy(self, destination: xlwings.Range) -> None:
        """Copy the cells with their looks, within one workbook."""
        first = destination.impl(1, 1)
        rows, columns = self.box.shape
        target = first.sheet.range((first.row, first.column, rows, columns)).for_input()
        self.sheet.api.copyRange(target.getCellByPosition(0, 0).CellAddress, self.cells.RangeAddress)

    def select(self) -> None:
        """Select the cells, on their sheet."""
        self.sheet.activate()
        self.sheet.book.document.CurrentController.select(self.cells)

    @property
    def note(self) -> Note | None:
        """The note of the first cell; None when it has none."""
        self.sheet.book.count("read")
        found = find_note(self.sheet.api, self.row, self.column)
        return Note(self, found) if found else None

    def add_note(self, text: str) -> Note | None:
        """Put a note on the first cell."""
        self.sheet.book.count("write")
        put_notes(self.sheet.api, {(self.row, self.column): text})
        return self.note

    @property
    def name(self) -> Name | None:
        """The defined name of just these cells; None when they have none."""
        return next((name for name in self.sheet.book.names if name.is_for(self)), None)

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.book.names.add(value, reference_to(self.sheet.name, self.box))

    def _fill(self, formula: str) -> None:
        """One formula in every cell, its relative addresses moving along."""
        cells = self.for_input()
        tokens = self.sheet.book.formulas.tokens(formula, cells.getCellByPosition(0, 0))
        for row in range(self.box.shape[0]):
            for column in range(self.box.shape[1]):
                cells.getCellByPosition(column, row).setTokens(tokens)

    def for_input(self) -> Uno:
        """LibreOffice's range, to be written into.

        Raises:
            OfficeRefused: some of the cells are locked.
        """
        self.sheet.book.count("write")
        cells = self.cells
        expect_unlocked(self.sheet.api, cells)
        return cells

    def _for_looks(self) -> Uno:
        self.sheet.book.count("write")
        expect_open(self.sheet.api)
        return self.cells
