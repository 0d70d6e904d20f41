"""Bind the values of a text line to columns: by their full number, by the header's words, by where they stand."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from converters.recognise.columns import bind
from converters.recognise.labels import fold
from converters.recognise.textlines import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from converters.recognise.textlines import Row, Token, Values
    from workbook.form import Block, Table

# Under this key Binder.bind() gives what stands in columns that are none of the form's.
ASIDE_KEY = -1
# A word this long in a header is the note printed in its corner.
_NOTE = 17
# The share of words that must stand under a column for a page to be believed to keep its columns.
_AGREEMENT = 0.9
_SIDE_TITLES = ("统计指标", "指标", "单位", "计量单位", "备注", "说明", "序号")


def page_measure(lines: Iterable[Values]) -> str:
    """The measure in which the values of a page stand below one another: they begin or end at fewest places."""
    tokens = [token for line in lines if line.spread for token in line.tokens]

    def places(measure: str) -> int:
        spans = [getattr(token, measure) for token in tokens]
        return min(len({start for start, _ in spans}), len({end for _, end in spans}), len(set(map(sum, spans))))

    return min(("columns", "characters"), key=places)


class Binder:
    """The lines of one table in text: its full rows, and its header lines.

    Args:
        values: the values of every row by their place.
        heads: the header lines by their place, in reading order.
        measure: in which measure the page keeps its columns (see :func:`page_measure`).
        table: the official table they are lines of.
    """

    def __init__(self, values: Mapping[int, Values], heads: Mapping[int, Row], measure: str, table: Table) -> None:
        self.values = values
        self.widest = max(len(block.columns) for block in table.blocks)
        self.note = fold(table.corner_note)
        self.measure = measure
        self.places = list(heads)
        self.heads = [tokens_of(head.line.text) for head in heads.values()]

    def bind(self, values: Values, at: int, block: Block) -> dict[int, str] | None:
        """Column index → printed text for line ``at``; None when nothing tells which column a value belongs to."""
        tokens = values.tokens
        wanted = len(block.columns)
        if wanted == 1:
            return {0: tokens[0].text} if len(tokens) == 1 else None
        named = self.by_header(tokens, block)
        if named is not None:
            return named
        if len(tokens) == wanted and not self.has_more(block):
            return {index: token.text for index, token in enumerate(tokens)}
        return self.by_position(values, at, block)

    def has_more(self, block: Block) -> bool:
        """Whether the page has more columns than the form: then as many values as columns tell nothing."""
        wanted = len(block.columns)
        if wanted < self.widest:
            return False
        return len(self.header(block)) > wanted or any(len(line.tokens) > wanted for line in self.values.values())

    def by_header(self, tokens: Sequence[Token], block: Block) -> dict[int, str] | None:
        """As many values as the header has words, where these are not just the form's columns one by one.

        A header with fewer words than the form has columns is believed only when no row has more values than it.
        """
        words = self.header(block)
        wanted = len(block.columns)
        if len(words) != len(tokens) or len(words) == wanted:
            return None
        if len(words) < wanted and not self.is_whole(words, block):
            return None
        bound = bind([[word.text] for word in words], block)
        if len(words) > wanted and len(bound) < wanted:
            return None
        found = {to: tokens[at].text for at, to in bound.items()}
        aside = [tokens[at].text for at in range(len(tokens)) if at not in bound]
        return found | ({ASIDE_KEY: " ".join(aside)} if aside else {})

    def is_whole(self, words: Sequence[Token], block: Block) -> bool:
        """Whether these few words are all that the header says, each naming one column only."""
        if max(len(line.tokens) for line in self.values.values()) > len(words):
            return False
        said = {fold(word.text) for line in self.heads for word in line}
        known = {fold(word.text) for word in words} | self.titles(block)
        others = {word for word in said - known if word not in self.note}
        return not others and _plain(words, block)

    def titles(self, block: Block) -> set[str]:
        """The header's words that name no column of figures."""
        groups = {group for column in block.columns for group in column.groups}
        return {fold(text) for text in (block.column_title, block.corner, block.unit_title, *groups, *_SIDE_TITLES)}

    def header(self, block: Block) -> list[Token]:
        """The header's lowest words from left to right, a group's word opened into the line below it."""
        groups = {fold(group) for column in block.columns for group in column.groups}
        labels = [fold(text) for column in block.columns for text in (column.label, *column.variants)]
        titles = self.titles(block) - groups
        best: list[Token] = []
        for at, line in enumerate(self.heads):
            words = [word for word in line if fold(word.text) not in titles and len(fold(word.text)) < _NOTE]
            opened = [word for word in words if fold(word.text) in groups]
            if len(opened) == 1 and at + 1 < len(self.heads):
                place = words.index(opened[0])
                words = [*words[:place], *self.heads[at + 1], *words[place + 1 :]]
            elif opened:
                continue
            if any(fold(word.text) in labels for word in words) and len(words) > len(best):
                best = words
        return best

    def by_position(self, values: Values, at: int, block: Block) -> dict[int, str] | None:
        """Values of a page whose columns are kept by blanks: each under what stands in its column elsewhere."""
        if not values.spread:
            return None
        grids = [self.grid(at, block, whole=whole) for whole in (True, False)]
        best = max((grid for grid in grids if grid), key=lambda grid: grid.agreement, default=None)
        return best.bind(values.tokens) if best is not None and best.agreement >= _AGREEMENT else None

    def grid(self, at: int, block: Block, *, whole: bool) -> _Grid | None:
        """The columns of the page, from its full rows and the header above line ``at``."""
        wanted = len(block.columns)
        first, last, header = self.spread_header(at, block, whole=whole)
        near = [line.tokens for place, line in self.values.items() if line.spread and first <= place < last]
        full = [tokens for tokens in near if len(tokens) == wanted]
        spans: list[tuple[int, int]] = []
        for column in range(wanted):
            places = [getattr(line[column], self.measure) for line in full] + header[column : column + 1]
            if not places:
                return None
            spans.append((min(start for start, _ in places), max(end for _, end in places)))
        if any(left[1] >= right[0] for left, right in pairwise(spans)):
            return None
        return _Grid(self.measure, spans, [tokens for tokens in near if 0 < len(tokens) <= wanted])

    def spread_header(self, at: int, block: Block, *, whole: bool) -> tuple[int, int, list[tuple[int, int]]]:
        """From which line to which the header at a line is in force, and where it stands over each column."""
        runs = self.runs()
        for run in sorted(runs, key=lambda run: (run[0] > at, abs(at - run[0]))):
            lines = [line for place, line in zip(self.places, self.heads, strict=True) if place in run]
            stacks = _stacked(lines, self.measure, whole=whole)
            bound = bind([stack.texts for stack in stacks], block)
            if len(bound) == len(block.columns):
                last = min((other[0] for other in runs if other[0] > run[0]), default=sys.maxsize)
                return run[0], last, [stacks[place].span for place in sorted(bound)]
        return 0, sys.maxsize, []

    def runs(self) -> list[list[int]]:
        """The lines of each header, as a table repeats it for each block or page."""
        found: list[list[int]] = []
        for place in self.places:
            if found and place - found[-1][-1] <= 1:
                found[-1].append(place)
            else:
                found.append([place])
        return found


