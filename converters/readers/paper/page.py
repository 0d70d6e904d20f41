"""What a page of fixed layout holds: pieces of text and ruling lines, each at its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in points (1/72 inch) from the page's top left corner; ``bottom`` is greater than ``top``."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Piece:
    """Text at one place, a letter or a whole line of letters; ``size`` is the font's in points, 0 when unknown.

    ``score`` is how sure its recognition is (0 to 1), None for a text that was never a picture; ``picture`` is that
    place cut out of the page (PNG).
    """

    text: str
    box: Box
    size: float = 0.0
    score: float | None = None
    picture: bytes = field(default=b"", repr=False)


@dataclass(slots=True)
class Page:
    """One page, counted from 1: its size in points, its texts in any order, its level and upright ruling lines."""

    number: int
    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
