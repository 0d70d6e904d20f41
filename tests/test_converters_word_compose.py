from __future__ import annotations

import pytest
from wordfile import W, full_report, paragraphs, part, sheets, with_figure, words

from converters.word import write_report
from workbook.formfile import load_form
from workbook.report import AnnualReport, Section


def test_headings_are_real_headings_with_their_numbers_typed():
    found = paragraphs(write_report(full_report(load_form("2021"), 1), load_form("2021")))
    assert [text for style, text in found if style == "Heading1"] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]


def order(report, form):
    """Headings and tables (by their first cell) in the order of the document."""
    body = part(write_report(report, form)).find(f"{W}body")
    blocks = [
        block for block in body if block.tag == f"{W}tbl" or block.find(f".//{W}pStyle[@{W}val='Heading1']") is not None
    ]
    return [words(block) if block.tag == f"{W}p" else words(next(block.iter(f"{W}tc"))) for block in blocks]


def test_a_section_the_report_lacks_is_added_where_its_table_has_figures():
    form = load_form("2021")
    report = with_figure(form, "T4.A.1", state="reported", value=2, text="2")
    report.sections = [Section("一", "总体情况"), Section("二", "存在的主要问题和改进情况"), Section("三", "附记")]
    assert order(report, form) == [
        "一、总体情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "行政复议",
        "二、存在的主要问题和改进情况",
        "三、附记",
    ]


def test_a_section_of_another_wording_is_known_by_its_number():
    form = load_form("2021")
    report = with_figure(form, "T3.1.C1", state="reported", value=2, text="2")
    report.sections = [Section("三", "收到、处理公开申请情况")]
    assert order(report, form) == ["三、收到、处理公开申请情况", form.tables[1].corner_note]


def test_sections_keep_the_reports_own_order_and_carry_their_tables_by_title():
    form = load_form("2021")
    report = with_figure(form, "T4.A.1", state="reported", value=2, text="2")
    report.sections = [Section("一", "政府信息公开行政复议、行政诉讼情况"), Section("二", "总体情况")]
    assert order(report, form) == ["一、政府信息公开行政复议、行政诉讼情况", "行政复议", "二、总体情况"]


@pytest.mark.parametrize("found_in", ["table", "narrative"])
def test_a_narrative_of_the_years_before_the_table_gets_none(found_in):
    form = load_form("2014")
    report = with_figure(form, "3.1", state="reported", value=5, text="5", found_in=found_in)
    report.year = 2011
    report.sections = [Section("一", "概述", ("全年收到申请5件。",))]
    report.signoff = {"date": "2012-02-07"}
    data = write_report(report, form)
    assert sheets(data) == []
    assert [text for _, text in paragraphs(data)[1:]] == ["一、概述", "全年收到申请5件。", "云水县", "2012年2月7日"]


def test_the_attachment_stands_on_its_own_page_with_the_sign_off_below():
    form = load_form("2014")
    report = full_report(form, 1, signoff={"head": "方一", "phone": "0100-1234567", "date": "2015-01-09"})
    found = paragraphs(write_report(report, form))
    start = found.index(("Attachment", "附件"))
    assert [text for _, text in found[start:]] == [
        "附件",
        "政府信息公开情况统计表",
        "（2014年度）",
        "填报单位（盖章）：云水县档案局",
        "单位负责人：方一\t审核人：\t填报人：",
        "联系电话：0100-1234567\t填报日期：2015年1月9日",
    ]


def right_indents(data):
    found = part(data).findall(f".//{W}p")
    signed = [p for p in found if p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "SignedBy"]
    return [(words(p), int(p.find(f"{W}pPr/{W}ind").get(f"{W}rightChars"))) for p in signed]


@pytest.mark.parametrize(
    ("unit", "name_indent", "date_indent"),
    # 2022年1月9日 is six characters wide: the date starts two after the name, or stands two from the edge itself.
    [("云水县人民政府办公室", 200, 400), ("云水县", 700, 200), ("云水县档案局", 200, 0)],
)
def test_unit_and_date_sign_the_report_as_the_standard_places_them(unit, name_indent, date_indent):
    form = load_form("2021")
    data = write_report(full_report(form, 1, unit=unit), form)
    assert right_indents(data) == [(unit, name_indent), ("2022年1月9日", date_indent)]
    assert [text for _, text in paragraphs(data)[-2:]] == [
        "单位负责人：方一\t审核人：方二\t填报人：方三",
        "联系电话：0100-1234567",
    ]


def test_an_undated_report_is_not_signed():
    form = load_form("2021")
    assert paragraphs(write_report(full_report(form, 1, signoff={}), form))[-1][0] == "ReportBody"


@pytest.mark.parametrize(
    ("unit", "year", "title", "shown"),
    [
        ("云水县", 2022, "", "云水县2022年政府信息公开工作年度报告"),
        ("云水县", None, "", "云水县政府信息公开工作年度报告"),
        ("云水县", 2022, "云水县公开年报", "云水县公开年报"),
        ("云水县住房和城乡建设局", 2022, "", "云水县住房和城乡建设局\n2022年政府信息公开工作年度报告"),
    ],
)
def test_the_title_is_the_reports_or_the_forms_and_a_long_one_is_broken_by_sense(unit, year, title, shown):
    report = AnnualReport("2021", year, unit, title=title)
    assert paragraphs(write_report(report, load_form("2021"))) == [("Title", shown)]
