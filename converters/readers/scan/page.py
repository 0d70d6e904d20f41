"""One scanned page read: turned upright, its tables cell by cell, the rest line by line."""

from __future__ import annotations

from statistics import fmean, median
from typing import TYPE_CHECKING, Any, NamedTuple

import cv2
import numpy as np

from converters.readers.paper.page import Box, Page, Piece
from converters.readers.scan import cells, strips, upright
from converters.readers.scan.engine import Area, Engine, engine
from converters.readers.scan.labels import set_right
from converters.readers.scan.ruling import Ruled, find_tables, ink_of, rules_mask

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Image = NDArray[Any]

_POINTS = 72 / upright.DPI
# A page read less surely than this may stand on its side or on its head.
_SURE = 0.85
_SAMPLE, _LONG = 8, 1.5
# Lines that the engine finds are this much higher than their writing.
_WRITING_OF_LINE = 0.72
_USUAL_WRITING = 30.0
_RULE_WIDTH = 0.5


class _Upright(NamedTuple):
    """A page set level: its greys, its ink, and where the engine sees lines of text."""

    grey: Image
    ink: Image
    lines: list[Area]


def read_page(colour: Image, number: int) -> Page:
    """Read one page.

    Args:
        colour: the page in blue, green, red.
        number: its number, from 1.

    Returns:
        The page in points of A4's short side; figures have a score and a picture. Empty where nothing was read.
    """
    flat = _turned_upright(colour)
    tables = find_tables(flat.ink)
    bare = cv2.bitwise_and(flat.ink, cv2.bitwise_not(rules_mask(flat.ink.shape, tables)))
    sheet = strips.Sheet(flat.grey, bare, _writing(bare, tables))
    height, width = flat.grey.shape
    page = Page(number, width * _POINTS, height * _POINTS)
    page.pieces = [*_outside(engine(), sheet, tables, flat.lines), *_inside(engine(), sheet, tables)]
    page.rules = [rule for table in tables for rule in _rules(table)]
    return page


def _turned_upright(colour: Image) -> _Upright:
    """The page the way its widest lines can be read: as it lies, on its side, or on its head."""
    best, score = _level(colour), 0.0
    for quarters in range(4):
        turned = _level(np.ascontiguousarray(np.rot90(colour, quarters))) if quarters else best
        sample = _sample(turned)
        if sample > score:
            best, score = turned, sample
        if score >= _SURE or not turned.lines:
            break
    return best


def _level(colour: Image) -> _Upright:
    grey = upright.deskew(upright.without_seals(upright.one_resolution(colour)))
    ink = ink_of(grey)
    return _Upright(grey, ink, engine().lines(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)) if ink.any() else [])


def _sample(page: _Upright) -> float:
    """How well the widest lines of a page read the way it stands; 0 when most of them stand upright."""
    wide = [area for area in page.lines if area.right - area.left > _LONG * (area.bottom - area.top)]
    tall = [area for area in page.lines if area.bottom - area.top > _LONG * (area.right - area.left)]
    if len(tall) > len(wide):
        return 0.0
    widest = sorted(wide, key=lambda area: area.left - area.right)[:_SAMPLE]
    reads = [engine().read(_strip(page.grey, area)) for area in widest]
    return fmean(read.score for read in reads) if reads else 0.0


def _writing(ink: Image, tables: Sequence[Ruled]) -> float:
    """How high the writing in the tables is, in pixels: that of its highest strokes."""
    heights: list[int] = []
    for table in tables:
        left, top, right, bottom = table.area
        count, _, stats, _ = cv2.connectedComponentsWithStats(ink[top:bottom, left:right])
        heights += [high for high in stats[1:count, cv2.CC_STAT_HEIGHT].tolist() if 14 <= high <= 70]
    return max(float(np.percentile(heights, 95)), _USUAL_WRITING * 0.7) if heights else _USUAL_WRITING


def _inside(reader: Engine, sheet: strips.Sheet, tables: Sequence[Ruled]) -> Iterator[Piece]:
    """The texts of all cells, one piece a cell."""
    for table in tables:
        for box in table.cells:
            found = cells.read_cell(reader, sheet, box)
            if found is None:
                continue
            text = found.text if found.figure else set_right(found.text)
            picture = strips.picture_of(sheet, found.area, box.area) if found.figure else b""
            yield Piece(text, _points(found.area), _size(sheet.writing), found.score, picture)


def _outside(reader: Engine, sheet: strips.Sheet, tables: Sequence[Ruled], lines: Sequence[Area]) -> Iterator[Piece]:
    """The lines of text outside of all tables."""
    free = [area for area in lines if not any(_holds(table.area, area) for table in tables)]
    found = [(area, reader.read(_strip(sheet.grey, area))) for line in free if (area := _tight(sheet.ink, line))]
    sizes = [_WRITING_OF_LINE * (area.bottom - area.top) for area, _ in found]
    usual = median(sizes) if sizes else _USUAL_WRITING
    for (area, read), size in zip(found, sizes, strict=True):
        if read.text:
            # Heights measured on paper differ by a little for one size of letters.
            even = usual if 0.75 < size / usual < 1.3 else size
            yield Piece(read.text, _points(area), _size(even), min(cells.SUREST, read.score))


def _holds(table: Area, line: Area) -> bool:
    """Whether a line's middle lies within a table."""
    across, down = (line.left + line.right) / 2, (line.top + line.bottom) / 2
    return table.left <= across <= table.right and table.top <= down <= table.bottom


def _tight(ink: Image, area: Area) -> Area | None:
    """A line's area, as wide as its ink; None where there is none."""
    top, left = max(0, area.top), max(0, area.left)
    columns = np.flatnonzero(ink[top : area.bottom, left : area.right].any(axis=0))
    return Area(left + int(columns[0]), top, left + int(columns[-1]) + 1, area.bottom) if len(columns) else None


def _strip(grey: Image, area: Area) -> Image:
    strip = grey[max(0, area.top) : area.bottom, max(0, area.left - 8) : area.right + 8]
    return cv2.cvtColor(np.ascontiguousarray(strip), cv2.COLOR_GRAY2BGR)


def _rules(table: Ruled) -> Iterator[Box]:
    """The borders of every cell as thin boxes."""
    for cell in table.cells:
        left, top, right, bottom = (edge * _POINTS for edge in cell.area)
        half = _RULE_WIDTH / 2
        for level in (top, bottom):
            yield Box(left, level - half, right, level + half)
        for side in (left, right):
            yield Box(side - half, top, side + half, bottom)


def _points(area: Area) -> Box:
    return Box(*(edge * _POINTS for edge in area))


def _size(pixels: float) -> float:
    """A height of writing as a font's size, in whole points: heights measured on paper are not finer."""
    return float(round(pixels * _POINTS))
