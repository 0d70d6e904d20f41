"""The report's content by the places of a template: title, preface, sections with tables, sign-off, attached tables."""

from __future__ import annotations

import itertools
import re
from functools import cached_property
from typing import TYPE_CHECKING

from converters.word import places
from converters.word.chart import chart_xml
from converters.word.chartdata import chart_of
from converters.word.sections import arrange, attachments
from converters.word.signoff import date_words, seal_lines, table_lines
from converters.word.styles import CLAUSE_LOOK
from converters.word.tables import table_xml
from converters.word.text import ems, paragraph, run

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from converters.word.chartdata import Chart
    from converters.word.sections import Part
    from workbook.form import Form, Table
    from workbook.report import AnnualReport

_LEVELS = (
    (re.compile(r"\s*[（(][一二三四五六七八九十百]+[）)]"), "Heading2"),
    (re.compile(r"\s*\d{1,2}[.．、](?!\d)"), "Level3"),
    (re.compile(r"\s*[（(]\d{1,2}[）)]"), "Level4"),
)
_SHORT = 40
_TITLE_LINE = 20
"""Characters of 22 pt in the type area's 156 mm."""


class Content:
    """What a report puts into the places of a template.

    Args:
        report: what is printed; a report without figures from a table gets no table.
        form: the edition its codes belong to; tables, labels and sign-off are set as it says.
        history: other years' reports by year, for the chart.
        given: the names of the template's places; a section with a place of its own stands only there.
    """

    def __init__(
        self, report: AnnualReport, form: Form, history: Mapping[int, AnnualReport], given: Collection[str]
    ) -> None:
        self.report = report
        self.form = form
        self.history = history
        self.given = frozenset(given)
        self.title = report.title or default_title(report, form)

    @cached_property
    def words(self) -> dict[str, str]:
        """What stands in the places within a line."""
        signed = {field.label: self.report.signoff.get(field.key, "") for field in self.form.signoff}
        return {label: date_words(value) for label, value in signed.items()} | {
            places.TITLE: broken(self.title, self.report.year),
            places.UNIT: self.report.unit,
            places.YEAR: str(self.report.year or ""),
            places.DATE: date_words(self.report.signoff.get("date", "")),
        }

    @cached_property
    def arranged(self) -> list[Part]:
        """Every section with its tables, in the report's order."""
        return arrange(self.report, self.form)

    @cached_property
    def parts(self) -> dict[str, Part]:
        """Each section by the place it has to itself."""
        return dict(zip(places.PARTS, self.arranged, strict=False))

    @cached_property
    def rest(self) -> list[Part]:
        """The sections without a place of their own."""
        names = itertools.chain(places.PARTS, itertools.repeat(""))
        return [part for name, part in zip(names, self.arranged, strict=False) if name not in self.given]

    @cached_property
    def attached(self) -> list[Table]:
        """The tables that stand behind the report."""
        return attachments(self.report, self.form)

    @cached_property
    def chart(self) -> Chart | None:
        """The main figures over the years; None where there are not two years of them, or no place for them."""
        return chart_of(self.report, self.form, self.history) if places.CHART in self.given else None

    def lost(self) -> list[str]:
        """The names of the places that the template lacks and without which the report would not be whole."""
        signed = any(self.report.signoff.values()) and not self.given & {places.DATE, self._date_label()}
        needed = {
            places.TITLE: True,
            places.PREFACE: bool(self.report.preface),
            places.REST: bool(self.rest),
            places.SIGNED: signed and bool(self._signed()),
            places.ATTACHED: bool(self.attached),
        }
        return [name for name, wanted in needed.items() if wanted and name not in self.given]

    def _date_label(self) -> str:
        return next((field.label for field in self.form.signoff if field.key == "date"), places.DATE)

    def block(self, name: str, area: int) -> str:
        """The paragraphs and tables of a place as markup, set for a line of ``area`` twips; empty when it has none."""
        if name in places.PARTS:
            return "".join(self._part(self.parts[name], area)) if name in self.parts else ""
        if name == places.PREFACE:
            return "".join(map(text_paragraph, self.report.preface))
        if name == places.REST:
            return "".join(markup for part in self.rest for markup in self._part(part, area))
        if name == places.CHART:
            return chart_xml(self.chart, area) if self.chart else ""
        return self._signed() if name == places.SIGNED else self._attachments(area)

    def _signed(self) -> str:
        return seal_lines(self.report, self.form, persons=len(self.attached) < len(self.form.tables))

    def _part(self, part: Part, area: int) -> Iterator[str]:
        section = part.section
        yield paragraph(run("、".join(filter(None, (section.number, section.title)))), "Heading1")
        yield from map(text_paragraph, section.paragraphs)
        for table in part.tables:
            yield table_xml(self.report, self.form, table, area)
            yield paragraph("", "AfterTable")

    def _attachments(self, area: int) -> str:
        several = len(self.attached) > 1
        return "".join(
            markup
            for number, table in enumerate(self.attached, 1)
            for markup in self._attachment(table, str(number) if several else "", area)
        )

    def _attachment(self, table: Table, number: str, area: int) -> Iterator[str]:
        """A table on pages of its own (clause 7.3.7): the mark on the first line, the title on the third."""
        report, form = self.report, self.form
        yield paragraph(run(f"附件{number}"), "Attachment")
        yield paragraph("", "Year")
        yield paragraph(run(table.title), "AttachmentTitle")
        if report.year:
            yield paragraph(run(f"（{report.year}年度）"), "Year")
        yield paragraph(run(f"填报单位（盖章）：{report.unit}"), "Unit")
        yield table_xml(report, form, table, area)
        yield paragraph("", "AfterTable")
        yield table_lines(report, form)


def default_title(report: AnnualReport, form: Form) -> str:
    """The form's own title with unit and year filled in; an unknown year is left out with its 年."""
    pattern = form.report_title if report.year else form.report_title.replace("{year}年", "")
    return pattern.replace("{unit}", report.unit).replace("{year}", str(report.year or ""))


def text_paragraph(text: str) -> str:
    """A paragraph of the narrative, its words untouched; one that opens with （一） is a heading or begins with one."""
    style = next((name for pattern, name in _LEVELS if pattern.match(text)), "ReportBody")
    sentence, stop, rest = text.partition("。")
    if style != "ReportBody" and not stop and len(text) <= _SHORT and not text.endswith(("；", "，", ";")):
        return paragraph(run(text), style)
    if style == "Heading2" and not rest and len(text) <= _SHORT and stop:
        return paragraph(run(text), style)
    if style == "Heading2" and stop and len(sentence) < _SHORT:
        return paragraph(run(sentence + stop, CLAUSE_LOOK) + run(rest), "ReportBody")
    return paragraph(run(text), "ReportBody")


def broken(title: str, year: int | None) -> str:
    """A title too long for one line, broken by sense (clause 7.3.1): between the unit and the year."""
    unit, mark, rest = title.partition(f"{year}年")
    lines = (unit, mark + rest)
    fits = all(0 < ems(line) <= _TITLE_LINE for line in lines)
    return "\n".join(lines) if mark and fits and ems(title) > _TITLE_LINE and "\n" not in title else title
