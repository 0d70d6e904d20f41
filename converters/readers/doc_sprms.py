"""Property modifiers (sprms) of Word's binary format: a code of two bytes and what it sets ([MS-DOC] 2.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Operand sizes by the three bits of the code that tell them; 6 is an operand that states its own size.
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_STATED = 6
_DEFINE_TABLE = frozenset((0xD608, 0xD606))
_CHANGE_TABS = 0xC615
# Modifiers of a single byte value that stand in a piece itself, by their old number ([MS-DOC] 2.9.214).
_SHORT = {0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x42: 0x0801, 0x5C: 0x083C}


def sprms(properties: bytes) -> Iterator[tuple[int, bytes]]:
    """The code and operand of every modifier, in order; what is cut off at the end is left out."""
    at, end = 0, len(properties)
    while at + 3 <= end:
        code = properties[at] | properties[at + 1] << 8
        at += 2
        size = _SIZES[code >> 13]
        if code >> 13 == _STATED:
            start, size = _stated(code, properties, at)
            yield code, properties[start : start + size]
            at = start + size
        else:
            if at + size > end:
                return
            yield code, properties[at : at + size]
            at += size


def short_sprm(number: int, value: int) -> bytes:
    """The modifier a piece states by its old number, empty for those that say nothing about text or tables."""
    code = _SHORT.get(number)
    return code.to_bytes(2, "little") + bytes((value,)) if code is not None else b""


def _stated(code: int, properties: bytes, at: int) -> tuple[int, int]:
    """Where an operand begins behind its size, and that size."""
    if code in _DEFINE_TABLE:
        # Two bytes, and one more than the bytes that follow.
        return at + 2, max(0, int.from_bytes(properties[at : at + 2], "little") - 1)
    size = properties[at]
    if code == _CHANGE_TABS and size == 0xFF:
        deleted = int.from_bytes(properties[at + 1 : at + 2], "little")
        added_at = at + 2 + 4 * deleted
        added = int.from_bytes(properties[added_at : added_at + 1], "little")
        return at + 1, 2 + 4 * deleted + 3 * added
    return at + 1, size
