"""Where in a text a table lies: lines with its labels, parts of them, its header or bare values, close together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from converters.recognise.columns import is_head
from converters.recognise.labels import alike, fold
from converters.recognise.textlines import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.recognise.align import Aligner
    from converters.recognise.labels import Piece
    from converters.recognise.textlines import Row

# A line longer than this (folded characters) is running text.
_PROSE = 60
# A line no longer than this may be a scrap of a label in a narrow column.
_SCRAP = 14
# Strange lines in a row (a page's foot and head) that do not end a table.
_STRANGE = 4
_LIKE = 0.75
# Likeness with a section's title; without a number in front only the title itself will do.
_TITLE = 0.8
_BARE_TITLE = 0.95
_SCRAP_WEIGHT = 0.25


@dataclass(slots=True)
class Region:
    """Lines ``first`` to ``last`` (not included) with the rows plainly met and the number of scraps."""

    first: int
    last: int
    rows: set[int] = field(default_factory=set)
    scraps: int = 0

    @property
    def weight(self) -> float:
        """How much of the table the lines show."""
        return len(self.rows) + _SCRAP_WEIGHT * self.scraps


class Surveyor:
    """Tells what each line is to one table.

    Args:
        aligner: the table's rows.
        heads: folded words of its header.
        titles: folded titles of the report's sections, which end a table.
    """

    def __init__(self, aligner: Aligner, heads: frozenset[str], titles: Sequence[str]) -> None:
        self.aligner = aligner
        self.heads = heads
        self.titles = titles

    def region(self, lines: Sequence[Row]) -> Region | None:
        """The table's lines; None when the text does not hold it."""
        best = max(self.regions(lines), key=lambda region: region.weight, default=None)
        enough = max(3, len(self.aligner.rows) // 4)
        return best if best is not None and best.weight >= enough else None

    def regions(self, lines: Sequence[Row]) -> Iterator[Region]:
        """Every stretch of lines that may be the table or a part of it."""
        current: Region | None = None
        for at, line in enumerate(lines):
            row = self.row_of(line)
            scrap = row is None and self.is_scrap(line)
            belongs = row is not None or scrap or self.is_head_line(line)
            if current is not None and (self.opens_section(line) or (belongs and at - current.last > _STRANGE)):
                yield current
                current = None
            if current is not None and not belongs and is_bare(line) and at == current.last:
                current.last = at + 1
            if not belongs:
                continue
            current = current or Region(at, at)
            current.last = at + 1
            current.rows |= {row} if row is not None else set()
            current.scraps += scrap
        if current is not None:
            yield current

    def row_of(self, line: Row) -> int | None:
        """The row whose label this line plainly holds, or None."""
        if not _may_be_label(line) or self.opens_section(line):
            return None
        for found in line.pieces:
            for index, _, _ in self.aligner.fits(found)[:1]:
                label = self.aligner.labels[index]
                if found.folded in label.cores and (len(found.folded) > 2 or line.values or len(line.pieces) == 1):
                    return index
                part = len(found.folded) > 3 and found.folded in label.whole
                like = max(alike(found.folded, core) for core in (label.whole, *label.cores))
                if part or (len(found.folded) > 2 and like >= _LIKE):
                    return index
        return None

    def is_scrap(self, line: Row) -> bool:
        """Whether a short line is made of parts of labels, as narrow columns break them."""
        if len(fold(line.line.text)) > _PROSE or not line.pieces:
            return False
        texts = [found.folded for found in line.pieces if found.folded]
        return all(len(text) <= _SCRAP and self.is_part(text) for text in texts)

    def is_part(self, text: str) -> bool:
        """Whether a folded text is a part of a label or of a header word."""
        return any(text in label.whole for label in self.aligner.labels) or any(text in head for head in self.heads)

    def is_head_line(self, line: Row) -> bool:
        """Whether a line is of the table's header."""
        words = [token.text for token in tokens_of(line.line.text)]
        known = [word for word in words if self.is_head_word(word)]
        if line.values or not any(len(fold(word)) > 1 for word in known):
            return False
        return len(known) == len(words) or (len(words) > 2 and 3 * len(known) >= 2 * len(words))

    def is_scrap_of_head(self, line: Row) -> bool:
        """Whether a line holds nothing but header words, parts of them, or single characters of them."""
        words = [fold(token.text) for token in tokens_of(line.line.text)]
        return line.values is None and all(any(word in head for head in self.heads) for word in words)

    def is_head_word(self, word: str) -> bool:
        """A header cell, or a part of one that a narrow column broke off."""
        folded = fold(word)
        return len(folded) <= 1 or is_head(word, self.heads) or any(folded in head for head in self.heads)

    def opens_section(self, line: Row) -> bool:
        """Whether a line is the heading of a section of the report, rather than a heading row of the table."""
        return not line.values and any(self.is_title(found) for found in line.pieces)

    def is_title(self, found: Piece) -> bool:
        """Whether a piece is a section's title and no label of this table."""
        if len(found.folded) <= 3:
            return False
        enough = _TITLE if found.mark else _BARE_TITLE
        title = max((alike(found.folded, title) for title in self.titles), default=0.0)
        if title < enough:
            return False
        # A row's label, whole or broken off, may read like a section's title: inside a table it is the label.
        known = [text for label in self.aligner.labels for text in (label.whole, *label.cores)]
        return not any(found.folded in text or alike(found.folded, text) >= title for text in known)


def is_bare(line: Row) -> bool:
    """Whether a line holds values, or a measure word, and no label."""
    return not line.pieces


def _may_be_label(line: Row) -> bool:
    return len(fold(line.line.text)) <= _PROSE and not line.line.text.rstrip().endswith(("。", "；"))
