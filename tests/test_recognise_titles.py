"""Titles: on several lines, after furniture, doubled, passed on by a letter, run into the text."""

from __future__ import annotations

import pytest

from converters.document import Document, Paragraph, Place
from converters.recognise.passages import passages
from converters.recognise.textlines import text_lines
from converters.recognise.titles import take_title

OPENING = "根据《中华人民共和国政府信息公开条例》的规定，现公布本局年度报告。"
WHOLE = "清溪县林业局2016年政府信息公开工作年度报告"


def title_of(*lines: str, kind: str = "text") -> tuple[str, list[str]]:
    document = Document("a", kind, [Paragraph(line, Place(line=at)) for at, line in enumerate(lines, 1)])
    title, rest = take_title(passages(document, text_lines(document)))
    return title, [passage.text for passage in rest]


@pytest.mark.parametrize(
    "lines",
    [
        (WHOLE,),
        ("清溪县林业局", "2016年政府信息公开工作年度报告"),
        ("清溪县林业局2016年", "政府信息公开工作年度报告"),
        ("清溪县林业局", "2016年政府信息公开", "工作年度报告"),
        ("清溪县林业局2016年政府信息公开工作", "年度报告"),
        ("当前位置：首页 > 政务公开 > 年报", "发布日期：2017-01-12 字体：[大 中 小]", WHOLE),
        ("索引号：QX-2017-3", "标题：年报", WHOLE, "打印 关闭"),
        ("政府信息公开", WHOLE),
        ("• 索 引 号:QX-2017-3", "• 公文生成日期:2017-01-04", WHOLE, "林综〔2017〕1号", WHOLE),
        (WHOLE, "来源：县林业局 时间：2017-01-12 10:01", WHOLE),
        ("清溪县林业局2016年 政府信息公开工作年度报告   发布日期：2017-01-12",),
        (WHOLE + "_清溪县人民政府门户网站",),
        ("清 溪 县 林 业 局", "2016年政府信息公开工作年度报告"),
    ],
)
def test_one_title_is_read_from_every_setting(lines):
    title, rest = title_of(*lines, OPENING)
    assert title == WHOLE
    assert [text for text in rest if "〔" not in text] == [OPENING]


def test_lines_of_one_paragraph_are_joined():
    found = title_of("清溪县林业局\n二〇一六年政府信息公开\n工作年度报告", OPENING, kind="docx")
    assert found == ("清溪县林业局二〇一六年政府信息公开工作年度报告", [OPENING])


def test_an_odd_first_line_of_the_same_paragraph_belongs_to_the_title():
    assert (
        title_of("清溪县\n政府信息公开工作年度报告\n（2016年）", OPENING, kind="docx")[0]
        == "清溪县政府信息公开工作年度报告（2016年）"
    )


def test_a_covering_letter_does_not_give_the_title():
    letter = (
        "关于报送清溪县林业局2016年政府信息公开工作年度报告的函",
        "县政府办公室：",
        "现将我局年度报告报上，请审阅。",
    )
    title, rest = title_of(*letter, WHOLE, OPENING)
    assert title == WHOLE
    assert rest[-1] == OPENING


def test_a_letter_alone_is_the_title():
    assert (
        title_of("关于报送2016年政府信息公开工作年度报告的报告", OPENING)[0]
        == "关于报送2016年政府信息公开工作年度报告的报告"
    )


def test_a_title_runs_into_the_first_sentence():
    assert title_of(WHOLE + OPENING + "本报告由概述等七个部分组成，数据统计期限为全年。") == (
        WHOLE,
        [OPENING + "本报告由概述等七个部分组成，数据统计期限为全年。"],
    )


def test_a_sentence_that_names_the_report_is_no_title():
    assert title_of("按照要求，编制本年度政府信息公开工作报告。", OPENING)[0] == ""


def test_a_body_on_a_line_below_the_year_is_not_taken_from_the_text():
    title, rest = title_of(WHOLE, "清溪县位于山区", OPENING)
    assert (title, rest) == (WHOLE, ["清溪县位于山区", OPENING])
