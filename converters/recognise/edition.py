"""Which edition of the form a document holds: decided by the labels present, not by the year it claims."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from converters.document import Table as Grid
from converters.recognise.labels import alike, fold, piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from converters.document import Document
    from workbook.form import Form, Table

# A label printed in several editions says less about which one it is.
_MISSING = 0.3
_YEAR = 0.4
_ENOUGH = 0.3
_ALIKE = 0.8
_SENTENCE = re.compile("[。；，！？]")


@lru_cache(maxsize=64)
def table_labels(table: Table) -> frozenset[str]:
    """Every label that a table prints, folded; those of one character say nothing."""
    words = {fold(row.label) for row in table.rows}
    words |= {fold(column.label) for block in table.blocks for column in block.columns}
    return frozenset(word for word in words if len(word) > 1)


@lru_cache(maxsize=16)
def form_labels(form: Form) -> frozenset[str]:
    """Every label that the tables of a form print."""
    return frozenset().union(*map(table_labels, form.tables))


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


def cell_words(document: Document) -> frozenset[str]:
    """The folded texts of table cells."""
    return frozenset(
        piece(cell.text).folded for table in document.tables for cell in table.cells if len(cell.text) < 80
    )


def running_labels(document: Document) -> str:
    """The lines that may be of a table, run together without their numbers: a label broken over lines is whole here."""
    lines = [line for block in document.paragraphs for line in block.text.split("\n") if len(line) < 80]
    short = (line for line in lines if not _SENTENCE.search(line))
    return "".join(re.sub(r"\d", "", piece(line).folded) for line in short)


def _whole(labels: Iterable[str], running: str) -> set[str]:
    """The labels that stand in a text, one that stands only within a longer one left out."""
    found: set[str] = set()
    for label in sorted(labels, key=lambda label: (-len(label), label)):
        if label in running:
            found.add(label)
            running = running.replace(label, "\n")
    return found


def decide(document: Document, forms: Sequence[Form], year: int | None) -> Form | None:
    """The form whose tables the document holds, or None when it holds none of them.

    Labels that few editions share weigh most; the year only breaks a tie.
    """
    words = document_words(document)
    running = running_labels(document)
    letters: dict[int, list[tuple[str, frozenset[str]]]] = {}
    for word in words:
        letters.setdefault(len(word), []).append((word, frozenset(word)))
    printed = [form_labels(form) for form in forms]
    shared = Counter(label for labels in printed for label in labels)
    present = _whole(shared, running) | (shared.keys() & cell_words(document))
    present |= {
        label
        for label in shared.keys() - present
        if shared[label] < len(forms) and label not in running and _is_near(label, letters)
    }
    scores: list[tuple[float, int]] = []
    for number, (form, labels) in enumerate(zip(forms, printed, strict=True)):
        hits = labels & present
        held = [table for table in map(table_labels, form.tables) if _is_held(table, hits)]
        if not held:
            continue
        # A document that holds one table of the form says nothing by leaving out the labels of another.
        missing = frozenset().union(*held) - hits
        weight = sum(1 / shared[label] for label in hits) - _MISSING * sum(1 / shared[label] for label in missing)
        scores.append((weight + (_YEAR if year is not None and form.covers(year) else 0.0), number))
    return forms[max(scores)[1]] if scores else None


def _is_near(label: str, letters: Mapping[int, Sequence[tuple[str, frozenset[str]]]]) -> bool:
    """Whether a word is the label with misprints; ``letters`` are words with their characters, by length."""
    size = len(label)
    if size < 3:
        return False
    own, enough = frozenset(label), 0.7 * size
    near = (known for length in range(size - 3, size + 4) for known in letters.get(length, ()))
    return any(len(own & letters_of) >= enough and alike(word, label) >= _ALIKE for word, letters_of in near)


def _is_held(labels: AbstractSet[str], hits: AbstractSet[str]) -> bool:
    """Whether enough labels of a table are there."""
    return len(labels & hits) >= max(3, _ENOUGH * len(labels))
