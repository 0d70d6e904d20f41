"""The official tables as grids of merged cells, and what pages and careless copies do to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from makers_labels import label, number, words

from workbook.form import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from figures import Printed
    from makers_labels import Damage

    from workbook.form import Block, Form, Row, Table

Role = Literal["title", "head", "label", "value"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at its anchor; ``code`` is the figure it holds, if any."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    role: Role = "value"
    code: str = ""

    @property
    def bottom(self) -> int:
        return self.row + self.rowspan


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed; the first ``heads`` rows are repeated when a page breaks it."""

    cells: tuple[Cell, ...]
    height: int
    width: int
    heads: int

    def rows(self) -> list[list[Cell]]:
        """The anchors of every row, from left to right."""
        found: list[list[Cell]] = [[] for _ in range(self.height)]
        for cell in sorted(self.cells, key=lambda cell: (cell.row, cell.column)):
            found[cell.row].append(cell)
        return found

    def covering(self) -> list[list[Cell]]:
        """For every position the cell that covers it."""
        spots = {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.bottom)
            for column in range(cell.column, cell.column + cell.colspan)
        }
        return [[spots[row, column] for column in range(self.width)] for row in range(self.height)]


def table_grid(form: Form, table: Table, figures: Printed, damage: Damage) -> Grid:
    """One official table with these figures."""
    if len(table.blocks) > 1:
        return _blocks_grid(table, figures, damage)
    block = table.blocks[0]
    grid = _list_grid(block, figures, damage) if form.edition == "2014" else _wide_grid(table, block, figures, damage)
    if damage.serial and table.code != "T4":
        grid = _numbered(grid)
    return _titled(grid, table.title) if damage.inner_title else grid


def block_grids(grid: Grid) -> list[Grid]:
    """Table 二 as one table for each clause of article 20."""
    starts = [cell.row for cell in grid.cells if cell.role == "title"]
    ends = [*starts[1:], grid.height]
    return [_cut(grid, start, end, heads=2) for start, end in zip(starts, ends, strict=True)]


def broken(grid: Grid, *, repeat: bool) -> tuple[Grid, Grid]:
    """The table cut by a page: the header stands on both parts, cut labels are repeated there or left blank."""
    at = (grid.heads + grid.height) // 2 + 1
    first, rest = _cut(grid, 0, at, grid.heads), _cut(grid, at, grid.height, 0, keep=repeat)
    heads = [cell for cell in grid.cells if cell.row < grid.heads]
    moved = [replace(cell, row=cell.row + grid.heads) for cell in rest.cells]
    return first, Grid((*heads, *moved), rest.height + grid.heads, grid.width, grid.heads)


def unmerged(grid: Grid, *, repeat: bool) -> Grid:
    """The table without any merged cell: group labels in every row, or in the first only."""
    cells = [
        Cell(cell.text if _shown(cell, row, column, repeat=repeat) else "", row, column, role=cell.role)
        for row, line in enumerate(grid.covering())
        for column, cell in enumerate(line)
    ]
    return Grid(tuple(cells), grid.height, grid.width, grid.heads)


def _shown(cell: Cell, row: int, column: int, *, repeat: bool) -> bool:
    across = column == cell.column or (repeat and cell.role == "head")
    return across and (row == cell.row or (repeat and cell.role == "label"))


def _cut(grid: Grid, start: int, end: int, heads: int, *, keep: bool = True) -> Grid:
    cells = []
    for cell in grid.cells:
        top, bottom = max(cell.row, start), min(cell.bottom, end)
        if top < bottom:
            text = cell.text if keep or top == cell.row else ""
            cells.append(replace(cell, text=text, row=top - start, rowspan=bottom - top))
    return Grid(tuple(cells), end - start, grid.width, heads)


def _list_grid(block: Block, figures: Printed, damage: Damage) -> Grid:
    titles = [block.corner, *[block.unit_title] * damage.unit_column, block.columns[0].label, *["备注"] * damage.remark]
    cells = [Cell(words(title, damage), 0, column, role="head") for column, title in enumerate(titles)]
    rows = [row for row in block.rows if row.code not in damage.missing]
    value = 1 + damage.unit_column
    for line, row in enumerate(rows, 1):
        cells.append(Cell(label(row, damage), line, 0, role="label"))
        if damage.unit_column:
            cells.append(Cell(row.unit, line, 1, role="label"))
        cells.append(Cell(number(figures.get(row.code, ""), damage), line, value, code=row.code))
        if damage.remark:
            cells.append(Cell(_remark(row, damage), line, value + 1))
    return Grid(tuple(cells), len(rows) + 1, len(titles), 1)


def _blocks_grid(table: Table, figures: Printed, damage: Damage) -> Grid:
    width = 1 + max(len(block.columns) for block in table.blocks)
    cells: list[Cell] = []
    line = 0
    for block in table.blocks:
        cells.append(Cell(words(block.title, damage), line, 0, colspan=width, role="title"))
        cells.append(Cell(words(block.corner, damage), line + 1, 0, role="head"))
        rows = [row for row in block.rows if row.code not in damage.missing]
        for column, start, span in _spread(block.columns, width):
            cells.append(Cell(_head(column, damage), line + 1, start, colspan=span, role="head"))
            for n, row in enumerate(rows, line + 2):
                code = f"{row.code}.{column.code}"
                cells.append(Cell(number(figures.get(code, ""), damage), n, start, colspan=span, code=code))
        cells += [Cell(label(row, damage), n, 0, role="label") for n, row in enumerate(rows, line + 2)]
        line += 2 + len(rows)
    return Grid(tuple(cells), line, width, 2)


