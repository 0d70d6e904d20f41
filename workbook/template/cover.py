"""封面: what to do, whose report of which year, who signs, and how far it is filled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook import styles
from workbook.cells import put
from workbook.history import field_value
from workbook.names import (
    ANCHORS,
    CONTACT_FIELDS,
    COVER,
    FIXED_FIELDS,
    REPORT_FIELDS,
    TEMPLATE_VERSION,
    CoverField,
    sign_fields,
)
from workbook.styles import Area, Look
from workbook.template import prompts, steps
from workbook.template.book import give_name, spot

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.form import Form
    from workbook.layout import Layout
    from workbook.report import AnnualReport

PRODUCT = "政府信息公开工作年度报告"
_LABEL = Look(font=styles.HEI, size=11, border="hair", fill=styles.HEADER, indent=1)
_INPUT = Look(size=11, border="hair", fill=styles.INPUT, indent=1, locked=False)
_FIXED = Look(size=11, border="hair", fill=styles.FORMULA, indent=1)
_WIDTHS = [2.0, 18.0, 50.0, 40.0]
_BOUNDS: dict[str, prompts.Bounds] = {
    "year": ("whole", "1990", "2100"),
    "date": ("date", "DATE(1990,1,1)", "DATE(2100,12,31)"),
}


def draw(sheet: Worksheet, layout: Layout) -> None:
    """Draw the empty cover of a form."""
    styles.set_widths(sheet, _WIDTHS)
    # From A1 on, where a reader of screens looks for a sheet's title.
    styles.merge(sheet, Area(1, 1, 1, len(_WIDTHS)), replace(styles.TITLE, size=20))
    sheet.cell(1, 1, PRODUCT)
    styles.merge(sheet, Area(2, 1, 1, len(_WIDTHS)), styles.CENTRED)
    sheet.cell(2, 1, f"《{layout.form.name}》（{layout.form.basis}）")
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 40, 20
    give_name(sheet, ANCHORS[COVER], 1, 1)
    row = steps.draw(sheet, layout.form, 4)
    required = {field.key for field in steps.required_fields(layout.form)}
    groups = (("报告", REPORT_FIELDS), ("落款", sign_fields(layout.form)), ("联系方式", CONTACT_FIELDS))
    for title, fields in (*groups, ("工作簿", FIXED_FIELDS)):
        row = _fields(sheet, title, fields, row + 1, required)
    book = styles.book_of(sheet)
    for name, value in (("M_form", layout.form.edition), ("M_template_version", TEMPLATE_VERSION)):
        put(*spot(book, name), value)
    styles.set_up_page(sheet, f"A1:D{row - 1}", one_page=True)
    sheet.sheet_view.showGridLines = False
    styles.protect(sheet)
    styles.start_at(*spot(book, "M_unit"))


def _fields(sheet: Worksheet, title: str, fields: tuple[CoverField, ...], row: int, required: set[str]) -> int:
    styles.dress(sheet.cell(row, 2, title), replace(styles.SUBTITLE, wrap=False))
    sheet.row_dimensions[row].height = 24
    last = row + len(fields)
    for at, field in enumerate(fields, row + 1):
        styles.dress(sheet.cell(at, 2, field.label), _LABEL)
        styles.dress(sheet.cell(at, 3), field_look(field))
        styles.dress(sheet.cell(at, 4, field.hint or None), replace(styles.FAINT, indent=1))
        sheet.row_dimensions[at].height = 20
        give_name(sheet, field.name, at, 3)
        if field.kind != "fixed":
            need = "必填。" if field.key in required else "没有的留空。"
            hint = f"{field.hint}。" if field.hint else ""
            prompts.ask(sheet, f"C{at}", field.label, need + hint, _BOUNDS.get(field.kind))
    return last + 1


def field_look(field: CoverField) -> Look:
    """The look of a field's cell."""
    if field.kind == "fixed":
        return _FIXED
    number = {"date": "yyyy-mm-dd", "year": "0", "fixed": "General", "text": "@"}[field.kind]
    return replace(_INPUT, number=number)


def fill(book: Workbook, report: AnnualReport, form: Form) -> None:
    """Put a report's own data into the cover of a workbook."""
    for field in (*REPORT_FIELDS, *sign_fields(form), *CONTACT_FIELDS, FIXED_FIELDS[-1]):
        sheet, row, column = spot(book, field.name)
        put(sheet, row, column, field_value(report, field))
