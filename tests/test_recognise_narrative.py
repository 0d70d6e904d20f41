"""Stated figures: labelled sentences of our own wording, and the traps that state nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sayings import SAYINGS, YEARS, Said

from converters.recognise.narrative import Stated, read_stated
from converters.recognise.passages import Passage
from converters.recognise.spoken import spoken
from workbook.formfile import load_form

if TYPE_CHECKING:
    from workbook.report import Figure

CASES = [
    pytest.param(edition, topic, text, said, id=f"{edition}-{text[:24]}")
    for (edition, topic), pairs in SAYINGS.items()
    for text, said in pairs
]


def read(edition: str, topic: str, *texts: str) -> Stated:
    passages = [spoken(Passage(text, at, None), topic) for at, text in enumerate(texts, 1)]
    return read_stated(passages, load_form(edition), "年报.txt", YEARS[edition])


def one(edition: str, topic: str, text: str) -> Figure:
    (figure,) = read(edition, topic, text).figures
    return figure


@pytest.mark.parametrize(("edition", "topic", "text", "said"), CASES)
def test_a_sentence_states_what_it_says_and_no_more(edition: str, topic: str, text: str, said: Said):
    assert {figure.code: figure.value for figure in read(edition, topic, text).figures} == said


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


def test_every_phrase_of_the_common_rows_is_said_in_five_ways():
    common = {
        "3.1": 5,
        "3.2": 5,
        "4": 5,
        "5": 5,
        "6": 5,
        "7": 5,
        "1.1": 5,
        "8.2": 5,
        "9.1": 5,
        "9.2": 5,
        "T3.1.C7": 5,
        "T4.A.5": 5,
    }
    counts = {code: sum(code in said for pairs in SAYINGS.values() for _, said in pairs) for code in common}
    assert {code: counts[code] for code in common if counts[code] < common[code]} == {}
