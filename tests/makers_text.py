"""Plain text of reports: parted by tabs, as a PDF's text layer gives it, or aligned in columns by spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from makers_tables import Grid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from makers import Part
    from makers_tables import Cell

_LONG = 8  # labels longer than this break in a narrow column
_GAP = 2


def write(path: Path, parts: list[Part], variant: str) -> None:
    """Write the text; what comes out of a PDF is UTF-8, what comes out of an old editor GB18030."""
    tables = {"tabs": _by_tabs, "cells": _by_cells, "columns": _by_columns, "layout": _by_layout}
    table = tables.get(variant) or _TextLayer(variant).lines
    lines: list[str] = []
    for part in parts:
        lines += table(part) if isinstance(part, Grid) else [part.text]
    path.write_bytes("\n".join((*lines, "")).encode("gb18030" if variant == "tabs" else "utf-8"))


def _by_tabs(grid: Grid) -> Iterator[str]:
    """A tab for every position of the grid, as a spreadsheet saves it."""
    for number, line in enumerate(grid.covering()):
        anchors = [cell.text if (cell.row, cell.column) == (number, n) else "" for n, cell in enumerate(line)]
        yield "\t".join(anchors)


def _by_cells(grid: Grid) -> Iterator[str]:
    """A tab for every cell, as a word processor saves it: merged columns count once."""
    for number, line in enumerate(grid.covering()):
        yield "\t".join(cell.text * (cell.row == number) for n, cell in enumerate(line) if cell.column == n)


def _by_columns(grid: Grid) -> list[str]:
    """Every cell at its column's place on the line, as in an editor; a blank cell leaves a gap."""
    return _Canvas(grid, narrow=False).lines()


def _by_layout(grid: Grid) -> list[str]:
    """The same out of a PDF: cells wrap, and the positions count characters (pdftotext -layout)."""
    return _Canvas(grid, narrow=True).lines()


class _Canvas:
    """A grid drawn with characters: every cell wrapped to its columns' width, figures at half height."""

    def __init__(self, grid: Grid, *, narrow: bool) -> None:
        self.grid, self.narrow = grid, narrow
        self.wrapped = {cell: self.wrap(cell) for cell in grid.cells}
        self.edges = self.columns()
        self.tops = self.rows()

    def wrap(self, cell: Cell) -> list[str]:
        """A narrow label column holds ten characters, the title of a column four."""
        size = (10 if cell.role == "label" else 4) * cell.colspan
        if not self.narrow or cell.role in ("value", "title") or len(cell.text) <= size:
            return [cell.text]
        return [cell.text[n : n + size] for n in range(0, len(cell.text), size)]

    def columns(self) -> list[int]:
        """Where every column begins; the last column of a wide cell makes room for it."""
        widths = [5] * self.grid.width
        for cell in sorted(self.grid.cells, key=lambda cell: cell.colspan):
            need = max(map(self.width, self.wrapped[cell]))
            covered = slice(cell.column, cell.column + cell.colspan)
            short = need - sum(widths[covered]) - _GAP * (cell.colspan - 1)
            widths[cell.column + cell.colspan - 1] += max(0, short)
        return [sum(widths[:n]) + _GAP * n for n in range(self.grid.width + 1)]

    def rows(self) -> list[int]:
        """The line on which every row begins; the last row of a high cell makes room for it."""
        heights = [1] * self.grid.height
        for cell in sorted(self.grid.cells, key=lambda cell: cell.rowspan):
            short = len(self.wrapped[cell]) - sum(heights[cell.row : cell.bottom])
            heights[cell.bottom - 1] += max(0, short)
        return [sum(heights[:n]) for n in range(self.grid.height + 1)]

    def lines(self) -> list[str]:
        drawn = [""] * self.tops[-1]
        for cell in sorted(self.grid.cells, key=lambda cell: cell.column):
            above = (self.tops[cell.bottom] - self.tops[cell.row] - len(self.wrapped[cell])) // 2
            top = self.tops[cell.row] + (above if self.narrow else 0)
            for line, text in enumerate(self.wrapped[cell], top):
                left = self.left(cell, text)
                drawn[line] += " " * (left - self.width(drawn[line])) + text if text else ""
        return drawn

    def left(self, cell: Cell, text: str) -> int:
        """Labels stand at the left edge of their cell, titles and numbers in its middle."""
        left, right = self.edges[cell.column], self.edges[cell.column + cell.colspan] - _GAP
        return left if cell.role in ("label", "title") else left + max(0, right - left - self.width(text)) // 2

    def width(self, text: str) -> int:
        return sum(2 if east_asian_width(char) in "WF" and not self.narrow else 1 for char in text)


class _TextLayer:
    """Rows as a PDF's text layer gives them: labels broken, single spaces, page furniture between rows."""

    def __init__(self, variant: str) -> None:
        self.variant = variant
        self.narrow = variant in ("wrapped", "between")
        self.held = ""

    def lines(self, grid: Grid) -> Iterator[str]:
        rows = grid.rows()
        heads = list(self.heads(rows[: grid.heads]))
        yield from heads
        for number, line in enumerate(rows[grid.heads :]):
            if self.variant == "paged" and number and number % 9 == 0:
                yield f"- {number // 9 + 3} -"
                yield from heads
            yield from self.row(line)

    def heads(self, rows: list[list[Cell]]) -> Iterator[str]:
        for line in rows:
            texts = [cell.text for cell in line if cell.text]
            if self.narrow and 1 < len(texts) < 8:
                for text in texts:
                    yield from _cut(text)
            elif texts:
                yield " ".join(texts)

    def row(self, line: list[Cell]) -> Iterator[str]:
        """Group labels first, then the row's own label with its figures."""
        if any(cell.role in ("title", "head") for cell in line):
            # The clauses of table 二, each with a header of its own.
            yield from self.heads([line])
            return
        groups = [cell.text for cell in line if cell.role == "label" and cell.rowspan > 1 and cell.text]
        own = " ".join(cell.text for cell in line if cell.role != "value" and cell.rowspan == 1 and cell.text)
        figures = " ".join(cell.text for cell in line if cell.role == "value" and cell.text)
        if self.held:
            # The middle of a group's cell is on the height of its second row.
            yield self.held[:4]
            own, self.held = f"{self.held[4:]} {own}".strip(), ""
        for text in groups:
            yield from self.group(text)
        yield from self.own(own, figures)

    def group(self, text: str) -> Iterator[str]:
        if self.variant == "vertical":
            yield from text
        elif self.narrow:
            yield from filter(None, (text[:3], text[3:5], text[5:]) if len(text) == 7 else (text[:4], text[4:]))
        elif self.variant == "middle" and len(text) == 7:
            self.held = text
        else:
            yield text

    def own(self, text: str, figures: str) -> Iterator[str]:
        cut = len(text) * 2 // 3
        if len(text) <= _LONG or not self.narrow:
            yield f"{text} {figures}".strip()
        elif self.variant == "wrapped":
            yield text[:cut]
            yield f"{text[cut:]} {figures}".strip()
        else:
            yield from filter(None, (text[:cut], figures, text[cut:]))


def _cut(title: str) -> Iterator[str]:
    """A column's title in a narrow cell, two characters a line."""
    if len(title) not in (4, 6):
        return iter((title,))
    return (title[n : n + 2] for n in range(0, len(title), 2))
