"""封面: what to do, whose report of which year, who signs, and how far it is filled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook import styles
from workbook.cells import put, put_formula, quoted
from workbook.history import field_value
from workbook.names import (
    ANCHORS,
    CONTACT_FIELDS,
    COUNTS,
    COVER,
    FIXED_FIELDS,
    REPORT_FIELDS,
    TEMPLATE_VERSION,
    CoverField,
    sign_fields,
)
from workbook.styles import Area, Look
from workbook.template.book import give_name, spot

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.form import Form
    from workbook.layout import Layout
    from workbook.report import AnnualReport

PRODUCT = "政府信息公开工作年度报告"
STEPS = (
    "1. 在本页黄色格里填写单位、年度、统计期和落款。",
    "2. 到“统计表”逐项填数：没有发生填 0，没有统计留空，不适用填 /；合计自动算出。",
    "3. 到“正文”按各部分标题写报告文字，一段一行。",
    "4. 到“校验”查看结论，“不符”的逐条核对；确有原因的，在“说明”栏写明。",
    "5. 存盘后生成 Word 报告（加载项按钮“生成报告”，或命令 nianbao report）。",
)
_LABEL = Look(font=styles.HEI, size=11, border="hair", fill=styles.HEADER, indent=1)
_INPUT = Look(size=11, border="hair", fill=styles.INPUT, indent=1, locked=False)
_FIXED = Look(size=11, border="hair", fill=styles.FORMULA, indent=1)
_TICK = replace(_FIXED, bold=True)
# Excel takes 255 arguments; older programs 30 only in their own formats.
_ARGUMENTS = 200


def draw(sheet: Worksheet, layout: Layout) -> None:
    """Draw the empty cover of a form."""
    styles.set_widths(sheet, [2, 16, 46, 32])
    styles.merge(sheet, Area(1, 2, 1, 3), replace(styles.TITLE, size=20))
    sheet.cell(1, 2, PRODUCT)
    styles.merge(sheet, Area(2, 2, 1, 3), styles.CENTRED)
    sheet.cell(2, 2, f"《{layout.form.name}》（{layout.form.basis}）")
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 40, 20
    give_name(sheet, ANCHORS[COVER], 1, 1)
    row = _steps(sheet, 4)
    row = _ticks(sheet, layout, row + 1)
    groups = (("报告", REPORT_FIELDS), ("落款", sign_fields(layout.form)), ("联系方式", CONTACT_FIELDS))
    for title, fields in (*groups, ("工作簿", FIXED_FIELDS)):
        row = _fields(sheet, title, fields, row + 1)
    book = styles.book_of(sheet)
    for name, value in (("M_form", layout.form.edition), ("M_template_version", TEMPLATE_VERSION)):
        put(*spot(book, name), value)
    styles.set_up_page(sheet, f"A1:D{row - 1}", one_page=True)
    sheet.sheet_view.showGridLines = False
    styles.protect(sheet)


def _steps(sheet: Worksheet, row: int) -> int:
    for step in STEPS:
        styles.merge(sheet, Area(row, 2, 1, 3), Look(size=11))
        sheet.cell(row, 2, step)
        sheet.row_dimensions[row].height = 19
        row += 1
    return row


def _fields(sheet: Worksheet, title: str, fields: tuple[CoverField, ...], row: int) -> int:
    styles.dress(sheet.cell(row, 2, title), replace(styles.SUBTITLE, wrap=False))
    sheet.row_dimensions[row].height = 24
    last = row + len(fields)
    for at, field in enumerate(fields, row + 1):
        styles.dress(sheet.cell(at, 2, field.label), _LABEL)
        styles.dress(sheet.cell(at, 3), field_look(field))
        styles.dress(sheet.cell(at, 4, field.hint or None), replace(styles.FAINT, indent=1))
        sheet.row_dimensions[at].height = 20
        give_name(sheet, field.name, at, 3)
    return last + 1


def field_look(field: CoverField) -> Look:
    """The look of a field's cell."""
    if field.kind == "fixed":
        return _FIXED
    number = {"date": "yyyy-mm-dd", "year": "0", "fixed": "General", "text": "@"}[field.kind]
    return replace(_INPUT, number=number)


def _ticks(sheet: Worksheet, layout: Layout, row: int) -> int:
    required = ["M_unit", "M_year", "M_period_start", "M_period_end", *(f.name for f in sign_fields(layout.form))]
    inputs = [
        cell.name for code, cell in layout.figures.items() if code not in layout.fills and cell.item.kind != "heading"
    ]
    wrong, blank, passed = (COUNTS[word] for word in ("不符", "未填", "通过"))
    ticks = {
        "封面填完": _missing(required, "项"),
        "统计表填完": _missing(inputs, "格空白"),
        "校验无不符": (
            f'IF({wrong}>0,"✗ 不符 "&{wrong}&" 项",IF({blank}>0,"无不符，未填 "&{blank}&" 项",'
            f'"✓ 全部 "&{passed}&" 项通过"))'
        ),
    }
    for at, (label, formula) in enumerate(ticks.items(), row):
        styles.dress(sheet.cell(at, 2, label), _LABEL)
        styles.dress(put_formula(sheet, at, 3, formula), _TICK)
        sheet.row_dimensions[at].height = 20
    return row + len(ticks)


def _missing(names: list[str], what: str) -> str:
    counts = [f"COUNTA({','.join(names[at : at + _ARGUMENTS])})" for at in range(0, len(names), _ARGUMENTS)]
    missing = f"{len(names)}-{'-'.join(counts)}"
    return f'IF({missing}=0,"✓ 已填完","✗ 还有 "&({missing})&{quoted(" " + what)})'


def fill(book: Workbook, report: AnnualReport, form: Form) -> None:
    """Put a report's own data into the cover of a workbook."""
    for field in (*REPORT_FIELDS, *sign_fields(form), *CONTACT_FIELDS, FIXED_FIELDS[-1]):
        sheet, row, column = spot(book, field.name)
        put(sheet, row, column, field_value(report, field))
