"""Where a PDF's characters stand: lines of each page with their place, typeface and size, in millimetres and points."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MM = 25.4 / 72


@dataclass(frozen=True)
class PrintedLine:
    """A line as printed: ``left``, ``right`` and ``base`` (of its feet, from the page's top) in millimetres."""

    text: str
    left: float
    right: float
    base: float
    faces: frozenset[str]
    sizes: frozenset[float]


def pages_of(path: Path) -> list[list[PrintedLine]]:
    """The lines of each page, from top to bottom; blanks are no characters."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [list(_lines(page)) for page in document]
    finally:
        document.close()


def _lines(page: pypdfium2.PdfPage) -> Iterator[PrintedLine]:
    text, height = page.get_textpage(), page.get_height()
    rows: list[tuple[float, list[tuple[float, float, int]]]] = []
    for at in range(text.count_chars()):
        if not text.get_text_range(at, 1).strip():
            continue
        left, _, right, _ = text.get_charbox(at, loose=True)
        feet = _feet(text, at)
        row = next((row for row in rows if abs(row[0] - feet) < 4), None)
        if row is None:
            rows.append(row := (feet, []))
        row[1].append((left, right, at))
    for feet, row in sorted(rows, key=lambda row: -row[0]):
        row.sort()
        yield PrintedLine(
            "".join(text.get_text_range(at, 1) for *_, at in row),
            row[0][0] * _MM,
            row[-1][1] * _MM,
            (height - feet) * _MM,
            frozenset(_face(text, at) for *_, at in row),
            frozenset(round(pdfium.FPDFText_GetFontSize(text, at), 1) for *_, at in row),
        )


def _feet(text: pypdfium2.PdfTextPage, at: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, at, x, y)
    return y.value


def _face(text: pypdfium2.PdfTextPage, at: int) -> str:
    buffer = ctypes.create_string_buffer(100)
    pdfium.FPDFText_GetFontInfo(text, at, buffer, 100, ctypes.c_int())
    return buffer.value.decode().rpartition("+")[2]
