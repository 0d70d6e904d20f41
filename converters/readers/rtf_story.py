"""The paragraphs and tables of rich text as they come: cells and rows end one by one, a table when no row follows."""

from __future__ import annotations

from dataclasses import dataclass, field

from converters.readers.edges import Row, Rows, RowShape

MOST_LEVELS = 8


@dataclass(slots=True)
class Line:
    """A paragraph; ``heading`` is its level, 0 for none."""

    text: str
    heading: int = 0


Block = Line | Rows[Line]


@dataclass(slots=True)
class _Table:
    """A table being read: its rows so far, the cells of the row being read, and the content of the cell."""

    rows: list[Row[Line]] = field(default_factory=list)
    cells: list[list[Block]] = field(default_factory=list)
    content: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Story:
    """A text with its tables: the body, or a text box."""

    blocks: list[Block] = field(default_factory=list)
    _open: list[_Table] = field(default_factory=list)

    def line(self, line: Line, level: int) -> None:
        """A paragraph ends, ``level`` tables deep."""
        self._to(level).append(line)

    def box(self, blocks: list[Block], level: int) -> None:
        """What stands in a text box anchored here."""
        self._to(level).extend(blocks)

    def cell(self, line: Line, level: int) -> None:
        """A cell ends with its last paragraph."""
        self._to(level).append(line)
        table = self._open[-1]
        table.cells.append(table.content)
        table.content = []

    def row(self, level: int, shape: RowShape | None) -> None:
        """A row ends; one without cells is none."""
        self._to(level)
        table = self._open[-1]
        if table.content:
            # Words after the last cell's end belong to no cell; rather one cell too many than words lost.
            table.cells.append(table.content)
        if table.cells:
            table.rows.append(Row(table.cells, shape))
        table.cells, table.content = [], []

    def end(self) -> list[Block]:
        """Everything, with the tables that the file left open."""
        self._to(0)
        return self.blocks

    def _to(self, level: int) -> list[Block]:
        """Where a paragraph of this level goes: deeper tables are over, missing ones begin."""
        while len(self._open) > level:
            self._close()
        while len(self._open) < level:
            self._open.append(_Table())
        return self._open[-1].content if self._open else self.blocks

    def _close(self) -> None:
        level = len(self._open)
        table = self._open[-1]
        if table.content or table.cells:
            self.row(level, None)
        self._open.pop()
        if table.rows:
            (self._open[-1].content if self._open else self.blocks).append(Rows(table.rows))
