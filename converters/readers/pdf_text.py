"""The letters of a PDF page at their places, straight from pdfium."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2.raw as pdfium

from converters.readers.paper.page import Box, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.readers.pdf_turn import Turn

UNKNOWN = "\ufffd"
# Above and below the line on which letters stand, as parts of their size.
_ASCENT, _DESCENT = 0.86, 0.14
# The same letter twice nearer than this part of its size is one, printed twice to look bold.
_TWICE = 0.12
# A letter's twin is among so many of its like before it.
_TWINS = 60
_INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
# pdfium marks a hyphen at the end of a line, and gives it as one of these.
_HYPHENS = (2, 0xAD, 0xFFFE)
_BLANKS = frozenset((0, 9, 10, 13, 32, 0x85, 0xA0, 0x200B, 0x2028, 0x2029, 0x3000, 0xFEFF, *range(0x2000, 0x200B)))


class Letter(NamedTuple):
    """A letter in the space of the file: where it stands, its left and right edge, its box, and how it is written."""

    text: str
    x: float
    y: float
    box: tuple[float, float, float, float]
    angle: int | None
    size: float
    hidden: bool


@dataclass(slots=True)
class Letters:
    """The letters of a page; ``angle`` is the direction most run in: 0, 90, 180, 270 degrees counter-clockwise."""

    found: list[Letter] = field(default_factory=list)
    slanted: int = 0

    @property
    def angle(self) -> int:
        """The direction that most letters run in."""
        count = Counter(letter.angle for letter in self.found if letter.angle is not None)
        return max(count, key=lambda angle: (count[angle], -angle), default=0)

    @property
    def unknown(self) -> int:
        """How many letters the file's fonts do not name."""
        return sum(letter.text == UNKNOWN for letter in self.found)


def read_letters(page: Any) -> Letters:  # noqa: ANN401 - a handle of pdfium's
    """Every letter of a page; blanks are left to the gaps, slanted letters (watermarks) are only counted."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return Letters()
    try:
        letters = Letters()
        for letter in _letters(text):
            if letter.angle is None:
                letters.slanted += 1
            else:
                letters.found.append(letter)
        return letters
    finally:
        pdfium.FPDFText_ClosePage(text)


def _letters(text: Any) -> Iterator[Letter]:  # noqa: ANN401 - a handle of pdfium's
    rectangle, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    places = ctypes.byref(rectangle), ctypes.byref(x), ctypes.byref(y)
    styles: dict[int, tuple[int | None, float, bool]] = {}
    origins: dict[tuple[int, float], float] = {}
    for at in range(pdfium.FPDFText_CountChars(text)):
        written = _letter(text, at)
        if not written:
            continue
        handle = pdfium.FPDFText_GetTextObject(text, at)
        key = ctypes.addressof(handle.contents) if handle else 0
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(text, at, handle)
        pdfium.FPDFText_GetLooseCharBox(text, at, places[0])
        box = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        if style[0] == 0:
            # The letters of one object whose boxes stand level stand on one line.
            line = origins.get((key, rectangle.bottom))
            if line is None:
                pdfium.FPDFText_GetCharOrigin(text, at, places[1], places[2])
                line = origins[key, rectangle.bottom] = y.value
            yield Letter(written, rectangle.left, line, box, *style)
        else:
            pdfium.FPDFText_GetCharOrigin(text, at, places[1], places[2])
            yield Letter(written, x.value, y.value, box, *style)


def _letter(text: Any, at: int) -> str:  # noqa: ANN401 - a handle of pdfium's
    """The letter, or nothing for a blank: the gaps tell blanks better."""
    # A font that names no letters gives its own numbers for them, and these may look like anything.
    if pdfium.FPDFText_HasUnicodeMapError(text, at) == 1:
        return UNKNOWN
    code = pdfium.FPDFText_GetUnicode(text, at)
    if code in _BLANKS:
        return ""
    if code in _HYPHENS and (code != 0xFFFE or pdfium.FPDFText_IsHyphen(text, at) == 1):
        return "-"
    if code < 32 or 0xD800 <= code <= 0xF8FF or code > 0x10FFFF:
        return UNKNOWN
    return chr(code)


def _style(text: Any, at: int, handle: Any) -> tuple[int | None, float, bool]:  # noqa: ANN401 - handles of pdfium's
    """Direction, size and whether it is invisible, the same for all letters of a text object."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, at, matrix)
    size = pdfium.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
    degrees = math.degrees(math.atan2(matrix.b, matrix.a))
    quarter = round(degrees / 90)
    angle = quarter * 90 % 360 if abs(degrees - quarter * 90) < 5 else None
    hidden = bool(handle) and pdfium.FPDFTextObj_GetTextRenderMode(handle) == _INVISIBLE
    return angle, size, hidden


def pieces_of(letters: list[Letter], turn: Turn, score: float | None = None) -> list[Piece]:
    """The letters as pieces on the upright page, each once.

    Args:
        letters: the letters of the page.
        turn: from the file's space to the upright page.
        score: how sure their recognition is, for letters that were recognised in a picture.
    """
    near: dict[str, list[Box]] = {}
    found = []
    for letter in letters:
        box = _box(letter, turn)
        reach = _TWICE * (letter.size or box.bottom - box.top)
        twins = near.setdefault(letter.text, [])
        for other in reversed(twins[-_TWINS:]):
            if abs(box.left - other.left) < reach and abs(box.top - other.top) < reach:
                break
        else:
            twins.append(box)
            found.append(Piece(letter.text, box, round(letter.size, 2), score))
    return found


def _box(letter: Letter, turn: Turn) -> Box:
    # The boxes of a font may be far higher than its letters: the line they stand on and their size are sure.
    if letter.angle == turn.quarters == 0:
        left, _, right, _ = letter.box
        y = turn.top - letter.y
        return Box(left - turn.left, y - _ASCENT * letter.size, right - turn.left, y + _DESCENT * letter.size)
    box = turn.box(letter.box)
    if letter.angle != 90 * turn.quarters:
        return box
    _, y = turn.point(letter.x, letter.y)
    return Box(box.left, y - _ASCENT * letter.size, box.right, y + _DESCENT * letter.size)