def _spread(columns: tuple[Column, ...], width: int) -> Iterator[tuple[Column, int, int]]:
    """Column, first position, span: the last column takes the places that other blocks need."""
    for n, column in enumerate(columns, 1):
        yield column, n, 1 if n < len(columns) else width - n


def _wide_grid(table: Table, block: Block, figures: Printed, damage: Damage) -> Grid:
    columns = _columns(table, block, damage)
    labels = _label_cells(block, damage)
    indent = 3 if labels else 0
    above = block.column_title if len(columns) > 1 else ""
    heads = _heads(columns, above, indent, damage)
    depth = max(cell.bottom for cell in heads)
    if indent:
        heads.append(Cell(words(table.corner_note, damage), 0, 0, depth, indent, "head"))
    leaves = sorted((cell.row, cell.code) for cell in labels if cell.code) or [(0, block.rows[0].code)]
    moved = [replace(cell, row=cell.row + depth, code="") for cell in labels]
    values = [
        Cell(_value(row, column, block, figures, damage), line + depth, indent + n, code=_code(row, column))
        for line, row in leaves
        for n, column in enumerate(columns)
    ]
    return Grid((*heads, *moved, *values), depth + len(leaves), indent + len(columns), depth)


def _columns(table: Table, block: Block, damage: Damage) -> list[Column]:
    columns = list(block.columns)
    if table.code != "T3":
        return columns
    if damage.only_total:
        columns = columns[-1:]
    elif damage.subtotal:
        under = bool(damage.seed % 2)
        columns.insert(-1, Column("+", "小计" if under else "法人或其他组织小计", groups=columns[-2].groups * under))
    return columns + [Column("?", "备注")] * damage.remark


def _code(row: str, column: Column) -> str:
    return "" if column.code in ("+", "?") else f"{row}.{column.code}"


def _value(row: str, column: Column, block: Block, figures: Printed, damage: Damage) -> str:
    if column.code == "?":
        return _remark(next(r for r in block.rows if r.code == row), damage)
    if column.code == "+":
        texts = [figures.get(f"{row}.{other.code}", "").replace(",", "").strip("件") for other in block.columns[1:-1]]
        return number(str(sum(int(text) for text in texts if text.isdecimal())), damage)
    return number(figures.get(f"{row}.{column.code}", ""), damage)


def _remark(row: Row, damage: Damage) -> str:
    return damage.draw("remark", row.code).choice(("", "", "", "见说明", "较上年有增加"))


def _head(column: Column, damage: Damage) -> str:
    draw = damage.draw("head", column.code)
    text = draw.choice(column.variants) if damage.short and column.variants else f"{column.label}{column.note}"
    return words(text, damage)


def _heads(columns: list[Column], above: str, indent: int, damage: Damage) -> list[Cell]:
    """The header cells: groups above their columns, a column without a group as high as the header."""
    paths = [
        (*[above] * bool(above and column.code != "?"), *column.groups, _head(column, damage)) for column in columns
    ]
    depth = max(map(len, paths))
    cells = []
    for n, path in enumerate(paths):
        for level, text in enumerate(path):
            last = level == len(path) - 1
            if not last and n and paths[n - 1][: level + 1] == path[: level + 1]:
                continue
            same = [other[: level + 1] == path[: level + 1] for other in paths[n:]]
            span = 1 if last else (same.index(False) if False in same else len(same))
            cells.append(Cell(words(text, damage), level, indent + n, depth - level if last else 1, span, "head"))
    return cells


def _label_cells(block: Block, damage: Damage) -> list[Cell]:
    """The labels of table 三 in three columns; a row with figures carries its code, lines count from 0."""
    cells: list[Cell] = []

    def place(parent: str, level: int, line: int) -> int:
        for row in block.rows:
            if row.parent != parent or row.code in damage.missing:
                continue
            end = place(row.code, level + 1, line) if row.kind == "heading" else line + 1
            span, code = (1, "") if row.kind == "heading" else (3 - level, row.code)
            if end > line:
                cells.append(Cell(label(row, damage), line, level, end - line, span, "label", code))
            line = end
        return line

    if block.rows[0].label:
        place("", 0, 0)
    return cells


def _numbered(grid: Grid) -> Grid:
    moved = [replace(cell, column=cell.column + 1) for cell in grid.cells]
    numbers = [Cell(str(n), line, 0, role="label") for n, line in enumerate(range(grid.heads, grid.height), 1)]
    head = Cell("序号", 0, 0, rowspan=grid.heads, role="head")
    return Grid((head, *numbers, *moved), grid.height, grid.width + 1, grid.heads)


def _titled(grid: Grid, title: str) -> Grid:
    moved = [replace(cell, row=cell.row + 1) for cell in grid.cells]
    head = Cell(title, 0, 0, colspan=grid.width, role="head")
    return Grid((head, *moved), grid.height + 1, grid.width, grid.heads + 1)
