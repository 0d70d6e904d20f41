"""Lines of text as table rows: labels, and the values that stand behind them with their positions."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from converters.document import Table
from converters.recognise.labels import alike, fold, piece, pieces
from workbook.values import MEASURES, read_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from converters.document import Document
    from converters.recognise.labels import Piece

_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–]+\s*\d{1,4}\s*[-—–]+|第?\s*\d{1,4}\s*页.{0,10}|\d{1,4}\s*/\s*\d{1,4}|·\s*\d{1,4}\s*·)\s*"
)
_SENTENCE_LENGTH = 30
# A label with misprints is still the whole label when it is as like as this, and no longer or shorter than that.
_WHOLE = 0.75
_MISPRINTS = 3
_LOOSELY = 0.6
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
    """A word and where it stands: ``columns`` counts a Chinese character as two, ``characters`` as one.

    Both are spans from start to end: text set for a screen keeps columns, text drawn from a PDF keeps characters.
    """

    text: str
    columns: tuple[int, int]
    characters: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a line; ``spread``: two blanks or more between words, so the line keeps a page's columns."""

    tokens: tuple[Token, ...]
    spread: bool = False
    # Put together from several lines.
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line taken apart."""

    line: TextLine
    label: str
    pieces: tuple[Piece, ...]
    values: Values | None
    # Numbers with words that are no label: a value with a remark or a serial number, nobody can tell; never placed.
    stray: bool = False
    measure: str = ""
    # A serial number stands in front of the label.
    numbered: bool = False


def text_lines(document: Document) -> list[TextLine]:
    """The lines of all paragraphs, and of prose that stands in a frame; page numbers are left out."""
    found: list[TextLine] = []
    for block, content in enumerate(document.blocks):
        texts = _framed(content) if isinstance(content, Table) else [content.text]
        place = content.place
        found += [
            TextLine(text, place.line, place.page, block)
            for whole in texts
            for text in whole.split("\n")
            if text.strip() and not _PAGE_NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
        ]
    return [line for at, line in enumerate(found) if not _numbers_page(found, at)]


def _numbers_page(lines: list[TextLine], at: int) -> bool:
    """Whether a line is a bare number at the foot of a page."""
    line = lines[at]
    last = line.page is not None and (at + 1 == len(lines) or lines[at + 1].page != line.page)
    return last and re.fullmatch(r"\s*\d{1,4}\s*", line.text) is not None


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
    words = tokens_of(line.text)
    measures = [word.text for word in words if _MEASURE.fullmatch(word.text)]
    if len(measures) == len(words):
        return Row(line, "", (), None, measure=measures[0])
    numbers = _leading_numbers(words)
    if numbers:
        if not _of_label(words[numbers:], labels):
            return Row(line, "", (), Values(tuple(words[:numbers])), stray=True)
        words = words[numbers:]
    last = _without_remark(words, labels)
    first = last
    while first and (is_value(words[first - 1].text) or _MEASURE.fullmatch(words[first - 1].text)):
        first -= 1
    before, values = words[:first], [word for word in words[first:last] if is_value(word.text)]
    label = _spaced(before)
    if before and values and _ends_label(label, values[0].text, labels):
        label, values = f"{label}{values[0].text}", values[1:]
    glued = _GLUED.fullmatch(before[-1].text) if before and not values else None
    if glued and fold(" ".join([*(word.text for word in before[:-1]), glued[1]])) in labels:
        values = [Token(glued[2], before[-1].columns, before[-1].characters)]
        label = label[: -len(glued[2])]
    spread = bool(re.search(r"\S {2,}\S|^ {2,}", line.text.expandtabs(8).replace("\u3000", "  ")))
    found = tuple(label_pieces(label, labels)) if label else ()
    given = Values(tuple(values), spread) if values else None
    return Row(line, label, found, given, measure="".join(measures[:1]), numbered=numbers > 0)


def _leading_numbers(words: list[Token]) -> int:
    """How many numbers stand before the first word of a line; 0 for a line of numbers alone."""
    return next((at for at, word in enumerate(words) if not is_value(word.text)), 0)


def _of_label(words: list[Token], labels: frozenset[str]) -> bool:
    """Whether the words are a label of the form or a part of one: then a number before them is a serial number."""
    text = _spaced(list(takewhile(lambda word: not is_value(word.text), words)))
    found = [part.folded for part in label_pieces(text, labels)]
    return any(any(part in known for known in labels) or _likest(part, labels) >= _LOOSELY for part in found)


def _without_remark(words: list[Token], labels: frozenset[str]) -> int:
    """Where the values end: before a remark that follows them, else at the end of the line."""
    numbers = [at for at, word in enumerate(words) if is_value(word.text)]
    if not numbers or numbers[-1] == len(words) - 1:
        return len(words)
    last = numbers[-1]
    first = last
    while first and (is_value(words[first - 1].text) or _MEASURE.fullmatch(words[first - 1].text)):
        first -= 1
    start = next((at for at, word in enumerate(words) if not is_value(word.text)), first)
    found = label_pieces(_spaced(words[start:first]), labels)
    label = found[-1].folded if found else ""
    line = label + fold(_spaced(words[first:]))
    return last + 1 if label and _likest(label, labels) > max(_WHOLE, _likest(line, labels)) else len(words)


def _likest(folded: str, labels: frozenset[str]) -> float:
    """How like the text is to the form's label that is most like it."""
    if folded in labels:
        return 1.0
    return max((alike(folded, known) for known in labels if abs(len(known) - len(folded)) <= _MISPRINTS), default=0.0)


