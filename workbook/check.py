"""Checking a report: the form's arithmetic and every registered rule, as findings in the order they should be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook.formfile import load_form
from workbook.names import rule_instance
from workbook.references import expand
from workbook.report import Finding
from workbook.rules import REGISTRY, Case
from workbook.rules.arithmetic import cells, mismatch, outcome, phrases
from workbook.rules.live import live_rules
from workbook.rules.settings import DEFAULT
from workbook.rules.words import number, spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from workbook.content import BookContent
    from workbook.expression import Verdict
    from workbook.form import Form
    from workbook.report import AnnualReport
    from workbook.rollup.parts import Part
    from workbook.rules import Hit, RuleSpec
    from workbook.rules.likeness import Library
    from workbook.rules.settings import Settings

_ORDER = {"error": 0, "warning": 1, "note": 2}


def check(
    content: BookContent,
    places: Mapping[str, str] | None = None,
    *,
    settings: Settings = DEFAULT,
    others: Library | None = None,
) -> list[Finding]:
    """Check the current year of a workbook against its form, its text and last year's report.

    Args:
        content: the workbook; only ``current`` is checked, ``history`` serves to compare.
        places: figure code → place in words (``统计表!C41``); figures not in it show where they were read.
        settings: what the user has changed about the rules.
        others: the texts of reports checked before, to find copies of.

    Returns:
        The findings, errors first; one that the unit has explained says so in its hint.
    """
    report = expand(content)
    previous = content.history.get(report.year - 1) if report.year else None
    said = content.explanations
    form = load_form(report.form)
    return check_report(
        report,
        form,
        previous,
        places=places,
        explanations=said,
        settings=settings,
        others=others,
        units=content.units,
        book=content,
    )


def check_report(  # noqa: PLR0913  # each is a thing of its own, all but two have defaults
    report: AnnualReport,
    form: Form,
    previous: AnnualReport | None = None,
    *,
    places: Mapping[str, str] | None = None,
    explanations: Mapping[str, str] | None = None,
    settings: Settings = DEFAULT,
    others: Library | None = None,
    units: Sequence[Part] = (),
    book: BookContent | None = None,
) -> list[Finding]:
    """Check one report; ``previous`` is the report of the year before, ``units`` what it adds up. See :func:`check`."""
    case = Case(report, form, previous, others=others, units=units, book=book)
    found = [*_arithmetic(report, form, previous, settings), *_registered(case, settings)]
    said = {_plain(name): text.strip() for name, text in (explanations or {}).items() if text.strip()}
    told = [_explain(_place(finding, report, places or {}), said) for finding in found]
    return sort_findings(told, form)


def verdicts(report: AnnualReport, form: Form, previous: AnnualReport | None = None) -> dict[str, Verdict]:
    """The verdict on every arithmetic rule, by its instance's name, as 校验 shows it."""
    values = cells(report, previous)
    return {
        rule_instance(rule): outcome(rule.check, values, last_year=previous is not None).verdict
        for rule in live_rules(form)
    }


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


def _arithmetic(
    report: AnnualReport, form: Form, previous: AnnualReport | None, settings: Settings
) -> Iterator[Finding]:
    values = cells(report, previous)
    for rule in (*live_rules(form), *settings.own.get(form.edition, ())):
        if not settings.allows(rule.code) or (previous is None and rule.check.needs_last):
            continue
        if wrong := mismatch(rule.check, values, form):
            yield Finding(
                code=rule.code,
                severity=settings.severity.get(rule.code, rule.severity),
                message=wrong.message,
                label=form.describe(rule.target),
                figures=tuple(dict.fromkeys((rule.target, *filter(form.items.get, rule.codes)))),
                expected=wrong.expected,
                found=wrong.found,
                clause=rule.basis,
                hint=rule.hint or phrases()["hint"],
                instance=rule_instance(rule),
            )


def _registered(case: Case, settings: Settings) -> Iterator[Finding]:
    form = case.form
    for code, function in REGISTRY.functions.items():
        spec = REGISTRY.specs[code]
        if spec.covers(form.edition) and settings.allows(code):
            for hit in function(replace(case, data=settings.data_of(code))):
                finding = _finding(spec, hit, form)
                severity = settings.severity.get(code, finding.severity)
                yield replace(finding, severity=severity, instance=_plain(f"{code}_{hit.figure}".rstrip("_")))


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
    """Where the finding's own place is not said, it is that of its first figure; text against table has both."""
    code = finding.figures[0] if finding.figures else ""
    if finding.code.startswith("X") and "!" in finding.where and code in places:
        return replace(finding, where=f"{finding.where}、{places[code]}")
    if finding.where or not code:
        return finding
    figure = report.figures.get(code)
    return replace(finding, where=places.get(code) or (spot(figure.evidence) if figure else ""))


def _explain(finding: Finding, said: Mapping[str, str]) -> Finding:
    """The unit's explanation goes with the finding; it never takes it away or makes it lighter."""
    text = said.get(finding.instance, said.get(finding.code, ""))
    return replace(finding, hint=f"{finding.hint}（已说明：{text}）", explanation=text) if text else finding
