"""Contact blocks, sign-offs and closing signatures in the ways they are printed."""

from __future__ import annotations

import pytest

from converters.recognise.signing import closing_lines, find_contact, find_signoff, form_lines, iso_date
from workbook.formfile import load_form

FORM = load_form("2014")
CONTACT = {"address": "清溪县建设路8号", "postcode": "353200", "phone": "0599-7654321", "email": "qxly@example.com"}
SIGNED = {"head": "顾长林", "reviewer": "叶文秀", "preparer": "石小满", "phone": "0599-7654321", "date": "2017-01-16"}


@pytest.mark.parametrize(
    "words",
    [
        "请与县林业局办公室联系（地址：清溪县建设路8号；邮编：353200；电话：0599-7654321；电子邮箱：qxly@example.com）。",
        "联系地址：清溪县建设路8号\n邮政编码：353200\n联系电话：0599-7654321\n电子邮件：qxly@example.com",
        "通讯地址：清溪县建设路8号 邮编：353200 联系电话：0599-7654321 E-mail：qxly@example.com",
        "地址清溪县建设路8号，邮编353200，电话0599-7654321，邮箱qxly@example.com。",
        "地 址\t清溪县建设路8号\n邮 编\t353200\n电 话\t0599-7654321\n电子信箱\tqxly@example.com",
        "办公地址为清溪县建设路8号，邮政编码为353200，咨询电话为0599-7654321，电子邮箱为qxly@example.com",
    ],
)
def test_contact_blocks_are_read_in_all_printings(words):
    found = find_contact(words)
    assert {key: found.get(key) for key in CONTACT} == CONTACT


def test_one_number_for_telephone_and_fax_is_both():
    assert find_contact("电话（传真）：0599-7654321") == {"phone": "0599-7654321", "fax": "0599-7654321"}


def test_labels_without_values_give_nothing():
    assert find_contact("地址：邮编：电话：传真：。") == {}


def test_the_sites_address_is_no_address():
    assert find_contact("可在政府网站下载（网站地址：http://www.example.gov.cn/nb）。") == {
        "website": "http://www.example.gov.cn/nb"
    }


@pytest.mark.parametrize(
    "lines",
    [
        ("单位负责人：顾长林", "审核人：叶文秀", "填报人：石小满", "联系电话：0599-7654321", "填报日期：2017年1月16日"),
        ("单位负责人：顾长林　　审核人：叶文秀　　填报人：石小满", "联系电话：0599-7654321　填报日期：2017年1月16日"),
        ("单位负责人：顾长林 审核人：叶文秀 填报人：石小满 联系电话：0599-7654321 填报日期：2017-01-16",),
        (
            "单位负责人：\t顾长林\t审核人：\t叶文秀",
            "填报人：\t石小满\t联系电话：\t0599-7654321",
            "填报日期：\t2017.1.16",
        ),
        ("单位负责人\t审核人\t填报人\t联系电话\t填报日期", "顾长林\t叶文秀\t石小满\t0599-7654321\t2017年1月16日"),
        (
            "负 责 人：顾长林",
            "审 核 人：叶文秀",
            "填 表 人：石小满",
            "电　话：0599-7654321",
            "填报日期：二〇一七年一月十六日",
        ),
        (
            "单位负责人（签字）：顾 长 林",
            "审核人：叶文秀",
            "经办人：石小满",
            "联系方式：0599-7654321",
            "报送日期：2017/1/16",
        ),
    ],
)
def test_sign_offs_are_read_in_all_printings(lines):
    assert find_signoff(lines, FORM) == SIGNED


def test_missing_fields_stay_missing():
    assert find_signoff(["单位负责人：", "审核人：叶文秀　填报人：　联系电话：0599-7654321"], FORM) == {
        "reviewer": "叶文秀",
        "phone": "0599-7654321",
    }


def test_a_telephone_by_itself_belongs_to_the_contact_block():
    opening = [
        "联系地址：清溪县建设路8号",
        "联系电话：0599-7654321",
        "一、概述",
        "全年公开信息12条。",
        "另起一行。",
        "再起一行。",
    ]
    assert form_lines(opening, FORM) == set()
    assert form_lines([*opening, "填报人：石小满", "联系电话：0599-7654321"], FORM) == {6, 7}


@pytest.mark.parametrize(
    ("lines", "taken"),
    [
        (("工作已完成。", "清溪县林业局", "2017年1月16日"), [1, 2]),
        (("工作已完成。", "清溪县林业局 2017年1月16日"), [1]),
        (("工作已完成。", "清溪县林业局", "二〇一七年一月十六日", "附件：1.统计表"), [1, 2]),
        (("工作已完成。", "清溪县林业局", "（2017年1月16日）"), [1, 2]),
        (("工作已完成。", "填报人：石小满", "2017年1月16日"), [1, 2]),
        (("工作已完成。", "清溪县林业局"), []),
        (("（一）没有其他事项", "2017年1月16日"), [1]),
        (("统计截至2016年12月31日",), []),
    ],
)
def test_a_closing_signature_is_told_from_the_text(lines, taken):
    assert closing_lines(lines) == taken


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018年1月3日", "2018-01-03"),
        ("二○一八年十二月三十一日", "2018-12-31"),
        ("2018年2月30日", ""),
        ("一月三日", ""),
    ],
)
def test_dates_become_iso(text, day):
    assert iso_date(text) == day
