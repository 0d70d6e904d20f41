from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.values import exact, fold_width, han_number, number, read_cell, shown, to_unit

DIGITS = "零一二三四五六七八九"
UNITS = ((1000, "千"), (100, "百"), (10, "十"))


def read(text, unit="件"):
    printed = read_cell(text, unit)
    return printed.state, printed.value, printed.approximate


def spoken(value):
    """A number below 10 000 in the everyday numerals; the tests' own, the other way round."""
    text, rest = "", value
    for size, name in UNITS:
        count, rest = divmod(rest, size)
        gap = rest and not count and text and not text.endswith("零")
        text += f"{DIGITS[count]}{name}" if count else "零" * bool(gap)
    return text + (DIGITS[rest] if rest else "") or "零"


@pytest.mark.parametrize("text", ["", " ", "　", "\u200b", "\n", "\xa0 "])
def test_a_blank_stays_blank(text):
    assert read(text) == ("blank", None, False)


@pytest.mark.parametrize("text", ["—", "－", "-", "/", "／", "\\", "——", "无", "无此项", "不适用", "N/A", "Ｎ／Ａ"])
def test_a_stroke_is_neither_a_number_nor_a_blank(text):
    assert read(text) == ("not_applicable", None, False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("0.0", 0),
        ("-0", 0),
        ("零", 0),
        ("〇", 0),
        ("８７", 87),
        ("－５", -5),
        ("−5", -5),
        ("　87　", 87),
        ("8\u200b7", 87),
        ("+12", 12),
        ("1,234", 1234),
        ("1 234", 1234),
        ("1，234", 1234),
        ("１，２０５", 1205),
        ("12,345,678", 12345678),
        ("1,234.50", Decimal("1234.5")),
        ("2.50", Decimal("2.5")),
        ("007", 7),
        ("1.2万", 12000),
        ("3 亿", 300000000),
        ("100万", 1000000),
        ("5千", 5000),
        ("三百二十一", 321),
        ("八十七", 87),
        ("贰", 2),
        ("壹仟贰佰", 1200),
        ("十", 10),
        ("十五", 15),
        ("一百零五", 105),
        ("一百二", 120),
        ("一千零二十", 1020),
        ("一千五", 1500),
        ("二〇一八", 2018),
        ("两万三千", 23000),
        ("一万二", 12000),
        ("一万零二", 10002),
        ("一万", 10000),
        ("十二万三千四百五十六", 123456),
        ("两千五百万", 25000000),
        ("两", 2),
    ],
)
def test_a_number_is_read_as_it_is_printed(text, value):
    assert read(text) == ("reported", value, False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("约80", 80),
        ("80余", 80),
        ("80多", 80),
        ("500多", 500),
        ("近百", 100),
        ("近2000", 2000),
        ("七百余", 700),
        ("700余次", 700),
        ("80左右", 80),
        ("80件以上", 80),
        ("三千多", 3000),
        ("超过1.5万", 15000),
        ("十余", 10),
    ],
)
def test_a_number_that_is_not_exact_says_so(text, value):
    assert read(text) == ("reported", value, True)


@pytest.mark.parametrize(
    ("text", "value", "measure"),
    [("87件", 87, "件"), ("12 条", 12, "条"), ("825次", 825, "次"), ("1,234件", 1234, "件"), ("87人", 87, "人")],
)
def test_a_measure_word_in_the_cell_is_kept_apart(text, value, measure):
    printed = read_cell(text, "件")
    assert (printed.value, printed.measure) == (value, measure)


@pytest.mark.parametrize(
    "text",
    [
        # What looks like a number and is none.
        "1E3",
        "TRUE",
        "O",
        "l2",
        "1O",
        "12,34",
        "1,2345",
        "1.2.3",
        "5-6",
        "1、2",
        "３/４",
        ".5",
        "５ ６",
        "12件/年",
        "2018年",
        "=1+1",
        # Marks that compatibility folding would turn into digits.
        "①",
        "8²7",
        "⁸⁷",
        "½",
        "3½",
        "㊀",
        # Ranges and vague words.
        "两三",
        "两三次",
        "七八",
        "三四十",
        "一二百",
        "几十",
        "十几",
        "数百",
        "若干",
        "半",
        # No way of writing numbers at all.
        "十十",
        "百百",
        "十百",
        "两万三千万",
        "万",
        "百分之八十",
        "12万3千",
        "50%",
        "50％",
        "余",
        "约",
        "详见附件",
        "#REF!",
    ],
)
def test_what_is_no_sure_number_stays_text(text):
    assert read(text) == ("text", None, False)


