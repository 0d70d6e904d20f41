"""Pieces of text into lines, and lines into words: no blanks between Chinese characters, blanks between words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from converters.readers.paper.page import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from converters.readers.paper.page import Piece

# Pieces that share this part of the lower one's height stand on one line.
_SHARED = 0.5
# From where a gap, in letter heights, is a blank: between Chinese characters, between other letters, or as two blanks.
_HAN_GAP = 0.7
_WORD_GAP = 0.18
_WIDE_GAP = 1.6
# How far back a line may still be added to: pieces come sorted by their middle, lines of a page lie apart.
_OPEN_LINES = 4


@dataclass(slots=True)
class Line:
    """A line of text; ``number`` counts the lines of its page from 1, ``size`` is that of most of its letters."""

    page: int
    pieces: list[Piece]
    box: Box
    number: int = 0
    _size: float = 0.0
    _text: str = ""

    @property
    def size(self) -> float:
        """The height of the letters in points, weighted by how many there are."""
        self._size = self._size or letter_size(self.pieces)
        return self._size

    @property
    def text(self) -> str:
        """The words, blanks where the gaps are."""
        self._text = self._text or line_text(self.pieces)
        return self._text


def letter_size(pieces: Sequence[Piece]) -> float:
    """The size that most letters of these pieces have; the height of their boxes where no size is known."""
    count: dict[float, int] = {}
    for piece in pieces:
        size = piece.size or piece.box.bottom - piece.box.top
        count[size] = count.get(size, 0) + len(piece.text)
    return max(count, key=lambda size: (count[size], size)) if count else 0.0


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around boxes, of which there is at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def lines_of(pieces: Sequence[Piece], page: int) -> list[Line]:
    """The pieces as lines from top to bottom, each sorted from left to right."""
    if len({(piece.box.top, piece.box.bottom) for piece in pieces}) == 1:
        ordered = sorted(pieces, key=lambda piece: piece.box.left)
        return [Line(page, ordered, around([ordered[0].box, ordered[-1].box]))]
    groups: list[list[Piece]] = []
    spans: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda piece: piece.box.top + piece.box.bottom):
        top, bottom = piece.box.top, piece.box.bottom
        for at in range(len(groups) - 1, max(-1, len(groups) - 1 - _OPEN_LINES), -1):
            first, last = spans[at]
            if min(bottom, last) - max(top, first) > _SHARED * min(bottom - top, last - first):
                groups[at].append(piece)
                # The first piece's height rules: a tall one must not swallow the line below.
                break
        else:
            groups.append([piece])
            spans.append((top, bottom))
    found = [
        Line(page, sorted(group, key=lambda piece: piece.box.left), around(p.box for p in group)) for group in groups
    ]
    return sorted(found, key=lambda line: line.box.top + line.box.bottom)


def line_text(pieces: Sequence[Piece]) -> str:
    """The text of pieces sorted from left to right."""
    words: list[str] = []
    last: Piece | None = None
    for piece in pieces:
        if last is not None:
            words.append(_between(last, piece))
        words.append(piece.text)
        last = piece
    return "".join(words).strip()


def _between(last: Piece, piece: Piece) -> str:
    gap = piece.box.left - last.box.right
    if gap <= 0:
        return ""
    size = min(_height(last), _height(piece))
    if gap > _WIDE_GAP * size:
        return "  "
    wide = is_wide(last.text[-1:]) or is_wide(piece.text[:1])
    return " " if gap > (_HAN_GAP if wide else _WORD_GAP) * size else ""


def _height(piece: Piece) -> float:
    return piece.size or piece.box.bottom - piece.box.top


def is_wide(letter: str) -> bool:
    """Whether a letter belongs to a script written without blanks: Chinese characters and full-width signs."""
    return letter >= "\u2e80"


def join(texts: Iterable[str], between: str = " ") -> str:
    """Lines of one paragraph as its text: blanks only where two words of letters meet."""
    found = ""
    for text in texts:
        apart = found and text and not (is_wide(found[-1]) or is_wide(text[0]))
        found += (between if apart else "") + text
    return found


def score_of(pieces: Iterable[Piece]) -> float | None:
    """How sure the least sure piece is; None where none was recognised from a picture."""
    return min((piece.score for piece in pieces if piece.score is not None), default=None)


def picture_of(pieces: Sequence[Piece]) -> bytes:
    """The picture of a lone piece."""
    return pieces[0].picture if len(pieces) == 1 else b""
