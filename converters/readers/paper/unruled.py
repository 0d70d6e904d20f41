"""Tables without upright lines: columns from the gaps that all rows share, rows from level lines and spacing."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from converters.readers.paper.fragment import Fragment, Slot
from converters.readers.paper.official import begins_row
from converters.readers.paper.page import Box
from converters.readers.paper.rules import NEAR, level_rulings
from converters.readers.paper.zones import Row, Zone, cut, gaps, zones

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.readers.paper.lines import Line
    from converters.readers.paper.page import Page

# Lines nearer than this part of the rows' distance are one row's.
_NEARER = 0.8
# From so many stretches between level lines on, each is a row.
_BANDS = 4


def unruled_fragments(
    pages: Sequence[Page], lines: Sequence[Line], tables: dict[int, list[Fragment]]
) -> Iterator[tuple[Fragment, set[int]]]:
    """Every table part without upright lines, and the identities of the lines it is made of.

    Args:
        pages: the pages.
        lines: the lines outside ruled tables, from top to bottom, page by page.
        tables: the ruled tables of each page.
    """
    by_page: dict[int, list[Line]] = {page.number: [] for page in pages}
    for line in lines:
        by_page[line.page].append(line)
    found = [zone for page in pages for zone in _zones(page, by_page[page.number], tables[page.number])]
    for group in _over_pages(found):
        between = gaps([row for zone in group for row in zone.rows])
        left = min(segment.left for zone in group for row in zone.rows for segment in row.segments)
        right = max(segment.right for zone in group for row in zone.rows for segment in row.segments)
        for zone in group:
            zone.rows = [cut(row, between) for row in zone.rows]
            yield _fragment(zone, [left, *between, right]), {id(row.line) for row in zone.rows}


def _zones(page: Page, lines: Sequence[Line], tables: Sequence[Fragment]) -> list[Zone]:
    """The zones of a page; tables part them, and their lines are not looked at again."""
    rulings = [
        ruling
        for ruling in sorted(level_rulings(page.rules), key=lambda ruling: ruling.at)
        if not any(table.box.top - NEAR < ruling.at < table.box.bottom + NEAR for table in tables)
    ]
    runs: list[list[Line]] = [[]]
    for line in lines:
        if runs[-1] and any(runs[-1][-1].box.top < table.box.top < line.box.top for table in tables):
            runs.append([])
        runs[-1].append(line)
    found = [zone for run in runs for zone in zones(run, rulings, page.number)]
    if found:
        first, last = lines[0], lines[-1]
        found[0].first = found[0].rows[0].line is first and all(t.box.top > first.box.top for t in tables)
        found[-1].last = found[-1].rows[-1].line is last and all(t.box.bottom < last.box.bottom for t in tables)
    return found


def _over_pages(found: Sequence[Zone]) -> list[list[Zone]]:
    """Zones that go on from page to page: both together have as many columns as one has."""
    groups: list[list[Zone]] = []
    for zone in found:
        last = groups[-1][-1] if groups else None
        if last and last.last and zone.first and zone.page == last.page + 1 and _agree(groups[-1], zone):
            groups[-1].append(zone)
        else:
            groups.append([zone])
    return groups


def _agree(group: Sequence[Zone], zone: Zone) -> bool:
    before = [row for one in group for row in one.rows]
    return len(gaps([*before, *zone.rows])) >= max(len(gaps(before)), len(gaps(zone.rows)))


def _fragment(zone: Zone, xs: list[float]) -> Fragment:
    groups = _rows(zone, xs)
    ys = [groups[0][0].line.box.top]
    for above, below in pairwise(groups):
        ys.append((max(row.line.box.bottom for row in above) + min(row.line.box.top for row in below)) / 2)
    ys.append(groups[-1][-1].line.box.bottom)
    slots = [slot for at, group in enumerate(groups) for slot in _slots(group, at, xs, ys, zone.page)]
    return Fragment(zone.page, Box(xs[0], ys[0], xs[-1], ys[-1]), xs, ys, slots, ruled=False)


def _rows(zone: Zone, xs: list[float]) -> list[list[Row]]:
    """The lines of a zone put together as rows of the table."""
    bands: list[list[Row]] = []
    rulings = [ruling.at for ruling in zone.rulings]
    for row in zone.rows:
        middle = (row.line.box.top + row.line.box.bottom) / 2
        if bands and not any(_middle(bands[-1][-1]) < at < middle for at in rulings):
            bands[-1].append(row)
        else:
            bands.append([row])
    if len(bands) >= _BANDS and median(len(band) for band in bands) <= 2:
        return bands
    return [group for band in bands for group in _split(band, xs)]


def _middle(row: Row) -> float:
    return (row.line.box.top + row.line.box.bottom) / 2


def _split(band: list[Row], xs: list[float]) -> list[list[Row]]:
    """The rows between two level lines: told by their spacing, or by lines that were full."""
    pairs = list(pairwise(band))
    steps = [_step(a, b) for a, b in pairs if a.is_tabular and b.is_tabular]
    usual = sorted(steps)[len(steps) // 4] if steps else float("inf")
    groups = [band[:1]]
    widths = _widths(band, xs)
    for at, (above, row) in enumerate(pairs, 2):
        near = _step(above, row) < _NEARER * min(usual, 3 * row.line.size)
        if usual == float("inf"):
            near = not row.is_tabular or _step(above, row) < _NEARER * row.line.size
        # What is nearer to the line below belongs there: figures stand at half the height of their label.
        lower = at < len(band) and _step(row, band[at]) < _NEARER * _step(above, row)
        if near or (not lower and _step(above, row) < 1.2 * usual and _wraps(above, row, xs, widths)):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _step(above: Row, row: Row) -> float:
    return row.line.box.bottom - above.line.box.bottom


def _wraps(above: Row, row: Row, xs: list[float], widths: list[float]) -> bool:
    """Whether a lone stretch goes on with the cell above it, whose line had no room left."""
    if row.is_tabular or begins_row(row.segments[0].text):
        return False
    column = _column(xs, row.segments[0].left)
    over = [segment for segment in above.segments if _column(xs, segment.left) == column]
    return bool(over) and widths[column] - (over[-1].right - over[0].left) < 1.2 * row.line.size


def _widths(rows: Sequence[Row], xs: list[float]) -> list[float]:
    """The width of the widest stretch in each column."""
    widths = [0.0] * (len(xs) - 1)
    for row in rows:
        for segment in row.segments:
            first, last = _column(xs, segment.left), _column(xs, segment.right - 0.2)
            if first == last:
                widths[first] = max(widths[first], segment.right - segment.left)
    return widths


def _column(xs: list[float], x: float) -> int:
    """The column a place lies in."""
    return max(0, min(len(xs) - 2, sum(edge <= x + 0.1 for edge in xs) - 1))


def _slots(group: list[Row], at: int, xs: list[float], ys: list[float], page: int) -> list[Slot]:
    spans = [(_column(xs, s.left), _column(xs, s.right - 0.2), s.pieces) for row in group for s in row.segments]
    starts = set(range(len(xs) - 1))
    for first, last, _ in spans:
        starts -= set(range(first + 1, last + 1))
    ordered = sorted(starts)
    found = []
    for start, end in zip(ordered, [*ordered[1:], len(xs) - 1], strict=True):
        pieces = [piece for first, _, pieces in spans if start <= first < end for piece in pieces]
        found.append(Slot(at, start, 1, end - start, Box(xs[start], ys[at], xs[end], ys[at + 1]), page, pieces))
    return found
