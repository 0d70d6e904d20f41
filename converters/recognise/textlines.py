"""Lines of text as table rows: labels, and the values that stand behind them with their positions."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from converters.document import Table
from converters.recognise.labels import fold, pieces
from workbook.values import MEASURES, read_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from converters.document import Document
    from converters.recognise.labels import Piece

_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–]+\s*\d{1,4}\s*[-—–]+|第?\s*\d{1,4}\s*页.{0,10}|\d{1,4}\s*/\s*\d{1,4}|·\s*\d{1,4}\s*·)\s*"
)
_SENTENCE_LENGTH = 30
_MEASURE = re.compile(MEASURES.replace("|%|％", ""))
_GLUED = re.compile(r"(.*[^\d.,+\-])([+-]?\d[\d,]*(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as read: ``number`` is its line in the file, ``page`` its page, where known."""

    text: str
    number: int | None
    page: int | None
    block: int


@dataclass(frozen=True, slots=True)
class Token:
    """A word with the columns it covers; a Chinese character covers two."""

    text: str
    start: int
    end: int

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a line. ``cells``: how many cells the line has when tabs part them, else 0."""

    tokens: tuple[Token, ...]
    cells: int = 0
    # Two blanks or more between words: the line keeps the columns of a page.
    spread: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line taken apart."""

    line: TextLine
    label: str
    pieces: tuple[Piece, ...]
    values: Values | None


def text_lines(document: Document) -> list[TextLine]:
    """The lines of all paragraphs, and of prose that stands in a frame; page numbers are left out."""
    found = []
    for block, content in enumerate(document.blocks):
        texts = _framed(content) if isinstance(content, Table) else [content.text]
        place = content.place
        for text in (line for whole in texts for line in whole.split("\n")):
            if text.strip() and not _PAGE_NUMBER.fullmatch(unicodedata.normalize("NFKC", text)):
                found.append(TextLine(text, place.line, place.page, block))
    return found


def _framed(table: Table) -> list[str]:
    """The prose of a table that only frames it: cells alone in their row that hold whole sentences."""
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell.text)
    alone = [cells[0] for _, cells in sorted(rows.items()) if len(cells) == 1]
    return alone if any(len(text) > _SENTENCE_LENGTH and "。" in text for text in alone) else []


def take_apart(line: TextLine, labels: frozenset[str]) -> Row:
    """Part a line into label and values.

    Args:
        line: the line.
        labels: the folded labels of the form, so that a number that ends a label is not taken for a value.
    """
    label, values = _by_tabs(line.text) if "\t" in line.text.strip("\n") else _by_blanks(line.text, labels)
    return Row(line, label, tuple(pieces(label)) if label else (), values)


def _by_tabs(text: str) -> tuple[str, Values | None]:
    cells = [cell.strip() for cell in text.split("\t")]
    words = [at for at, cell in enumerate(cells) if cell and not is_value(cell) and not _MEASURE.fullmatch(cell)]
    first = words[-1] + 1 if words else 0
    label = " ".join(cell for cell in cells[:first] if not _MEASURE.fullmatch(cell) and not is_value(cell))
    rest = [(at, cell) for at, cell in enumerate(cells) if at >= first and not _MEASURE.fullmatch(cell)]
    tokens = tuple(Token(cell, at, at) for at, cell in rest)
    return label, Values(tokens, len(cells)) if tokens else None


def _by_blanks(text: str, labels: frozenset[str]) -> tuple[str, Values | None]:
    words = tokens_of(text)
    first = len(words)
    while first and (is_value(words[first - 1].text) or _MEASURE.fullmatch(words[first - 1].text)):
        first -= 1
    before, values = words[:first], [word for word in words[first:] if is_value(word.text)]
    label = " ".join(word.text for word in before)
    if before and values and _ends_label(label, values[0].text, labels):
        label, values = f"{label}{values[0].text}", values[1:]
    glued = _GLUED.fullmatch(before[-1].text) if before and not values else None
    if glued and fold(" ".join([*(word.text for word in before[:-1]), glued[1]])) in labels:
        end = before[-1].end
        values = [Token(glued[2], end - len(glued[2]), end)]
        label = label[: -len(glued[2])]
    spread = bool(re.search(r"\S {2,}\S|^ {2,}", unicodedata.normalize("NFKC", text)))
    return label, Values(tuple(values), spread=spread) if values else None


def _ends_label(label: str, value: str, labels: frozenset[str]) -> bool:
    """Whether a number is the label's own ("相同信息计 1 条")."""
    joined = fold(label + value)
    return len(joined) > 2 and any(joined in known and joined != known for known in labels)


def tokens_of(text: str) -> list[Token]:
    """The words of a line with the columns they cover."""
    found: list[Token] = []
    at = 0
    word, start = "", 0
    for char in [*text.expandtabs(8), " "]:
        width = 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if char.isspace():
            if word:
                found.append(Token(word, start, at))
            word = ""
        else:
            start = start if word else at
            word += char
        at += width
    return found


def is_value(text: str) -> bool:
    """Whether a word is a number in digits or a stroke that stands for one; numerals in words are labels here."""
    printed = read_cell(text)
    return printed.state == "not_applicable" or (printed.state == "reported" and any(map(str.isdigit, text)))


def joined(rows: Iterable[Row], wanted: int) -> list[Row]:
    """Put values together that a narrow page broke over lines, where together they make a full row."""
    found: list[Row] = []
    for row in rows:
        last = found[-1] if found else None
        if (
            last is not None
            and last.values
            and row.values
            and not row.pieces
            and not (last.values.cells or row.values.cells)
        ):
            both = (*last.values.tokens, *row.values.tokens)
            if len(row.values.tokens) < wanted and len(last.values.tokens) < wanted and len(both) <= wanted:
                found[-1] = Row(last.line, last.label, last.pieces, Values(both))
                continue
        found.append(row)
    return found
