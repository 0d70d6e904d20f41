"""Family H: this year's figures follow from last year's report; the identities themselves are data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook import expression
from workbook.rules.arithmetic import LAST, cells, mismatch
from workbook.rules.registry import Case, Hit, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule("H101")
def carried_over(case: Case) -> Iterator[Hit]:
    """上年结转 is not last year's 结转下年度."""
    yield from _compare(case)


@rule("H102")
def stock_of_documents(case: Case) -> Iterator[Hit]:
    """现行有效 does not follow from last year's and this year's changes."""
    yield from _compare(case)


@rule("H103")
def stock_of_items(case: Case) -> Iterator[Hit]:
    """The stock of items does not follow from last year's and its change."""
    yield from _compare(case)


def _compare(case: Case) -> Iterator[Hit]:
    """The rule's check once for each ``{c}``; ``last`` before a code means last year's figure."""
    previous = case.previous
    # The same code may mean another thing in another edition; only some identities outlive the change of form.
    if previous is None or (case.data["same_form"] and previous.form != case.report.form):
        return
    values = cells(case.report) | cells(previous, LAST)
    for c in case.data["c"]:
        check = expression.parse(case.data["check"].format(c=c))
        if any(code.removeprefix(LAST) not in case.form.items for code in check.codes):
            continue
        if wrong := mismatch(check, values, case.form):
            others = tuple(code for code in check.codes[1:] if not code.startswith(LAST))
            yield Hit(check.codes[0], wrong.found, wrong.expected, words={"comparison": wrong.message}, others=others)
