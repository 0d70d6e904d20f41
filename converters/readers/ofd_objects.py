"""What an OFD page draws: letters with their boxes, ruling lines, pictures; composite objects taken apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from converters.document import clean
from converters.readers.ofd_package import children, numbers
from converters.readers.ofd_paths import strokes
from converters.readers.paper.lines import is_wide
from converters.readers.paper.page import Box, Page, Piece
from workbook.errors import InputRefused
from workbook.openxml import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.readers.ofd_package import OfdPage

MILLIMETRE = 72 / 25.4
# A unit may hold other units; beyond this they draw each other in a circle, or fill memory.
_DEEPEST, _MOST_OBJECTS = 8, 200_000
_GROUPS = frozenset({"Content", "Layer", "PageBlock"})
_ABOVE, _BELOW = 0.88, 0.12
_USUAL_SIZE = 3.7
# Quotation marks and strokes that a Chinese font sets as wide as a character.
_WIDE_MARKS = frozenset("“”‘’—…·")


class Frame(NamedTuple):
    """From an object's own coordinates to the page's: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point lies on the page."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The box on the page, in points, around a rectangle."""
        corners = [self.point(x, y) for x in (left, right) for y in (top, bottom)]
        xs, ys = [x * MILLIMETRE for x, _ in corners], [y * MILLIMETRE for _, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))

    def within(self, inner: Frame) -> Frame:
        """The frame of what lies in ``inner``, which lies in this one."""
        x, y = self.point(inner.e, inner.f)
        return Frame(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            x,
            y,
        )


@dataclass(slots=True)
class Drawn:
    """A page as drawn: texts and rules, and its pictures as (part, box in points)."""

    page: Page
    pictures: list[tuple[str, Box]] = field(default_factory=list)


def draw(source: OfdPage, name: str) -> Drawn:
    """Draw a page with its templates.

    Args:
        source: the page.
        name: the file's name, for messages.

    Raises:
        InputRefused: it draws more than any page holds.
    """
    left, top, width, height = source.box
    drawer = _Drawer(source, name)
    for layer in source.layers:
        for content in children(layer, "Content"):
            drawer.group(content, Frame(e=-left, f=-top), 0)
    page = Page(source.number, width * MILLIMETRE, height * MILLIMETRE, drawer.pieces, drawer.rules)
    return Drawn(page, drawer.pictures)


class _Drawer:
    """Walks the objects of one page."""

    def __init__(self, source: OfdPage, name: str) -> None:
        self.resources = source.resources
        self.name = name
        self.pieces: list[Piece] = []
        self.rules: list[Box] = []
        self.pictures: list[tuple[str, Box]] = []
        self.count = 0

    def group(self, group: _Element, frame: Frame, depth: int) -> None:
        """Draw the objects of a group."""
        for element in group:
            self.count += 1
            if self.count > _MOST_OBJECTS:
                message = f"“{self.name}”的一页里对象超过 {_MOST_OBJECTS} 个，不是正常的文档，已拒绝读取。"
                raise InputRefused(message)
            kind = local_name(element)
            if kind in _GROUPS:
                self.group(element, frame, depth)
            elif element.get("Visible", "true").lower() != "false":
                self.draw(element, kind, frame, depth)

    def draw(self, element: _Element, kind: str, frame: Frame, depth: int) -> None:
        """Draw one object."""
        inner = frame.within(_frame_of(element))
        if kind == "TextObject":
            self.pieces += _letters(element, inner)
        elif kind == "PathObject":
            self.rules += strokes(element, inner)
        elif kind == "ImageObject":
            part = self.resources.media.get(element.get("ResourceID", ""))
            self.pictures += [(part, inner.box(0, 0, 1, 1))] if part else []
        elif kind == "CompositeObject" and depth < _DEEPEST:
            unit = self.resources.units.get(element.get("ResourceID", ""))
            for content in children(unit, "Content"):
                self.group(content, inner, depth + 1)


def _frame_of(element: _Element) -> Frame:
    """An object's place: its boundary's corner, and its own matrix within it."""
    corner = [*numbers(element.get("Boundary")), 0.0, 0.0][:2]
    matrix = numbers(element.get("CTM"))
    own = Frame(*matrix) if len(matrix) == 6 else Frame()
    return Frame(e=corner[0], f=corner[1]).within(own)


def _letters(element: _Element, frame: Frame) -> Iterator[Piece]:
    """The letters of a text object, each on its baseline; blanks are told by the gaps they leave."""
    size = next(iter(numbers(element.get("Size"))), _USUAL_SIZE)
    narrow = next(iter(numbers(element.get("HScale"))), 1.0)
    room = [*numbers(element.get("Boundary")), 0.0, 0.0, 0.0][2]
    x = y = 0.0
    for code in children(element, "TextCode"):
        text = "".join(map(str, code.itertext()))
        x, y = next(iter(numbers(code.get("X"))), x), next(iter(numbers(code.get("Y"))), y)
        across, down = (deltas(code.get(name), len(text)) for name in ("DeltaX", "DeltaY"))
        for at, letter in enumerate(text):
            width = size * narrow * (1.0 if is_wide(letter) or letter in _WIDE_MARKS else 0.5)
            step = _step(across, at, 0.0 if down else width)
            if not letter.isspace():
                ink = _width(width, room - x if at + 1 == len(text) else step)
                box = frame.box(x, y - _ABOVE * size, x + ink, y + _BELOW * size)
                yield Piece(clean(letter), box, box.bottom - box.top)
            x, y = x + step, y + _step(down, at, 0.0)


def _width(usual: float, step: float) -> float:
    """How wide a letter is: letters that follow one another closely touch, for only the font would tell better."""
    return step if 0.3 * usual < step < 1.5 * usual else usual


def _step(steps: list[float], at: int, usual: float) -> float:
    """How far it is to the next letter; the last step that is given holds for all that follow."""
    return steps[min(at, len(steps) - 1)] if steps else usual


def deltas(text: str | None, most: int) -> list[float]:
    """A list of distances in which ``g n v`` stands for n times v, up to as many as there are letters."""
    found: list[float] = []
    words = (text or "").split()
    at = 0
    while at < len(words) and len(found) < most:
        if words[at] == "g":
            count, value = [*words[at + 1 : at + 3], "", ""][:2]
            times = int(count) if count.isdecimal() and len(count) < 10 else 0
            found += numbers(value) * min(times, most - len(found))
            at += 3
        else:
            found += numbers(words[at])
            at += 1
    return found
