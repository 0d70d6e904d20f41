"""OpenDocument texts (.odt, and .fodt in one piece): body order, tables with their merges, list numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converters.document import Document, Paragraph, Place, Table, clean
from converters.readers.docx import numbered
from converters.readers.grid import MAX_SPAN, GridBuilder
from converters.readers.odt_lists import STYLE, Count, Lists, T
from workbook.errors import InputRefused
from workbook.package import open_package, parse_xml, peek_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from workbook.package import Package

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_FLAT = re.compile(rb"<office:document[\s>]")
_FLAT_TEXT = b"application/vnd.oasis.opendocument.text"
_SPACE = re.compile(r"[ \t\r\n]+")
_BLANKS = " \t\n\r\u3000\xa0"
# A row of a text table that is said to be repeated is an empty one at most.
_MOST_REPEATS = 1000

_P, _H, _LIST = T + "p", T + "h", T + "list"
_ITEMS = (T + "list-item", T + "list-header")
_FRAMES = (_DRAW + "text-box", _DRAW + "custom-shape", _DRAW + "rect")
_NOT_SHOWN = frozenset(
    (
        T + "tracked-changes",
        T + "note",
        T + "hidden-paragraph",
        _OFFICE + "annotation",
        _OFFICE + "forms",
        T + "sequence-decls",
        T + "variable-decls",
        T + "user-field-decls",
    )
)
_HIDDEN_TEXT = T + "hidden-text"
_DISPLAY = T + "display"
_CONDITION = T + "condition"


class OdtReader:
    """Reads .odt and .fodt; headers, footnotes, comments and deleted text are left alone."""

    kind = "odt"

    def accepts(self, head: bytes, data: bytes) -> bool:
        """An OpenDocument text, zipped or flat."""
        if head.startswith(b"PK"):
            names = peek_names(data)
            return _CONTENT in names and not _is_other(data)
        return bool(_FLAT.search(head)) and _FLAT_TEXT in head

    def read(self, data: bytes, name: str) -> Document:
        """Paragraphs and tables in body order.

        Raises:
            InputRefused: damaged, unsafe, or locked by a password.
        """
        roots = _roots(data, name)
        walk = _Walk(name, roots)
        body = roots[0].find(f"{_OFFICE}body/{_OFFICE}text")
        if body is not None:
            walk.blocks_of(body)
        return Document(name, self.kind, walk.blocks, list(walk.notes))


def _is_other(data: bytes) -> bool:
    """Whether the package says that it is a spreadsheet, a drawing or something else that is no text."""
    # The mimetype stands first and unpacked, so that it can be seen from outside.
    found = re.search(rb"mimetypeapplication/vnd\.oasis\.opendocument\.([a-z]+)", data[:200])
    return found is not None and not found[1].startswith(b"text")


def _roots(data: bytes, name: str) -> list[_Element]:
    if not data.startswith(b"PK"):
        return [parse_xml(data, name, "office:document")]
    package = open_package(data, name)
    refuse_locked(package)
    return [package.xml(part) for part in (_CONTENT, _STYLES) if part in package]


def refuse_locked(package: Package) -> None:
    """Refuse an OpenDocument package that is locked by a password.

    Raises:
        InputRefused: it is.
    """
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
        message = f"“{package.name}”文件已加密，请先取消密码后再试。"
        raise InputRefused(message)


class _Walk:
    """One pass through a text in reading order."""

    def __init__(self, name: str, roots: list[_Element]) -> None:
        self.blocks: list[Paragraph | Table] = []
        self.notes: dict[str, None] = {}
        self._name = name
        self._lists = Lists(roots)
        self._hidden = _hidden_styles(roots)
        self._frames: list[_Element] = []
        self._lines = 0
        self._tables = 0

    def blocks_of(self, container: _Element) -> None:
        """Read the paragraphs and tables of a body, a section or a frame."""
        for text, level, table in self._parts(container):
            if table is not None:
                self._table(table)
            else:
                self._emit(text, level)
            frames, self._frames = self._frames, []
            for frame in frames:
                self.blocks_of(frame)

    def _emit(self, text: str, heading: int) -> None:
        text = clean(text.strip(_BLANKS))
        if text:
            self._lines += 1
            self.blocks.append(Paragraph(text, Place(line=self._lines), heading))

    def _parts(self, container: _Element) -> Iterator[tuple[str, int, _Element | None]]:
        """Paragraphs with their heading level, and tables, whatever is wrapped around them."""
        for part in container:
            tag = part.tag
            if tag in (_P, _H):
                yield self._paragraph(part)
            elif tag == _LIST:
                yield from self._items(part, self._lists.begin(part), 1, "")
            elif tag == _TABLE + "table":
                yield "", 0, part
            elif tag in _FRAMES:
                self._frames.append(part)
            elif tag in _NOT_SHOWN or not isinstance(tag, str) or part.get(_DISPLAY) == "none":
                self._note(part)
            else:
                yield from self._parts(part)

    def _items(
        self, element: _Element, count: Count, level: int, style: str
    ) -> Iterator[tuple[str, int, _Element | None]]:
        """A list's items; the number stands before the first paragraph of each."""
        style = element.get(T + "style-name", style)
        for item in element.iterchildren(*_ITEMS):
            fresh = item.tag == _ITEMS[0]
            for part in item:
                if part.tag == _LIST:
                    yield from self._items(part, count, level + 1, style)
                elif part.tag in (_P, _H):
                    text, heading, _ = self._paragraph(part, outline=False)
                    label = self._lists.label(count, level, style, item.get(T + "start-value", "")) if fresh else ""
                    fresh = False
                    yield numbered(label, text) if label else text, heading, None
                elif part.tag == _TABLE + "table":
                    yield "", 0, part

    def _paragraph(self, element: _Element, *, outline: bool = True) -> tuple[str, int, None]:
        text = self._text(element).strip(_BLANKS)
        if element.tag != _H:
            return text, 0, None
        stated = element.get(T + "outline-level", "1")
        level = int(stated) if stated.isdecimal() and len(stated) < 3 else 1
        label = self._lists.heading(level, element.get(T + "start-value", "")) if outline and text else ""
        return numbered(label, text) if label else text, min(max(level, 1), 9), None

    def _text(self, element: _Element) -> str:
        # In the file white space only lays out the XML: blanks that count have elements of their own.
        pieces = [_SPACE.sub(" ", element.text or "")]
        for part in element:
            pieces.append(self._inline(part))
            pieces.append(_SPACE.sub(" ", part.tail or ""))
        return "".join(pieces)

    def _inline(self, part: _Element) -> str:
        tag = part.tag
        if tag == T + "s":
            count = part.get(T + "c", "1")
            return " " * min(int(count), MAX_SPAN) if count.isdecimal() and len(count) < 6 else " "
        if tag == T + "tab":
            return "\t"
        if tag == T + "line-break":
            return "\n"
        if tag in _FRAMES:
            self._frames.append(part)
            return ""
        if not isinstance(tag, str) or tag in _NOT_SHOWN or self._is_hidden(part):
            self._note(part)
            return ""
        return self._text(part)

    def _is_hidden(self, part: _Element) -> bool:
        return part.tag == _HIDDEN_TEXT or part.get(T + "style-name", "") in self._hidden

    def _note(self, part: _Element) -> None:
        if part.tag == T + "tracked-changes":
            self.notes["文档中有修订痕迹：插入的文字已读入，删除的文字未读入"] = None
        elif part.tag in (_HIDDEN_TEXT, T + "hidden-paragraph", T + "span") or part.get(_DISPLAY) == "none":
            self.notes["文档中有隐藏文字，未读入"] = None

    def _table(self, table: _Element) -> None:
        grid = GridBuilder(self._name)
        height, cells = 0, 0
        inner: list[_Element] = []
        for row in _rows(table):
            column = 0
            for cell in row.iterchildren(_TABLE + "table-cell", _TABLE + "covered-table-cell"):
                repeats = _count(cell, "number-columns-repeated", MAX_SPAN)
                if cell.tag == _TABLE + "table-cell":
                    text = self._cell_text(cell, inner)
                    spans = (_count(cell, f"number-{what}-spanned", _MOST_REPEATS) for what in ("rows", "columns"))
                    rowspan, colspan = spans
                    for at in range(repeats):
                        grid.place(text, height, grid.free_column(height, column + at), rowspan, colspan)
                        cells += 1
                column += repeats
            height += 1
        if cells == 1 and not inner:
            # A single cell is a frame around text, not a table.
            self._frames.extend(table.iter(_TABLE + "table-cell"))
            return
        if cells:
            self._tables += 1
            self.blocks.append(grid.build(Place(table=self._tables), height))
        for nested in inner:
            self._table(nested)

    def _cell_text(self, cell: _Element, inner: list[_Element]) -> str:
        """A cell's paragraphs, one a line; nested tables are left for after the table."""
        lines = []
        for text, _, table in self._parts(cell):
            if table is not None:
                inner.append(table)
            else:
                lines.append(text.strip(_BLANKS))
        return "\n".join(lines).strip(_BLANKS)


def _rows(table: _Element) -> Iterator[_Element]:
    for part in table:
        if part.tag == _TABLE + "table-row":
            for _ in range(_count(part, "number-rows-repeated", _MOST_REPEATS)):
                yield part
        elif part.tag in (_TABLE + "table-header-rows", _TABLE + "table-rows", _TABLE + "table-row-group"):
            yield from _rows(part)


def _count(element: _Element, name: str, most: int) -> int:
    text = element.get(_TABLE + name, "")
    return min(max(1, int(text)), most) if text.isdecimal() and len(text) < 20 else 1


def _hidden_styles(roots: list[_Element]) -> frozenset[str]:
    """The text styles that show nothing."""
    return frozenset(
        style.get(STYLE + "name", "")
        for root in roots
        for style in root.iter(STYLE + "style")
        for properties in style.iterchildren(STYLE + "text-properties")
        if properties.get(_DISPLAY) == "none"
    )
