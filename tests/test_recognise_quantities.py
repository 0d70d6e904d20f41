"""Other figures: quantities with a measure word that no row of the form holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from converters.recognise.narrative import read_stated
from converters.recognise.passages import Passage
from converters.recognise.quantities import read_quantities
from converters.recognise.spoken import spoken
from workbook.formfile import load_form

if TYPE_CHECKING:
    from workbook.report import OtherFigure


def found(*texts: str) -> list[OtherFigure]:
    passages = [spoken(Passage(text, at, None), "概述") for at, text in enumerate(texts, 1)]
    stated = read_stated(passages, load_form("2014"), "年报.txt", 2016)
    return read_quantities(passages, stated.statements, "年报.txt")


def pairs(*texts: str) -> list[tuple[object, str]]:
    return [(other.value, other.measure) for other in found(*texts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("接待来访420人次，处理来信37件。", [(420, "人次"), (37, "件")]),
        ("网站访问量达1.2万人次。", [(12000, "人次")]),
        ("编发简报18期，印制手册3万余册。", [(18, "期"), (30000, "册")]),
        ("满意率为96.5%。", [("96.5", "%")]),
        ("举办现场活动两次、专场十余场。", [(2, "次"), (10, "场")]),
        ("办理建议三百二十一件。", [(321, "件")]),
        ("发放资料12,500份。", [(12500, "份")]),
        ("设有28个窗口。", [(28, "个")]),
        ("争取资金5.6万元。", [("5.6", "万元")]),
    ],
)
def test_quantities_are_read_with_their_measure_words(text, expected):
    assert [(str(value), measure) for value, measure in pairs(text)] == [(str(v), m) for v, m in expected]


@pytest.mark.parametrize(
    "text",
    [
        "2016年1月1日至12月31日。",
        "联系电话：0599-7654321，邮编353200。",
        "依据《条例》第二十条、第33条的规定。",
        "国办发〔2014〕32号文件要求。",
        "拨打12345热线。",
        "在15个工作日内答复。",
        "从三个方面抓落实，做到五公开。",
        "一是加强领导，二是完善制度。",
        "让政策走进千家万户。",
        "第3期简报刊发了经验。",
        "本报告由概述等7部分组成。",
    ],
)
def test_numbers_that_count_nothing_are_left_out(text):
    assert pairs(text) == []


def test_what_a_phrase_of_the_form_has_taken_is_left_out():
    assert pairs("收到政府信息公开申请6件，接待咨询88人次。") == [(88, "人次")]


def test_names_come_from_the_words_around():
    names = [other.name for other in found("共接待来访群众420人次，设置了28个服务窗口，“便民信箱”来信37件。")]
    assert names == ["接待来访群众", "设置服务窗口", "便民信箱来信"]


def test_round_numbers_are_approximate_and_quoted_as_printed():
    (other,) = found("其他正常。现场接访 700 余次。")
    assert other.approximate
    assert other.evidence.quote == "现场接访 700 余次。"
    assert other.evidence.line == 1


def test_a_sentence_printed_twice_counts_once():
    assert pairs("接待来访420人次。", "接待来访420人次。") == [(420, "人次")]
