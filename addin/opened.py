"""The workbook of a click, read once: as nianbao knows it, and as openpyxl does for its notes and protection."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from addin.copies import copy_of
from addin.swap import book_of, file_of
from converters.judging import judged_book, settings_beside
from workbook.ours import our_book
from workbook.rules.settings import DEFAULT

if TYPE_CHECKING:
    import xlwings
    from openpyxl import Workbook

    from addin.screen import Desk
    from workbook.ours import OurBook
    from workbook.report import Finding


@dataclass(frozen=True)
class Opened:
    """The open workbook ``book`` and what it holds at this moment."""

    book: xlwings.Book
    found: OurBook
    data: bytes

    @cached_property
    def file(self) -> Workbook:
        """The same as openpyxl loads it; never saved, so nothing can be lost."""
        from openpyxl import load_workbook  # noqa: PLC0415  # a click that marks nothing does without

        with warnings.catch_warnings():
            # What openpyxl cannot keep (extensions of newer programs) is not looked at.
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(self.data))

    @cached_property
    def findings(self) -> list[Finding]:
        """What the rules find, the user's own rules beside the file among them.

        Raises:
            InputRefused: a defined name is gone, or the rules file is not right.
        """
        path = file_of(self.book)
        return judged_book(self.found, settings_beside(path) if path else DEFAULT)


def opened_at(desk: Desk) -> Opened:
    """Read the workbook of a click.

    Raises:
        InputRefused: none is open, or one that is not ours or of another format.
    """
    book = book_of(desk)
    data = copy_of(book)
    return Opened(book, our_book(data, book.name), data)
