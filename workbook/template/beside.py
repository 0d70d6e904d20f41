"""The columns right of the official table, outside the print.

State of each row, last year's figures, the change, and at the far right the first cell of the row that is still empty.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from workbook import styles
from workbook.cells import put_formula, quoted
from workbook.expression import LAST
from workbook.names import EMPTY_CELLS, HISTORY_CODES, HISTORY_VALUES, HISTORY_YEARS, figure_name
from workbook.styles import Area, Look
from workbook.template.book import give_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.form import Block
    from workbook.layout import FigureCell, Layout

BESIDE = Look(size=9, colour=styles.BLUE, across="center", border="hair", shrink=True)
HEADER = replace(BESIDE, shrink=False, fill=styles.HEADER)
# Stands before the name of an empty cell.
EMPTY = "空："
# Of a column of last year's figures or of the change.
WIDTH = 7.5
_EMPTY_TITLE, _EMPTY_WIDTH = "空白格", 15.0


def draw(sheet: Worksheet, layout: Layout) -> None:
    """Draw the columns for every block."""
    for block, cells in blocks(layout):
        _header(sheet, layout, block, cells[0].at.row - 1)
    for cell in layout.figures.values():
        _figure(sheet, cell)
    for code in sorted(layout.wanted_of_last_year):
        at = layout.figures[code].last_year
        give_name(sheet, figure_name(LAST + code), at.row, at.column)
    for row_code, at in layout.states.items():
        styles.dress(sheet.cell(at.row, at.column), BESIDE)
        names = [row.name for row in layout.rules.values() if layout.figures[row.rule.target].item.row.code == row_code]
        if names:
            wrong, blank = (",".join(f'{name}="{word}"' for name in names) for word in ("不符", "未填"))
            passed = ",".join(f'{name}="通过"' for name in names)
            rest = f'IF(OR({blank}),"未填",IF(OR({passed}),"通过","不适用"))'
            put_formula(sheet, at.row, at.column, f'IF(OR({wrong}),"不符",{rest})')
    _empty_cells(sheet, layout)


def _empty_cells(sheet: Worksheet, layout: Layout) -> None:
    """Beside each row the name of its first cell that waits for a figure, as a link to it."""
    # Behind 文中 of the widest block.
    column = layout.state_column + 2 + 2 * layout.side_columns
    styles.set_widths(sheet, [_EMPTY_WIDTH], column)
    for _, cells in blocks(layout):
        styles.write_row(sheet, cells[0].at.row - 1, [_EMPTY_TITLE], HEADER, column)
        for row, line in itertools.groupby(cells, key=lambda cell: cell.at.row):
            inputs = [cell.name for cell in line if cell.item.kind != "heading" and cell.item.code not in layout.fills]
            styles.dress(sheet.cell(row, column), BESIDE)
            if inputs:
                put_formula(sheet, row, column, _first_empty(inputs))
    give_name(sheet, EMPTY_CELLS, layout.header_rows[1] + 1, column, (layout.last_row, column))


def _first_empty(names: list[str]) -> str:
    found = '""'
    for name in reversed(names):
        found = f'IF({name}="",{quoted(name)},{found})'
    filled = f"COUNTA({','.join(names)})={len(names)}"
    return f'IF({filled},"",HYPERLINK("#"&{found},{quoted(EMPTY)}&{found}))'


def blocks(layout: Layout) -> Iterator[tuple[Block, list[FigureCell]]]:
    """The blocks of the form, in order, with their figures' cells."""
    for _, group in itertools.groupby(layout.figures.values(), key=lambda cell: id(cell.item.block)):
        cells = list(group)
        yield cells[0].item.block, cells


def header_heights(layout: Layout) -> Iterator[tuple[int, float]]:
    """Each row with the labels of several columns beside the table, and the height in points that they need."""
    for block, cells in blocks(layout):
        if len(block.columns) > 1:
            lines = max(styles.lines_needed(column.label, WIDTH, HEADER.size) for column in block.columns)
            yield cells[0].at.row - 1, 12.0 * lines + 3


def _header(sheet: Worksheet, layout: Layout, block: Block, row: int) -> None:
    count, start = len(block.columns), layout.state_column
    styles.write_row(sheet, row, ["校验"], HEADER, start)
    for first, word in ((start + 1, "上年数"), (start + 1 + count, "增减")):
        if count == 1:
            styles.write_row(sheet, row, [word], HEADER, first)
        else:
            styles.merge(sheet, Area(row - 1, first, 1, count), HEADER)
            sheet.cell(row - 1, first, word)
            styles.write_row(sheet, row, [column.label for column in block.columns], HEADER, first)


def _figure(sheet: Worksheet, cell: FigureCell) -> None:
    before, change = cell.last_year, cell.change
    for at in (before, change):
        styles.dress(sheet.cell(at.row, at.column), BESIDE)
    if cell.item.kind == "heading":
        return
    found = (
        f"INDEX({HISTORY_VALUES},MATCH({quoted(cell.item.code)},{HISTORY_CODES},0),MATCH(M_year-1,{HISTORY_YEARS},0))"
    )
    put_formula(sheet, before.row, before.column, f'IFERROR(IF({found}="","",{found}),"")')
    old = f"{get_column_letter(before.column)}{before.row}"
    put_formula(sheet, change.row, change.column, f'IF(COUNT({cell.name},{old})=2,{cell.name}-{old},"")')
    sheet.cell(change.row, change.column).number_format = "+General;-General;0"
