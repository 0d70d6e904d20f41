"""Which section stands where, and which official table stands in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from workbook.report import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.form import Form, SectionSpec, Table
    from workbook.report import AnnualReport


_LIKENESS = 0.4


@dataclass(frozen=True, slots=True)
class Part:
    """A section to be printed, with the tables after its text."""

    section: Section
    tables: tuple[Table, ...] = ()


def arrange(report: AnnualReport, form: Form) -> list[Part]:
    """The report's sections in its own order; those it lacks are put in by number where their table has figures."""
    specs = matched(report.sections, form)
    parts = [Part(section, _tables(report, form, spec)) for section, spec in zip(report.sections, specs, strict=True)]
    for place, spec in enumerate(form.sections):
        tables = _tables(report, form, spec)
        if spec not in specs and any(_has_figures(report, form, table) for table in tables):
            before = [n for n, known in enumerate(specs) if known and form.sections.index(known) < place]
            after = [n for n, known in enumerate(specs) if known and form.sections.index(known) > place]
            index = before[-1] + 1 if before else after[0] if after else len(parts)
            parts.insert(index, Part(Section(spec.number, spec.title), tables))
            specs.insert(index, spec)
    return parts


def attachments(report: AnnualReport, form: Form) -> list[Table]:
    """The tables that stand in no section of this form."""
    placed = {table.code for spec in form.sections for table in _tables(report, form, spec)}
    return [table for table in form.tables if table.code not in placed] if has_tables(report, form) else []


def has_tables(report: AnnualReport, form: Form) -> bool:
    """Whether tables are printed: a narrative of the years before the form's tables has none."""
    return report.has_table and (report.year is None or report.year >= form.years[0])


def matched(sections: Sequence[Section], form: Form) -> list[SectionSpec | None]:
    """The form's section for each of the report's: that of its title, else that of its number if the titles agree."""
    found = [
        next((spec for spec in form.sections if _key(section.title) in _names(spec)), None) for section in sections
    ]
    found = [spec if spec not in found[:n] else None for n, spec in enumerate(found)]
    for n, section in enumerate(sections):
        by_number = next((spec for spec in form.sections if spec.number == section.number), None)
        if found[n] is None and by_number not in found and by_number and _alike(section.title, by_number):
            found[n] = by_number
    return found


def _names(spec: SectionSpec) -> set[str]:
    return {_key(title) for title in (spec.title, *spec.variants)}


def _key(title: str) -> str:
    return re.sub(r"\W", "", title)


def _alike(title: str, spec: SectionSpec) -> bool:
    """Whether a title may be another wording of the form's; one left out may be any."""
    return not title or any(SequenceMatcher(None, _key(title), name).ratio() >= _LIKENESS for name in _names(spec))


def _tables(report: AnnualReport, form: Form, spec: SectionSpec | None) -> tuple[Table, ...]:
    if spec is None or form.tables_stand != "sections" or not has_tables(report, form):
        return ()
    return tuple(table for table in form.tables if table.code == spec.table or table.section == spec.number)


def _has_figures(report: AnnualReport, form: Form, table: Table) -> bool:
    codes = (code for code, figure in report.figures.items() if figure.found_in == "table" and figure.state != "blank")
    return any(code in form.items and form.items[code].table is table for code in codes)
