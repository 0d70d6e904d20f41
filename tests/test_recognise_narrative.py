"""Stated figures: labelled sentences of our own wording, and the traps that state nothing."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from sayings import SAYINGS, UNSEEN, YEARS, Said

from converters.recognise.narrative import Stated, read_stated
from converters.recognise.passages import Passage
from converters.recognise.spoken import spoken
from converters.recognise.wording import compiled
from workbook.formfile import load_form

if TYPE_CHECKING:
    from sayings import Saying

    from workbook.report import Figure

# What a form counts, and the words by which a trap is about it.
FAMILIES = {
    "2014": {
        "1": "公开|发布|规范性文件",
        "1.2": "网站|微博|微信|公众号",
        "2": "回应|解读|发布会|访谈|关切",
        "3": "申请",
        "4": "复议",
        "5": "诉讼",
        "6": "举报|投诉",
        "7": "费",
        "8": "专职|兼职|机构|查阅|经费",
        "9": "会议|培训",
    },
    "2019": {"T2.1": "规章|规范性文件", "T2.5": "许可|处罚|强制", "T2.9": "采购|下放", "T3": "申请", "T4": "复议|诉讼"},
    "2021": {"T2.1": "规章|规范性文件", "T2.5": "许可|处罚|强制", "T2.8": "收费", "T3": "申请", "T4": "复议|诉讼"},
}


def read(edition: str, topic: str, *texts: str) -> Stated:
    passages = [spoken(Passage(text, at, None), topic) for at, text in enumerate(texts, 1)]
    return read_stated(passages, load_form(edition), "年报.txt", YEARS[edition])


def one(edition: str, topic: str, text: str) -> Figure:
    (figure,) = read(edition, topic, text).figures
    return figure


def stated_by(saying: Saying) -> Said:
    found = read(saying.edition, saying.topic, saying.text).figures
    return {figure.code: figure.value for figure in found if figure.value is not None}


@pytest.mark.parametrize("edition", YEARS)
def test_a_sentence_states_what_it_says_and_no_more(edition):
    wrong = {s.text: (s.said, found) for s in SAYINGS if s.edition == edition and (found := stated_by(s)) != s.said}
    assert wrong == {}


def test_sentences_written_after_the_phrases_are_read_too():
    right = read_ = said = 0
    for saying in UNSEEN:
        found = stated_by(saying)
        right += len(found.items() & saying.said.items())
        read_, said = read_ + len(found), said + len(saying.said)
    assert said > 200
    assert right >= 0.98 * read_
    assert right >= 0.95 * said


def has_sayings(code: str, kind: str) -> bool:
    """Whether a row's own figure; the columns of applicants are told apart only among the new requests."""
    return kind != "heading" and (not code.startswith("T3") or code.endswith("C7") or code.startswith("T3.1."))


@pytest.mark.parametrize("edition", YEARS)
def test_every_row_is_said_in_five_ways(edition):
    items = load_form(edition).items
    said = Counter(code for saying in SAYINGS if saying.edition == edition for code in saying.said)
    assert {code: said[code] for code, item in items.items() if has_sayings(code, item.kind) and said[code] < 5} == {}


@pytest.mark.parametrize("edition", YEARS)
def test_every_family_of_rows_has_its_traps(edition):
    traps = [saying.text for saying in SAYINGS if saying.edition == edition and not saying.said]
    counts = {code: sum(bool(re.search(word, trap)) for trap in traps) for code, word in FAMILIES[edition].items()}
    assert {code: count for code, count in counts.items() if count < 2} == {}


@pytest.mark.parametrize("edition", YEARS)
def test_every_phrase_is_a_regular_expression(edition):
    for phrase in load_form(edition).phrases:
        for pattern in (phrase.pattern, phrase.about, phrase.unless, phrase.measure):
            compiled(pattern, "件")


@pytest.mark.parametrize("number", ["500多条", "近500条", "约500条", "500条左右", "500余条", "500条以上"])
def test_round_numbers_are_marked_as_approximate(number):
    figure = one("2014", "主动公开政府信息情况", f"主动公开政府信息{number}。")
    assert (figure.value, figure.approximate) == (500, True)


def test_an_exact_number_is_not_approximate():
    assert not one("2014", "主动公开政府信息情况", "主动公开政府信息500条。").approximate


def test_the_quote_is_as_printed():
    figure = one("2014", "依申请公开", "其他工作正常。2016 年收到政府信息公开申请 １２ 件。")
    assert figure.value == 12
    assert figure.text.startswith("收到")
    assert figure.evidence.quote == "2016 年收到政府信息公开申请 １２ 件。"
    assert (figure.evidence.line, figure.found_in) == (1, "narrative")


