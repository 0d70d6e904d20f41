"""汇总: the units line by line under the figures they report, and their totals by formulas anyone can follow.

Above the units stand the whole area, 本级 and 下级, what a filter leaves, and how many cells are blank; below them
the subtotals by kind and by superior. Each total leads to the cells it adds up, each unit's cell to its file.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from workbook import styles
from workbook.bridge import exact_sum
from workbook.cells import exact, put, put_formula
from workbook.layout import layout_of
from workbook.names import ANCHORS, ROLL_UP
from workbook.rollup.parts import OWN, REGION
from workbook.rollup.readparts import LEVEL, SHOWN, TOTAL, UNIT
from workbook.styles import Area
from workbook.template.book import give_name
from workbook.template.rows import Completion, Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.bridge import Line
    from workbook.cells import Content
    from workbook.form import Form
    from workbook.rollup.summary import Group, Summary

COLUMNS = {UNIT: 24.0, LEVEL: 7.0, "类别": 10.0, "上级": 14.0, "年度": 7.0, "文件": 18.0}
FIRST_FIGURE = len(COLUMNS) + 1
TITLE_ROW, LABEL_ROW, COLUMN_ROW, MEASURE_ROW, FIRST_TOTAL = 4, 5, 6, 7, 8
FILTERED, BLANK, WORDED = "筛选后合计", "空白单位数", "不是确数的单位数"
_WIDTH = 8.5
# Characters of 9 points across an A4 page on its side, made small enough to read still, beside the first columns.
_PAGE = 155.0
# What a page's head may hold, the signs that openpyxl puts before it counted.
_LONGEST_HEAD = 220
_HEAD = styles.LIST_HEADER
_TOTAL = replace(styles.LIST_FORMULA, bold=True, down="center", shrink=True)
_COUNT = replace(styles.LIST_FORMULA, colour=styles.GREY, down="center", shrink=True)
_NAME = replace(styles.LIST, wrap=False, down="center")
_LINKED = replace(_NAME, colour=styles.BLUE)
_NUMBER = replace(styles.LIST, across="right", wrap=False, shrink=True, down="center")
_HINT = (
    "每个单位一行，空白照原样，不当作 0；“/”、文字、约数不相加。点合计跳到它所加的单元格，"
    "点单位的数跳到单位文件里的单元格。"
    "可以按级别、类别、上级筛选，“筛选后合计”随之变化。"
)


@dataclass(frozen=True, slots=True)
class Places:
    """Where things stand on 汇总: rows of totals by title, columns by the line's key, the units' first and last row.

    ``long`` are the lines with more digits than a cell can hold; they stand there as text, and so do their totals.
    """

    rows: dict[str, int]
    columns: dict[str, str]
    first: int
    last: int
    long: frozenset[str]

    def parts(self, key: str) -> str:
        """The units' cells of a figure."""
        return f"{self.columns[key]}{self.first}:{self.columns[key]}{self.last}"

    def total(self, title: str, key: str) -> str:
        """The cell of a total."""
        return f"{self.columns[key]}{self.rows[title]}"


def places_of(summary: Summary) -> Places:
    """The places, worked out before anything is drawn."""
    top = [group for group in summary.groups if group.by in ("", LEVEL)]
    titles = [*(group.title for group in top), FILTERED, BLANK, WORDED]
    rows = {title: row for row, title in enumerate(titles, FIRST_TOTAL)}
    first = FIRST_TOTAL + len(titles) + 1
    last = first + len(summary.members) - 1
    rest = (group.title for group in summary.groups if group.by not in ("", LEVEL))
    rows |= {title: row for row, title in enumerate(rest, last + 2)}
    columns = {line.key: get_column_letter(column) for column, line in enumerate(summary.lines, FIRST_FIGURE)}
    long = frozenset(line.key for line in summary.lines if not _fits(summary, line))
    return Places(rows, columns, first, last, long)


def draw(sheet: Worksheet, summary: Summary, files: dict[str, str]) -> Completion:
    """Draw 汇总; what it returns is to be completed once the book is saved.

    Args:
        sheet: the empty sheet.
        summary: the roll-up.
        files: the addresses of the units' files by their path as given; a file without one gets no link.
    """
    places = places_of(summary)
    _head(sheet, summary, places)
    made = Completion(sheet, places.first, [_row(summary, at) for at in range(len(summary.members))])
    made.model([_LINKED, *[_NAME] * (len(COLUMNS) - 1), *[_NUMBER] * len(summary.lines)])
    for group in summary.groups:
        _totals(made, summary, group, places)
    for title, function in ((FILTERED, _filtered), (BLANK, _blank), (WORDED, _worded)):
        _label(sheet, places.rows[title], title, _COUNT)
        for line in summary.lines:
            formula, value = function(summary, line, places)
            _write(made, places.total(title, line.key), formula, value, _COUNT)
    made.links = itertools.chain(_total_links(summary, places), _unit_links(summary, places, files))
    _page(sheet, summary, places)
    return made


