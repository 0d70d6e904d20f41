"""Family V over figures recognised from pictures: each is to be checked, and the doubtful ones are pointed at.

A figure counts as doubtful when its recognition was not sure, or when sums of the table do not come out and it is the
one that most of them have in common. Nothing is ever corrected here.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from workbook.rules.arithmetic import cells, mismatch
from workbook.rules.live import live_rules
from workbook.rules.registry import REGISTRY, Case, Hit, rule
from workbook.rules.words import spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.form import Form
    from workbook.report import AnnualReport, Figure

# The score of a figure that a person has confirmed; no recognition reaches it.
CONFIRMED = 1.0


def is_unchecked(figure: Figure) -> bool:
    """Whether a figure was recognised from a picture and nobody has confirmed it yet."""
    score = figure.evidence.score
    return score is not None and score < CONFIRMED


def doubts(report: AnnualReport, form: Form) -> dict[str, str]:
    """The doubtful figures by code, each with the reason in words, in the form's order."""
    unchecked = {code: figure for code, figure in report.figures.items() if is_unchecked(figure)}
    if not unchecked:
        return {}
    data = REGISTRY.specs["V113"].data
    unsure = {code for code, figure in unchecked.items() if (figure.evidence.score or 0) < data["sure"]}
    found: dict[str, str] = dict.fromkeys(unsure, data["unsure"])
    for code, checks in _pointed_at(report, form, unchecked, unsure).items():
        found[code] = data["sums"].format(checks="、".join(checks))
    order = {code: at for at, code in enumerate(form.items)}
    return dict(sorted(found.items(), key=lambda entry: order.get(entry[0], len(order))))


def _pointed_at(
    report: AnnualReport, form: Form, unchecked: dict[str, Figure], unsure: set[str]
) -> dict[str, list[str]]:
    """For every sum that does not come out the figure most likely misread, with the codes of those sums."""
    values = cells(report)
    broken, held = Counter[str](), Counter[str]()
    wrong: list[tuple[str, list[str]]] = []
    for check in live_rules(form):
        if check.severity != "error" or check.check.needs_last:
            continue
        parts = [code for code in dict.fromkeys(check.codes) if code in unchecked]
        bad = mismatch(check.check, values, form) is not None
        (broken if bad else held).update(parts)
        if bad and parts:
            wrong.append((check.code, parts))
    found: dict[str, list[str]] = {}
    for code, parts in wrong:
        # An unsure reading explains the sum. Else what many sums agree upon is right, and what wrong ones share is not.
        suspect = min(
            [part for part in parts if part in unsure] or parts,
            key=lambda part: (held[part] - broken[part], unchecked[part].evidence.score or 0),
        )
        if code not in found.setdefault(suspect, []):
            found[suspect].append(code)
    return found


@rule("V112")
def recognised(case: Case) -> Iterator[Hit]:
    """Figures out of a picture that nobody has confirmed, one hit for each table; the doubtful ones are V113's."""
    doubted = doubts(case.report, case.form)
    shown = case.data["names"]
    for table in case.form.tables:
        items = [
            item
            for code, figure in case.report.figures.items()
            if (item := case.form.items.get(code)) and item.table is table and code not in doubted
            if is_unchecked(figure)
        ]
        if items:
            names = "、".join(item.name for item in items[:shown]) + "等" * (len(items) > shown)
            words = {"count": str(len(items)), "names": names}
            others = tuple(item.code for item in items[1:])
            yield Hit(items[0].code, where=table.title, words=words, others=others, named=False)


@rule("V113")
def doubtful(case: Case) -> Iterator[Hit]:
    """A figure out of a picture that is likely to be misread."""
    for code, reason in doubts(case.report, case.form).items():
        figure = case.report.figures[code]
        score = f"{figure.evidence.score or 0:.2f}"
        words = {"reason": reason, "text": figure.text, "score": score, "place": spot(figure.evidence)}
        yield Hit(code, figure.value if figure.value is not None else figure.text, words=words)
