"""Lines outside tables into paragraphs, by first-line indent, full lines, letter size and spacing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from converters.document import Paragraph, Place, clean
from converters.readers.paper.lines import is_wide, join, score_of
from converters.readers.paper.official import begins_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from converters.readers.paper.lines import Line
    from converters.readers.paper.page import Page

# No line begins with these, so the letter before them goes to the new line as well.
_CLOSING = "，。、；：？！”’）》〉】〕…,.;:?!)]}%％"
_ENDED = re.compile(r"[。；！？.;!?]\s*[”’）)]?$")
_NUMBERED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|第[一二三四五六七八九十]{1,3}[章节部条]|[（(]?\d{1,2}(?:[）)、．]|\.(?!\d)))"
)
_TITLE_END = re.compile(r"(?:报告|年报|表|[）)])$")
_INDENT = 0.8
# The right margin may be wider than the left one by so many letters.
_MARGIN = 4
# So many lines of so many letters show where the right margin is.
_REACHING, _LONG = 3, 15
# Lines on odd and on even pages, and points between their left edges, from which both are measured apart.
_ENOUGH, _TURNED = 3, 4.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the text of pages of one size stands: its left and right edge, and what is usual in it."""

    left: float
    right: float
    size: float
    pitch: float
    indented: bool


def frames(pages: Sequence[Page], lines: Sequence[Line]) -> dict[int, Frame]:
    """The text's frame for every page, measured over all pages of the same size."""
    sizes = {page.number: (round(page.width), round(page.height)) for page in pages}
    found: dict[int, Frame] = {}
    for size in set(sizes.values()):
        numbers = [number for number in sizes if sizes[number] == size]
        own = [line for line in lines if sizes[line.page] == size]
        sides = [[line for line in own if line.page % 2 == side] for side in (0, 1)]
        both, apart = _frame(own, size[0]), [_frame(side, size[0]) for side in sides]
        # Pages bound as a book have their margins turned: the same width, elsewhere.
        if min(map(len, sides)) >= _ENOUGH and _are_turned(*apart):
            width = max(frame.right - frame.left for frame in apart)
            apart = [replace(frame, right=frame.left + width, pitch=both.pitch) for frame in apart]
            found |= {number: apart[number % 2] for number in numbers}
        else:
            found |= dict.fromkeys(numbers, both)
    return found


def _are_turned(one: Frame, other: Frame) -> bool:
    left, right = one.left - other.left, one.right - other.right
    return abs(left) > _TURNED and abs(left - right) < 0.6 * one.size


def _frame(lines: list[Line], width: float) -> Frame:
    if not lines:
        return Frame(0, 0, 0, 0, indented=False)
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size, 1)] += len(line.text)
    size = max(letters, key=lambda size: (letters[size], size))
    body = [line for line in lines if abs(line.size - size) < 1]
    lefts = Counter(round(line.box.left) for line in body)
    often = max(2.0, 0.04 * len(body))
    left = min((at for at, count in lefts.items() if count + lefts[at + 1] >= often), default=min(lefts))
    right = max(line.box.right for line in body)
    reaching = sum(line.box.right > right - 1.2 * size for line in body)
    if reaching < _REACHING or right - left < _LONG * size:
        # All lines are short: none reaches the right margin, which is about as wide as the left one.
        right = max(right, width - left - _MARGIN * size)
    indented = sum(line.box.left - left > _INDENT * size for line in body) >= 0.15 * len(body)
    steps = [b.box.bottom - a.box.bottom for a, b in pairwise(body) if a.page == b.page]
    close = [step for step in steps if 0.9 * size < step < 3 * size]
    return Frame(left, right, size, _usual(close), indented)


def _usual(steps: list[float]) -> float:
    """The usual distance of lines within a paragraph: paragraphs may stand further apart, never nearer."""
    if not steps:
        return 0.0
    low = min(steps) * 1.15
    near = [step for step in steps if step <= low]
    return median(near if len(near) >= 0.15 * len(steps) else steps)


