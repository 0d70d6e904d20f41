"""An annual report as data: its figures with their evidence, its sections, sign-off and findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import datetime as dt

    from workbook.form import Severity

State = Literal["reported", "blank", "not_applicable", "text"]
FoundIn = Literal["table", "narrative"]
Value = int | Decimal


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something was read: the file's name, the place in it, and the words themselves.

    ``page`` and ``line`` count from 1 and are None where the format has none; ``place`` is the place in Chinese
    (表2 第5行第3列, 统计表!C41). ``score`` is how sure the recognition of a scanned figure is (0 to 1), None where
    nothing was guessed, 1 once a person has confirmed it; ``picture`` is its cell cut out of the page (PNG).
    """

    file: str = ""
    page: int | None = None
    line: int | None = None
    quote: str = ""
    place: str = ""
    score: float | None = None
    picture: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as published: ``value`` is None unless ``state`` is ``reported``; ``text`` is what was printed."""

    code: str
    state: State
    value: Value | None = None
    text: str = ""
    approximate: bool = False
    measure: str = ""
    found_in: FoundIn = "table"
    evidence: Evidence = field(default=Evidence())
    note: str = ""

    def same_as(self, other: Figure) -> bool:
        """Whether both say the same, wherever they were read."""
        mine, theirs = (
            (f.state, f.value, f.approximate, f.text if f.state in ("text", "not_applicable") else "")
            for f in (self, other)
        )
        return mine == theirs


@dataclass(frozen=True, slots=True)
class OtherFigure:
    """A quantity that belongs to no row of the form."""

    name: str
    value: Value
    measure: str
    approximate: bool = False
    evidence: Evidence = field(default=Evidence())


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the narrative: its number as printed (一), its title, its paragraphs."""

    number: str
    title: str
    paragraphs: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Words or numbers that were read but could be put nowhere."""

    text: str
    evidence: Evidence = field(default=Evidence())


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: where, what stands there, what was expected, why, and what to do next.

    ``instance`` is the name under which the unit's ``explanation`` of it is kept (``T301_C1``, ``V102_9_1``).
    """

    code: str
    severity: Severity
    message: str
    where: str = ""
    label: str = ""
    figures: tuple[str, ...] = ()
    expected: Value | str | None = None
    found: Value | str | None = None
    clause: str = ""
    hint: str = ""
    explanation: str = ""
    instance: str = ""


@dataclass(slots=True)
class AnnualReport:
    """One unit's annual report for one year, in the codes of one form edition."""

    form: str
    year: int | None = None
    unit: str = ""
    title: str = ""
    period: tuple[dt.date, dt.date] | None = None
    figures: dict[str, Figure] = field(default_factory=dict)
    stated: list[Figure] = field(default_factory=list)
    other_figures: list[OtherFigure] = field(default_factory=list)
    preface: tuple[str, ...] = ()
    sections: list[Section] = field(default_factory=list)
    contact: dict[str, str] = field(default_factory=dict)
    signoff: dict[str, str] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    source: str = ""

    def reported(self) -> dict[str, Value]:
        """The numbers by code, blanks and texts left out."""
        return {code: figure.value for code, figure in self.figures.items() if figure.value is not None}

    @property
    def has_table(self) -> bool:
        """Whether any figure was read from a statistics table (a report before 2014 has none)."""
        return any(figure.found_in == "table" for figure in self.figures.values())


def report_json(report: AnnualReport) -> dict[str, Any]:
    """The report in the contract's JSON shape, ready for :func:`json.dumps`."""
    return {
        "form": report.form,
        "year": report.year,
        "unit": report.unit,
        "title": report.title,
        "period": [day.isoformat() for day in report.period] if report.period else None,
        "figures": {code: _figure_json(figure) for code, figure in report.figures.items()},
        "stated": [{"code": figure.code, **_figure_json(figure)} for figure in report.stated],
        "other_figures": [
            {
                "name": other.name,
                "value": number_json(other.value),
                "measure": other.measure,
                "approximate": other.approximate,
                "evidence": _evidence_json(other.evidence),
            }
            for other in report.other_figures
        ],
        "preface": "\n".join(report.preface),
        "sections": [{"number": s.number, "title": s.title, "text": s.text} for s in report.sections],
        "contact": report.contact,
        "signoff": report.signoff,
        "unplaced": [{"text": u.text, "evidence": _evidence_json(u.evidence)} for u in report.unplaced],
        "notes": report.notes,
        "findings": [finding_json(finding) for finding in report.findings],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding in the contract's JSON shape; ``explanation`` is there when the unit has given one."""
    told = {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "where": finding.where,
        "label": finding.label,
        "figures": list(finding.figures),
        "expected": number_json(finding.expected),
        "found": number_json(finding.found),
        "clause": finding.clause,
        "hint": finding.hint,
    }
    return told | ({"explanation": finding.explanation} if finding.explanation else {})


def number_json(value: Value | str | None) -> int | float | str | None:
    """A whole number stays whole; money becomes a JSON decimal number."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _figure_json(figure: Figure) -> dict[str, Any]:
    found = {
        "value": number_json(figure.value),
        "text": figure.text,
        "state": figure.state,
        "approximate": figure.approximate,
        "measure": figure.measure,
        "found_in": figure.found_in,
        "evidence": _evidence_json(figure.evidence),
    }
    return found | ({"note": figure.note} if figure.note else {})


def _evidence_json(evidence: Evidence) -> dict[str, Any]:
    told: dict[str, Any] = {
        "file": evidence.file,
        "page": evidence.page,
        "line": evidence.line,
        "place": evidence.place,
        "quote": evidence.quote,
    }
    return told if evidence.score is None else told | {"score": round(evidence.score, 3)}
