"""Tables drawn with lines: which lines part cells, and which cells are merged because a line is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.readers.paper.fragment import Fragment, Slot
from converters.readers.paper.page import Box
from converters.readers.paper.rules import (
    NEAR,
    Network,
    Ruling,
    clusters,
    level_rulings,
    nearest,
    networks,
    upright_rulings,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from converters.readers.paper.page import Page, Piece

# A side of a cell is drawn when this part of it is.
_DRAWN = 0.6
# More positions than this on a page are a drawing.
_MOST = 20_000


def ruled_fragments(page: Page) -> tuple[list[Fragment], list[Piece]]:
    """The tables of a page with their words, and the pieces that stand in none."""
    found = [
        fragment
        for network in networks(level_rulings(page.rules), upright_rulings(page.rules))
        if (fragment := _fragment(network, page.number))
    ]
    # A table within a cell of another takes its words first.
    found.sort(key=lambda fragment: (fragment.box.right - fragment.box.left) * (fragment.box.bottom - fragment.box.top))
    rest: Sequence[Piece] = page.pieces
    for fragment in found:
        rest = _fill(fragment, rest)
    kept = [fragment for fragment in found if fragment.has_words]
    return sorted(kept, key=lambda fragment: (fragment.box.top, fragment.box.left)), list(rest)


def _fragment(network: Network, page: int) -> Fragment | None:
    _close(network)
    ys = clusters(ruling.at for ruling in network.levels)
    xs = clusters(ruling.at for ruling in network.uprights)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MOST:
        return None
    rows, columns = _drawn(network.levels, ys, xs), _drawn(network.uprights, xs, ys)
    # A line that parts no two cells was no table line: a stroke under words.
    keep_y = [at for at in range(len(ys)) if at in (0, len(ys) - 1) or any(rows[at])]
    keep_x = [at for at in range(len(xs)) if at in (0, len(xs) - 1) or any(columns[at])]
    if len(keep_y) < len(ys) or len(keep_x) < len(xs):
        ys, xs = [ys[at] for at in keep_y], [xs[at] for at in keep_x]
        rows, columns = _drawn(network.levels, ys, xs), _drawn(network.uprights, xs, ys)
    if len(ys) == len(xs) == 2:
        return None
    slots = _slots(rows, columns, xs, ys, page)
    return Fragment(page, Box(xs[0], ys[0], xs[-1], ys[-1]), xs, ys, slots)


def _close(network: Network) -> None:
    """Draw the sides of a table that has none: where all level lines end beyond the outermost upright ones."""
    if not network.uprights or len(network.levels) < 2:
        return
    left, right = min(r.start for r in network.levels), max(r.end for r in network.levels)
    first, last = min(r.at for r in network.uprights), max(r.at for r in network.uprights)
    top, bottom = min(r.at for r in network.levels), max(r.at for r in network.levels)
    if first - left > 4 * NEAR and right - last > 4 * NEAR:
        network.uprights += [Ruling(left, top, bottom), Ruling(right, top, bottom)]
    # A page break may leave the columns open at the top or the bottom.
    start, end = min(r.start for r in network.uprights), max(r.end for r in network.uprights)
    if top - start > 2 * NEAR and sum(r.start - start < NEAR for r in network.uprights) > 1:
        network.levels.append(Ruling(start, left, right))
    if end - bottom > 2 * NEAR and sum(end - r.end < NEAR for r in network.uprights) > 1:
        network.levels.append(Ruling(end, left, right))


def _drawn(rulings: Iterable[Ruling], lines: list[float], edges: list[float]) -> list[list[bool]]:
    """For every line and every stretch between two edges of the other direction, whether it is drawn."""
    covered = [[0.0] * (len(edges) - 1) for _ in lines]
    for ruling in rulings:
        line = nearest(lines, ruling.at)
        if abs(lines[line] - ruling.at) > NEAR:
            continue
        for at in range(max(0, nearest(edges, ruling.start) - 1), len(edges) - 1):
            if edges[at] > ruling.end:
                break
            covered[line][at] += max(0.0, min(edges[at + 1], ruling.end) - max(edges[at], ruling.start))
    return [
        [length >= _DRAWN * (edges[at + 1] - edges[at]) for at, length in enumerate(lengths)] for lengths in covered
    ]


def _slots(
    rows: list[list[bool]], columns: list[list[bool]], xs: list[float], ys: list[float], page: int
) -> list[Slot]:
    """The cells: from each free position as far to the right, then as far down, as no line parts it."""
    height, width = len(ys) - 1, len(xs) - 1
    taken = [[False] * width for _ in range(height)]
    found = []
    for row in range(height):
        for column in range(width):
            if taken[row][column]:
                continue
            right = column + 1
            while right < width and not columns[right][row] and not taken[row][right]:
                right += 1
            bottom = row + 1
            while bottom < height and _goes_on(rows, columns, bottom, column, right):
                bottom += 1
            for line in taken[row:bottom]:
                line[column:right] = [True] * (right - column)
            box = Box(xs[column], ys[row], xs[right], ys[bottom])
            found.append(Slot(row, column, bottom - row, right - column, box, page))
    return found


def _goes_on(rows: list[list[bool]], columns: list[list[bool]], row: int, column: int, right: int) -> bool:
    """Whether the cell above goes on in this row: no line above any of it, none through it."""
    return not any(rows[row][column:right]) and not any(columns[at][row] for at in range(column + 1, right))


def _fill(fragment: Fragment, pieces: Sequence[Piece]) -> list[Piece]:
    """Put pieces into the cells that hold their middles; what is left."""
    owner = {
        (row, column): slot
        for slot in fragment.slots
        for row in range(slot.row, slot.row + slot.rowspan)
        for column in range(slot.column, slot.column + slot.colspan)
    }
    left, top, right, bottom = fragment.box
    rest = []
    for piece in pieces:
        x, y = (piece.box.left + piece.box.right) / 2, (piece.box.top + piece.box.bottom) / 2
        if left <= x <= right and top <= y <= bottom:
            owner[_before(fragment.ys, y), _before(fragment.xs, x)].pieces.append(piece)
        else:
            rest.append(piece)
    return rest


def _before(edges: list[float], value: float) -> int:
    """The stretch between two edges in which a value lies."""
    at = nearest(edges, value)
    return min(max(at - (edges[at] > value), 0), len(edges) - 2)
