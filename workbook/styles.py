"""The looks of the workbook: fonts, colours, borders, and how a cell is dressed in them."""

from __future__ import annotations

import math
import unicodedata
from copy import copy
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.worksheet.worksheet import Worksheet

SONG, HEI, FANGSONG = "宋体", "黑体", "仿宋"
INPUT, FORMULA, HEADER, WRONG = "FFFBE5", "E9EFF7", "F2F2F2", "FBD9D3"
INK, RED, GREY, BLUE = "000000", "C00000", "7F7F7F", "1F4E79"
_LINE = Side(style="thin", color="404040")
_HAIR = Side(style="thin", color="BFBFBF")
# One character of column width is 7 pixels of 0.75 pt.
POINTS_PER_WIDTH = 5.25


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks: ``border`` is none, line (printed table) or hair (working lists)."""

    font: str = SONG
    size: float = 10
    bold: bool = False
    colour: str = INK
    fill: str = ""
    border: str = ""
    across: str = "left"
    down: str = "center"
    indent: int = 0
    wrap: bool = True
    shrink: bool = False
    locked: bool = True
    number: str = "General"


TITLE = Look(font=HEI, size=16, bold=True, across="center", wrap=False)
SUBTITLE = Look(font=HEI, size=12, bold=True, border="")
PLAIN = Look()
FAINT = Look(size=9, colour=GREY)
CENTRED = Look(across="center")
LIST_HEADER = Look(font=HEI, bold=True, fill=HEADER, border="hair", across="center")
LIST = Look(border="hair", down="top")
LIST_INPUT = replace(LIST, fill=INPUT, locked=False)
LIST_FORMULA = replace(LIST, fill=FORMULA, across="center")


# openpyxl looks a style up by comparing it with all others; a cell dressed before lends its index at once.
_KNOWN: WeakKeyDictionary[Workbook, dict[Look, StyleArray]] = WeakKeyDictionary()


def book_of(sheet: Worksheet) -> Workbook:
    """The workbook a worksheet belongs to, which the types of openpyxl let be missing."""
    return sheet.parent  # type: ignore[return-value]  # a worksheet is made by its workbook


def dress(cell: Cell | MergedCell, look: Look) -> None:
    """Give a cell its look, all of it; only the mark of a text that looks like a formula stays."""
    known = _KNOWN.setdefault(cell.parent.parent, {})  # type: ignore[arg-type]  # a sheet has its workbook
    if look not in known:
        font, fill, border, alignment, protection = _parts(look)
        cell.font, cell.fill, cell.border = font, fill, border
        cell.alignment, cell.protection, cell.number_format = alignment, protection, look.number
        known[look] = copy(cell._style)  # type: ignore[union-attr]  # noqa: SLF001  # the indexes just looked up by the six setters
    quoted = cell.quotePrefix
    cell._style = copy(known[look])  # type: ignore[union-attr]  # noqa: SLF001  # the same
    cell.quotePrefix = quoted


@cache
def _parts(look: Look) -> tuple[Font, PatternFill, Border, Alignment, Protection]:
    alignment = Alignment(
        horizontal=look.across,
        vertical=look.down,
        indent=look.indent,
        # As openpyxl reads it back: a look that is drawn again then is the one that is there, not one more.
        wrap_text=(look.wrap and not look.shrink) or None,
        shrink_to_fit=look.shrink or None,
    )
    font = Font(name=look.font, size=look.size, bold=look.bold, color=look.colour)
    fill = PatternFill("solid", start_color=look.fill) if look.fill else PatternFill()
    return font, fill, _border(look.border), alignment, Protection(locked=look.locked)


def _border(kind: str) -> Border:
    side = {"line": _LINE, "hair": _HAIR}.get(kind)
    return Border(left=side, right=side, top=side, bottom=side) if side else Border()


def set_base_font(book: Workbook) -> None:
    """Make the body font the workbook's own: spreadsheets measure column widths in its digits.

    The usual Calibri is missing on many Chinese desktops, where columns then come out wider than the page.
    """
    base = Font(name=SONG, size=10)
    book._fonts = IndexedList([base])  # type: ignore[attr-defined]  # noqa: SLF001  # openpyxl has no public way to the first font
    book._named_styles["Normal"].font = base  # type: ignore[attr-defined]  # noqa: SLF001  # the same


class Area(NamedTuple):
    """A block of cells: its first row and column from 1, and how many of each it takes."""

    row: int
    column: int
    rows: int
    columns: int


def merge(sheet: Worksheet, area: Area, look: Look) -> None:
    """Make one cell of a block of cells and dress it, edges and all."""
    last = (area.row + area.rows - 1, area.column + area.columns - 1)
    # Merged first: openpyxl would otherwise work the borders out once more, slowly.
    if area.rows * area.columns > 1:
        sheet.merge_cells(start_row=area.row, start_column=area.column, end_row=last[0], end_column=last[1])
    for row in range(area.row, last[0] + 1):
        for column in range(area.column, last[1] + 1):
            dress(sheet.cell(row, column), look)


def freeze(sheet: Worksheet, row: int, column: int = 1) -> None:
    """Keep what is above ``row`` and left of ``column`` in sight."""
    sheet.freeze_panes = f"{get_column_letter(column)}{row}"


def start_at(sheet: Worksheet, row: int, column: int) -> None:
    """Let the sheet open with this cell selected, where its filling begins."""
    cell = f"{get_column_letter(column)}{row}"
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = cell


def set_widths(sheet: Worksheet, widths: Sequence[float], first: int = 1) -> None:
    """Column widths in characters, from column ``first`` on."""
    for column, width in enumerate(widths, first):
        sheet.column_dimensions[get_column_letter(column)].width = width


def text_width(text: str) -> int:
    """Half-width positions a text takes: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def lines_needed(text: str, width: float, size: float = 10) -> int:
    """How many lines a text takes in a column of this width (characters) at this size (points)."""
    return sum(max(1, math.ceil(text_width(line) / _room(width, size))) for line in text.split("\n"))


