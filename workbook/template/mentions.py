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
    from collections.abc import Iterator, Mapping

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.form import Block
    from workbook.layout import Layout
    from workbook.report import AnnualReport

TITLE = "文中"
# Names of paragraphs that state figures in plain digits; they go where the paragraph goes.
PREFIX = "P_"


def fill(book: Workbook, layout: Layout, report: AnnualReport, rows: range, columns: dict[str, int]) -> None:
    """Link the paragraphs with the figures they state in digits, and every row of the table with its paragraph."""
    text = spot(book, ANCHORS[NARRATIVE])[0]
    stated = stated_in({row: str(text.cell(row, columns[PARAGRAPH]).value or "") for row in rows}, layout, report)
    for row, codes in stated.items():
        _link(text, row, columns, [code for code in codes if code in layout.figures], layout)
    _names(book, text, list(stated), columns[PARAGRAPH])
    _back(book, layout, stated, rows, get_column_letter(columns[PARAGRAPH]))


def stated_in(texts: Mapping[int, str], layout: Layout, report: AnnualReport) -> dict[int, dict[str, None]]:
    """The rows of paragraphs without references, with the codes that their sentences state.

    Args:
        texts: the paragraphs by row.
        layout: where the figures stand.
        report: the report, for the figures that its text states.
    """
    found: dict[int, dict[str, None]] = {}
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
    for name in [name for name in book.defined_names if name.startswith(PREFIX)]:
        del book.defined_names[name]
    for row in rows:
        give_name(sheet, f"{PREFIX}{row}", row, column)


def _back(book: Workbook, layout: Layout, stated: dict[int, dict[str, None]], rows: range, letter: str) -> None:
    table, text = spot(book, ANCHORS[STATISTICS])[0], spot(book, ANCHORS[NARRATIVE])[0]
    for block, cells in blocks(layout):
        styles.write_row(table, cells[0].at.row - 1, [TITLE], HEADER, _column(layout, block))
    for row, column, formula in ways_back(layout, stated, rows, f"{quote_sheetname(text.title)}!{letter}"):
        styles.dress(put_formula(table, row, column, formula), BESIDE)


def _column(layout: Layout, block: Block) -> int:
    return layout.state_column + 1 + 2 * len(block.columns)


def ways_back(
    layout: Layout, stated: dict[int, dict[str, None]], rows: range, texts: str
) -> Iterator[tuple[int, int, str]]:
    """Row, column and formula of the ways from the table to the text.

    Beside each row of the table the first paragraph that refers to it, else the first that states it in digits.

    Args:
        layout: where the figures stand.
        stated: what :func:`stated_in` gave.
        rows: the rows of 正文 that are previewed.
        texts: the column of the paragraphs (``'正文'!D``).
    """
    first = {code: row for row in sorted(stated, reverse=True) for code in stated[row]}
    order = preview.places(layout)
    target, letter = f"#{texts}", texts.rpartition("!")[2]
    for block, cells in blocks(layout):
        for row, line in itertools.groupby(cells, key=lambda cell: cell.at.row):
            codes = [cell.item.code for cell in line]
            listed = [order[code] for code in codes if code in order]
            if not listed:
                continue
            live = preview.said_in(min(listed), max(listed), rows)
            name = next((f"{PREFIX}{first[code]}" for code in codes if code in first), "")
            told = f'IFERROR(HYPERLINK("#{name}","{letter}"&ROW({name})),"")' if name else '""'
            formula = f'IF({live}>0,HYPERLINK("{target}"&{live},"{letter}"&{live}),{told})'
            yield row, _column(layout, block), formula
