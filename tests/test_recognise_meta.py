"""Unit, year and period, wherever a report names them."""

from __future__ import annotations

import datetime as dt

import pytest

from converters.recognise.meta import find_period, find_unit, find_year, unit_of_title


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("清溪县林业局2016年政府信息公开工作年度报告", "清溪县林业局"),
        ("2016年清溪县林业局政府信息公开工作年度报告", "清溪县林业局"),
        ("清溪县林业局关于2016年度政府信息公开工作的年度报告", "清溪县林业局"),
        ("关于编制清溪县林业局2016年政府信息公开工作年度报告", "清溪县林业局"),
        ("清溪县人民政府2016年政府信息公开工作年度报告", "清溪县人民政府"),
        ("清溪县人民政府信息公开工作年度报告", "清溪县人民政府"),
        ("清溪县石桥镇政府信息公开工作年度报告（2016年）", "清溪县石桥镇"),
        ("建设路街道2022年政府信息公开工作年度报告", "建设路街道"),
        ("清溪经济开发区（高新区）2014政府信息公开年度报告", "清溪经济开发区（高新区）"),
        ("2016年政府信息公开工作年度报告", ""),
        ("政府信息公开工作年度报告", ""),
    ],
)
def test_the_title_names_the_unit_before_or_behind_the_year(title, unit):
    assert unit_of_title(title) == unit


def test_the_unit_is_looked_for_in_the_order_of_trust():
    title, opening = (
        "2016年政府信息公开工作年度报告",
        "根据《条例》要求，现公布清溪县林业局2016年度政府信息公开工作报告。我局高度重视。",
    )
    assert find_unit(title, ["填报单位（盖章）：清溪县 林业局"], ["清溪县水务局"], opening) == "清溪县林业局"
    assert find_unit(title, [], ["清溪县水务局", "2017年1月3日"], opening) == "清溪县水务局"
    assert find_unit(title, [], [], opening) == "清溪县林业局"
    assert find_unit(title, [], [], "由清溪县林业局编制。") == "清溪县林业局"
    assert find_unit(title, [], [], "我局认真落实。", "清溪县林业局2016年政府信息公开年报.docx") == "清溪县林业局"


@pytest.mark.parametrize("words", ["现公布我局2016年度报告。", "由本单位编制。", "我局（以下简称局）高度重视。"])
def test_words_for_oneself_are_no_name(words):
    assert find_unit("我局2016年政府信息公开工作年度报告", [], ["我局"], words) == ""


@pytest.mark.parametrize(
    ("title", "headers", "words", "name", "year"),
    [
        ("甲局2016年年报", [], "2015年很忙。", "", 2016),
        ("甲局二〇一六年政府信息公开工作年度报告", [], "", "", 2016),
        ("甲局二○一一年年度报告", [], "", "", 2011),
        ("甲区2014政府信息公开工作年度报告", [], "", "", 2014),
        ("甲局年度报告", ["（2017 年度）"], "", "", 2017),
        ("甲局年度报告", ["填报日期：2018年1月3日"], "统计期限自2017年1月1日至2017年12月31日。", "", 2017),
        ("甲局年度报告", [], "我局认真工作。", "甲局2019年年报.html", 2019),
        ("甲局年度报告", [], "2012年收到申请2件。2011年没有申请。2012年公开5条。", "", 2012),
        ("甲局年度报告", [], "我局认真工作。", "", None),
    ],
)
def test_the_year_is_the_titles_or_the_next_best(title, headers, words, name, year):
    assert find_year(title, headers, words, name) == year


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("数据统计期限自2016年1月1日起至2016年12月31日止。", ("2016-01-01", "2016-12-31")),
        ("涵盖2016年1月1日至12月31日期间的工作。", ("2016-01-01", "2016-12-31")),
        ("统计时限为2022年1月1日-2022年12月31日", ("2022-01-01", "2022-12-31")),
        ("统计时限为2016.1.1—2016.12.31。", ("2016-01-01", "2016-12-31")),
        ("本报告数据的统计期限为2021年1月1日至2021年12月30日。", ("2021-01-01", "2021-12-30")),
        ("数据统计期限自2008年5月1日至12月31日。", ("2008-05-01", "2008-12-31")),
        ("统计期限自2016年12月31日至2016年1月1日。", ("2016-12-31", "2016-01-01")),
        ("统计期限自2016年1月1日至2016年13月1日。", ("2016-01-01", "2016-12-31")),
        ("3月1日至5月31日开展了活动。", ("2016-01-01", "2016-12-31")),
    ],
)
def test_the_period_is_kept_as_printed(words, days):
    assert find_period(words, 2016) == tuple(map(dt.date.fromisoformat, days))


def test_without_a_year_there_is_no_period():
    assert find_period("我局认真工作。", None) is None
