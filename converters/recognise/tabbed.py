"""Tables whose cells are parted by tabs in a text: the lines become a grid, so that blank cells keep their column."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from converters.document import Cell, Place, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.recognise.textlines import TextLine

# Lines without a tab that may stand between the rows: the rest of a label that broke.
_BETWEEN = 2
_SHORT = 40


@dataclass(frozen=True, slots=True)
class Tabbed:
    """A grid made of text lines; ``lines`` gives for each of its rows the index of the line."""

    grid: Table
    lines: tuple[int, ...]


def tabbed_tables(lines: Sequence[TextLine]) -> list[Tabbed]:
    """The runs of tab-parted lines that agree on their number of cells."""
    runs: list[list[int]] = []
    for at, line in enumerate(lines):
        if "\t" not in line.text.strip(" \n") or not line.text.strip():
            continue
        if runs and at - runs[-1][-1] <= _BETWEEN + 1 and all(_short(lines[k]) for k in range(runs[-1][-1] + 1, at)):
            runs[-1] += range(runs[-1][-1] + 1, at + 1)
        else:
            runs.append([at])
    return [_tabbed(lines, run) for run in runs if len(run) > 1 and _agrees(lines, run)]


def _short(line: TextLine) -> bool:
    return len(line.text.strip()) <= _SHORT and not line.text.rstrip().endswith("。")


def _agrees(lines: Sequence[TextLine], run: Sequence[int]) -> bool:
    """Whether the lines keep their columns: nearly all have the same number of cells."""
    counts = Counter(lines[at].text.count("\t") for at in run if "\t" in lines[at].text)
    _, most = counts.most_common(1)[0]
    return most >= 0.8 * sum(counts.values())


def _tabbed(lines: Sequence[TextLine], run: Sequence[int]) -> Tabbed:
    rows = [[cell.strip() for cell in lines[at].text.split("\t")] for at in run]
    width = max(map(len, rows))
    cells = tuple(
        Cell(row[column] if column < len(row) else "", number, column)
        for number, row in enumerate(rows)
        for column in range(width)
    )
    numbers = tuple(lines[at].number for at in run)
    return Tabbed(Table(cells, len(rows), width, Place(lines[run[0]].page), numbers), tuple(run))
