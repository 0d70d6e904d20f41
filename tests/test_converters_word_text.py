from __future__ import annotations

import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wordfile import W, paragraphs, part

from converters.document import clean
from converters.word import write_report
from workbook.formfile import load_form
from workbook.report import AnnualReport, Section


@pytest.mark.parametrize(
    "text",
    [
        "100<200",
        "A&B",
        "{{x}}",
        "=1+1",
        "鱼🐟塘",
        "  前后有空格  ",
        "第一行\n第二行",
        "甲\t乙",
        "]]>",
        "&amp;",
        "　　缩进",
    ],
)
def test_a_text_comes_through_unharmed(text):
    form = load_form("2014")
    report = AnnualReport("2014", 2012, "云水县", preface=(text,), sections=[Section("一", text, (text, text))])
    assert [shown for _, shown in paragraphs(write_report(report, form))][1:] == [text, f"一、{text}", text, text]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_characters="\r"), min_size=1))
def test_any_text_can_be_printed_and_read_back(text):
    report = AnnualReport("2014", 2012, "云水县", sections=[Section("一", "概述", (text,))])
    assert paragraphs(write_report(report, load_form("2014")))[2:] == [("ReportBody", clean(text))]


def test_what_no_document_can_hold_is_replaced():
    report = AnnualReport("2014", 2012, "甲\ud800乙", title="题\x07目", preface=("一\x0b二\ufffe三",))
    data = write_report(report, load_form("2014"))
    assert [text for _, text in paragraphs(data)] == ["题\ufffd目", "一\ufffd二\ufffd三"]
    assert docx.Document(io.BytesIO(data)).core_properties.author == "甲\ufffd乙"


@pytest.mark.parametrize(
    ("text", "style", "heading"),
    [
        ("（一）加强领导", "Heading2", ""),
        ("（十二）加强领导。", "Heading2", ""),
        ("（一）加强领导。由主要负责人牵头，专人办理。", "ReportBody", "（一）加强领导。"),
        ("（一）答复不够规范；", "ReportBody", ""),
        ("（一）" + "建立台账" * 11 + "。随后核对。", "ReportBody", ""),
        ("1.登记", "Level3", ""),
        ("（2）登记", "Level4", ""),
        ("1.登记了全部来件。", "ReportBody", ""),
        ("3.5万元", "ReportBody", ""),
    ],
)
def test_a_paragraph_that_opens_with_a_clause_number_is_or_begins_with_a_heading(text, style, heading):
    report = AnnualReport("2014", 2012, "云水县", sections=[Section("一", "概述", (text,))])
    data = write_report(report, load_form("2014"))
    assert paragraphs(data)[-1] == (style, text)
    looked = [words_of.getparent().getparent() for words_of in part(data).iter(f"{W}rStyle")]
    assert "".join(run.findtext(f"{W}t") for run in looked) == heading
