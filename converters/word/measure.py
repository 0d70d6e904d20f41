"""How wide and how high an official table is set, by the form's grid and the lengths of its labels."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from converters.word.text import TWIPS_PER_MM, ems
from workbook.grid import place

if TYPE_CHECKING:
    from workbook.form import Form, Table
    from workbook.grid import Placed

TYPE_AREA = round(156 * TWIPS_PER_MM)
"""Width of the standard's type area in twips (clause 5.2.1); a template may have another. Every table fills it."""
# Narrower than this no table can be set; it then reaches into the margin.
_LEAST_AREA = round(120 * TWIPS_PER_MM)
SIDE = round(0.5 * TWIPS_PER_MM)
"""The margin left and right within a cell, in twips."""

# Millimetres: the narrowest column of labels, one of merged headings, one of units, the widest one of figures.
_LABEL, _HEADING, _UNIT, _VALUE = 46.0, 16.0, 16.0, 39.0
_NARROW = 20.0
# Up to so many rows: the height of each. The 62 rows of a long list then go on two pages with title and sign-off.
_ROW_HEIGHTS = ((20, 8.0), (40, 6.0), (math.inf, 5.4))
# The type area's height less a heading; a line of text takes about half a millimetre for each point.
_PAGE, _LEADING = 210.0, 0.48


@dataclass(frozen=True, slots=True)
class Measures:
    """A table measured: widths in twips, the size of its text in points, the least height of a row in millimetres.

    ``header`` counts the rows repeated on each page; ``whole`` says that the table fits on one page.
    """

    cells: tuple[Placed, ...]
    widths: tuple[int, ...]
    height: int
    size: float
    least: float
    header: int
    whole: bool

    def width(self, cell: Placed) -> int:
        """The width of a cell over all columns it covers, in twips."""
        return sum(self.widths[cell.column - 1 : cell.column - 1 + cell.columns])

    def covering(self) -> list[list[Placed | None]]:
        """Which cell covers each place of the grid."""
        rows: list[list[Placed | None]] = [[None] * len(self.widths) for _ in range(self.height)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column - 1, cell.column - 1 + cell.columns):
                    rows[row][column] = cell
        return rows


def measure(form: Form, table: Table, area: int = TYPE_AREA) -> Measures:
    """Measure a table by itself, its rows counted from 0; the title of its section is not part of it.

    Args:
        form: the edition the table is of.
        table: one of its tables.
        area: the width the table is to fill, in twips.
    """
    cells = [cell for cell in place(replace(form, tables=(table,)), 0) if cell.role != "section"]
    top = min(cell.row for cell in cells)
    placed = tuple(replace(cell, row=cell.row - top) for cell in cells)
    widths = column_widths(placed, max(area, _LEAST_AREA))
    height = max(cell.row + cell.rows for cell in placed)
    measures = Measures(
        cells=placed,
        widths=widths,
        height=height,
        size=9.0 if widths[-1] < _NARROW * TWIPS_PER_MM else 10.5,
        least=next(least for rows, least in _ROW_HEIGHTS if height <= rows),
        # Only where all figures stand under one and the same header can it be repeated on each page.
        header=min(cell.row for cell in placed if cell.role == "figure") if len(table.blocks) == 1 else 0,
        whole=True,
    )
    return replace(measures, whole=_millimetres(measures) <= _PAGE)


def column_widths(cells: tuple[Placed, ...], whole: int = TYPE_AREA) -> tuple[int, ...]:
    """Widths of the grid columns in twips; together exactly ``whole``.

    Figures share what labels leave, up to 39 mm each; labels then take the rest.
    """
    columns = max(cell.column + cell.columns - 1 for cell in cells)
    first = min(cell.column for cell in cells if cell.role == "figure")
    units = any(cell.role == "unit" for cell in cells)
    labels, values = first - 1 - units, columns - first + 1
    beside = _HEADING * max(0, labels - 1) + _UNIT * units
    area = whole / TWIPS_PER_MM
    figures = min(area - beside - _LABEL, values * _VALUE - _UNIT * units) if labels else area
    last_label = [area - beside - figures] * bool(labels)
    wide = [_HEADING] * (labels - 1) + last_label + [_UNIT] * units + [figures / values] * values
    edges = [round(sum(wide[:n]) * TWIPS_PER_MM) for n in range(columns)] + [whole]
    return tuple(right - left for left, right in itertools.pairwise(edges))


def _millimetres(measures: Measures) -> float:
    """How much of a page the table takes, by the lines of its longest labels."""
    lines = [1] * measures.height
    for cell in measures.cells:
        room = measures.width(cell) - 4 * SIDE
        needed = math.ceil((ems(cell.text) + cell.indent) * measures.size * 20 / room)
        lines[cell.row] = max(lines[cell.row], math.ceil(needed / cell.rows))
    return sum(max(measures.least, count * measures.size * _LEADING) for count in lines)
