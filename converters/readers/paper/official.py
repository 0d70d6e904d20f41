"""What the official forms print in their tables: it tells whether a page cut a label in two."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from converters.recognise.labels import fold
from workbook.formfile import all_forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.form import Form

_NUMBER = re.compile(r"[\d\s.,，．%％+\-—–/／]+|无|零")
_ENUMERATOR = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,3}(?:[）)、．]|\.(?!\d))|其中|合计|小计|总计|第)"
)
# Shorter beginnings of labels say nothing: a lone 一 begins several.
_TELLING = 4


def is_number(text: str) -> bool:
    """Whether a cell holds a figure, or a sign that stands for one."""
    return bool(_NUMBER.fullmatch(text))


def begins_row(text: str) -> bool:
    """Whether a text begins with an enumerator or a word that begins rows."""
    return bool(_ENUMERATOR.match(text))


def begins_field(text: str) -> bool:
    """Whether a text begins with the name of a field of the sign-off, a colon behind it."""
    name, colon, _ = text.replace(":", "：").partition("：")
    return bool(colon) and fold(name) in _fields()


@cache
def _fields() -> frozenset[str]:
    return frozenset(fold(field.label) for form in all_forms() for field in form.signoff)


def completes(first: str, second: str) -> bool | None:
    """Whether the second text is the rest of a label that the first begins.

    Returns:
        True when both together are an official label (or its beginning), False when the second is one by itself or the
        first is complete and the second does not belong to it, None when the forms do not know.
    """
    whole, begun, rest = fold(first + second), fold(first), fold(second)
    if not rest:
        return None
    if rest in _labels():
        return whole in _labels() and begun not in _labels()
    if whole in _labels() or (len(whole) > _TELLING and whole in _beginnings()):
        return True
    return None


@cache
def _labels() -> frozenset[str]:
    return frozenset(label for form in all_forms() for text in _printed(form) if len(label := fold(text)) > 1)


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(label[:end] for label in _labels() for end in range(2, len(label)))


def _printed(form: Form) -> Iterator[str]:
    for table in form.tables:
        for block in table.blocks:
            yield from (block.title, block.corner, block.unit_title, block.column_title, table.corner_note)
            for column in block.columns:
                yield from (column.label, *column.groups)
            for row in block.rows:
                for label in (row.label, *row.variants, f"{row.label}{row.note}"):
                    yield from (label, f"{row.num}{label}")
