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


# So many findings of one rule are told in full; the rest share a line.
TOLD = 3


def lines(findings: Iterable[Finding], file: str, *, colour: bool = False) -> Iterator[str]:
    """Three lines for each finding, then :func:`summary`; ``file`` is the name the user gave.

    The order is kept; :func:`workbook.check.sort_findings` makes it. Of a rule that is broken often the first few
    are told, and where the others are.
    """
    findings = list(findings)
    alike: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.severity, finding.code), []).append(finding)
    for (_, code), group in alike.items():
        # One line for one finding more would save nothing.
        told = group if len(group) <= TOLD + 1 else group[:TOLD]
        for finding in told:
            yield from _in_full(finding, file, colour=colour)
        if rest := group[len(told) :]:
            places = "、".join(dict.fromkeys(_place(finding) for finding in rest))
            yield f"    {code} 还有 {len(rest)} 处：{places}（加 --lines 逐条列出）"
    yield summary(findings)


def single_lines(findings: Iterable[Finding], file: str, *, colour: bool = False) -> Iterator[str]:
    """Exactly one line for each finding: severity, code, file › place › label, what was found and expected, clause."""
    for finding in findings:
        place = " › ".join(filter(None, (file, finding.where, finding.label)))
        parts = (finding.message, f"依据：{finding.clause}", f"已说明：{finding.explanation}")
        told = "；".join(
            part for part, given in zip(parts, (True, finding.clause, finding.explanation), strict=True) if given
        )
        yield " ".join(f"{_word(finding, colour=colour)} {finding.code} {place}：{told}".split())


def _in_full(finding: Finding, file: str, *, colour: bool) -> Iterator[str]:
    place = " › ".join(filter(None, (file, finding.where, finding.label)))
    yield f"{_word(finding, colour=colour)} {finding.code}  {place}"
    yield f"    {finding.message}"
    if finding.clause or finding.hint:
        clause = f"依据：{finding.clause}" if finding.clause else ""
        yield f"    {'；'.join(filter(None, (clause, finding.hint)))}"


def _word(finding: Finding, *, colour: bool) -> str:
    word = SEVERITIES[finding.severity]
    return f"\033[{_COLOURS[finding.severity]}m{word}\033[0m" if colour else word


def _place(finding: Finding) -> str:
    return finding.where.rpartition("!")[2] or finding.label or "全文"


def summary(findings: Iterable[Finding]) -> str:
    """How many findings of each severity, the line that goes last."""
    count = Counter[str](finding.severity for finding in findings)
    if not count:
        return "没有发现问题"
    return "，".join(f"{word} {count[severity]} 条" for severity, word in SEVERITIES.items())


def wants_colour(stream: TextIO) -> bool:
    """Whether to colour what goes to this stream: a terminal, and NO_COLOR is not set (no-color.org)."""
    return not os.environ.get("NO_COLOR") and stream.isatty()
