from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import mutation
import pytest
from checking import changed, codes, whole
from hypothesis import given
from hypothesis import strategies as st
from office import ROOT

from workbook.check import check, check_report, sort_findings, verdicts
from workbook.content import BookContent
from workbook.expression import parse
from workbook.formfile import all_forms, load_form
from workbook.names import rule_instance
from workbook.report import AnnualReport, Evidence, Figure, Finding, Section
from workbook.rules.arithmetic import mismatch

WHOLE = {"2014": whole("2014", 2017), "2019": whole("2019", 2019), "2021": whole("2021", 2023)}
PAST_REPORTS = ROOT.parent / "shared" / "reports" / "expected"


def find(code, report, **options):
    return next(f for f in check_report(report, load_form(report.form), **options) if f.code == code)


def test_a_wrong_sum_is_told_by_its_parts():
    finding = find("T102", changed(WHOLE["2014"], {"3.2": 12}))
    assert finding.message == "填报 12，应为 13（按时办结数 11 + 延期办结数 2）"
    assert (finding.found, finding.expected) == (12, 13)
    assert finding.figures == ("3.2", "3.2.1", "3.2.2")
    assert finding.label == "（二）申请办结数"
    assert finding.clause == "统计表编号结构：三（二）"
    assert finding.severity == "error"
    assert finding.hint


def test_a_part_left_blank_is_said_to_be_blank():
    finding = find("T102", changed(WHOLE["2014"], {"3.2": 1, "3.2.1": None}))
    assert finding.message == "填报 1，应为 2（按时办结数 空白 + 延期办结数 2）"


def test_a_bound_says_which_way_it_lies():
    report = changed(WHOLE["2014"], {"1.1.1": 50, "1.1.2": 60})
    assert find("T113", report).message == "填报 50，应不多于 40（主动公开政府信息数 40）"
    finding = find("T117", changed(WHOLE["2014"], {"2.1": 3, "2.2.5": 825}))
    assert finding.message == "填报 3，应不少于 825（微博微信回应事件数 4、其他方式回应事件数 825 中的较大者）"


def test_a_rule_with_a_condition_tells_the_condition():
    finding = find("T123", changed(WHOLE["2014"], {"9.3": 0}))
    assert finding.message == "接受培训人员数 0，而 举办各类培训班数 1 大于 0，应不少于 1"
    assert finding.figures == ("9.3", "9.2")


def test_the_verdicts_of_a_report_without_last_year_say_what_does_not_apply():
    found = verdicts(WHOLE["2021"], load_form("2021"))
    assert {name for name, verdict in found.items() if verdict == "不适用"} == {
        name for name in found if name.startswith("H")
    }
    assert set(found.values()) == {"通过", "不适用"}


def test_a_row_total_names_its_columns_and_a_column_total_its_rows():
    report = changed(WHOLE["2021"], {"T3.1.C7": 1})
    assert "（自然人 " in find("T303", report).message
    assert " + 商业企业 " in find("T303", report).message
    message = find("T301", report).message
    assert message.startswith("本年新收政府信息公开申请数量 1 + 上年结转政府信息公开申请数量 6 = 7，应为 ")


def test_a_long_sum_is_told_by_its_first_parts_that_are_not_nothing():
    leaves = [code for code in WHOLE["2021"].figures if code.startswith("T3.3.") and code.endswith(".C1")]
    nothing = dict.fromkeys(leaves, 0)
    assert "各项均为 0 或空白" in find("T302", changed(WHOLE["2021"], nothing | {"T3.3.7.C1": 4})).message
    few = changed(WHOLE["2021"], nothing | {"T3.3.7.C1": 4, "T3.3.1.C1": 3})
    assert find("T302", few).message == "填报 4，应为 3（予以公开 3，其余为 0 或空白）"
    many = find("T302", changed(WHOLE["2021"], dict.fromkeys(leaves, 1) | {"T3.3.7.C1": 4})).message
    assert many.count(" 1 + ") == 6
    assert "共 21 项" in many


@pytest.mark.parametrize(
    "figure", [None, Figure("", "text", text="#REF!"), Figure("", "reported", 5, "5余", approximate=True)]
)
def test_what_is_no_sure_number_decides_no_sum(figure):
    assert not [code for code in codes(changed(WHOLE["2014"], {"3.2.1": figure})) if code[0] == "T"]


def _rule_name(value):
    return value if isinstance(value, str) else rule_instance(value)


@pytest.mark.parametrize(
    ("edition", "rule"), [(form.edition, rule) for form in all_forms() for rule in form.rules], ids=_rule_name
)
def test_every_rule_of_a_form_fires_at_its_target(edition, rule):
    report = WHOLE[edition]
    # A target far too large breaks = and <=; a lower bound is broken by nothing at all.
    value = 0 if rule.check.op == ">=" else 10**6
    findings = check_report(changed(report, {rule.target: value}), load_form(edition))
    assert (rule.code, rule.target) in {(finding.code, finding.figures[0]) for finding in findings}


@pytest.mark.parametrize("edition", sorted(mutation.YEARS))
def test_no_single_wrong_figure_that_breaks_an_identity_goes_unnoticed(edition):
    found = mutation.score(edition, 1, few=True)
    cells = {code for identity in mutation.identities(edition) for code in identity.cells}
    assert (found.missed, found.named) == ([], found.broken)
    if edition != "2014":
        form = load_form(edition)
        assert cells == {item.code for item in form.values() if item.table.code != "T2"}
        # One more in any cell of tables 三 and 四 breaks a sum: 175 and 15 cells in the edition of 2021.
        assert found.cells == cells
        assert len(cells) == {"2019": 161 + 15, "2021": 175 + 15}[edition]


