"""Helpers for the tests of the command line: the commands and their examples, made reports, what a workbook holds."""

from __future__ import annotations

import argparse

from figures import consistent
from makers import write_report

from converters.cli.parser import build_parser
from workbook.formfile import load_form
from workbook.read import read_content


def commands():
    """The parser of each command by its name."""
    (chosen,) = (one for one in build_parser()._actions if isinstance(one, argparse._SubParsersAction))
    return chosen.choices


def help_examples():
    """The examples of every command's help, as they are printed."""
    lines = (line.strip() for parser in commands().values() for line in parser.epilog.splitlines())
    return [line for line in lines if line.startswith("nianbao ")]


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
