"""Random tables for the tests of drafts: any figure blank, nothing, one or many; last year's as well."""

from __future__ import annotations

import random
from decimal import Decimal

from workbook.content import BookContent
from workbook.formfile import load_form
from workbook.report import AnnualReport, Figure

YEAR_OF = {"2014": 2016, "2019": 2020, "2021": 2023}


def table(edition: str, seed: int, year: int) -> AnnualReport:
    """A report of figures alone; the share of blanks and of zeros changes with the seed."""
    draw = random.Random(f"{edition}-{seed}-{year}")
    blank, zero = draw.choice((0, 0.1, 0.6)), draw.choice((0.05, 0.3, 0.9))
    figures = {}
    for item in load_form(edition).values():
        value = None if draw.random() < blank else 0 if draw.random() < zero else _number(draw, item.kind)
        state = "blank" if value is None else "reported"
        figures[item.code] = Figure(item.code, state, value, "" if value is None else str(value), measure=item.unit)
    return AnnualReport(edition, year=year, unit="青岗县", figures=figures)


def content(edition: str, seed: int) -> BookContent:
    """A year's table, mostly with last year's beside it."""
    year = YEAR_OF[edition]
    history = {} if seed % 4 == 0 else {year - 1: table(edition, seed + 1, year - 1)}
    if seed % 4 == 1:
        history[year - 1].figures = dict(table(edition, seed, year).figures)
    return BookContent(table(edition, seed, year), history)


def _number(draw: random.Random, kind: str) -> int | Decimal:
    if kind == "money":
        return Decimal(draw.randint(1, 10**6)) / draw.choice((1, 10, 100))
    return draw.choice((1, 1, 2, draw.randint(3, 99), draw.randint(100, 9999), draw.randint(10_000, 999_999)))
