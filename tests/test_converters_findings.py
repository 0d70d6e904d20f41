from __future__ import annotations

import io

import pytest
from checking import changed, whole
from office import ROOT

from converters.findings import lines, summary, wants_colour
from converters.rulebook import rules_markdown
from workbook.check import check_report
from workbook.formfile import all_forms, load_form
from workbook.report import Finding
from workbook.rules import REGISTRY

REMAKE = (
    "run: python -c \"from converters.rulebook import rules_markdown as page; print(page(), end='')\" > docs/rules.md"
)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_finding_is_told_in_three_lines_and_a_summary():
    report = changed(whole("2014", 2017), {"3.2": 12, "3.3": 12})
    found = check_report(report, load_form("2014"), places={"3.2": "统计表!C41"})
    told = list(lines(found, "年报.xlsx"))
    assert told[:2] == [
        "错误 T102  年报.xlsx › 统计表!C41 › （二）申请办结数",
        "    填报 12，应为 13（按时办结数 11 + 延期办结数 2）",
    ]
    assert told[2].startswith("    依据：统计表编号结构：三（二）；请核对")
    assert told[-1] == "错误 2 条，警告 0 条，提示 0 条"
    assert len(told) == 7


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


def test_the_page_of_rules_is_current():
    page = ROOT / "docs" / "rules.md"
    assert page.read_text("utf-8") == rules_markdown(), REMAKE


def test_the_page_tells_every_rule_once():
    headings = [line.split()[1] for line in rules_markdown().splitlines() if line.startswith("### ")]
    arithmetic = {rule.code for form in all_forms() for rule in form.rules}
    assert sorted(headings) == sorted(arithmetic | set(REGISTRY.specs))
