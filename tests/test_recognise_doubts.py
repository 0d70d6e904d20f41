"""What is ambiguous in the narrative is listed with its words and place, and put into no cell."""

from __future__ import annotations

import pytest

from converters.recognise.doubts import doubts
from converters.recognise.narrative import read_stated
from converters.recognise.passages import Passage
from converters.recognise.spoken import spoken
from workbook.formfile import load_form
from workbook.report import Figure, Unplaced


def doubts_of(*texts: str, edition: str = "2021", figures: dict[str, Figure] | None = None) -> list[Unplaced]:
    form = load_form(edition)
    said = read_stated(
        [spoken(Passage(text, at, None), "总体情况") for at, text in enumerate(texts, 1)], form, "年报.txt"
    )
    return doubts(said, {figure.code: figure for figure in said.figures} if figures is None else figures, form)


def test_a_row_said_in_two_ways_is_listed_with_both_quotes():
    one, two = doubts_of("收到政府信息公开申请6件。", "收到政府信息公开申请8件。")
    assert "“收到政府信息公开申请6件”可能是“" in one.text
    assert "本年新收" in one.text
    assert "说法不一" in one.text
    assert (one.evidence.line, two.evidence.line) == (1, 2)
    assert two.evidence.quote == "收到政府信息公开申请8件。"


def test_a_sum_is_listed_with_the_rows_it_may_be():
    (one,) = doubts_of("信息公开行政诉讼案件3件。")
    assert one.text.startswith("“行政诉讼案件3件”可能是“")
    assert "未经复议直接起诉" in one.text
    assert "复议后起诉" in one.text


@pytest.mark.parametrize("found_in", ["table", "narrative"])
def test_a_sum_whose_parts_are_known_leaves_nothing_to_decide(found_in):
    parts = {code: Figure(code, "reported", 1, found_in=found_in) for code in ("T4.B.5", "T4.C.5")}
    assert doubts_of("信息公开行政诉讼案件2件。", figures=parts) == []


def test_parts_of_the_text_that_do_not_add_up_leave_the_sum_to_decide():
    parts = {code: Figure(code, "reported", 1, found_in="narrative") for code in ("T4.B.5", "T4.C.5")}
    assert len(doubts_of("信息公开行政诉讼案件5件。", figures=parts)) == 1


def test_a_plain_narrative_leaves_no_doubt():
    assert doubts_of("收到政府信息公开申请6件，予以公开6件。") == []
