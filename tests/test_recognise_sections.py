"""Sections: every way in which offices number and print the parts of a report."""

from __future__ import annotations

import pytest

from converters.document import Document, Paragraph, Place
from converters.recognise.passages import passages
from converters.recognise.sections import Narrative, split
from converters.recognise.textlines import text_lines
from workbook.formfile import load_form

TITLE = "清溪县林业局2016年政府信息公开工作年度报告"
BODY = "本局按照要求开展工作，各项任务已经完成。"


def narrative(*lines: str | tuple[str, int], edition: str = "2014", kind: str = "text") -> Narrative:
    texts = [line if isinstance(line, tuple) else (line, 0) for line in lines]
    blocks = [Paragraph(text, Place(line=at), heading) for at, (text, heading) in enumerate(texts, 1)]
    document = Document("报告.txt", kind, list(blocks))
    return split(passages(document, text_lines(document)), load_form(edition))


def titles(*lines: str | tuple[str, int], edition: str = "2014", kind: str = "text") -> list[tuple[str, str]]:
    return [(section.number, section.title) for section, _ in narrative(*lines, edition=edition, kind=kind).sections]


USUAL = [("一", "概述"), ("二", "主动公开政府信息情况"), ("三", "存在的主要问题及改进措施")]


@pytest.mark.parametrize(
    "marks",
    [
        ("一、", "二、", "三、"),
        ("一.", "二.", "三."),
        ("一 ", "二 ", "三 "),
        ("（一）", "（二）", "（三）"),
        ("(一)", "(二)", "(三)"),
        ("㈠", "㈡", "㈢"),
        ("第一部分 ", "第二部分 ", "第三部分 "),
        ("第一部分：", "第二部分：", "第三部分："),
    ],
)
def test_parts_are_found_however_they_are_numbered(marks):
    lines = [line for mark, (_, title) in zip(marks, USUAL, strict=True) for line in (mark + title, BODY)]
    assert titles(TITLE, *lines) == USUAL


def test_parts_numbered_in_digits_are_found_by_their_titles():
    lines = (
        TITLE,
        "1、概述",
        BODY,
        "1、完善制度。全年修订制度两项。",
        "2、主动公开政府信息情况",
        BODY,
        "3、其他需要报告的事项",
        "无。",
    )
    assert titles(*lines) == [("1", "概述"), ("2", "主动公开政府信息情况"), ("3", "其他需要报告的事项")]


def test_another_mark_in_the_midst_goes_on_counting():
    lines = (
        TITLE,
        "一、概述",
        BODY,
        "二.主动公开政府信息情况",
        BODY,
        "3、存在的主要问题及改进措施",
        BODY,
        "四、其他需要报告的事项",
        "无。",
    )
    assert [number for number, _ in titles(*lines)] == ["一", "二", "3", "四"]


def test_sub_headings_stay_paragraphs_of_their_section():
    found = narrative(
        TITLE,
        "一、概述",
        "（一）加强组织领导",
        BODY,
        "1.明确专人",
        BODY,
        "（二）完善制度。修订了两项制度。",
        "二、主动公开政府信息情况",
        BODY,
    )
    assert [len(section.paragraphs) for section, _ in found.sections] == [5, 1]


def test_headings_run_in_with_their_text():
    found = narrative(
        TITLE,
        "一、概述。本局高度重视，专人负责。",
        "二、主动公开政府信息情况：全年公开信息12条。",
        "三、存在的主要问题及改进措施 2016年还有不足，需要改进。",
    )
    assert [(s.title, s.paragraphs) for s, _ in found.sections] == [
        ("概述", ("本局高度重视，专人负责。",)),
        ("主动公开政府信息情况", ("全年公开信息12条。",)),
        ("存在的主要问题及改进措施", ("2016年还有不足，需要改进。",)),
    ]


def test_a_page_without_line_breaks_is_parted_at_its_headings():
    page = f"本报告根据条例编制。{BODY}" + "".join(f"{number}、{title}{BODY * 3}" for number, title in USUAL)
    found = narrative(TITLE, page)
    assert [(s.number, s.title) for s, _ in found.sections] == USUAL
    assert found.sections[1][0].paragraphs == (BODY * 3,)


