"""What marking findings changes in a workbook, worked out once for a file and for a workbook that is open in a program.

Painted is by a conditional format that looks at a hidden list (:mod:`workbook.template.marksheet`): looks are never
touched. A note of the user stays before ours; what the user changed after the marking stays as the user left it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from workbook import marklines
from workbook.names import CHECKS, MARKED, MARKS, figure_name
from workbook.template import checks, marksheet
from workbook.template.book import below, spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl import Workbook

    from workbook.cells import Content
    from workbook.report import Finding

# Excel's newer comments have a note of the program's own behind them, by an author that begins so.
_THREADED = "tc="


class _Line(NamedTuple):
    """A line of the hidden list: the cell, the note as it stood after the marking, and as it had stood before."""

    name: str
    severity: str
    marked: str
    before: str


@dataclass(frozen=True, slots=True)
class Block:
    """Values to be written at once: ``row`` and ``column`` are of the first, None empties a cell.

    Attributes:
        formulas: whether the texts are formulas, with their equals sign; else they are texts whatever they begin with.
    """

    sheet: str
    row: int
    column: int
    values: tuple[tuple[Content, ...], ...]
    formulas: bool = False


@dataclass(frozen=True, slots=True)
class NoteEdit:
    """What becomes of a cell's note: ``kept`` is what stays of it, from its beginning, ``text`` what comes after."""

    sheet: str
    row: int
    column: int
    kept: str
    text: str


@dataclass(frozen=True, slots=True)
class Marking:
    """Everything that marking changes; ``cells`` are the marked ones, by defined name."""

    blocks: tuple[Block, ...]
    notes: tuple[NoteEdit, ...]
    cells: tuple[str, ...]


def is_marked(book: Workbook) -> bool:
    """Whether findings are marked in a workbook."""
    return bool(_listed(book)) or marklines.are_there(book)


def planned(book: Workbook, findings: Sequence[Finding]) -> Marking:
    """What marking these findings changes in a workbook; none of them: what taking the marks off changes.

    Args:
        book: the workbook; to be marked, it must have the hidden list (:func:`workbook.template.marksheet.is_there`).
        findings: as :func:`workbook.check.check` gives them, errors first.
    """
    old = {line.name: line for line in _listed(book)}
    by_cell: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.figures and figure_name(finding.figures[0]) in book.defined_names:
            by_cell.setdefault(figure_name(finding.figures[0]), []).append(finding)
    lines, notes = [], []
    for name in dict.fromkeys((*by_cell, *old)):
        if name not in book.defined_names:
            # The user has deleted it; its cell cannot be told any more.
            continue
        about = by_cell.get(name, [])
        before, marked, edit = _note(book, name, old.get(name), _words(about))
        notes += [edit] if edit else []
        if about:
            lines.append(_Line(name, about[0].severity, marked, before))
    return Marking((*_list_blocks(book, lines, len(old)), _lines(book, findings)), tuple(notes), tuple(by_cell))


def _words(about: list[Finding]) -> str:
    return "\n".join(
        f"{checks.SEVERITIES[finding.severity]} {finding.code}：{finding.message}"
        + (f"（已说明：{finding.explanation}）" if finding.explanation else "")
        for finding in about
    )


def _note(book: Workbook, name: str, line: _Line | None, words: str) -> tuple[str, str, NoteEdit | None]:
    """The note without ours, the note as it is to be, and how to get there if there is a way to go."""
    sheet, row, column = spot(book, name)
    comment = sheet.cell(row, column).comment
    if comment and str(comment.author).startswith(_THREADED):
        return comment.text, comment.text, None
    current = comment.text if comment else ""
    before = _begin_like(current, line.before) if line and _plain(current) == _plain(line.marked) else current
    wanted = f"{before}\n{words}" if before and words else before + words
    edit = NoteEdit(sheet.title, row, column, before, wanted[len(before) :]) if wanted != current else None
    return before, wanted, edit


def _begin_like(note: str, before: str) -> str:
    """The beginning of a note that says the same as ``before``, in whatever way a program has broken its lines."""
    ends = (end for end in range(len(note) + 1) if _plain(note[:end]) == _plain(before))
    return before if note.startswith(before) else note[: next(ends, 0)]


def _plain(note: str) -> str:
    """A note as any program saves it."""
    return "".join(note.split())


def _listed(book: Workbook) -> list[_Line]:
    if not marksheet.is_there(book):
        return []
    sheet, header = below(book, MARKS)
    rows = sheet.iter_rows(min_row=header + 1, max_col=marksheet.TEXTS, values_only=True)
    return [_Line(*(str(value or "") for value in row)) for row in rows if row[0]]


def _list_blocks(book: Workbook, lines: list[_Line], old: int) -> Iterator[Block]:
    """The lines of the hidden list, and their places; empty ones for those that were there and are no more."""
    empty = max(0, old - len(lines))
    texts: list[tuple[Content, ...]] = [tuple(text or None for text in line) for line in lines]
    places: list[tuple[Content, ...]] = [
        tuple(f"={marksheet.place_formula(line.name)}" if line.severity == severity else None for severity in MARKED)
        for line in lines
    ]
    if lines or empty:
        sheet, header = below(book, MARKS)
        texts += [(None,) * marksheet.TEXTS] * empty
        places += [(None,) * len(MARKED)] * empty
        yield Block(sheet.title, header + 1, 1, tuple(texts))
        yield Block(sheet.title, header + 1, marksheet.TEXTS + 1, tuple(places), formulas=True)


def _lines(book: Workbook, findings: Sequence[Finding]) -> Block:
    lines = tuple(marklines.lines_with(book, findings))
    return Block(below(book, CHECKS)[0].title, marklines.first_row(book), 1, lines)
