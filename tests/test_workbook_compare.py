"""Two years' narratives: every sentence stands in one pair, copies and changes are told from what is new."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.compare import ALIKE, compare, sentences, told
from workbook.report import AnnualReport, Section

OLD = AnnualReport(
    "2021",
    2022,
    preface=("本报告由办公室编写。",),
    sections=[
        Section("一", "总体情况", ("2022年共发布信息120条。全年培训两次；没有发生舆情。", "公开专栏每周更新。")),
        Section("二", "主动公开情况", ("门户网站改版。",)),
        Section("五", "存在的主要问题及改进情况", ("解读形式单一。下一步将多用图解。",)),
    ],
)


def next_year(*sections, preface=("本报告由办公室编写。",)):
    return AnnualReport("2021", 2023, preface=preface, sections=list(sections))


def states(comparison):
    return [(pair.state, (pair.new or pair.old).text) for pair in comparison.pairs]


def test_a_text_taken_over_word_for_word_is_copied_all_through():
    found = compare(next_year(*OLD.sections), OLD)
    assert {pair.state for pair in found.pairs} == {"照抄"}
    assert found.copied == 1
    assert found.statement().startswith("2023 年度正文 8 句，与 2022 年度相比：照抄 100%（8 句），改动 0 句")


def test_a_sentence_with_new_figures_is_a_change_of_figures_only():
    found = compare(next_year(Section("一", "总体情况", ("2023年共发布信息98条。",))), OLD)
    (pair,) = found.of("改动")
    assert pair.figures_only
    assert pair.words == "只改了数字；“2022”改为“2023”；“120”改为“98”"
    assert ALIKE < pair.likeness < 1
    assert pair.old.text == "2022年共发布信息120条。"


def test_blanks_and_widths_make_no_difference():
    found = compare(next_year(Section("二", "主动公开情况", ("门户 网站改版。",))), OLD)
    assert "门户 网站改版。" in [pair.new.text for pair in found.of("照抄")]


def test_what_was_left_out_stands_where_it_used_to():
    found = compare(next_year(Section("一", "总体情况", ("没有发生舆情。", "新设了查阅点。"))), OLD)
    assert states(found)[:6] == [
        ("照抄", "本报告由办公室编写。"),
        ("删去", "2022年共发布信息120条。"),
        ("删去", "全年培训两次；"),
        ("照抄", "没有发生舆情。"),
        ("新增", "新设了查阅点。"),
        ("删去", "公开专栏每周更新。"),
    ]


def test_a_sentence_that_moved_is_told_from_where():
    found = compare(next_year(Section("六", "其他需要报告的事项", ("门户网站改版。",))), OLD)
    (pair,) = [pair for pair in found.of("照抄") if pair.new.section]
    assert pair.words == "原在“二、主动公开情况”"
    assert pair.title == "六、其他需要报告的事项"


@pytest.mark.parametrize(
    ("number", "title"), [("六", "存在的主要问题及改进情况"), ("五", "主要问题和改进情况"), ("五", "打算")]
)
def test_sections_go_on_by_title_or_by_number(number, title):
    found = compare(next_year(Section(number, title, ("解读形式单一。",))), OLD)
    (pair,) = [pair for pair in found.of("照抄") if pair.new.section]
    assert pair.words == ""


def test_a_year_without_text_is_said_to_have_none():
    assert compare(next_year(preface=()), OLD).statement() == "2023 年度没有正文，无从对比。"


def test_changes_are_told_in_words():
    assert told("全年办理复议3件", "全年办理诉讼3件") == "“诉讼”改为“复议”"
    assert told("已经整改到位", "整改到位") == "增加“已经”"
    assert told("整改", "整改到位") == "删去“到位”"


def test_a_paragraph_is_cut_after_its_stops():
    assert sentences("一是公开。二是解读；三是“回应！”\n（四）没有了") == [
        "一是公开。",
        "二是解读；",
        "三是“回应！”",
        "（四）没有了",
    ]


def test_long_texts_without_a_stop_are_compared_in_time():
    long = "".join(chr(0x4E00 + at % 900) for at in range(30_000))
    found = compare(next_year(Section("一", "总体情况", (f"前言{long}",))), AnnualReport("2021", 2022, preface=(long,)))
    assert [(pair.state, pair.words) for pair in found.of("改动")] == [("改动", "改动很多，请对照原文；原在“导语”")]


WORDS = st.lists(st.sampled_from(("公开信息", "办理申请", "12", "件", "，", "。", "；", " ", "复议")), max_size=12).map(
    "".join
)
TEXTS = st.lists(WORDS, max_size=4).map(tuple)
SECTIONS = st.lists(
    st.builds(Section, st.sampled_from(("", "一", "二")), st.sampled_from(("", "概述", "问题")), TEXTS), max_size=3
)


@given(SECTIONS, TEXTS, SECTIONS, TEXTS)
def test_every_sentence_of_both_years_stands_in_exactly_one_pair(mine, opening, theirs, other_opening):
    new = AnnualReport("2021", 2023, preface=opening, sections=mine)
    old = AnnualReport("2021", 2022, preface=other_opening, sections=theirs)
    found = compare(new, old)
    for report, side in ((new, "new"), (old, "old")):
        paragraphs = [*report.preface, *(text for section in report.sections for text in section.paragraphs)]
        listed = [getattr(pair, side) for pair in found.pairs if getattr(pair, side)]
        assert sorted(one.text for one in listed) == sorted(s for text in paragraphs for s in sentences(text))
    assert [pair.new for pair in found.pairs if pair.new] == sorted(
        (pair.new for pair in found.pairs if pair.new), key=lambda one: (one.section, one.paragraph)
    )
    for pair in found.pairs:
        both = pair.new is not None and pair.old is not None
        assert both == (pair.state in ("照抄", "改动"))
        assert (pair.state == "照抄") == (both and pair.new.plain == pair.old.plain)
