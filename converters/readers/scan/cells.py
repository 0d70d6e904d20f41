"""What the cells of a ruled table say: words read once, figures in two ways, with doubt wherever the two differ."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from converters.readers.scan import strips
from converters.readers.scan.engine import Area, Read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.scan.engine import Engine
    from converters.readers.scan.ruling import Box
    from converters.readers.scan.strips import Sheet

# What stands where ink could not be read: the printers' mark for a missing letter. No figure is ever guessed.
UNREADABLE = "〓"
# A figure whose two readings differ is no surer than this, however sure each of them was.
DIFFERENT = 0.4
# No recognition is beyond doubt; 1 is for what a person has confirmed.
SUREST = 0.999
# Below this a reading of a few strokes is dirt.
_DIRT = 0.3
# What a lone stroke is taken for by the engine, when it is aslant and when it lies flat.
_LIKE_SLASH, _LIKE_DASH = frozenset("1lI|/丿ノ"), frozenset("一-—–_")
_STROKE = 0.6
_WORDS = re.compile(r"[\u4e00-\u9fff]")
# Words that stand in a figure's cell nevertheless.
_FIGURE_WORDS = frozenset("一二三四五六七八九十百千万亿余多无件条次个人项元〇零")
_DIGITS = re.compile(r"\d+")


class CellText(NamedTuple):
    """The text of a cell, its score, whether it is a figure rather than words, and where its ink is."""

    text: str
    score: float
    figure: bool
    area: Area


def read_cell(engine: Engine, sheet: Sheet, box: Box) -> CellText | None:
    """The text of a cell; None for a cell without ink."""
    lines = strips.lines_in(sheet, box.area)
    if not lines:
        return None
    reads = [engine.read(strips.plain_strip(sheet, line, box.area)) for line in lines]
    text = join([read.text for read in reads])
    figure = is_figure(text)
    if figure:
        reads = [_second(engine, sheet, box.area, line, read) for line, read in zip(lines, reads, strict=True)]
        text = "\n".join(read.text for read in reads if read.text)
        if _wraps(lines, box.area, sheet.writing):
            text = text.replace("\n", "")
    score = min(SUREST, *(read.score for read in reads))
    if (figure and "\n" in text) or box.torn:
        # Two figures in one cell: the rule between two rows was lost.
        score = min(score, DIFFERENT)
    if not text:
        if not _is_writing(lines, sheet.writing):
            return None
        text, score, figure = UNREADABLE, 0.0, True
    return CellText(text, score, figure, _hull(lines))


def _wraps(lines: Sequence[Area], cell: Area, writing: float) -> bool:
    """Whether every line but the last fills its cell, so that the next one goes on with it."""
    room = cell.right - cell.left - 2 * writing
    return all(line.right - line.left > room for line in lines[:-1])


def is_figure(text: str) -> bool:
    """Whether a text may be a figure: anything but words, nothing read at all included."""
    return all(char in _FIGURE_WORDS for char in _WORDS.findall(text)) and len(text) < 24


def join(texts: Sequence[str]) -> str:
    """Lines of a cell as one text; a blank only between two Latin words."""
    whole = ""
    for text in texts:
        apart = whole[-1:].isascii() and whole[-1:].isalpha() and text[:1].isascii() and text[:1].isalpha()
        whole += " " + text if apart else text
    return whole


def _second(engine: Engine, sheet: Sheet, cell: Area, line: Area, first: Read) -> Read:
    """The first reading of a line, with the doubt that a second one and the number of its strokes cast on it."""
    second = engine.read(strips.black_strip(sheet, line, cell))
    if stroke := _lone_stroke(sheet, line, {first.text, second.text}):
        return Read(stroke, _STROKE)
    if _plain(second.text) != _plain(first.text):
        better = max(first, second, key=lambda read: (bool(read.text), read.score))
        return Read(better.text if better.score > _DIRT else "", min(DIFFERENT, better.score))
    if not first.text or min(first.score, second.score) < _DIRT:
        return Read("", 0.0)
    if _DIGITS.fullmatch(first.text) and strips.blobs(sheet, line) > len(first.text):
        return Read(first.text, DIFFERENT)
    return Read(first.text, min(first.score, second.score))


def _lone_stroke(sheet: Sheet, line: Area, texts: set[str]) -> str:
    """The sign that a lone stroke is by its shape, where the engine takes 1 for / and a numeral for a dash; or none."""
    if max(map(len, texts)) > 1:
        return ""
    if texts & _LIKE_SLASH and strips.is_aslant(sheet, line):
        return "/"
    return "—" if texts & _LIKE_DASH and strips.is_flat(sheet, line) else ""


def _plain(text: str) -> str:
    """Half-width and without blanks: both readings mean the same then."""
    return "".join(unicodedata.normalize("NFKC", text).replace("，", ",").split())


def _is_writing(lines: Sequence[Area], writing: float) -> bool:
    """Whether unread ink has the height of writing, as a fold or a spot has not."""
    return any(line.bottom - line.top >= writing * 0.5 for line in lines)


def _hull(areas: Sequence[Area]) -> Area:
    return Area(
        min(area.left for area in areas),
        min(area.top for area in areas),
        max(area.right for area in areas),
        max(area.bottom for area in areas),
    )
