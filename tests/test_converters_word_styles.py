from __future__ import annotations

import datetime as dt
import io

import docx
import pytest
from wordfile import W, full_report, part, words

from converters.word import write_report
from workbook.formfile import load_form
from workbook.report import AnnualReport

EDITIONS = ("2014", "2019", "2021")


def test_page_and_line_pitch_are_those_of_the_standard():
    document = docx.Document(io.BytesIO(write_report(AnnualReport("2021", 2022, "云水县"), load_form("2021"))))
    section = document.sections[0]
    page = (section.page_width, section.page_height, section.top_margin, section.right_margin, section.left_margin)
    assert [round(length.mm) for length in page] == [210, 297, 37, 26, 28]
    grid = section._sectPr.find(f"{W}docGrid")
    assert (grid.get(f"{W}type"), grid.get(f"{W}linePitch")) == ("lines", "579")
    body = document.styles["公文正文"].paragraph_format
    assert (body.line_spacing.pt, document.styles["公文正文"].font.size.pt) == (28.95, 16)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages():
    document = docx.Document(io.BytesIO(write_report(AnnualReport("2021", 2022, "云水县"), load_form("2021"))))
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert [footer.paragraphs[0].style.name for footer in (section.footer, section.even_page_footer)] == [
        "单页码",
        "双页码",
    ]
    assert words(section.footer._element) == "— 1 —"


def test_every_style_names_its_chinese_typeface():
    styles = part(write_report(AnnualReport("2021", 2022, "云水县"), load_form("2021")), "word/styles.xml")
    named = {
        style.find(f"{W}name").get(f"{W}val"): style.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia")
        for style in styles.iter(f"{W}style")
        if style.find(f"{W}rPr") is not None
    }
    assert {name: named[name] for name in ("Title", "heading 1", "heading 2", "公文正文", "表格文字", "单页码")} == {
        "Title": "方正小标宋简体",
        "heading 1": "黑体",
        "heading 2": "楷体_GB2312",
        "公文正文": "仿宋_GB2312",
        "表格文字": "宋体",
        "单页码": "宋体",
    }
    assert all(
        style.find(f"{W}rPr/{W}rFonts") is not None
        for style in styles.iter(f"{W}style")
        if style.get(f"{W}type") == "paragraph"
    )
    assert styles.find(f".//{W}lang").get(f"{W}eastAsia") == "zh-CN"


def test_the_properties_say_title_unit_and_the_last_day_of_the_year():
    report = AnnualReport("2021", 2022, "云水县", title="题" * 300)
    properties = docx.Document(io.BytesIO(write_report(report, load_form("2021")))).core_properties
    assert (properties.title, properties.author, properties.language) == ("题" * 255, "云水县", "zh-CN")
    assert properties.created == properties.modified == dt.datetime(2022, 12, 31, tzinfo=dt.UTC)


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_same_report_gives_the_same_bytes(edition):
    form = load_form(edition)
    assert write_report(full_report(form, 3), form) == write_report(full_report(form, 3), form)
