"""Passages: furniture out, broken paragraphs whole, nothing of the report lost."""

from __future__ import annotations

import pytest

from converters.document import Document, Paragraph, Place
from converters.recognise.passages import is_furniture, passages
from converters.recognise.textlines import text_lines


def texts(*lines: str, kind: str = "text") -> list[str]:
    document = Document("a", kind, [Paragraph(line, Place(line=at)) for at, line in enumerate(lines, 1)])
    return [passage.text for passage in passages(document, text_lines(document))]


@pytest.mark.parametrize(
    "line",
    [
        "发布日期:2012-02-28字体[ ]",
        "发布时间：2017-01-12 10:01:22",
        "来源：县政府办公室 时间：2017-01-12",
        "字号：",
        "字体：【 默认 超大",
        "【打印】 【关闭】",
        "打印 关闭",
        "当前位置：首页 > 政务公开 > 年报",
        "您所在的位置：首页",
        "索引号：QX-2017-00012",
        "发布机构： 清溪县林业局",
        "上一篇：2015年年报",
        "版权所有：清溪县人民政府 备案号：闽ICP备05000000号",
        "- 4 -",
        "第 3 页 共 5 页",
        "| | |",
        "••• |",
        "{{ item.title }}",
        "无障碍 长者模式",
        "简体 | 繁體 | 无障碍阅读",
        "字体大小：【大】【中】【小】",
        "主 题 词：年报",
        "联系我们 | 网站地图 | 隐私声明",
        "您是第 12345 位访问者",
        "來源：縣政府辦 發布日期：2011-03-15 瀏覽：30次",
        "Copyright © 2023 清溪县人民政府",
        "【下载Word】 【下载PDF】",
    ],
)
def test_furniture_is_dropped(line):
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "公开时间更加及时，全年公开信息312条。",
        "公开单位内部规章制度12项。",
        "新增网站地图、无障碍浏览等栏目。",
        "来源于群众的建议均已答复。",
        "关闭僵尸栏目6个。",
        "打印机、复印机均向公众开放。",
        "返回群众多收的费用300元。",
        "下载量达到1200次。",
        "（一）概述",
        "浏览量持续上升。",
        "微信公众号发布信息120条。",
        "首页设置政务公开专栏。",
        "检索、复制费用均未收取。",
        "登录人数达到3万。",
    ],
)
def test_words_of_the_report_are_kept(line):
    assert not is_furniture(line)


def test_a_paragraph_broken_by_a_page_is_whole_again():
    assert texts("公开专班的办公室设在局秘书科，由它承担信息公开方面的", "- 3 -", "各项事务，并定专人办理。") == [
        "公开专班的办公室设在局秘书科，由它承担信息公开方面的各项事务，并定专人办理。"
    ]


def test_hard_wrapped_text_is_joined_and_short_last_lines_end_a_paragraph():
    first = [
        "本局把公开工作同业务工作一并安排由办公室牵头各股室指定专",
        "人负责对群众常问的房屋修缮物业管理等事项编成问答在网站发布",
        "并在窗口同时张贴每月更新一次内容准确及时方便群众查阅和监督",
        "全年没有差错。",
    ]
    assert texts(*first * 5) == ["".join(first)] * 5


def test_short_lines_of_a_poem_are_not_joined():
    assert texts("公开是原则", "不公开是例外", "群众来监督", "政府更廉洁") == [
        "公开是原则",
        "不公开是例外",
        "群众来监督",
        "政府更廉洁",
    ]


def test_paragraphs_of_a_word_file_are_not_joined_for_want_of_a_full_stop():
    one, other = "2016年收到依申请公开的事项两件，均已经按照期限办结", "没有因此引起的行政复议和行政诉讼"
    assert texts(one, other, kind="docx") == [one, other]
    assert texts(one + "，", other, kind="docx") == [one + "，" + other]


def test_contact_items_a_line_each_stay_apart():
    lines = ("如对本报告有疑问，请与清溪县林业局办公室联系", "联系地址：清溪县建设路8号", "联系电话：0599-7654321")
    assert texts(*lines) == list(lines)


def test_inserted_words_stay_in_the_text():
    assert texts("主动公开就业服务、某某app下载的人才招聘等信息。") == [
        "主动公开就业服务、某某app下载的人才招聘等信息。"
    ]


def test_full_width_indents_go_and_inner_blanks_stay():
    assert texts("　　2016 年，我局公开信息。　") == ["2016 年，我局公开信息。"]


@pytest.mark.parametrize("width", [24, 28, 33, 34, 40])
def test_a_text_wrapped_at_any_width_is_whole_again(width):
    item = "把公开任务分解到各股室和各工作站，逐项明确时限与责任人，按季度通报进展并督促整改落实"
    whole = "，".join([item] * 12) + "。"
    lines = [whole[at : at + width] for at in range(0, len(whole), width)]
    assert texts(*lines) == [whole]
    assert texts("。") == ["。"]
