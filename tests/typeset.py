"""Reports set on pages: letters and ruling lines at places, rows cut by the page, headers repeated, merged cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from makers_tables import Cell, Grid

from converters.document import Table
from converters.readers.paper.page import Box, Page, Piece

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Sequence

    from makers import Part

    from converters.document import Paragraph

CLOSING = "，。、；：？！”’）》〉】」,.;:?!)]}%"


@dataclass(slots=True)
class Style:
    """How pages look; lengths in points."""

    width: float = 595.0
    height: float = 842.0
    left: float = 74.0
    top: float = 100.0
    bottom: float = 740.0
    columns: int = 28
    size: float = 16.0
    leading: float = 28.0
    indent: int = 2
    cell_size: float = 10.5
    cell_leading: float = 13.0
    pad: float = 5.4
    pad_down: float = 2.0
    split: bool = True
    repeat: bool = True
    ruled: bool = True
    middle: bool = False
    folio: str = "— {} —"
    shift: float = 0.0
    title: float = 22.0
    shares: tuple[float, ...] = ()

    @property
    def right(self) -> float:
        return self.left + self.columns * self.size


@dataclass(slots=True)
class Setter:
    """Pages as they fill; ``y`` is where the next line begins."""

    style: Style
    pages: list[Page] = field(default_factory=list)
    y: float = 0.0

    def new_page(self) -> None:
        style = self.style
        page = Page(len(self.pages) + 1, style.width, style.height)
        self.pages.append(page)
        self.y = style.top
        if style.folio:
            self.write(style.folio.format(page.number), style.width / 2 - 20, style.height - 85, 14)

    def write(self, text: str, x: float, y: float, size: float) -> None:
        self.pages[-1].pieces += letters(text, x, y, size)

    def rule(self, *box: float) -> None:
        self.pages[-1].rules.append(Box(*box))

    @property
    def shift(self) -> float:
        """Even pages may stand further to the right."""
        return self.style.shift if len(self.pages) % 2 == 0 else 0.0


def letters(text: str, x: float, y: float, size: float = 16.0, score: float | None = None) -> list[Piece]:
    """A line of letters."""
    found = []
    for letter in text:
        wide = advance(letter, size)
        if letter.strip():
            found.append(Piece(letter, Box(x, y, x + wide, y + size), size, score))
        x += wide
    return found


def told(blocks: Sequence[Part | Paragraph | Table], *, blanks: bool = False) -> list[str | dict[tuple[int, ...], str]]:
    """What parts or blocks say, to be compared: paragraphs as text, tables as cells by place and size."""
    found: list[str | dict[tuple[int, ...], str]] = []
    for block in blocks:
        if isinstance(block, (Grid, Table)):
            cells = {(c.row, c.column, c.rowspan, c.colspan): "".join(c.text.split()) for c in block.cells}
            found.append(cells)
        else:
            found.append(block.text if blanks else "".join(block.text.split()))
    return found


def advance(letter: str, size: float) -> float:
    return size if letter >= "\u2018" else size / 2


def length(text: str, size: float) -> float:
    return sum(advance(letter, size) for letter in text)


def wrap(text: str, width: float, size: float, indent: float = 0.0) -> list[str]:
    """Lines of a text: broken between any letters but before closing signs and within numbers and words."""
    lines, line, used = [], "", indent
    for word in units(text):
        if line and used + length(word, size) > width + 0.01:
            lines.append(line)
            line, used = "", 0.0
        rest = word
        while (wide := length(rest, size)) > width:
            fit = max(1, int(width / (size / 2)))
            lines.append(rest[:fit])
            rest = rest[fit:]
        line += rest
        used += wide
    return [*lines, line] if line or not lines else lines


def units(text: str) -> Iterator[str]:
    """What a line break does not part."""
    unit = ""
    for letter in text:
        joined = unit and (letter in CLOSING or (letter.isascii() and unit[-1].isascii() and letter != " "))
        if unit and not joined:
            yield unit
            unit = ""
        unit += letter
    if unit:
        yield unit


def typeset(parts: list[Part], style: Style | None = None) -> list[Page]:
    """The parts of a report on pages."""
    setter = Setter(style or Style())
    setter.new_page()
    for part in parts:
        if isinstance(part, Grid):
            _table(setter, part)
            setter.y += setter.style.leading * 0.3
        elif part.heading == 1:
            _words(setter, part.text, setter.style.title, centred=True)
        else:
            _words(setter, part.text, setter.style.size)
    return setter.pages


def _words(setter: Setter, text: str, size: float, *, centred: bool = False) -> None:
    style = setter.style
    indent = 0.0 if centred else style.indent * size
    for number, line in enumerate(wrap(text, style.right - style.left, size, indent)):
        if setter.y + style.leading > style.bottom:
            setter.new_page()
        x = style.left + setter.shift + (indent if number == 0 else 0.0)
        if centred:
            x = (style.left + style.right - length(line, size)) / 2 + setter.shift
        setter.write(line, x, setter.y + (style.leading - size) / 2, size)
        setter.y += max(style.leading, size * 1.4)
    # Without an indent, paragraphs stand apart.
    setter.y += 0 if style.indent else style.leading * 0.5


@dataclass(slots=True)
class Strip:
    """The part of a row on one page."""

    page: int
    top: float
    bottom: float


def _table(setter: Setter, grid: Grid) -> None:
    style = setter.style
    shares = style.shares if len(style.shares) == grid.width else (1.0,) * grid.width
    total = style.right - style.left
    edges = [style.left]
    for share in shares:
        edges.append(edges[-1] + total * share / sum(shares))
    texts = {id(cell): _cell_lines(cell, edges, style) for cell in grid.cells}
    counts = _row_lines(grid, texts)
    strips: list[list[Strip]] = []
    heads = [_height(style, count) for count in counts[: grid.heads]]
    if setter.y + sum(heads) + _height(style, 1) > style.bottom:
        setter.new_page()

    def again() -> None:
        if style.repeat:
            _repeat(setter, grid, heads, texts, edges)

    for row, count in enumerate(counts):
        strips.append(list(_strips(setter, count, again if row >= grid.heads else None)))
    for cell in grid.cells:
        areas: dict[int, Strip] = {}
        for strip in (strip for row in strips[cell.row : cell.bottom] for strip in row):
            area = areas.setdefault(strip.page, Strip(strip.page, strip.top, strip.bottom))
            area.bottom = strip.bottom
        _draw(setter, cell, list(areas.values()), texts[id(cell)], edges)


def _cell_lines(cell: Cell, edges: list[float], style: Style) -> list[str]:
    width = edges[cell.column + cell.colspan] - edges[cell.column] - 2 * style.pad
    return wrap(cell.text, width, style.cell_size) if cell.text else []


def _row_lines(grid: Grid, texts: dict[int, list[str]]) -> list[int]:
    counts = [1] * grid.height
    for cell in sorted(grid.cells, key=lambda cell: cell.rowspan):
        lack = len(texts[id(cell)]) - sum(counts[cell.row : cell.bottom])
        if lack > 0:
            counts[cell.bottom - 1] += lack
    return counts


def _height(style: Style, lines: int) -> float:
    return lines * style.cell_leading + 2 * style.pad_down


def _strips(setter: Setter, count: int, again: Callable[[], None] | None) -> Iterator[Strip]:
    """Where a row goes: whole on a page, or cut at a line."""
    style = setter.style
    while True:
        room = int((style.bottom - setter.y - 2 * style.pad_down) / style.cell_leading)
        if count > room and (not style.split or room < 1):
            setter.new_page()
            if again:
                again()
            room = count if not style.split else 10**6
        lines = min(count, room)
        end = setter.y + _height(style, lines)
        yield Strip(len(setter.pages), setter.y, end)
        setter.y = end
        count -= lines
        if not count:
            return


def _repeat(setter: Setter, grid: Grid, heads: list[float], texts: dict[int, list[str]], edges: list[float]) -> None:
    tops = [setter.y]
    for height in heads:
        tops.append(tops[-1] + height)
    for cell in grid.cells:
        if cell.row < grid.heads:
            strip = Strip(len(setter.pages), tops[cell.row], tops[cell.bottom])
            _draw(setter, cell, [strip], texts[id(cell)], edges)
    setter.y = tops[-1]


def _draw(setter: Setter, cell: Cell, areas: list[Strip], lines: list[str], edges: list[float]) -> None:
    style, rest = setter.style, list(lines)
    pages, setter_pages = setter.pages, setter.pages
    for area in areas:
        setter.pages = pages[: area.page]
        shift = setter.shift
        left, right = edges[cell.column] + shift, edges[cell.column + cell.colspan] + shift
        room = max(0, round((area.bottom - area.top - 2 * style.pad_down) / style.cell_leading))
        here, rest = rest[:room], rest[room:]
        y = area.top + style.pad_down
        if style.middle and len(areas) == 1:
            y = (area.top + area.bottom - len(here) * style.cell_leading) / 2
        for line in here:
            setter.write(line, left + style.pad, y + 1, style.cell_size)
            y += style.cell_leading
        if style.ruled:
            corners = ((left, area.top), (right, area.top), (right, area.bottom), (left, area.bottom), (left, area.top))
            for (x1, y1), (x2, y2) in pairwise(corners):
                setter.rule(min(x1, x2) - 0.25, min(y1, y2) - 0.25, max(x1, x2) + 0.25, max(y1, y2) + 0.25)
        setter.pages = setter_pages


def random_grid(chance: random.Random, height: int, width: int, words: Callable[[int], str]) -> Grid:
    """A table with merged cells: a header row, then labels and figures with merges at any place."""
    cells = [Cell(words(chance.randint(2, 5)), 0, column, role="head") for column in range(width)]
    taken: set[tuple[int, int]] = set()
    for row in range(1, height):
        for column in range(width):
            if (row, column) in taken:
                continue
            down, right = 1, 1
            if chance.random() < 0.12:
                # Figures are not merged downwards: on the next page nobody could tell one from an empty cell.
                down, right = chance.choice(((2, 1), (1, 2), (3, 1), (2, 2)) if column == 0 else ((1, 2), (1, 3)))
            down = min(down, height - row)
            right = min(right, width - column)
            while any((row, column + at) in taken for at in range(right)):
                right -= 1
            taken |= {(r, c) for r in range(row, row + down) for c in range(column, column + right)}
            text = words(chance.randint(2, 14)) if column == 0 else _value(chance, words)
            cells.append(Cell(text, row, column, down, right))
    return Grid(tuple(cells), height, width, 1)


def _value(chance: random.Random, words: Callable[[int], str]) -> str:
    return chance.choice((str(chance.randint(0, 99999)), "0", "—", "/", "", "1,234", words(3)))