@pytest.mark.parametrize("text", ["87①", "87[1]", "87*", "87**", "87²", "８７［1］", "87¹²"])
def test_a_footnote_mark_is_taken_off_and_told(text):
    printed = read_cell(text)
    assert (printed.state, printed.value, printed.note) == ("reported", 87, "去掉了数后的注释符号")


def test_numerals_are_told():
    assert read_cell("八十七").note == "由中文数字读出"
    assert read_cell("近百").note == "由中文数字读出"


def test_thirty_digits_are_kept_to_the_last():
    digits = "123456789012345678901234567890"
    assert read_cell(digits).value == int(digits)
    assert read_cell(f"0.{digits}").value == Decimal(f"0.{digits}")
    assert read_cell(f"{digits}元", "万元").value == Decimal(f"{digits[:-4]}.{digits[-4:-1]}")


def test_more_digits_than_anything_has_are_text():
    assert read_cell("9" * 5000).state == "text"
    assert read_cell("九" * 5000).state == "text"


@pytest.mark.parametrize(
    ("text", "value", "measure", "note"),
    [
        ("3.5万元", Decimal("3.5"), "万元", ""),
        ("3.5", Decimal("3.5"), "", ""),
        ("35000元", Decimal("3.5"), "万元", "原文为35000元，已折算为万元"),
        ("3亿元", 30000, "万元", "原文为3亿元，已折算为万元"),
        ("300余万元", 300, "万元", ""),
        ("0元", 0, "元", ""),
    ],
)
def test_money_comes_in_the_unit_of_its_row(text, value, measure, note):
    printed = read_cell(text, "万元")
    assert (printed.value, printed.measure, printed.note) == (value, measure, note)


def test_only_money_is_turned_into_another_unit():
    assert to_unit(35000, "元", "万元") == Decimal("3.5")
    assert to_unit(35000, "元", "件") == 35000
    assert to_unit(35000, "件", "万元") == 35000
    assert to_unit(Decimal("0.5"), "亿元", "万元") == 5000


def test_a_percentage_belongs_only_where_the_row_counts_in_percent():
    assert read("50%", "%") == ("reported", 50, False)
    assert read("50％", "%") == ("reported", 50, False)


@given(st.integers(0, 9999))
def test_every_spoken_number_is_understood(value):
    assert han_number(spoken(value)) == value


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_every_spoken_number_with_ten_thousands_is_understood(high, low):
    between = "零" if low < 1000 else ""
    assert han_number(f"{spoken(high)}万{between}{spoken(low)}") == high * 10_000 + low


@pytest.mark.parametrize("text", ["", "万", "一万万", "三万四五", "个", "一个", "1"])
def test_what_spells_no_number_is_none(text):
    assert han_number(text) is None


def test_a_scale_multiplies():
    assert number("1,234", "万") == 12340000
    assert number("一百五十", "万") == 1500000
    assert number("1.5", "亿") == 150000000
    assert number("五百多") is None


@given(st.integers(-(10**40), 10**40))
def test_digits_are_exact_whatever_their_number(value):
    assert number(str(value)) == value
    assert read_cell(f"{value:,}").value == value


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4))
def test_what_is_shown_reads_back_as_itself(value):
    assert number(shown(exact(value))) == value


def test_values_are_shown_plainly():
    assert [shown(None), shown(0), shown(-3), shown(10**15)] == ["", "0", "-3", "1000000000000000"]
    assert shown(Decimal("0.0000001")) == "0.0000001"
    assert shown(exact(Decimal("1E+3"))) == "1000"
    assert shown(exact(Decimal("2.50"))) == "2.5"


def test_whole_numbers_are_int():
    assert isinstance(exact(Decimal("12.00")), int)
    assert isinstance(exact(Decimal("12.01")), Decimal)


def test_width_is_folded_and_blanks_become_spaces():
    assert fold_width("　ＡＢ１２（，）　\n\t甲\xa0乙 ") == "AB12(,) 甲 乙"
    assert fold_width("−5") == "-5"
    assert fold_width("⼆") == "二"
