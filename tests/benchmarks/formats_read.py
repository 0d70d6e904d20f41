"""How well each format is read: the figures of made reports, in every layout that the tests' makers know.

Run on demand: ``PYTHONPATH=tests python tests/benchmarks/formats_read.py [SEEDS]``. A figure is right when its state
and value are those printed, missing when it was left for a person to place, wrong otherwise. The table in
docs/formats.md is what it prints for 3 seeds.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import makers
from figures import consistent, mixed_marks
from makers_ofd import ofd
from makers_pdf import pdf
from rounds import say
from typeset import typeset

from converters.importer import import_report
from workbook.formfile import load_form

if TYPE_CHECKING:
    from makers import Expected

EDITIONS = ("2014", "2019", "2021")
PAPER = {"pdf": pdf, "ofd": ofd}
# Text in which the place of a blank cell cannot be seen stands apart.
FORMATS = {
    f".{kind}": makers.VARIANTS.get(kind, ("typeset",)) for kind in (*makers.VARIANTS, "doc", *PAPER) if kind != "txt"
} | {
    ".txt（看得出分格）": tuple(one for one in makers.VARIANTS["txt"] if one not in makers.WORDS_ONLY),
    ".txt（看不出分格）": makers.WORDS_ONLY,
}


def made(path: Path, edition: str, variant: str, seed: int) -> Expected:
    """Write one report; some of its zeros are printed as strokes or left blank."""
    form = load_form(edition)
    figures = mixed_marks(consistent(form, seed), seed)
    if path.suffix[1:] not in PAPER:
        return makers.write_report(path, form, figures, variant=variant)
    path.write_bytes(PAPER[path.suffix[1:]](typeset(makers.parts(form, figures, makers.OFFICIAL, "merged"))))
    return makers.expected(form, figures, makers.OFFICIAL, "merged")


def judged(path: Path, expected: Expected) -> Counter[str]:
    """How many figures of a report are right, missing and wrong."""
    found = import_report(path, expected.form).figures
    count: Counter[str] = Counter()
    for code, said in expected.cells.items():
        figure = found.get(code)
        silent = figure is None or figure.state == "blank"
        right = not silent and (figure.state, figure.value) == said
        count["right" if right else "missing" if silent else "wrong"] += 1
    return count


def main(seeds: int) -> None:
    """Print the table."""
    say("| 格式 | 写法 | 份数 | 指标 | 读对 | 没有填 | 读错 |\n|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, variants in FORMATS.items():
            count: Counter[str] = Counter()
            reports = 0
            for variant in variants:
                for edition in EDITIONS:
                    for seed in range(seeds):
                        path = Path(folder, f"{variant}-{edition}-{seed}{name.partition('（')[0]}")
                        count += judged(path, made(path, edition, variant, seed))
                        reports += 1
            total = count.total()
            shares = " | ".join(f"{100 * count[one] / total:.2f}%" for one in ("right", "missing", "wrong"))
            say(f"| {name} | {len(variants)} | {reports} | {total} | {shares} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
