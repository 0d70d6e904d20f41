"""One unit's workbook over three editions, with blanks, strokes, words, money and a gap, for the tests of 历年."""

from __future__ import annotations

from decimal import Decimal

from checking import changed, whole

from workbook.changes import timeline_of
from workbook.compare import compare
from workbook.content import BookContent
from workbook.historybook import with_history
from workbook.ours import our_book
from workbook.read import content_of
from workbook.report import Figure
from workbook.write import build_book

EDITION_OF = {2016: "2014", 2018: "2014", 2019: "2019", 2020: "2019", 2021: "2021", 2022: "2021", 2023: "2021"}
STROKE = Figure("T4.A.1", "not_applicable", text="/")
WORDS = Figure("T2.6.a.1", "text", text="不详")


def some_years() -> BookContent:
    """2017 is missing; each year has a few figures of its own."""
    tables: dict[int, dict[str, object]] = {
        2016: {"3.1": 10, "7": Decimal("0.5")},
        2018: {"3.1": 20, "5": None, "7": Decimal("1.25")},
        2019: {"T3.1.C7": 30, "T3.4.C1": 4, "T4.B.5": 2, "T4.C.5": 3},
        2020: {
            "T3.1.C7": 25,
            "T3.2.C1": 4,
            "T3.4.C1": 7,
            "T2.5.a.1": 6,
            "T4.C.5": Figure("T4.C.5", "not_applicable", text="/"),
        },
        2021: {"T3.1.C7": 0, "T3.2.C1": 5, "T3.4.C1": None, "T2.1.b.3": 12, "T2.8.a.1": Decimal("100.5")},
        2022: {"T3.1.C7": 40, "T2.1.b.3": 13, "T2.1.b.1": 3, "T2.1.b.2": 2, "T2.8.a.1": 0, "T4.A.1": 8, "T2.6.a.1": 9},
        2023: {
            "T3.1.C7": 50,
            "T2.1.b.3": 15,
            "T2.1.b.1": 4,
            "T2.1.b.2": 1,
            "T2.8.a.1": Decimal("0.1"),
            "T4.A.1": STROKE,
            "T2.6.a.1": WORDS,
            "T2.5.a.1": None,
        },
    }
    reports = {year: changed(whole(EDITION_OF[year], year), table) for year, table in tables.items()}
    return BookContent(reports.pop(2023), reports)


def book_of(content: BookContent) -> bytes:
    """The content as a workbook with its three sheets."""
    data = build_book(content)
    read = content_of(our_book(data, "年报.xlsx"))
    timeline = timeline_of(read)
    old, new = (timeline.reports[year] for year in timeline.years[-2:])
    return with_history(data, timeline, compare(new, old), "年报.xlsx")
