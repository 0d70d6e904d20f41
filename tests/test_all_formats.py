"""The same report in every format gives the same figures, sections and sign-off through ``nianbao import --json``."""

from __future__ import annotations

import json

import makers
import office
import pytest
from figures import consistent
from makers_labels import OFFICIAL
from makers_ofd import ofd
from makers_pdf import pdf
from typeset import typeset

from converters.cli import main
from workbook.formfile import load_form

EDITIONS = ("2014", "2019", "2021")
# What our own makers write, each format in the shape most alike to Word's.
OWN = {
    "docx": "merged",
    "doc": "only",
    "rtf": "gbk",
    "odt": "zip",
    "html": "plain",
    "mht": "quoted",
    "xml": "2003",
    "txt": "tabs",
    "xlsx": "one",
}
PAPER = {"pdf": pdf, "ofd": ofd}
# What LibreOffice writes, by what it is given: its filter, and our ending for it. Its pages and its .ods have tests of
# their own (test_recognition_office, test_converters_readers_sheets).
OFFICE = {
    "docx": {"doc": "doc", "rtf": "rtf", "odt": "odt", "pdf": "pdf"},
    "xlsx": {"xls": "xls"},
}
FIELDS = ("form", "year", "unit", "title", "period", "figures", "sections", "contact", "signoff", "preface", "unplaced")
# What a format itself makes otherwise, and is not compared. All of a spreadsheet stands in rows: the telephone of the
# sign-off is taken for that of the report as well. (And a number in a cell has no sign in front: see imported.)
OWN_WAYS = {"xlsx": {"contact"}, "xls": {"contact"}}
KINDS = [
    *((ending, "own") for ending in (*OWN, *PAPER)),
    *((ending, "office") for made in OFFICE.values() for ending in made.values()),
]


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Every edition in every format: ``own/2021.docx``, ``office/2021.doc`` …"""
    own, made = tmp_path_factory.mktemp("own"), tmp_path_factory.mktemp("office")
    for edition in EDITIONS:
        form = load_form(edition)
        printed = consistent(form, 23)
        for ending, variant in OWN.items():
            makers.write_report(own / f"{edition}.{ending}", form, printed, variant=variant)
        pages = typeset(makers.parts(form, printed, OFFICIAL, "merged"))
        for ending, write in PAPER.items():
            (own / f"{edition}.{ending}").write_bytes(write(pages))
    for source, filters in OFFICE.items():
        for to in filters:
            office.convert([own / f"{edition}.{source}" for edition in EDITIONS], to, made)
    return {"own": own, "office": made}


def imported(capsys, path):
    """What the command line prints of a report, without what only tells where it stood."""
    assert main(["import", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    told = {field: found[field] for field in FIELDS}
    told["figures"] = {
        code: (one["state"], one["value"], one["text"].removeprefix("+")) for code, one in found["figures"].items()
    }
    told["unplaced"] = [one["text"] for one in found["unplaced"]]
    return told


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(("ending", "maker"), KINDS)
def test_every_format_gives_the_same_report(reports, capsys, edition, ending, maker):
    expected = imported(capsys, reports["own"] / f"{edition}.docx")
    found = imported(capsys, reports[maker] / f"{edition}.{ending}")
    assert len(expected["figures"]) == len(list(load_form(edition).values()))
    assert expected["signoff"]["date"]
    for field in set(FIELDS) - OWN_WAYS.get(ending, set()):
        assert found[field] == expected[field], field
