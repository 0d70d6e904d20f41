"""How many wrong figures the rules notice: every cell of a consistent table changed, the identities known by heart.

The identities are written here once more, on their own, from the forms' printed structure: what the rules miss shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import figures
from checking import changed, whole

from workbook.check import check_report
from workbook.formfile import load_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbook.report import AnnualReport

Table = dict[str, int]
COLUMNS = [f"C{n}" for n in range(1, 8)]
YEARS = {"2014": 2017, "2019": 2019, "2021": 2023}


@dataclass(frozen=True)
class Identity:
    """A relation that holds in every consistent table: the rule it belongs to, its cells, how to tell."""

    code: str
    cells: tuple[str, ...]
    holds: Callable[[Table], bool]


@dataclass
class Score:
    """Mutations that break an identity, those noticed, and those noticed under the right rule at the cell."""

    broken: int = 0
    noticed: int = 0
    named: int = 0
    missed: list[str] = field(default_factory=list)
    cells: set[str] = field(default_factory=set)


def identities(edition: str) -> list[Identity]:
    return list(_of_2014() if edition == "2014" else _since_2019(edition))


def _total(code: str, total: str, parts: list[str]) -> Identity:
    return Identity(code, (total, *parts), lambda t: t[total] == sum(t[part] for part in parts))


def _since_2019(edition: str) -> Iterator[Identity]:
    rows = sorted({code.rsplit(".", 1)[0] for code in _table(edition, 0) if code.startswith("T3.")})
    leaves = [row for row in rows if row.startswith("T3.3.") and row != "T3.3.7"]
    for c in COLUMNS:
        cells = tuple(f"{row}.{c}" for row in ("T3.1", "T3.2", "T3.3.7", "T3.4"))
        yield Identity("T301", cells, lambda t, x=cells: t[x[0]] + t[x[1]] == t[x[2]] + t[x[3]])
        yield _total("T302", f"T3.3.7.{c}", [f"{row}.{c}" for row in leaves])
    for row in rows:
        yield _total("T303", f"{row}.C7", [f"{row}.{c}" for c in COLUMNS[:-1]])
    for block in "ABC":
        yield _total("T401", f"T4.{block}.5", [f"T4.{block}.{n}" for n in range(1, 5)])


def _of_2014() -> Iterator[Identity]:
    sums = {"3.1": 4, "3.2": 2, "3.3": 8, "3.3.4": 6, "4": 3, "5": 3, "8.3": 2}
    for code, (total, count) in zip(
        ("T101", "T102", "T103", "T104", "T105", "T106", "T107"), sums.items(), strict=True
    ):
        yield _total(code, total, [f"{total}.{n}" for n in range(1, count + 1)])
    channels = [f"1.2.{n}" for n in range(1, 6)]
    yield Identity("T111", ("1.1", *channels), lambda t: t["1.1"] >= max(t[c] for c in channels))
    yield Identity("T112", ("1.1", *channels), lambda t: t["1.1"] <= sum(t[c] for c in channels))
    for code, part, upper in (
        ("T113", "1.1.1", "1.1"),
        ("T114", "1.1.1", "1.1.2"),
        ("T115", "2.2.1.1", "2.2.1"),
        ("T116", "2.2.2.1", "2.2.2"),
    ):
        yield Identity(code, (part, upper), lambda t, p=part, u=upper: t[p] <= t[u])
    events = ("2.2.4", "2.2.5")
    yield Identity("T117", ("2.1", *events), lambda t: t["2.1"] >= max(t[e] for e in events))
    yield Identity("T118", ("3.3", "3.2"), lambda t: t["3.3"] == t["3.2"])
    yield Identity("T119", ("3.2", "3.1"), lambda t: t["3.2"] <= t["3.1"])
    yield Identity("T120", ("3.2", "3.1"), lambda t: t["3.2"] >= t["3.1"])


def _table(edition: str, seed: int) -> dict[str, int]:
    form = load_form(edition)
    if seed == 0:
        return dict(whole(edition, YEARS[edition]).reported())
    return {code: figures.meaning(text)[1] for code, text in figures.consistent(form, seed).items()}


def _mutants(value: int) -> set[int]:
    """One more, one less, a digit too many, nothing, the digits the other way round."""
    turned = int(str(abs(int(value)))[::-1])
    return {n for n in (value + 1, value - 1, value * 10, 0, turned, value + 100) if n >= 0 and n != value}


def score(edition: str, seeds: int, *, few: bool = False) -> Score:
    """Change every cell of so many tables in every way (``few``: by one more alone) and see what is noticed."""
    found = Score()
    known, form = identities(edition), load_form(edition)
    for seed in range(seeds):
        table = _table(edition, seed)
        report = changed(whole(edition, YEARS[edition]), table)
        for code in table:
            for value in [table[code] + 1] if few else sorted(_mutants(table[code])):
                # What the table broke before the change is no work of it.
                broken = [
                    identity
                    for identity in known
                    if code in identity.cells and identity.holds(table) and not identity.holds(table | {code: value})
                ]
                if broken:
                    _count(found, code, broken, changed(report, {code: value}), form)
    return found


def _count(found: Score, code: str, broken: list[Identity], report: AnnualReport, form) -> None:
    findings = [finding for finding in check_report(report, form) if code in finding.figures]
    found.broken += 1
    found.cells.add(code)
    found.noticed += bool(findings)
    if {identity.code for identity in broken} <= {finding.code for finding in findings}:
        found.named += 1
    else:
        found.missed.append(code)
