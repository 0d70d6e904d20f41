"""Figures out of tables that lie as text: labels in order, numbers behind them, columns by count, tab or position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.recognise.align import Aligned, Line, aligner_of
from converters.recognise.columns import head_words
from converters.recognise.labels import fold
from converters.recognise.positions import Binder, page_measure
from converters.recognise.reading import Reading
from converters.recognise.regions import Surveyor, is_bare
from converters.recognise.textlines import Row, joined, take_apart
from workbook.form import figure_code
from workbook.report import Evidence, Unplaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.recognise.textlines import TextLine, Values
    from workbook.form import Block, Form, Table
    from workbook.form import Row as FormRow


# Rows with a number in front that make a column of serial numbers.
_SERIAL = 3


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
        self.blocks = {row.code: block for block in table.blocks for row in block.rows}
        self.aligner = aligner_of(table)
        titles = [fold(title) for section in form.sections for title in (section.title, *section.variants)]
        self.surveyor = Surveyor(self.aligner, self.heads, titles)
        known = frozenset(word for label in self.aligner.labels for word in (label.whole, *label.cores))
        self.lines = [take_apart(line, known) for line in lines]
        self.measure = page_measure(line.values for line in self.lines if line.values)

    def read(self) -> None:
        if self.aligner.rows:
            region = self.surveyor.region(self.lines)
            if region is not None:
                self.read_region(region.first, region.last)
        for row in (row for row in self.table.rows if not row.label):
            self.read_unlabelled(row)

    def read_region(self, first: int, last: int) -> None:
        widest = max(len(block.columns) for block in self.table.blocks)
        rows = self.lines[first:last]
        if widest > 1 and not has_serials(rows):
            rows = joined(rows, widest)
        aligned = self.aligner.align([Line(row.pieces, row.values) for row in rows])
        self.reading.used |= {(0, at) for at in range(first, last)}
        full = {number: row.values for number, row in enumerate(rows) if row.values}
        heads = {number: row for number, row in enumerate(rows) if self.surveyor.is_head_line(row)}
        binder = Binder(full, heads, self.measure, self.table)
        placed: set[int] = set()
        sizes = [len(self.blocks[row.code].columns) for row in self.aligner.rows]
        trust = _Trust(rows, aligned, sizes)
        for number, index in enumerate(aligned.rows):
            row = rows[number]
            if row.values is None:
                continue
            if index is None or not trust.stands(number, index, self.aligner.rows[index].unit):
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

    def stray(self, row: Row) -> None:
        """List what a line says when nobody can tell where its numbers belong."""
        filled = [token.text for token in row.values.tokens if token.text] if row.values else []
        if filled:
            broken = row.values is not None and row.values.broken
            said = " ".join([row.label, *filled]) if broken else row.line.text
            self.reading.unplaced.append(Unplaced(said.strip(), self.evidence(row)))

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
        first, upto, last = self.below_header(block)
        if upto == first:
            return
        rows = joined(self.lines[first:last], len(block.columns))
        self.reading.used |= {(0, at) for at in range(first, last)}
        filled = [line for line in rows if line.values]
        heads = {number: line for number, line in enumerate(rows) if line.values is None}
        if filled and filled[0].values:
            number = rows.index(filled[0])
            self.put(row, filled[0], number, Binder({number: filled[0].values}, heads, self.measure, self.table))
            for line in filled[1:]:
                self.stray(line)
        elif heads:
            self.put_blank(row, list(heads.values())[-1])

    def below_header(self, block: Block) -> tuple[int, int, int]:
        """The run of lines that head this table: where it begins, ends, and where the values below it end."""
        leaves = {fold(text) for column in block.columns for text in (column.label, *column.variants)}
        groups = {fold(group) for column in block.columns for group in column.groups}
        at = 0
        while at < len(self.lines):
            first = at
            while at < len(self.lines) and self.surveyor.is_scrap_of_head(self.lines[at]):
                at += 1
            last = at
            while last < len(self.lines) and is_bare(self.lines[last]):
                last += 1
            words = "".join(fold(line.line.text) for line in self.lines[first:at])
            filled = sum(len(line.values.tokens) for line in self.lines[at:last] if line.values)
            named = sum(words.count(leaf) for leaf in leaves) >= 3
            # Words set upright come letter by letter; the groups above them and values below tell as much.
            if named or (filled and sum(1 for group in groups if group in words) > 1):
                return first, at, last
            at = max(at, first + 1)
        return 0, 0, 0

    def evidence(self, line: Row) -> Evidence:
        place = f"第{line.line.number}行" if line.line.number else ""
        return Evidence(self.file, line.line.page, line.line.number, line.line.text.strip(), place)


def has_serials(rows: Sequence[Row]) -> bool:
    """Whether the rows have serial numbers in front: then a number on a line of its own may be one of these."""
    return sum(1 for row in rows if row.numbered) >= _SERIAL


class _Trust:
    """Which values may be believed to belong to the label they were aligned with.

    In a text whose reading order is not the table's, numbers without a label beside them follow the wrong one; so a
    number alone counts only where the text itself bears it out.
    """

    def __init__(self, rows: Sequence[Row], aligned: Aligned[Values], sizes: Sequence[int]) -> None:
        self.rows = rows
        self.labels = aligned.labels
        self.widest = max(sizes)
        valued = [row for row in rows if row.values]
        alone = [row for row in valued if not row.pieces]
        self.alone_is_usual = len(alone) >= 3 and 3 * len(alone) >= len(valued)
        self.numbered = has_serials(rows)
        self.whole = all(
            index is None or len(row.values.tokens) == sizes[index]
            for row, index in zip(rows, aligned.rows, strict=True)
            if row.values and row.values.broken
        )

    def stands(self, number: int, index: int, unit: str) -> bool:
        """Whether the values of line ``number`` belong to row ``index``, which is counted in ``unit``."""
        row = self.rows[number]
        if row.stray or row.values is None:
            return False
        if row.values.broken:
            return self.whole
        if row.pieces or self.widest > 1:
            return True
        if self.numbered or self.neighbours(number) or not self.follows(number, index):
            return False
        measured = row.measure == unit != ""
        return self.alone_is_usual or measured or self.goes_on(number, index) or self.ends(number, index)

    def follows(self, number: int, index: int) -> bool:
        """Whether nothing but a measure word stands between the row's label and the number."""
        lines = [at for at, indices in self.labels.items() if index in indices and at < number]
        return bool(lines) and not any(self.rows[at].pieces for at in range(max(lines) + 1, number))

    def neighbours(self, number: int) -> bool:
        """Whether another number alone stands right before or after."""
        beside = [self.rows[at] for at in (number - 1, number + 1) if 0 <= at < len(self.rows)]
        return any(row.values is not None and not row.pieces for row in beside)

    def goes_on(self, number: int, index: int) -> bool:
        """Whether the row's label goes on after the number: it stands between the label's halves."""
        later = [at for at in self.labels if at > number]
        return bool(later) and index in self.labels[min(later)]

    def ends(self, number: int, index: int) -> bool:
        """Whether the row's label, broken over lines, ends right before the number."""
        lines = [at for at, indices in self.labels.items() if index in indices]
        return len(lines) > 1 and max(lines) == number - 1
