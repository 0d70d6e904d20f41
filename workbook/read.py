"""Read a workbook of ours back: figures by defined name, sums computed anew, older years, words and evidence."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from workbook import passages, records
from workbook.cellvalues import column_letters
from workbook.content import BookContent
from workbook.errors import InputRefused
from workbook.files import read_bytes
from workbook.formfile import load_form
from workbook.layout import layout_of
from workbook.names import (
    ANCHORS,
    CHECKS,
    CONTACT_FIELDS,
    FIXED_FIELDS,
    NARRATIVE,
    REPORT_FIELDS,
    SOURCES,
    CoverField,
    sign_fields,
)
from workbook.ours import edition_of, is_our_book, our_book
from workbook.passages import CONFIRMED, DRAFTED, DRAFTED_AS, PARAGRAPH, STATE
from workbook.readfigures import read_current, read_older
from workbook.readyears import Years
from workbook.records import CONTACT, SIGNOFF
from workbook.report import AnnualReport
from workbook.rollup.readparts import read_units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from workbook.cells import Content
    from workbook.form import Form
    from workbook.layout import Layout
    from workbook.ours import OurBook

__all__ = ["is_our_book", "read_content"]


def read_content(path: Path) -> BookContent:
    """Everything a workbook of ours holds.

    Raises:
        InputRefused: not one of ours, of a newer template, or with a defined name gone or broken.
    """
    return content_of(our_book(read_bytes(path), path.name))


def content_of(found: OurBook) -> BookContent:
    """The content of an opened workbook."""
    form = load_form(edition_of(found))
    years = Years(found, form)
    current = AnnualReport(form=form.edition)
    history = {year: AnnualReport(form=years.form_of(year).edition, year=year) for year in years.columns}
    _read_fields(current, form, lambda field: found.value(field.name))
    current.year = _year(found.value("M_year"), found)
    for year, report in history.items():
        _read_fields(report, years.form_of(year), lambda field, year=year: years.field(year, field))  # type: ignore[misc]  # the default binds the loop's year
    _read_records(found, current, history)
    read_current(found, layout_of(form), current)
    for year, report in history.items():
        read_older(years, year, report)
    content = BookContent(current, history, _explanations(found, layout_of(form)), units=read_units(found))
    _read_words(found, content)
    return content


def _read_fields(report: AnnualReport, form: Form, value: Callable[[CoverField], Content]) -> None:
    plain = {field.key: _text(value(field)) for field in (*REPORT_FIELDS, FIXED_FIELDS[-1]) if field.key != "year"}
    report.unit, report.title, report.source = plain["unit"], plain["title"], plain["source"]
    days = [_day(plain[key]) for key in ("period_start", "period_end")]
    report.period = (days[0], days[1]) if days[0] and days[1] else None
    report.signoff = {field.key: text for field in sign_fields(form) if (text := _text(value(field)))}
    contact = {field.key.removeprefix("contact_"): _text(value(field)) for field in CONTACT_FIELDS}
    report.contact = {key: text for key, text in contact.items() if text}


def _text(value: Content) -> str:
    return "" if value is None else str(value)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _year(value: Content, found: OurBook) -> int | None:
    text = _text(value).strip().removesuffix("年度").removesuffix("年")
    if not text:
        return None
    if not text.isdecimal() or not 1900 <= int(text) <= 9999:
        message = f"“{found.name}”的 {found.place('M_year')} 应为四位年度（如 2023），实为“{text}”；请改正后再试。"
        raise InputRefused(message)
    return int(text)


def _report_of(value: Content, current: AnnualReport, history: dict[int, AnnualReport]) -> AnnualReport:
    """The report a line belongs to by its year; what names no older year is the current one's, whatever its year."""
    return history.get(value, current) if isinstance(value, int) else current


def _read_records(found: OurBook, current: AnnualReport, history: dict[int, AnnualReport]) -> None:
    for record in records.join(row for _, row in found.list_rows(SOURCES)):
        report = _report_of(record.get("年度"), current, history)
        fields = {SIGNOFF: report.signoff, CONTACT: report.contact}.get(str(record.get("类别")), {})
        # A field filled in since then is not emptied by the record of its having been blank.
        if str(record.get("代码")) not in fields:
            records.gather([record], report, found.pictures)


def _read_words(found: OurBook, content: BookContent) -> None:
    lines: dict[int | None, list[passages.Line]] = {}
    year: Content = None
    column = next((cell.column for cell in found.titles(NARRATIVE) if cell.value == PARAGRAPH), 1)
    sheet = found.at(ANCHORS[NARRATIVE])[0].name
    for at, row in found.list_rows(NARRATIVE):
        # A line inserted without a year goes on with the year above it.
        year = row.get("年度", year)
        key = year if isinstance(year, int) and year in content.history else None
        number, title, text = (_text(row.get(name)) for name in ("编号", "标题", PARAGRAPH))
        lines.setdefault(key, []).append(passages.Line(number, title, text, f"{sheet}!{column_letters(column)}{at}"))
        untouched = text and text == _text(row.get(DRAFTED)) and row.get(STATE) != CONFIRMED
        if key is None and untouched:
            content.drafts[text] = _text(row.get(DRAFTED_AS))
    for key, written in lines.items():
        report = content.current if key is None else content.history[key]
        report.preface, report.sections, places = passages.gather(written, load_form(report.form))
        if key is None:
            content.places = places


def _explanations(found: OurBook, layout: Layout) -> dict[str, str]:
    # A workbook made before a rule was has no line for it.
    alive = [row for row in layout.rules.values() if row.name in found.book.names]
    instances = {found.at(row.name)[1]: row.instance for row in alive}
    explained: Iterable[tuple[str, str]] = (
        (instances.get(at, _text(row.get("编号"))), _text(row.get("说明")))
        for at, row in found.list_rows(CHECKS, "编号", "说明")
    )
    return {name: text for name, text in explained if name and text}
