"""What pages carry for turning them: page numbers and running heads; left out, but only when certain."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.paper.lines import Line
    from converters.readers.paper.page import Box, Page

# How near to the edge of the page these stand, in points and as parts of its height; the greater counts. GB/T 9704
# puts the page number 28 mm (79 points) from the edge of any paper.
_NUMBER_ZONE = (100.0, 0.13)
_HEAD_ZONE = (60.0, 0.085)
_MARKED = re.compile(
    r"\s*(?:[-—–－―一_·.]+\s*\d{1,4}\s*[-—–－―一_·.]+|第\s*\d{1,4}\s*页[,，/\s]*(?:[（(]?共\s*\d{1,4}\s*页[）)]?)?"
    r"|共\s*\d{1,4}\s*页[,，/\s]*第\s*\d{1,4}\s*页|\d{1,4}\s*/\s*\d{1,4}|[Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?)\s*"
)
_CONTINUED = re.compile(r"\s*[（(]?续\s*上?\s*[表页](?:\s*[\d一二三四五六七八九十]{1,3})?[）)]?\s*")
_BARE = re.compile(r"\s*\d{1,4}\s*")
_DIGITS = re.compile(r"\d+")


def without_furniture(pages: Sequence[Page], lines: Sequence[Line]) -> tuple[list[Line], list[str]]:
    """The lines without page numbers and running heads, and the running heads, each once.

    Args:
        pages: the pages.
        lines: the lines outside tables of all pages.
    """
    sizes = {page.number: page.height for page in pages}
    edge = [line for line in lines if _is_within(line, sizes[line.page], _NUMBER_ZONE)]
    numbers = {id(line) for line in edge if _MARKED.fullmatch(line.text)} | _counted(edge)
    heads = _repeated([line for line in edge if id(line) not in numbers], sizes)
    kept = [line for line in lines if id(line) not in numbers and id(line) not in heads]
    return kept, list(dict.fromkeys(heads.values()))


def says_continued(line: Line, tables: Sequence[Box]) -> bool:
    """Whether a line over a table only says that it goes on from the page before."""
    near = 4 * line.size
    return bool(_CONTINUED.fullmatch(line.text)) and any(0 <= box.top - line.box.bottom < near for box in tables)


def _is_within(line: Line, height: float, zone: tuple[float, float]) -> bool:
    """Whether a line's middle is as near to the upper or lower edge."""
    middle = (line.box.top + line.box.bottom) / 2
    return min(middle, height - middle) < max(zone[0], zone[1] * height)


def _counted(edge: list[Line]) -> set[int]:
    """Bare numbers that count the pages: on two pages at least they differ as the pages do."""
    found: dict[int, list[Line]] = defaultdict(list)
    for line in edge:
        if _BARE.fullmatch(line.text):
            found[int(line.text) - line.page].append(line)
    counting = max(found.values(), key=len, default=[])
    if len({line.page for line in counting}) > 1:
        return {id(line) for line in counting}
    # A lone page has nothing to compare with: only the right number in the very margin is one.
    alone = found.get(0, [])
    return {id(line) for line in alone} if len(alone) == 1 and not _others(alone[0], edge) else set()


def _others(line: Line, edge: list[Line]) -> bool:
    """Whether more stands in the same margin than the number."""
    return any(other is not line and abs(other.box.top - line.box.top) < 4 * line.size for other in edge)


def _repeated(edge: list[Line], sizes: dict[int, float]) -> dict[int, str]:
    """Lines that stand in the margin of most pages at the same height with the same words."""
    found: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for line in edge:
        if _is_within(line, sizes[line.page], _HEAD_ZONE):
            found[_DIGITS.sub("0", "".join(line.text.split())), round(line.box.top / 6)].append(line)
    often = max(2, 0.4 * len(sizes))
    return {
        id(line): line.text for lines in found.values() if len({line.page for line in lines}) >= often for line in lines
    }
