"""Cells of a file copied or moved, as far as openpyxl can do it."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from openpyxl.formula.translate import Translator

from addin.refusals import OfficeRefused
from workbook.cellvalues import LAST_COLUMN, LAST_ROW

if TYPE_CHECKING:
    from addin.engines.files_ranges import FileRange


def copy_cells(source: FileRange, target: FileRange) -> None:
    """Put copies of cells, their looks and notes where another range begins; formulas are adjusted."""
    # The two ranges may overlap: everything is taken before anything is put down.
    cells = [(cell, copy(cell.value), copy(cell._style), copy(cell.comment)) for cell in source.each()]  # type: ignore[attr-defined]  # noqa: SLF001  # a look has no other name
    for cell, value, style, comment in cells:
        place = target.box.cell(cell.row - source.row + 1, cell.column - source.column + 1)
        there = type(target)(target.sheet, place).first
        formula = cell.data_type == "f" and isinstance(value, str)
        moved = Translator(value, cell.coordinate) if formula else None
        there.value = moved.translate_formula(there.coordinate) if moved else value
        there.comment = comment
        there.data_type = cell.data_type
        there._style = style  # type: ignore[attr-defined]  # noqa: SLF001  # as above


def expect_movable(cells: FileRange) -> None:
    """Nothing, where rows or columns may come or go: openpyxl moves the cells beyond them and nothing else.

    Args:
        cells: the rows or columns, whole ones.

    Raises:
        OfficeRefused: they are not whole, or something in the workbook would have to move with the cells.
    """
    book, sheet = cells.sheet.book.book, cells.sheet.sheet
    whole = cells.shape[1] == LAST_COLUMN or cells.shape[0] == LAST_ROW
    bound = (
        book.defined_names,
        sheet.merged_cells.ranges,
        list(sheet.conditional_formatting),
        sheet.data_validations.dataValidation,
        sheet.tables,
        cells.sheet.charts.items(),
        cells.sheet.notes,
    )
    formulas = any(cell.data_type == "f" for one in book.worksheets for row in one.iter_rows() for cell in row)
    if not whole or formulas or any(bound):
        message = (
            f"没有办公软件，“{cells.sheet.name}”的行列不能插入或删除（公式、名称等不会跟着移动），没有改动；"
            "请在 Excel 或 LibreOffice 里做。"
        )
        raise OfficeRefused(message)
