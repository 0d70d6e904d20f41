"""Cells of a sheet of a file: values, formulas, merges, notes and names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formula.translate import Translator

from addin.engines.files_looks import FileLooks
from addin.engines.files_moving import copy_cells, expect_movable
from addin.engines.files_notes import FileNote
from addin.engines.files_values import content_of, formula_in, put_content
from addin.engines.geometry import Box, parse_reference, reference_to
from addin.engines.ranges import filled_up
from addin.refusals import OfficeRefused
from workbook.cellvalues import column_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from addin.engines.files_names import FileName
    from addin.engines.shared import Rows


class FileRange(FileLooks):
    """A range; each of its members is one call, however many cells there are."""

    def read(self) -> Rows:
        """The values, row by row."""
        self.sheet.book.count("read")
        # Asking openpyxl for a cell makes it.
        there = self.sheet.sheet._cells  # noqa: SLF001  # see above
        rows, columns = range(self.row, self.box.bottom + 1), range(self.column, self.box.right + 1)
        return [[content_of(there.get((row, column)), self.sheet.book.results) for column in columns] for row in rows]

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Put values and formulas in, row by row; a formula begins with ``=``.

        Raises:
            OfficeRefused: the sheet is protected, and one of the cells is locked: none is changed.
        """
        self.changing_contents()
        for row, values in enumerate(rows, self.row):
            for column, value in enumerate(values, self.column):
                cell = self.sheet.sheet.cell(row, column)
                # What a merge covers holds nothing, as in a real program.
                if isinstance(cell, Cell):
                    put_content(cell, value)

    @property
    def formula(self) -> str | tuple[tuple[str, ...], ...]:
        """The formulas, and the values of other cells as texts; a single text for a single cell."""
        self.sheet.book.count("read")
        rows = tuple(tuple(formula_in(cell) for cell in row) for row in self.sheet.sheet.iter_rows(*self.bounds()))
        return rows[0][0] if len(self) == 1 else rows

    @formula.setter
    def formula(self, value: object) -> None:
        if not (isinstance(value, str) and value.startswith("=")):
            self.write(filled_up(value, self.box))
            return
        self.changing_contents()
        origin = f"{column_letters(self.column)}{self.row}"
        for cell in self.each():
            put_content(cell, Translator(value, origin).translate_formula(cell.coordinate))

    formula2 = formula

    def changing_contents(self) -> None:
        """Note that contents are changed.

        Raises:
            OfficeRefused: the sheet is protected, and one of the cells is locked.
        """
        self.sheet.book.count("write")
        if self.sheet.sheet.protection.sheet and any(cell.protection.locked for cell in self.each()):
            raise OfficeRefused.locked()

    def clear_contents(self) -> None:
        """Empty the cells; they go on looking as they do."""
        self.changing_contents()
        for cell in self.each():
            cell.value = None

    def clear(self) -> None:
        """Empty the cells and make them look like new ones, without notes."""
        # Either all of it is allowed, or nothing is done.
        self.sheet.changing()
        self.changing_looks()
        self.clear_contents()
        self.clear_formats()
        for cell in self.each():
            cell.comment = None

    def merge(self, across: bool = False) -> None:  # noqa: FBT001, FBT002  # xlwings calls it so
        """Make one cell of them, or one of each row; only the first keeps its value."""
        self.changing_contents()
        top, left, bottom, right = self.box
        for box in [Box(row, left, row, right) for row in range(top, bottom + 1)] if across else [self.box]:
            self.sheet.sheet.merge_cells(_plain(box))

    def unmerge(self) -> None:
        """Take merged cells apart."""
        self.changing_contents()
        for merge in [merge for merge in self.sheet.sheet.merged_cells.ranges if self.box.common(_box(merge))]:
            self.sheet.sheet.unmerge_cells(merge.coord)

    @property
    def merge_cells(self) -> bool:
        """Whether there are merged cells among them."""
        self.sheet.book.count("read")
        return any(self.box.common(_box(merge)) for merge in self.sheet.sheet.merged_cells.ranges)

    @property
    def merge_area(self) -> FileRange:
        """The merged cells that the first one belongs to; itself when it belongs to none."""
        first = self.box.cell(1, 1)
        merges = (_box(merge) for merge in self.sheet.sheet.merged_cells.ranges)
        return FileRange(self.sheet, next((box for box in merges if box.common(first)), first))

    @property
    def note(self) -> FileNote | None:
        """The note on the first cell; None when there is none."""
        self.sheet.book.count("read")
        comment = self.first.comment
        return FileNote(self, comment) if comment else None

    def add_note(self, text: str) -> FileNote:
        """Put a note on the first cell.

        Raises:
            OfficeRefused: there is one already.
        """
        self.sheet.changing()
        if self.first.comment:
            message = f"{self.sheet.name}!{_plain(self.box)} 已有批注，没有改动；请先删去原来的批注。"
            raise OfficeRefused(message)
        self.first.comment = Comment(text, "")
        return FileNote(self, self.first.comment)

    @property
    def name(self) -> FileName | None:
        """The first of the workbook's names that means just these cells; None when there is none."""
        place = (self.sheet.name, self.box)
        return next((name for name in self.sheet.book.names if parse_reference(name.refers_to) == place), None)

    @name.setter
    def name(self, name: str) -> None:
        self.sheet.book.names.add(name, reference_to(self.sheet.name, self.box))

    def select(self) -> None:
        """Select the cells.

        Raises:
            OfficeRefused: the sheet, or its workbook, is not the one in front.
        """
        book = self.sheet.book
        book.count("other")
        if book.app.books.active is not book or book.sheets.active.name != self.sheet.name:
            message = f"工作表“{self.sheet.name}”不在最前面，选不中其中的单元格；请先切换到这张表。"
            raise OfficeRefused(message)
        # Of frozen panes the last selection is the one that counts.
        for selection in self.sheet.sheet.sheet_view.selection:
            selection.activeCell, selection.sqref = f"{column_letters(self.column)}{self.row}", _plain(self.box)

    def copy(self, destination: Any) -> None:  # noqa: ANN401  # an xlwings.Range
        """Put a copy of the cells, their looks and notes where the destination begins; formulas are adjusted.

        Raises:
            OfficeRefused: the sheet there is protected.
            OfficeRefused: no destination, as there is no clipboard.
        """
        if destination is None:
            message = "没有办公软件，不能复制到剪贴板；请在 Excel 或 LibreOffice 里复制。"
            raise OfficeRefused(message)
        target = FileRange(
            destination.sheet.impl, destination.impl.box.cell(1, 1).with_box(destination.impl.box.cell(*self.shape))
        )
        target.changing_contents()
        target.changing_looks()
        copy_cells(self, target)

    def insert(self, shift: str | None = None, _copy_origin: str = "") -> None:
        """Insert as many rows above, or columns to the left (``shift`` is ``right``).

        Raises:
            OfficeRefused: something in the workbook would have to move with the cells, which needs an office.
        """
        self.changing_contents()
        expect_movable(self)
        if shift == "right":
            self.sheet.sheet.insert_cols(self.column, self.shape[1])
        else:
            self.sheet.sheet.insert_rows(self.row, self.shape[0])

    def delete(self, shift: str | None = None) -> None:
        """Delete its rows, or its columns (``shift`` is ``left``); raises as :meth:`insert` does."""
        self.changing_contents()
        expect_movable(self)
        if shift == "left":
            self.sheet.sheet.delete_cols(self.column, self.shape[1])
        else:
            self.sheet.sheet.delete_rows(self.row, self.shape[0])


def _plain(box: Box) -> str:
    return box.address(row_absolute=False, column_absolute=False)


def _box(merge: Any) -> Box:  # noqa: ANN401  # openpyxl's types leave its corners out
    return Box(merge.min_row, merge.min_col, merge.max_row, merge.max_col)
