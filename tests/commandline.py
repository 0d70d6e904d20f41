"""Helpers for the tests of the command line: made reports, and what a workbook holds."""

from __future__ import annotations

from figures import consistent
from makers import write_report

from workbook.formfile import load_form
from workbook.read import read_content


def report_file(path, edition="2021", seed=1, **changed):
    """A made report; ``changed`` figures replace those drawn from the seed (T3_1_C1="7")."""
    form = load_form(edition)
    drawn = consistent(form, seed) | {code.replace("_", "."): text for code, text in changed.items()}
    write_report(path, form, drawn)
    return path


def value(book, code, year=None):
    content = read_content(book)
    report = content.current if year is None else content.history[year]
    return report.figures[code].value
