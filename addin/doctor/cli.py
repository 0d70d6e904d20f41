"""``nianbao doctor``: the table of checks, for people or for machines."""

from __future__ import annotations

import sys
from dataclasses import asdict
from itertools import chain, groupby
from typing import TYPE_CHECKING

from addin.doctor.addins import check_addins
from addin.doctor.check import SIGNS, Check
from addin.doctor.data import check_data
from addin.doctor.fonts import check_fonts
from addin.doctor.offices import check_offices
from addin.doctor.programs import check_programs
from addin.doctor.surroundings import check_surroundings
from addin.installing.machine import this_machine
from converters.cli.output import print_json
from converters.cli.parser import columns, wrap

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from addin.installing.machine import Machine

FINDINGS = 1
_MARGIN = " " * 8
# Lines are broken for the eye only: what another program reads has one line for one thing.
_UNBROKEN = 1000


def run(args: argparse.Namespace) -> int:
    """Print the table; 1 when something needs mending."""
    found = list(examine(this_machine()))
    if args.json:
        for check in found:
            print_json(asdict(check))
    else:
        sys.stdout.write("\n".join(table(found, _width())) + "\n")
    return FINDINGS if any(check.state == "broken" for check in found) else 0


def examine(machine: Machine) -> Iterator[Check]:
    """Every check, the parts of the table in their order."""
    return chain(
        check_programs(),
        check_data(),
        check_offices(machine),
        check_addins(machine),
        check_fonts(machine),
        check_surroundings(machine),
    )


def table(found: list[Check], width: int) -> Iterator[str]:
    """The lines for people, of at most ``width`` columns; the last is the one that matters."""
    for topic, checks in groupby(found, key=lambda check: check.topic):
        yield topic
        for check in checks:
            first, *rest = wrap(f"{SIGNS[check.state]}  {check.name}：{check.found}", width - len(_MARGIN))
            yield f"  {first}"
            yield from (f"{_MARGIN}{line}" for line in (*rest, *wrap(check.mend, width - len(_MARGIN))))
        yield ""
    yield from wrap(summary(found), width)


def summary(found: list[Check]) -> str:
    """How many things need mending, and what to do first."""
    broken = [check.name for check in found if check.state == "broken"]
    if broken:
        return f"有 {len(broken)} 处要修：{'、'.join(broken)}。照上面各处写的做，再运行一次 nianbao doctor。"
    advice = sum(check.state == "advice" for check in found)
    return f"没有要修的；有 {advice} 处请注意。" if advice else "没有要修的。"


def _width() -> int:
    return columns() if sys.stdout.isatty() else _UNBROKEN
