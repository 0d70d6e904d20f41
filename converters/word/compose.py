"""The report's content in its order: title, preface, sections with their tables, sign-off, attached tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converters.word.page import package
from converters.word.sections import arrange, attachments
from converters.word.signoff import seal_lines, table_lines
from converters.word.styles import CLAUSE_LOOK
from converters.word.tables import table_xml
from converters.word.text import ems, paragraph, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.word.sections import Part
    from workbook.form import Form, Table
    from workbook.report import AnnualReport

_CLAUSE = re.compile(r"\s*[（(][一二三四五六七八九十百]+[）)]")
_SHORT = 40
_TITLE_LINE = 20
"""Characters of 22 pt in the type area's 156 mm."""


def write_report(report: AnnualReport, form: Form) -> bytes:
    """The report as a Word document (.docx), the same bytes for the same report.

    Args:
        report: what is printed; a report without figures from a table gets no table.
        form: the edition its codes belong to; tables, labels and sign-off are set as it says.
    """
    title = report.title or default_title(report, form)
    return package("".join(_body(report, form, title)), title, report.unit, report.year)


def default_title(report: AnnualReport, form: Form) -> str:
    """The form's own title with unit and year filled in; an unknown year is left out with its 年."""
    pattern = form.report_title if report.year else form.report_title.replace("{year}年", "")
    return pattern.replace("{unit}", report.unit).replace("{year}", str(report.year or ""))


def _body(report: AnnualReport, form: Form, title: str) -> Iterator[str]:
    yield paragraph(run(broken(title, report.year)), "Title")
    yield paragraph("", "ReportBody")
    yield from map(text_paragraph, report.preface)
    for part in arrange(report, form):
        yield from _part(report, form, part)
    attached = attachments(report, form)
    if not attached or len(attached) < len(form.tables):
        yield seal_lines(report, form)
    for number, table in enumerate(attached, 1):
        yield from _attachment(report, form, table, str(number) if len(attached) > 1 else "")


def _part(report: AnnualReport, form: Form, part: Part) -> Iterator[str]:
    section = part.section
    yield paragraph(run("、".join(filter(None, (section.number, section.title)))), "Heading1")
    yield from map(text_paragraph, section.paragraphs)
    for table in part.tables:
        yield table_xml(report, form, table)
        yield paragraph("", "AfterTable")


def _attachment(report: AnnualReport, form: Form, table: Table, number: str) -> Iterator[str]:
    """A table on pages of its own (clause 7.3.7): the mark on the first line, the title on the third."""
    yield paragraph(run(f"附件{number}"), "Attachment")
    yield paragraph("", "Year")
    yield paragraph(run(table.title), "AttachmentTitle")
    if report.year:
        yield paragraph(run(f"（{report.year}年度）"), "Year")
    yield paragraph(run(f"填报单位（盖章）：{report.unit}"), "Unit")
    yield table_xml(report, form, table)
    yield paragraph("", "AfterTable")
    yield table_lines(report, form)


def text_paragraph(text: str) -> str:
    """A paragraph of the narrative, its words untouched; one that opens with （一） is a heading or begins with one."""
    if not _CLAUSE.match(text):
        return paragraph(run(text), "ReportBody")
    sentence, stop, rest = text.partition("。")
    if not rest and len(text) <= _SHORT and not text.endswith(("；", "，")):
        return paragraph(run(text), "Heading2")
    if stop and len(sentence) < _SHORT:
        return paragraph(run(sentence + stop, CLAUSE_LOOK) + run(rest), "ReportBody")
    return paragraph(run(text), "ReportBody")


def broken(title: str, year: int | None) -> str:
    """A title too long for one line, broken by sense (clause 7.3.1): between the unit and the year."""
    unit, mark, rest = title.partition(f"{year}年")
    lines = (unit, mark + rest)
    fits = all(0 < ems(line) <= _TITLE_LINE for line in lines)
    return "\n".join(lines) if mark and fits and ems(title) > _TITLE_LINE and "\n" not in title else title
