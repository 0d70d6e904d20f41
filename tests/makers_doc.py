"""Word 97–2003 documents written byte by byte: what LibreOffice never writes, and tables without LibreOffice.

Written from [MS-DOC], apart from the reader; LibreOffice opens what is made here.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from makers_ole import SECTOR, compound
from makers_tables import Grid

if TYPE_CHECKING:
    from pathlib import Path

    from makers import Part
    from makers_tables import Cell

TEXT_AT = 0x400
STYLES, SECTIONS, RUNS, PARAGRAPHS, PIECES, SHAPES, BOXES, LISTS, USES = 1, 6, 12, 13, 33, 40, 56, 73, 74
# Modifiers: in a table, its depth, end of a row, end of an inner row, end of an inner cell, list, level, outline.
IN_TABLE, DEPTH, ROW_END, INNER_ROW_END, INNER_CELL_END = 0x2416, 0x6649, 0x2417, 0x244C, 0x244B
LIST, LEVEL, OUTLINE, HUGE, DEFINE_ROW, MERGE_DOWN, MERGE_RIGHT = 0x460B, 0x260A, 0x2640, 0x6646, 0xD608, 0xD62B, 0x5624
DELETED, INSERTED, HIDDEN, RUN_STYLE, SYMBOL, SPECIAL = 0x0800, 0x0801, 0x083C, 0x4A30, 0x6A09, 0x0855
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)


def sprm(code: int, value: int | bytes = 1) -> bytes:
    """One modifier; bytes are an operand that states its size."""
    if isinstance(value, int):
        return struct.pack("<H", code) + value.to_bytes(_SIZES[code >> 13], "little")
    size = struct.pack("<H", len(value) + 1) if code == DEFINE_ROW else bytes((len(value),))
    return struct.pack("<H", code) + size + value


@dataclass
class Line:
    """A paragraph: runs of text with their modifiers, the mark that ends it (with modifiers too), its own modifiers."""

    runs: list[tuple[str, bytes]]
    properties: bytes = b""
    mark: str = "\r"
    mark_properties: bytes = b""
    style: int = 0


@dataclass
class Doc:
    """A document to be written; ``boxes`` are the texts of text boxes by the number of their shape."""

    lines: list[Line]
    styles: list[bytes] = field(default_factory=list)
    lists: bytes = b""
    uses: bytes = b""
    boxes: dict[int, list[Line]] = field(default_factory=dict)
    shapes: dict[int, int] = field(default_factory=dict)
    # The text in so many pieces, stored in reverse order; each with a modifier of its own where one is given.
    pieces: int = 1
    modifiers: dict[int, bytes] = field(default_factory=dict)
    narrow: bool = False
    version: int = 0xC1
    flags: int = 0x1200


def p(text: str, properties: bytes = b"", style: int = 0) -> Line:
    """A paragraph of one run."""
    return Line([(text, b"")], properties, style=style)


def row(*cells: str | list[Line], edges: tuple[int, ...] = (), more: bytes = b"", depth: int = 1) -> list[Line]:
    """A table row; ``edges`` in twips, every 1500 where not given; ``more`` are modifiers of the row itself."""
    edges = edges or tuple(range(0, 1500 * len(cells) + 1, 1500))
    inside = sprm(IN_TABLE) + sprm(DEPTH, depth)
    found: list[Line] = []
    for cell in cells:
        lines = [p(cell)] if isinstance(cell, str) else cell
        for line in lines:
            line.properties = line.properties or inside
        if depth == 1:
            lines[-1].mark = "\x07"
        else:
            lines[-1].properties += sprm(INNER_CELL_END)
        found += lines
    end = sprm(ROW_END) if depth == 1 else sprm(INNER_ROW_END) + sprm(INNER_CELL_END)
    shape = define_row(edges)
    return [*found, Line([("", b"")], inside + end + shape + more, "\x07" if depth == 1 else "\r")]


def define_row(edges: tuple[int, ...], down: tuple[int, ...] = ()) -> bytes:
    """The definition of a row; ``down`` is 1 for a cell that continues the one above, 3 for one that begins a merge."""
    count = len(edges) - 1
    flags = [flag << 5 for flag in down] or [0] * count
    cells = b"".join(struct.pack("<H18x", flag) for flag in flags)
    return sprm(DEFINE_ROW, bytes((count,)) + struct.pack(f"<{count + 1}h", *edges) + cells)


def style(name: str, number: int = 0xFFE, base: int = 0xFFF, paragraph: bytes = b"", run: bytes = b"") -> bytes:
    """A paragraph style for ``Doc.styles``; the place in that list is its number."""
    words = struct.pack("<H", len(name)) + name.encode("utf-16-le") + b"\0\0"
    content = struct.pack("<HHHHH", number, 1 | base << 4, 2, 0, 0) + words
    for properties in (b"\0\0" + paragraph, run):
        content += struct.pack("<H", len(properties)) + properties + bytes(len(properties) % 2)
    return content


def run_style(name: str, run: bytes) -> bytes:
    """A style of runs for ``Doc.styles``."""
    words = struct.pack("<H", len(name)) + name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<HHHHH", 0xFFE, 2 | 0xFFF << 4, 1, 0, 0) + words + struct.pack("<H", len(run)) + run


def level(number_format: int, text: str, start: int = 1, flags: int = 0, restart: int = 0) -> bytes:
    """A level of a list; ``text`` holds the signs 0 to 8 where the numbers of the levels go."""
    places = bytes(n for n, sign in enumerate(text, 1) if sign < "\x09").ljust(9, b"\0")
    head = struct.pack("<IBB9sBIIBBBB", start, number_format, flags, places, 0, 0, 0, 0, 0, restart, 0)
    return head + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def lists(*found: list[bytes], style_of: int = 0xFFF) -> bytes:
    """The table of lists, one of one or of nine levels each; their ids count from 100."""
    heads = b"".join(
        struct.pack("<II9HBB", 100 + n, 0, style_of, *[0xFFF] * 8, len(levels) == 1, 0)
        for n, levels in enumerate(found)
    )
    return struct.pack("<H", len(found)) + heads, b"".join(part for levels in found for part in levels)


def uses(*found: tuple[int, list[tuple[int, int, bytes]]]) -> bytes:
    """The table of uses: of the list of that id, with (start, level, definition) of the levels changed."""
    heads = b"".join(struct.pack("<I8xBBBB", number, len(changes), 0, 0, 0) for number, changes in found)
    data = b""
    for _, changes in found:
        data += struct.pack("<I", 0xFFFFFFFF)
        for start, index, definition in changes:
            data += struct.pack("<II", start, index | (0x20 if definition else 0x10)) + definition
    return struct.pack("<I", len(found)) + heads + data


# 一、（一）1. ① and so on.
NINE = [level(39, "\0、"), level(37, "（\1）"), level(0, "\2."), level(18, "\3"), *[level(0, "\4)")] * 5]


def numbered(number: int, index: int, text: str) -> Line:
    """A paragraph in a use of a list, at a level from 0."""
    return p(text, sprm(LEVEL, index) + sprm(LIST, number))


def doc(made: Doc) -> bytes:
    """The document as a compound file."""
    return compound(streams(made))


def streams(made: Doc) -> dict[str, bytes]:
    """The streams of the document."""
    return _Writer(made).streams()


class _Writer:
    def __init__(self, made: Doc) -> None:
        self.made = made
        self.main = bytearray(TEXT_AT)
        self.table = bytearray(16)
        self.data = bytearray(16)
        self.places: dict[int, tuple[int, int]] = {}

    def streams(self) -> dict[str, bytes]:
        made = self.made
        boxes = [line for lines in made.boxes.values() for line in lines]
        stories = [made.lines, boxes]
        lines = made.lines + boxes
        if boxes:
            lines = [*lines, p("")]
        text = "".join("".join(part for part, _ in line.runs) + line.mark for line in lines)
        self._text(text, lines)
        self._plexes(stories)
        self._styles()
        lengths = [sum(map(_length, story)) for story in stories]
        self._header(lengths[0], lengths[1])
        table = "1Table" if made.flags & 0x200 else "0Table"
        return {"WordDocument": bytes(self.main), table: bytes(self.table), "Data": bytes(self.data)}

    def _put(self, slot: int, content: bytes, behind: bytes = b"") -> None:
        self.places[slot] = (len(self.table), len(content))
        self.table += content + behind

    def _text(self, text: str, lines: list[Line]) -> None:
        """Store the text piece by piece, the last piece first, and the properties by where it lies."""
        made = self.made
        units = _units(text)
        bounds = [len(units) * n // made.pieces for n in range(made.pieces + 1)]
        width = 1 if made.narrow else 2
        offsets = [0] * made.pieces
        for n in reversed(range(made.pieces)):
            offsets[n] = len(self.main)
            content = b"".join(units[bounds[n] : bounds[n + 1]])
            self.main += content.decode("utf-16-le").encode("cp1252") if made.narrow else content

        def offset(at: int) -> int:
            piece = max(n for n in range(made.pieces) if bounds[n] <= at)
            return offsets[piece] + (at - bounds[piece]) * width

        paragraphs, runs = [], []
        at = 0
        for line in lines:
            begun = at
            for part, properties in [*line.runs, (line.mark, line.mark_properties)]:
                size = len(_units(part))
                runs += [(offset(unit), offset(unit) + width, properties) for unit in range(at, at + size)]
                at += size
            stored = struct.pack("<H", line.style) + self._short(line.properties)
            paragraphs += [(offset(unit), offset(unit) + width, stored) for unit in range(begun, at)]
        self._pages(PARAGRAPHS, _joined(paragraphs), _paragraph_page)
        self._pages(RUNS, _joined(runs), _run_page)
        modifiers = b"".join(b"\1" + struct.pack("<H", len(m)) + m for m in made.modifiers.values())
        numbers = {piece: n for n, piece in enumerate(made.modifiers)}
        plex = struct.pack(f"<{made.pieces + 1}I", *bounds)
        for n in range(made.pieces):
            place = offsets[n] * 2 | 0x40000000 if made.narrow else offsets[n]
            plex += struct.pack("<HIH", 0, place, numbers[n] << 1 | 1 if n in numbers else 0)
        self._put(PIECES, modifiers + b"\2" + struct.pack("<I", len(plex)) + plex)

    def _short(self, properties: bytes) -> bytes:
        """Properties as they stand on a page: those too long for it are kept in the data stream."""
        if len(properties) <= 400:
            return properties
        place = len(self.data)
        self.data += struct.pack("<H", len(properties)) + properties
        return sprm(HUGE, place)

    def _pages(self, slot: int, runs: list[tuple[int, int, bytes]], page_of) -> None:
        self.main += bytes(-len(self.main) % SECTOR)
        starts, numbers = [], []
        while runs:
            page, count = page_of(runs)
            starts.append(runs[0][0])
            numbers.append(len(self.main) // SECTOR)
            last = runs[count - 1][1]
            self.main += page
            runs = runs[count:]
        self._put(slot, struct.pack(f"<{2 * len(numbers) + 1}I", *starts, last, *numbers))

    def _plexes(self, stories: list[list[Line]]) -> None:
        made = self.made
        body = sum(map(_length, stories[0]))
        self._put(SECTIONS, struct.pack("<II12x", 0, body))
        if made.boxes:
            anchors = sorted((anchor, shape) for shape, anchor in made.shapes.items())
            records = b"".join(struct.pack("<I22x", shape) for _, shape in anchors)
            self._put(SHAPES, struct.pack(f"<{len(anchors) + 1}I", *[a for a, _ in anchors], body) + records)
            bounds = [0]
            for lines in made.boxes.values():
                bounds.append(bounds[-1] + sum(map(_length, lines)))
            texts = b"".join(struct.pack("<IIHIII", 1, 0, 0, 0xFFFFFFFF, shape, 0) for shape in made.boxes)
            self._put(BOXES, struct.pack(f"<{len(bounds)}I", *bounds) + texts)
        if made.lists:
            self._put(LISTS, *made.lists)
            self._put(USES, made.uses)

    def _styles(self) -> None:
        styles = self.made.styles or [style("Normal", 0)]
        content = struct.pack("<HHHHHHHHHH", 18, len(styles), 10, 0, 0, 0, 0, 0, 0, 0)
        for one in styles:
            content += struct.pack("<H", len(one)) + one + bytes(len(one) % 2)
        self._put(STYLES, content)

    def _header(self, body: int, boxes: int) -> None:
        made = self.made
        head = struct.pack("<HHHHHHHI", 0xA5EC, made.version, 0, 0x804, 0, made.flags, 0xBF, 0).ljust(24, b"\0")
        head += struct.pack("<II", TEXT_AT, len(self.main)) + struct.pack("<H28x", 14)
        counts = [len(self.main), 0, 0, body, 0, 0, 0, 0, 0, boxes, 0]
        head += struct.pack("<H88s", 22, struct.pack("<11I", *counts)) + struct.pack("<H", 93)
        for slot in range(93):
            head += struct.pack("<II", *self.places.get(slot, (0, 0)))
        self.main[: len(head)] = head


def _units(text: str) -> list[bytes]:
    content = text.encode("utf-16-le")
    return [content[n : n + 2] for n in range(0, len(content), 2)]


def _length(line: Line) -> int:
    return len(_units("".join(part for part, _ in line.runs) + line.mark))


def _joined(found: list[tuple[int, int, bytes]]) -> list[tuple[int, int, bytes]]:
    """Neighbours with the same properties as one run, in the order of the stream."""
    runs: list[tuple[int, int, bytes]] = []
    for start, stop, properties in sorted(found):
        if runs and runs[-1][1] == start and runs[-1][2] is properties:
            runs[-1] = (runs[-1][0], stop, properties)
        else:
            runs.append((start, stop, properties))
    return runs


def _paragraph_page(runs: list[tuple[int, int, bytes]]) -> tuple[bytes, int]:
    packed = [bytes((0, len(p) // 2)) + p if len(p) % 2 == 0 else bytes(((len(p) + 1) // 2,)) + p for *_, p in runs]
    return _page(runs, packed, 13)


def _run_page(runs: list[tuple[int, int, bytes]]) -> tuple[bytes, int]:
    return _page(runs, [bytes((len(p),)) + p if p else b"" for *_, p in runs], 1)


def _page(runs: list[tuple[int, int, bytes]], packed: list[bytes], entry: int) -> tuple[bytes, int]:
    """As many runs as a page holds: bounds and entries from its beginning, properties from its end."""
    end, count, places = SECTOR - 1, 0, []
    for content in packed:
        start = (end - len(content)) & ~1 if content else end
        if start < 4 * (count + 2) + entry * (count + 1):
            break
        places.append(start // 2 if content else 0)
        end, count = start, count + 1
    page = bytearray(SECTOR)
    struct.pack_into(f"<{count + 1}I", page, 0, *[start for start, *_ in runs[:count]], runs[count - 1][1])
    for n, place in enumerate(places):
        page[4 * (count + 1) + entry * n] = place
        page[2 * place : 2 * place + len(packed[n])] = packed[n] if place else b""
    page[-1] = count
    return bytes(page), count


def write(path: Path, parts: list[Part], _variant: str) -> None:
    """Write a report: headings by their style, every grid as a table, a blank line behind it."""
    styles = [style("Normal", 0), style("heading 1", 1, 0), style("heading 2", 2, 0)]
    lines: list[Line] = []
    for part in parts:
        lines += [*table(part), p("")] if isinstance(part, Grid) else [p(part.text, style=part.heading)]
    path.write_bytes(doc(Doc(lines, styles)))


def table(grid: Grid, width: int = 9000) -> list[Line]:
    """A grid of merged cells as table rows: wide cells by their edges, tall ones by their flags."""
    found: list[Line] = []
    for number, line in enumerate(grid.covering()):
        cells = [cell for column, cell in enumerate(line) if column == cell.column]
        edges = (*[width * cell.column // grid.width for cell in cells], width)
        texts = [cell.text if cell.row == number else "" for cell in cells]
        made = row(*[_cell_lines(text) for text in texts], edges=edges)
        made[-1].properties += define_row(edges, tuple(_down(cell, number) for cell in cells))
        found += made
    return found


def _cell_lines(text: str) -> list[Line]:
    return [p(part) for part in text.split("\n")]


def _down(cell: Cell, number: int) -> int:
    if cell.rowspan == 1:
        return 0
    return 3 if number == cell.row else 1
