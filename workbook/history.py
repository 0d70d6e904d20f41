"""历年: which rows the sheet of years has, and how one year of a report reads in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbook.errors import InputRefused
from workbook.layout import layout_of
from workbook.names import CONTACT_FIELDS, REPORT_FIELDS, CoverField, sign_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbook.cells import Content
    from workbook.content import BookContent
    from workbook.form import Form, Item
    from workbook.report import AnnualReport

FORM_FIELD = CoverField("form", "统计表版式")
SOURCE_FIELD = CoverField("source", "导入自")


class HistoryRow(NamedTuple):
    """A row of 历年: a field of the report (``field``), a figure (``item``), or the title of a block (neither)."""

    code: str
    label: str
    unit: str = ""
    field: CoverField | None = None
    item: Item | None = None


def rows_for(forms: Iterable[Form]) -> Iterator[HistoryRow]:
    """The rows for these editions, the current one first.

    A figure that two editions print under the same code and name has one row, so that its years stand side by side.
    """
    forms = list(dict.fromkeys(forms))
    for field in _fields(forms):
        yield HistoryRow(field.name, field.label, field=field)
    seen: set[tuple[str, str]] = set()
    for form in forms:
        rows = [
            HistoryRow(code, cell.item.name, cell.item.unit, item=cell.item)
            for code, cell in layout_of(form).figures.items()
            if (code, cell.item.name) not in seen
        ]
        seen.update((row.code, row.label) for row in rows)
        if rows:
            yield HistoryRow("", form.name)
            yield from rows


def older(content: BookContent) -> list[tuple[int, AnnualReport]]:
    """The other years, newest first.

    Raises:
        InputRefused: the current year is among them, so that its figures would stand in two places.
    """
    if content.current.year in content.history:
        message = (
            f"{content.current.year} 年度既是本年又在“历年”里，两处的数无法并存；"
            "请改正封面的报告年度，或删去“历年”里的这一列。"
        )
        raise InputRefused(message)
    return sorted(content.history.items(), reverse=True, key=_year)


def _year(entry: tuple[int, AnnualReport]) -> int:
    return entry[0]


def _fields(forms: list[Form]) -> list[CoverField]:
    signs = [field for form in forms for field in sign_fields(form)]
    own = [field for field in REPORT_FIELDS if field.key != "year"]
    return list({field.key: field for field in (FORM_FIELD, *own, SOURCE_FIELD, *signs, *CONTACT_FIELDS)}.values())


def field_value(report: AnnualReport, field: CoverField) -> Content:
    """What a field says in this report; None and an empty text are the same blank."""
    key = field.key
    if key in ("period_start", "period_end"):
        return report.period[key == "period_end"] if report.period else None
    if key.startswith("contact_"):
        return report.contact.get(key.removeprefix("contact_"))
    plain: dict[str, Content] = {
        "unit": report.unit,
        "year": report.year,
        "title": report.title,
        "form": report.form,
        "source": report.source,
    }
    return plain[key] if key in plain else report.signoff.get(key)
