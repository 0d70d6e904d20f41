"""Family D: the sign-off is complete and its dates, the years and the form fit together."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING

from workbook.rules.registry import Case, Hit, rule
from workbook.rules.words import day, long_date, years_in

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule("D101")
def sign_off_incomplete(case: Case) -> Iterator[Hit]:
    """Fields of the sign-off that are empty; a table in the text needs less than an attached one."""
    report, form = case.report, case.form
    attached = form.tables_stand == "attachment"
    if not report.has_table:
        return
    wanted = [field for field in form.signoff if attached or field.key in case.data["sections_need"]]
    missing = [field.label for field in wanted if not report.signoff.get(field.key, "").strip()]
    if not report.unit:
        missing.insert(0, case.data["unit"])
    if missing:
        yield Hit(where="落款", variant="" if attached else "date", words={"fields": "、".join(missing)})


@rule("D102")
def years_disagree(case: Case) -> Iterator[Hit]:
    """More than one reporting year among title, period, opening and the report's own."""
    report = case.report
    named = {
        "报告年度": {report.year} if report.year else set(),
        "标题": years_in(report.title),
        "统计期间": {date.year for date in report.period or ()},
        "正文所述期间": _years_of_text(case),
    }
    if len(set().union(*named.values())) > 1:
        years = "，".join(f"{what} {'、'.join(map(str, sorted(found)))}" for what, found in named.items() if found)
        yield Hit(found=years, expected=report.year, where="标题", words={"years": years})


def _years_of_text(case: Case) -> set[int]:
    """The years of the period that the opening states; periods of plans and projects further down do not count."""
    report = case.report
    first = report.sections[0].paragraphs if report.sections else ()
    sentences = re.findall(r"[^。]+", unicodedata.normalize("NFKC", "。".join((*report.preface, *first))))
    about = [re.sub(r"\s", "", sentence) for sentence in sentences if re.search(case.data["about"], sentence)]
    found = (pair for sentence in about for pair in re.findall(case.data["period"], sentence))
    return {int(year) for pair in found for year in pair if year}


@rule("D103")
def filed_out_of_time(case: Case) -> Iterator[Hit]:
    """A filing date before the year is over, after the deadline, or unreadable."""
    written, year = case.report.signoff.get("date", "").strip(), case.report.year
    if not written or year is None:
        return
    filed, end = day(written), dt.date(year, 12, 31)
    if filed is None:
        yield Hit(found=written, where="落款", variant="unreadable")
        return
    kind = _kind_of_body(case)
    deadline = dt.date(year + 1, *case.data["deadlines"][kind])
    if filed < end:
        yield Hit(found=long_date(filed), expected=long_date(end), where="落款", variant="early")
    elif filed > deadline:
        variant, words = kind if kind == "attachment" else "", {"kind": case.data["kinds"].get(kind, "")}
        yield Hit(found=long_date(filed), expected=long_date(deadline), where="落款", variant=variant, words=words)


def _kind_of_body(case: Case) -> str:
    """Until 2018 one day held for all; since then article 49 tells governments from their departments."""
    if case.form.tables_stand == "attachment":
        return "attachment"
    return "government" if re.search(case.data["government"], case.report.unit) else "department"


@rule("D104")
def form_of_another_year(case: Case) -> Iterator[Hit]:
    """A form edition that does not cover the reporting year."""
    year, (first, last) = case.report.year, case.form.years
    if year is None or case.form.covers(year):
        return
    span = f"{first}—{last} 年" if last else f"{first} 年起"
    yield Hit(found=year, expected=span, where="封面", words={"edition": case.form.edition})
