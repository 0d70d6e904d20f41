from __future__ import annotations

from dataclasses import replace

import books
import pytest
import randomtables
from hypothesis import given, settings
from hypothesis import strategies as st

from converters.importer import recognise
from converters.readers import read_bytes_as_document
from converters.word import write_report
from workbook.content import BookContent
from workbook.draftfile import load_drafts, read_drafts
from workbook.drafts import DRAFT, NOTICE, drafted, drafted_sections, noticed, stated_by
from workbook.errors import FormError
from workbook.formfile import load_form
from workbook.referencenames import names_of
from workbook.references import Figures, expand, find
from workbook.report import AnnualReport, Figure, Section


def content(edition="2021", last=None, **values):
    """The figures of a year and, where given, of the year before (dots of codes written as __)."""
    year = randomtables.YEAR_OF[edition]
    now, then = (_report(edition, at, given or {}) for at, given in ((year, values), (year - 1, last)))
    return BookContent(now, {} if last is None else {year - 1: then})


def _report(edition, year, values):
    codes = {code.replace("__", "."): value for code, value in values.items()}
    return AnnualReport(
        edition,
        year=year,
        unit="青岗县",
        figures={code: Figure(code, "reported", value) for code, value in codes.items()},
    )


def written(book):
    """The paragraphs of the drafts as they are printed."""
    return [text for section in expand(drafted(book)).sections for text in section.paragraphs]


def read_back(book):
    """The figures that the importer reads out of the printed draft."""
    report = expand(drafted(book))
    lines = [f"{report.unit}{report.year}年政府信息公开工作年度报告", *report.preface]
    for section in report.sections:
        lines += [f"{section.number}、{section.title}", *section.paragraphs]
    found = recognise(read_bytes_as_document("\n".join(lines).encode(), "初稿.txt"), report.form)
    return {figure.code: figure.value for figure in found.figures.values()}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(randomtables.YEAR_OF)), st.integers(0, 10**6))
def test_a_draft_read_back_states_exactly_the_figures_it_was_drafted_from(edition, seed):
    book = randomtables.content(edition, seed)
    figures = Figures(book.current)
    assert read_back(book) == {code: figures.value(code) for code in stated_by(book)}


@pytest.mark.parametrize("edition", books.EDITIONS)
def test_a_full_table_is_drafted_in_all_its_main_figures(edition):
    book = BookContent(books.report(edition, 3))
    book.current.sections = []
    assert len(stated_by(book)) >= 30


@pytest.mark.parametrize("edition", books.EDITIONS)
def test_all_references_of_the_drafts_lead_to_figures(edition):
    drafts, names = load_drafts(edition), names_of(load_form(edition))
    for draft in (drafts.preface, *drafts.sections.values()):
        wordings = [wording for paragraph in draft.paragraphs for piece in paragraph for wording in piece]
        texts = [text for wording in wordings for text in (wording.say, *wording.parts)]
        for reference in (reference for text in texts for reference in find(text)):
            assert reference.key == "年度" or len(names[reference.key]) == 1
            assert not reference.other or len(names[reference.other]) == 1
        codes = [code for wording in wordings for check in wording.when for code in check.codes]
        assert {code.removeprefix("last ") for code in codes} <= set(load_form(edition).items)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (0, None, "2023年，本单位未收到政府信息公开申请。"),
        (0, 0, "2023年，本单位未收到政府信息公开申请，与上年相同。"),
        (0, 4, "2023年，本单位未收到政府信息公开申请，比上年减少4件。"),
        (1, None, "2023年，本单位收到政府信息公开申请1件。"),
        (1, 0, "2023年，本单位收到政府信息公开申请1件，比上年增加1件。"),
        (8, 8, "2023年，本单位共收到政府信息公开申请8件，与上年持平。"),
        (9, 8, "2023年，本单位共收到政府信息公开申请9件，比上年增加1件，增长12.5%。"),
        (6, 8, "2023年，本单位共收到政府信息公开申请6件，比上年减少2件，下降25%。"),
    ],
)
def test_none_one_many_and_the_change_are_said_as_people_say_them(now, before, expected):
    book = content(T3__1__C7=now, last=None if before is None else {"T3__1__C7": before})
    assert expected in written(book)


