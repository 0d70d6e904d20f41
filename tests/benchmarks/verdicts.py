"""The verdicts of 校验, recalculated by LibreOffice, against Python's on random tables of every edition.

Run on demand: ``python tests/benchmarks/verdicts.py [TABLES]``. The aim is no difference in 1,000 of each edition.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from rounds import say

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import books
import office
import verdictbook

# A sheet that is opened may not be larger.
_IN_A_BOOK = 200


def main() -> None:
    """Compare and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        for edition in books.EDITIONS:
            say(f"{edition}: {_differences(edition, count, Path(folder))} differences in {count} tables")


def _differences(edition: str, count: int, folder: Path) -> int:
    tables = verdictbook.tables(edition, count)
    made = {folder / f"{edition}-{at}.xlsx": tables[at : at + _IN_A_BOOK] for at in range(0, count, _IN_A_BOOK)}
    into = folder / "recalculated"
    into.mkdir(exist_ok=True)
    for path, some in made.items():
        path.write_bytes(verdictbook.build(edition, some))
    done = office.convert(list(made), "xlsx", into)
    return sum(_different(edition, path, some) for path, some in zip(done, made.values(), strict=True))


def _different(edition: str, path: Path, tables: list[dict[str, object]]) -> int:
    found = verdictbook.on_the_sheet(edition, path, len(tables))
    pairs = ((shown, verdictbook.in_python(edition, table)) for shown, table in zip(found, tables, strict=True))
    return sum(shown[name] != verdict for shown, python in pairs for name, verdict in python.items())


if __name__ == "__main__":
    main()
