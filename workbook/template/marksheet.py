"""The hidden sheet of marked cells, and the conditional formats that paint them from it.

A cell's own look is never touched: a list of places decides what is painted. Emptying the list restores everything,
whatever the user has coloured since, and writing it takes one step in any program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from workbook import styles
from workbook.names import ANCHORS, MARKED, MARKS, figure_name
from workbook.template.book import give_name, spot

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.formatting.rule import Rule
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.layout import Layout

HEADER = ("指标名称", "级别", "标记的批注", "原来的批注", "错误", "警告", "提示")
# The first columns hold texts, the others the places, one for each severity.
TEXTS = 4
HEADER_ROW = 1
FILLS = {"error": "F8B4A8", "warning": "FCDFA6", "note": "CFE2F3"}
# No colour alone: bold or italic letters tell the severities apart on a black and white print too.
_LETTERS = {
    "error": Font(bold=True, color=styles.RED),
    "warning": Font(bold=True, italic=True),
    "note": Font(italic=True),
}
# A number that no two cells share: a sheet of ours has fewer columns.
_PLACE = "ROW({0})*1000+COLUMN({0})"


def draw(sheet: Worksheet, layout: Layout) -> None:
    """Draw the empty list, long enough for every figure of a form."""
    sheet.sheet_state = "veryHidden"
    styles.write_row(sheet, HEADER_ROW, HEADER, styles.PLAIN)
    give_name(sheet, ANCHORS[MARKS], HEADER_ROW, 1)
    last = HEADER_ROW + len(layout.figures)
    for column, name in enumerate(MARKED.values(), TEXTS + 1):
        give_name(sheet, name, HEADER_ROW + 1, column, (last, column))


def place_formula(name: str) -> str:
    """The formula of a marked cell's place in the list; rows and columns that the user inserts move it along.

    Args:
        name: the cell's defined name.
    """
    return _PLACE.format(name)


def add_paint(sheet: Worksheet, first: tuple[int, int], last: tuple[int, int]) -> None:
    """Let the list paint the cells from ``first`` to ``last`` (row, column).

    The red of what is wrong at this moment (:mod:`workbook.template.guards`) goes before it, in every program: what
    was marked may have been mended since, or have become worse.
    """
    area = f"{get_column_letter(first[1])}{first[0]}:{get_column_letter(last[1])}{last[0]}"
    for severity, name in MARKED.items():
        sheet.conditional_formatting.add(area, _paint(severity, name))


def _paint(severity: str, name: str) -> Rule:
    return FormulaRule(  # type: ignore[no-any-return, no-untyped-call]  # openpyxl's helper has no types
        formula=[f"COUNTIF({name},{_PLACE.format('')})>0"],
        font=_LETTERS[severity],
        fill=PatternFill("solid", bgColor=FILLS[severity]),
    )


def is_there(book: Workbook) -> bool:
    """Whether the workbook has the list; one made by an older version has not."""
    return MARKS in book.sheetnames and ANCHORS[MARKS] in book.defined_names


def add_to(book: Workbook, layout: Layout) -> None:
    """Give the list and its paint to a workbook made by an older version."""
    draw(book.create_sheet(MARKS), layout)
    names = (figure_name(code) for code in layout.figures)
    places = [spot(book, name) for name in names if name in book.defined_names]
    rows, columns = [row for _, row, _ in places], [column for _, _, column in places]
    add_paint(places[0][0], (min(rows), min(columns)), (max(rows), max(columns)))
