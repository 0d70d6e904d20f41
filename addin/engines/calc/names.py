"""Defined names in LibreOffice, with what they refer to in Excel's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.engines.calc.office import struct
from addin.engines.geometry import Box, quoted
from addin.engines.shared import Collection

if TYPE_CHECKING:
    from addin.engines.calc.books import Book
    from addin.engines.calc.office import Uno
    from addin.engines.calc.ranges import Range
    from addin.engines.calc.sheets import Sheet


class Name:
    """A defined name.

    Args:
        book: its workbook.
        api: LibreOffice's object.
        holder: LibreOffice's collection that it is in.
        sheet: the sheet that it is only known on; None for the whole workbook.
    """

    def __init__(self, book: Book, api: Uno, holder: Uno, sheet: Sheet | None) -> None:
        self.book = book
        self.api = api
        self._holder = holder
        self._sheet = sheet

    @property
    def name(self) -> str:
        """Its words, with the sheet before them when it is only known there: ``'a b'!total``."""
        own = str(self.api.Name)
        return f"{quoted(self._sheet.name)}!{own}" if self._sheet else own

    @name.setter
    def name(self, value: str) -> None:
        self.book.count("write")
        self.api.setName(value.rpartition("!")[2])

    @property
    def refers_to(self) -> str:
        """What it stands for, such as ``=统计表!$C$5``."""
        self.book.count("read")
        return self.book.formulas.to_excel(self.api.Content)

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.book.count("write")
        self.api.setContent(self.book.formulas.to_own(value).removeprefix("="))

    @property
    def refers_to_range(self) -> Range | None:
        """The cells that it stands for; None for a constant, a formula, or cells that are gone."""
        self.book.count("read")
        cells = self.api.getReferredCells()
        if cells is None:
            return None
        box = box_of(cells.RangeAddress)
        return self.book.sheets.of(cells.Spreadsheet).range((box.top, box.left, *box.shape))

    def is_for(self, cells: Range) -> bool:
        """Whether it stands for just these cells."""
        mine = self.refers_to_range
        return mine is not None and mine.coords == cells.coords

    def delete(self) -> None:
        """Take the name away."""
        self.book.count("write")
        self._holder.removeByName(self.api.Name)


class Names(Collection[Name]):
    """The names of a workbook, or those that are only known on one sheet.

    Args:
        book: the workbook.
        sheet: the sheet; None for all names.
    """

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self.book = book
        self._sheet = sheet
        self._holder = (sheet.api if sheet else book.document).NamedRanges

    def items(self) -> list[Name]:
        """The names, those of the whole workbook first."""
        self.book.count("read")
        own = self._in(self._holder, self._sheet)
        sheets = self.book.sheets if self._sheet is None else ()
        return own + [name for sheet in sheets for name in self._in(sheet.api.NamedRanges, sheet)]

    def __call__(self, key: int | str) -> Name:
        """One of them; that of the whole workbook is found without asking for all.

        Raises:
            KeyError: no such name.
            IndexError: no such number.
        """
        if isinstance(key, str) and self._holder.hasByName(key):
            self.book.count("read")
            return Name(self.book, self._holder.getByName(key), self._holder, self._sheet)
        return super().__call__(key)

    def snapshot(self) -> list[tuple[str, Name]]:
        """All of them with their words."""
        return [(name.name, name) for name in self.items()]

    def contains(self, key: str) -> bool:
        """Whether there is one with these words."""
        return key in self

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name, also anew."""
        self.book.count("write")
        content = self.book.formulas.to_own(refers_to).removeprefix("=")
        if self._holder.hasByName(name):
            self._holder.getByName(name).setContent(content)
        else:
            self._holder.addNewByName(name, content, struct("table.CellAddress"), 0)
        return self(name)

    def _in(self, holder: Uno, sheet: Sheet | None) -> list[Name]:
        return [Name(self.book, holder.getByName(name), holder, sheet) for name in holder.ElementNames]


def box_of(address: Uno) -> Box:
    """Where LibreOffice's com.sun.star.table.CellRangeAddress is on its sheet."""
    return Box(address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1)
