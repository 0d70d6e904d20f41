"""Tables as real programs put them out: LibreOffice's text and HTML, and poppler's reading of its PDF."""

from __future__ import annotations

from dataclasses import replace

import figures
import office
import pytest
from makers import write_report
from test_recognition_tables import EDITIONS, compare

from converters.importer import import_report
from workbook.formfile import load_form

FILLINGS = {"full": figures.consistent, "blank": lambda form, seed: figures.blanked(figures.consistent(form, seed), 5)}
# How a file is named that a program made, and whether its text still tells which cell is blank.
MADE = {
    "html": True,
    "layout.txt": True,
    "raw.txt": False,
    "flow.txt": False,
    "txt": False,
}


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """Reports of every edition as LibreOffice and poppler give them, with what should be found in them."""
    folder = tmp_path_factory.mktemp("office")
    expected = {}
    for edition in EDITIONS:
        for name, filling in FILLINGS.items():
            path = folder / f"{edition}-{name}.docx"
            form = load_form(edition)
            expected[path.stem] = write_report(path, form, filling(form, 61), variant="merged")
    sources = [folder / f"{stem}.docx" for stem in expected]
    for to in ("html:HTML (StarWriter)", "txt:Text (encoded):UTF8", "pdf"):
        office.convert(sources, to, folder)
    for stem in expected:
        for way in ("layout", "raw", "flow"):
            options = [f"-{way}"] if way != "flow" else []
            text = office.pdf_text(folder / f"{stem}.pdf", *options)
            (folder / f"{stem}.{way}.txt").write_text(text, "utf-8")
    return folder, expected


CASES = [
    pytest.param(edition, filling, made, id=f"{edition}-{filling}-{made}")
    for edition in EDITIONS
    for filling in FILLINGS
    for made in MADE
]


@pytest.mark.parametrize(("edition", "filling", "made"), CASES)
def test_what_programs_make_of_a_table_is_read_or_listed(texts, edition, filling, made):
    folder, expected = texts
    stem = f"{edition}-{filling}"
    wanted = expected[stem]
    # Text whose blank cells are gone, or whose reading order is not the table's, leaves some numbers to be listed.
    if not MADE[made] and (filling == "blank" or made == "flow.txt"):
        wanted = replace(wanted, loose=frozenset(wanted.cells))
    lines = compare(import_report(folder / f"{stem}.{made}"), wanted)
    if made == "flow.txt":
        lines = [line for line in lines if not line.startswith("lost")]
    assert not lines, "\n".join([f"{len(lines)} differences", *lines[:25]])
