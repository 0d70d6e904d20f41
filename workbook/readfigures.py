"""Figures out of cells: a cell as typed, a sum of ours computed anew, and the record of where it was imported from.

A figure whose cell still says what was imported is the imported one, evidence and all; a changed cell counts as typed.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from workbook.formfile import load_form
from workbook.layout import layout_of
from workbook.ours import plain
from workbook.shown import figure_from, numbers_of, same, shown
from workbook.sums import same_formula, sum_gives

if TYPE_CHECKING:
    from workbook.cells import Content
    from workbook.form import Item
    from workbook.layout import Layout
    from workbook.ours import OurBook
    from workbook.readyears import Years
    from workbook.report import AnnualReport, Figure
    from workbook.sheets import SheetCell
    from workbook.shown import Shown

REWRITTEN = "公式被改写"


def read_current(found: OurBook, layout: Layout, report: AnnualReport) -> None:
    """Settle the figures of 统计表 with the imported ones that ``report`` already has."""
    read = found.cells(cell.name for cell in layout.figures.values())
    cells = {code: read[cell.name][0] for code, cell in layout.figures.items()}
    contents = _contents(layout, cells)
    numbers = numbers_of(contents)
    for code, cell in layout.figures.items():
        imported = report.figures.get(code)
        figure = _settle(cell.item, contents[code], imported, read[cell.name][1], found.name)
        # A published sum that does not come out is written as it was published; any other constant is the user's.
        owed = _whole(sum_gives(layout.fills[code], numbers)) if code in layout.fills else None
        published = figure is imported and not same(owed, contents[code])
        if figure and _is_rewritten(layout, code, cells[code], published=published):
            figure = replace(figure, note=_with_note(figure.note))
        _keep(report, code, figure)


def read_older(years: Years, year: int, report: AnnualReport) -> None:
    """Settle the figures of an older year's column with the imported ones."""
    for code, cell in layout_of(load_form(report.form)).figures.items():
        content, place = years.figure(year, cell.item)
        # A book that has no row for the figure says nothing about it.
        if place:
            figure = _settle(cell.item, _shown(content), report.figures.get(code), place, years.name)
            _keep(report, code, figure)


def _keep(report: AnnualReport, code: str, figure: Figure | None) -> None:
    if figure is None:
        report.figures.pop(code, None)
    else:
        report.figures[code] = figure


def _settle(item: Item, content: Shown, imported: Figure | None, place: str, file: str) -> Figure | None:
    """The imported figure where the cell still shows it, else what the cell says; a blank never imported is none."""
    if imported and same(content, shown(imported)):
        return imported
    return figure_from(item, content, place, file) if imported or content is not None else None


def _contents(layout: Layout, cells: dict[str, SheetCell | None]) -> dict[str, Shown]:
    """What each figure's cell shows, our sums by our own arithmetic: the cached values may be of any age."""
    contents = {code: _shown(_typed(cell)) for code, cell in cells.items()}
    pending = [code for code in layout.fills if _is_ours(layout, code, cells[code])]
    for code in pending:
        contents[code] = None
    numbers = numbers_of(contents)
    # A sum may add up sums: as many rounds as there are sums settle every chain of them.
    for _ in pending:
        before = dict(numbers)
        for code in pending:
            contents[code] = given = _whole(sum_gives(layout.fills[code], numbers))
            if given is None:
                numbers.pop(code, None)
            else:
                numbers[code] = given
        if numbers == before:
            break
    return contents


def _whole(value: Decimal | None) -> int | Decimal | None:
    return int(value) if value is not None and value == value.to_integral_value() else value


def _typed(cell: SheetCell | None) -> Content:
    """A cell's value; a formula that shows nothing we can read counts as its own words."""
    if cell is not None and cell.formula is not None and cell.value is None:
        return f"={cell.formula}" if cell.formula else None
    return plain(cell)


def _shown(value: Content) -> Shown:
    return value if isinstance(value, int | Decimal | str) or value is None else value.isoformat()


def _is_ours(layout: Layout, code: str, cell: SheetCell | None) -> bool:
    ours = layout.sums.get(code)
    return bool(ours and cell and cell.formula and same_formula(cell.formula, ours))


def _is_rewritten(layout: Layout, code: str, cell: SheetCell | None, *, published: bool) -> bool:
    """Whether another formula, or a constant that nobody published, stands where our sum or an input belongs."""
    if cell is None or _is_ours(layout, code, cell):
        return False
    return cell.formula is not None or (code in layout.fills and cell.value is not None and not published)


def _with_note(note: str) -> str:
    return note if REWRITTEN in note else "；".join(filter(None, (note, REWRITTEN)))