@dataclass(slots=True)
class _Stack:
    """Header words that stand over one another on the page, and the span they cover together."""

    span: tuple[int, int]
    texts: list[str]


def _stacked(lines: Sequence[Sequence[Token]], measure: str, *, whole: bool) -> list[_Stack]:
    """The header's columns from left to right; a word over several others is the group of each.

    ``whole``: a column reaches as far as all its words do (a label broken over lines), else as its lowest word does
    (a label of its own under the word of a group).
    """
    stacks: list[_Stack] = []
    for line in lines:
        for stack in list(stacks):
            below = [word for word in line if _meet(stack.span, getattr(word, measure))]
            if len(below) > 1:
                stacks.remove(stack)
                stacks += [_Stack(getattr(word, measure), [*stack.texts, word.text]) for word in below]
            elif below:
                first, last = getattr(below[0], measure)
                stack.span = (min(first, stack.span[0]), max(last, stack.span[1])) if whole else (first, last)
                stack.texts.append(below[0].text)
        known = [stack.span for stack in stacks]
        spans = [(getattr(word, measure), word.text) for word in line]
        stacks += [_Stack(span, [text]) for span, text in spans if not any(_meet(span, other) for other in known)]
    return sorted(stacks, key=lambda stack: stack.span)


def _meet(left: tuple[int, int], right: tuple[int, int]) -> bool:
    return left[0] < right[1] and right[0] < left[1]


class _Grid:
    """Where each column reaches on a page, and how far the page's rows agree with it."""

    def __init__(self, measure: str, spans: list[tuple[int, int]], rows: Sequence[Sequence[Token]]) -> None:
        self.measure = measure
        self.spans = spans
        self.reach = min((right[0] - left[1] for left, right in pairwise(spans)), default=0) / 2
        tokens = [token for row in rows for token in row]
        under = sum(1 for token in tokens if self.nearest(token)[0] <= 0)
        self.agreement = under / len(tokens) if tokens else 0.0

    def nearest(self, token: Token) -> tuple[int, int]:
        """How far from the nearest column, and which; 0 or less means under it."""
        start, end = getattr(token, self.measure)
        return min((max(first - end, start - last), column) for column, (first, last) in enumerate(self.spans))

    def bind(self, tokens: Sequence[Token]) -> dict[int, str] | None:
        bound: dict[int, str] = {}
        for token in tokens:
            far, column = self.nearest(token)
            if column in bound or far > self.reach:
                return None
            bound[column] = token.text
        return dict.fromkeys(range(len(self.spans)), "") | bound


def _plain(words: Sequence[Token], block: Block) -> bool:
    """Whether a header of fewer words than columns can be read one way only."""
    labels = [fold(text) for column in block.columns for text in (column.label,)]
    found = [fold(word.text) for word in words]
    return all(found.count(word) == labels.count(word) for word in found)
