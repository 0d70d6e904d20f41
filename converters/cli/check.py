"""``nianbao check``: the rules over workbooks and reports."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from converters.cli.inputs import expand, open_content
from converters.cli.output import print_json, say_refused
from converters.findings import lines, summary, wants_colour
from workbook.check import check, check_report
from workbook.errors import InputRefused
from workbook.formfile import load_form
from workbook.layout import layout_of
from workbook.names import STATISTICS
from workbook.report import finding_json

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from workbook.form import Form
    from workbook.report import Finding


def run(args: argparse.Namespace) -> int:
    """Check every file; the total comes last."""
    everything: list[Finding] = []
    read = refused = 0
    for path in expand(args.files):
        try:
            found = findings_of(path)
        except InputRefused as error:
            say_refused(path, error)
            refused += 1
            continue
        read += 1
        everything += found
        if args.json:
            _print_json(path, found)
        else:
            _print_lines(path, found)
    if read + refused > 1 and not args.json:
        print(f"共 {read} 份：{summary(everything)}" + (f"；退回 {refused} 份" if refused else ""))
    if refused:
        return InputRefused.exit_code
    return int(any(finding.severity == "error" for finding in everything))


def findings_of(path: Path) -> list[Finding]:
    """What the rules find in one file; places are cells in a workbook of ours, else those of the report.

    Raises:
        InputRefused: the file cannot be read.
    """
    content, ours = open_content(path)
    form = load_form(content.current.form)
    return check(content, places_of(form)) if ours else check_report(content.current, form)


def places_of(form: Form) -> dict[str, str]:
    """Where each figure stands in a workbook of this form (``统计表!C41``), by its code."""
    cells = {code: figure.at for code, figure in layout_of(form).figures.items()}
    return {code: f"{STATISTICS}!{get_column_letter(at.column)}{at.row}" for code, at in cells.items()}


def _print_lines(path: Path, found: list[Finding]) -> None:
    *told, total = lines(found, path.name, colour=wants_colour(sys.stdout))
    for line in told:
        print(line)
    print(f"{path.name}：{total}")


def _print_json(path: Path, found: list[Finding]) -> None:
    print_json({"file": path.name, "findings": [finding_json(finding) for finding in found]})
