"""The lines of OFD paths that may be rules of a table: level or upright strokes, and thin filled rectangles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.readers.ofd_package import children, numbers
from converters.readers.paper.page import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.readers.ofd_objects import Frame

Point = tuple[float, float]
# How many numbers follow each operator; the last two are where it leads.
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
# In points: what counts as level or upright, how long a rule is at least, how thick at most.
_STRAIGHT, _SHORTEST, _THICKEST = 0.6, 2.0, 3.0
_HALF = 0.2


def strokes(element: _Element, frame: Frame) -> Iterator[Box]:
    """The rules that a path object draws, in points on the page."""
    for data in children(element, "AbbreviatedData"):
        for lines in _subpaths((data.text or "").split()):
            if element.get("Stroke", "true").lower() != "false":
                yield from (box for start, end in lines if (box := _rule(frame.box(*start, *end))))
            elif lines:
                yield from _filled(lines, frame)


def _filled(lines: list[tuple[Point, Point]], frame: Frame) -> Iterator[Box]:
    """A filled shape is a rule when it is as thin as one."""
    boxes = [frame.box(*start, *end) for start, end in lines]
    whole = Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
    width, height = whole.right - whole.left, whole.bottom - whole.top
    if min(width, height) <= _THICKEST and max(width, height) > _SHORTEST:
        yield whole


def _rule(box: Box) -> Box | None:
    """A straight line as a thin box; None for what is aslant or too short."""
    width, height = box.right - box.left, box.bottom - box.top
    if height < _STRAIGHT and width > _SHORTEST:
        middle = (box.top + box.bottom) / 2
        return Box(box.left, middle - _HALF, box.right, middle + _HALF)
    if width < _STRAIGHT and height > _SHORTEST:
        middle = (box.left + box.right) / 2
        return Box(middle - _HALF, box.top, middle + _HALF, box.bottom)
    return None


def _subpaths(words: list[str]) -> Iterator[list[tuple[Point, Point]]]:
    """The straight lines of each part of a path; curves only move on to where they end."""
    lines: list[tuple[Point, Point]] = []
    here = first = (0.0, 0.0)
    at = 0
    while at < len(words):
        operator = words[at]
        count = _OPERANDS.get(operator, 0)
        operands = numbers(" ".join(words[at + 1 : at + 1 + count]))
        at += 1 + count
        if operator not in _OPERANDS or len(operands) < count:
            continue
        there = first if operator == "C" else (operands[-2], operands[-1])
        if operator in ("S", "M"):
            yield lines
            lines, first = [], there
        elif operator in ("L", "C") and there != here:
            lines.append((here, there))
        here = there
    yield lines
