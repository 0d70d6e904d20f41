from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converters.agreement import stated_in
from workbook.carry import CARRIED, MARK, carried
from workbook.content import BookContent
from workbook.references import expand
from workbook.report import AnnualReport, Figure, Section

VALUES = {"3.1": 57, "3.1.1": 31, "3.1.3": 26, "4": 0, "5": 0, "9.1": 6}
REQUESTS = "依申请公开政府信息办理情况"


def last(*texts, title=REQUESTS, edition="2014", **more):
    figures = {code: Figure(code, "reported", value) for code, value in VALUES.items()}
    sections = [Section("三", title, texts)]
    return AnnualReport(edition, year=2016, unit="青岗县", figures=figures, sections=sections, **more)


def carry(report, edition="2014", year=2017):
    content = BookContent(AnnualReport(edition, year=year, unit="青岗县"), {2016: report})
    return carried(content, report, stated_in(report))


def text_of(*texts, **more):
    sections = carry(last(*texts, **more)).current.sections
    return [text for section in sections for text in section.paragraphs]


def test_figures_of_the_table_become_references_and_the_rest_is_marked():
    assert text_of("2016年共收到政府信息公开申请57件，比上年增加12件，增长26.7%，其中当面申请31件。") == [
        "【上年：2016】年共收到政府信息公开申请{3.1}件，比上年增加【上年：12】件，增长【上年：26.7%】，其中当面申请{3.1.1}件。"
    ]


def test_a_number_that_is_not_the_tables_is_marked():
    assert text_of("共收到政府信息公开申请58件。") == ["共收到政府信息公开申请【上年：58】件。"]


def test_a_number_that_is_a_figures_by_chance_is_marked():
    assert text_of("全县设服务窗口31个。") == ["全县设服务窗口【上年：31】个。"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("１２场、1,234人次、3.5万条", "【上年：１２】场、【上年：1,234】人次、【上年：3.5万】条"),
        ("二〇一六年印发三件、百余条", "【上年：二〇一六】年印发【上年：三】件、【上年：百余】条"),
        ("2016年3月5日至12月31日", "【上年：2016年3月5日】至【上年：12月31日】"),
        ("满意率百分之九十八", "满意率【上年：百分之九十八】"),
    ],
)
def test_every_way_to_write_a_number_is_marked(text, expected):
    assert text_of(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "按《条例（2019年修订）》第二十条第（一）项办理",
        "依据国办发〔2014〕32号文件",
        "一是加强领导，二是完善制度，三是一次性告知",
        "（三）依申请公开。逐件登记",
        "电话0999-1234567，网址www.example.gov.cn，热线12345热线",
        "现有{3.1}件，{{3.1}}照旧",
    ],
)
def test_what_is_neither_year_nor_figure_stays(text):
    assert text_of(text) == [text]


def test_a_sentence_that_denies_is_marked_whole():
    (text,) = text_of("2016年，未发生因政府信息公开引起的行政复议。")
    assert text == "【上年：2016】年，【上年：未发生因政府信息公开引起的行政复议】。"


@given(
    st.lists(st.sampled_from(["共57件", "2016年", "办了12次", "占9.5%", "，", "申请", "三十件", "{3.1}"]), max_size=8)
)
def test_no_digit_of_last_year_is_left_outside_marks_and_references(pieces):
    text = "".join(pieces)
    for carried_text in text_of(text) if text else ():
        assert not re.search(r"\d|[三十]+件", re.sub(rf"{MARK}|\{{[^}}]*\}}", "", carried_text))


def test_everything_carried_over_is_known_as_last_years():
    content = carry(last("没有数的话。", preface=("开头。",)))
    assert content.drafts == {"开头。": CARRIED, "没有数的话。": CARRIED}
    assert content.current.year == 2017
    assert content.history[2016].sections[0].paragraphs == ("没有数的话。",)


def test_the_sections_are_those_of_the_new_form_and_none_gets_lost():
    report = last("甲", title="基本情况")
    report.sections.append(Section("八", "特色工作", ("乙",)))
    sections = carry(report).current.sections
    assert [(s.title, s.paragraphs) for s in sections if s.paragraphs] == [("概述", ("甲",)), ("特色工作", ("乙",))]


def test_another_edition_takes_no_references_over():
    sections = carry(last("共收到政府信息公开申请{3.1}件。"), edition="2019", year=2019).current.sections
    texts = [text for section in sections for text in section.paragraphs]
    assert texts == ["共收到政府信息公开申请【上年：57】件。"]


def test_references_carried_over_are_told_by_the_new_table():
    content = carry(last("共收到政府信息公开申请57件。"))
    content.current.figures["3.1"] = Figure("3.1", "reported", 60)
    assert [text for section in expand(content).sections for text in section.paragraphs] == [
        "共收到政府信息公开申请60件。"
    ]
