"""The ways between text and table: from a paragraph to the cells it states, from a row of the table to the text."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink

from workbook import styles
from workbook.cells import put, put_formula
from workbook.names import ANCHORS, NARRATIVE, STATISTICS
from workbook.passages import PARAGRAPH
from workbook.template import preview
from workbook.template.beside import BESIDE, HEADER, blocks
from workbook.template.book import give_name, spot

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.layout import Layout
    from workbook.report import AnnualReport

TITLE = "文中"
# Names of paragraphs that state figures in plain digits; they go where the paragraph goes.
_PREFIX = "P_"


def fill(book: Workbook, layout: Layout, report: AnnualReport, rows: range, columns: dict[str, int]) -> None:
    """Link the paragraphs with the figures they state in digits, and every row of the table with its paragraph."""
    text = spot(book, ANCHORS[NARRATIVE])[0]
    stated = _stated(text, layout, report, rows, columns[PARAGRAPH])
    for row, codes in stated.items():
        _link(text, row, columns, [code for code in codes if code in layout.figures], layout)
    _names(book, text, list(stated), columns[PARAGRAPH])
    first = {code: row for row in sorted(stated, reverse=True) for code in stated[row]}
    _back(book, layout, first, rows, get_column_letter(columns[PARAGRAPH]))


def _stated(
    sheet: Worksheet, layout: Layout, report: AnnualReport, rows: range, column: int
) -> dict[int, dict[str, None]]:
    """The rows of paragraphs without references, with the codes that their sentences state."""
    found: dict[int, dict[str, None]] = {}
    texts = {row: str(sheet.cell(row, column).value or "") for row in rows}
    for figure in report.stated:
        quote = figure.evidence.quote
        row = next((row for row, text in texts.items() if quote and quote in text and "{" not in text), None)
        if row is not None and figure.code in layout.form.items:
            found.setdefault(row, {})[figure.code] = None
    return found


def _link(sheet: Worksheet, row: int, columns: dict[str, int], codes: list[str], layout: Layout) -> None:
    links = [column for title, column in columns.items() if title.startswith("指标")]
    for column, code in zip(links, codes, strict=False):
        cell = put(sheet, row, column, layout.where(code).rpartition("!")[2])
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=layout.figures[code].name, display=code)


def _names(book: Workbook, sheet: Worksheet, rows: list[int], column: int) -> None:
    for name in [name for name in book.defined_names if name.startswith(_PREFIX)]:
        del book.defined_names[name]
    for row in rows:
        give_name(sheet, f"{_PREFIX}{row}", row, column)


def _back(book: Workbook, layout: Layout, first: dict[str, int], rows: range, letter: str) -> None:
    """Beside each row of the table the first paragraph that refers to it, else the first that states it in digits."""
    table, text = spot(book, ANCHORS[STATISTICS])[0], spot(book, ANCHORS[NARRATIVE])[0]
    target = f"#{quote_sheetname(text.title)}!{letter}"
    order = preview.places(layout)
    for block, cells in blocks(layout):
        column = layout.state_column + 1 + 2 * len(block.columns)
        styles.write_row(table, cells[0].at.row - 1, [TITLE], HEADER, column)
        for row, line in itertools.groupby(cells, key=lambda cell: cell.at.row):
            codes = [cell.item.code for cell in line]
            listed = [order[code] for code in codes if code in order]
            if not listed:
                continue
            live = preview.said_in(min(listed), max(listed), rows)
            name = next((f"{_PREFIX}{first[code]}" for code in codes if code in first), "")
            stated = f'IFERROR(HYPERLINK("#{name}","{letter}"&ROW({name})),"")' if name else '""'
            formula = f'IF({live}>0,HYPERLINK("{target}"&{live},"{letter}"&{live}),{stated})'
            styles.dress(put_formula(table, row, column, formula), BESIDE)
