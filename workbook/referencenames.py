"""What a figure may be called in the text: its code, or its name as the form prints it, full or short.

A row alone stands for its total where the table has a column of totals; a name that several figures bear is
ambiguous, and tells all of them.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workbook.form import Block, Column, Form, Item, Row

# What a report says of itself, callable like a figure.
YEAR, LAST_YEAR, UNIT = "年度", "上年度", "单位"
FIELDS = (YEAR, LAST_YEAR, UNIT)
_TOTALS = ("总计", "合计", "总数")
# The blanks a user may type; the preview in the workbook takes out the same.
BLANKS = " \u3000\u00a0\t\n"
_BLANKS = re.compile(f"[{BLANKS}]+")
_NEAREST = 3


def tidy(key: str) -> str:
    """A code or name as it is compared: without blanks, with a half-width colon."""
    return _BLANKS.sub("", key).replace("：", ":")


@cache
def names_of(form: Form) -> Mapping[str, tuple[str, ...]]:
    """Every key with the codes it may mean; codes go before names, and one that is exact is never ambiguous."""
    found: dict[str, tuple[str, ...]] = {}
    items = [item for item in form.items.values() if item.code in referable(form)]
    twins = {label for label, times in Counter(row.label for row in form.rows.values()).items() if times > 1}
    for ways in (_codes, _full_names, _short_names):
        level: dict[str, dict[str, None]] = {}
        for item in items:
            for key in ways(item, form, twins):
                level.setdefault(tidy(key), {})[item.code] = None
        # A name of a later kind never takes away from an earlier one.
        found = {key: tuple(codes) for key, codes in level.items()} | found
    return {key: codes for key, codes in found.items() if key and key not in FIELDS}


@cache
def referable(form: Form) -> Mapping[str, tuple[str, ...]]:
    """The figures a text may use, each with the codes it is added up from: itself, or those of its group."""
    plain = {item.code: (item.code,) for item in form.values()}
    sums = {code: below for code, below in form.groups.items() if below and not _has_groups(form, code)}
    return plain | sums


def _has_groups(form: Form, code: str) -> bool:
    """Whether rows below a heading are headings themselves: then its plain rows are not the whole."""
    row = form.items[code].row.code
    return any(
        other.parent == row and (other.kind == "heading" or is_total(other.label)) for other in form.rows.values()
    )


def is_total(label: str) -> bool:
    """Whether a row or a column is called a total."""
    return label in _TOTALS


def _codes(item: Item, _form: Form, _twins: set[str]) -> Iterator[str]:
    yield item.code
    if _is_main(item.column, item.block) and item.row.label:
        yield item.row.code


def _full_names(item: Item, form: Form, twins: set[str]) -> Iterator[str]:
    yield item.name
    for label in _labels(item.row):
        row = f"{form.rows[item.row.parent].label}·{label}" if label in twins and item.row.parent else label
        groups = item.column.groups[-1:] if not item.row.label else ()
        columns = (item.column.label, *item.column.variants) if len(item.block.columns) > 1 else ()
        yield from ("·".join(filter(None, (row, *groups, column))) for column in columns)
        if _is_main(item.column, item.block) and row:
            yield row


def _short_names(item: Item, _form: Form, _twins: set[str]) -> Iterator[str]:
    for label in _labels(item.row):
        if label and _is_main(item.column, item.block):
            yield label
    if not item.row.label:
        yield item.column.label
        if is_total(item.column.label):
            yield from item.column.groups[-1:]


def _labels(row: Row) -> tuple[str, ...]:
    return (row.label, *row.variants)


def _is_main(column: Column, block: Block) -> bool:
    """Whether a row's name alone means this column: its only one, or that of the totals."""
    return len(block.columns) == 1 or is_total(column.label)


def nearest(form: Form, key: str) -> tuple[str, ...]:
    """The codes whose names come closest to what was written, best first."""
    names = names_of(form)
    inside = [name for name in names if len(key) > 1 and (key in name or (len(name) > 1 and name in key))]
    close = get_close_matches(key, names, n=_NEAREST, cutoff=0.5)
    codes = (code for name in (*close, *sorted(inside, key=len)) for code in names[name])
    return tuple(dict.fromkeys(codes))[:_NEAREST]
