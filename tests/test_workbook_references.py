from __future__ import annotations

from decimal import Decimal

import books
import office
import openpyxl
import pytest
import randomtables
from hypothesis import given
from hypothesis import strategies as st

from workbook.content import BookContent
from workbook.formfile import load_form
from workbook.referencenames import names_of, nearest, referable
from workbook.references import Figures, Problem, expand, expand_text, find, percent
from workbook.report import AnnualReport, Figure, Section
from workbook.write import build_book


def report(edition="2014", year=2016, **values):
    figures = {code: Figure(code, "reported", value) for code, value in _dotted(values).items()}
    return AnnualReport(edition, year=year, unit="青岗县", figures=figures)


def _dotted(values):
    return {name.removeprefix("F_").replace("_", "."): value for name, value in values.items()}


NOW = report(F_3_1=45, F_3_1_1=9, F_3_1_2=0, F_8_4=Decimal("2.5"), F_4=3, F_4_2=1, F_5=3, F_5_2=2, F_7=0, F_1_1=8)
THEN = report(year=2015, F_3_1=40, F_3_1_1=12, F_3_1_2=0, F_8_4=Decimal("2.2"), F_4=3, F_1_1=0)


def told(text, now=NOW, then=THEN):
    return expand_text(text, Figures(now, then))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到{3.1}件", "收到45件"),
        ("收到{收到申请数}件", "收到45件"),
        ("收到{ 收到 申请数 }件", "收到45件"),
        ("上年{3.1:上年}件", "上年40件"),
        ("比上年{3.1:增减}", "比上年增加5件"),
        ("比上年{3.1.1：增减}", "比上年减少3件"),
        ("与上年{4:增减}", "与上年持平"),
        ("{3.1:同比}，{3.1.1:同比}，{4:同比}", "增长12.5%，下降25%，持平"),
        ("占{3.1.1:占比 3.1}，占{当面申请数：占比收到申请数}", "占20%，占20%"),
        ("经费{8.4}万元，{8.4:增减}，{8.4:同比}", "经费2.5万元，增加0.3万元，增长13.6%"),
        ("{3.1.2}件，{3.1.2:同比}", "0件，持平"),
        ("{单位}{年度}年，比{上年度}年", "青岗县2016年，比2015年"),
        ("{行政诉讼数量·被依法纠错数}", "2"),
    ],
)
def test_a_reference_gives_what_the_table_says(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "codes"),
    [
        ("{收到申请}", "unknown", ("3.1",)),
        ("{被依法纠错数}", "ambiguous", ("4.2", "5.2")),
        ("{3.1:环比}", "aspect", ("3.1",)),
        ("{3.1.1:占比}", "aspect", ("3.1.1",)),
        ("{3.2}", "blank", ("3.2",)),
        ("{5:同比}", "last", ("5",)),
        ("{1.1:同比}", "zero", ("1.1",)),
        ("{3.1:占比 7}", "zero", ("7",)),
    ],
)
def test_a_reference_that_cannot_be_told_stays_and_says_why(text, kind, codes):
    (reference,) = find(text)
    problem = Figures(NOW, THEN).told(reference)
    assert (problem.kind, problem.codes) == (kind, codes)
    assert told(f"前{text}后") == f"前{text}后"


@pytest.mark.parametrize(
    "text", ["{{3.1}}", "{{x}}", "{x}", "{}", "{", "}", "100<200", "A&B", "=1+1", "😀", "\ud800", "{{{3.1}}}", "{3.1"]
)
def test_what_is_no_reference_comes_through_unharmed(text):
    assert told(text) == text


@given(st.text(max_size=40), st.text(max_size=40))
def test_words_around_a_reference_stay_as_they_are(before, after):
    before, after = before.replace("{", "").replace("}", ""), after.replace("{", "").replace("}", "")
    assert told(f"{before}{{3.1}}{after}") == f"{before}45{after}"


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_percentages_are_exact_to_one_place(part, whole):
    shown = Decimal(percent(part, whole).removesuffix("%"))
    assert abs(shown - Decimal(part) * 100 / whole) <= Decimal("0.05")
    assert percent(1, 16) == "6.3%"


def test_a_change_too_small_for_a_percentage_is_nearly_none():
    assert told("{3.1:同比}", report(F_3_1=100_001), report(year=2015, F_3_1=100_000)) == "基本持平"


def test_an_approximate_figure_is_no_number_to_be_printed():
    now = report()
    now.figures["3.1"] = Figure("3.1", "reported", 500, "500余", approximate=True)
    assert told("{3.1}", now) == "{3.1}"


def test_a_group_is_the_sum_of_its_rows_and_blank_with_a_blank_among_them():
    form = load_form("2021")
    codes = referable(form)["T3.3.3.C7"]
    now = AnnualReport("2021", figures={code: Figure(code, "reported", 2) for code in codes})
    assert told("{不予公开}", now, None) == "16"
    del now.figures[codes[0]]
    assert told("{不予公开}", now, None) == "{不予公开}"


