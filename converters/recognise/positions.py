"""Bind the values of a text line to columns: by their full number, by the header's words, by where they stand."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from converters.recognise.columns import bind
from converters.recognise.labels import fold
from converters.recognise.textlines import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.recognise.textlines import Row, Token, Values
    from workbook.form import Block

# Under this key Binder.bind() gives what stands in columns that are none of the form's.
ASIDE_KEY = -1
_SIDE_TITLES = ("统计指标", "指标", "单位", "计量单位", "备注", "说明", "序号")


class Binder:
    """The lines of one table in text: its full rows, and its header lines.

    Args:
        values: the values of every row.
        heads: the header lines, in reading order.
    """

    def __init__(self, values: Sequence[Values], heads: Sequence[Row]) -> None:
        self.values = values
        self.heads = [tokens_of(head.line.text) for head in heads]

    def bind(self, values: Values, block: Block) -> dict[int, str] | None:
        """Column index → printed text; None when nothing tells which column a value belongs to."""
        tokens = values.tokens
        wanted = len(block.columns)
        if wanted == 1:
            return {0: tokens[0].text} if len(tokens) == 1 else None
        named = self.by_header(tokens, block)
        if named is not None:
            return named
        if len(tokens) == wanted:
            return {index: token.text for index, token in enumerate(tokens)}
        return self.by_position(values, block)

    def by_header(self, tokens: Sequence[Token], block: Block) -> dict[int, str] | None:
        """As many values as the header has words, where these are not just the form's columns one by one.

        A header with fewer words than the form has columns is believed only when no row has more values than it.
        """
        words = self.header(block)
        wanted = len(block.columns)
        if len(words) != len(tokens) or len(words) == wanted:
            return None
        if len(words) < wanted and (not _plain(words, block) or max(len(v.tokens) for v in self.values) > len(words)):
            return None
        bound = bind([[word.text] for word in words], block)
        if len(words) > wanted and len(bound) < wanted:
            return None
        found = {to: tokens[at].text for at, to in bound.items()}
        aside = [tokens[at].text for at in range(len(tokens)) if at not in bound]
        return found | ({ASIDE_KEY: " ".join(aside)} if aside else {})

    def header(self, block: Block) -> list[Token]:
        """The header's lowest words from left to right, a group's word opened into the line below it."""
        groups = {fold(group) for column in block.columns for group in column.groups}
        labels = [fold(text) for column in block.columns for text in (column.label, *column.variants)]
        titles = {fold(text) for text in (block.column_title, block.corner, *_SIDE_TITLES)}
        best: list[Token] = []
        for at, line in enumerate(self.heads):
            words = [word for word in line if fold(word.text) not in titles]
            opened = [word for word in words if fold(word.text) in groups]
            if len(opened) == 1 and at + 1 < len(self.heads):
                place = words.index(opened[0])
                words = [*words[:place], *self.heads[at + 1], *words[place + 1 :]]
            elif opened:
                continue
            if any(fold(word.text) in labels for word in words) and len(words) > len(best):
                best = words
        return best

    def by_position(self, values: Values, block: Block) -> dict[int, str] | None:
        """Values of a page whose columns are kept by blanks: each under what stands in its column elsewhere."""
        spans = self.spans(block) if values.spread else None
        if spans is None:
            return None
        reach = min(right[0] - left[1] for left, right in pairwise(spans)) / 2
        bound: dict[int, str] = {}
        for token in values.tokens:
            far, index = min((_distance(token, span), at) for at, span in enumerate(spans))
            if index in bound or far > reach:
                return None
            bound[index] = token.text
        return dict.fromkeys(range(len(spans)), "") | bound

    def spans(self, block: Block) -> list[tuple[int, int]] | None:
        """From where to where each column reaches on the page; None when columns overlap or are unknown."""
        wanted = len(block.columns)
        lines = [list(line.tokens) for line in self.values if line.spread and len(line.tokens) == wanted]
        header = self.spread_header(block)
        lines += [header] if header else []
        if not lines:
            return None
        spans = [(min(line[at].start for line in lines), max(line[at].end for line in lines)) for at in range(wanted)]
        return spans if all(left[1] < right[0] for left, right in pairwise(spans)) else None

    def spread_header(self, block: Block) -> list[Token] | None:
        """The header's words, one for each column, where they stand over their columns on the page."""
        words = [word for line in self.heads for word in line]
        words = sorted({word: None for word in words}, key=lambda word: word.start)
        bound = bind([[word.text] for word in words], block)
        if len(bound) != len(block.columns):
            return None
        return [words[at] for at in sorted(bound)]


def _distance(token: Token, span: tuple[int, int]) -> int:
    return max(0, span[0] - token.end, token.start - span[1])


def _plain(words: Sequence[Token], block: Block) -> bool:
    """Whether a header of fewer words than columns can be read one way only."""
    labels = [fold(text) for column in block.columns for text in (column.label,)]
    found = [fold(word.text) for word in words]
    return all(found.count(word) == labels.count(word) for word in found)
