"""A unit's file as the sum needs it: its figures and findings, without the words; plain data in between processes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any

from workbook.report import AnnualReport, Figure, Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.report import Value


@dataclass(frozen=True, slots=True)
class Received:
    """A report that was read: ``path`` as given, ``file`` the name to call it by.

    ``places`` is True where its figures stand in the cells of a workbook of ours. ``units`` are those whose figures
    the file itself adds up, when it is a roll-up.
    """

    path: str
    file: str
    report: AnnualReport
    findings: tuple[Finding, ...] = ()
    places: bool = False
    units: tuple[str, ...] = ()

    def told(self, *severities: str) -> list[Finding]:
        """The findings of these severities, in their order."""
        return [finding for finding in self.findings if finding.severity in severities]


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read, and why, in one sentence."""

    path: str
    file: str
    reason: str


@lru_cache(maxsize=50_000)
def _figure(*parts: Any) -> Figure:  # noqa: ANN401  # a figure's own fields
    """A figure, the same one for the same content: hundreds of tables are mostly the same zeros."""
    return Figure(*parts)


def slim(report: AnnualReport) -> AnnualReport:
    """The report without its words and evidence, which no sum needs."""
    figures = {
        code: _figure(code, figure.state, figure.value, figure.text, figure.approximate, figure.measure)
        for code, figure in report.figures.items()
    }
    return AnnualReport(report.form, report.year, report.unit, figures=figures, signoff=dict(report.signoff))


def to_plain(received: Received) -> dict[str, Any]:
    """As data that JSON can hold, exactly."""
    report = received.report
    return {
        "path": received.path,
        "file": received.file,
        "form": report.form,
        "year": report.year,
        "unit": report.unit,
        "signoff": report.signoff,
        "figures": [
            [figure.code, figure.state, _plain(figure.value), figure.text, figure.approximate, figure.measure]
            for figure in report.figures.values()
        ],
        "findings": [{key: _plain(value) for key, value in asdict(finding).items()} for finding in received.findings],
        "places": received.places,
        "units": list(received.units),
    }


def from_plain(data: dict[str, Any]) -> Received:
    """The inverse of :func:`to_plain`."""
    made = (
        _figure(code, state, _number(value), text, approximate, measure)
        for code, state, value, text, approximate, measure in data["figures"]
    )
    # By the figure's own code: each file brings letters of its own for the same codes.
    figures = {figure.code: figure for figure in made}
    report = AnnualReport(data["form"], data["year"], data["unit"], figures=figures, signoff=data["signoff"])
    findings = tuple(_finding(entry) for entry in data["findings"])
    return Received(data["path"], data["file"], report, findings, data["places"], tuple(data["units"]))


def _finding(entry: dict[str, Any]) -> Finding:
    numbers = {key: _number(entry[key]) for key in ("expected", "found")}
    # The same rule says much the same of hundreds of files.
    words = {key: intern(value) for key, value in entry.items() if isinstance(value, str)}
    return Finding(**{**entry, **words, **numbers, "figures": tuple(map(intern, entry["figures"]))})


def _plain(value: object) -> object:
    # JSON knows no decimal numbers, only binary fractions.
    return {"decimal": str(value)} if isinstance(value, Decimal) else value


def _number(value: Any) -> Value | Any:  # noqa: ANN401  # whatever JSON holds
    return Decimal(value["decimal"]) if isinstance(value, dict) else value


def contents(received: Sequence[Received]) -> dict[frozenset[tuple[str, Value]], list[Received]]:
    """The files by what their tables say; those with too little in them to tell one from another are left out."""
    found: dict[frozenset[tuple[str, Value]], list[Received]] = {}
    for one in received:
        numbers = frozenset((code, value) for code, value in one.report.reported().items())
        if sum(1 for _, value in numbers if value) >= TELLING:
            found.setdefault(numbers, []).append(one)
    return found


# As for copies of tables in :mod:`workbook.rules.likeness`: two small offices may well have the same few figures.
TELLING = 12
