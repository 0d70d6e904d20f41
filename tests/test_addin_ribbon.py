"""The table of buttons, and Excel's ribbon made from it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree
from vbatools import CALLBACKS, public_subs

from addin.customui import NAMESPACE, custom_ui
from addin.ribbon import RibbonError, known_icons, load_ribbon, read_ribbon

TABLE = (Path(__file__).resolve().parent.parent / "addin" / "ribbon.toml").read_text("utf-8")
GROUPS = {
    "数据": ["新建年报", "导入往年报告", "汇总下级"],
    "校验": ["校验", "下一处", "清除标记", "校验说明"],
    "报告": ["生成 Word 报告", "预览正文"],
    "历年": ["同比", "图表"],
    "帮助": ["帮助"],
}
# What Office hands to each kind of callback, and expects back ([MS-CUSTOMUI2]).
ACTION = "control As IRibbonControl"
ANSWER = "control As IRibbonControl, ByRef returnedVal"
SIGNATURES = {"onLoad": "ribbon As IRibbonUI", "onAction": ACTION}


@pytest.fixture(scope="module")
def root():
    return etree.fromstring(custom_ui(load_ribbon()))


def named(element):
    return etree.QName(element).localname


def test_the_tab_has_the_groups_and_buttons_that_were_agreed():
    ribbon = load_ribbon()
    assert ribbon.tab.label == "信息公开年报"
    assert {group.label: [one.label for one in inside] for group, inside in ribbon.grouped} == GROUPS


def test_the_dispatch_has_one_macro_for_each_button():
    dispatch = load_ribbon().dispatch
    assert len(dispatch) == len(set(dispatch.values())) == sum(map(len, GROUPS.values()))
    assert all(name.isidentifier() for name in dispatch.values())


def test_the_ribbon_shows_the_table_in_its_order(root):
    shown = {group.get("label"): [one.get("label") for one in group] for group in root.iter(f"{{{NAMESPACE}}}group")}
    assert shown == GROUPS


def test_each_button_has_all_that_office_shows(root):
    buttons = list(root.iter(f"{{{NAMESPACE}}}button"))
    assert len(buttons) == sum(map(len, GROUPS.values()))
    for button in buttons:
        assert all(button.get(name) for name in ("label", "screentip", "supertip", "imageMso", "size", "onAction"))
        assert len(button.get("supertip")) <= 1024
    assert {button.get("imageMso") for button in buttons} <= known_icons()


def test_the_ids_in_the_ribbon_are_unique(root):
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len({name.lower() for name in ids}) > len(GROUPS)


def test_every_callback_in_the_ribbon_exists_with_office_s_signature(root):
    subs = public_subs(CALLBACKS.read_text("ascii"))
    called = {
        (name, value)
        for element in root.iter()
        for name, value in element.attrib.items()
        if name.startswith(("on", "get"))
    }
    assert {name for name, _ in called} == {"onLoad", "onAction", "getEnabled"}
    assert {(name, subs[value]) for name, value in called} == {
        (name, SIGNATURES.get(name, ANSWER)) for name, _ in called
    }


def test_the_ribbon_is_the_same_each_time():
    assert custom_ui(load_ribbon()) == custom_ui(read_ribbon(TABLE))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "newBook"', 'id = "checkBook"', "id checkbook 用了几次"),
        ('id = "newBook"', 'id = "nianbaodata"', "id nianbaodata 用了几次"),
        ('id = "newBook"', 'id = "new\'Book"', "应是字母和数字"),
        ('calls = "new_book"', 'calls = "check_book"', "check_book 由几个按钮调用"),
        ('calls = "new_book"', 'calls = "os.remove"', "calls 应是函数名"),
        ('label = "新建年报"', 'label = "同比"', "“同比”是几个按钮的名称"),
        ('label = "新建年报"', 'label = ""', "请改 空的值"),
        ('label = "新建年报"', 'label = "新建一份信息公开年报工作簿"', "名称最多 12 个字"),
        ('label = "新建年报"\n', "", "请改 label"),
        ('label = "新建年报"', 'label = "新建年报"\ncolour = "red"', "请改 colour"),
        ('group = "nianbaoData"', 'group = "nianbaoFigures"', "没有组 nianbaoFigures"),
        ('group = "nianbaoHelp"', 'group = "nianbaoData"', "组 nianbaoHelp 里没有按钮"),
        ('icon = "FileNew"', 'icon = "BrandNewReport"', "没有图标 BrandNewReport"),
        ('size = "large"', 'size = "huge"', "size 应是 large、normal 之一"),
        ('enabled = "always"', 'enabled = "sometimes"', "enabled 应是 always、book 之一"),
        ('id = "nianbaoTab"', 'id = "nianbaoTab', "不是有效的 TOML"),
        ("[tab]", "[table]", "按钮表里 Tab 的键应是"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused_and_says_where(old, new, words):
    assert old in TABLE
    with pytest.raises(RibbonError, match=re.escape(words)):
        read_ribbon(TABLE.replace(old, new, 1))
