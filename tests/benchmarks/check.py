"""How long checking a workbook takes beside openpyxl's bare load of it, and whether many stay linear.

Run on demand: ``python tests/benchmarks/check.py [ROUNDS]``. The aim is a ratio below 1, and the same time for each of
many workbooks as for one of few.
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

import openpyxl
from rounds import medians, say, show

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import books

from converters.cli.check import findings_of
from workbook.content import BookContent
from workbook.rules.likeness import Library
from workbook.write import build_book

_MANY = (100, 300, 1000)


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        for edition in books.EDITIONS:
            path = Path(folder) / f"{edition}.xlsx"
            path.write_bytes(build_book(BookContent(books.report(edition), {2012: books.report("2014", 2, 2012)})))
            load = partial(openpyxl.load_workbook, path)
            found = medians({"check": partial(findings_of, path), "openpyxl": load}, rounds)
            show(f"{edition}, median of {rounds}", found, [("check", "openpyxl")])
        many = {f"{count} workbooks": partial(_all, [path] * count) for count in _MANY}
        for (name, spent), count in zip(medians(many, 1).items(), _MANY, strict=True):
            say(f"  {name:<28}{spent / count:9.2f} ms each")


def _all(paths: list[Path]) -> None:
    seen = Library()
    for path in paths:
        findings_of(path, seen=seen)


if __name__ == "__main__":
    main()
