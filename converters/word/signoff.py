"""Who answers for the report and when: under the narrative, and under an attached table."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from converters.word.styles import BODY_SIZE
from converters.word.text import ems, indent, paragraph, run

if TYPE_CHECKING:
    from workbook.form import Form
    from workbook.report import AnnualReport

_A_LINE = 3


def date_words(text: str) -> str:
    """A date as GB/T 9704 clause 7.3.5.4 wants it, 2018年1月3日; what is no ISO date stays as it is."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.year}年{day.month}月{day.day}日"


def seal_lines(report: AnnualReport, form: Form, *, persons: bool) -> str:
    """Unit and date at the right below the narrative, nothing before the report is dated; then those who signed.

    Clause 7.3.5.2: the unit's name ends two characters from the right edge, the date starts two characters after
    the name's beginning; where the date is the longer one it takes the two characters and the name moves left.

    Args:
        report: whose sign-off it is.
        form: its edition, which names the fields of the sign-off.
        persons: whether those who signed stand here, not below an attached table.
    """
    date = date_words(report.signoff.get("date", ""))
    signed = "".join(_named(report, form, empty=False)) if persons else ""
    if not date or not report.unit:
        return signed
    unit_width, date_width = ems(report.unit), ems(date)
    from_right = max(unit_width - date_width, 0.0)
    before_name = 2.0
    if date_width > unit_width:
        from_right, before_name = 2.0, date_width + 4 - unit_width
    return "".join(
        (
            paragraph("", "ReportBody", "<w:keepNext/>"),
            _right(report.unit, before_name, "<w:keepNext/>"),
            _right(date, from_right),
            paragraph("", "AfterTable") * bool(signed),
            signed,
        )
    )


def table_lines(report: AnnualReport, form: Form) -> str:
    """Every field of the form's sign-off below its table, filled or not, three to a line."""
    return "".join(_named(report, form, empty=True))


def _right(text: str, characters: float, direct: str = "") -> str:
    return paragraph(run(text), "SignedBy", direct + indent("right", characters, BODY_SIZE))


def _named(report: AnnualReport, form: Form, *, empty: bool) -> list[str]:
    """Lines of ``label：value``; below a narrative the date has been said and empty fields are left out."""
    fields = [(field.key, field.label, report.signoff.get(field.key, "")) for field in form.signoff]
    words = [
        f"{label}：{date_words(value) if key == 'date' else value}"
        for key, label, value in fields
        if empty or (value and key != "date")
    ]
    return [paragraph(run("\t".join(words[n : n + _A_LINE])), "Persons") for n in range(0, len(words), _A_LINE)]
