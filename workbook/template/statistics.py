"""统计表: the official table as printed, with checks, last year's figures and the change beside it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from workbook import styles
from workbook.cells import put, put_formula, quoted
from workbook.layout import HEAD_ROWS
from workbook.names import ANCHORS, STATISTICS, sign_fields
from workbook.shown import numbers_of, same, shown
from workbook.styles import Area, Look
from workbook.sums import sum_formula, sum_gives
from workbook.template import beside, guards, marksheet
from workbook.template.book import give_name, spot

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.form import Form
    from workbook.grid import Placed
    from workbook.layout import FigureCell, Layout
    from workbook.report import AnnualReport

# Half-width characters that fill an A4 page between the margins at 10 pt.
PAGE_WIDTH = 94.0
# A grid with more columns than this is set in equal columns and smaller words.
_NARROW = 7
_ROW_HEIGHT, _LINE_HEIGHT = 17.0, 13.0
SMALL = 9.0
_TABLE = Look(border="line")
LOOKS = {
    "section": replace(styles.SUBTITLE, wrap=True),
    "clause": replace(_TABLE, font=styles.HEI, across="center", fill=styles.HEADER),
    "corner": replace(_TABLE, font=styles.HEI, across="center"),
    "header": replace(_TABLE, font=styles.HEI, across="center"),
    "label": _TABLE,
    "group": replace(_TABLE, across="center"),
    "unit": replace(_TABLE, across="center"),
}
FIGURE = replace(_TABLE, across="center", shrink=True)
INPUT = replace(FIGURE, fill=styles.INPUT, locked=False)
SUM = replace(FIGURE, fill=styles.FORMULA)


def figure_look(cell: FigureCell, *, summed: bool) -> Look:
    """The look of a figure's cell: open and yellow for what is typed, locked and blue for a sum, bare for a heading."""
    look = FIGURE if cell.item.kind == "heading" else SUM if summed else INPUT
    return replace(look, number="+General;-General;General") if cell.item.kind == "signed" else look


def draw(sheet: Worksheet, layout: Layout) -> None:
    """Draw the empty table of a form with its formulas, names, checks of input and page set-up."""
    widths = grid_widths(layout)
    styles.set_widths(sheet, [*widths, 1.5, 7, *[beside.WIDTH] * (2 * layout.side_columns)])
    _head(sheet, layout)
    for part in layout.placed:
        if part.item is None:
            _words(sheet, layout, part, widths)
    for code, cell in layout.figures.items():
        _figure(sheet, layout, code, cell)
    beside.draw(sheet, layout)
    last = _foot(sheet, layout) if layout.form.tables_stand == "attachment" else layout.last_row
    heights = _set_heights(sheet, layout, widths)
    guards.add(sheet, layout)
    marksheet.add_paint(sheet, (HEAD_ROWS + 1, 1), (layout.last_row, layout.width))
    first, upto = layout.header_rows
    area = f"A1:{get_column_letter(layout.width)}{last}"
    styles.set_up_page(sheet, area, titles=f"{first}:{upto}" if upto > 1 else "")
    # On paper the table is the official one: the colours of the screen stay on the screen.
    sheet.page_setup.blackAndWhite = True
    _break_pages(sheet, layout, heights, sum(widths))
    styles.freeze(sheet, upto + 1 if upto > 1 else 4)
    styles.protect(sheet)


def grid_widths(layout: Layout) -> list[float]:
    """Widths of the printed columns: equal on a wide grid; on a narrow one the labels take what the rest leaves."""
    if layout.width > _NARROW:
        return [PAGE_WIDTH / layout.width] * layout.width
    fixed = {part.column: 9.0 for part in layout.placed if part.role in ("group", "unit")}
    fixed |= {cell.at.column: 16.0 for cell in layout.figures.values()}
    free = [column for column in range(1, layout.width + 1) if column not in fixed]
    share = (PAGE_WIDTH - sum(fixed.values())) / max(1, len(free))
    return [fixed.get(column, share) for column in range(1, layout.width + 1)]


def _head(sheet: Worksheet, layout: Layout) -> None:
    give_name(sheet, ANCHORS[STATISTICS], 1, 1)
    look = replace(styles.TITLE, wrap=True)
    styles.merge(sheet, Area(1, 1, 1, layout.width), look)
    if layout.form.tables_stand == "attachment":
        sheet.cell(1, 1, layout.form.tables[0].title)
    else:
        put_formula(sheet, 1, 1, title_formula(layout.form))
    styles.merge(sheet, Area(2, 1, 1, layout.width), styles.CENTRED)
    put_formula(sheet, 2, 1, '"（"&IF(M_year="","　　",M_year)&"年度）"')
    styles.merge(sheet, Area(3, 1, 1, layout.width), styles.PLAIN)
    put_formula(sheet, 3, 1, '"填报单位（盖章）："&M_unit')
    for row, height in ((1, 30), (2, 18), (3, 20)):
        sheet.row_dimensions[row].height = height


