from __future__ import annotations

import io
import re

import pytest
from checking import changed, whole
from office import ROOT

from converters.findings import lines, single_lines, summary, wants_colour
from converters.rulebook import entries, pages, rules_markdown
from workbook.check import check_report
from workbook.formfile import all_forms, load_form
from workbook.report import Finding
from workbook.rules import REGISTRY
from workbook.rules.live import live_rules

REMAKE = "run: python -m converters.rulebook"


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_finding_is_told_in_three_lines_and_a_summary():
    report = changed(whole("2014", 2017), {"3.2": 14, "3.3": 14})
    found = check_report(report, load_form("2014"), places={"3.2": "统计表!C41"})
    told = list(lines(found, "年报.xlsx"))
    assert told[:2] == [
        "错误 T102  年报.xlsx › 统计表!C41 › （二）申请办结数",
        "    填报 14，应为 13（按时办结数 11 + 延期办结数 2）",
    ]
    assert told[2].startswith("    依据：统计表编号结构：三（二）；请核对")
    assert told[-1] == "错误 2 条，警告 1 条，提示 0 条"
    assert len(told) == 10


def test_what_a_finding_lacks_leaves_no_trace():
    told = list(lines([Finding("S101", "warning", "有字样")], "甲.docx"))
    assert told == ["警告 S101  甲.docx", "    有字样", "错误 0 条，警告 1 条，提示 0 条"]
    assert list(lines([Finding("S101", "note", "有字样", hint="请删去")], ""))[2] == "    请删去"


def test_no_findings_are_said_to_be_none():
    assert list(lines([], "甲.docx")) == ["没有发现问题"] == [summary([])]


def test_colour_is_on_the_severity_alone():
    plain, coloured = (list(lines([Finding("D101", "note", "缺")], "甲", colour=on)) for on in (False, True))
    assert coloured[0] == "\033[36m提示\033[0m D101  甲"
    assert coloured[1:] == plain[1:]


@pytest.mark.parametrize(
    ("stream", "variable", "expected"),
    [(Terminal(), "", True), (Terminal(), "1", False), (io.StringIO(), "", False)],
)
def test_colour_is_for_terminals_whose_user_wants_it(monkeypatch, stream, variable, expected):
    monkeypatch.setenv("NO_COLOR", variable)
    assert wants_colour(stream) is expected


def test_the_pages_of_the_rules_are_current_and_there_are_no_others():
    docs = ROOT / "docs"
    made = pages()
    for name, text in made.items():
        assert (docs / name).read_text("utf-8") == text, REMAKE
    there = {f"rules/{path.name}" for path in (docs / "rules").iterdir()}
    assert there == set(made) - {"rules.md"}, REMAKE


def test_every_rule_has_a_page_and_a_line_in_the_list():
    arithmetic = {rule.code for form in all_forms() for rule in live_rules(form)}
    codes = sorted(arithmetic | set(REGISTRY.specs))
    assert sorted(entry.code for entry in entries()) == codes
    assert sorted(re.findall(r"^\| \[(\w+)\]", rules_markdown(), re.MULTILINE)) == codes


def test_a_page_tells_the_expression_and_the_numbers_that_can_be_changed():
    page = pages()["rules/T123.md"]
    assert "- 算式：`if [9.2] > 0 then [9.3] >= 1`" in page
    assert "- 可改的阈值：`percent`，现为 50" in pages()["rules/H107.md"]
    assert "- 适用版式：2019、2021" in pages()["rules/H101.md"]


def many(count):
    return [Finding("T303", "error", f"第{n}处", f"统计表!B{n}", clause="依据") for n in range(count)]


def test_findings_of_one_rule_are_folded_beyond_the_first_few():
    told = list(lines(many(6), "甲.xlsx"))
    assert [line for line in told if line.startswith("错误 T303")] == [
        f"错误 T303  甲.xlsx › 统计表!B{n}" for n in range(3)
    ]
    assert "    T303 还有 3 处：B3、B4、B5（加 --lines 逐条列出）" in told
    assert not [line for line in lines(many(4), "甲.xlsx") if "还有" in line]


def test_a_finding_takes_exactly_one_line_on_demand():
    finding = Finding(
        "T102", "error", "填报 12，\n应为 13", "统计表!C41", "办结数", clause="三（二）", explanation="跨年"
    )
    assert list(single_lines([finding], "年报.xlsx")) == [
        "错误 T102 年报.xlsx › 统计表!C41 › 办结数：填报 12， 应为 13；依据：三（二）；已说明：跨年"
    ]
    assert len(list(single_lines(many(9), "甲"))) == 9
