"""Findings as lines for the command line: what, where, what was expected, why, and what to do next."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbook.report import Finding

SEVERITIES: dict[str, str] = {"error": "错误", "warning": "警告", "note": "提示"}
_COLOURS: dict[str, str] = {"error": "31", "warning": "33", "note": "36"}


def lines(findings: Iterable[Finding], file: str, *, colour: bool = False) -> Iterator[str]:
    """Three lines for each finding, then :func:`summary`; ``file`` is the name the user gave.

    The order is kept; :func:`workbook.check.sort_findings` makes it.
    """
    findings = list(findings)
    for finding in findings:
        word = SEVERITIES[finding.severity]
        head = f"\033[{_COLOURS[finding.severity]}m{word}\033[0m" if colour else word
        place = " › ".join(filter(None, (file, finding.where, finding.label)))
        yield f"{head} {finding.code}  {place}"
        yield f"    {finding.message}"
        if finding.clause or finding.hint:
            clause = f"依据：{finding.clause}" if finding.clause else ""
            yield f"    {'；'.join(filter(None, (clause, finding.hint)))}"
    yield summary(findings)


def summary(findings: Iterable[Finding]) -> str:
    """How many findings of each severity, the line that goes last."""
    count = Counter[str](finding.severity for finding in findings)
    if not count:
        return "没有发现问题"
    return "，".join(f"{word} {count[severity]} 条" for severity, word in SEVERITIES.items())


def wants_colour(stream: TextIO) -> bool:
    """Whether to colour what goes to this stream: a terminal, and NO_COLOR is not set (no-color.org)."""
    return not os.environ.get("NO_COLOR") and stream.isatty()