def test_a_check_with_numbers_of_its_own_is_told_with_them():
    wrong = mismatch(parse("[3.1] = [3.1.1] * 2 - 1"), {"3.1": 13, "3.1.1": 5}, load_form("2014"))
    assert wrong.message == "填报 13，应为 9（当面申请数 5 × 2 - 1）"


FIGURES = st.builds(
    Figure,
    code=st.just(""),
    state=st.sampled_from(("reported", "blank", "not_applicable", "text")),
    value=st.none() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False),
    text=st.text("0９,.-+约余/#件 无", max_size=8) | st.sampled_from(("约80", "#N/A", "87件")),
    approximate=st.booleans(),
    measure=st.sampled_from(("件", "元", "")),
)


@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_whatever_stands_in_the_cells_findings_are_sentences_at_known_figures(edition, data):
    form = load_form(edition)
    table = data.draw(st.dictionaries(st.sampled_from(sorted(form.items)), FIGURES, max_size=9))
    stated = [replace(figure, code=code) for code, figure in table.items()] + [Figure("X9", "reported", 1)]
    for finding in check_report(changed(WHOLE[edition], table, stated=stated), form, WHOLE[edition]):
        assert finding.message
        assert finding.hint
        assert set(finding.figures) <= set(form.items)


def test_places_come_from_the_caller_and_else_from_the_evidence():
    figure = Figure("9.1", "reported", -2, evidence=Evidence(page=4, line=12))
    report = changed(WHOLE["2014"], {"9.1": figure})
    assert find("V102", report).where == "第4页第12行"
    assert find("V102", report, places={"9.1": "统计表!C60"}).where == "统计表!C60"
    report.figures["9.1"] = Figure("9.1", "reported", -2, evidence=Evidence(page=4, place="表1 第3行"))
    assert find("V102", report).where == "表1 第3行"


@pytest.mark.parametrize("name", ["T301_C1", "T303_T3_2", "T303_T3.2"])
def test_an_explained_finding_keeps_its_severity(name):
    report = changed(WHOLE["2021"], {"T3.2.C1": 0})
    found = check(BookContent(report, explanations={name: "并入一家单位", "T301_C2": " "}))
    explained = [finding for finding in found if "（已说明：并入一家单位）" in finding.hint]
    assert [finding.code for finding in explained] == [name[:4]]
    assert explained[0].severity == "error"
    assert len(found) > 1


def test_other_rules_are_explained_by_figure_or_by_code():
    report = changed(WHOLE["2014"], {"9.1": -2}, notes=["统计表（样表）"])
    found = check(BookContent(report, explanations={"V102_9_1": "甲", "S101": "乙"}))
    assert [finding.hint[-7:] for finding in found] == ["（已说明：甲）", "（已说明：乙）"]


def test_the_year_before_is_found_in_the_history():
    older = changed(WHOLE["2021"], {"T3.4.C1": 9, "T2.1.a.3": 1, "T2.1.b.3": 1}, year=2022)
    now = WHOLE["2021"]
    assert "H101" in [finding.code for finding in check(BookContent(now, history={2022: older}))]
    assert not check(BookContent(now, history={2021: older}))


def test_errors_come_first_then_the_order_of_the_form():
    shuffled = [
        Finding("S101", "warning", ""),
        Finding("V106", "note", "", figures=("1.1",)),
        Finding("V105", "warning", "", figures=("9.1",)),
        Finding("V102", "error", "", figures=("9.3",)),
        Finding("T102", "error", "", figures=("3.2",)),
    ]
    found = sort_findings(shuffled, load_form("2014"))
    assert [finding.code for finding in found] == ["T102", "V102", "V105", "S101", "V106"]


def test_a_published_table_with_a_number_on_its_heading_gives_these_findings_and_no_more():
    # The figures that Lingwu's bureau published for 2017; every other cell of its table is blank.
    published = {"1": 87, "1.2.2": 87, "1.2.3": 3, "1.2.4": 80, "1.2.5": 41, "2.1": 3, "2.2.3": 87, "2.2.4": 33}
    published |= {"2.2.5": 825, "8.1": 3, "8.2": 28, "8.3": 6, "8.3.2": 6, "9.1": 3, "9.2": 2, "9.3": 25}
    form = load_form("2014")
    report = changed(
        WHOLE["2014"],
        {item.code: published.get(item.code) for item in form.items.values()},
        preface=("本报告由概述、附件等 7 个部分组成。",),
        sections=[Section(number, "标题", ("文字。",)) for number in "一二三"],
        notes=["政府信息公开情况统计表（样表）"],
    )
    assert codes(report) == ["V101", "T117", "S101", "S102", "V106"]


@pytest.mark.skipif(not PAST_REPORTS.exists(), reason="past reports are kept beside the repository")
def test_a_consistent_published_table_of_2023_has_no_error():
    expected = json.loads((PAST_REPORTS / "suqian-2023.json").read_text("utf-8"), parse_float=Decimal)
    figures = {item.code: Figure(item.code, "reported", 0) for item in load_form("2021").values()}
    figures |= {code: Figure(code, "reported", value) for code, value in expected["figures"].items()}
    report = AnnualReport(
        "2021",
        expected["year"],
        expected["org"],
        figures=figures,
        stated=[Figure(entry["code"], "reported", entry["value"]) for entry in expected["narrative"]],
        sections=[Section(line[0], line[2:], ("考核、评议和责任追究，没有收费。",)) for line in expected["sections"]],
    )
    assert codes(report) == ["D101"]