def test_a_list_names_what_there_is_and_leaves_out_what_there_is_not():
    applicants = {f"T3__1__C{n}": n % 3 for n in range(1, 7)}
    text = "".join(written(content(T3__1__C7=6, **applicants)))
    assert "自然人申请1件、商业企业申请2件、社会公益组织申请1件、法律服务机构申请2件。" in text
    assert "自然人申请占新收申请的16.7%。" in text
    assert "科研机构" not in text


@pytest.mark.parametrize("edition", books.EDITIONS)
def test_blank_figures_are_asked_for_and_nothing_is_made_up(edition):
    book = content(edition)
    assert stated_by(book) == set()
    for section in drafted(book).current.sections:
        assert section.paragraphs
        assert all("【请填写：" in text for text in section.paragraphs)


def test_a_sentence_with_a_blank_figure_is_left_out():
    text = "".join(written(content(T4__A__5=3)))
    assert "被申请行政复议3件" in text
    assert "行政诉讼" not in text.replace("行政复议、行政诉讼情况", "")


def test_what_the_user_wrote_stays_and_the_rest_is_drafted():
    book = content(T3__1__C7=5, T4__A__5=0)
    book.current.sections = [
        Section("三", "收到和处理政府信息公开申请情况", ("我写的。",)),
        Section("四", "政府信息公开行政复议、行政诉讼情况"),
    ]
    made = drafted(book)
    assert made.current.sections[0].paragraphs == ("我写的。",)
    assert made.current.sections[1].paragraphs == ("{年度}年，本单位未发生因政府信息公开引起的行政复议。",)
    assert set(made.drafts) >= set(made.current.sections[1].paragraphs)
    assert "我写的。" not in made.drafts
    assert drafted_sections(made) == ["四、政府信息公开行政复议、行政诉讼情况"]


def test_an_untouched_draft_follows_the_figures_and_a_touched_one_does_not():
    first = drafted(content(T3__1__C7=5, T4__A__5=0))
    three, four = (next(n for n, s in enumerate(first.current.sections) if s.number == number) for number in "三四")
    mine = replace(first.current.sections[four], paragraphs=("未发生行政复议，我改过。",))
    sections = [mine if at == four else section for at, section in enumerate(first.current.sections)]
    figures = content(T3__1__C7=0, T4__A__5=2).current.figures
    again = drafted(replace(first, current=replace(first.current, figures=figures, sections=sections)))
    assert again.current.sections[three].paragraphs[0] == "{年度}年，本单位未收到政府信息公开申请。"
    assert again.current.sections[four].paragraphs == ("未发生行政复议，我改过。",)
    assert DRAFT not in [again.drafts.get(text) for text in again.current.sections[four].paragraphs]
    assert drafted(again) == again


def test_a_form_without_drafts_asks_for_each_section(tmp_path, monkeypatch):
    form = books.own_form(tmp_path, monkeypatch)
    made = drafted(BookContent(AnnualReport(form.edition, year=2022)))
    assert [section.paragraphs for section in made.current.sections] == [
        ("【请填写：办理情况】",),
        ("【请填写：经费】",),
    ]
    books.forget_forms()


def test_a_draft_file_that_is_wrong_is_refused_by_name(tmp_path):
    path = tmp_path / "x.toml"
    for wrong in ('[[sections]]\nnumber = "一"\nparagraphs = [{ pieces = [{ say = "甲", wenn = "[1] > 0" }] }]', "= ="):
        path.write_text(wrong, "utf-8")
        with pytest.raises(FormError, match=r"x\.toml：初稿的写法有误"):
            read_drafts(path)


@pytest.mark.parametrize("edition", books.EDITIONS)
def test_the_printed_draft_comes_back_with_its_figures_and_sections(edition):
    book = randomtables.content(edition, 2)
    report = expand(drafted(book))
    form = load_form(edition)
    found = recognise(read_bytes_as_document(write_report(report, form), "初稿.docx"))
    figures = Figures(book.current)
    assert {f.code: f.value for f in found.stated} == {code: figures.value(code) for code in stated_by(book)}
    assert [(s.title, s.paragraphs) for s in found.sections] == [(s.title, s.paragraphs) for s in report.sections]


def test_a_printed_draft_says_that_it_is_one():
    made = noticed(drafted(content(T3__1__C7=5)))
    assert {section.paragraphs[0] for section in made.current.sections} == {NOTICE}
