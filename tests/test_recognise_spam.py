"""Advertisements slipped into a report are told apart from it; words of the trade are not taken for one."""

from __future__ import annotations

import pytest

from converters.recognise.passages import Passage
from converters.recognise.spam import furniture_notes, spam_notes, without_spam


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("主动公开就业、凯发app下载的社会保障信息", "主动公开就业、社会保障信息"),
        ("亚博体育官网青河县2022年政府信息公开工作年度报告", "青河县2022年政府信息公开工作年度报告"),
        ("设立窗口金沙娱乐下载3个", "设立窗口3个"),
    ],
)
def test_an_advertisement_is_taken_out(text, plain):
    assert without_spam(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "金沙县人民政府2022年政府信息公开工作年度报告",
        "银河一路506号",
        "政务APP下载量3.2万次",
        "接待港澳同胞20人次",
        "体育局主动公开信息20条",
        "江南街道官方网站登录人数",
        "金沙体育馆开放信息3条",
    ],
)
def test_words_of_a_report_are_no_advertisement(text):
    assert without_spam(text) == text


def test_each_advertisement_is_noted_with_its_place():
    notes = spam_notes("万博app某局年报", [Passage("公开信息，凯发下载安装的各类文件。", 7, None)])
    assert [note[:3] for note in notes] == ["标题夹", "第7行"]
    assert "凯发下载安装的" in notes[1]


def test_the_lines_of_a_page_are_kept_in_one_note():
    assert furniture_notes(["打印  关闭", "——", "打印 关闭", "上一篇：通知"]) == [
        "页面附带的文字，未读入正文：打印 关闭；上一篇：通知"
    ]
    assert furniture_notes([]) == []
