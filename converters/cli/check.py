"""``nianbao check``: the rules over workbooks and reports."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from converters.archives import split
from converters.cli.inputs import expand, open_content, short
from converters.cli.output import print_json, say, say_refused, typed
from converters.findings import lines, single_lines, summary, wants_colour
from converters.judging import judged, settings_beside
from workbook.cellvalues import column_letters
from workbook.errors import InputRefused, UsageError
from workbook.files import read_bytes, write_atomically
from workbook.formfile import load_form
from workbook.layout import layout_of
from workbook.names import STATISTICS
from workbook.report import finding_json
from workbook.rules.likeness import Library
from workbook.rules.settings import DEFAULT, Settings, is_choice, known_codes, near_codes
from workbook.rules.settingsfile import read_settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from workbook.form import Form
    from workbook.report import Finding

_WEIGHT = {"error": 2, "warning": 1, "note": 0}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which findings the user wants to see, by rule or family and by severity; empty ``only`` is all."""

    only: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    least: int = 0

    def of(self, findings: Iterable[Finding]) -> list[Finding]:
        """The wanted ones, in their order."""
        return [
            finding
            for finding in findings
            if (not self.only or finding.code.startswith(self.only))
            and not finding.code.startswith(self.ignore)
            and _WEIGHT[finding.severity] >= self.least
        ]


def run(args: argparse.Namespace) -> int:
    """Check every file; the total comes last."""
    if args.unmark:
        return _take_marks_off(args)
    given = read_settings(Path(args.rules)) if args.rules else None
    choice = _choice(args)
    everything: list[Finding] = []
    unlisted = 0
    seen = Library()
    read = refused = 0
    for path in expand(args.files):
        try:
            every = findings_of(path, given or settings_beside(path), seen)
            found = choice.of(every)
            if args.mark:
                _mark(path, found)
        except InputRefused as error:
            say_refused(path, error)
            refused += 1
            continue
        read += 1
        everything += found
        unlisted += len(every) - len(found)
        _print(args, path, found, len(every) - len(found))
    if read + refused > 1 and not args.json:
        print(f"共 {read} 份：{_total(everything, unlisted)}" + (f"；退回 {refused} 份" if refused else ""))
    if refused:
        return InputRefused.exit_code
    return int(any(finding.severity == "error" for finding in everything))


def _choice(args: argparse.Namespace) -> Choice:
    known = known_codes()
    only, ignore = (tuple(code.upper() for code in codes or ()) for codes in (args.only, args.ignore))
    for code in (*only, *ignore):
        # The user's own rules are known only when the file beside a workbook is read.
        if not is_choice(code, known) and not code.startswith("U"):
            near = near_codes(code)
            hint = f"，是否指 {'、'.join(near)}" if near else ""
            message = f"没有规则“{code}”{hint}。全部代码见 nianbao explain。"
            raise UsageError(message)
    return Choice(only, ignore, _WEIGHT[args.min_severity])


def findings_of(path: Path, settings: Settings = DEFAULT, seen: Library | None = None) -> list[Finding]:
    """What the rules find in one file; places are cells in a workbook of ours, else those of the report.

    Args:
        path: a workbook or a report.
        settings: what the user has changed about the rules.
        seen: the reports checked before this one, which joins them.

    Raises:
        InputRefused: the file cannot be read.
    """
    content, ours = open_content(path)
    places = places_of(load_form(content.current.form)) if ours else None
    found = judged(content, places, settings=settings, seen=seen)
    if seen is not None:
        seen.add(content.current, path.name)
    return found


def places_of(form: Form) -> dict[str, str]:
    """Where each figure stands in a workbook of this form (``统计表!C41``), by its code."""
    cells = {code: figure.at for code, figure in layout_of(form).figures.items()}
    return {code: f"{STATISTICS}!{column_letters(at.column)}{at.row}" for code, at in cells.items()}


def _total(found: list[Finding], unlisted: int) -> str:
    """How many findings; those that the user did not want to see are not passed over in silence."""
    if not unlisted:
        return summary(found)
    return f"{summary(found) if found else '所选的没有发现问题'}；另有 {unlisted} 条不在所选之内，没有列出"


def _print(args: argparse.Namespace, path: Path, found: list[Finding], unlisted: int) -> None:
    if args.json:
        print_json({"file": path.name, "findings": [finding_json(finding) for finding in found]})
        return
    colour = wants_colour(sys.stdout)
    if args.lines:
        told = list(single_lines(found, path.name, colour=colour))
    else:
        *told, _ = lines(found, path.name, colour=colour)
        told.append(f"{path.name}：{_total(found, unlisted)}")
    for line in told:
        print(line)


def _mark(path: Path, found: list[Finding]) -> None:
    from workbook.marks import mark  # noqa: PLC0415  # loads all of openpyxl

    if split(path):
        message = f"“{short(str(path))}”在压缩包里，标注写不进去；请先解压，再对解压出来的工作簿用 --mark。"
        raise InputRefused(message)
    data = read_bytes(path)
    marked = mark(data, found, path.name)
    if marked != data:
        write_atomically(path, marked)
    say(f"{path.name}：已标出 {len(found)} 条；改好后用 nianbao check {typed(path)} --unmark 去掉。")


def _take_marks_off(args: argparse.Namespace) -> int:
    from workbook.marks import unmark  # noqa: PLC0415  # loads all of openpyxl

    refused = 0
    for path in expand(args.files):
        try:
            data = read_bytes(path)
            left = unmark(data, path.name)
        except InputRefused as error:
            say_refused(path, error)
            refused += 1
            continue
        if left == data:
            say(f"{path.name}：没有标注。")
        else:
            write_atomically(path, left)
            say(f"{path.name}：已去掉标注。")
    return InputRefused.exit_code if refused else 0
