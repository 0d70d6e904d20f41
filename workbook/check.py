"""Checking a report: the form's arithmetic and every registered rule, as findings in the order they should be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook.formfile import load_form
from workbook.names import rule_instance
from workbook.report import Finding
from workbook.rules import REGISTRY, Case
from workbook.rules.arithmetic import cells, mismatch, phrases
from workbook.rules.words import number, spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workbook.content import BookContent
    from workbook.form import Form
    from workbook.report import AnnualReport
    from workbook.rules import Hit, RuleSpec

_ORDER = {"error": 0, "warning": 1, "note": 2}


def check(content: BookContent, places: Mapping[str, str] | None = None) -> list[Finding]:
    """Check the current year of a workbook against its form, its text and last year's report.

    Args:
        content: the workbook; only ``current`` is checked, ``history`` serves to compare.
        places: figure code → place in words (``统计表!C41``); figures not in it show where they were read.

    Returns:
        The findings, errors first; one that the unit has explained says so in its hint.
    """
    report = content.current
    form = load_form(report.form)
    previous = content.history.get(report.year - 1) if report.year else None
    return check_report(report, form, previous, places=places, explanations=content.explanations)


def check_report(
    report: AnnualReport,
    form: Form,
    previous: AnnualReport | None = None,
    *,
    places: Mapping[str, str] | None = None,
    explanations: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Check one report; ``previous`` is the report of the year before. See :func:`check`."""
    named = [*_arithmetic(report, form), *_registered(report, form, previous)]
    said = {_plain(name): text.strip() for name, text in (explanations or {}).items() if text.strip()}
    found = [
        _explain(_place(finding, report, places or {}), said.get(_plain(name), said.get(finding.code)))
        for name, finding in named
    ]
    return sort_findings(found, form)


def sort_findings(findings: list[Finding], form: Form) -> list[Finding]:
    """Errors before warnings before notes; within each in the form's order, the report as a whole last."""
    order = {code: at for at, code in enumerate(form.items)}

    def key(finding: Finding) -> tuple[int, int, str]:
        first = finding.figures[0] if finding.figures else ""
        return _ORDER[finding.severity], order.get(first, len(order)), finding.code

    return sorted(findings, key=key)


def _plain(name: str) -> str:
    """The names that a workbook keeps have no dots, the codes of figures do."""
    return name.strip().replace(".", "_")


def _arithmetic(report: AnnualReport, form: Form) -> Iterator[tuple[str, Finding]]:
    values = cells(report)
    for rule in form.rules:
        if wrong := mismatch(rule.check, values, form):
            others = (code for code in rule.codes if code != rule.target)
            yield (
                rule_instance(rule),
                Finding(
                    code=rule.code,
                    severity=rule.severity,
                    message=wrong.message,
                    label=form.describe(rule.target),
                    figures=(rule.target, *others),
                    expected=wrong.expected,
                    found=wrong.found,
                    clause=rule.basis,
                    hint=phrases()["hint"],
                ),
            )


def _registered(report: AnnualReport, form: Form, previous: AnnualReport | None) -> Iterator[tuple[str, Finding]]:
    for code, spec in REGISTRY.specs.items():
        if spec.covers(form.edition):
            case = Case(report, form, previous, spec.data)
            for hit in REGISTRY.functions[code](case):
                yield f"{code}_{hit.figure}", _finding(spec, hit, form)


def _finding(spec: RuleSpec, hit: Hit, form: Form) -> Finding:
    told = {"severity": spec.severity, "message": spec.message, "hint": spec.hint, "basis": spec.basis}
    told |= spec.variants[hit.variant] if hit.variant else {}
    name = form.describe(hit.figure) if hit.figure else ""
    words = {"name": name, "found": number(hit.found), "expected": number(hit.expected)} | dict(hit.words)
    return Finding(
        code=spec.code,
        severity=told["severity"],  # type: ignore[arg-type]  # the registry admits no other words
        message=told["message"].format(**words),
        where=hit.where,
        label=name if hit.named else "",
        figures=(hit.figure, *hit.others) if hit.figure else (),
        expected=hit.expected,
        found=hit.found,
        clause=told["basis"],
        hint=told["hint"].format(**words),
    )


def _place(finding: Finding, report: AnnualReport, places: Mapping[str, str]) -> Finding:
    """Where the finding's own place is not said, it is that of its first figure."""
    code = finding.figures[0] if finding.figures else ""
    if finding.where or not code:
        return finding
    figure = report.figures.get(code)
    return replace(finding, where=places.get(code) or (spot(figure.evidence) if figure else ""))


def _explain(finding: Finding, explanation: str | None) -> Finding:
    return replace(finding, hint=f"{finding.hint}（已说明：{explanation}）") if explanation else finding
