"""Bind a table's columns to the form's by their headers, the groups above them and their order."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from converters.recognise.labels import alike, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.form import Block, Column, Form, Table

# Header words of columns that hold no figure.
ASIDE = frozenset({"序号", "编号", "代码", "备注", "说明", "行次", "小计", "占比", "同比", "上年数"})
_LABEL_TITLES = frozenset({"统计指标", "指标", "指标名称", "项目", "内容", "信息内容", "类别", "单位", "计量单位"})
_GOOD = 0.7
_BREAKS = 4


@lru_cache(maxsize=64)
def head_words(table: Table) -> frozenset[str]:
    """Everything that may stand in the header of a table, folded."""
    words = set(ASIDE | _LABEL_TITLES)
    for block in table.blocks:
        words |= {fold(text) for text in (block.title, block.corner, block.unit_title, block.column_title)}
        for column in block.columns:
            words |= {
                fold(text) for text in (column.label + column.note, column.label, *column.variants, *column.groups)
            }
    words |= {fold(table.corner_note)}
    return frozenset(words - {""})


@lru_cache(maxsize=64)
def form_heads(form: Form) -> frozenset[str]:
    """The header words of every table of a form, folded."""
    return frozenset().union(*(head_words(table) for table in form.tables))


@lru_cache(maxsize=10_000)
def is_head(text: str, words: frozenset[str]) -> bool:
    """Whether a cell holds a header word, misprints allowed."""
    folded = fold(text)
    # What is more than half as long again as a word cannot be four fifths the same: most paragraphs.
    near = (word for word in words if 2 * len(folded) <= 3 * len(word))
    return folded in words or (len(folded) >= 3 and any(alike(folded, word) >= 0.8 for word in near))


def bind(stacks: Sequence[Sequence[str]], block: Block) -> dict[int, int]:
    """Bind header stacks to columns, both in order.

    Where labels repeat (结果维持 of three blocks), a header that shows only some of them, and no groups above them,
    tells nothing and binds nothing.

    Args:
        stacks: for each printed column the header cells above it, outermost first.
        block: the block whose columns are wanted.

    Returns:
        Index of the stack → index of the block's column; unbound stacks are left out.
    """
    labels = [fold(column.label) for column in block.columns]
    bound = _in_order(stacks, block)
    if len(bound) < len(labels):
        bound = _one_by_one(stacks, block) or bound
    repeated = any(labels.count(labels[to]) > 1 for to in bound.values())
    if repeated and len(bound) < len(labels) and not any(len(stacks[at]) > 1 for at in bound):
        return {}
    return bound


def _one_by_one(stacks: Sequence[Sequence[str]], block: Block) -> dict[int, int]:
    """The last stacks as the block's columns one by one, when no header word speaks against it."""
    offset = len(stacks) - len(block.columns)
    if offset < 0:
        return {}
    named = 0
    for to, column in enumerate(block.columns):
        stack = stacks[offset + to]
        if any(text.strip() for text in stack):
            if not _fit(tuple(stack), column):
                return {}
            named += 1
    return {offset + to: to for to in range(len(block.columns))} if 2 * named >= len(block.columns) else {}


def _in_order(stacks: Sequence[Sequence[str]], block: Block) -> dict[int, int]:
    columns = block.columns
    fits = [[_fit(tuple(stack), column) for column in columns] for stack in stacks]
    best = [[0.0] * (len(columns) + 1) for _ in range(len(stacks) + 1)]
    for at in range(len(stacks) - 1, -1, -1):
        for to in range(len(columns) - 1, -1, -1):
            joined = fits[at][to] + best[at + 1][to + 1] if fits[at][to] else 0.0
            best[at][to] = max(best[at + 1][to], best[at][to + 1], joined)
    return _path(fits, best)


def _path(fits: list[list[float]], best: list[list[float]]) -> dict[int, int]:
    bound: dict[int, int] = {}
    at = to = 0
    while at < len(fits) and to < len(best[0]) - 1:
        if fits[at][to] and best[at][to] == fits[at][to] + best[at + 1][to + 1]:
            bound[at] = to
            at, to = at + 1, to + 1
        elif best[at][to] == best[at + 1][to]:
            at += 1
        else:
            to += 1
    return bound


@lru_cache(maxsize=20_000)
def _fit(stack: tuple[str, ...], column: Column) -> float:
    """0, or the likeness of the lowest header cell with the column's label, more where the groups agree."""
    words = [folded for folded in (fold(text) for text in stack) if folded]
    names = (column.label, column.label + column.note, *column.variants)
    if not words or (words[-1] in ASIDE and words[-1] not in map(fold, names)):
        return 0.0
    # A narrow column breaks a label over several header cells, at worst into its characters.
    ends = {"".join(words[-count:]) for count in range(1, min(_BREAKS, len(words)) + 1)}
    label = max(_likeness(end, fold(text)) for end in ends for text in names)
    if label < _GOOD:
        return 0.0
    above = words[:-1]
    known = [fold(group) for group in column.groups]
    agree = sum(0.4 for group in known if any(alike(group, word) >= 0.75 for word in above))
    return label + agree


def _likeness(found: str, known: str) -> float:
    if found.startswith(known) and len(known) >= 3:
        return 0.9
    return alike(found, known)
