"""A block of cells read or written in few calls: what is a date, a truth value, a formula or an error in it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from addin.engines.shared import ErrorText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from addin.engines.calc.formulas import Formulas
    from addin.engines.calc.looks import NumberFormats
    from addin.engines.calc.office import Uno
    from addin.engines.shared import Rows

# com.sun.star.util.NumberFormat and com.sun.star.sheet.FormulaResult.
_DATE, _LOGICAL = 2, 1024
_ERROR = 4
_ERRORS = {503: "#NUM!", 521: "#NULL!", 524: "#REF!", 525: "#NAME?", 532: "#DIV/0!", 32767: "#N/A"}
_OTHER_ERROR = "#VALUE!"
_DAY = dt.timedelta(days=1)


def read_block(cells: Uno, formats: NumberFormats) -> Rows:
    """The values of a range, row by row, as Excel gives them.

    Args:
        cells: LibreOffice's range.
        formats: the number formats of its document, for a date is but a number with a format.
    """
    rows: Rows = [[None if value == "" else value for value in row] for row in cells.getDataArray()]
    top, left = cells.RangeAddress.StartRow, cells.RangeAddress.StartColumn
    for kind, area in _formatted(cells, formats):
        for row, column in _places(area):
            value = rows[row - top][column - left]
            if isinstance(value, float):
                rows[row - top][column - left] = formats.first_day + value * _DAY if kind & _DATE else bool(value)
    for area in cells.queryFormulaCells(_ERROR).RangeAddresses:
        for row, column in _places(area):
            code = cells.getCellByPosition(column - left, row - top).getError()
            rows[row - top][column - left] = ErrorText(_ERRORS.get(code, _OTHER_ERROR))
    return rows


def write_block(cells: Uno, rows: Sequence[Sequence[Any]], formats: NumberFormats, formulas: Formulas) -> None:
    """Put values into a range of the same size; a text that begins with ``=`` is a formula in Excel's words."""
    _forget_truth(cells, formats)
    cells.setDataArray(tuple(tuple(_plain(value, formats) for value in row) for row in rows))
    for row, line in enumerate(rows):
        for column, value in enumerate(line):
            if isinstance(value, (bool, dt.date)) or is_formula(value):
                _put(cells.getCellByPosition(column, row), value, formats, formulas)


def is_formula(value: object) -> bool:
    """Whether Excel takes a value for a formula."""
    return isinstance(value, str) and value.startswith("=") and len(value) > 1


def _put(cell: Uno, value: str | bool | dt.date, formats: NumberFormats, formulas: Formulas) -> None:  # noqa: FBT001  # a cell's value
    """What a block cannot carry: a formula, and the format that makes a number a truth value or a date."""
    if isinstance(value, str):
        cell.setFormula(formulas.to_own(value))
    elif isinstance(value, bool):
        cell.NumberFormat = formats.key("BOOLEAN")
    elif not formats.kind(cell.NumberFormat) & _DATE:
        timed = isinstance(value, dt.datetime) and value.time() != dt.time()
        cell.NumberFormat = formats.key("yyyy-mm-dd hh:mm:ss" if timed else "yyyy-mm-dd")


def _plain(value: Any, formats: NumberFormats) -> str | float:  # noqa: ANN401  # whatever a caller puts into a cell
    if value is None or is_formula(value):
        return ""
    if isinstance(value, dt.date):
        moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
        return (moment.replace(tzinfo=None) - formats.first_day) / _DAY
    # An apostrophe at the beginning says that a text follows, and is no part of it.
    return float(value) if isinstance(value, (int, float)) else str(value).removeprefix("'")


def _forget_truth(cells: Uno, formats: NumberFormats) -> None:
    """Truth values are numbers with a format here: without it gone, a number put there would read as one."""
    for group in _groups(cells):
        if formats.kind(group.NumberFormat) & _LOGICAL:
            group.NumberFormat = formats.key("General")


def _formatted(cells: Uno, formats: NumberFormats) -> Iterator[tuple[int, Uno]]:
    """The areas with a format for dates or truth values, one call for each format rather than each cell."""
    for group in _groups(cells):
        kind = formats.kind(group.NumberFormat)
        if kind & (_DATE | _LOGICAL):
            for area in group.RangeAddresses:
                yield kind, area


def _groups(cells: Uno) -> Iterator[Uno]:
    groups = cells.getUniqueCellFormatRanges()
    return (groups.getByIndex(number) for number in range(groups.Count))


def _places(area: Uno) -> Iterator[tuple[int, int]]:
    for row in range(area.StartRow, area.EndRow + 1):
        for column in range(area.StartColumn, area.EndColumn + 1):
            yield row, column


def locked(cells: Uno) -> bool:
    """Whether any of the cells is locked, should its sheet be protected."""
    return any(group.CellProtection.IsLocked for group in _groups(cells))
