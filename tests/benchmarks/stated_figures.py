"""Precision and recall of the figures read from sentences, per row, on the labelled sentences of ``sayings``.

Run: ``python tests/benchmarks/stated_figures.py [--unseen] [--wrong]``. Exit 1 below 98 % precision or 95 % recall.
``--unseen`` measures the sentences written after the phrases, ``--wrong`` prints what is read wrongly or missed.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sayings import SAYINGS, UNSEEN, YEARS, Said, Saying

from converters.recognise.narrative import read_stated
from converters.recognise.passages import Passage
from converters.recognise.spoken import spoken
from workbook.formfile import load_form

PRECISION, RECALL = 0.98, 0.95
Counts = tuple[Counter[str], Counter[str], Counter[str]]


def stated(saying: Saying) -> Said:
    """What is read from a sentence."""
    passage = spoken(Passage(saying.text, 1, None), saying.topic)
    found = read_stated([passage], load_form(saying.edition), "", YEARS[saying.edition]).figures
    return {figure.code: figure.value for figure in found if figure.value is not None}


def count(sayings: list[Saying], *, show: bool = False) -> Counts:
    """How often each code was read rightly, read wrongly, and missed."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for saying in sayings:
        found = stated(saying)
        right.update([code for code, value in found.items() if saying.said.get(code) == value])
        wrong.update([code for code, value in found.items() if saying.said.get(code) != value])
        missed.update([code for code, value in saying.said.items() if found.get(code) != value])
        if show and found != saying.said:
            sys.stdout.write(f"{saying.edition} {saying.text}\n    stated {saying.said}\n    read   {found}\n")
    return right, wrong, missed


def share(part: int, rest: int) -> float:
    """The part of the whole; nothing of nothing is everything."""
    return part / (part + rest) if part + rest else 1.0


def report(right: Counter[str], wrong: Counter[str], missed: Counter[str]) -> tuple[float, float]:
    """Print a line per row, the weakest first, and the whole; gives precision and recall."""
    codes = right | wrong | missed
    rows = [(share(right[code], wrong[code]), share(right[code], missed[code]), code) for code in codes]
    for precision, recall, code in sorted(rows):
        sys.stdout.write(
            f"{code:14} precision {precision:6.1%}  recall {recall:6.1%}  of {right[code] + missed[code]}\n"
        )
    precision, recall = share(right.total(), wrong.total()), share(right.total(), missed.total())
    sys.stdout.write(
        f"{'all':14} precision {precision:6.2%}  recall {recall:6.2%}  of {right.total() + missed.total()}\n"
    )
    return precision, recall


def main(arguments: list[str]) -> int:
    """Measure and judge."""
    sayings = UNSEEN if "--unseen" in arguments else SAYINGS
    precision, recall = report(*count(sayings, show="--wrong" in arguments))
    return 0 if precision >= PRECISION and recall >= RECALL else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
