"""Which tables of a web page hold data, which only lay out the page, and the data tables on their grid."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from converters.readers.grid import GridBuilder
from converters.readers.html_lines import is_hidden, text_lines

if TYPE_CHECKING:
    from converters.document import Place, Table

_SPAN = re.compile(r"\s*(\d{1,9})")
# A cell with this much of its table's text and this many characters holds an article, not a value.
_ARTICLE_SHARE, _ARTICLE_LENGTH = 0.5, 400
# More than this of a table's text in links makes it a menu.
_MENU_SHARE = 0.7


@dataclass(slots=True)
class RawTable:
    """A table element with its own rows of cells; those of tables within it are not among them."""

    element: etree._Element
    rows: list[list[etree._Element]] = field(default_factory=list)
    inner: list[RawTable] = field(default_factory=list)


def data_tables(root: etree._Element) -> dict[etree._Element, RawTable]:
    """The tables that hold data: at least two rows and columns, no menu, no article, no data table within."""
    found: dict[etree._Element, RawTable] = {}
    # Inner tables end later in the list than the tables around them.
    for table in reversed(_all_tables(root)):
        if not any(_holds(inner, found) for inner in table.inner) and _is_data(table):
            found[table.element] = table
            for inner in table.inner:
                found.pop(inner.element, None)
    return found


def read_table(table: RawTable, name: str, place: Place) -> Table:
    """A data table on its grid, with row and column spans; spans beyond its last row are cut."""
    grid = GridBuilder(name)
    height = len(table.rows)
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            column = grid.free_column(row, column)
            # A row span of 0 means: to the end of the table.
            rowspan = min(_span(cell, "rowspan") or height, height - row)
            colspan = max(1, _span(cell, "colspan"))
            grid.place("\n".join(text_lines(cell)), row, column, rowspan, colspan)
            column += min(colspan, 1000)
    return grid.build(place, height=height)


def _all_tables(root: etree._Element) -> list[RawTable]:
    """Every table in document order, each with its own rows, by one pass without recursion."""
    tables: list[RawTable] = []
    around: list[RawTable] = []
    walk = etree.iterwalk(root, events=("start", "end"), tag=("table", "tr", "td", "th"))
    for event, element in walk:
        if event == "end":
            if element.tag == "table":
                around.pop()
        elif element.tag == "table":
            tables.append(RawTable(element))
            if around:
                around[-1].inner.append(tables[-1])
            around.append(tables[-1])
        elif is_hidden(element):
            walk.skip_subtree()
        elif around:
            if element.tag == "tr":
                around[-1].rows.append([])
            elif around[-1].rows:
                around[-1].rows[-1].append(element)
    return tables


def _holds(table: RawTable, found: dict[etree._Element, RawTable]) -> bool:
    return table.element in found or any(_holds(inner, found) for inner in table.inner)


def _is_data(table: RawTable) -> bool:
    rows = [row for row in table.rows if row]
    if len(rows) < 2 or max(_columns(row) for row in rows) < 2:
        return False
    lengths = [len("".join("".join(map(str, cell.itertext())).split())) for row in rows for cell in row]
    total, longest = sum(lengths), max(lengths)
    if not total or (longest > _ARTICLE_LENGTH and longest > _ARTICLE_SHARE * total):
        return False
    linked = sum(len("".join("".join(map(str, a.itertext())).split())) for a in table.element.iter("a"))
    if linked > _MENU_SHARE * total:
        return False
    # A table around other tables is layout unless its own cells are as short as values are.
    return not table.inner or longest <= _ARTICLE_LENGTH // 4


def _columns(row: list[etree._Element]) -> int:
    return sum(max(1, _span(cell, "colspan")) for cell in row)


def _span(cell: etree._Element, attribute: str) -> int:
    match = _SPAN.match(cell.get(attribute, "1"))
    return int(match[1]) if match else 1
