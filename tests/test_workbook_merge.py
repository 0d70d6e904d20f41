"""Merging reports into a workbook's content: gaps are filled, nothing of the user's is lost."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.content import BookContent
from workbook.errors import InputRefused, UsageError
from workbook.merge import merge, same_unit
from workbook.report import AnnualReport, Evidence, Figure, Section, Unplaced


def figure(code, value=None, *, text="", file="来文.docx"):
    state = "text" if text else "blank" if value is None else "reported"
    return Figure(code, state, value, text or str(value or ""), evidence=Evidence(file=file))


def report(year=2023, unit="清河县", *, form="2021", sections=(), **values):
    codes = {code.replace("_", "."): value for code, value in values.items()}
    return AnnualReport(
        form=form,
        year=year,
        unit=unit,
        figures={code: figure(code, value) for code, value in codes.items()},
        sections=[Section(number, title, tuple(text)) for number, title, *text in sections],
        source=f"{year}.docx",
    )


def values(merged, code="T3.1.C7"):
    content = merged.content
    return {one.year: one.figures[code].value for one in (content.current, *content.history.values())}


def test_the_newest_year_is_current_and_the_others_are_history_newest_first():
    merged = merge(None, [report(2021), report(2023), report(2022)], force=False)
    assert merged.content.current.year == 2023
    assert list(merged.content.history) == [2022, 2021]
    assert merged.changed


def test_merging_the_same_report_again_changes_nothing():
    once = merge(None, [report(T3_1_C7=5, sections=[("一", "总体情况", "平稳。")])], force=False)
    again = merge(once.content, [report(T3_1_C7=5, sections=[("一", "总体情况", "平稳。")])], force=False)
    assert not again.changed
    assert again.differences == []


def test_a_figure_read_elsewhere_with_the_same_value_is_no_change():
    book = BookContent(report(T3_1_C7=5))
    offered = report(T3_1_C7=5)
    offered.figures["T3.1.C7"] = figure("T3.1.C7", 5, file="另一份.html")
    assert not merge(book, [offered], force=False).changed


def test_a_differing_value_is_kept_and_listed():
    merged = merge(BookContent(report(T3_1_C7=5)), [report(T3_1_C7=6)], force=False)
    assert values(merged) == {2023: 5}
    assert not merged.changed
    (difference,) = merged.differences
    assert (difference.year, difference.code, difference.kept, difference.offered) == (2023, "T3.1.C7", "5", "6")


def test_force_takes_the_report_and_still_lists_the_difference():
    merged = merge(BookContent(report(T3_1_C7=5)), [report(T3_1_C7=6)], force=True)
    assert values(merged) == {2023: 6}
    assert merged.changed
    assert len(merged.differences) == 1


def test_an_untouched_blank_is_filled_with_the_figure_and_its_evidence():
    empty = report()
    empty.figures["T3.1.C7"] = Figure("T3.1.C7", "blank")
    merged = merge(BookContent(empty), [report(T3_1_C7=6)], force=False)
    assert merged.content.current.figures["T3.1.C7"].evidence.file == "来文.docx"
    assert merged.differences == []


def test_a_blank_that_a_report_published_is_not_filled_by_another_report():
    merged = merge(BookContent(report(T3_1_C7=None, T3_2_C7=1)), [report(T3_1_C7=6)], force=False)
    assert merged.content.current.figures["T3.1.C7"].state == "blank"
    assert [difference.kept for difference in merged.differences] == ["空白"]


@pytest.mark.parametrize("force", [True, False])
def test_a_blank_never_replaces_a_value(force):
    merged = merge(BookContent(report(T3_1_C7=5)), [report(T3_1_C7=None)], force=force)
    assert values(merged) == {2023: 5}
    assert not merged.changed


def test_words_in_a_cell_count_as_a_value():
    offered = report()
    offered.figures["T3.1.C7"] = figure("T3.1.C7", text="详见附件")
    merged = merge(BookContent(report(T3_1_C7=5)), [offered], force=False)
    assert [difference.offered for difference in merged.differences] == ["详见附件"]


def test_two_files_of_one_year_the_first_wins():
    merged = merge(None, [report(T3_1_C7=5), report(T3_1_C7=6, T3_2_C7=1)], force=False)
    assert values(merged) == {2023: 5}
    assert merged.content.current.figures["T3.2.C7"].value == 1
    assert len(merged.differences) == 1


def test_a_newer_year_moves_the_current_one_into_history_with_its_explanations():
    book = BookContent(report(2022, T3_1_C7=5), {2021: report(2021, T3_1_C7=4)}, {"T301_C1": "跨年办结"})
    merged = merge(book, [report(2023, T3_1_C7=6)], force=False)
    assert values(merged) == {2023: 6, 2022: 5, 2021: 4}
    assert merged.content.explanations == {"T301_C1": "跨年办结"}
    assert "2022 年度移入“历年”" in merged.notes[0]


def test_an_older_year_goes_to_history_and_a_fresh_current_year_stays_in_front():
    fresh = BookContent(AnnualReport(form="2021", year=2024, unit="清河县"))
    merged = merge(fresh, [report(2023, T3_1_C7=6)], force=False)
    assert merged.content.current.year == 2024
    assert list(merged.content.history) == [2023]


def test_a_fresh_book_without_a_year_becomes_the_newest_report_and_keeps_what_was_typed():
    fresh = AnnualReport(form="2021", unit="清河县", contact={"phone": "0100"})
    merged = merge(BookContent(fresh), [report(2018, form="2014"), report(2017, form="2014")], force=False)
    assert (merged.content.current.year, merged.content.current.form) == (2018, "2014")
    assert merged.content.current.contact == {"phone": "0100"}


def test_a_fresh_book_of_another_edition_takes_the_report_s_edition():
    fresh = AnnualReport(form="2021", year=2020, figures={"T2.1.a.1": Figure("T2.1.a.1", "blank")})
    merged = merge(BookContent(fresh), [report(2020, form="2019", T3_1_C7=6)], force=False)
    assert merged.content.current.form == "2019"
    assert list(merged.content.current.figures) == ["T3.1.C7"]


def test_two_editions_of_one_year_are_refused():
    with pytest.raises(UsageError, match=r"2020 年度有两种统计表版式.*2019 版.*2021 版"):
        merge(None, [report(2020, form="2019", T3_1_C7=1), report(2020, form="2021", T3_1_C7=1)], force=True)


def test_a_text_the_user_wrote_is_kept_and_an_empty_section_is_filled():
    book = report(sections=[("一", "总体情况", "我写的。"), ("二", "主动公开政府信息情况")])
    offered = report(sections=[("一", "总体情况", "报告的。"), ("二", "主动公开政府信息情况", "新文。")])
    merged = merge(BookContent(book), [offered], force=False)
    assert [section.text for section in merged.content.current.sections] == ["我写的。", "新文。"]
    assert [(d.code, d.kept, d.offered) for d in merged.differences] == [("正文·一", "我写的。", "报告的。")]


@pytest.mark.parametrize(("force", "stated"), [(False, 5), (True, 6)])
def test_the_figures_of_a_text_come_and_go_with_the_text(force, stated):
    book, offered = (
        report(sections=[("一", "总体情况", "收到 5 件。")]),
        report(sections=[("一", "总体情况", "收到 6 件。")]),
    )
    book.stated, offered.stated = [figure("T3.1.C7", 5)], [figure("T3.1.C7", 6)]
    merged = merge(BookContent(book), [offered], force=force)
    assert [said.value for said in merged.content.current.stated] == [stated]
    assert merged.changed == force


def test_a_book_without_any_text_takes_the_report_s_own_list_of_sections():
    book = report(sections=[("一", "总体情况"), ("二", "主动公开政府信息情况")])
    offered = report(sections=[("一", "概述", "概述的话。"), ("八", "附则", "附则的话。")])
    merged = merge(BookContent(book), [offered], force=False)
    assert [section.title for section in merged.content.current.sections] == ["概述", "附则"]


def test_sections_are_matched_by_title_before_number_and_new_ones_are_added():
    book = report(sections=[("一", "概述", "甲。"), ("二", "总体情况")])
    offered = report(sections=[("一", "总体情况", "乙。"), ("九", "附言", "丙。")])
    merged = merge(BookContent(book), [offered], force=False)
    assert [section.text for section in merged.content.current.sections] == ["甲。", "乙。", "丙。"]


def test_line_breaks_and_spaces_do_not_make_a_text_different():
    book = report(sections=[("一", "总体情况", "一段 话。", "二段话。")])
    offered = report(sections=[("一", "总体情况", "一段话。二段话。")])
    assert not merge(BookContent(book), [offered], force=False).changed


def test_sign_off_and_contact_are_filled_where_empty_and_kept_where_written():
    book, offered = report(T3_1_C7=1), report(T3_1_C7=1)
    book.signoff, offered.signoff = {"head": "甲", "reviewer": ""}, {"head": "乙", "reviewer": "丙"}
    merged = merge(BookContent(book), [offered], force=False)
    assert merged.content.current.signoff == {"head": "甲", "reviewer": "丙"}
    assert [difference.code for difference in merged.differences] == ["落款·head"]


def test_unplaced_words_are_carried_once():
    book, offered = report(T3_1_C7=1), report(T3_1_C7=1)
    book.unplaced, offered.unplaced = [Unplaced("甲")], [Unplaced("甲", Evidence(page=2)), Unplaced("乙")]
    merged = merge(BookContent(book), [offered], force=False)
    assert [piece.text for piece in merged.content.current.unplaced] == ["甲", "乙"]


def test_different_units_are_refused_and_both_named():
    with pytest.raises(UsageError, match=r"2023\.docx是“清河县”，2022\.docx是“东山区”"):
        merge(None, [report(), report(2022, unit="东山区")], force=True)


@pytest.mark.parametrize("unit", ["", "我局", "本机关", "清河县人民政府", "江北省清河县", " 清河县 "])
def test_a_loosely_named_unit_joins_the_others(unit):
    merged = merge(None, [report(2023, unit=unit), report(2022)], force=False)
    assert same_unit(merged.content.current.unit, "清河县")
    assert merged.content.current.unit.strip() not in {"", "我局", "本机关"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("清河县", "清河县教育局"), ("东山区", "西山区"), ("本溪市", "盘锦市"), ("清河县民政局", "清江县民政局")],
)
def test_other_units_are_other_units(one, other):
    assert not same_unit(one, other)


def test_a_short_name_and_the_full_one_are_one_unit():
    assert same_unit("清河县人社局", "清河县人力资源和社会保障局")
    assert not same_unit("清河县人社局", "清河县人力资源和社会保障厅")


def test_a_unit_without_a_name_of_its_own_may_be_any():
    assert same_unit("", "清河县")
    assert same_unit("我县", "清河县")


def test_a_report_without_a_year_is_welcome_alone_only():
    alone = merge(None, [report(None, T3_1_C7=1)], force=False)
    assert alone.content.current.year is None
    assert not merge(alone.content, [report(None, T3_1_C7=1)], force=False).changed
    with pytest.raises(InputRefused, match="没有年度"):
        merge(None, [report(2023), report(None, T3_1_C7=1)], force=False)


CODES = st.sampled_from(["T3.1.C1", "T3.1.C2", "T3.1.C7", "T4.A.5"])
REPORTS = st.builds(
    lambda year, found: replace(report(year), figures={code: figure(code, value) for code, value in found.items()}),
    st.integers(2021, 2024),
    st.dictionaries(CODES, st.none() | st.integers(0, 3)),
)


@given(st.lists(REPORTS, min_size=1, max_size=4), st.booleans())
def test_merging_what_has_been_merged_changes_nothing_and_never_touches_its_input(reports, force):
    before = copy.deepcopy(reports)
    once = merge(None, reports, force=force)
    again = merge(once.content, [once.content.current, *once.content.history.values()], force=force)
    assert not again.changed
    assert again.content == once.content
    assert reports == before


@given(st.lists(REPORTS, min_size=2, max_size=4))
def test_without_force_what_was_there_first_stays(reports):
    content = merge(None, reports, force=False).content
    years = {content.current.year: content.current, **content.history}
    first = {}
    for one in reports:
        for code, read in one.figures.items():
            first.setdefault((one.year, code), read.value)
    assert {key: years[key[0]].figures[key[1]].value for key in first} == first
