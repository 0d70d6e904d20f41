"""The compression of VBA streams ([MS-OVBA] 2.4.1): chunks of 4096 bytes, each of literals and copies."""

from __future__ import annotations

import struct
from collections import defaultdict

CHUNK = 4096
_SIGNATURE = b"\x01"
# Header of a chunk: its length less three in twelve bits, then the mark 0b011, then whether it is compressed.
_COMPRESSED = 0xB000
_RAW = 0x3000
_SHORTEST = 3


def compress(data: bytes) -> bytes:
    """``data`` as a compressed container."""
    chunks = (data[start : start + CHUNK] for start in range(0, len(data), CHUNK))
    return _SIGNATURE + b"".join(map(_chunk, chunks))


def _chunk(data: bytes) -> bytes:
    packed = _packed(data)
    if len(packed) < CHUNK:
        return struct.pack("<H", _COMPRESSED | (len(packed) - 1)) + packed
    # A raw chunk is always whole; the reader cuts the padding by the length it knows from elsewhere.
    return struct.pack("<H", _RAW | (CHUNK - 1)) + data.ljust(CHUNK, b"\0")


def _packed(data: bytes) -> bytes:
    """Groups of eight tokens, each group after a byte that says which of them are copies."""
    out, finder, at = bytearray(), _Finder(data), 0
    while at < len(data):
        flags, group = 0, bytearray()
        for bit in range(8):
            if at >= len(data):
                break
            offset, length = finder.longest(at)
            if length:
                flags |= 1 << bit
                group += _copy_token(at, offset, length)
            else:
                length = 1
                group.append(data[at])
            finder.pass_over(at, length)
            at += length
        out.append(flags)
        out += group
    return bytes(out)


def _offset_bits(at: int) -> int:
    """How many bits of a copy token the offset has at this place of the chunk (2.4.1.3.19.1)."""
    return max(4, (at - 1).bit_length())


def _copy_token(at: int, offset: int, length: int) -> bytes:
    bits = _offset_bits(at)
    return struct.pack("<H", (offset - 1) << (16 - bits) | (length - _SHORTEST))


class _Finder:
    """Finds what stands earlier in a chunk as well, by its first three bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._seen: defaultdict[bytes, list[int]] = defaultdict(list)

    def pass_over(self, at: int, length: int) -> None:
        """Note the places that have been written."""
        for place in range(at, at + length):
            self._seen[self._data[place : place + _SHORTEST]].append(place)

    def longest(self, at: int) -> tuple[int, int]:
        """Offset and length of the longest copy for this place; the nearest of equals; length 0 when there is none."""
        limit = min((0xFFFF >> _offset_bits(at)) + _SHORTEST, len(self._data) - at)
        found = (0, 0)
        for place in reversed(self._seen.get(self._data[at : at + _SHORTEST], ())):
            length = self._common(place, at, limit)
            if length > found[1]:
                found = (at - place, length)
            if length == limit:
                break
        return found if found[1] >= _SHORTEST else (0, 0)

    def _common(self, place: int, at: int, limit: int) -> int:
        data, length = self._data, 0
        while length < limit and data[place + length] == data[at + length]:
            length += 1
        return length
