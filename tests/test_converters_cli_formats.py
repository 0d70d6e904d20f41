"""``nianbao formats`` lists every reader, and says what this machine lacks."""

from __future__ import annotations

import json

import pytest

from converters.cli import formats, main
from converters.readers import readers
from converters.readers.formats import FORMATS


def told(capsys, *, office, ocr, monkeypatch):
    monkeypatch.setattr(formats, "find_office", lambda: office)
    monkeypatch.setattr(formats, "has_engine", lambda: ocr)
    assert main(["formats", "--json"]) == 0
    return {line["kind"]: line["state"] for line in map(json.loads, capsys.readouterr().out.splitlines())}


def test_every_format_has_a_reader_of_its_kind():
    assert [reader.kind for reader in readers()] == [one.kind for one in FORMATS]


def test_a_machine_with_everything_reads_everything(capsys, monkeypatch):
    states = told(capsys, office="soffice", ocr=True, monkeypatch=monkeypatch)
    assert set(states.values()) == {"可读"}
    assert len(states) == len(FORMATS)


def test_what_is_missing_is_named_with_the_way_to_get_it(capsys, monkeypatch):
    states = told(capsys, office=None, ocr=False, monkeypatch=monkeypatch)
    assert states["docx"] == states["html"] == "可读"
    assert "nianbao[ocr]" in states["image"]
    assert states["image"].startswith("还不能读")
    assert "扫描件" in states["pdf"]
    assert "LibreOffice" in states["doc"]


def test_for_people_each_format_has_its_endings(capsys):
    assert main(["formats"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(".wps" in line and "WPS" in line for line in lines)
    assert len(lines) == 2 * len(FORMATS)


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.kind)
def test_endings_are_written_as_they_stand_in_names(one):
    assert all(ending.startswith(".") and ending == ending.lower() for ending in one.endings)
