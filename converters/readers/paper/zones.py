"""Where lines of text stand in columns: runs of lines with gaps they share, told from prose and from sign-offs."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from converters.readers.paper.lines import line_text
from converters.readers.paper.official import is_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from converters.readers.paper.lines import Line
    from converters.readers.paper.page import Piece
    from converters.readers.paper.rules import Ruling

# A gap between cells, in letter heights; justified prose stretches less.
_GAP = 0.9
# The least gap, in letter heights, that all rows must share.
_SHARED = 0.35
# Where columns are known, this much is a gap between cells.
_TOUCH = 0.25
# So many lines make a table without any rule; with rules above and below them, fewer do.
_LEAST, _LEAST_RULED = 3, 2
# The part of the lines that may cross a gap: cells that span columns.
_CROSSING = 0.06
_HEADER = 2


@dataclass(slots=True)
class Segment:
    """A stretch of a line without a wide gap."""

    pieces: list[Piece]
    left: float
    right: float

    @property
    def text(self) -> str:
        """Its words."""
        return line_text(self.pieces)


@dataclass(slots=True)
class Row:
    """A line cut at its wide gaps."""

    line: Line
    segments: list[Segment]

    @property
    def is_tabular(self) -> bool:
        """Whether it has several stretches."""
        return len(self.segments) > 1


@dataclass(slots=True)
class Zone:
    """Lines of one page that stand in columns; ``rulings`` are the level lines among them."""

    page: int
    rows: list[Row]
    rulings: list[Ruling] = field(default_factory=list)
    first: bool = False
    last: bool = False


def segments_of(line: Line) -> list[Segment]:
    """A line cut at its wide gaps."""
    found: list[Segment] = []
    size = line.size
    for piece in line.pieces:
        if found and piece.box.left - found[-1].right <= _GAP * size:
            found[-1].pieces.append(piece)
            found[-1].right = max(found[-1].right, piece.box.right)
        else:
            found.append(Segment([piece], piece.box.left, piece.box.right))
    return found


def gaps(rows: Sequence[Row]) -> list[float]:
    """The middles of the gaps that part columns, from left to right: hardly any line crosses them."""
    tabular = [row for row in rows if row.is_tabular]
    wanted = median(len(row.segments) for row in tabular) - 1
    best: list[float] = []
    for allowed in range(1 + max(int(_CROSSING * len(rows)), min(_HEADER, len(rows) // 3))):
        found = _gaps(rows, tabular, allowed)
        if len(found) > len(best):
            best = found
        if len(best) >= wanted:
            break
    return best


def _gaps(rows: Sequence[Row], tabular: Sequence[Row], allowed: int) -> list[float]:
    """The middles of the gaps that so many lines cross at most."""
    size = min(row.line.size for row in rows)
    left = min(row.segments[0].left for row in tabular)
    right = max(row.segments[-1].right for row in tabular)
    changes = sorted(
        (x, change)
        for row in rows
        for segment in row.segments
        for x, change in ((segment.left, 1), (segment.right, -1))
    )
    found, covering, since = [], 0, left
    for x, change in changes:
        before = covering
        covering += change
        if before > allowed >= covering:
            since = x
        elif before <= allowed < covering and x - since >= _SHARED * size and left < since and x < right:
            found.append((since + x) / 2)
    return [x for x in found if _parts(tabular, x)]


def _parts(rows: Sequence[Row], x: float) -> bool:
    """Whether words stand on both sides of a gap in more than a stray row: a column may be nearly empty."""
    both = sum(row.segments[0].left < x < row.segments[-1].right for row in rows)
    return both >= min(2, len(rows)) and both >= 0.1 * len(rows)


def cut(row: Row, xs: Sequence[float]) -> Row:
    """A row whose stretches are cut at the columns' edges where there is any gap: a full cell may touch the next."""
    segments = []
    for segment in row.segments:
        part: list[Piece] = []
        for piece in segment.pieces:
            if part and piece.box.left - part[-1].box.right > _TOUCH * row.line.size and _parted(part[-1], piece, xs):
                segments.append(Segment(part, part[0].box.left, max(p.box.right for p in part)))
                part = []
            part.append(piece)
        segments.append(Segment(part, part[0].box.left, max(p.box.right for p in part)))
    return Row(row.line, segments)


def _parted(last: Piece, piece: Piece, xs: Sequence[float]) -> bool:
    return any(last.box.left + last.box.right < 2 * x < piece.box.left + piece.box.right for x in xs)


