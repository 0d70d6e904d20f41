"""Sheets that are lists under a header: drawing the header, writing the rows anew, keeping what is beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table

from workbook import styles
from workbook.cells import put
from workbook.names import ANCHORS
from workbook.template.book import give_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.cells import Content
    from workbook.styles import Look

HEADER_ROW = 4
# Excel makes no row higher than 409 points.
TALLEST = 400.0


def draw_header(sheet: Worksheet, title: str, hint: str, columns: Mapping[str, float]) -> None:
    """Title, one line of advice, header with widths, frozen and repeated on each page."""
    count = len(columns)
    styles.dress(sheet.cell(1, 1, title), styles.Look(font=styles.HEI, size=14, bold=True, wrap=False))
    styles.merge(sheet, styles.Area(2, 1, 1, count), styles.FAINT)
    sheet.cell(2, 1, hint)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 24, 28
    styles.set_widths(sheet, list(columns.values()))
    styles.write_row(sheet, HEADER_ROW, columns, styles.LIST_HEADER)
    sheet.row_dimensions[HEADER_ROW].height = 20
    give_name(sheet, ANCHORS[sheet.title], HEADER_ROW, 1)
    styles.set_up_page(sheet, landscape=True, titles=f"{HEADER_ROW}:{HEADER_ROW}")


def filter_rows(sheet: Worksheet, header: int, columns: int, last: int) -> None:
    """Let the header filter the list down to row ``last``."""
    sheet.auto_filter.ref = f"A{header}:{get_column_letter(columns)}{max(last, header + 1)}"


def name_table(  # noqa: PLR0913  # where a list stands takes four
    sheet: Worksheet, name: str, header: int, columns: int, last: int, *, filtered: bool = True
) -> None:
    """Make a list a table with a name, which programs and readers of screens find and tell the columns of.

    A list that the user has merged cells of, or put a table of their own beside, stays a plain one with a filter.
    """
    area = table_area(header, columns, last)
    sheet.tables.pop(name, None)
    titles = [cell.value for cell in sheet[header][:columns]]
    whole = all(isinstance(title, str) for title in titles) and len(set(titles)) == len(titles)
    merged = any(not CellRange(area).isdisjoint(CellRange(merge.coord)) for merge in sheet.merged_cells.ranges)
    if not whole or merged or sheet.tables:
        if filtered:
            filter_rows(sheet, header, columns, last)
        return
    # Two filters over the same cells make a file that Excel takes for damaged.
    sheet.auto_filter.ref = None
    buttons = AutoFilter(ref=area) if filtered else None
    sheet.add_table(Table(displayName=name, name=name, ref=area, autoFilter=buttons))


def table_area(header: int, columns: int, last: int) -> str:
    """The cells of a list's table: a header alone is none, so there is always a row below it."""
    return f"A{header}:{get_column_letter(columns)}{max(last, header + 1)}"


def clear(sheet: Worksheet, header: int, columns: int) -> None:
    """Empty our columns below the header; what the user wrote beside them stays."""
    for row, cells in enumerate(
        sheet.iter_rows(min_row=header + 1, max_row=sheet.max_row, max_col=columns), header + 1
    ):
        for cell in cells:
            # Cells that the user merged into another hold nothing of ours.
            if not isinstance(cell, MergedCell):
                cell.value = None
                styles.dress(cell, styles.PLAIN)
        # Heights fitted to the old words would cut the new ones.
        sheet.row_dimensions[row].height = None


def write_list(sheet: Worksheet, header: int, rows: Iterable[Sequence[Content]], looks: Sequence[Look]) -> int:
    """Write rows below the header, column by column in the looks given; returns the last row."""
    row = header
    for row, values in enumerate(rows, header + 1):
        for column, (value, look) in enumerate(zip(values, looks, strict=True), 1):
            styles.dress(put(sheet, row, column, value), look)
        fit_height(sheet, row, values, looks)
    return row


def fit_height(sheet: Worksheet, row: int, values: Sequence[Content], looks: Sequence[Look]) -> None:
    """Make a row high enough for its words; spreadsheets fit it again when the words change."""
    widths = [sheet.column_dimensions[get_column_letter(column)].width for column in range(1, len(values) + 1)]
    sheet.row_dimensions[row].height = height_of(values, widths, [look.size for look in looks])


def height_of(values: Sequence[Content], widths: Sequence[float], sizes: Sequence[float]) -> float:
    """The height in points of a row with these values, in columns of these widths, in letters of these sizes."""
    lines = 1.0
    for value, width, size in zip(values, widths, sizes, strict=True):
        if isinstance(value, str) and value:
            lines = max(lines, styles.lines_needed(value, width, size) * size / 10)
    return min(TALLEST, 13.5 * lines + 4)
