"""Fonts within a cell: words that a user has made bold stay bold as long as the cell says what it said.

openpyxl keeps them only as values of a kind of its own. So that nothing else has to know that kind, cells hold plain
words while a workbook is worked on, and those with fonts while it is saved.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FONTS = "nianbao_fonts"


def keep_fonts(book: Workbook) -> None:
    """Put plain words into the cells of a workbook that was loaded with ``rich_text``, and remember the fonts."""
    for sheet in book.worksheets:
        fonts: dict[tuple[int, int], CellRichText] = {}
        for cell in _cells(sheet):
            value: object = cell.value
            if isinstance(value, CellRichText):
                fonts[cell.row, cell.column] = value
                _put_plain(cell, value)
        setattr(sheet, _FONTS, fonts)


@contextmanager
def with_fonts(book: Workbook) -> Iterator[None]:
    """The workbook with the fonts that are remembered in the cells whose words are still the same."""
    worn = [
        (cell, words)
        for sheet in book.worksheets
        for place, words in getattr(sheet, _FONTS, {}).items()
        if isinstance(cell := sheet.cell(*place), Cell) and cell.value == str(words)
    ]
    for cell, words in worn:
        cell.value = words
    try:
        yield
    finally:
        for cell, words in worn:
            _put_plain(cell, words)


def _put_plain(cell: Cell, words: CellRichText) -> None:
    cell.value = str(words)
    # Words that begin with an equals sign are no formula.
    cell.data_type = "s"


def _cells(sheet: Worksheet) -> list[Cell]:
    cells: list[object] = list(sheet._cells.values())  # noqa: SLF001  # the cells there are, and no new ones
    return [cell for cell in cells if isinstance(cell, Cell)]