def _spaced(words: list[Token]) -> str:
    """The words as a label; a wide gap between them stays two blanks."""
    text = ""
    for at, word in enumerate(words):
        text += ("  " if word.characters[0] - words[at - 1].characters[1] > 1 else " ") if at else ""
        text += word.text
    return text


def label_pieces(label: str, labels: frozenset[str]) -> list[Piece]:
    """A line's labels: parted at enumerators, at wide gaps, and where a whole label of the form ends."""
    found: list[Piece] = []
    for part in re.split(r" {2,}", label):
        for some in pieces(part):
            head, _, tail = some.text.partition(" ")
            cut = some.folded not in labels and tail and len(fold(head)) > 1 and piece(head).folded in labels
            found += [piece(head), *pieces(tail)] if cut else [some]
    return found


def _ends_label(label: str, value: str, labels: frozenset[str]) -> bool:
    """Whether a number is the label's own ("相同信息计 1 条")."""
    joined = fold(label + value)
    return len(joined) > 2 and any(joined in known and joined != known for known in labels)


def tokens_of(text: str) -> list[Token]:
    """The words of a line with their places."""
    return list(_tokens_of(text))


# Every table of the form asks for the words of every line, more than once.
@lru_cache(maxsize=2_000)
def _tokens_of(text: str) -> tuple[Token, ...]:
    plain = text.expandtabs(8).replace("\u3000", "  ")
    columns = list(accumulate(map(_columns_of, plain), initial=0))
    return tuple(
        Token(match[0], (columns[match.start()], columns[match.end()]), match.span())
        for match in re.finditer(r"\S+", plain)
    )


@cache
def _columns_of(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def is_value(text: str) -> bool:
    """Whether a word is a number in digits or a stroke that stands for one; numerals in words are labels here."""
    printed = read_cell(text)
    return printed.state == "not_applicable" or (printed.state == "reported" and any(map(str.isdigit, text)))


def joined(rows: Iterable[Row], wanted: int) -> list[Row]:
    """Put values together that a narrow page broke over lines, where together they make no more than a full row."""
    found: list[Row] = []
    for row in rows:
        last = found[-1] if found else None
        if last is not None and last.values and row.values and not row.pieces:
            both = (*last.values.tokens, *row.values.tokens)
            if len(row.values.tokens) < wanted and len(last.values.tokens) < wanted and len(both) <= wanted:
                found[-1] = replace(last, values=Values(both, broken=True))
                continue
        found.append(row)
    return found