def test_yuan_are_turned_into_ten_thousands_with_a_note():
    figure = one("2014", "收费及减免情况", "依申请公开收取费用2950元。")
    assert str(figure.value) == "0.295"
    assert "2950元" in figure.note


def test_a_whole_stands_before_its_part():
    said = read("2014", "依申请公开", "局机关收到政府信息公开申请6件。", "2016年共收到政府信息公开申请9件。")
    assert {figure.code: figure.value for figure in said.figures} == {"3.1": 9}


def test_a_row_said_twice_in_two_ways_is_left_to_the_user():
    said = read("2014", "依申请公开", "收到政府信息公开申请6件。", "收到政府信息公开申请8件。")
    assert said.figures == ()
    assert [code for code, _ in said.contradictions] == ["3.1"]


def test_the_same_said_twice_is_one_figure():
    said = read("2014", "依申请公开", "收到政府信息公开申请6件。", "全年收到政府信息公开申请六件。")
    assert [figure.value for figure in said.figures] == [6]


@pytest.mark.parametrize(
    ("edition", "text", "codes", "value"),
    [
        ("2014", "收到涉及信息公开的行政复议、行政诉讼共5件。", ("4", "5"), 5),
        ("2014", "微博微信公开信息214条。", ("1.2.3", "1.2.4"), 214),
        ("2014", "信息公开专兼职人员共11人。", ("8.3.1", "8.3.2"), 11),
        ("2021", "全年收办政府信息公开申请53件。", ("T3.1.C7", "T3.2.C7"), 53),
        ("2021", "收到政府信息公开申请45件（含上年结转5件）。", ("T3.1.C7", "T3.2.C7"), 45),
        ("2021", "信息公开行政诉讼案件3件。", ("T4.B.5", "T4.C.5"), 3),
    ],
)
def test_a_sum_of_rows_is_no_row(edition, text, codes, value):
    said = read(edition, "总体情况", text)
    assert not {figure.code for figure in said.figures} & set(codes[:1])
    assert [(each.codes, each.statement.figure.value) for each in said.sums] == [(codes, value)]


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("１，２３４条", 1234),
        ("12 345条", 12345),
        ("3.5万条", 35000),
        ("1.2亿条", 120_000_000),
        ("两百条", 200),
        ("二〇条", 20),
        ("一百零五条", 105),
        ("两万一千余条", 21000),
        ("百余条", 100),
        ("上千条", 1000),
        ("三百二十一条", 321),
    ],
)
def test_numbers_are_read_as_people_write_them(number, value):
    assert one("2014", "主动公开政府信息情况", f"2016年主动公开政府信息{number}。").value == value


@pytest.mark.parametrize("number", ["三四十条", "数十条", "几百条", "50%"])
def test_what_names_no_number_is_none(number):
    assert read("2014", "主动公开政府信息情况", f"2016年主动公开政府信息{number}。").figures == ()


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("收到政府信息公开申请5件。均予以公开。",), {"3.1": 5, "3.3.2": 5}),
        (("收到政府信息公开申请5件。上述申请均已按期办结。",), {"3.1": 5, "3.2.1": 5}),
        (("收到政府信息公开申请9件。其中，网络申请6件、信函申请3件。",), {"3.1": 9, "3.1.3": 6, "3.1.4": 3}),
        (("关于行政复议、行政诉讼的情况。我局全年未发生此类情况。",), {"4": 0, "5": 0}),
        (("行政复议、行政诉讼分别为3件和2件，均与信息公开有关。",), {"4": 3, "5": 2}),
        (("涉及国家秘密、商业秘密、个人隐私的申请分别为0件、1件、2件。",), {"3.3.4.1": 0, "3.3.4.2": 1, "3.3.4.3": 2}),
    ],
)
def test_words_that_point_back_are_followed(texts, said):
    found = read("2014", "依申请公开", *texts).figures
    assert {figure.code: figure.value for figure in found} == said


def test_a_sound_behind_each_character_is_passed_over():
    figure = one("2014", "依申请公开", "我局收到信息公(gong)開(kai)申(shen)請(qing)(qing)３件。")
    assert (figure.code, figure.value) == ("3.1", 3)
    assert "公(gong)開(kai)" in figure.text


def test_a_fall_is_a_negative_change():
    said = read("2019", "总体情况", "行政许可上一年项目数量86项，本年减少2项，处理决定数量30件。")
    assert {figure.code: figure.value for figure in said.figures} == {"T2.5.a.1": 86, "T2.5.a.2": -2, "T2.5.a.3": 30}


def test_last_year_in_brackets_is_an_aside():
    said = read("2021", "总体情况", "受理政府信息公开申请22件（2022年31件），其中予以公开1件。")
    assert {figure.code: figure.value for figure in said.figures} == {"T3.1.C7": 22, "T3.3.1.C7": 1}
