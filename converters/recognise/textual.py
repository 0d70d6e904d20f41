"""Figures out of tables that lie as text: labels in order, numbers behind them, columns by count, tab or position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.recognise.align import Aligner, Line
from converters.recognise.columns import head_words, is_head
from converters.recognise.labels import alike, fold
from converters.recognise.reading import Reading
from converters.recognise.positions import Binder, page_measure
from converters.recognise.textlines import Row, joined, take_apart, tokens_of
from workbook.form import figure_code
from workbook.report import Evidence, Unplaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.recognise.textlines import TextLine
    from workbook.form import Block, Form, Row as FormRow, Table

# Lines between two labels of one table: a vertical label of nine characters and a repeated header lie in between.
_GAP = 18
_PROSE = 60
_TITLE = 0.8


def read_text(form: Form, lines: Sequence[TextLine], file: str) -> Reading:
    """The figures of the official tables found in lines of text; ``used`` holds (0, index of the line)."""
    reading = Reading()
    for table in form.tables:
        _TextTable(form, table, lines, file, reading).read()
    return reading


class _TextTable:
    """One official table searched for among the lines of a document."""

    def __init__(self, form: Form, table: Table, lines: Sequence[TextLine], file: str, reading: Reading) -> None:
        self.form = form
        self.table = table
        self.file = file
        self.reading = reading
        self.heads = head_words(table)
        self.section_titles = [fold(title) for section in form.sections for title in (section.title, *section.variants)]
        self.blocks = {row.code: block for block in table.blocks for row in block.rows}
        self.aligner = Aligner([row for row in table.rows if row.label], self.heads)
        known = frozenset(word for label in self.aligner.labels for word in (label.whole, *label.cores))
        self.lines = [take_apart(line, known) for line in lines]
        self.measure = page_measure(line.values for line in self.lines if line.values)

    def read(self) -> None:
        if self.aligner.rows:
            first, last = self.region()
            if last > first:
                self.read_region(first, last)
        for row in (row for row in self.table.rows if not row.label):
            self.read_unlabelled(row)

    def region(self) -> tuple[int, int]:
        """The lines from the first to after the last label of this table; (0, 0) when it is not there."""
        hits = {at: row for at, line in enumerate(self.lines) if (row := self.hit(line)) is not None}
        clusters: list[list[int]] = []
        for at in hits:
            if clusters and at - clusters[-1][-1] <= _GAP:
                clusters[-1].append(at)
            else:
                clusters.append([at])
        best = max(clusters, key=lambda cluster: len({hits[at] for at in cluster}), default=[])
        if len({hits[at] for at in best}) < max(3, len(self.aligner.rows) // 4):
            return 0, 0
        first, last = best[0], best[-1] + 1
        while first and (self.is_head_line(self.lines[first - 1]) or self.fits(self.lines[first - 1])):
            first -= 1
        while last < len(self.lines) and not self.closes(self.lines[last]):
            last += 1
        return first, last

    def hit(self, line: Row) -> int | None:
        """The row whose label this line plainly holds, or None."""
        if len(fold(line.line.text)) > _PROSE or line.line.text.rstrip().endswith(("。", "；")):
            return None
        for found in line.pieces:
            if len(found.folded) < 3 and not (line.values and len(found.folded) == 2):
                continue
            for index, _, _ in self.aligner.fits(found)[:1]:
                label = self.aligner.labels[index]
                part = len(found.folded) > 3 and found.folded in label.whole
                if part or max(alike(found.folded, core) for core in (label.whole, *label.cores)) >= 0.75:
                    return index
        return None

    def fits(self, line: Row) -> bool:
        """Whether a short line may be a label of this table, or a part of one, and opens no section."""
        folded = [found.folded for found in line.pieces]
        if any(alike(text, title) >= _TITLE for text in folded for title in self.section_titles):
            return False
        short = len(fold(line.line.text)) <= _PROSE and not line.line.text.rstrip().endswith(("。", "；", "："))
        return short and bool(line.pieces) and all(self.aligner.fits(found) for found in line.pieces)

    def is_head_line(self, line: Row) -> bool:
        words = [token.text for token in tokens_of(line.line.text)]
        known = [word for word in words if self.is_head_word(word)]
        if line.values or not any(len(fold(word)) > 1 for word in known):
            return False
        return len(known) == len(words) or (len(words) > 2 and 3 * len(known) >= 2 * len(words))

    def is_head_word(self, word: str) -> bool:
        """A header cell, or a part of one that a narrow column broke off."""
        folded = fold(word)
        return len(folded) <= 1 or is_head(word, self.heads) or any(folded in head for head in self.heads)

    def closes(self, line: Row) -> bool:
        """Whether the table has ended before this line: neither bare numbers nor the end of a label nor a header."""
        if line.values and not line.pieces:
            return False
        if self.is_head_line(line) or fold(line.line.text) in self.heads:
            return False
        return not (line.values and len(line.pieces) == 1 and len(line.pieces[0].folded) <= 6)

    def read_region(self, first: int, last: int) -> None:
        widest = max(len(block.columns) for block in self.table.blocks)
        rows = joined(self.lines[first:last], widest) if widest > 1 else self.lines[first:last]
        aligned = self.aligner.align([Line(row.pieces, row.values) for row in rows])
        self.reading.used |= {(0, at) for at in range(first, last)}
        full = {number: row.values for number, row in enumerate(rows) if row.values}
        heads = {number: row for number, row in enumerate(rows) if self.is_head_line(row)}
        binder = Binder(full, heads, self.measure)
        placed: set[int] = set()
        alone_is_usual = self.alone_is_usual(rows)
        for number, index in enumerate(aligned.rows):
            row = rows[number]
            if row.values is None:
                continue
            strays = not row.pieces and widest == 1 and not alone_is_usual
            if index is None or row.stray or (strays and not _goes_on(aligned.labels, number, index)):
                self.stray(row)
                placed |= {index} if index is not None else set()
            else:
                placed.add(index)
                self.put(self.aligner.rows[index], row, number, binder)
        for number, indices in aligned.labels.items():
            for index in indices:
                if index not in placed and self.aligner.rows[index].kind != "heading":
                    placed.add(index)
                    self.put_blank(self.aligner.rows[index], rows[number])

    def alone_is_usual(self, rows: Sequence[Row]) -> bool:
        """Whether this text puts each value on a line of its own, as pages copied cell by cell do."""
        alone = sum(1 for row in rows if row.values and not row.pieces)
        return alone >= 3 and 3 * alone >= sum(1 for row in rows if row.values)

    def stray(self, row: Row) -> None:
        filled = [token.text for token in row.values.tokens if token.text] if row.values else []
        if filled:
            self.reading.unplaced.append(Unplaced(row.line.text.strip(), self.evidence(row)))

    def put(self, row: FormRow, line: Row, number: int, binder: Binder) -> None:
        block = self.blocks[row.code]
        bound = binder.bind(line.values, number, block) if line.values else None
        if bound is None:
            self.stray(line)
            return
        for text in bound.pop(-1, "").split():
            self.reading.unplaced.append(Unplaced(f"{row.num}{row.label}：{text}", self.evidence(line)))
        for index, column in enumerate(block.columns):
            if index in bound:
                item = self.form.items[figure_code(row.code, column.code)]
                self.reading.put(item, bound[index], self.evidence(line))

    def put_blank(self, row: FormRow, line: Row) -> None:
        for column in self.blocks[row.code].columns:
            self.reading.put(self.form.items[figure_code(row.code, column.code)], "", self.evidence(line))

    def read_unlabelled(self, row: FormRow) -> None:
        """A table of one row without a label: the values after its header."""
        block = self.blocks[row.code]
        leaves = {fold(text) for column in block.columns for text in (column.label, *column.variants)}
        starts = [at for at, line in enumerate(self.lines) if self.leaf_count(line, leaves) >= 3]
        if not starts:
            return
        first = starts[0]
        while first and self.is_head_line(self.lines[first - 1]):
            first -= 1
        last = starts[0] + 1
        while last < len(self.lines) and (self.is_head_line(self.lines[last]) or _bare(self.lines[last])):
            last += 1
        rows = joined(self.lines[first:last], len(block.columns))
        self.reading.used |= {(0, at) for at in range(first, last)}
        filled = [line for line in rows if line.values]
        heads = {number: line for number, line in enumerate(rows) if line.values is None}
        if filled and filled[0].values:
            self.put(row, filled[0], rows.index(filled[0]), Binder({rows.index(filled[0]): filled[0].values}, heads, self.measure))
            for line in filled[1:]:
                self.stray(line)
        elif heads:
            self.put_blank(row, list(heads.values())[-1])

    def leaf_count(self, line: Row, leaves: set[str]) -> int:
        words = [fold(token.text) for token in tokens_of(line.line.text)]
        return sum(1 for word in words if word in leaves) if line.values is None else 0

    def evidence(self, line: Row) -> Evidence:
        place = f"第{line.line.number}行" if line.line.number else ""
        return Evidence(self.file, line.line.page, line.line.number, line.line.text.strip(), place)


def _bare(line: Row) -> bool:
    return line.values is not None and not line.pieces


def _goes_on(labels: dict[int, list[int]], number: int, index: int) -> bool:
    """Whether the label of row ``index`` goes on after line ``number``: its value stands between its halves."""
    later = [at for at in labels if at > number]
    return bool(later) and index in labels[min(later)]
