"""What things are called inside a workbook: sheets, defined names, the fields of 封面, the state words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from workbook.expression import LAST

if TYPE_CHECKING:
    from workbook.form import Form, Rule

TEMPLATE_VERSION = 1

COVER = "封面"
GUIDE = "填报说明"
STATISTICS = "统计表"
NARRATIVE = "正文"
CHECKS = "校验"
YEARS = "历年"
SOURCES = "来源"
# Hidden: which cells are marked, and the notes that stood there before.
MARKS = "nianbao标注"
# Hidden: works out the preview of 正文.
PREVIEW = "nianbao预览"
SHEETS = (COVER, GUIDE, STATISTICS, NARRATIVE, CHECKS, YEARS, SOURCES)
# Of a workbook rolled up from units only.
ROLL_UP, ROLL_UP_FIGURES, ROLL_UP_UNITS, ROLL_UP_FINDINGS = "汇总", "汇总指标", "汇总名单", "汇总问题"
ROLL_UP_CHARTS = "汇总图表"
# Made anew whenever they are asked for, and never read back.
CHANGES, CHARTS, COMPARISON = "同比", "图表", "正文对比"
ON_DEMAND = (CHANGES, CHARTS, COMPARISON)

# A sheet is found by the defined name of a cell in it: of a list the first of its header, else the sheet's first.
ANCHORS = {
    COVER: "S_cover",
    GUIDE: "S_guide",
    STATISTICS: "S_statistics",
    NARRATIVE: "S_narrative",
    CHECKS: "S_checks",
    YEARS: "S_years",
    SOURCES: "S_sources",
    MARKS: "S_marks",
    ROLL_UP: "S_roll_up",
    ROLL_UP_FIGURES: "S_roll_up_figures",
    ROLL_UP_UNITS: "S_roll_up_units",
    ROLL_UP_FINDINGS: "S_roll_up_findings",
    ROLL_UP_CHARTS: "S_roll_up_charts",
    CHANGES: "S_changes",
    CHARTS: "S_charts",
    COMPARISON: "S_comparison",
}
HISTORY_CODES, HISTORY_LABELS, HISTORY_YEARS, HISTORY_VALUES = "H_codes", "H_labels", "H_years", "H_values"
# By severity: the places of the marked cells, each a number that a conditional format compares with its own.
MARKED = {"error": "S_marked_error", "warning": "S_marked_warning", "note": "S_marked_note"}
# Blocks of cells that the steps of 封面 look at: 统计表's names of empty cells, the paragraphs of this year with their
# states, the levels and verdicts of 校验, the levels of the lines that marking adds below them.
EMPTY_CELLS = "S_statistics_empty"
TEXTS, TEXT_STATES = "S_narrative_texts", "S_narrative_states"
VERDICT_LEVELS, VERDICTS, LINE_LEVELS = "V_levels", "V_verdicts", "V_line_levels"
COUNTS = {"不符": "V_wrong", "未填": "V_open", "通过": "V_passed", "不适用": "V_not_applicable"}

FieldKind = Literal["text", "year", "date", "fixed"]


@dataclass(frozen=True, slots=True)
class CoverField:
    """A field of 封面: ``key`` is what follows ``M_`` in its defined name."""

    key: str
    label: str
    kind: FieldKind = "text"
    hint: str = ""

    @property
    def name(self) -> str:
        """The defined name of the field's cell."""
        return f"M_{self.key}"


REPORT_FIELDS = (
    CoverField("unit", "填报单位", hint="单位全称，与公章一致"),
    CoverField("year", "报告年度", "year", "四位数字，如 2023"),
    CoverField("title", "报告标题", hint="不填时按“单位＋年度”自动取名"),
    CoverField("period_start", "统计期起", "date", "一般为当年1月1日"),
    CoverField("period_end", "统计期止", "date", "一般为当年12月31日"),
)
CONTACT_FIELDS = (
    CoverField("contact_address", "联系地址"),
    CoverField("contact_postcode", "邮政编码"),
    CoverField("contact_phone", "咨询电话"),
    CoverField("contact_fax", "传真"),
    CoverField("contact_email", "电子邮箱"),
    CoverField("contact_website", "公开网址"),
    CoverField("contact_office", "受理机构"),
)
FIXED_FIELDS = (
    CoverField("form", "统计表版式", "fixed"),
    CoverField("template_version", "模板版本", "fixed"),
    CoverField("source", "导入自", "fixed"),
)


def sign_fields(form: Form) -> tuple[CoverField, ...]:
    """The sign-off fields of this form, as fields of 封面."""
    return tuple(CoverField(field.key, field.label) for field in form.signoff)


@lru_cache(maxsize=4096)
def figure_name(code: str) -> str:
    """The defined name of a figure's cell: ``3.1.2`` → ``F_3_1_2``, ``T3.1.C7`` → ``T3_1_C7``, ``last 4`` → ``L_4``.

    A name that a spreadsheet would take for a cell's address (``T4``, ``R1C1``) gets the ``F_`` too.
    """
    if code.startswith(LAST):
        return f"L_{plain_instance(code.removeprefix(LAST))}"
    name = plain_instance(code)
    taken = re.fullmatch(r"[A-Za-z]{1,3}\d+|[RrCc]\d*|[Rr]\d*[Cc]\d*|[LMRSHV]_.*", name)
    return f"F_{name}" if taken or not re.match(r"[^\W\d]", name) else name


def rule_instance(rule: Rule) -> str:
    """The name of a rule instance, under which its explanation is kept: ``T101``, ``T301_C1``, ``T303_T3_1``."""
    return plain_instance(f"{rule.code}_{rule.key}" if rule.key else rule.code)


def plain_instance(name: str) -> str:
    """A rule instance's name as it can stand in a defined name: ``T303_T3.1`` → ``T303_T3_1``."""
    return re.sub(r"\W", "_", name)


def verdict_name(rule: Rule) -> str:
    """The defined name of the cell that holds a rule instance's verdict."""
    return f"R_{rule_instance(rule)}"
