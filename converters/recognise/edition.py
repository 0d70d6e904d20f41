"""Which edition of the form a document holds: decided by the labels present, not by the year it claims."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from converters.document import Table as Grid
from converters.recognise.labels import alike, fold, piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.document import Document
    from workbook.form import Form

# A label printed in several editions says less about which one it is.
_MISSING = 0.3
_YEAR = 0.4
_ENOUGH = 0.3


@lru_cache(maxsize=16)
def form_labels(form: Form) -> frozenset[str]:
    """Every label that the tables of a form print, folded; those of one character say nothing."""
    words: set[str] = set()
    for table in form.tables:
        for block in table.blocks:
            words |= {fold(row.label) for row in block.rows}
            words |= {fold(column.label) for column in block.columns}
    return frozenset(word for word in words if len(word) > 1)


def document_words(document: Document) -> frozenset[str]:
    """The folded texts that may be labels: table cells, and short lines with their numbers taken off."""
    words: set[str] = set()
    for block in document.blocks:
        if isinstance(block, Grid):
            words |= {piece(cell.text).folded for cell in block.cells if len(cell.text) < 80}
        else:
            for line in block.text.split("\n"):
                if len(line) < 80:
                    words |= {piece(part).folded.rstrip("0123456789") for part in (line, *line.split())}
    return frozenset(words - {""})


def decide(document: Document, forms: Sequence[Form], year: int | None) -> Form | None:
    """The form whose tables the document holds, or None when it holds none of them.

    Labels that few editions share weigh most; the year only breaks a tie.
    """
    words = document_words(document)
    shared = Counter(label for form in forms for label in form_labels(form))
    scores: list[tuple[float, int]] = []
    for number, form in enumerate(forms):
        labels = form_labels(form)
        hits = {label for label in labels if _present(label, words, loosely=shared[label] < len(forms))}
        if not _holds_a_table(form, hits):
            continue
        weight = sum(1 / shared[label] for label in hits) - _MISSING * sum(1 / shared[label] for label in labels - hits)
        scores.append((weight + (_YEAR if year is not None and form.covers(year) else 0.0), number))
    return forms[max(scores)[1]] if scores else None


def _present(label: str, words: frozenset[str], *, loosely: bool) -> bool:
    if label in words:
        return True
    if not loosely or len(label) < 3:
        return False
    near = (word for word in words if abs(len(word) - len(label)) <= 3)
    return any(len(set(word) & set(label)) >= 0.7 * len(label) and alike(word, label) >= 0.8 for word in near)


def _holds_a_table(form: Form, hits: set[str]) -> bool:
    """Whether enough labels of at least one table are there."""
    for table in form.tables:
        labels = {fold(row.label) for row in table.rows} | {
            fold(column.label) for block in table.blocks for column in block.columns
        }
        labels = {label for label in labels if len(label) > 1}
        if len(labels & hits) >= max(3, _ENOUGH * len(labels)):
            return True
    return False
