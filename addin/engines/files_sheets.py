"""A sheet of a file."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from openpyxl.cell.cell import Cell

from addin.engines.files_charts import FileCharts
from addin.engines.files_names import FileNames
from addin.engines.files_notes import FileNote, change_note
from addin.engines.files_ranges import FileRange
from addin.engines.files_titles import follow_title
from addin.engines.files_values import content_of
from addin.engines.geometry import WHOLE_SHEET, Box, parse_box, parse_reference
from addin.engines.grid import Grid
from addin.engines.ranges import box_of
from addin.engines.whole import WholeSheet
from addin.notes import AUTHOR, unpack
from addin.refusals import OfficeRefused
from workbook.chartframes import charts_on

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from addin.engines.files_books import FileBook
    from addin.engines.ranges import Place


class FileSheet(WholeSheet):
    """A sheet.

    Attributes:
        book: the workbook it is in.
        sheet: openpyxl's sheet.
    """

    # xlwings looks into these; macros of ours have nothing to do with them.
    tables = shapes = pictures = ()

    def __init__(self, book: FileBook, sheet: Worksheet) -> None:
        self.book = book
        self.sheet = sheet
        self.api = sheet

    @property
    def name(self) -> str:
        """Its title."""
        return str(self.sheet.title)

    @name.setter
    def name(self, title: str) -> None:
        self.book.sheets.changing_order()
        old, self.sheet.title = self.name, title
        follow_title(self.book.book, old, self.name)

    @property
    def index(self) -> int:
        """Its place among the sheets, from 1."""
        return int(self.book.book.index(self.sheet)) + 1

    @property
    def visible(self) -> bool:
        """Whether its tab is shown."""
        return self.sheet.sheet_state == "visible"

    @visible.setter
    def visible(self, shown: bool) -> None:
        self.book.sheets.changing_order()
        self.sheet.sheet_state = "visible" if shown else "hidden"

    def range(self, first: Place, last: Place | None = None) -> FileRange:
        """Cells, by address, name, number or two corners; see :func:`addin.engines.ranges.box_of`."""
        return FileRange(self, box_of(self, first, last))

    @property
    def cells(self) -> FileRange:
        """All its cells."""
        return FileRange(self, WHOLE_SHEET)

    @property
    def used_box(self) -> Box:
        """The cells from the first to the last that hold or show something; A1 when there are none."""
        sheet = self.sheet
        return Box(sheet.min_row, sheet.min_column, sheet.max_row, sheet.max_column)

    @property
    def used_range(self) -> FileRange:
        """The same, as a range."""
        return FileRange(self, self.used_box)

    def named(self, name: str) -> Box | None:
        """Where on this sheet a defined name is, its own names first; None when it is elsewhere or there is none."""
        for names in (self.sheet.defined_names, self.book.book.defined_names):
            found = next((one for key, one in names.items() if key.casefold() == name.casefold()), None)
            place = parse_reference(found.attr_text or "") if found else None
            if place and place[0].casefold() == self.name.casefold():
                return place[1]
        return None

    def grid(self) -> Grid:
        """The values from A1 to the end of what is used: one read."""
        self.book.count("read")
        rows = self.sheet.iter_rows(1, self.used_box.bottom, 1, self.used_box.right)
        return Grid([[content_of(cell, self.book.results) for cell in row] for row in rows])

    @property
    def selection(self) -> FileRange:
        """What is selected on it; the first area of several."""
        selected = self.sheet.sheet_view.selection
        area = str(selected[0].sqref or "A1").split()[0] if selected else "A1"
        return FileRange(self, parse_box(area) or Box(1, 1, 1, 1))

    def activate(self) -> None:
        """Bring it to the front.

        Raises:
            OfficeRefused: it is hidden.
        """
        self.book.count("other")
        if not self.visible:
            message = f"工作表“{self.name}”是隐藏的，不能切换过去；请先取消隐藏。"
            raise OfficeRefused(message)
        for sheet in self.book.book.worksheets:
            # Else the sheets would be edited together.
            sheet.sheet_view.tabSelected = sheet is self.sheet
        self.book.book.active = self.index - 1

    select = activate

    def delete(self) -> None:
        """Take it away with all that is on it; what refers to it is lost.

        Raises:
            OfficeRefused: the workbook's structure is protected.
            OfficeRefused: no visible sheet would be left.
        """
        self.book.sheets.changing_order()
        if not any(sheet.visible for sheet in self.book.sheets if sheet.name != self.name):
            message = f"“{self.name}”是唯一没有隐藏的工作表，不能删除；请先取消隐藏另一张。"
            raise OfficeRefused(message)
        self.book.book.remove(self.sheet)
        follow_title(self.book.book, self.name, None)

    def copy(self, before: FileSheet | None = None, after: FileSheet | None = None) -> None:
        """Put a copy before or after a sheet of the same workbook.

        Raises:
            OfficeRefused: it has charts, pictures, tables or names of its own, or is to go into another workbook.
        """
        self.book.sheets.changing_order()
        place = before or after or self
        held = (charts_on(self.sheet), self.sheet._images, self.sheet.tables, self.sheet.defined_names)  # type: ignore[attr-defined]  # noqa: SLF001  # as above
        if any(held) or place.book is not self.book:
            message = (
                f"没有办公软件，工作表“{self.name}”不能复制（有图表、图片、表格或自己的名称，或要到别的工作簿去），"
                "没有改动；请在 Excel 或 LibreOffice 里复制。"
            )
            raise OfficeRefused(message)
        made = self.book.book.copy_worksheet(self.sheet)
        made.conditional_formatting = deepcopy(self.sheet.conditional_formatting)
        made.data_validations = deepcopy(self.sheet.data_validations)
        made.protection = deepcopy(self.sheet.protection)
        made.freeze_panes = self.sheet.freeze_panes
        self.book.book.move_sheet(made, place.index - (before is not None) - self.book.book.index(made))

    @property
    def names(self) -> FileNames:
        """The names that only it knows."""
        return FileNames(self.book, self.sheet.defined_names)

    @property
    def charts(self) -> FileCharts:
        """The charts on it."""
        return FileCharts(self)

    @property
    def notes(self) -> list[FileNote]:
        """The notes on it, row by row: one read."""
        self.book.count("read")
        cells = [cell for row in self.sheet.iter_rows() for cell in row if isinstance(cell, Cell)]
        return [FileNote(self.range((cell.row, cell.column)), cell.comment) for cell in cells if cell.comment]

    def change_notes(self, packed: str) -> None:
        """Do to its notes what :mod:`addin.notes` says.

        Raises:
            OfficeRefused: it is protected, its drawn objects too.
        """
        self.changing()
        for change in unpack(packed):
            change_note(self.range(change.address).first, change, AUTHOR)

    def changing(self) -> None:
        """Note that notes or something else drawn on it is changed.

        Raises:
            OfficeRefused: it is protected, its drawn objects too.
        """
        self.book.count("write")
        if self.sheet.protection.sheet and self.sheet.protection.objects:
            raise OfficeRefused.locked()
