"""Simulated reports for the benchmarks of many files: a few hundred made ones, again and again with other figures.

Every figure of a made report is multiplied by one small number, so that its sums still hold.
"""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from docx_import import write

if TYPE_CHECKING:
    from collections.abc import Callable

EDITIONS = ("2014", "2019", "2021")
MADE = 200
_PART = "word/document.xml"
# A table cell that holds a number and nothing else.
_CELL = re.compile(rb"(<w:tc>(?:(?!</w:tc>).)*?<w:t[^>]*>)(\d+)(</w:t>)", re.DOTALL)


def simulate(folder: Path, count: int, made: int = MADE) -> Path:
    """Write ``count`` reports (.docx) into a folder, made from ``made`` different ones."""
    folder.mkdir(parents=True)
    makers = [_maker(write(folder.parent / f"made-{seed}.docx", EDITIONS[seed % 3], seed)) for seed in range(made)]
    for number in range(count):
        makers[number % made](folder / f"{number:06}.docx", 1 + number // made)
    return folder


def _maker(source: Path) -> Callable[[Path, int], None]:
    """What writes the report again with every figure so many times as great."""
    with zipfile.ZipFile(source) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    source.unlink()
    # Every second piece is a figure.
    pieces = _CELL.sub(rb"\1\0\2\0\3", parts[_PART]).split(b"\0")

    def make(path: Path, times: int) -> None:
        numbers = (str(int(figure) * times).encode() for figure in pieces[1::2])
        changed = b"".join(piece for pair in zip(pieces[::2], [*numbers, b""], strict=True) for piece in pair)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
            for name, data in parts.items():
                package.writestr(zipfile.ZipInfo(name), changed if name == _PART else data, zipfile.ZIP_DEFLATED)

    return make
