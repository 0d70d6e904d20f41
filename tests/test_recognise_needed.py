"""The words a phrase needs: never more than every match of it holds."""

from __future__ import annotations

import pytest
from test_recognition_tables import EDITIONS

from converters.recognise.needed import needed
from converters.recognise.wording import phrasebook
from workbook.formfile import load_form


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"收到申请\d+", {"收到申请"}),
        (r"(?:收到|受理)(?:各类)?\d+", {"收到", "受理"}),
        (r"(?:收到|受理)?申请\d+", {"申请"}),
        (r"申请?\d+", {"申"}),
        ("复议|诉讼", set()),
        (r"\d+(?:件|条)?", set()),
        (r"\d+件", {"件"}),
        (r"(?:复议|诉[讼请])\d+", set()),
    ],
)
def test_only_words_that_no_match_can_do_without(pattern, words):
    assert (needed(pattern) or (set(),))[0] == words


def test_every_part_that_may_not_be_left_out_counts():
    assert needed(r"(?:收到|受理)(?:各类)?申请\d+件") == ({"申请"}, {"收到", "受理"}, {"件"})


@pytest.mark.parametrize("edition", EDITIONS)
def test_most_phrases_of_a_form_need_a_word(edition):
    phrases = load_form(edition).phrases
    words = [way.words for way in phrasebook(phrases, ("件",) * len(phrases)).ways]
    assert sum(map(bool, words)) > len(words) / 2
