"""Compound files (OLE) written sector by sector, as Word, Excel and WPS keep their streams in; from [MS-CFB]."""

from __future__ import annotations

import struct

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_ENTRY = 128


def compound(parts: dict[str, bytes], class_id: bytes = bytes(16)) -> bytes:
    """A compound file of these streams, in this order behind its tables; none so small as to need small sectors."""
    sizes = {name: max(len(content), 4096) for name, content in parts.items()}
    counts = [-(-size // SECTOR) for size in sizes.values()]
    directory_count = -(-(len(parts) + 1) * _ENTRY // SECTOR)
    tables = next(n for n in range(1, 110) if n * SECTOR // 4 >= n + directory_count + sum(counts))
    table, starts = [FAT] * tables, []
    for count in (directory_count, *counts):
        starts.append(len(table))
        table += [*range(len(table) + 1, len(table) + count), END]
    table += [FREE] * (tables * SECTOR // 4 - len(table))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + class_id + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))
    places = sorted(zip(sizes, starts[1:], sizes.values(), strict=True), key=lambda part: (len(part[0]), part[0]))
    sectors = b"".join(
        content.ljust(count * SECTOR, b"\0") for content, count in zip(parts.values(), counts, strict=True)
    )
    return head + struct.pack(f"<{len(table)}I", *table) + _directory(places) + sectors


def _directory(entries: list[tuple[str, int, int]]) -> bytes:
    found = _entry("Root Entry", 5, END, 0, child=1)
    for n, (name, start, size) in enumerate(entries, 1):
        found += _entry(name, 2, start, size, right=n + 1 if n < len(entries) else FREE)
    while len(found) % SECTOR:
        found += bytes(64) + struct.pack("<BBIII", 0, 0, FREE, FREE, FREE) + bytes(50)
    return found


def _entry(name: str, kind: int, start: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    words = name.encode("utf-16-le")
    head = words.ljust(64, b"\0") + struct.pack("<HBBIII", len(words) + 2, kind, 1, FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