def test_a_row_alone_means_its_total():
    names = names_of(load_form("2021"))
    assert names["T3.1"] == names["本年新收"] == names["本年新收·总计"] == ("T3.1.C7",)
    assert names["本年新收·自然人"] == ("T3.1.C1",)
    assert names["行政复议"] == ("T4.A.5",)
    assert len(names["结果维持"]) == 3


@pytest.mark.parametrize("edition", books.EDITIONS)
def test_every_figure_has_a_code_and_a_name_of_its_own(edition):
    form = load_form(edition)
    names = names_of(form)
    for code in referable(form):
        assert names[code] == (code,)
        assert any(found == (code,) for key, found in names.items() if key != code and not key[0].isascii())


def test_the_nearest_figures_are_offered_for_an_unknown_name():
    assert nearest(load_form("2021"), "行政复议维持")[0] == "T4.A.1"
    assert nearest(load_form("2014"), "全然无关的话") == ()


def test_last_year_on_another_edition_is_no_comparison():
    now = AnnualReport("2021", year=2021, figures={"T2.1.a.2": Figure("T2.1.a.2", "reported", 3)})
    then = AnnualReport("2019", year=2020, figures={"T2.1.a.2": Figure("T2.1.a.2", "reported", 1)})
    problem = Figures(now, then).told(next(find("{T2.1.a.2:增减}")))
    assert problem == Problem("last", ("T2.1.a.2",))


def test_expanding_leaves_the_content_alone():
    content = BookContent(NOW, {2015: THEN})
    content.current.sections = [Section("三", "", ("{3.1}件，{x}",))]
    assert expand(content).sections[0].paragraphs == ("45件，{x}",)
    assert content.current.sections[0].paragraphs == ("{3.1}件，{x}",)


TEXTS = (
    "{3.1}件、{收到申请数}、{ 收到 申请数 }件",
    "{3.1:增减}，{3.1：同比}，{3.1:上年}，{3.1.1:占比 3.1}，{3.1.1：占比收到申请数}",
    "{{3.1}}与{3.1}与{x}与{}",
    "a{b{3.1}c}{{{3.1}}}",
    "100<200 A&B =1+1 😀{4.2}{被依法纠错数}{行政诉讼数量·被依法纠错数}",
    "{年度}年{单位}{上年度}{年度:上年}",
    "{3.1}{3.1.1}{3.1.2}{3.1.3}{3.1.4}{3.2}{3.2.1}{3.2.2}",
    "{8.4}万元{8.4:上年}{8.4:增减}{8.4:同比}{7:占比 8.4}",
    "{3.*}{?}{~}{3.1:最}{3.1:}{f_3_1}{3}{3.1:占比}{3.1:占比 没有}",
    "{1.1:同比}{1.2.1:同比}{1.2.2:同比}{1.2.3:同比}{1.2.4:同比}{1.2.5:增减}",
    "长" * 400 + "{3.1\n}" + "文" * 400,
)
WIDE = (
    "{T3.1}{本年新收}{本年新收·自然人}{t3.1}",
    "{不予公开}{T3.3.3.C7}{不予公开·自然人:增减}{不予公开:占比 T3.3.7}",
    "{结果维持}{行政复议}{行政复议·结果维持}{T4.A.5:增减}",
    "{T2.8.a}{T2.8.a:同比}{T3.3}{T4}{T2.1.b.1:同比}",
)


@pytest.fixture(scope="module")
def previews(tmp_path_factory):
    """Each book's texts as Python expands them, and as the preview of the workbook shows them in LibreOffice."""
    folder = tmp_path_factory.mktemp("previews")
    paths, expected = [], []
    for number, (edition, seed) in enumerate((("2014", 2), ("2014", 3), ("2021", 2))):
        content = randomtables.content(edition, seed)
        texts = TEXTS if edition == "2014" else WIDE
        content.current.sections = [Section("一", "试", texts)]
        paths.append(folder / f"{number}.xlsx")
        paths[-1].write_bytes(build_book(content))
        figures = Figures(content.current, content.history.get(content.current.year - 1))
        expected.append([expand_text(text, figures) for text in texts])
    (folder / "office").mkdir()
    made = office.convert(paths, "xlsx", folder / "office")
    return list(zip(expected, [openpyxl.load_workbook(path, data_only=True) for path in made], strict=True))


def test_the_preview_in_the_workbook_says_what_the_report_will(previews):
    for expected, book in previews:
        rows = [row for row in book["正文"].iter_rows(min_row=6, values_only=True) if row[3]]
        assert [row[5] for row in rows] == expected


def test_text_and_table_lead_to_each_other(previews):
    text, table = previews[0][1]["正文"], previews[0][1]["统计表"]
    assert text["G6"].value == "C26"
    assert [cell.value for cell in text[12]][6:12] == ["C26", "C27", "C28", "C29", "C30", "C31"]
    assert table["H26"].value == "D6"
    assert table["H27"].value == "D7"