def title_formula(form: Form) -> str:
    """The report's title out of 封面: the one typed there, else the form's own with unit and year."""
    text = quoted(form.report_title)
    for place, name, blank in (("{unit}", "M_unit", "（单位）"), ("{year}", "M_year", "××××")):
        text = text.replace(place, f'"&IF({name}="",{quoted(blank)},{name})&"')
    text = text.removeprefix('""&').removesuffix('&""')
    return f'IF(M_title="",{text},M_title)'


def _words(sheet: Worksheet, layout: Layout, part: Placed, widths: list[float]) -> None:
    look = replace(LOOKS[part.role], indent=_indent(layout, part))
    size = _size(layout, part)
    styles.merge(sheet, Area(part.row, part.column, part.rows, part.columns), replace(look, size=size))
    sheet.cell(part.row, part.column, _text(part, widths, size) or None)


def _indent(layout: Layout, part: Placed) -> int:
    """A label keeps clear of the line at its left, the deeper ones the more; a wide grid has no room to spare."""
    return part.indent + (part.role == "label" and layout.width <= _NARROW)


def _size(layout: Layout, part: Placed) -> float:
    return SMALL if part.role == "header" and layout.width > _NARROW else LOOKS[part.role].size


def _text(part: Placed, widths: list[float], size: float) -> str:
    """The words of a printed cell; in narrow headers broken where they look best."""
    width = sum(widths[part.column - 1 : part.column - 1 + part.columns])
    return styles.broken(part.text, width, size) if part.role in ("header", "group") else part.text


def _figure(sheet: Worksheet, layout: Layout, code: str, cell: FigureCell) -> None:
    rule = layout.fills.get(code)
    styles.merge(sheet, Area(cell.at.row, cell.at.column, 1, cell.width), figure_look(cell, summed=rule is not None))
    if rule:
        put_formula(sheet, cell.at.row, cell.at.column, sum_formula(rule))
    give_name(sheet, cell.name, cell.at.row, cell.at.column)


def _foot(sheet: Worksheet, layout: Layout) -> int:
    """The sign-off line under an attached table; returns its row."""
    row = layout.last_row + 1
    styles.merge(sheet, Area(row, 1, 1, layout.width), replace(styles.PLAIN, down="bottom"))
    parts = [f"{quoted(field.label + '：')}&{_shown(field.name)}" for field in sign_fields(layout.form)]
    put_formula(sheet, row, 1, '&"　　"&'.join(parts))
    sheet.row_dimensions[row].height = 30
    return row


def _shown(name: str) -> str:
    """A field as text; a date, typed as a date or as 2018-01-03, in the form's words (GB/T 9704 7.3.5.4)."""
    if not name.endswith("date"):
        return name
    day = f"IF(ISNUMBER({name}),{name},DATEVALUE({name}))"
    return f'IF({name}="","",IFERROR(YEAR({day})&"年"&MONTH({day})&"月"&DAY({day})&"日",{name}))'


def fill(book: Workbook, layout: Layout, report: AnnualReport) -> None:
    """Write the figures as published; a sum that says what was published stays a formula, another is overwritten."""
    contents = {code: shown(figure) for code, figure in report.figures.items() if code in layout.figures}
    numbers = numbers_of(contents)
    for code, cell in layout.figures.items():
        sheet, row, column = spot(book, cell.name)
        rule = layout.fills.get(code)
        summed = rule is not None and same(sum_gives(rule, numbers), contents.get(code))
        if rule and summed:
            styles.dress(put_formula(sheet, row, column, sum_formula(rule)), figure_look(cell, summed=True))
        else:
            written = put(sheet, row, column, contents.get(code))
            if rule:
                styles.dress(written, figure_look(cell, summed=False))


def _set_heights(sheet: Worksheet, layout: Layout, widths: list[float]) -> dict[int, float]:
    """Rows high enough for their words; returns row → points."""
    heights = dict.fromkeys(range(4, layout.last_row + 1), _ROW_HEIGHT)
    for part in sorted((part for part in layout.placed if not part.item), key=lambda part: part.rows):
        width = sum(widths[part.column - 1 : part.column - 1 + part.columns]) - 2 * _indent(layout, part)
        size = _size(layout, part)
        needed = _LINE_HEIGHT * styles.lines_needed(_text(part, widths, size), width, size) + 4
        rows = range(part.row, part.row + part.rows)
        if part.role == "section":
            needed += 6
        if (missing := needed - sum(heights[row] for row in rows)) > 0:
            heights[rows[-1]] += missing
    for row, needed in beside.header_heights(layout):
        # A label set upright or over several rows has made room already.
        heights[row] = max(heights[row], needed)
    for row, height in heights.items():
        sheet.row_dimensions[row].height = height
    return heights


def _break_pages(sheet: Worksheet, layout: Layout, heights: dict[int, float], width: float) -> None:
    """Start a table on a new page when the rest of the page cannot hold it and a whole page can."""
    page = styles.PAGE_POINTS * max(1.0, width / PAGE_WIDTH) * 0.97
    starts = [part.row for part in layout.placed if part.role == "section"]
    used = 68.0
    for start, end in itertools.pairwise([4, *(s for s in starts if s > 4), layout.last_row + 1]):
        height = sum(heights[row] for row in range(start, end))
        if used + height > page and used > 68 and height <= page:
            sheet.row_breaks.append(Break(id=start - 1))
            used = 0
        used += height
