"""Family V: what stands in a cell of the table is a number that the form can take."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from workbook.rules.registry import Case, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.form import Item, Table
    from workbook.report import Figure, State

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_APPROXIMATE = re.compile(r"(?:约|近|超过?)\d[\d,.]*|\d[\d,.]*[万千百]?(?:余|多|左右|以上)")
CELL_ERROR = re.compile(r"#(?:REF|VALUE|DIV/0|N/A|NAME|NULL|NUM|SPILL|CALC)[!?]?", re.IGNORECASE)


def in_table(case: Case) -> Iterator[tuple[Item, Figure]]:
    """The figures read from the table that the form has a cell for, in printed order."""
    for code, item in case.form.items.items():
        figure = case.report.figures.get(code)
        if figure and figure.found_in == "table":
            yield item, figure


def texts(case: Case) -> Iterator[tuple[Item, str]]:
    """The words that stand where a number should, normalised to half width."""
    for item, figure in in_table(case):
        if figure.state == "text" and item.kind != "heading":
            yield item, unicodedata.normalize("NFKC", figure.text).strip()


@rule("V101")
def heading_with_value(case: Case) -> Iterator[Hit]:
    """A number on a heading row; what row it belongs to is for the unit to say."""
    for item, figure in in_table(case):
        if item.kind != "heading" or figure.value is None:
            continue
        below = _blank_below(case, item)
        words = {"below": f"{below.row.num}{below.row.label}"} if below else {}
        yield Hit(item.code, figure.value, variant="below" if below else "", words=words)


def _blank_below(case: Case, heading: Item) -> Item | None:
    """The first row under a heading that is to be filled in, in the same column, when it is blank."""
    items = (item for item in case.form.items.values() if item.row.parent == heading.row.code)
    below = next((item for item in items if item.column == heading.column and item.kind != "heading"), None)
    figure = case.report.figures.get(below.code) if below else None
    return below if figure is None or figure.state == "blank" else None


@rule("V102")
def not_a_count(case: Case) -> Iterator[Hit]:
    """A negative number, or a count that is not whole."""
    for item, figure in in_table(case):
        value = figure.value
        if value is None or item.kind == "heading":
            continue
        whole = item.kind == "money" or value == int(value)
        if not whole or (value < 0 and item.kind != "signed"):
            yield Hit(item.code, value, words={"demand": case.data[item.kind]})


@rule("V103")
def number_as_text(case: Case) -> Iterator[Hit]:
    """A number that a spreadsheet holds as text and leaves out of its sums."""
    for item, text in texts(case):
        if _NUMBER.fullmatch(text):
            yield Hit(item.code, text)


@rule("V104")
def text_in_cell(case: Case) -> Iterator[Hit]:
    """Words in a number's cell, and errors that a cell shows."""
    for item, text in texts(case):
        if CELL_ERROR.match(text):
            yield Hit(item.code, text, variant="cell_error")
        elif not _NUMBER.fullmatch(text) and not _APPROXIMATE.search(text):
            yield Hit(item.code, text)


@rule("V105")
def approximate_in_table(case: Case) -> Iterator[Hit]:
    """A round number (500余) where the table wants the exact one."""
    for item, figure in in_table(case):
        marked = figure.state == "reported" and figure.approximate
        if marked or (figure.state == "text" and _APPROXIMATE.search(unicodedata.normalize("NFKC", figure.text))):
            yield Hit(item.code, figure.text or figure.value)


@rule("V106")
def blank(case: Case) -> Iterator[Hit]:
    """Blank cells, one hit for each table."""
    form, report = case.form, case.report
    # A report older than the table has none to fill in; figures its text states are held all the same.
    if not report.has_table and report.year is not None and report.year < form.years[0]:
        return
    for table in form.tables:
        hit = _folded(case, table, "blank")
        if hit:
            whole = len(hit.others) + 1 == sum(item.table is table for item in form.values())
            yield replace(hit, variant="whole" if whole else "")


@rule("V107")
def stroke(case: Case) -> Iterator[Hit]:
    """Strokes and 无 in place of numbers, one hit for each table."""
    hits = (_folded(case, table, "not_applicable") for table in case.form.tables)
    yield from (hit for hit in hits if hit)


def _folded(case: Case, table: Table, state: State) -> Hit | None:
    """One hit for all the cells of a table in a state: a note for each would drown the errors."""
    figures = case.report.figures
    items = [item for item in case.form.values() if item.table is table and _state(figures.get(item.code)) == state]
    if not items:
        return None
    shown = case.data["names"]
    names = "、".join(item.name for item in items[:shown]) + "等" * (len(items) > shown)
    codes = [item.code for item in items]
    return Hit(
        codes[0],
        where=table.title,
        words={"count": str(len(items)), "names": names},
        others=tuple(codes[1:]),
        named=False,
    )


def _state(figure: Figure | None) -> State:
    return figure.state if figure and figure.found_in == "table" else "blank"


@rule("V108")
def formula_overwritten(case: Case) -> Iterator[Hit]:
    """A sum whose formula the reader found replaced."""
    for item, figure in in_table(case):
        if case.data["word"] in figure.note:
            yield Hit(item.code, figure.value if figure.value is not None else figure.text)


@rule("V109")
def far_too_large(case: Case) -> Iterator[Hit]:
    """A count beyond any plausible size."""
    limit = case.data["limit"]
    for item, figure in in_table(case):
        if item.kind in ("count", "signed") and figure.value is not None and abs(figure.value) > limit:
            yield Hit(item.code, figure.value, words={"limit": f"{limit // 10**8} 亿"})


@rule("V110")
def yuan_for_wan(case: Case) -> Iterator[Hit]:
    """An amount in 万元 so large that it looks like 元."""
    limits = case.data["limits"]
    for item, figure in in_table(case):
        if item.kind != "money" or item.unit != "万元" or figure.value is None:
            continue
        if figure.measure == "元":
            yield Hit(item.code, figure.value, variant="measure")
        elif item.code in limits and figure.value >= limits[item.code]:
            yield Hit(item.code, figure.value)


@rule("V111")
def rules_by_whom(case: Case) -> Iterator[Hit]:
    """规章 of a body that by its name may make none; one hit for the row."""
    unit = case.report.unit
    if not unit or re.search(case.data["makers"], unit):
        return
    filled = [(item, figure) for item, figure in in_table(case) if item.row.code == case.data["row"] and figure.value]
    if filled:
        others = tuple(item.code for item, _ in filled[1:])
        yield Hit(filled[0][0].code, filled[0][1].value, words={"unit": unit}, others=others)
