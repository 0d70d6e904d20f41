"""The five steps of 封面: what to do, how far it is done by formulas, and a link to what is still missing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill

from workbook import styles
from workbook.carry import CARRIED
from workbook.cells import put_formula, quoted
from workbook.drafts import DRAFT
from workbook.names import (
    ANCHORS,
    CHECKS,
    COUNTS,
    EMPTY_CELLS,
    LINE_LEVELS,
    NARRATIVE,
    REPORT_FIELDS,
    STATISTICS,
    TEXT_STATES,
    TEXTS,
    VERDICT_LEVELS,
    VERDICTS,
    sign_fields,
)
from workbook.passages import GAPS, UNFILLED, UNWRITTEN
from workbook.styles import Look
from workbook.template.beside import EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl.worksheet.worksheet import Worksheet

    from workbook.form import Form
    from workbook.names import CoverField

DONE, MISSING, OPEN = "✓", "✗", "○"
HEADER = ("步骤", "做什么", "进度（点它，到没有完成的地方）")
FIRST_COLUMN = 2
_NAME = Look(font=styles.HEI, size=11, border="hair", indent=1, colour=styles.BLUE)
_WORDS = Look(border="hair", indent=1)
_STATE = replace(_WORDS, bold=True, fill=styles.FORMULA)
# Fill and letters for each sign; bold and the sign itself say the same without colour.
_COLOURS = {DONE: ("E2F0D9", "2E6B1F"), MISSING: (styles.WRONG, styles.RED), OPEN: ("FFF2CC", "7F6000")}
# A report that is not given a title takes its form's own.
_OPTIONAL = "title"
_DRAFTS = (CARRIED, DRAFT)
# Further than any list reaches: the place of what was not found.
_NOWHERE = 999_999


class Step(NamedTuple):
    """A step: its name, the defined name that it leads to, what is to be done, and the formula of its state."""

    name: str
    target: str
    words: str
    state: str


def draw(sheet: Worksheet, form: Form, row: int) -> int:
    """Draw the steps as a table of three columns; returns the row below it."""
    styles.write_row(sheet, row, HEADER, styles.LIST_HEADER, FIRST_COLUMN)
    sheet.row_dimensions[row].height = 20
    last = row
    for last, step in enumerate(steps_of(form, row + 1), row + 1):
        name = f"HYPERLINK({quoted('#' + step.target)},{quoted(step.name)})" if step.target else quoted(step.name)
        look = _NAME if step.target else replace(_NAME, colour=styles.INK)
        styles.dress(put_formula(sheet, last, FIRST_COLUMN, name), look)
        styles.dress(sheet.cell(last, FIRST_COLUMN + 1, step.words), _WORDS)
        styles.dress(put_formula(sheet, last, FIRST_COLUMN + 2, step.state), _STATE)
        lines = styles.lines_needed(step.words, sheet.column_dimensions["C"].width - 2)
        sheet.row_dimensions[last].height = 13.5 * max(2, lines) + 5
    _colour(sheet, row + 1, last)
    return last + 1


def _colour(sheet: Worksheet, first: int, last: int) -> None:
    for sign, (fill, ink) in _COLOURS.items():
        rule = FormulaRule(  # type: ignore[no-untyped-call]  # openpyxl's helper has no types
            formula=[f'LEFT($D{first},1)="{sign}"'],
            font=Font(bold=True, color=ink),
            fill=PatternFill("solid", bgColor=fill),
        )
        sheet.conditional_formatting.add(f"D{first}:D{last}", rule)


def required_fields(form: Form) -> list[CoverField]:
    """The fields of 封面 that a report cannot be without."""
    return [field for field in (*REPORT_FIELDS, *sign_fields(form)) if field.key != _OPTIONAL]


def steps_of(form: Form, row: int) -> tuple[Step, ...]:
    """The steps in order, the first of them in this row of 封面."""
    return (
        Step(
            "1 封面填完",
            "M_unit",
            "在本页黄色格里填写单位、年度、统计期和落款；按 Tab 键到下一格。",
            _cover(required_fields(form)),
        ),
        Step(
            "2 统计表填完",
            ANCHORS[STATISTICS],
            "到“统计表”填黄色格：没有发生填 0，没有统计留空，不适用填 /；合计自动算出。",
            _table(),
        ),
        Step(
            "3 正文写完",
            ANCHORS[NARRATIVE],
            "到“正文”按各部分写报告文字，一段一行；草稿、上年稿改好，不用改的在“状态”栏写“已核”。",
            _text(),
        ),
        Step(
            "4 校验无错误",
            ANCHORS[CHECKS],
            "到“校验”看结论：不符的改正，确有原因的在“说明”栏写明。文字、日期等规则用加载项按钮"
            "“校验”或命令 nianbao check 核对。",
            _checks(),
        ),
        Step(
            "5 生成报告",
            "",
            "存盘，点加载项按钮“生成 Word 报告”，或用命令 nianbao report。",
            f'IF(SUMPRODUCT(--(LEFT($D{row}:$D{row + 3},1)="{DONE}"))=4,"{DONE} 可以生成报告",'
            f'"{OPEN} 可以先出样稿，前四步打勾后定稿")',
        ),
    )


def _cover(fields: list[CoverField]) -> str:
    missing = f"({len(fields)}-COUNTA({','.join(field.name for field in fields)}))"
    target = _first((field.name, field.name) for field in fields)
    label = _first((field.name, field.label) for field in fields)
    told = f'"{MISSING} 还缺 "&{missing}&" 项，先填“"&{label}&"”"'
    return f'IF({missing}=0,"{DONE} 已填完",HYPERLINK("#"&{target},{told}))'


def _first(cells: Iterable[tuple[str, str]]) -> str:
    """The words that go with the first of the cells that is empty."""
    formula = '""'
    for name, words in reversed(list(cells)):
        formula = f'IF({name}="",{quoted(words)},{formula})'
    return formula


def _table() -> str:
    """By the column of 统计表 that names the first empty cell of each row."""
    rows, found = f'COUNTIF({EMPTY_CELLS},"{EMPTY}*")', f'MATCH("{EMPTY}*",{EMPTY_CELLS},0)'
    target = f"MID(INDEX({EMPTY_CELLS},{found}),{len(EMPTY) + 1},99)"
    told = f'"{MISSING} 还有 "&{rows}&" 行有空白格"'
    return f'IF({rows}=0,"{DONE} 已填完",HYPERLINK("#"&{target},{told}))'


def _text() -> str:
    """By the states of the lines of 正文, and the gaps left in its paragraphs, with or without a state beside them."""
    unwritten = f'COUNTIF({TEXT_STATES},"{UNWRITTEN}")'
    drafts = "+".join(f'COUNTIF({TEXT_STATES},"{word}")' for word in _DRAFTS)
    # FIND, not a pattern: some programs look at no more than 255 characters of a cell for one.
    gaps = "+".join(f'SUMPRODUCT(--ISNUMBER(FIND("{gap}",{TEXTS})))' for gap in GAPS)
    words = ((unwritten, "部分未写"), (drafts, "段草稿未核"), (gaps, "处待填"))
    told = "&".join(f'IF({count}=0,""," "&({count})&" {what}")' for count, what in words)
    found = (f'IFERROR(MATCH("{word}",{TEXT_STATES},0),{_NOWHERE})' for word in (UNWRITTEN, UNFILLED, *_DRAFTS))
    target = f'IFERROR(CELL("address",INDEX({TEXTS},MIN({",".join(found)}))),"{ANCHORS[NARRATIVE]}")'
    missing = "+".join(count for count, _ in words)
    return f'IF({missing}=0,"{DONE} 已写完",HYPERLINK("#"&{target},"{MISSING}"&{told}))'


def _checks() -> str:
    """By the verdicts of 校验 and the lines below them; the link leads to the first that asks for something."""
    wrong, blank, passed = (COUNTS[word] for word in ("不符", "未填", "通过"))
    live = f'SUMPRODUCT(({VERDICT_LEVELS}="错误")*({VERDICTS}="不符"))'
    errors, warnings = (
        f'({now}+COUNTIF({LINE_LEVELS},"{word}"))' for now, word in ((live, "错误"), (f"{wrong}-{live}", "警告"))
    )
    found = f'IFERROR(MATCH("不符",{VERDICTS},0),MATCH("未填",{VERDICTS},0))'
    place = f'CELL("address",INDEX({VERDICTS},{found}))'
    line = f'CELL("address",INDEX({LINE_LEVELS},IFERROR(MATCH("错误",{LINE_LEVELS},0),MATCH("警告",{LINE_LEVELS},0))))'
    target = f'IFERROR({place},IFERROR({line},"{ANCHORS[CHECKS]}"))'
    sign = f'IF({errors}>0,"{MISSING} 错误 "&{errors}&" 项",IF({blank}>0,"{OPEN} 没有错误","{DONE} 没有错误"))'
    others = f'IF({warnings}=0,"","，警告或提示 "&{warnings}&" 项")&IF({blank}=0,"","，缺数未判 "&{blank}&" 项")'
    told = f'{sign}&{others}&IF({errors}+{warnings}+{blank}=0,"，通过 "&{passed}&" 项","")'
    return f'HYPERLINK("#"&{target},{told})'
