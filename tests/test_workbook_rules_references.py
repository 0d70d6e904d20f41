from __future__ import annotations

from workbook.carry import CARRIED
from workbook.check import check
from workbook.content import BookContent
from workbook.report import AnnualReport, Figure, Section


def found(*texts, drafts=None, places=None):
    figures = {code: Figure(code, "reported", value) for code, value in {"3.1": 5, "4.2": 0}.items()}
    report = AnnualReport("2014", year=2016, figures=figures, sections=[Section("三", "依申请公开情况", texts)])
    cells = {(0, at): f"正文!D{at + 6}" for at in range(len(texts))} if places is None else places
    wanted = ("X109", "X110", "X111")
    findings = check(BookContent(report, drafts=drafts or {}, places=cells), {})
    return [finding for finding in findings if finding.code in wanted]


def test_an_unknown_reference_is_told_with_its_place_and_what_may_be_meant():
    (finding,) = found("共{3.1}件。", "共{收到申请}件。")
    assert (finding.code, finding.where) == ("X109", "正文!D7")
    assert "第 2 段的“{收到申请}”不是统计表的指标；是否指 3.1 （一）收到申请数" in finding.message
    assert "双花括号" in finding.hint


def test_an_ambiguous_name_lists_all_it_may_mean():
    (finding,) = found("{被依法纠错数}件")
    assert "4.2 （二）被依法纠错数、5.2 （二）被依法纠错数" in finding.message


def test_an_aspect_that_is_none_is_told():
    (finding,) = found("{3.1:环比}")
    assert "“环比”看不懂" in finding.message


def test_a_blank_figure_is_told_with_its_name():
    findings = found("{3.2}件，{3.1:同比}")
    assert [(finding.code, finding.figures) for finding in findings] == [("X110", ("3.1",)), ("X110", ("3.2",))]
    assert "没有可比的上年数" in findings[0].message
    assert "“（二）申请办结数”空白" in findings[1].message


def test_a_reference_that_can_be_told_and_doubled_braces_are_no_finding():
    assert not found("{3.1}件，{{x}}，{{3.9}}")


def test_braces_in_a_report_that_is_no_workbook_are_plain_text():
    assert not found("{x}件", places={})


def test_what_is_left_of_last_year_is_told_paragraph_by_paragraph():
    findings = found("【上年：12】件和【上年：13】件", "照旧。", "我写的。", drafts={"照旧。": CARRIED})
    assert [(finding.severity, finding.where) for finding in findings] == [
        ("error", "正文!D6"),
        ("warning", "正文!D7"),
    ]
    assert "【上年：12】、【上年：13】" in findings[0].message
