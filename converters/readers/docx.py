"""Word documents (.docx): body order, tables with their merges, and the text exactly as Word shows it.

An own walk over the XML: python-docx leaves out tracked insertions, content controls, text boxes and list numbers.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from converters.document import Document, Paragraph, Place, Table, clean
from converters.readers.docx_lists import Numbering
from converters.readers.docx_styles import VAL, Styles, W, child, heading_level, list_of, properties_of, whole
from converters.readers.docx_text import (
    DELETED,
    MC,
    NOTE_REVISED,
    WRAPPERS,
    Runs,
    chosen,
    control_content,
    plain_text,
)
from converters.readers.grid import MAX_SPAN, GridBuilder
from workbook.openxml import main_part, relations
from workbook.package import Package, open_package, parse_xml, peek_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_P, _TBL, _TR, _TC, _SDT = W + "p", W + "tbl", W + "tr", W + "tc", W + "sdt"
_PSTYLE, _OUTLINE = W + "pStyle", W + "outlineLvl"
_PPR, _RPR, _DEL = W + "pPr", W + "rPr", W + "del"
_TRPR, _TCPR = W + "trPr", W + "tcPr"
_GRID_SPAN, _V_MERGE, _H_MERGE = W + "gridSpan", W + "vMerge", W + "hMerge"
_BLANKS = " \t\n\r\u3000\xa0"


class DocxReader:
    """Reads .docx and .docm; macros, headers, footnotes and comments are left alone."""

    kind = "docx"

    def accepts(self, head: bytes, data: bytes) -> bool:
        """A zip file with a Word document in it."""
        return head.startswith(b"PK") and any(part.lower().startswith("word/") for part in peek_names(data))

    def read(self, data: bytes, name: str) -> Document:
        """Paragraphs and tables in body order.

        Raises:
            InputRefused: damaged or unsafe.
        """
        package = open_package(data, name)
        main = main_part(package, "word/document.xml")
        parts = {kind: target for _, kind, target in relations(package, main)}
        styles = Styles(_related(package, parts.get("styles", "")))
        numbering = Numbering(lambda: _related(package, parts.get("numbering", "")), styles)
        walk = Walk(name, styles, numbering)
        body = _root(package, main).find(W + "body")
        if body is not None:
            walk.blocks_of(body)
        return Document(name, self.kind, walk.blocks, list(walk.notes))


def _root(package: Package, part: str) -> _Element:
    """A part's root; strict documents are read as transitional ones."""
    data = _without_table_styles(package.read(part))
    if _STRICT in data:
        data = data.replace(_STRICT, W[1:-1].encode())
    return parse_xml(data, package.name, posixpath.basename(part))


def _without_table_styles(data: bytes) -> bytes:
    # They say nothing about text, and a template's hundred of them take longer to parse than the whole report.
    pieces = data.split(b"</w:style>")
    if len(pieces) < 100:
        return data
    kept = [piece for piece in pieces[1:] if b'w:type="table"' not in piece.lstrip()[:100]]
    return b"</w:style>".join((pieces[0], *kept))


def _related(package: Package, part: str) -> _Element | None:
    return _root(package, part) if part in package else None


@dataclass(slots=True)
class _Words:
    """A paragraph as read; ``joined`` says that its end was deleted, so that the next one goes on in its line."""

    text: str
    heading: int
    joined: bool
    boxes: list[_Element]


@dataclass(slots=True)
class _Merged:
    """A cell on its way to the grid; it grows while merged cells follow."""

    row: int
    column: int
    colspan: int
    content: _Element
    rowspan: int = 1