def _head(sheet: Worksheet, summary: Summary, places: Places) -> None:
    years = "、".join(map(str, summary.years))
    title = f"{summary.unit}{years} 年度政府信息公开工作年度报告汇总"
    styles.dress(put(sheet, 1, 1, title), styles.Look(font=styles.HEI, size=14, bold=True, wrap=False))
    statement = summary.statement()
    colour = styles.INK if summary.complete else styles.RED
    styles.dress(put(sheet, 2, 1, statement), styles.Look(bold=True, colour=colour, wrap=False))
    styles.dress(put(sheet, 3, 1, _HINT), replace(styles.FAINT, wrap=False))
    styles.set_widths(sheet, [*COLUMNS.values(), *[_WIDTH] * len(summary.lines)])
    styles.merge(sheet, Area(TITLE_ROW, 1, FIRST_TOTAL - TITLE_ROW, len(COLUMNS)), _HEAD)
    sheet.cell(TITLE_ROW, 1, "指标")
    labels = [_labels(summary, line) for line in summary.lines]
    for level, row in enumerate((TITLE_ROW, LABEL_ROW, COLUMN_ROW, MEASURE_ROW)):
        for start, count in _runs(labels, level):
            styles.merge(sheet, Area(row, FIRST_FIGURE + start, 1, count), replace(_HEAD, size=9, bold=False))
            put(sheet, row, FIRST_FIGURE + start, labels[start][level])
        sheet.row_dimensions[row].height = _height(labels, level)
    codes = replace(_HEAD, size=9, shrink=True)
    styles.write_row(sheet, places.first - 1, [*COLUMNS, *(line.key for line in summary.lines)], codes)
    give_name(sheet, ANCHORS[ROLL_UP], places.first - 1, 1)
    give_name(sheet, SHOWN, places.rows[OWN if summary.own_only else REGION], 1)


def _labels(summary: Summary, line: Line) -> tuple[str, str, str, str]:
    """Table, row, column and measure of a line, as the form prints them; a series has only its name."""
    item = summary.form.items.get(line.key)
    if item is None:
        return "各版式可比的指标", line.label, "", line.unit
    column = "·".join((*item.column.groups, item.column.label))
    block = "·".join(filter(None, (item.table.title, item.block.title)))
    return block, f"{item.row.num}{item.row.label}", column if len(item.block.columns) > 1 else "", item.unit


def _runs(labels: Sequence[tuple[str, ...]], level: int) -> Iterator[tuple[int, int]]:
    """Start and length of each run of columns that share a header cell: a printed row's; below it each its own.

    The table's title is repeated over every row, for a table goes on over many pages.
    """
    depth = 2 if level < 2 else len(COLUMNS)
    start = 0
    for at in range(1, len(labels) + 1):
        if at == len(labels) or depth > 2 or labels[at][:depth] != labels[start][:depth]:
            yield start, at - start
            start = at


def _height(labels: Sequence[tuple[str, ...]], level: int) -> float:
    lines = (styles.lines_needed(labels[at][level], _WIDTH * count, 9) for at, count in _runs(labels, level))
    return min(150.0, 12.5 * max(lines, default=1) + 4)


def _row(summary: Summary, at: int) -> list[Content]:
    member = summary.members[at]
    known = [member.name, member.level, member.kind, member.superior, member.received.report.year, member.received.file]
    return [*known, *(summary.cells[line.key][at] for line in summary.lines)]


def _label(sheet: Worksheet, row: int, title: str, look: styles.Look) -> None:
    styles.write_row(sheet, row, [title, TOTAL, *[""] * (len(COLUMNS) - 2)], replace(look, across="left"))


def _totals(made: Completion, summary: Summary, group: Group, places: Places) -> None:
    row = places.rows[group.title]
    _label(made.sheet, row, group.title, _TOTAL)
    if group.by:
        put(made.sheet, row, list(COLUMNS).index(group.by) + 1, group.value)
    totals = summary.totals(group)
    for line in summary.lines:
        cell, total = places.total(group.title, line.key), totals[line.key]
        if total.reason or line.key in places.long:
            _write(made, cell, "", total.reason or in_cell(total.value), _TOTAL)
        else:
            _write(made, cell, _sum(summary, line, group, places), total.value, _TOTAL)


def in_cell(value: Content) -> Content:
    """The value as a cell can hold it."""
    return exact(value) if isinstance(value, int | Decimal) else value


def _fits(summary: Summary, line: Line) -> bool:
    """Whether a spreadsheet can add the line up without losing digits."""
    values = [value for value in summary.cells[line.key] if isinstance(value, int | Decimal)]
    return not isinstance(exact(exact_sum(max(value, -value) for value in values)), str)


