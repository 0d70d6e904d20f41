"""Who counts in a roll-up, and that its sums are exactly the sums of what the units reported."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from books import EDITIONS, own_form
from checking import TABLE_2014, changed, whole
from hypothesis import given, settings
from hypothesis import strategies as st
from units import YEAR, cell, received, report, sum_of, unit

from workbook.bridge import comparable
from workbook.errors import InputRefused
from workbook.formfile import load_form
from workbook.report import Finding
from workbook.rollup.parts import Part, explain, gaps
from workbook.rollup.received import Unread, from_plain, to_plain
from workbook.rollup.roster import Roster, RosterLine, level_of, read_roster
from workbook.rollup.rosterfile import load_roster

PRINTED = st.one_of(
    st.none(),
    st.integers(0, 10**7),
    st.decimals(0, 10**5, places=2, allow_nan=False),
    st.sampled_from(("/", "—", "不详", "约300", "=1+1")),
)


def table_of(edition):
    codes = [item.code for item in load_form(edition).values()]
    return st.dictionaries(st.sampled_from(codes), PRINTED, max_size=8)


def numbers(tables, code):
    return [t[code] for t in tables if code in t and t[code] is not None and not isinstance(t[code], str)]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(EDITIONS).flatmap(lambda e: st.tuples(st.just(e), st.lists(table_of(e), min_size=1, max_size=9)))
)
def test_every_total_is_the_plain_sum_of_the_numbers_and_names_the_others(made):
    edition, tables = made
    summary = sum_of(*(unit(f"第{at}局", table, edition) for at, table in enumerate(tables)))
    figures = summary.report().figures
    for item in load_form(edition).values():
        values = numbers(tables, item.code)
        total = summary.sum[item.code]
        if not total.reason:
            assert figures[item.code].value == (sum(map(Decimal, values)) if values else None)
        blank = [f"第{at}局" for at, table in enumerate(tables) if table.get(item.code) is None]
        worded = [f"第{at}局" for at, table in enumerate(tables) if isinstance(table.get(item.code), str)]
        assert (list(total.blank), [name for name, _ in total.worded]) == (blank, worded)
        assert total.counted == len(values)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(EDITIONS).flatmap(lambda e: st.tuples(st.just(e), table_of(e))), min_size=1, max_size=9)
)
def test_over_three_editions_only_what_means_the_same_is_added(made):
    units = [unit(f"第{at}局", table, edition) for at, (edition, table) in enumerate(made)]
    summary = sum_of(*units, across=True)
    sources = {"2014": ("3.1",), "2019": ("T3.1.C7",), "2021": ("T3.1.C7",)}
    trials = {"2014": ("5",), "2019": ("T4.B.5", "T4.C.5"), "2021": ("T4.B.5", "T4.C.5")}
    if "2014" in (editions := {edition for edition, _ in made}) and len(editions) > 1:
        assert [line.key for line in summary.lines] == ["requests", "reconsiderations", "lawsuits"]
        for key, codes in (("requests", sources), ("lawsuits", trials)):
            whole_ones = [[numbers([table], code) for code in codes[edition]] for edition, table in made]
            values = [sum(Decimal(n[0]) for n in row) for row in whole_ones if all(row)]
            assert summary.sum[key].value == (sum(values) if values else None)


def test_blanks_alone_stay_blank_and_beside_numbers_are_counted_and_named():
    blank = sum_of(unit("甲局", {"9.1": None}), unit("乙局", {})).report().figures["9.1"]
    assert (blank.state, blank.value) == ("blank", None)
    figure = (
        sum_of(unit("甲局", {"9.1": None}), unit("乙局", {"9.1": 0}), unit("丙局", {"9.1": "/"}))
        .report()
        .figures["9.1"]
    )
    assert (figure.state, figure.value) == ("reported", 0)
    assert "空白 1 个单位：甲局" in figure.note
    assert "丙局“/”" in figure.note


def test_sums_beyond_what_a_spreadsheet_can_hold_are_exact():
    big = 123_456_789_012_345_678
    assert sum_of(unit("甲局", {"9.3": big}), unit("乙局", {"9.3": 1})).report().figures["9.3"].value == big + 1
    cents = [Decimal("0.1")] * 3
    summary = sum_of(*(unit(f"第{at}局", {"8.4": value}) for at, value in enumerate(cents)))
    assert summary.report().figures["8.4"].value == Decimal("0.3")


def test_rows_that_the_form_calls_not_additive_are_not_added(tmp_path, monkeypatch):
    from books import OWN_FORM, forget_forms  # noqa: PLC0415  # the form is changed here only

    monkeypatch.setattr("books.OWN_FORM", OWN_FORM.replace('kind = "money" }', 'kind = "money", adds = "never" }'))
    own_form(tmp_path, monkeypatch)
    YEAR["test-own"] = 2022
    units = []
    for name in ("甲局", "乙局"):
        made = report(name, {}, "2021", 2022)
        made.form, made.figures = "test-own", {"B1": cell("B1", 5), "A.1.X1": cell("A.1.X1", 2)}
        units.append(received(made))
    found = sum_of(*units).report().figures
    forget_forms()
    assert (found["B1"].value, found["A.1.X1"].value) == (None, 4)
    assert "不相加" in found["B1"].note


def test_a_stock_adds_over_units_but_not_over_years():
    stock, flow = {"T2.1.b.3": 10, "T2.1.b.1": 2}, {"T2.1.b.3": 5, "T2.1.b.1": 1}
    one_year = sum_of(unit("甲局", stock, "2021"), unit("乙局", flow, "2021")).report().figures
    assert (one_year["T2.1.b.3"].value, one_year["T2.1.b.1"].value) == (15, 3)
    years = sum_of(unit("甲局", stock, "2021", 2022), unit("甲局", flow, "2021", 2023), across=True).report().figures
    assert (years["T2.1.b.3"].value, years["T2.1.b.1"].value) == (None, 3)


def test_money_in_unlike_measures_is_not_added():
    units = [unit("甲局", {}, "2019"), unit("乙局", {}, "2019")]
    for one, measure in zip(units, ("元", "万元"), strict=True):
        one.report.figures["T2.9.a.2"] = cell("T2.9.a.2", 9).__class__("T2.9.a.2", "reported", 9, "9", measure=measure)
    assert sum_of(*units).sum["T2.9.a.2"].reason == "单位不一"


def test_other_years_and_editions_are_refused_unless_told():
    two = (unit("甲局", {"9.1": 1}, year=2015), unit("乙局", {"9.1": 2}, year=2016))
    with pytest.raises(InputRefused, match=r"不是同一年度：2015 年度 1 份（甲局[.]xlsx）；2016 年度 1 份"):
        sum_of(*two)
    assert sum_of(*two, across=True).report().figures["9.1"].value == 3
    only = sum_of(*two, year=2016)
    assert only.report().figures["9.1"].value == 2
    assert "年度不符 1（甲局）" in only.statement()
    with pytest.raises(InputRefused, match="不是同一版式"):
        sum_of(unit("甲局", {"3.1": 1}, year=2020), unit("乙局", {"T3.1.C7": 1}, "2019"))


def test_a_report_without_a_year_is_left_out_and_named():
    lost = received(changed(whole("2014", 2016), year=None, unit="丁局"))
    summary = sum_of(unit("甲局", {"9.1": 1}), lost)
    assert [(entry.unit, entry.status) for entry in summary.choice.entries] == [("丁局", "年度不符"), ("甲局", "计入")]


def test_of_a_unit_that_reported_twice_none_counts_until_one_is_chosen():
    twice = [received(report("甲局", {"9.1": number}), file) for number, file in ((1, "a.xlsx"), (2, "b.docx"))]
    units = (*twice, unit("乙局", {"9.1": 10}))
    summary = sum_of(*units)
    assert summary.report().figures["9.1"].value == 10
    assert {entry.file for entry in summary.choice.of("重复")} == {"a.xlsx", "b.docx"}
    assert not summary.complete
    assert sum_of(*units, twice="first").report().figures["9.1"].value == 11
    assert sum_of(*reversed(units), twice="last").report().figures["9.1"].value == 12


def test_one_table_under_two_names_is_pointed_out_and_counted_once_only_when_told():
    units = (unit("甲局", TABLE_2014), unit("乙局", TABLE_2014))
    summary = sum_of(*units)
    assert summary.report().figures["9.3"].value == 2 * TABLE_2014["9.3"]
    assert all("每个数都与" in entry.doubt for entry in summary.choice.entries)
    assert sum_of(*units, twice="first").report().figures["9.3"].value == TABLE_2014["9.3"]


def test_a_roll_up_does_not_count_beside_its_own_units():
    units = [unit("甲局", {"9.1": 1}), unit("乙局", {"9.1": 2})]
    all_of_them = received(report("青禾市", {"9.1": 3}), units=("甲局", "乙局"))
    assert sum_of(*units, all_of_them).report().figures["9.1"].value == 3
    with_another = received(report("青林县", {"9.1": 7}), units=("甲局", "丙局"))
    summary = sum_of(*units, with_another)
    assert summary.report().figures["9.1"].value == 9
    assert [(entry.unit, entry.status) for entry in summary.choice.of("重复")] == [("甲局", "重复")]


ROSTER = Roster(
    (
        RosterLine("青禾市财政局", "青禾市", "部门"),
        RosterLine("青石镇", "青禾市", "乡镇"),
        RosterLine("青林镇", "青禾市", "乡镇", dt.date(2017, 1, 10)),
    )
)


def test_the_roster_tells_who_is_missing_late_or_a_stranger():
    units = (unit("青禾市财政局", {"9.1": 1}), unit("青林镇", {"9.1": 2}), unit("红叶县档案局", {"9.1": 50}))
    summary = sum_of(*units, roster=ROSTER, due=dt.date(2017, 1, 31))
    assert [(entry.unit, entry.status) for entry in summary.choice.entries] == [
        ("青禾市财政局", "计入"),
        ("青石镇", "缺报"),
        ("青林镇", "计入"),
        ("红叶县档案局", "名册外"),
    ]
    # whole() is signed on the 20th of January; the roster's own deadline goes before --due.
    assert [entry.unit for entry in summary.choice.entries if entry.late] == ["红叶县档案局", "青林镇"][1:]
    assert summary.report().figures["9.1"].value == 3
    assert summary.unit == "青禾市"
    assert (
        summary.statement() == "合计不完整：4 个单位计入 2 份，没有包括：缺报 1（青石镇）；名册外 1（红叶县档案局）。"
    )


def test_a_file_that_cannot_be_read_is_its_unit_s_and_not_missing():
    unread = [Unread("x/青石镇2016.xlsx", "青石镇2016.xlsx", "文件不完整")]
    summary = sum_of(unit("青林镇", {"9.1": 2}), unit("青禾市财政局", {}), roster=ROSTER, unread=unread)
    assert [(entry.unit, entry.reason) for entry in summary.choice.of("退回")] == [("青石镇", "文件不完整")]
    assert summary.choice.of("缺报") == []


def test_own_level_and_whole_area_are_kept_apart():
    units = (unit("青禾市财政局", {"9.1": 1}), unit("青林镇", {"9.1": 2}), unit("青石镇", {"9.1": 4}))
    summary = sum_of(*units, roster=ROSTER)
    assert {group.title: summary.totals(group)["9.1"].value for group in summary.groups} == {
        "行政区域汇总": 7,
        "本级": 1,
        "下级": 6,
        "类别：部门": 1,
        "类别：乡镇": 6,
    }
    assert sum_of(*units, roster=ROSTER, own_only=True).report().figures["9.1"].value == 1


@pytest.mark.parametrize(
    ("name", "kind", "level"),
    [
        ("青禾市财政局", "", "本级"),
        ("青石镇人民政府", "", "下级"),
        ("城关街道办事处", "", "下级"),
        ("青禾市人民政府办公室", "", "本级"),
        ("青石镇", "县直部门", "本级"),
        ("财政局", "乡镇", "下级"),
        ("青禾市", "全市汇总", "汇总"),
    ],
)
def test_the_level_is_the_roster_s_word_or_told_by_the_name(name, kind, level):
    assert level_of(name, kind) == level


def test_a_published_total_is_compared_cell_by_cell_and_the_units_that_explain_it_are_named():
    tables = {f"第{at}局": {"9.1": at, "9.2": 3 * at, "9.3": 100 + at} for at in range(1, 6)}
    units = [unit(name, table) for name, table in tables.items()]
    without_4 = {code: sum(t[code] for name, t in tables.items() if name != "第4局") for code in ("9.1", "9.2", "9.3")}
    summary = sum_of(*units, published=[received(report("青禾市", without_4), "公布.docx")])
    assert [(f.code, f.figures[0], f.found, f.expected) for f in summary.findings] == [
        ("R103", code, without_4[code], without_4[code] + tables["第4局"][code]) for code in ("9.1", "9.2", "9.3")
    ]
    assert all("可能漏了“第4局”" in finding.message for finding in summary.findings)
    assert summary.findings[0].where.startswith("公布.docx")
    right = {code: value + tables["第4局"][code] for code, value in without_4.items()}
    assert sum_of(*units, published=[received(report("青禾市", right), "公布.docx")]).findings == ()


def test_units_forgotten_together_are_named_together_and_one_left_out_that_was_counted():
    parts = [Part(f"第{at}局", "本级", {"9.1": 2**at, "9.2": 3**at}) for at in range(6)]
    stranger = Part("名册外的局", "本级", {"9.1": 1000}, counted=False)
    form = load_form("2014")
    lacking = report("市", {"9.1": 63 - 4 - 16, "9.2": 364 - 9 - 81})
    found = gaps(lacking, form, parts)
    assert set(explain(found, parts).values()) == {"可能漏了“第2局”和“第4局”"}
    more = gaps(report("市", {"9.1": 1063, "9.2": 364}), form, [*parts, stranger])
    assert explain(more, [*parts, stranger]) == {"9.1": "可能计入了没有汇总的“名册外的局”"}


def test_a_total_in_the_roster_is_compared_with_those_who_report_to_it():
    roster = Roster((RosterLine("青禾市", "", "汇总"), *ROSTER.lines))
    units = (unit("青禾市财政局", {"9.1": 1}), unit("青林镇", {"9.1": 2}), unit("青石镇", {"9.1": 4}))
    summary = sum_of(*units, unit("青禾市", {"9.1": 9}), roster=roster)
    assert summary.report().figures["9.1"].value == 7
    assert [(f.code, f.found, f.expected) for f in summary.findings] == [("R103", 9, 7)]


def test_explanations_of_units_go_along_to_the_same_finding_of_the_sum():
    said = Finding("T301", "error", "", explanation="并案处理", instance="T301_C1")
    wrong = changed(whole("2021", 2023), {"T3.1.C1": 500}, unit="甲局")
    summary = sum_of(received(wrong, findings=(said,)), received(changed(whole("2021", 2023), unit="乙局")))
    assert summary.explanations == {"T301_C1": "甲局：并案处理"}


def test_what_goes_between_processes_comes_back_the_same():
    finding = Finding("T1", "error", "说明", figures=("8.4",), expected=Decimal("0.1"), found="3 个")
    one = received(
        report("甲局", {"8.4": Decimal("0.10"), "9.1": "约5", "9.2": None}), findings=(finding,), units=("乙",)
    )
    again = from_plain(json.loads(json.dumps(to_plain(one))))
    assert again.report.figures == one.report.figures
    assert (again.findings, again.units, again.file) == (one.findings, one.units, one.file)


def test_the_order_of_the_files_changes_nothing():
    units = [unit(f"第{at}局", {"9.1": at}) for at in range(5)]
    one, other = sum_of(*units), sum_of(*reversed(units))
    assert (one.choice.entries, one.report()) == (other.choice.entries, other.report())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_roster_in_any_encoding(tmp_path, encoding):
    path = tmp_path / "名册.csv"
    path.write_text(
        "说明：请勿改动\n序号,单位名称,主管单位,单位性质,截止日期\n1,甲局,青禾市,部门,2017.1.20\n", encoding
    )
    assert load_roster(path).lines == (RosterLine("甲局", "青禾市", "部门", dt.date(2017, 1, 20)),)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["名字"], ["甲局"]], "没有“单位”一列"),
        ([["单位"], [""]], "没有单位"),
        ([["单位"], ["甲局"], ["甲 局"]], "第 3 行的单位“甲局”前面已经有了"),
        ([["单位", "截止"], ["甲局", "月底"]], "截止日期“月底”看不懂"),
    ],
)
def test_a_roster_that_does_not_read_says_where(rows, words):
    with pytest.raises(InputRefused, match=words):
        read_roster(rows, "名册.csv")


def test_lines_are_comparable_where_code_and_name_agree_or_the_forms_say_so():
    lines = comparable([load_form("2021"), load_form("2019")])
    keys = {line.key for line in lines}
    assert {"T3.1.C7", "T4.A.5", "T3.3.7.C1"} <= keys
    assert not keys & {"T2.1.a.1", "T2.5.a.1", "T3.3.6.C7", "requests"}
