"""The ruled tables of a scanned page: where their lines are, and the cells between them with all merges."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from converters.readers.scan.engine import Area

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Image = NDArray[Any]

# All in pixels at 200 dpi. A stroke of this length is a rule, not part of a character.
_RULE = 46
_LEAST_WIDTH, _LEAST_HEIGHT = 300, 40
# Rules nearer to each other than this are one rule, thick or doubled.
_SAME = 9
# How far a rule may run from its place where the paper was not flat.
_DRIFT = 5
# How much of an edge must be inked to part two cells; lowered where the cells would else be no rectangles.
_COVERED = (0.75, 0.6, 0.45)
_HALF_RULE = 4


@dataclass(slots=True)
class Box:
    """A cell: its place on the grid and its area; ``torn`` where its rules do not close around a rectangle."""

    row: int
    column: int
    rowspan: int
    colspan: int
    area: Area
    torn: bool = False


@dataclass(slots=True)
class Ruled:
    """A ruled table: the places of its rules in pixels and its cells in reading order."""

    xs: list[int]
    ys: list[int]
    cells: list[Box] = field(default_factory=list)

    @property
    def area(self) -> Area:
        """What the table covers."""
        return Area(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def ink_of(grey: Image) -> Image:
    """What is darker than the paper around it: 255, else 0."""
    soft = cv2.GaussianBlur(grey, (3, 3), 0)
    return cv2.adaptiveThreshold(soft, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 14)


def find_tables(ink: Image) -> list[Ruled]:
    """Every table with level and upright rules, from top to bottom."""
    level = cv2.morphologyEx(_thick(ink, 3, 1), cv2.MORPH_OPEN, np.ones((1, _RULE), np.uint8))
    upright = cv2.morphologyEx(_thick(ink, 1, 3), cv2.MORPH_OPEN, np.ones((_RULE, 1), np.uint8))
    joined = cv2.dilate(cv2.bitwise_or(level, upright), np.ones((9, 9), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    found = []
    for left, top, width, height, _area in stats[1:count]:
        if width >= _LEAST_WIDTH and height >= _LEAST_HEIGHT:
            area = slice(top, top + height), slice(left, left + width)
            ys, xs = _places(level[area], 1), _places(upright[area], 0)
            if len(ys) > 1 and len(xs) > 1:
                found.append(_Grid(ink, [left + x for x in xs], [top + y for y in ys]).ruled())
    return sorted(found, key=lambda table: table.ys[0])


def rules_mask(shape: tuple[int, ...], tables: Sequence[Ruled]) -> Image:
    """Where the rules of the tables' cells are, a little wider than they are: 255, else 0."""
    mask = np.zeros(shape, np.uint8)
    for table in tables:
        for cell in table.cells:
            left, top, right, bottom = cell.area
            cv2.rectangle(mask, (left, top), (right, bottom), 255, 2 * _HALF_RULE + 1)
    return mask


def _thick(ink: Image, height: int, width: int) -> Image:
    return cv2.dilate(ink, np.ones((height, width), np.uint8))


def _places(lines: Image, axis: int) -> list[int]:
    """Where the rules across an axis lie: the middles of the pieces, those of one rule taken together."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(_thick(lines, *((1, 15) if axis else (15, 1))))
    middles = [(stats[n][axis] + stats[n][axis + 2] / 2, stats[n][2 if axis else 3]) for n in range(1, count)]
    groups: list[list[tuple[float, float]]] = []
    for middle in sorted(middles):
        if groups and middle[0] - groups[-1][-1][0] <= _SAME:
            groups[-1].append(middle)
        else:
            groups.append([middle])
    return [round(sum(at * length for at, length in group) / sum(length for _, length in group)) for group in groups]


class _Grid:
    """The rules of one table and what they part."""

    def __init__(self, ink: Image, xs: list[int], ys: list[int]) -> None:
        self.xs = xs
        self.ys = ys
        level, upright = _thick(ink, 3, 1), _thick(ink, 1, 3)
        positions = [(row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)]
        # How much of the edge below, and of the edge to the right of each position is inked.
        self.under = {(row, column): self._level(level, row + 1, column) for row, column in positions}
        self.beside = {(row, column): self._upright(upright, row, column + 1) for row, column in positions}

    def _level(self, ink: Image, row: int, column: int) -> float:
        """How much of the edge at the top of a position is inked, from 0 to 1."""
        strip = _around(ink, self.ys[row], 0)[:, self.xs[column] + _DRIFT : self.xs[column + 1] - _DRIFT + 1]
        return float((strip > 0).mean(axis=1).max()) if strip.size else 1.0

    def _upright(self, ink: Image, row: int, column: int) -> float:
        """How much of the edge at the left of a position is inked, from 0 to 1."""
        strip = _around(ink, self.xs[column], 1)[self.ys[row] + _DRIFT : self.ys[row + 1] - _DRIFT + 1]
        return float((strip > 0).mean(axis=0).max()) if strip.size else 1.0

    def ruled(self) -> Ruled:
        """The table with its cells; rules are taken for broken rather than cells for odd shapes."""
        for covered in _COVERED:
            groups = self._groups(covered)
            if all(_is_rectangle(group) for group in groups):
                break
        cells = [box for group in groups for box in self._boxes(group)]
        return Ruled(self.xs, self.ys, sorted(cells, key=lambda box: (box.row, box.column)))

    def _groups(self, covered: float) -> list[list[tuple[int, int]]]:
        """Positions with no rule between them."""
        parent: dict[tuple[int, int], tuple[int, int]] = {}

        def first(at: tuple[int, int]) -> tuple[int, int]:
            while at in parent:
                at = parent[at]
            return at

        groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for edges, step in ((self.beside, (0, 1)), (self.under, (1, 0))):
            for (row, column), inked in edges.items():
                other = (row + step[0], column + step[1])
                if inked < covered and other in edges and first((row, column)) != first(other):
                    parent[first(other)] = first((row, column))
        for at in self.under:
            groups.setdefault(first(at), []).append(at)
        return list(groups.values())

    def _boxes(self, group: list[tuple[int, int]]) -> Iterable[Box]:
        if not _is_rectangle(group):
            for row, column in group:
                yield self._box(row, column, row, column, torn=True)
            return
        yield self._box(*_corners(group))

    def _box(self, top: int, left: int, bottom: int, right: int, *, torn: bool = False) -> Box:
        area = Area(self.xs[left], self.ys[top], self.xs[right + 1], self.ys[bottom + 1])
        return Box(top, left, bottom - top + 1, right - left + 1, area, torn)


def _corners(group: list[tuple[int, int]]) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column of a group of positions."""
    rows, columns = [row for row, _ in group], [column for _, column in group]
    return min(rows), min(columns), max(rows), max(columns)


def _is_rectangle(group: list[tuple[int, int]]) -> bool:
    top, left, bottom, right = _corners(group)
    return len(group) == (bottom - top + 1) * (right - left + 1)


def _around(ink: Image, place: int, axis: int) -> Image:
    """The ink within :data:`_DRIFT` of a rule."""
    first = max(0, place - _DRIFT)
    return ink[first : place + _DRIFT + 1] if axis == 0 else ink[:, first : place + _DRIFT + 1]
