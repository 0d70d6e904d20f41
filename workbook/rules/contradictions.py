"""Family X over the whole report: sums said as one, things said twice, words that the table contradicts."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from workbook.rules.quantities import sentences
from workbook.rules.registry import Case, Hit, rule
from workbook.rules.words import number, spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.report import AnnualReport, Value


@rule("X103")
def fee_notice(case: Case) -> Iterator[Hit]:
    """A text without fee notices beside a table with applicants who did not follow one."""
    figure = case.report.figures.get(case.data["code"])
    if figure is None or not figure.value:
        return
    for where, sentence in sentences(case.report):
        if match := re.search(case.data["pattern"], sentence):
            yield Hit(figure.code, figure.value, where=where, words={"quote": match[0]})
            return


@rule("X106")
def said_twice(case: Case) -> Iterator[Hit]:
    """One thing with two numbers in one text."""
    said: dict[tuple[str, str], list[Value]] = defaultdict(list)
    for figure in case.report.stated:
        if figure.value is not None and not figure.approximate:
            said[case.form.describe(figure.code), figure.measure].append(figure.value)
    for other in case.report.other_figures:
        if not other.approximate and not re.search(case.data["vague"], other.name):
            said[other.name, other.measure].append(other.value)
    for what in case.data["counted"]:
        said[what, "个"] += _counts_of(case.report, what)
    for (what, measure), values in said.items():
        if len(set(values)) > 1:
            told = "、".join(f"{number(value)}{measure}" for value in dict.fromkeys(values))
            yield Hit(found=told, where="正文", words={"what": what, "values": told})
    yield from _undecided(case)


def _undecided(case: Case) -> Iterator[Hit]:
    """A row said in several ways: its numbers were left to the user when the report was read."""
    found: dict[tuple[str, str], str] = {}
    for piece in case.report.unplaced:
        if match := re.search(case.data["undecided"], piece.text):
            found.setdefault((match["what"], match["values"]), spot(piece.evidence))
    for (what, values), place in found.items():
        yield Hit(found=values, where=place or "正文", words={"what": what, "values": values})


def _counts_of(report: AnnualReport, what: str) -> list[Value]:
    """The numbers that the text gives of a thing (28个窗口, 27个业务窗口)."""
    pattern = re.compile(rf"(?<![\d.])(\d+)个[\u4e00-\u9fff]{{0,4}}?{what}")
    return [int(count) for _, sentence in sentences(report) for count in pattern.findall(sentence)]


@rule("X107")
def all_concluded(case: Case) -> Iterator[Hit]:
    """A text in which every request is concluded beside a table in which some are not."""
    open_ = _left_open(case)
    for where, sentence in sentences(case.report) if open_ else ():
        match = re.search(case.data["pattern"], sentence)
        if match and not re.search(case.data["part"], sentence):
            yield Hit(found=open_, expected=0, where=where, words={"quote": match[0]})
            return


def _left_open(case: Case) -> Value:
    """Requests carried over to the next year: a row since 2019, before that received less concluded."""
    values = case.report.reported()
    if case.form.edition == "2014":
        received, concluded = values.get("3.1"), values.get("3.2")
        return max(0, received - concluded) if received is not None and concluded is not None else 0
    return values.get("T3.4.C7", 0)


@rule("X108")
def sum_said_as_one(case: Case) -> Iterator[Hit]:
    """One number in the text for several cells of the table."""
    for entry in case.data["sums"]:
        figures = [case.report.figures.get(code) for code in entry["codes"]]
        values = [figure.value for figure in figures if figure and figure.value is not None and not figure.approximate]
        if len(values) == len(figures):
            yield from _sum_in_text(case, entry, values)


def _sum_in_text(case: Case, entry: dict[str, str], values: list[Value]) -> Iterator[Hit]:
    total = sum(map(Decimal, values))
    pattern = re.compile(entry["pattern"].replace("{n}", r"(?P<n>\d{1,3}(?:,\d{3})+|\d+)(?=件|起|宗)"))
    for where, sentence in sentences(case.report):
        match = pattern.search(sentence)
        clause = re.split(r"[,、:;()]", sentence[: match.start("n")])[-1] if match else ""
        if match and not re.search(case.data["part"], clause) and (said := _whole(match["n"])) != total:
            parts = "、".join(
                f"{case.form.describe(c)} {number(v)}" for c, v in zip(entry["codes"], values, strict=True)
            )
            words = {"quote": match[0], "parts": parts}
            codes = entry["codes"]
            yield Hit(codes[0], said, total, where=where, words=words, others=tuple(codes[1:]), named=False)


def _whole(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))
