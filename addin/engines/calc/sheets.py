"""Sheets in LibreOffice, as xlwings asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.engines.calc.charts import Charts
from addin.engines.calc.names import Names, box_of
from addin.engines.calc.notes import Note
from addin.engines.calc.protection import expect_open
from addin.engines.calc.ranges import Range
from addin.engines.calc.values import read_block
from addin.engines.geometry import WHOLE_SHEET
from addin.engines.grid import Grid
from addin.engines.ranges import box_of as asked_box
from addin.engines.shared import Collection
from addin.engines.whole import WholeSheet

if TYPE_CHECKING:
    from addin.engines.calc.books import Book
    from addin.engines.calc.office import Uno
    from addin.engines.geometry import Box
    from addin.engines.ranges import Place


class Sheet(WholeSheet):
    """A sheet.

    Args:
        book: its workbook.
        api: LibreOffice's object.
    """

    def __init__(self, book: Book, api: Uno) -> None:
        self.book = book
        self.api = api

    @property
    def name(self) -> str:
        """Its title."""
        self.book.count("other")
        return str(self.api.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.book.count("write")
        expect_open(self.book.document)
        self.api.Name = value

    @property
    def index(self) -> int:
        """Which one it is, from 1."""
        return int(self.api.RangeAddress.Sheet) + 1

    @property
    def visible(self) -> bool:
        """Whether it can be seen."""
        return bool(self.api.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.book.count("write")
        expect_open(self.book.document)
        self.api.IsVisible = bool(value)

    @property
    def cells(self) -> Range:
        """All of its cells."""
        return Range(self, WHOLE_SHEET)

    @property
    def used_range(self) -> Range:
        """The cells from the first to the last one that is used."""
        return Range(self, self._used())

    @property
    def names(self) -> Names:
        """The names that are only known on it."""
        return Names(self.book, self)

    @property
    def notes(self) -> list[Note]:
        """The notes of its cells."""
        self.book.count("read")
        found = [self.api.Annotations.getByIndex(number) for number in range(self.api.Annotations.Count)]
        return [Note(self.range((one.Position.Row + 1, one.Position.Column + 1)), one) for one in found]

    @property
    def charts(self) -> Charts:
        """Its charts."""
        return Charts(self)

    def range(self, first: Place, last: Place | None = None) -> Range:
        """Some of its cells; see :func:`addin.engines.ranges.box_of`."""
        return Range(self, asked_box(self, first, last))

    def named(self, name: str) -> Box | None:
        """Where on this sheet a defined name is; None when it is elsewhere or there is none."""
        self.book.count("read")
        for holder in (self.api.NamedRanges, self.book.document.NamedRanges):
            cells = holder.getByName(name).getReferredCells() if holder.hasByName(name) else None
            if cells is not None and cells.RangeAddress.Sheet == self.api.RangeAddress.Sheet:
                return box_of(cells.RangeAddress)
        return None

    def grid(self) -> Grid:
        """The values from A1 on as far as the sheet is used: one read."""
        self.book.count("read")
        used = self._used()
        return Grid(
            read_block(self.api.getCellRangeByPosition(0, 0, used.right - 1, used.bottom - 1), self.book.formats)
        )

    def activate(self) -> None:
        """Show it."""
        self.book.count("other")
        self.book.document.CurrentController.setActiveSheet(self.api)

    select = activate

    def delete(self) -> None:
        """Take it away."""
        self.book.count("write")
        expect_open(self.book.document)
        self.book.document.Sheets.removeByName(self.api.Name)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Copy it beside a sheet of the same workbook or of another."""
        beside = before or after or self
        beside.book.count("write")
        expect_open(beside.book.document)
        position = beside.index - (beside is before)
        if beside.book.document == self.book.document:
            self.book.document.Sheets.copyByName(self.api.Name, self.book.sheets.free_name(self.api.Name), position)
        else:
            beside.book.document.Sheets.importSheet(self.book.document, self.api.Name, position)

    def _used(self) -> Box:
        cursor = self.api.createCursor()
        cursor.gotoStartOfUsedArea(False)  # noqa: FBT003  # UNO takes no names
        cursor.gotoEndOfUsedArea(True)  # noqa: FBT003  # the same
        return box_of(cursor.RangeAddress)


class Sheets(Collection[Sheet]):
    """The sheets of a workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def items(self) -> list[Sheet]:
        """The sheets in their order."""
        self.book.count("other")
        sheets = self.book.document.Sheets
        return [Sheet(self.book, sheets.getByIndex(number)) for number in range(sheets.Count)]

    def __call__(self, key: int | str) -> Sheet:
        """One of them, by number from 1 or by title.

        Raises:
            KeyError: no such title.
            IndexError: no such number.
        """
        sheets = self.book.document.Sheets
        if isinstance(key, str) and sheets.hasByName(key):
            self.book.count("other")
            return self.of(sheets.getByName(key))
        return super().__call__(key)

    @property
    def active(self) -> Sheet:
        """The sheet that is shown."""
        self.book.count("other")
        return self.of(self.book.document.CurrentController.ActiveSheet)

    def of(self, api: Uno) -> Sheet:
        """A sheet of LibreOffice's as one of these."""
        return Sheet(self.book, api)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """Add an empty sheet beside another one, or before the active one, and show it."""
        beside = before or after or self.active
        self.book.count("write")
        expect_open(self.book.document)
        title = name or self.free_name("")
        sheets = self.book.document.Sheets
        sheets.insertNewByName(title, beside.index if after else beside.index - 1)
        added = self.of(sheets.getByName(title))
        added.activate()
        return added

    def free_name(self, like: str) -> str:
        """A title that is not taken: ``Sheet2``, or ``统计表 (2)`` after the given one."""
        has = self.book.document.Sheets.hasByName
        titles = (f"{like} ({number})" if like else f"Sheet{number}" for number in range(1 + bool(like), 100_000))
        return next(title for title in titles if not has(title))
