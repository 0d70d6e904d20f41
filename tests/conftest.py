"""Fixtures of the command line: run a command in an empty folder, and a workbook to begin with."""

from __future__ import annotations

import os

import pytest
from commandline import report_file
from hypothesis import settings

from converters.cli import main

# How long an example takes says something about the machine, not about the program; what goes in is tried with the
# same examples every time, while runs by hand go on looking for others.
settings.register_profile("nianbao", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("nianbao")


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Run a command in an empty folder; gives exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)

    def call(*words):
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def book(run, tmp_path):
    """A workbook made from one report."""
    code, *_ = run("import", report_file(tmp_path / "2023年报.html"), "-o", "年报.xlsx")
    assert code == 0
    return tmp_path / "年报.xlsx"
