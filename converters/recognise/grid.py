"""Figures out of tables on a grid: headers bind the columns, aligned labels bind the rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from converters.recognise.align import Line, aligner_of
from converters.recognise.columns import ASIDE
from converters.recognise.headers import Header, Printed, Sheet, headers
from converters.recognise.labels import fold, pieces
from converters.recognise.reading import Reading
from workbook.cellvalues import column_letters
from workbook.form import figure_code
from workbook.report import Evidence, Unplaced
from workbook.values import MEASURES, read_cell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from converters.document import Cell
    from converters.document import Table as Grid
    from converters.recognise.labels import Piece
    from workbook.form import Block, Form, Row, Table

_MEASURE = re.compile(MEASURES.replace("|%|％", ""))
_ASIDE_TITLES = ASIDE | {"单位", "计量单位"}


@dataclass(frozen=True, slots=True)
class Body:
    """A row under a header: the first column that holds values, and the cells from there on."""

    sheet: Sheet
    row: int
    header: Header | None
    first: int


def read_grids(form: Form, grids: Sequence[Grid], file: str, skipped: AbstractSet[tuple[int, int]]) -> Reading:
    """The figures of every official table found among the grids of a document.

    Args:
        form: the edition to read by.
        grids: the tables of the document, in order.
        file: the document's name, for the evidence.
        skipped: rows not to be read, as (number of the table from 1, row from 0).
    """
    reading = Reading()
    reading.used |= skipped
    sheets = [Sheet(number, grid) for number, grid in enumerate(grids, 1)]
    for table in form.tables:
        _TableReader(form, table, file, reading).read(sheets)
    return reading


class _TableReader:
    """One official table searched for in all grids of a document."""

    def __init__(self, form: Form, table: Table, file: str, reading: Reading) -> None:
        self.form = form
        self.table = table
        self.file = file
        self.reading = reading
        self.blocks = {row.code: block for block in table.blocks for row in block.rows}
        self.rows = table.rows
        self.labelled = aligner_of(table)

    def read(self, sheets: Sequence[Sheet]) -> None:
        bodies = self.bodies(sheets)
        lines = [self.line(body) for body in bodies]
        if self.labelled.rows:
            aligned = self.labelled.align(lines, together=True)
            for number, (body, index) in enumerate(zip(bodies, aligned.rows, strict=True)):
                if index is not None:
                    self.put(body, self.labelled.rows[index])
                elif number in aligned.labels:
                    self.use(body)
        for row in (row for row in self.rows if not row.label):
            self.put_unlabelled(bodies, row)

    def bodies(self, sheets: Sequence[Sheet]) -> list[Body]:
        """Every row that is no header, over all sheets, those already taken by another table left out."""
        found: list[Body] = []
        header: Header | None = None
        for sheet in sheets:
            begun: list[tuple[int, Header | None]] = []
            for row, current, heading in headers(sheet, self.table, header):
                header = current or header
                if not heading and (sheet.number, row) not in self.reading.used:
                    begun.append((row, current))
            guess = self.guess_first(sheet) if any(current is None for _, current in begun) else 0
            found += [Body(sheet, row, current, self.first(current) if current else guess) for row, current in begun]
        return found

    def first(self, header: Header) -> int:
        """The first grid column that holds values under this header; past the end when it binds none."""
        starts = [column.first for block in self.table.blocks for column in header.bind(block).values()]
        return min(starts, default=header.sheet.grid.width)

    def guess_first(self, sheet: Sheet) -> int:
        """Without a header: the column after the last one whose cells fit this table's labels."""
        last = -1
        for row in range(sheet.grid.height):
            for cell in sheet.here(row):
                found = pieces(cell.text)
                if found and any(self.labelled.fits(part) for part in found) and not _is_value(cell.text):
                    last = max(last, cell.column + cell.colspan - 1)
        return last + 1

    def line(self, body: Body) -> Line[list[Cell]]:
        """A row as label pieces and value cells; a row that holds words where values go has no values."""
        here = body.sheet.here(body.row)
        label = [cell for cell in here if cell.column < body.first and self.is_label(cell, body.header)]
        values = [cell for cell in here if cell.column >= body.first]
        filled = [cell for cell in values if cell.text.strip()]
        found: list[Piece] = [part for cell in label for part in pieces(cell.text)]
        if filled and not any(_is_value(cell.text) for cell in filled):
            return Line(tuple(found))
        holds = bool(values) or (bool(found) and body.first < body.sheet.grid.width)
        return Line(tuple(found), values if holds else None)

    def is_label(self, cell: Cell, header: Header | None) -> bool:
        text = cell.text.strip()
        if not text or _MEASURE.fullmatch(text) or _is_value(text):
            return False
        return header is None or fold(header.names(cell.column)) not in _ASIDE_TITLES

    def put(self, body: Body, row: Row) -> None:
        """Put a row's cells into their figures, each by the header above it."""
        self.use(body)
        block = self.blocks[row.code]
        columns = self.columns(body, block)
        taken: set[int] = set()
        for index, printed in columns.items():
            taken |= set(range(printed.first, printed.last + 1))
            self.put_cell(body, row, block, index, printed, columns)
        for cell in body.sheet.here(body.row):
            if cell.column >= body.first and cell.column not in taken and cell.text.strip():
                title = body.header.names(cell.column) if body.header else ""
                words = f"{row.num}{row.label}·{title or '（无表头）'}：{cell.text.strip()}"
                self.reading.unplaced.append(Unplaced(words, self.evidence(body, cell.column)))

    def columns(self, body: Body, block: Block) -> dict[int, Printed]:
        bound = body.header.bind(block) if body.header else {}
        if bound:
            return bound
        width = body.sheet.grid.width
        printed = body.header.columns if body.header else [Printed(at, at, ()) for at in range(width)]
        values = [column for column in printed if column.first >= body.first]
        if len(values) != len(block.columns):
            return {}
        note = f"表{body.sheet.number}没有可认的表头，列数与版式相同，按版式的列读取"
        if note not in self.reading.notes:
            self.reading.notes.append(note)
        return dict(enumerate(values))

    def put_cell(  # noqa: PLR0913, PLR0917  # a cell is where all of these meet
        self, body: Body, row: Row, block: Block, index: int, printed: Printed, columns: dict[int, Printed]
    ) -> None:
        here = {cell for cell in body.sheet.rows[body.row][printed.first : printed.last + 1] if cell is not None}
        cells = sorted((cell for cell in here if cell.row == body.row), key=lambda cell: cell.column)
        filled = [cell for cell in cells if cell.text.strip()]
        code = figure_code(row.code, block.columns[index].code)
        evidence = self.evidence(body, printed.first, filled[0] if filled else None)
        wide = [cell for cell in filled if _overlaps(cell, columns) > 1]
        if len(filled) > 1 or wide:
            words = "、".join(cell.text.strip() for cell in filled)
            if not wide or wide[0].column >= printed.first:
                self.reading.unplaced.append(Unplaced(f"{self.form.describe(code)}：{words}", evidence))
        elif cells or not here:
            self.reading.put(self.form.items[code], filled[0].text if filled else "", evidence)

    def put_unlabelled(self, bodies: Sequence[Body], row: Row) -> None:
        """The single row of a table without row labels: the first row under its own header."""
        block = self.blocks[row.code]
        for body in bodies:
            if body.header is None or body.header.sheet.number != body.sheet.number:
                continue
            bound = body.header.bind(block)
            titled = sum(1 for column in body.header.columns if column.stack)
            if len(bound) >= 3 and len(bound) >= 0.6 * titled and self.line(body).values:
                self.put(body, row)
                return

    def use(self, body: Body) -> None:
        self.reading.used.add((body.sheet.number, body.row))
        if body.header:
            self.reading.used |= {(body.header.sheet.number, row) for row in body.header.rows}

    def evidence(self, body: Body, column: int, cell: Cell | None = None) -> Evidence:
        place = body.sheet.grid.place
        lines, pages = body.sheet.grid.lines, body.sheet.grid.pages
        page = pages[body.row] if pages else place.page
        line = lines[body.row] if lines else place.line
        where = f"第{line}行" if lines else f"表{body.sheet.number}第{body.row + 1}行第{column + 1}列"
        if place.sheet:
            where = f"{place.sheet}!{column_letters(place.column + column)}{place.row + body.row}"
        score, picture = (cell.score, cell.picture) if cell else (None, b"")
        return Evidence(self.file, page, line, body.sheet.words(body.row), where, score, picture)


def _is_value(text: str) -> bool:
    return read_cell(text).state in ("reported", "not_applicable")


def _overlaps(cell: Cell, columns: dict[int, Printed]) -> int:
    end = cell.column + cell.colspan - 1
    return sum(1 for printed in columns.values() if printed.first <= end and cell.column <= printed.last)
