"""The corpus of arithmetic: for every expression rule a few cells that break it, and a few that do not.

Each line is ``code value | code value …``; every other cell is blank, and a blank decides nothing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from workbook.report import AnnualReport, Figure


class Cells(NamedTuple):
    """A rule, its edition, the cells that break it (at the first), and those that do not; those of last year."""

    code: str
    edition: str
    bad: str
    good: str
    last: str = ""


CELLS = [
    Cells("T101", "2014", "3.1 12 | 3.1.1 5 | 3.1.2 1 | 3.1.3 4 | 3.1.4 3", "3.1 13 | 3.1.1 5 | 3.1.3 4 | 3.1.4 3"),
    Cells("T102", "2014", "3.2 14 | 3.2.1 11 | 3.2.2 2", "3.2 13 | 3.2.1 11 | 3.2.2 2"),
    Cells("T103", "2014", "3.3 1 | 3.3.1 2 | 3.3.2 5", "3.3 9 | 3.3.1 2 | 3.3.2 5"),
    Cells("T104", "2014", "3.3.4 2 | 3.3.4.1 1 | 3.3.4.3 1 | 3.3.4.6 1", "3.3.4 3 | 3.3.4.1 1 | 3.3.4.3 1 | 3.3.4.6 1"),
    Cells("T105", "2014", "4 1 | 4.1 1 | 4.2 0 | 4.3 1", "4 2 | 4.1 1 | 4.2 0 | 4.3 1"),
    Cells("T106", "2014", "5 4 | 5.1 1 | 5.2 1 | 5.3 1", "5 3 | 5.1 1 | 5.2 1 | 5.3 1"),
    Cells("T107", "2014", "8.3 5 | 8.3.1 2 | 8.3.2 4", "8.3 6 | 8.3.1 2 | 8.3.2 4"),
    Cells("T111", "2014", "1.1 39 | 1.2.2 40 | 1.2.3 10", "1.1 40 | 1.2.2 40 | 1.2.3 10"),
    Cells(
        "T112",
        "2014",
        "1.1 9 | 1.2.1 0 | 1.2.2 4 | 1.2.3 1 | 1.2.4 2 | 1.2.5 1",
        "1.1 8 | 1.2.1 0 | 1.2.2 4 | 1.2.3 1 | 1.2.4 2 | 1.2.5 1",
    ),
    Cells("T113", "2014", "1.1.1 6 | 1.1 5", "1.1.1 5 | 1.1 5"),
    Cells("T114", "2014", "1.1.1 6 | 1.1.2 5", "1.1.1 5 | 1.1.2 6"),
    Cells("T115", "2014", "2.2.1.1 2 | 2.2.1 1", "2.2.1.1 1 | 2.2.1 1"),
    Cells("T116", "2014", "2.2.2.1 4 | 2.2.2 3", "2.2.2.1 0 | 2.2.2 3"),
    Cells("T117", "2014", "2.1 3 | 2.2.4 33 | 2.2.5 825", "2.1 825 | 2.2.4 33 | 2.2.5 825"),
    Cells("T118", "2014", "3.3 4 | 3.2 5", "3.3 5 | 3.2 5"),
    Cells("T119", "2014", "3.2 6 | 3.1 5", "3.2 5 | 3.1 5"),
    Cells("T120", "2014", "3.2 4 | 3.1 5", "3.2 5 | 3.1 5"),
    Cells("T121", "2014", "3.1 0 | 4 1 | 5 0", "3.1 0 | 4 0 | 5 0"),
    Cells("T122", "2014", "3.1 0 | 7 0.01", "3.1 0 | 7 0"),
    Cells("T123", "2014", "9.3 0 | 9.2 2", "9.3 0 | 9.2 0"),
    Cells("T124", "2014", "9.2 0 | 9.3 60", "9.2 1 | 9.3 60"),
    Cells("T201", "2019", "T2.1.b.2 4 | T2.1.b.3 3", "T2.1.b.2 3 | T2.1.b.3 3"),
    Cells("T202", "2021", "T2.1.b.1 4 | T2.1.b.2 1 | T2.1.b.3 2", "T2.1.b.1 4 | T2.1.b.2 2 | T2.1.b.3 2"),
    Cells("T203", "2019", "T2.1.b.2 4 | T2.1.b.1 5", "T2.1.b.2 5 | T2.1.b.1 5"),
    Cells(
        "T301",
        "2021",
        "T3.1.C1 5 | T3.2.C1 1 | T3.3.7.C1 5 | T3.4.C1 2",
        "T3.1.C1 5 | T3.2.C1 1 | T3.3.7.C1 5 | T3.4.C1 1",
    ),
    Cells("T302", "2021", "T3.3.7.C2 1 | T3.3.1.C2 1 | T3.3.6.3.C2 1", "T3.3.7.C2 5 | T3.3.1.C2 1 | T3.3.6.3.C2 1"),
    Cells("T303", "2019", "T3.1.C7 3 | T3.1.C1 2 | T3.1.C6 2", "T3.1.C7 5 | T3.1.C1 2 | T3.1.C6 2"),
    Cells("T401", "2021", "T4.B.5 1 | T4.B.1 1 | T4.B.4 1", "T4.B.5 2 | T4.B.1 1 | T4.B.4 1"),
    Cells("H101", "2021", "T3.2.C3 2", "T3.2.C3 4", "T3.4.C3 4"),
    Cells(
        "H102",
        "2021",
        "T2.1.b.3 10 | T2.1.b.1 3 | T2.1.b.2 1",
        "T2.1.b.3 11 | T2.1.b.1 3 | T2.1.b.2 1",
        "T2.1.b.3 9",
    ),
    Cells("H103", "2019", "T2.5.a.1 8", "T2.5.a.1 7", "T2.5.a.1 9 | T2.5.a.2 -2"),
    Cells("H105", "2019", "T4.C.5 1", "T4.C.5 2", "T4.C.4 2"),
]


def report(edition: str, cells: str, year: int) -> AnnualReport:
    """A report with nothing but these cells."""
    pairs = [pair.split() for pair in cells.split("|")]
    values = {code: Decimal(text) if "." in text else int(text) for code, text in pairs}
    return AnnualReport(
        form=edition,
        year=year,
        figures={code: Figure(code, "reported", value, str(value)) for code, value in values.items()},
    )
