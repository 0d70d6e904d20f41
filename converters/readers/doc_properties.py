"""What the modifiers of a paragraph, a table row or a run say about text and tables; all the rest is passed over."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from converters.readers.doc_sprms import sprms
from converters.readers.docx_text import SYMBOLS
from converters.readers.edges import RowShape

if TYPE_CHECKING:
    from collections.abc import Callable

# Flags of a cell in the table definition ([MS-DOC] 2.9.327).
_MERGED_RIGHT, _MERGED_DOWN, _DOWN_SHIFT = 0x02, 0x60, 5
_MAX_COLUMNS = 255


@dataclass(slots=True)
class ParagraphLook:
    """The properties of one paragraph; None where its style decides.

    ``depth`` is how many tables it is in; ``row_end`` marks the end of a row, which holds no text, and ``cell_end``
    the end of a cell in a table within a table.
    """

    style: int = 0
    depth: int = 0
    row_end: bool = False
    cell_end: bool = False
    list_use: int | None = None
    level: int | None = None
    outline: int | None = None
    row: RowShape = field(default_factory=RowShape)


@dataclass(slots=True)
class RunLook:
    """The properties of one run; ``hidden`` is None where styles decide."""

    hidden: bool | None = None
    unlike_style: bool = False
    deleted: bool = False
    inserted: bool = False
    symbol: str = ""
    style: int | None = None

    @property
    def matters(self) -> bool:
        """Whether the run's text is shown any other way than it stands there."""
        return self != _PLAIN


_PLAIN = RunLook()


def paragraph_look(style: int, properties: bytes, stored: Callable[[int], bytes]) -> ParagraphLook:
    """The properties of a paragraph.

    Args:
        style: the number of its style.
        properties: its modifiers.
        stored: gives the modifiers at a place of the data stream, where wide rows are kept.
    """
    look = ParagraphLook(style)
    _apply(look, properties, stored, nested=0)
    return look


def run_look(properties: bytes) -> RunLook:
    """The properties of a run."""
    look = RunLook()
    for code, operand in sprms(properties):
        apply = _RUN.get(code)
        if apply is not None:
            apply(look, operand)
    return look


def _apply(look: ParagraphLook, properties: bytes, stored: Callable[[int], bytes], nested: int) -> None:
    for code, operand in sprms(properties):
        if code in _STORED:
            if nested < 4:
                _apply(look, stored(_number(operand)), stored, nested + 1)
            continue
        apply = _PARAGRAPH.get(code)
        if apply is not None:
            apply(look, operand)
            continue
        shape = _ROW.get(code)
        if shape is not None:
            shape(look.row, operand)


def _number(operand: bytes) -> int:
    return int.from_bytes(operand, "little")


def _in_table(look: ParagraphLook, operand: bytes) -> None:
    # The depth, where there is one, says the same and more.
    look.depth = max(look.depth, 1) if operand[0] else 0


def _depth(look: ParagraphLook, operand: bytes) -> None:
    look.depth = max(0, struct.unpack("<i", operand)[0])


def _deeper(look: ParagraphLook, operand: bytes) -> None:
    look.depth = max(0, look.depth + struct.unpack("<i", operand)[0])


def _row_end(look: ParagraphLook, operand: bytes) -> None:
    look.row_end = bool(operand[0])


def _cell_end(look: ParagraphLook, operand: bytes) -> None:
    look.cell_end = bool(operand[0])


def _style(look: ParagraphLook, operand: bytes) -> None:
    look.style = _number(operand)


def _list_use(look: ParagraphLook, operand: bytes) -> None:
    look.list_use = _number(operand)


def _level(look: ParagraphLook, operand: bytes) -> None:
    look.level = _number(operand)


def _outline(look: ParagraphLook, operand: bytes) -> None:
    look.outline = _number(operand)


def _define_row(row: RowShape, operand: bytes) -> None:
    count = operand[0]
    row.edges = list(struct.unpack_from(f"<{count + 1}h", operand, 1))
    start = 3 + 2 * count
    flags = [_number(operand[start + 20 * n : start + 20 * n + 2]) for n in range(count)]
    row.down = [(flag & _MERGED_DOWN) >> _DOWN_SHIFT for flag in flags]
    row.right = [bool(flag & _MERGED_RIGHT) for flag in flags]


