"""What stands in openpyxl's cells, as Excel hands it out and takes it."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from addin.engines.shared import ErrorText
from addin.refusals import OfficeRefused

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from addin.engines.shared import CellContent

# The most that a cell holds in Excel; openpyxl would cut the rest off.
_LONGEST = 32_767


class Results:
    """The results of formulas as a file holds them, read when they are first wanted.

    Args:
        book: the workbook as it was opened, with its formulas.
        data: its file; empty for a new one, which has no results.
    """

    def __init__(self, book: Workbook, data: bytes) -> None:
        self._data = data
        self._opened = {id(sheet): number for number, sheet in enumerate(book.worksheets)}
        self._formulas: list[Worksheet] = []
        self._results: list[Worksheet] = []

    def of(self, cell: Cell) -> CellContent:
        """The result of a cell's formula; None when the file has none, or had another formula there."""
        number = self._opened.get(id(cell.parent))
        if number is None or not self._data:
            return None
        if not self._results:
            self._formulas, self._results = (_sheets(self._data, data_only=only) for only in (False, True))
        then = self._formulas[number].cell(cell.row, cell.column)
        if not isinstance(then, Cell) or formula_in(then) != formula_in(cell):
            return None
        found = self._results[number].cell(cell.row, cell.column)
        return plain(found) if isinstance(found, Cell) else None


def content_of(cell: Cell | MergedCell | None, results: Results) -> CellContent:
    """What a cell shows, as a program hands it out: numbers as float, days as moments, errors as text of their own."""
    if not isinstance(cell, Cell):
        return None
    return results.of(cell) if cell.data_type == "f" else plain(cell)


def plain(cell: Cell) -> CellContent:
    """The content of a cell without a formula."""
    value: Any = cell.value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float, Decimal)):
        return float(value)
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001  # a cell knows no time zone
    if isinstance(value, (dt.time, dt.timedelta)):
        return float(to_excel(value))  # type: ignore[no-untyped-call]  # it has no types
    return ErrorText(value) if cell.data_type == "e" else str(value)


def formula_in(cell: Cell | MergedCell | None) -> str:
    """The formula with its ``=``; for a cell without one its content as text, as Excel gives it."""
    if not isinstance(cell, Cell) or cell.value is None:
        return ""
    value: Any = cell.value
    if isinstance(value, (ArrayFormula, DataTableFormula)):
        return str(getattr(value, "text", None) or "")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        return f"{to_excel(value):.15g}"  # type: ignore[no-untyped-call]  # as above
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def put_content(cell: Cell, value: object) -> None:
    """Put a value or a formula into a cell; a text after an apostrophe is a text whatever it looks like.

    Raises:
        OfficeRefused: a text too long for a cell.
    """
    if not isinstance(value, str) or isinstance(value, CellRichText):
        cell.value = value  # type: ignore[assignment]  # what openpyxl does not know it refuses itself
        return
    if len(value) > _LONGEST:
        message = f"一个单元格最多放 {_LONGEST} 个字符，这段文字有 {len(value)} 个，没有写入；请分成几段。"
        raise OfficeRefused(message)
    cell.value = value.removeprefix("'") or None
    if value.startswith("'"):
        cell.data_type = "s"
        cell.quotePrefix = True


def _sheets(data: bytes, *, data_only: bool) -> list[Worksheet]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(load_workbook(io.BytesIO(data), data_only=data_only).worksheets)
