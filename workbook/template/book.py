"""An openpyxl workbook seen through its defined names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.workbook.defined_name import DefinedName

from workbook.errors import InputRefused
from workbook.names import ANCHORS

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


def give_name(sheet: Worksheet, name: str, row: int, column: int, last: tuple[int, int] | None = None) -> None:
    """Define a name for a cell, or for the block from it to ``last`` (row, column)."""
    first = f"{get_column_letter(column)}{row}"
    area = f"{first}:{get_column_letter(last[1])}{last[0]}" if last else first
    book: Workbook = sheet.parent  # type: ignore[assignment]  # a worksheet's parent is its workbook
    reference = f"{quote_sheetname(sheet.title)}!{absolute_coordinate(area)}"
    book.defined_names[name] = DefinedName(name, attr_text=reference)


def spot(book: Workbook, name: str) -> tuple[Worksheet, int, int]:
    """The sheet, row and column of a defined name (its first cell).

    Raises:
        InputRefused: the name is gone or points nowhere.
    """
    defined = book.defined_names.get(name)
    for title, area in defined.destinations if defined else ():
        if title in book.sheetnames:
            letters, row = coordinate_from_string(area.replace("$", "").split(":")[0])
            return book[title], row, column_index_from_string(letters)
    message = f"工作簿里的单元格名称 {name} 已被删除或失效（#REF!），无法填入；请用原来的模板，或新建工作簿再导入。"
    raise InputRefused(message)


def below(book: Workbook, sheet: str) -> tuple[Worksheet, int]:
    """A list sheet, found by its anchor whatever it is called now, and the row of its header."""
    found, row, _ = spot(book, ANCHORS[sheet])
    return found, row
