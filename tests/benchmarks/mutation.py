"""The mutation score of each edition: single wrong figures in consistent tables, and how many the rules notice.

Run on demand: ``python tests/benchmarks/mutation.py [TABLES]``. The aim is 99 % of those that break any identity.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rounds import say

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mutation import YEARS, score


def main() -> None:
    """Measure and print."""
    tables = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for edition in YEARS:
        found = score(edition, tables)
        noticed, named = (f"{100 * part / found.broken:.2f} %" for part in (found.noticed, found.named))
        say(f"{edition}: {len(found.cells)} cells, {found.broken} breaking changes, {noticed} noticed, {named} named")


if __name__ == "__main__":
    main()
