"""Rich text (.rtf, often named .doc): tables with their merges, Chinese in every way programs have written it.

The numbers of lists stand in the file as they were shown, so that nothing has to be counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.document import Document, Paragraph, Place, Table, clean
from converters.readers.edges import Rows, grid_cells
from converters.readers.grid import GridBuilder
from converters.readers.rtf_parser import BLANKS, Parser
from workbook.errors import InputRefused

if TYPE_CHECKING:
    from converters.readers.rtf_story import Block, Line

MAX_FILE = 100 * 1024 * 1024


class RtfReader:
    """Reads .rtf; headers, footnotes, comments and deleted text are left alone."""

    kind = "rtf"

    def accepts(self, head: bytes, data: bytes) -> bool:
        """Rich text says so with its first letters."""
        del data
        return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf")

    def read(self, data: bytes, name: str) -> Document:
        """Paragraphs and tables in body order.

        Raises:
            InputRefused: too large or too deep.
        """
        if len(data) > MAX_FILE:
            message = f"“{name}”超过 {MAX_FILE >> 20} MB，已拒绝读取。请删去其中的图片后再试。"
            raise InputRefused(message)
        parser = Parser(name)
        parser.run(data)
        builder = _Builder(name)
        builder.add(parser.end())
        return Document(name, self.kind, builder.blocks, list(parser.notes))


class _Builder:
    """Makes paragraphs and tables of what was read."""

    def __init__(self, name: str) -> None:
        self.blocks: list[Paragraph | Table] = []
        self._name = name
        self._lines = 0
        self._tables = 0

    def add(self, blocks: list[Block]) -> None:
        """Take in a story, or a cell that is no more than a frame."""
        for block in blocks:
            if isinstance(block, Rows):
                self._table(block)
            elif text := clean(block.text.strip(BLANKS)):
                self._lines += 1
                self.blocks.append(Paragraph(text, Place(line=self._lines), block.heading))

    def _table(self, table: Rows[Line]) -> None:
        cells = grid_cells(table)
        if len(cells) == 1:
            # A single cell is a frame around text, not a table.
            self.add(cells[0].content)
            return
        grid = GridBuilder(self._name)
        inner: list[Block] = []
        for cell in cells:
            lines = [block.text.strip(BLANKS) for block in cell.content if not isinstance(block, Rows)]
            inner += [block for block in cell.content if isinstance(block, Rows)]
            text = "\n".join(lines).strip(BLANKS)
            grid.place(text, cell.row, grid.free_column(cell.row, cell.column), cell.rowspan, cell.colspan)
        if cells:
            self._tables += 1
            self.blocks.append(grid.build(Place(table=self._tables), height=len(table.rows)))
        self.add(inner)
