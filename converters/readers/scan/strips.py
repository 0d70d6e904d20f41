"""Lines of text within a cell: strips cut out for the engine, ink told from specks, a small picture for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from converters.readers.scan.engine import Area

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Image = NDArray[Any]

# In pixels at 200 dpi: the least that a stroke measures, and what the edge of a cell may show of a rule.
_LEAST_SIDE, _LEAST_INK = 8, 14
_EDGE_THICK, _EDGE_LONG = 5, 18
_INSET = 4
# How far a point or a comma may stand from the digits it belongs to.
_NEAR = 10
# How strongly left goes with low in a stroke from the lower left to the upper right.
_ASLANT = -0.8
# A line is no higher than this many times the writing's height: 二 is one line although its strokes do not touch.
_ONE_LINE = 1.2
_PICTURE_HEIGHT, _GREYS, _AROUND = 40, 17, 10


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page ready to be cut up: its greys, its ink without rules, and how high its writing is in pixels."""

    grey: Image
    ink: Image
    writing: float


def lines_in(sheet: Sheet, cell: Area) -> list[Area]:
    """The lines of text within a cell, from top to bottom; specks and remains of rules are none."""
    left, top = cell.left + _INSET, cell.top + _INSET
    ink = sheet.ink[top : cell.bottom - _INSET, left : cell.right - _INSET]
    strokes = _strokes(ink)
    if not strokes:
        return []
    return [_around(rows, left, top) for rows in _rows(strokes, sheet.writing)]


def _strokes(ink: Image) -> list[Area]:
    """Connected strokes that are writing."""
    if not ink.size:
        return []
    height, width = ink.shape
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    found = []
    for left, top, wide, high, area in stats[1:count].tolist():
        at_edge = left == 0 or top == 0 or left + wide == width or top + high == height
        rule = at_edge and min(wide, high) <= _EDGE_THICK and max(wide, high) >= _EDGE_LONG
        if max(wide, high) >= _LEAST_SIDE and area >= _LEAST_INK and not rule:
            found.append(Area(left, top, left + wide, top + high))
    return found


def _rows(strokes: Sequence[Area], writing: float) -> list[list[Area]]:
    """Strokes gathered into lines: what overlaps in height, and what fits into one line's height."""
    rows: list[list[Area]] = []
    for stroke in sorted(strokes, key=lambda stroke: stroke.top):
        if rows:
            top = min(other.top for other in rows[-1])
            bottom = max(other.bottom for other in rows[-1])
            if stroke.top < bottom - 2 or max(bottom, stroke.bottom) - top <= writing * _ONE_LINE:
                rows[-1].append(stroke)
                continue
        rows.append([stroke])
    return rows


def _around(strokes: Sequence[Area], left: int, top: int) -> Area:
    """The area of some strokes on the page."""
    return Area(
        left + min(stroke.left for stroke in strokes),
        top + min(stroke.top for stroke in strokes),
        left + max(stroke.right for stroke in strokes),
        top + max(stroke.bottom for stroke in strokes),
    )


def plain_strip(sheet: Sheet, line: Area, cell: Area) -> Image:
    """A line as the page shows it, on a margin of its own paper."""
    cut = _cut(sheet.grey, line, cell)
    margin = max(4, cut.shape[0] // 6)
    return _framed(cut, margin, 2 * margin, int(np.percentile(cut, 90)))


def black_strip(sheet: Sheet, line: Area, cell: Area) -> Image:
    """The same line twice as large, in black and white and on a wider margin: another look at the same ink."""
    large = cv2.resize(_cut(sheet.grey, line, cell), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    smooth = cv2.GaussianBlur(large, (5, 5), 0)
    black = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
    margin = max(8, large.shape[0] // 4)
    return _framed(black, margin, 3 * margin, 255)


def picture_of(sheet: Sheet, ink: Area, cell: Area) -> bytes:
    """What is written in a cell, and a little around it, as a small PNG in few greys, to be looked at."""
    top, bottom = max(cell.top, ink.top - _AROUND), min(cell.bottom, ink.bottom + _AROUND)
    left, right = max(cell.left, ink.left - 3 * _AROUND), min(cell.right, ink.right + 3 * _AROUND)
    cut = sheet.grey[top:bottom, left:right]
    if not cut.size:
        return b""
    scale = min(1.0, _PICTURE_HEIGHT / cut.shape[0])
    small = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    few = (small // _GREYS * _GREYS).astype(np.uint8)
    return bytes(cv2.imencode(".png", few, [cv2.IMWRITE_PNG_COMPRESSION, 9])[1])


def blobs(sheet: Sheet, line: Area) -> int:
    """How many pieces of ink stand side by side in a line: for printed digits as many as there are digits."""
    columns = (sheet.ink[line.top : line.bottom, line.left : line.right] > 0).sum(axis=0) > 0
    return int(np.count_nonzero(np.diff(np.concatenate(([False], columns)).astype(np.int8)) == 1))


def is_aslant(sheet: Sheet, line: Area) -> bool:
    """Whether the ink of a line is one straight stroke that leans to the right, as / does and 1 does not."""
    stroke = _largest(sheet.ink[line.top : line.bottom, line.left : line.right])
    rows, columns = np.nonzero(stroke)
    if len(rows) < _LEAST_INK or not 0.2 < int(np.ptp(columns)) / max(1, int(np.ptp(rows))) < 1.2:
        return False
    return bool(np.corrcoef(rows, columns)[0, 1] < _ASLANT)


def is_flat(sheet: Sheet, line: Area) -> bool:
    """Whether the ink of a line is one level stroke, as a dash is."""
    stroke = _largest(sheet.ink[line.top : line.bottom, line.left : line.right])
    rows, columns = np.nonzero(stroke)
    return bool(len(rows) >= _LEAST_INK and np.ptp(columns) > 3 * np.ptp(rows))


def _largest(ink: Image) -> Image:
    """The largest stroke of a line; specks of noise beside it are left out."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    return labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA])) if count > 1 else np.zeros_like(ink)


def _cut(grey: Image, line: Area, cell: Area) -> Image:
    """A line with a little paper around it, but nothing of the cell's rules."""
    top, bottom = max(cell.top + _INSET, line.top - 3), min(cell.bottom - _INSET, line.bottom + 3)
    left, right = max(cell.left + _INSET, line.left - _NEAR), min(cell.right - _INSET, line.right + _NEAR)
    return grey[top:bottom, left:right]


def _framed(strip: Image, above: int, beside: int, paper: int) -> Image:
    framed = cv2.copyMakeBorder(strip, above, above, beside, beside, cv2.BORDER_CONSTANT, value=paper)
    return cv2.cvtColor(framed, cv2.COLOR_GRAY2BGR)
