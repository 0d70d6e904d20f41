"""A compound file ([MS-CFB] version 3) from streams: the container that VBA projects live in.

Sectors of 512 bytes; streams under 4096 bytes lie in sectors of 64 inside one stream of the root. No dates in it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_SECTOR, _SMALL_SECTOR, _SMALL_BELOW = 512, 64, 4096
_END, _FREE, _FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NUMBERS = _SECTOR // 4
# FAT sectors that the header can list itself: 109 sectors of 128 entries, about 7 MB.
_HEADER_FATS = 109
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1


@dataclass
class _Entry:
    """A storage or stream of the directory; the links are numbers of entries."""

    name: str
    kind: int
    data: bytes = b""
    children: list[int] = field(default_factory=list)
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE
    colour: int = _BLACK
    start: int = 0
    size: int = 0

    @property
    def order(self) -> tuple[int, str]:
        """Shorter names come first, then those first in the alphabet (2.6.4)."""
        return len(self.name), self.name.upper()

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<BBIII", self.kind, self.colour, self.left, self.right, self.child)
        # Between them: class id, state bits and two times, none of which is set.
        return (
            name.ljust(64, b"\0")
            + struct.pack("<H", len(name))
            + links
            + bytes(36)
            + struct.pack("<IQ", self.start, self.size)
        )


class _Sectors:
    """Data in sectors of one size, and the table that chains them."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.data = bytearray()
        self.chains: list[int] = []

    def put(self, data: bytes) -> int:
        """Append data; give the number of its first sector."""
        if not data:
            return _END
        first, count = len(self.chains), -(-len(data) // self.size)
        self.chains += [*range(first + 1, first + count), _END]
        self.data += data.ljust(count * self.size, b"\0")
        return first


def compound_file(streams: dict[str, bytes]) -> bytes:
    """The file with these streams; a path has ``/`` between storage and stream.

    Raises:
        ValueError: more than the header can describe, about 7 MB.
    """
    entries = _directory(streams)
    large, small = _Sectors(_SECTOR), _Sectors(_SMALL_SECTOR)
    for entry in entries:
        if entry.kind == _STREAM:
            entry.size = len(entry.data)
            entry.start = (small if entry.size < _SMALL_BELOW else large).put(entry.data)
    entries[0].start, entries[0].size = large.put(bytes(small.data)), len(small.data)
    small_table = _padded(_numbers(small.chains), b"\xff")
    small_start = large.put(small_table)
    unused = bytes(68) + struct.pack("<III", _FREE, _FREE, _FREE) + bytes(48)
    directory = b"".join(entry.packed() for entry in entries)
    directory_start = large.put(directory + unused * (-len(entries) % (_SECTOR // len(unused))))
    fats = _fat_sectors(len(large.chains))
    first_fat = len(large.chains)
    table = _padded(_numbers([*large.chains, *[_FAT_SECTOR] * fats]), b"\xff")
    header = _header(fats, first_fat, directory_start, small_start, len(small_table) // _SECTOR)
    return header + bytes(large.data) + table


def _directory(streams: dict[str, bytes]) -> list[_Entry]:
    entries, numbers = [_Entry("Root Entry", _ROOT)], {"": 0}
    for path, data in streams.items():
        *_, storage, name = ("", *path.split("/"))
        if storage not in numbers:
            numbers[storage] = len(entries)
            entries[0].children.append(len(entries))
            entries.append(_Entry(storage, _STORAGE))
        entries[numbers[storage]].children.append(len(entries))
        entries.append(_Entry(name, _STREAM, data))
    for entry in entries:
        ordered = sorted(entry.children, key=lambda number: entries[number].order)
        entry.child = _tree(entries, ordered, len(ordered).bit_length() - 1)
    return entries


def _tree(entries: list[_Entry], numbers: list[int], black: int) -> int:
    """Link siblings as a balanced red-black tree; give its root.

    Args:
        entries: the directory.
        numbers: the siblings in their order.
        black: how many levels are full, and so black; what is below them is red.
    """
    if not numbers:
        return _FREE
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.colour = _BLACK if black > 0 else _RED
    entry.left = _tree(entries, numbers[:middle], black - 1)
    entry.right = _tree(entries, numbers[middle + 1 :], black - 1)
    return numbers[middle]


def _fat_sectors(sectors: int) -> int:
    """How many sectors the table takes that chains ``sectors`` and itself."""
    count = 1
    while count * _NUMBERS < sectors + count:
        count += 1
    if count > _HEADER_FATS:
        message = f"{sectors} sectors are more than the header of a compound file can list"
        raise ValueError(message)
    return count


def _header(fats: int, first_fat: int, directory: int, small: int, small_count: int) -> bytes:
    versions = struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    places = struct.pack("<IIIIIIIII", 0, fats, directory, 0, _SMALL_BELOW, small, small_count, _END, 0)
    listed = [*range(first_fat, first_fat + fats)] + [_FREE] * (_HEADER_FATS - fats)
    return _MAGIC + bytes(16) + versions + places + _numbers(listed)


def _numbers(values: list[int]) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


def _padded(data: bytes, fill: bytes) -> bytes:
    return data.ljust(-(-len(data) // _SECTOR) * _SECTOR, fill)
