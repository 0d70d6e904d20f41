"""Set the official tables out on one common grid: which words and which figures stand where, merged how.

Everything is derived from the form's data (number of columns, header groups, parents of rows), so that a form
with other rows and columns needs no line of code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from workbook.form import Item, figure_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.form import Block, Form, Row, Table

Role = Literal["section", "clause", "corner", "header", "label", "group", "unit", "figure"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A printed cell: its place counted from 1, the rows and columns it covers, and what it is.

    ``indent`` is the depth of a label; ``item`` is set for figures only; ``row_code`` is that of the printed row.
    """

    row: int
    column: int
    rows: int
    columns: int
    role: Role
    text: str = ""
    indent: int = 0
    item: Item | None = None
    row_code: str = ""


def width_of(form: Form) -> int:
    """How many grid columns the printed tables take."""
    return max(_need(block) for table in form.tables for block in table.blocks)


def place(form: Form, first_row: int) -> Iterator[Placed]:
    """Every printed cell of every table, the first table's first line on ``first_row``."""
    row = first_row
    for number, table in enumerate(form.tables):
        if table.section or number:
            yield Placed(row, 1, 1, width_of(form), "section", _title(table))
            row += 1
        for block in table.blocks:
            yield from _place_block(form, table, block, row)
            row += _height(block)


def _title(table: Table) -> str:
    return f"{table.section}、{table.title}" if table.section else table.title


def _height(block: Block) -> int:
    return bool(block.title) + _header_height(block) + sum(not _is_group(block, row) for row in block.rows)


def _header_height(block: Block) -> int:
    return bool(block.column_title) + _group_depth(block) + 1


def _group_depth(block: Block) -> int:
    return max(len(column.groups) for column in block.columns)


def _is_group(block: Block, row: Row) -> bool:
    """A heading of a wide table is merged beside its children and takes no line of its own."""
    return row.kind == "heading" and len(block.columns) > 1 and any(below.parent == row.code for below in block.rows)


def _need(block: Block) -> int:
    return len(block.columns) + _levels(block) + bool(block.unit_title)


def _levels(block: Block) -> int:
    """How many label columns the block has: one and one more for each level of merged groups, none without labels."""
    if not any(row.label for row in block.rows):
        return 0
    return 1 + max(len(_groups_above(block, row)) for row in block.rows)


def _ancestors(block: Block, row: Row) -> list[Row]:
    """Parents of a row, outermost first."""
    by_code = {other.code: other for other in block.rows}
    found: list[Row] = []
    while row.parent in by_code:
        row = by_code[row.parent]
        found.insert(0, row)
    return found


def _groups_above(block: Block, row: Row) -> list[Row]:
    return [parent for parent in _ancestors(block, row) if _is_group(block, parent)]


@dataclass(frozen=True, slots=True)
class _Columns:
    """How a block divides the grid: first column of each label level, of the unit and of each value column."""

    levels: tuple[int, ...]
    label_end: int
    values: tuple[tuple[int, int], ...]


def _divide(form: Form, table: Table, block: Block) -> _Columns:
    width = width_of(form)
    most = max(len(other.columns) for other in table.blocks)
    levels = max(_levels(other) for other in table.blocks)
    unit = bool(block.unit_title)
    share = max(1, width * 3 // (5 * most)) if levels else width // most
    first = width - share * most + 1
    starts = [first + share * nth for nth in range(len(block.columns))]
    # The last column takes what shorter blocks leave over, as the printed forms do.
    ends = [*(start - 1 for start in starts[1:]), width]
    label_end = first - 1 - unit
    return _Columns(_level_starts(levels, label_end), label_end, tuple(zip(starts, ends, strict=True)))


def _level_starts(levels: int, label_end: int) -> tuple[int, ...]:
    """The outermost group is one column narrow; the next take two where at least as much is left for the labels."""
    starts = [1]
    for level in range(1, levels):
        step = 1 if level == 1 or label_end - starts[-1] - 1 < 3 + (levels - level) else 2
        starts.append(starts[-1] + step)
    return tuple(starts) if levels else ()


def _place_block(form: Form, table: Table, block: Block, row: int) -> Iterator[Placed]:
    columns = _divide(form, table, block)
    if block.title:
        yield Placed(row, 1, 1, width_of(form), "clause", block.title)
        row += 1
    yield from _header(table, block, columns, row)
    row += _header_height(block)
    for printed in block.rows:
        if _is_group(block, printed):
            yield _group(block, columns, printed, row)
        else:
            yield from _line(table, block, columns, printed, row)
            row += 1


def _header(table: Table, block: Block, columns: _Columns, row: int) -> Iterator[Placed]:
    height = _header_height(block)
    if columns.levels:
        yield Placed(row, 1, height, columns.label_end, "corner", block.corner or table.corner_note)
    if block.unit_title:
        yield Placed(row, columns.label_end + 1, height, 1, "header", block.unit_title)
    first, last = columns.values[0][0], columns.values[-1][1]
    if block.column_title:
        yield Placed(row, first, 1, last - first + 1, "header", block.column_title)
        row += 1
    depth = _group_depth(block)
    yield from _group_headers(block, columns, row, depth)
    for column, (start, end) in zip(block.columns, columns.values, strict=True):
        top = row if not column.groups else row + depth
        yield Placed(top, start, row + depth - top + 1, end - start + 1, "header", column.label + column.note)


def _group_headers(block: Block, columns: _Columns, row: int, depth: int) -> Iterator[Placed]:
    for level in range(depth):
        at = 0
        while at < len(block.columns):
            path = block.columns[at].groups[: level + 1]
            upto = at
            while upto + 1 < len(block.columns) and block.columns[upto + 1].groups[: level + 1] == path:
                upto += 1
            if len(path) == level + 1:
                # The innermost group reaches down to the line of the columns.
                rows = depth - level if len(block.columns[at].groups) == level + 1 else 1
                start, end = columns.values[at][0], columns.values[upto][1]
                yield Placed(row + level, start, rows, end - start + 1, "header", path[-1])
            at = upto + 1


def _group(block: Block, columns: _Columns, heading: Row, row: int) -> Placed:
    level = len(_groups_above(block, heading))
    lines = sum(heading in _groups_above(block, other) and not _is_group(block, other) for other in block.rows)
    start, end = columns.levels[level], columns.levels[level + 1] - 1
    words = "\n".join(filter(None, (heading.num, heading.label + heading.note)))
    return Placed(row, start, lines, end - start + 1, "group", words, row_code=heading.code)


def _line(table: Table, block: Block, columns: _Columns, printed: Row, row: int) -> Iterator[Placed]:
    if columns.levels:
        groups = _groups_above(block, printed)
        start = columns.levels[len(groups)]
        indent = len(_ancestors(block, printed)) - len(groups)
        width = columns.label_end - start + 1
        yield Placed(row, start, 1, width, "label", printed.printed, indent, row_code=printed.code)
    if block.unit_title:
        yield Placed(row, columns.label_end + 1, 1, 1, "unit", printed.unit, row_code=printed.code)
    for column, (start, end) in zip(block.columns, columns.values, strict=True):
        item = Item(figure_code(printed.code, column.code), table, block, printed, column)
        yield Placed(row, start, 1, end - start + 1, "figure", item=item, row_code=printed.code)
