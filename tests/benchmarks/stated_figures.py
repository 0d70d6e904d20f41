"""Precision and recall of the figures read from sentences, per row, on the labelled sentences of ``sayings``.

Run: ``python tests/benchmarks/stated_figures.py``. Exit 1 below 98 % precision or 95 % recall.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sayings import SAYINGS, YEARS

from converters.recognise.narrative import read_stated
from converters.recognise.passages import Passage
from converters.recognise.spoken import spoken
from workbook.formfile import load_form

PRECISION, RECALL = 0.98, 0.95


def count() -> tuple[Counter[str], Counter[str], Counter[str]]:
    """How often each code was read rightly, read wrongly, and missed."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for (edition, topic), pairs in SAYINGS.items():
        form = load_form(edition)
        for text, said in pairs:
            found = read_stated([spoken(Passage(text, 1, None), topic)], form, "", YEARS[edition]).figures
            values = {figure.code: figure.value for figure in found}
            right.update(code for code, value in values.items() if said.get(code) == value)
            wrong.update(code for code, value in values.items() if said.get(code) != value)
            missed.update(code for code, value in said.items() if values.get(code) != value)
    return right, wrong, missed


def share(part: int, rest: int) -> float:
    """The part of the whole; nothing of nothing is everything."""
    return part / (part + rest) if part + rest else 1.0


def main() -> int:
    """Print a line per row and the whole."""
    right, wrong, missed = count()
    for code in sorted(right | wrong | missed):
        precision, recall = share(right[code], wrong[code]), share(right[code], missed[code])
    precision, recall = share(right.total(), wrong.total()), share(right.total(), missed.total())
    return 0 if precision >= PRECISION and recall >= RECALL else 1


if __name__ == "__main__":
    sys.exit(main())
