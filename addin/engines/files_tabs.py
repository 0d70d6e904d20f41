"""The sheets of a file in the order of their tabs."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from addin.engines.files_sheets import FileSheet
from addin.engines.shared import Collection
from addin.refusals import OfficeRefused

if TYPE_CHECKING:
    from addin.engines.files_books import FileBook


class FileSheets(Collection[FileSheet]):
    """The sheets of a workbook, in the order of their tabs."""

    def __init__(self, book: FileBook) -> None:
        self.book = book

    def items(self) -> list[FileSheet]:
        """The sheets."""
        return [FileSheet(self.book, sheet) for sheet in self.book.book.worksheets]

    @property
    def active(self) -> FileSheet:
        """The sheet that is in front."""
        return next(sheet for sheet in self.items() if sheet.sheet is self.book.book.active)

    def add(
        self, before: FileSheet | None = None, after: FileSheet | None = None, name: str | None = None
    ) -> FileSheet:
        """A new sheet, in front: before the active one if nothing else is said.

        Raises:
            OfficeRefused: the workbook's structure is protected.
        """
        self.changing_order()
        place = (before or self.active).index - 1 if after is None else after.index
        taken = {sheet.name.casefold() for sheet in self}
        name = name or next(name for number in count(1) if (name := f"Sheet{number}").casefold() not in taken)
        made = FileSheet(self.book, self.book.book.create_sheet(name, place))
        made.activate()
        return made

    def changing_order(self) -> None:
        """Note that sheets come, go or are renamed.

        Raises:
            OfficeRefused: the workbook's structure is protected.
        """
        self.book.count("write")
        if self.book.book.security and self.book.book.security.lockStructure:
            raise OfficeRefused.locked()
