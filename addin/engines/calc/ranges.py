"""Cells in LibreOffice, as xlwings asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from addin.engines.calc.cells import Cells
from addin.engines.calc.notes import Note, find_note, put_notes
from addin.engines.calc.office import CONTENTS, EVERYTHING, LOOKS, choice
from addin.engines.calc.values import is_formula, read_block, write_block
from addin.engines.geometry import reference_to
from addin.engines.ranges import filled_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xlwings

    from addin.engines.calc.names import Name
    from addin.engines.shared import Rows


class Range(Cells):
    """Some cells of a sheet."""

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
        self.for_looks().clearContents(LOOKS)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:  # noqa: ARG002  # xlwings passes it
        """Put empty cells here; what is there moves ``right`` or down."""
        cells = self.for_looks()
        self.sheet.api.insertCells(
            cells.RangeAddress, choice("sheet.CellInsertMode", "RIGHT" if shift == "right" else "DOWN")
        )

    def delete(self, shift: str | None = None) -> None:
        """Take the cells away; what follows moves ``left`` or up."""
        cells = self.for_looks()
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