def paragraphs(lines: Sequence[Line], frames: dict[int, Frame], levels: dict[float, int]) -> list[Paragraph]:
    """Lines that stand together, from table to table, as paragraphs.

    Args:
        lines: the lines in reading order.
        frames: the frame of each page.
        levels: the level of a heading by its size of letters, see :func:`heading_levels`.
    """
    groups: list[list[Line]] = []
    for line in lines:
        if groups and goes_on(groups[-1], line, frames):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_paragraph(group, levels) for group in groups]


def _paragraph(lines: list[Line], levels: dict[float, int]) -> Paragraph:
    text = clean(join(line.text for line in lines))
    score = score_of(piece for line in lines for piece in line.pieces)
    place = Place(page=lines[0].page, line=lines[0].number)
    return Paragraph(text, place, levels.get(round(lines[0].size), 0), score)


def goes_on(group: list[Line], line: Line, frames: dict[int, Frame]) -> bool:
    """Whether a line belongs to the paragraph of the lines before it."""
    last, frame = group[-1], frames[line.page]
    if begins_field(line.text) or abs(last.size - line.size) > max(1.0, 0.08 * line.size):
        return False
    if last.page == line.page and frame.pitch:
        step = line.box.bottom - last.box.bottom
        if step > 1.35 * max(frame.pitch, 1.5 * line.size if line.size > frame.size + 1 else 0):
            return False
    if line.size > frame.size + 1 and _is_centred(line, frame) and _is_even(last, frame):
        return not _TITLE_END.search(last.text) or _width(last) > 0.9 * (frame.right - frame.left)
    if last.box.right + _first_word(line) <= frames[last.page].right - 0.3 * line.size:
        return False
    if line.box.left - frame.left > _INDENT * line.size:
        return _hangs(group, line)
    return not (_ENDED.search(last.text) and _begins(line.text))


def _begins(text: str) -> bool:
    """Whether a text at the left margin, after a sentence that happened to fill its line, is no part of it."""
    return bool(_NUMBERED.match(text)) or "  " in text


def _hangs(group: list[Line], line: Line) -> bool:
    """Whether a line stands under the text behind an enumerator, or under another such line."""
    if len(group) > 1:
        return abs(group[-1].box.left - line.box.left) < 0.3 * line.size
    starts = group[0].box.left
    return bool(_NUMBERED.match(group[0].text)) and 0.8 * line.size < line.box.left - starts < 3 * line.size


def _is_centred(line: Line, frame: Frame) -> bool:
    return line.box.left - frame.left > 1.5 * line.size and _is_even(line, frame)


def _is_even(line: Line, frame: Frame) -> bool:
    """Whether as much is free before a line as after it."""
    return abs((line.box.left - frame.left) - (frame.right - line.box.right)) < 1.5 * line.size


def _width(line: Line) -> float:
    return line.box.right - line.box.left


def _first_word(line: Line) -> float:
    """The width of what would have to fit at the end of the line before."""
    start = line.box.left
    end = start
    previous = ""
    for piece in line.pieces:
        if len(piece.text) > 2:
            # A whole line as one piece: its first letter, as wide as high.
            return line.size
        gap = piece.box.left - end > 0.18 * line.size
        if previous and piece.text not in _CLOSING and (gap or is_wide(piece.text) or is_wide(previous)):
            break
        end, previous = piece.box.right, piece.text
    return end - start


def heading_levels(lines: Iterable[Line]) -> dict[float, int]:
    """Levels of headings by size, rounded to points: larger than the body's by one point and a half, and rare."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size)] += len(line.text)
    if not letters:
        return {}
    body = max(letters, key=lambda size: (letters[size], size))
    large = [size for size in sorted(letters, reverse=True) if size > body + 1.5]
    if sum(letters[size] for size in large) > 0.3 * sum(letters.values()):
        return {}
    return {size: min(level, 6) for level, size in enumerate(large, 1)}
