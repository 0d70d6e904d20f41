"""历年: figures by year, newest first; this year's column is live, the older ones are kept as published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from workbook import styles
from workbook.cells import put, put_formula
from workbook.formfile import load_form
from workbook.history import HistoryRow, field_value, older, rows_for
from workbook.names import HISTORY_CODES, HISTORY_LABELS, HISTORY_VALUES, HISTORY_YEARS, YEARS, figure_name
from workbook.shown import shown
from workbook.template import lists, prompts
from workbook.template.book import below, give_name

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.content import BookContent
    from workbook.form import Form
    from workbook.layout import Layout
    from workbook.report import AnnualReport

COLUMNS = {"代码": 20.0, "指标": 54.0, "单位": 7.0}
# How many years the look-ups reach: room for those a user types in.
YEAR_COLUMNS = 20
# With as many years beside the current one the list is wider than a page upright.
_YEARS_UPRIGHT = 2
_PROMPT = "以前年度公布的数，照公布的写；没有发生的写 0，没有公布的留空。最上面一行写年度。"
# Rows that the prompt reaches down to.
_DEEP = 2000
_HINT = "最左一列年度是本年，随统计表自动变化；以前年度按公布的数保存，可以补填：在右边空列的年度行写年度，下面写数。"
_CELL = replace(styles.LIST, across="right", locked=False)
_LIVE = replace(styles.LIST_FORMULA, across="right")
_TITLE = replace(styles.LIST_HEADER, across="left")


def draw(sheet: Worksheet, _layout: Layout) -> None:
    """Draw the empty list."""
    lists.draw_header(sheet, YEARS, _HINT, {**COLUMNS, "本年": 18.0})
    styles.set_widths(sheet, [18.0] * (YEAR_COLUMNS - 1), len(COLUMNS) + 2)
    first, last = (get_column_letter(len(COLUMNS) + 1 + nth) for nth in (1, YEAR_COLUMNS - 1))
    prompts.ask(sheet, f"{first}{lists.HEADER_ROW}:{last}{_DEEP}", "以前年度", _PROMPT)
    styles.freeze(sheet, lists.HEADER_ROW + 1, len(COLUMNS) + 1)


def fill(book: Workbook, content: BookContent, form: Form) -> None:
    """Write the years anew."""
    sheet, header = below(book, YEARS)
    first_year = len(COLUMNS) + 1
    lists.clear(sheet, header, first_year + YEAR_COLUMNS - 1)
    past = older(content)
    reports = [report for _, report in past]
    forms = [form, *(load_form(report.form) for report in reports)]
    styles.dress(put_formula(sheet, header, first_year, 'IF(M_year="","本年",M_year)'), styles.LIST_HEADER)
    for column in range(first_year + 1, first_year + YEAR_COLUMNS):
        sheet.cell(header, column).value = None
    for column, (year, _) in enumerate(past, first_year + 1):
        styles.dress(put(sheet, header, column, year), styles.LIST_HEADER)
    rows = list(rows_for(forms))
    for at, row in enumerate(rows, header + 1):
        _write_row(sheet, at, row, form, reports)
        if styles.lines_needed(row.label, COLUMNS["指标"]) > 1:
            lists.fit_height(sheet, at, (row.code, row.label, row.unit), [styles.LIST] * len(COLUMNS))
    sheet.page_setup.orientation = "portrait" if len(past) < _YEARS_UPRIGHT else "landscape"
    last, right = header + len(rows), first_year + max(YEAR_COLUMNS, len(past) + 1) - 1
    give_name(sheet, HISTORY_CODES, header + 1, 1, (last, 1))
    give_name(sheet, HISTORY_LABELS, header + 1, 2, (last, 2))
    give_name(sheet, HISTORY_YEARS, header, first_year, (header, right))
    give_name(sheet, HISTORY_VALUES, header + 1, first_year, (last, right))


def _write_row(sheet: Worksheet, at: int, row: HistoryRow, form: Form, reports: list[AnnualReport]) -> None:
    title = not (row.field or row.item)
    for column, text in enumerate((row.code, row.label, row.unit), 1):
        styles.dress(put(sheet, at, column, text), _TITLE if title else styles.LIST)
    if title:
        return
    live = _live_name(row, form)
    first = len(COLUMNS) + 1
    if live:
        styles.dress(put_formula(sheet, at, first, f'IF({live}="","",{live})'), _look(row, _LIVE))
    for column, report in enumerate(reports, first + 1):
        cell = put(sheet, at, column, None)
        if row.field:
            put(sheet, at, column, field_value(report, row.field))
        elif row.item and row.code in report.figures and is_row_of(row, load_form(report.form)):
            put(sheet, at, column, shown(report.figures[row.code]))
        styles.dress(cell, _look(row, _CELL))


def _look(row: HistoryRow, look: styles.Look) -> styles.Look:
    """Words about the year keep to one line, made smaller where they are long; figures stand as they are."""
    if not row.field:
        return look
    number = "yyyy-mm-dd" if row.field.kind == "date" else look.number
    return replace(look, number=number, wrap=False, shrink=True)


def _live_name(row: HistoryRow, form: Form) -> str:
    if row.field:
        return row.field.name if row.field.key in _cover_keys(form) else ""
    return figure_name(row.code) if is_row_of(row, form) else ""


def _cover_keys(form: Form) -> set[str]:
    return {row.field.key for row in rows_for([form]) if row.field}


def is_row_of(row: HistoryRow, form: Form) -> bool:
    """Whether a row of 历年 is this edition's: the same code under the same name."""
    item = form.items.get(row.code)
    return item is not None and item.name == row.label