def _sum(summary: Summary, line: Line, group: Group, places: Places) -> str:
    column = places.columns[line.key]
    cells = f"{column}${places.first}:{column}${places.last}"
    if not group.by:
        return f'IF(COUNT({cells})=0,"",{_rounded(f"SUM({cells})", summary, line)})'
    letter = get_column_letter(list(COLUMNS).index(group.by) + 1)
    kinds, wanted = f"${letter}${places.first}:${letter}${places.last}", f"${letter}{places.rows[group.title]}"
    added = _rounded(f"SUMIF({kinds},{wanted},{cells})", summary, line)
    return f'IF(COUNTIFS({kinds},{wanted},{cells},">-1E+300")=0,"",{added})'


def _rounded(formula: str, summary: Summary, line: Line) -> str:
    """A spreadsheet adds binary fractions; rounded to the places that occur the sum is exact again."""
    values = summary.cells[line.key]
    places = max((-int(value.as_tuple().exponent) for value in values if isinstance(value, Decimal)), default=0)
    return f"ROUND({formula},{places})" if places > 0 else formula


def _filtered(summary: Summary, line: Line, places: Places) -> tuple[str, Content]:
    cells = places.parts(line.key)
    total = summary.totals_of_all[line.key]
    if total.reason or line.key in places.long:
        return "", total.reason or in_cell(total.value)
    added = _rounded(f"SUBTOTAL(109,{cells})", summary, line)
    return f'IF(SUBTOTAL(102,{cells})=0,"",{added})', total.value


def _blank(summary: Summary, line: Line, places: Places) -> tuple[str, Content]:
    return f"COUNTBLANK({places.parts(line.key)})", len(summary.totals_of_all[line.key].blank)


def _worded(summary: Summary, line: Line, places: Places) -> tuple[str, Content]:
    cells = places.parts(line.key)
    values = summary.cells[line.key]
    # A number too long for a cell stands there as text, and is one.
    texts = map(in_cell, values) if line.key in places.long else values
    words = sum(1 for value in texts if isinstance(value, str))
    return f"COUNTA({cells})-COUNT({cells})", words


def _write(made: Completion, cell: str, formula: str, value: Content, look: styles.Look) -> None:
    target = made.sheet[cell]
    if formula:
        put_formula(made.sheet, target.row, target.column, formula)
        made.results[cell] = value
    else:
        put(made.sheet, target.row, target.column, value)
    styles.dress(target, look)


def _total_links(summary: Summary, places: Places) -> Iterator[Link]:
    """Each total leads to the units' cells of its column."""
    for group in summary.groups:
        for line in summary.lines:
            yield Link(places.total(group.title, line.key), place=f"{ROLL_UP}!{places.parts(line.key)}")


def _unit_links(summary: Summary, places: Places, files: dict[str, str]) -> Iterator[Link]:
    """Of a workbook of ours a link to each figure's own cell; another file is opened as a whole by the unit's link."""
    cells = {form.edition: _figure_cells(summary, form) for form in summary.forms}
    for row, member in enumerate(summary.members, places.first):
        if address := files.get(member.received.path):
            yield Link(f"A{row}", address)
            known = cells[member.received.report.form] if member.received.places else {}
            yield from (Link(f"{places.columns[key]}{row}", address, place) for key, place in known.items())


def _figure_cells(summary: Summary, form: Form) -> dict[str, str]:
    """The cell of each line in a workbook of this form, the first of those that make it up."""
    layout = layout_of(form)
    found = {line.key: layout.where(line.codes[form.edition][0]) for line in summary.lines}
    return {key: place for key, place in found.items() if place}


def _page(sheet: Worksheet, summary: Summary, places: Places) -> None:
    width = FIRST_FIGURE + len(summary.lines) - 1
    end = max([places.last, *places.rows.values()])
    # The words above the table are wider than a page; its head says them on each.
    styles.set_up_page(sheet, f"A{TITLE_ROW}:{get_column_letter(width)}{end}", landscape=True)
    sheet.page_setup.pageOrder = "overThenDown"
    head = "　　".join(str(sheet.cell(row, 1).value) for row in (1, 2))
    sheet.oddHeader.left.text = head.replace("&", "&&")[:_LONGEST_HEAD]  # type: ignore[union-attr]  # made by openpyxl for each sheet
    wide = sum(COLUMNS.values()) + _WIDTH * len(summary.lines)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = max(1, round(wide / _PAGE + 0.4)), 0
    sheet.print_title_rows = f"{TITLE_ROW}:{places.first - 1}"
    sheet.print_title_cols = "A:B"
    sheet.auto_filter.ref = f"A{places.first - 1}:{get_column_letter(width)}{places.last}"
    styles.freeze(sheet, places.first, 3)
    sheet.sheet_view.zoomScale = 90