def zones(lines: Sequence[Line], rulings: Sequence[Ruling], page: int) -> list[Zone]:
    """The runs of lines of a page that stand in columns.

    Args:
        lines: lines from top to bottom that no table parts.
        rulings: the level lines of the page that belong to no ruled table.
        page: the page's number.
    """
    rows = [Row(line, segments_of(line)) for line in lines]
    found = []
    at = 0
    while at < len(rows):
        end = _end(rows, at) if rows[at].is_tabular else at
        zone = _zone(rows, at, end, rulings, page) if end > at else None
        if zone:
            found.append(zone)
            end = rows.index(zone.rows[-1]) + 1
        at = max(end, at + 1)
    return found


def _end(rows: list[Row], start: int) -> int:
    """Behind the last row that shares a gap with all from the start on."""
    end, free = start + 1, _free(rows[start])
    for at in range(start + 1, len(rows)):
        row = rows[at]
        if row.line.box.top - rows[at - 1].line.box.bottom > 4 * row.line.size:
            break
        shared = _without(free, row)
        if not shared:
            # A heading over several columns stands among the first lines only.
            if at - start < _HEADER and row.is_tabular:
                free, end = _free(row), at + 1
                continue
            break
        free = shared
        if row.is_tabular:
            end = at + 1
    return end


def _free(row: Row) -> list[tuple[float, float]]:
    return [(a.right, b.left) for a, b in zip(row.segments, row.segments[1:], strict=False)]


def _without(free: Iterable[tuple[float, float]], row: Row) -> list[tuple[float, float]]:
    """What is left of free stretches when a row's words are taken out."""
    left = list(free)
    for segment in row.segments:
        cut = []
        for start, end in left:
            parts = ((start, min(end, segment.left)), (max(start, segment.right), end))
            cut += [part for part in parts if part[1] - part[0] >= _SHARED * row.line.size]
        left = cut
    return left


def _zone(rows: list[Row], start: int, end: int, rulings: Sequence[Ruling], page: int) -> Zone | None:
    top, bottom = rows[start].line.box.top, rows[end - 1].line.box.bottom
    near = 3 * rows[start].line.size
    own = [ruling for ruling in rulings if top - near < ruling.at < bottom + near]
    own = [r for r in own if r.end - r.start > 0.6 * (_right(rows[start:end]) - _left(rows[start:end]))]
    if own:
        # What stands between the uppermost line and the first row is the table's, and so at its end.
        while start and rows[start - 1].line.box.top > own[0].at - 2:
            start -= 1
        while end < len(rows) and rows[end].line.box.bottom < own[-1].at + 2:
            end += 1
    while end < len(rows) and _hangs_on(rows[start:end], rows[end]):
        end += 1
    found = rows[start:end]
    tabular = [row for row in found if row.is_tabular]
    least = _LEAST_RULED if len(own) > 1 else _LEAST
    if len(tabular) < least or (len(own) < 2 and not _is_table(tabular)) or not gaps(found):
        return None
    return Zone(page, found, own)


def _hangs_on(rows: Sequence[Row], row: Row) -> bool:
    """Whether a lone stretch right under the last row is the rest of one of its cells."""
    last = rows[-1]
    size = row.line.size
    tight = row.line.box.bottom - last.line.box.bottom < 1.35 * size and abs(size - last.line.size) < 0.5
    if row.is_tabular or not tight:
        return False
    stretch = row.segments[0]
    over = [s for s in last.segments if s.left < stretch.right and stretch.left < s.right]
    wide = max(
        (s.right - s.left for one in rows for s in one.segments if s.left < stretch.right and stretch.left < s.right),
        default=0.0,
    )
    return stretch.right - stretch.left <= wide and all(wide - (s.right - s.left) < 1.2 * size for s in over)


def _left(rows: Iterable[Row]) -> float:
    return min(row.segments[0].left for row in rows)


def _right(rows: Iterable[Row]) -> float:
    return max(row.segments[-1].right for row in rows)


def _is_table(rows: Sequence[Row]) -> bool:
    """Whether rows without rules hold figures behind labels, rather than fields of a sign-off."""
    texts = [[segment.text for segment in row.segments] for row in rows]
    fields = sum(any("：" in text or ":" in text for text in row) for row in texts)
    figures = sum(any(is_number(text) for text in row[1:]) for row in texts)
    return fields < 0.3 * len(rows) and figures >= 0.5 * len(rows)
