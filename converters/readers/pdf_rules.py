"""The ruling lines of a PDF page, and how much of it is pictures or drawn curves."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2.raw as pdfium

from converters.readers.paper.page import Box
from converters.readers.paper.rules import THICK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.readers.pdf_turn import Turn

_DEEP = 12
# More lines than this on a page are a drawing, and no more are looked at.
_MOST_RULES = 20_000
_MOST_OBJECTS = 300_000
_MOST_SEGMENTS = 5_000
_LONG = 5.0


class Matrix(NamedTuple):
    """A transformation as PDF writes it."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point transformed."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: Matrix) -> Matrix:
        """This one first, then the outer one."""
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page: its lines, its pictures, and how many shapes have curves, as outlined letters have."""

    rules: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    curved: int = 0
    objects: int = 0

    @property
    def is_full(self) -> bool:
        """Whether more is drawn than is looked at."""
        return len(self.rules) >= _MOST_RULES or self.objects >= _MOST_OBJECTS


def read_drawing(page: Any, turn: Turn) -> Drawing:  # noqa: ANN401 - a handle of pdfium's
    """The lines and pictures of a page, on the page as it is looked at."""
    drawing = Drawing()
    for handle, matrix in _objects(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, Matrix(), 0):
        drawing.objects += 1
        if drawing.is_full:
            break
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _path(handle, matrix, turn, drawing)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            _picture(handle, matrix, turn, drawing)
    return drawing


def _objects(holder: Any, count: Any, get: Any, outer: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:  # noqa: ANN401 - pdfium's
    """Every object of a page or form, those of forms within included, each with what its form does to it."""
    for at in range(count(holder)):
        handle = get(holder, at)
        if pdfium.FPDFPageObj_GetType(handle) != pdfium.FPDF_PAGEOBJ_FORM:
            yield handle, outer
        elif depth < _DEEP:
            inner = matrix_of(handle).then(outer)
            yield from _objects(handle, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, inner, depth + 1)


def matrix_of(handle: Any) -> Matrix:  # noqa: ANN401 - a handle of pdfium's
    """The transformation of an object."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, matrix)
    return Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _picture(handle: Any, outer: Matrix, turn: Turn, drawing: Drawing) -> None:  # noqa: ANN401 - a handle of pdfium's
    matrix = matrix_of(handle).then(outer)
    corners = [matrix.point(x, y) for x in (0, 1) for y in (0, 1)]
    box = _around(turn.point(x, y) for x, y in corners)
    # Some printers draw even lines as pictures.
    if _is_line(box):
        drawing.rules.append(box)
    else:
        drawing.pictures.append(box)


def _path(handle: Any, outer: Matrix, turn: Turn, drawing: Drawing) -> None:  # noqa: ANN401 - a handle of pdfium's
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
    if not fill.value and not stroke.value:
        return
    bounds = _bounds(handle, outer, turn)
    if bounds and _is_line(bounds):
        drawing.rules.append(bounds)
        return
    matrix = matrix_of(handle).then(outer)
    for points, curved in _strokes(handle):
        if curved:
            drawing.curved += 1
            continue
        placed = [turn.point(*matrix.point(x, y)) for x, y in points]
        box = _around(iter(placed))
        if fill.value and not stroke.value:
            if _is_line(box):
                drawing.rules.append(box)
        elif _is_line(box):
            drawing.rules.append(box)
        else:
            drawing.rules += _straight(placed)


def _bounds(handle: Any, outer: Matrix, turn: Turn) -> Box | None:  # noqa: ANN401 - a handle of pdfium's
    """The box around an object, from one call: most paths are a single line."""
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(handle, *sides):
        return None
    left, bottom, right, top = (side.value for side in sides)
    return _around(turn.point(*outer.point(x, y)) for x, y in ((left, bottom), (right, top)))


def _strokes(handle: Any) -> Iterator[tuple[list[tuple[float, float]], bool]]:  # noqa: ANN401 - a handle of pdfium's
    """The parts of a path: the corners of each, closed ones with their first corner again, and whether it is curved."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    curved = False
    for at in range(min(pdfium.FPDFPath_CountSegments(handle), _MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(handle, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, curved
            points, curved = [], False
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((x.value, y.value))
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points, curved


def _straight(points: list[tuple[float, float]]) -> Iterator[Box]:
    for start, end in pairwise(points):
        box = _around(iter((start, end)))
        if min(box.right - box.left, box.bottom - box.top) < 1:
            yield box


def _is_line(box: Box) -> bool:
    return min(box.right - box.left, box.bottom - box.top) <= THICK


def _around(points: Iterator[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))