def _room(width: float, size: float) -> int:
    # Half a Chinese character is half the size wide; the cell's margins and each program's rounding take their share.
    return max(2, int((0.97 * width - 0.9) * POINTS_PER_WIDTH / (size / 2)))


def broken(text: str, width: float, size: float = 10) -> str:
    """A header's words broken into lines of an even number of characters, as Chinese words mostly are."""
    if lines_needed(text, width, size) == text.count("\n") + 1:
        return text
    each = max(2, _room(width, size) // 4 * 2)
    return "\n".join(line[at : at + each] for line in text.split("\n") for at in range(0, len(line), each))


def set_up_page(
    sheet: Worksheet, area: str = "", *, landscape: bool = False, titles: str = "", one_page: bool = False
) -> None:
    """A4, fitted to the page's width (or to a single page), numbered at the foot."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]  # made by openpyxl for each sheet
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(one_page)
    for side, inches in MARGINS.items():
        setattr(sheet.page_margins, side, inches)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"  # type: ignore[union-attr]  # made by openpyxl for each sheet
    if area:
        sheet.print_area = area
    if titles:
        sheet.print_title_rows = titles


MARGINS = {"left": 0.71, "right": 0.71, "top": 0.75, "bottom": 0.75, "header": 0.3, "footer": 0.35}
# A4 is 11.69 inches high.
PAGE_POINTS = (11.69 - MARGINS["top"] - MARGINS["bottom"]) * 72


def protect(sheet: Worksheet) -> None:
    """Lock the formulas against slips, without a password: whoever means it can open the sheet."""
    sheet.protection.sheet = True
    for freedom in ("formatCells", "formatColumns", "formatRows", "autoFilter", "sort"):
        setattr(sheet.protection, freedom, False)


def write_row(sheet: Worksheet, row: int, texts: Iterable[str], look: Look, first: int = 1) -> None:
    """A row of constant texts, one a cell, all in one look."""
    for column, text in enumerate(texts, first):
        cell = sheet.cell(row, column, text)
        dress(cell, look)
