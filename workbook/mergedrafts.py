"""Drafts give way to a report that is merged into a workbook: nobody's words are no words to be kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook.mergereport import find_section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.content import BookContent
    from workbook.report import AnnualReport


def without_drafts(content: BookContent, reports: Sequence[AnnualReport]) -> BookContent:
    """The content without the drafts for which a report has text; a newer year takes them all off."""
    current = content.current
    newer = any(report.year and current.year and report.year > current.year for report in reports)
    same = [report for report in reports if report.year in (current.year, None) or current.year is None]
    told = {
        find_section(current.sections, section)
        for report in same
        for section in report.sections
        if any(section.paragraphs)
    }
    sections = [
        replace(section, paragraphs=_own(content, section.paragraphs)) if newer or at in told else section
        for at, section in enumerate(current.sections)
    ]
    opened = newer or any(report.preface for report in same)
    preface = _own(content, current.preface) if opened else current.preface
    if not any((preface, *(section.paragraphs for section in sections))):
        sections = []
    kept = {*preface, *(text for section in sections for text in section.paragraphs)}
    drafts = {text: kind for text, kind in content.drafts.items() if text in kept}
    return replace(content, current=replace(current, preface=preface, sections=sections), drafts=drafts)


def _own(content: BookContent, paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in paragraphs if text not in content.drafts)
