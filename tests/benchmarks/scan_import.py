"""How scans are read: every cell and every figure of the three forms, rendered, skewed, noised and stamped.

Run ``python tests/benchmarks/scan_import.py`` (LibreOffice and the extra ``ocr`` are needed; some seconds a page).
``--held-out`` takes fillings and layouts that the reader was not built with; ``--form 2021`` one form only.
A cell counts as right when its text is the Word file's, blanks and the width of signs aside; as marked when it is not
right and its score is below the bound of doubt; else as wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from itertools import zip_longest
from pathlib import Path

from rounds import say

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import figures
import makers_scan
import office
from makers import write_report
from makers_scan import CLEAN, Scanner

from converters.document import Document
from converters.importer import recognise
from converters.readers.docx import DocxReader
from converters.readers.paper.blocks import blocks
from converters.readers.scan.work import read_picture
from workbook.formfile import load_form
from workbook.rules.registry import REGISTRY

SURE = REGISTRY.specs["V113"].data["sure"]
SEALED = Scanner(dpi=150, skew=0.6, noise=10.0, quality=60, seal=(0.68, 0.55))
KNOWN = {
    "consistent": (lambda form: figures.consistent(form, 13), "merged"),
    "marks": (lambda form: figures.mixed_marks(figures.consistent(form, 12), 5), "broken"),
}
HELD_OUT = {
    "thousands": (lambda form: figures.with_thousands(figures.enlarged(form, figures.consistent(form, 87))), "blocks"),
    "units": (lambda form: figures.with_units(form, figures.blanked(figures.wild(form, 88), 3), 9), "broken-blank"),
}


def plain(text: str) -> str:
    """A text without blanks, in half width."""
    folded = unicodedata.normalize("NFKC", text).replace("—", "-").replace("–", "-")
    return "".join(folded.split())


def rows(document: Document) -> list[list[tuple[str, float | None]]]:
    """The cells that begin in each row of all tables as text and score; rows without any text left out.

    Tables that touch on the page are one table of more columns there, so positions are not compared.
    """
    found = []
    for table in document.tables:
        for number in range(table.height):
            row = [(plain(cell.text), cell.score) for cell in table.cells if cell.row == number]
            found += [row] if any(text for text, _ in row) else []
    return found


def judged(text: str, read: tuple[str, float | None]) -> str:
    """right, marked or wrong."""
    if text == read[0]:
        return "right"
    return "marked" if read[1] is not None and read[1] < SURE else "wrong"


def count_cells(truth: Document, document: Document) -> Counter[str]:
    """The cells of a scan beside those of the Word file; rows of another number of cells are all wrong."""
    wanted, found = rows(truth), rows(document)
    count: Counter[str] = Counter()
    for expected, row in zip_longest(wanted, found, fillvalue=[]):
        if len(expected) == len(row):
            count.update(judged(text, read) for (text, _), read in zip(expected, row, strict=True))
        else:
            count["wrong"] += len(expected)
    return count


def count_figures(printed: figures.Printed, document: Document) -> Counter[str]:
    """The figures as they would enter the workbook beside those that were printed."""
    known = recognise(document).figures
    found: Counter[str] = Counter()
    for code, text in printed.items():
        figure = known.get(code)
        same = figure is not None and (figure.state, figure.value) == figures.meaning(text)
        found["right" if same else judged(text, ("", figure.evidence.score if figure else None))] += 1
    return found


def shares(count: Counter[str]) -> str:
    """A count in words."""
    total = count.total()
    return f"{count['right'] / total:8.3%} right {count['marked']:4} marked {count['wrong']:4} wrong of {total}"


def main() -> None:
    """Print a line for each form, filling and scanner."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--held-out", action="store_true")
    options.add_argument("--form", default="")
    chosen = options.parse_args()
    editions = [chosen.form] if chosen.form else ["2014", "2019", "2021"]
    fillings = HELD_OUT if chosen.held_out else KNOWN
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = {}
        for edition in editions:
            for filling, (fill, variant) in fillings.items():
                path = folder / f"{edition}-{filling}.docx"
                made[path] = fill(load_form(edition))
                write_report(path, load_form(edition), made[path], variant=variant)
        for path, pdf in zip(made, office.convert(list(made), "pdf", folder), strict=True):
            measure(path, made[path], pdf)


def measure(path: Path, printed: figures.Printed, pdf: Path) -> None:
    """Scan one report by both scanners and print what came of it."""
    truth = DocxReader().read(path.read_bytes(), path.name)
    for scanner in (CLEAN, SEALED):
        began = time.perf_counter()
        images = makers_scan.render(pdf, scanner.dpi)
        pages = []
        for number, image in enumerate(images, 1):
            turned = Scanner(
                scanner.dpi,
                scanner.skew * (-1) ** number,
                scanner.noise,
                scanner.quality,
                scanner.seal if number == len(images) else None,
            )
            pages.append(read_picture(makers_scan.scan(image, turned, number), 0, number, path.name))
        document = Document(pdf.name, "image", blocks(pages))
        seconds = (time.perf_counter() - began) / len(pages)
        say(f"{path.stem:18} {scanner.dpi} dpi  {seconds:5.1f} s/page")
        say(f"    cells   {shares(count_cells(truth, document))}")
        say(f"    figures {shares(count_figures(printed, document))}")


if __name__ == "__main__":
    main()