class Walk:
    """One pass through a body in reading order."""

    def __init__(self, name: str, styles: Styles, numbering: Numbering) -> None:
        self.blocks: list[Paragraph | Table] = []
        self.notes: dict[str, None] = {}
        self._name = name
        self._styles = styles
        self._numbering = numbering
        self._begun = ""
        self._lines = 0
        self._tables = 0

    def blocks_of(self, container: _Element) -> None:
        """Read the paragraphs and tables of a body, a text box or a cell that is no more than a frame."""
        for part in self._children(container):
            if part.tag == _P:
                self._paragraph(part)
            else:
                self._table(part)
        if self._begun:
            self._emit("", 0)

    def _children(self, container: _Element) -> Iterator[_Element]:
        """Paragraphs, tables, rows and cells of a container, whatever is wrapped around them."""
        for part in container:
            tag = part.tag
            if tag in (_P, _TBL, _TR, _TC):
                yield part
            elif tag in WRAPPERS:
                yield from self._children(part)
            elif tag == _SDT:
                content = control_content(part, self.notes)
                if content is not None:
                    yield from self._children(content)
            elif tag == MC + "AlternateContent":
                for branch in chosen(part):
                    yield from self._children(branch)
            elif tag == W + "altChunk":
                self.notes["文档中嵌有另一份文档，未读入；请在 Word 中另存一份后再导入"] = None
            elif tag in DELETED:
                self.notes[NOTE_REVISED] = None

    def _paragraph(self, element: _Element) -> None:
        words = self._words(element)
        if words.joined:
            self._begun += words.text
        else:
            self._emit(words.text, words.heading)
        for box in words.boxes:
            self.blocks_of(box)

    def _emit(self, text: str, heading: int) -> None:
        text, self._begun = clean((self._begun + text).strip(_BLANKS)), ""
        if text:
            self._lines += 1
            self.blocks.append(Paragraph(text, Place(line=self._lines), heading))

    def _words(self, element: _Element) -> _Words:
        properties = properties_of(element, _PPR)
        if properties is None:
            runs = Runs(self._styles, self.notes)
            runs.walk(element)
            return _Words("".join(runs.pieces), 0, joined=False, boxes=runs.boxes)
        marked = child(properties, _PSTYLE)
        style_id = marked.get(VAL, "") if marked is not None else ""
        style = self._styles.get(style_id)
        runs = Runs(self._styles, self.notes, style.hidden)
        runs.walk(element)
        text = "".join(runs.pieces)
        mark = child(properties, _RPR)
        joined = mark is not None and child(mark, _DEL) is not None
        number, level = list_of(properties, style)
        if number and (text or not joined):
            text = numbered(self._numbering.label(number, level, style_id), text)
        outline = child(properties, _OUTLINE)
        heading = style.heading if outline is None else heading_level(outline)
        return _Words(text, heading, joined, runs.boxes)

    def _table(self, table: _Element) -> None:
        rows = [row for row in self._children(table) if row.tag == _TR and not self._deleted(row)]
        cells = self._cells(rows)
        if len(cells) == 1:
            # A single cell is a frame around text, not a table.
            self.blocks_of(cells[0].content)
            return
        grid = GridBuilder(self._name)
        after: list[_Element] = []
        for cell in cells:
            text = self._cell_text(cell.content, after)
            grid.place(text, cell.row, grid.free_column(cell.row, cell.column), cell.rowspan, cell.colspan)
        if cells:
            self._tables += 1
            self.blocks.append(grid.build(Place(table=self._tables), height=len(rows)))
        for inner in after:
            if inner.tag == _TBL:
                self._table(inner)
            else:
                self.blocks_of(inner)

    def _deleted(self, row: _Element) -> bool:
        properties = child(row, _TRPR)
        deleted = properties is not None and child(properties, _DEL) is not None
        if deleted:
            self.notes[NOTE_REVISED] = None
        return deleted

    def _cells(self, rows: list[_Element]) -> list[_Merged]:
        """The cells at their anchors, each grown over those merged into it."""
        found: list[_Merged] = []
        above: dict[int, _Merged] = {}
        for index, row in enumerate(rows):
            properties = child(row, _TRPR)
            column = min(whole(child(properties, W + "gridBefore")), MAX_SPAN) if properties is not None else 0
            here: dict[int, _Merged] = {}
            last: _Merged | None = None
            for element in self._children(row):
                span, down, right = _spans(element)
                cell = _Merged(index, column, span, element)
                column += cell.colspan
                anchor = above.get(cell.column)
                if right == "continue" and last is not None:
                    last.colspan += cell.colspan
                    continue
                if down == "continue" and anchor is not None and anchor.colspan == cell.colspan:
                    anchor.rowspan += 1
                    cell = anchor
                else:
                    found.append(cell)
                if down:
                    here[cell.column] = cell
                last = cell
            above = here
        return found

    def _cell_text(self, cell: _Element, after: list[_Element]) -> str:
        """A cell's paragraphs, one a line; nested tables and text boxes are left for after the table."""
        text = ""
        for part in self._children(cell):
            if part.tag != _P:
                after.append(part)
                continue
            plain = plain_text(part)
            if plain is not None:
                text += plain.strip(_BLANKS) + "\n"
                continue
            words = self._words(part)
            text += words.text.strip(_BLANKS) + ("" if words.joined else "\n")
            after.extend(words.boxes)
        return text.strip(_BLANKS)


def numbered(label: str, text: str) -> str:
    """A list number before its text; digits must not run into digits."""
    return f"{label} {text}" if label[-1:].isalnum() and text[:1].isascii() else label + text


def _spans(cell: _Element) -> tuple[int, str, str]:
    """How many columns a cell is wide, and its part in a merge downwards and to the right.

    The parts are ``restart``, ``continue``, or empty for a cell that is not merged; Word leaves "continue" out.
    """
    span, down, right = 1, "", ""
    properties = properties_of(cell, _TCPR)
    for mark in properties if properties is not None else ():
        if mark.tag == _GRID_SPAN:
            span = min(max(1, whole(mark, 1)), MAX_SPAN)
        elif mark.tag == _V_MERGE:
            down = mark.get(VAL, "continue")
        elif mark.tag == _H_MERGE:
            right = mark.get(VAL, "continue")
    return span, down, right