def _merge_down(row: RowShape, operand: bytes) -> None:
    if len(operand) >= 2 and operand[0] < len(row.down):
        row.down[operand[0]] = operand[1] & 3


def _merge_right(row: RowShape, operand: bytes) -> None:
    first, limit = operand[:2]
    for column in range(first, min(limit, len(row.right))):
        row.right[column] = column > first


def _split(row: RowShape, operand: bytes) -> None:
    first, limit = operand[:2]
    for column in range(first, min(limit, len(row.right))):
        row.right[column] = False


def _insert(row: RowShape, operand: bytes) -> None:
    first, count, width = struct.unpack("<BBh", operand)
    first = min(first, len(row.down))
    if not row.edges or len(row.down) + count > _MAX_COLUMNS:
        return
    start = row.edges[first]
    moved = [edge + count * width for edge in row.edges[first:]]
    row.edges[first:] = [start + n * width for n in range(count)] + moved
    row.down[first:first] = [0] * count
    row.right[first:first] = [False] * count


def _delete(row: RowShape, operand: bytes) -> None:
    first, limit = operand[0], min(operand[1], len(row.down))
    if first >= limit:
        return
    width = row.edges[limit] - row.edges[first]
    row.edges[first:] = [edge - width for edge in row.edges[limit:]]
    del row.down[first:limit], row.right[first:limit]


def _widen(row: RowShape, operand: bytes) -> None:
    first, limit, width = struct.unpack("<BBh", operand)
    for column in range(first, min(limit, len(row.down))):
        more = width - (row.edges[column + 1] - row.edges[column])
        row.edges[column + 1 :] = [edge + more for edge in row.edges[column + 1 :]]


def _gap(row: RowShape, operand: bytes) -> None:
    row.gap = struct.unpack("<h", operand)[0]


def _left(row: RowShape, operand: bytes) -> None:
    if row.edges:
        more = struct.unpack("<h", operand)[0] - row.gap - row.edges[0]
        row.edges = [edge + more for edge in row.edges]


def _hidden(look: RunLook, operand: bytes) -> None:
    # 0 and 1 are meant so, 0x80 is "as the style", 0x81 "the other way round".
    look.hidden = None if operand[0] & 0x80 else bool(operand[0])
    look.unlike_style = operand[0] == 0x81


def _deleted(look: RunLook, operand: bytes) -> None:
    look.deleted = bool(operand[0])


def _inserted(look: RunLook, operand: bytes) -> None:
    look.inserted = bool(operand[0])


def _run_style(look: RunLook, operand: bytes) -> None:
    look.style = _number(operand)


def _symbol(look: RunLook, operand: bytes) -> None:
    code = _number(operand[2:4])
    look.symbol = SYMBOLS.get(code, chr(code))


def _plain(look: RunLook, _operand: bytes) -> None:
    look.hidden, look.unlike_style, look.style = None, False, None


_STORED = frozenset((0x6645, 0x6646, 0x646B))
_PARAGRAPH: dict[int, Callable[[ParagraphLook, bytes], None]] = {
    0x2416: _in_table,
    0x6649: _depth,
    0x664A: _deeper,
    0x2417: _row_end,
    0x244C: _row_end,
    0x244B: _cell_end,
    0x4600: _style,
    0x460B: _list_use,
    0x260A: _level,
    0x2640: _outline,
}
_ROW: dict[int, Callable[[RowShape, bytes], None]] = {
    0xD608: _define_row,
    0xD606: _define_row,
    0xD62B: _merge_down,
    0x5624: _merge_right,
    0x5625: _split,
    0x7621: _insert,
    0x5622: _delete,
    0x7623: _widen,
    0x9602: _gap,
    0x9601: _left,
}
_RUN: dict[int, Callable[[RunLook, bytes], None]] = {
    0x083C: _hidden,
    0x0800: _deleted,
    0x0801: _inserted,
    0x4A30: _run_style,
    0x6A09: _symbol,
    0x2A33: _plain,
}