def test_the_first_heading_may_stand_at_the_end_of_the_opening():
    opening = (
        "根据《中华人民共和国政府信息公开条例》的规定，编制本报告。" + BODY * 6 + "联系电话：0599-1234567。一、总体情况"
    )
    found = narrative(TITLE, opening, BODY, "二、主动公开政府信息情况", BODY, edition="2021")
    assert [s.title for s, _ in found.sections] == ["总体情况", "主动公开政府信息情况"]


def test_a_heading_broken_over_two_lines_is_one():
    lines = (
        TITLE,
        "一、概述",
        BODY,
        "二、因政府信息公开申请行政复议、提起行政诉",
        "讼情况",
        BODY,
        "三、存在的主要问题及改",
        "进措施",
        BODY,
    )
    assert titles(*lines)[1:] == [
        ("二", "因政府信息公开申请行政复议、提起行政诉讼情况"),
        ("三", "存在的主要问题及改进措施"),
    ]


def test_headings_without_numbers_are_known_by_style_or_title():
    styled = ((TITLE, 1), ("工作开展", 2), BODY, ("公开渠道", 2), BODY, ("展望", 2), BODY)
    assert titles(*styled, kind="docx") == [("", "工作开展"), ("", "公开渠道"), ("", "展望")]
    plain = (TITLE, "概述", BODY, "主动公开政府信息情况", BODY, "存在的主要问题及改进措施", BODY)
    assert [title for _, title in titles(*plain)] == [title for _, title in USUAL]


def test_styled_sub_headings_are_no_sections():
    lines = (
        (TITLE, 1),
        ("一、总体情况", 2),
        ("（一）主动公开", 3),
        BODY,
        ("（二）依申请公开", 3),
        BODY,
        ("二、主动公开政府信息情况", 2),
        BODY,
    )
    assert titles(*lines, edition="2021", kind="docx") == [("一", "总体情况"), ("二", "主动公开政府信息情况")]


def test_a_table_of_contents_is_no_section():
    contents = ("目录", "一、概述……1", "二、主动公开政府信息情况……3", "三、存在的主要问题及改进措施……5")
    lines = [line for number, title in USUAL for line in (f"{number}、{title}", BODY)]
    found = narrative(TITLE, *contents, *lines)
    assert [(s.number, s.title) for s, _ in found.sections] == USUAL
    assert all(section.paragraphs == (BODY,) for section, _ in found.sections)
    assert found.preface == []


def test_contents_set_in_one_line_are_left_out():
    lines = [line for number, title in USUAL for line in (f"{number}、{title}", BODY)]
    found = narrative("一、概述,二、主动公开政府信息情况,三、存在的主要问题及改进措施,四、附表", TITLE, *lines)
    assert [(s.number, s.title) for s, _ in found.sections] == USUAL
    assert found.preface == []


def test_a_machine_made_abstract_is_counted_once():
    first = "2016年，清溪县林业局主动公开政府信息36条，收到政府信息公开申请2件，均已办结。"
    found = narrative("摘要：" + first, TITLE, "一、概述", first + BODY, "二、主动公开政府信息情况", BODY)
    assert found.preface == []
    assert [s.text for s, _ in found.sections] == [first + BODY, BODY]


def test_a_count_that_starts_anew_inside_a_section_is_a_list():
    lines = (
        TITLE,
        "一、概述",
        BODY,
        "二、存在的主要问题及改进措施",
        "下一步重点抓好：",
        "一、抓学习，提高认识。",
        "二、抓制度，堵住漏洞。",
    )
    assert titles(*lines) == [("一", "概述"), ("二", "存在的主要问题及改进措施")]


def test_a_missing_number_does_not_stop_the_count():
    lines = (TITLE, "一、概述", BODY, "三、依申请公开政府信息办理情况", BODY, "四、其他需要报告的事项", "无。")
    assert [number for number, _ in titles(*lines)] == ["一", "三", "四"]


def test_lists_within_parts_do_not_count_as_parts():
    lines = (
        "第一部分 概述",
        BODY,
        "一、加强领导",
        BODY,
        "二、完善制度",
        BODY,
        "第二部分 主动公开政府信息情况",
        BODY,
        "一、公开数量",
        BODY,
    )
    assert titles(TITLE, *lines) == [("一", "概述"), ("二", "主动公开政府信息情况")]


def test_a_known_title_may_come_after_a_long_gap():
    lines = (TITLE, "一、总体情况", BODY, "五、存在的主要问题及改进情况", BODY, "六、其他需要报告的事项", "无。")
    assert [number for number, _ in titles(*lines, edition="2021")] == ["一", "五", "六"]
