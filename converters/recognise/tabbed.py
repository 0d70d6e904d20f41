"""Tables whose cells are parted by tabs in a text: the lines become a grid, so that blank cells keep their column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from converters.document import Cell, Place, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.recognise.textlines import TextLine

# Lines without a tab that may stand between the rows: the rest of a label that broke.
_BETWEEN = 2
_SHORT = 40
# Lines a table has on average when its rows keep their number of cells.
_STEADY = 2.5


@dataclass(frozen=True, slots=True)
class Tabbed:
    """A grid made of text lines; ``lines`` gives for each of its rows the index of the line."""

    grid: Table
    lines: tuple[int, ...]


def tabbed_tables(lines: Sequence[TextLine]) -> list[Tabbed]:
    """The runs of tab-parted lines, each as a grid."""
    runs: list[list[int]] = []
    for at, line in enumerate(lines):
        if "\t" not in line.text.strip(" \n") or not line.text.strip():
            continue
        if runs and at - runs[-1][-1] <= _BETWEEN + 1 and all(_short(lines[k]) for k in range(runs[-1][-1] + 1, at)):
            runs[-1] += range(runs[-1][-1] + 1, at + 1)
        else:
            runs.append([at])
    return [_tabbed(lines, part) for run in runs for part in _parts(lines, run) if len(part) > 1]


def _short(line: TextLine) -> bool:
    return len(line.text.strip()) <= _SHORT and not line.text.rstrip().endswith("。")


def _parts(lines: Sequence[TextLine], run: list[int]) -> list[list[int]]:
    """A run parted into tables, where the number of cells changes and stays; one ragged table otherwise."""
    parts: list[list[int]] = []
    cells = -1
    for at in run:
        count = lines[at].text.count("\t")
        if parts and count in (cells, 0):
            parts[-1].append(at)
        else:
            parts.append([at])
            cells = count
    lone = any(len(part) == 1 and any(map(str.isdigit, lines[part[0]].text)) for part in parts)
    return parts if len(run) >= _STEADY * len(parts) and not lone else [run]


def _tabbed(lines: Sequence[TextLine], run: Sequence[int]) -> Tabbed:
    """The lines as a grid; ragged lines, whose merged labels left no empty cells, agree on their right ends."""
    rows = [[cell.strip() for cell in lines[at].text.split("\t")] for at in run]
    width = max(map(len, rows))
    cells = tuple(
        Cell(text, number, column)
        for number, row in enumerate(rows)
        for column, text in enumerate(row if len(row) == 1 else ["" for _ in range(width - len(row))] + row)
    )
    numbers = tuple(lines[at].number for at in run)
    return Tabbed(Table(cells, len(rows), width, Place(lines[run[0]].page), numbers), tuple(run))
