"""A binary Word document as paragraphs and tables in reading order, in every respect as the .docx reader gives it."""

from __future__ import annotations

from converters.document import Document, Paragraph, Place, Table, clean
from converters.readers.doc_boxes import NOWHERE, text_boxes
from converters.readers.doc_file import WordFile
from converters.readers.doc_story import Line, Stories
from converters.readers.doc_styles import heading_level
from converters.readers.docx import numbered
from converters.readers.edges import Rows, grid_cells
from converters.readers.grid import GridBuilder

_BLANKS = " \t\n\r\u3000\xa0"


def read_word(data: bytes, name: str) -> Document:
    """The body of a Word 97–2003 or WPS document.

    Raises:
        OldWord: Word 95 or an older one wrote it.
        Damaged: it contradicts itself; or :class:`struct.error`, :class:`IndexError` where a field ends too soon.
        InputRefused: encrypted or larger than any report.
    """
    file = WordFile(data, name)
    stories = Stories(file)
    walk = _Walk(name, stories, text_boxes(file))
    walk.blocks_of(stories.blocks(0, file.lengths[0]))
    walk.boxes_left()
    return Document(name, "doc", walk.blocks, list(stories.notes))


class _Walk:
    """One pass through the stories of a document in reading order.

    Args:
        name: the file's name, for messages.
        stories: its stories.
        boxes: where the texts of text boxes stand, by the position each box is anchored at.
    """

    def __init__(self, name: str, stories: Stories, boxes: dict[int, list[tuple[int, int]]]) -> None:
        self.blocks: list[Paragraph | Table] = []
        self._name = name
        self._stories = stories
        self._boxes = boxes
        self._begun = ""
        self._lines = 0
        self._tables = 0

    def blocks_of(self, blocks: list[Line | Rows[Line]]) -> None:
        """Read the paragraphs and tables of a story, a text box or a cell that is no more than a frame."""
        for block in blocks:
            if isinstance(block, Rows):
                self._table(block)
                continue
            text = self._numbered(block)
            if block.joined:
                self._begun += text
            else:
                self._emit(text, _heading(block))
            self._boxes_at(block.anchors)
        if self._begun:
            self._emit("", 0)

    def boxes_left(self) -> None:
        """Read the text boxes of which nobody knows where they stand."""
        self._boxes_at([NOWHERE])

    def _boxes_at(self, anchors: list[int]) -> None:
        for anchor in anchors:
            for start, stop in self._boxes.pop(anchor, []):
                self.blocks_of(self._stories.blocks(start, stop))

    def _emit(self, text: str, heading: int) -> None:
        text, self._begun = clean((self._begun + text).strip(_BLANKS)), ""
        if text:
            self._lines += 1
            self.blocks.append(Paragraph(text, Place(line=self._lines), heading))

    def _numbered(self, line: Line) -> str:
        """The text of a paragraph behind its list number."""
        look, style = line.look, line.style
        use = style.list_use if look.list_use is None else look.list_use
        if not use or (line.joined and not line.text):
            return line.text
        level = style.level if look.level is None else look.level
        return numbered(self._stories.numbering.label(str(use), level, str(look.style)), line.text)

    def _table(self, table: Rows[Line]) -> None:
        cells = grid_cells(table)
        if len(cells) == 1:
            # A single cell is a frame around text, not a table.
            self.blocks_of(cells[0].content)
            return
        grid = GridBuilder(self._name)
        after: list[int | Rows[Line]] = []
        for cell in cells:
            text = self._cell_text(cell.content, after)
            grid.place(text, cell.row, grid.free_column(cell.row, cell.column), cell.rowspan, cell.colspan)
        if cells:
            self._tables += 1
            self.blocks.append(grid.build(Place(table=self._tables), height=len(table.rows)))
        for inner in after:
            if isinstance(inner, Rows):
                self._table(inner)
            else:
                self._boxes_at([inner])

    def _cell_text(self, content: list[Line | Rows[Line]], after: list[int | Rows[Line]]) -> str:
        """A cell's paragraphs, one a line; nested tables and text boxes are left for after the table."""
        text = ""
        for block in content:
            if isinstance(block, Rows):
                after.append(block)
                continue
            text += self._numbered(block) + ("" if block.joined else "\n")
            after.extend(block.anchors)
        return text.strip(_BLANKS)


def _heading(line: Line) -> int:
    return line.style.heading if line.look.outline is None else heading_level(line.look.outline)
