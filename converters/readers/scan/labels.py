"""Words of a scan set right against the official forms: a label misread by a stroke is known, a figure never is."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from workbook.formfile import all_forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.form import Form

# One character in so many may be misread.
_ONE_IN = 5
# Shorter labels differ by too little: 其他 and 其他结果, 传真 and 传统.
_SHORTEST = 5
_NOISE = re.compile(r"[^\w]|_")
_COUNTED = re.compile(r"\d+|[一二三四五六七八九十]+")


def set_right(text: str) -> str:
    """The official label that a cell's words are a misreading of; the words themselves when they are none.

    Characters are exchanged, never added or left out: a label cut by the end of a page stays cut. Numbers in the text,
    Chinese ones included, must be those of the label: they tell it from its neighbours.
    """
    read = _plain(text)
    labels = _labels()
    if read in labels:
        return labels[read]
    if len(read) < _SHORTEST:
        return text
    near = sorted((wrong, label) for label in labels if (wrong := _differ(read, label)) <= len(read) // _ONE_IN)
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        return text
    label = near[0][1]
    return labels[label] if _COUNTED.findall(label) == _COUNTED.findall(read) else text


def known(texts: Iterator[str]) -> int:
    """How many of some texts are, or hold, words that stand on the official forms."""
    labels = [label for label in _labels() if len(label) >= _SHORTEST]
    return sum(1 for text in texts if (read := _plain(text)) and any(label in read for label in labels))


def _plain(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text))


def _differ(read: str, label: str) -> int:
    """How many characters of two words of one length differ; more than there are for other lengths."""
    return sum(map(str.__ne__, read, label)) if len(read) == len(label) else len(read) + 1


@cache
def _labels() -> dict[str, str]:
    """Every printed label of every edition, as compared → as printed."""
    return {_plain(label): label for form in all_forms() for label in _printed(form) if label}


def _printed(form: Form) -> Iterator[str]:
    yield from (f"{section.number}、{section.title}" for section in form.sections)
    for table in form.tables:
        yield from (table.title, table.corner_note)
        for block in table.blocks:
            yield from (block.title, block.corner, block.unit_title, block.column_title)
            for column in block.columns:
                yield from (column.label, f"{column.label}{column.note}", *column.groups)
            for row in block.rows:
                yield from (row.label, f"{row.num}{row.label}", row.printed)
