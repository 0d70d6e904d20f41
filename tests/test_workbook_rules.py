from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from checking import changed, codes, whole

from workbook.check import check_report
from workbook.formfile import load_form
from workbook.report import AnnualReport, Figure, Section, Unplaced
from workbook.rules import REGISTRY, Registry, RegistryError, RuleSpec, read_specs
from workbook.rules.words import day, ordinal

BASE = {"2014": whole("2014", 2016), "2019": whole("2019", 2020), "2021": whole("2021", 2023)}
SECTIONS = {edition: report.sections for edition, report in BASE.items()}


def text(value: str) -> Figure:
    return Figure("", "text", text=value)


def said(code: str, value: int | Decimal, words: str = "", measure: str = "件") -> Figure:
    return Figure(code, "reported", value, words or str(value), approximate=bool(words), measure=measure)


def five(*paragraphs: str, title: str = "存在的主要问题和改进情况") -> dict[str, object]:
    """The six sections with another fifth."""
    *before, _, last = SECTIONS["2021"]
    return {"sections": [*before, Section("五", title, paragraphs), last]}


def signed(**fields: str) -> dict[str, object]:
    return {"signoff": BASE["2014"].signoff | fields}


def opening(*paragraphs: str) -> dict[str, object]:
    return {"preface": paragraphs}


def first(*paragraphs: str) -> dict[str, object]:
    """The 2014 sections with other words in the first."""
    section, *rest = SECTIONS["2014"]
    return {"sections": [Section(section.number, section.title, paragraphs), *rest]}


GOVERNMENT = five("考核、评议、责任追究都有结果。") | {"unit": "青禾市人民政府"}


@dataclass(frozen=True)
class Try:
    """A report that differs from a faultless one by ``figures`` and ``changes``; ``at`` is where the fault is."""

    code: str
    edition: str = "2014"
    figures: dict[str, object] = field(default_factory=dict)
    changes: dict[str, object] = field(default_factory=dict)
    at: str = ""
    severity: str = ""
    last: dict[str, object] | None = None
    also: tuple[str, ...] = ()

    @property
    def report(self) -> AnnualReport:
        return changed(BASE[self.edition], self.figures, **self.changes)

    @property
    def previous(self) -> AnnualReport | None:
        if self.last is None:
            return None
        # Last year's table as it must have been for this year's to follow from it.
        now = BASE[self.edition].reported()
        follows = {f"T3.4.C{n}": now[f"T3.2.C{n}"] for n in range(1, 8)}
        if self.edition == "2021":
            follows |= {f"T2.1.{r}.3": now[f"T2.1.{r}.3"] - now[f"T2.1.{r}.1"] + now[f"T2.1.{r}.2"] for r in "ab"}
        else:
            rows = ("5.a", "5.b", "6.a", "6.b", "8.a")
            follows |= {f"T2.{r}.1": now[f"T2.{r}.1"] - 1 for r in rows} | {f"T2.{r}.2": 1 for r in rows}
        year = BASE[self.edition].year - 1
        return changed(BASE[self.edition], follows | self.last, year=year)


STROKE = Figure("", "not_applicable", text="/")
BARE = {"title": "", "period": None, "preface": ()}
OLD = BARE | {"year": 2011, "signoff": {}}
NARRATIVE = {"1.1": Figure("1.1", "reported", 500, "500多", approximate=True, found_in="narrative")}
BLANK_T4 = {f"T4.{block}.{n}": None for block in "ABC" for n in range(1, 6)}
SWAPPED = [*SECTIONS["2021"][:3], SECTIONS["2021"][4], SECTIONS["2021"][3], SECTIONS["2021"][5]]

BAD = [
    Try("V101", figures={"1": 87}, at="1", severity="error"),
    Try("V101", "2021", {"T3.3.3.C1": 2}, at="T3.3.3.C1"),
    Try("V102", figures={"9.1": -1}, at="9.1"),
    Try("V102", figures={"9.1": Decimal("2.5")}, at="9.1"),
    Try("V102", figures={"8.4": Decimal("-0.1")}, at="8.4"),
    Try("V103", figures={"9.1": text("1，204")}, at="9.1"),
    Try("V104", figures={"9.1": text("两三次")}, at="9.1"),
    Try("V104", figures={"9.1": text("#REF!")}, at="9.1"),
    Try("V105", figures={"9.3": said("9.3", 60, "60余")}, at="9.3"),
    Try("V105", figures={"9.3": text("约60")}, at="9.3"),
    Try("V106", figures={"9.1": None, "9.2": None}, at="9.1", severity="note"),
    Try("V106", "2021", BLANK_T4, at="T4.A.1", severity="warning"),
    Try("V106", changes={"figures": {}}, at="1.1", severity="warning"),
    Try("V107", figures={"9.1": STROKE}, at="9.1"),
    Try("V108", figures={"3.1": Figure("3.1", "reported", 13, "13", note="公式被改写")}, at="3.1"),
    Try("V109", figures={"9.3": 10**30}, at="9.3"),
    Try("S101", changes={"notes": ["政府信息公开情况统计表（样表）"]}),
    Try("S101", changes={"title": "青禾市民政局2016年政府信息公开情况统计表( 样表 )"}),
    Try("S101", changes={"unplaced": [Unplaced("（样表）")]}),
    Try("S102", changes=opening("本报告由概述等 ９ 部分组成。")),
    Try("S102", changes=opening("年报共分为十一个方面。")),
    Try("S103", "2021", changes={"sections": SECTIONS["2021"][:5], "preface": ()}, severity="error"),
    Try("S103", "2021", changes={"sections": SWAPPED}, severity="error"),
    Try("S103", changes={"sections": [Section("一", "概述"), Section("8", "其他")], "preface": ()}, severity="warning"),
    Try("S104", "2021", changes=five()),
    Try("S104", "2021", changes=five("无。", title="问题")),
    Try("S105", "2021", changes=five("考核不严。") | {"unit": "青禾市"}),
    Try("X101", changes={"stated": [said("3.1", 12)]}, at="3.1", severity="error"),
    Try("X101", "2021", changes={"stated": [said("T3.3.3.C1", 99)]}, at="T3.3.3.C1", severity="error"),
    Try("X101", figures={"1.1": 40}, changes={"stated": [said("1.1", 50, "50余")]}, at="1.1", severity="warning"),
    Try("X101", changes={"stated": [said("1.1", 100, "约100")]}, at="1.1", severity="warning"),
    Try("X101", changes={"stated": [said("8.4", 150, measure="元")]}, at="8.4"),
    Try("X102", figures={"6": STROKE}, changes={"stated": [said("6", 3)]}, at="6", also=("V107",)),
    Try("H101", "2021", last={"T3.4.C7": 0}, at="T3.2.C7"),
    Try("H102", "2021", last={"T2.1.b.3": 50}, at="T2.1.b.3"),
    Try("H103", "2019", last={"T2.5.a.2": 30}, at="T2.5.a.1"),
    Try("D101", changes=signed(reviewer=" "), severity="warning"),
    Try("D101", changes={"unit": ""}),
    Try("D101", "2021", changes={"signoff": {}}, severity="note"),
    Try("D102", changes={"title": "青禾市民政局2015年政府信息公开工作年度报告"}),
    Try("D102", changes={"period": (dt.date(2015, 1, 1), dt.date(2016, 12, 31))}),
    Try("D102", changes=opening("本报告的统计期间为2010年1月1日起至2009年12月31日。") | {"year": None}),
    Try("D103", changes=signed(date="2016年11月30日")),
    Try("D103", changes=signed(date="2017.4.1"), severity="warning"),
    Try("D103", "2021", changes=signed(date="2024-02-01")),
    Try("D103", changes=signed(date="年初"), severity="note"),
    Try("D104", "2021", changes=BARE | {"year": 2020} | signed(date="2021-01-04")),
    Try("Q101", changes=first("全年办了两场讲座，凯发app下载的都有记录。")),
    Try("Q101", changes=first("本局概况，真人娱乐平台登录。")),
    Try("Q102", changes=first("全年开会××次。")),
    Try("Q102", changes={"title": "某某局2016年政府信息公开工作年度报告"}),
]  # fmt: skip

GOOD = [
    Try("V101", figures={"1": Figure("1", "blank")}),
    Try("V102", "2019", {"T2.5.b.2": -4}),
    Try("V102", figures={"8.4": Decimal("0.25")}),
    Try("V103", figures={"9.1": Decimal("3.0")}),
    Try("V104", "2021", {"T3.3.3.C1": text("—")}),
    Try("V105", changes=OLD | {"figures": NARRATIVE}),
    Try("V106", changes=OLD | {"figures": {}}),
    Try("V107", figures={"9.1": 0}),
    Try("V108", figures={"3.1": Figure("3.1", "reported", 13, "13", note="由“13件”读出")}),
    Try("V109", figures={"9.3": 10**9}),
    Try("S101", changes=first("印发了统一的样表。")),
    Try("S102", changes=opening("本报告由概述等七个方面组成。报告期内，我局从三个方面做了改进。")),
    Try("S102", changes=opening("全文由概述、附件等8部分组成。")),
    Try("S103", "2021", changes=five("人手少。")),
    Try("S103", changes={"sections": [Section("1", "概述"), Section("２", "其他")], "preface": ()}),
    Try("S104", "2021", changes=five("无专职人员，已申请编制。", title="问题")),
    Try("S105", "2021", changes=GOVERNMENT),
    Try("S105", changes={"unit": "青禾市人民政府"}),
    Try("X101", changes={"stated": [said("1.1", 40, "40余"), said("1.1", 40, "约40"), said("1.1", 50, "近50")]}),
    Try("X101", changes={"stated": [said("8.4", 15000, measure="元")]}),
    Try("X101", changes={"stated": [said("3.1", 13)]}),
    Try("X102", changes={"stated": [said("6", 0)]}),
    Try("H101", "2021", last={}),
    Try("H101", "2021", last={"T3.4.C3": None}),
    Try("H102", "2021", last={"T2.1.a.3": None}),
    Try("H103", "2019", last={}),
    Try("D101", "2021", changes=signed(date="2024年1月5日")),
    Try("D102", changes={"title": "青禾市民政局二〇一六年年报"}),
    Try("D102", changes=first("规划期为2011年1月1日至2015年12月31日。")),
    Try("D103", "2021", changes=GOVERNMENT | signed(date="2024-03-31")),
    Try("D103", changes=signed(date="2017-3-31")),
    Try("D104", changes=BARE | {"year": 2014} | signed(date="2015-01-04")),
    Try("Q101", changes=first("公开体育彩票公益金、棋牌室整治、惠民APP下载量等信息，打击网络赌博。")),
    Try("Q102", changes=first("MAXXAM公司等待补贴，待核实的线索 3 条，某些事项见附表。")),
]  # fmt: skip


@pytest.mark.parametrize("case", BAD, ids=lambda case: f"{case.code}_{case.at}")
def test_a_fault_is_found_as_its_rule_at_its_figure(case):
    findings = check_report(case.report, load_form(case.edition), case.previous)
    # One fault gives one finding, but for what it can't be had without.
    assert [finding.code for finding in findings] == [case.code, *case.also]
    assert (findings[0].figures[0] if case.at else "") == case.at
    assert findings[0].severity == (case.severity or findings[0].severity)
    assert findings[0].message
    assert findings[0].hint
    assert findings[0].clause


@pytest.mark.parametrize("case", GOOD, ids=lambda case: f"{case.code}_{case.edition}")
def test_what_only_looks_like_a_fault_is_none(case):
    assert codes(case.report, case.previous) == []


@pytest.mark.parametrize("edition", BASE)
def test_a_whole_report_has_no_findings(edition):
    assert codes(BASE[edition]) == []


def test_every_rule_has_a_good_and_a_bad_case():
    assert {case.code for case in BAD} == {case.code for case in GOOD} == set(REGISTRY.specs)


def test_codes_of_rules_are_not_used_by_the_forms():
    used = {rule.code for edition in BASE for rule in load_form(edition).rules}
    assert not used & set(REGISTRY.specs)
    assert all(code[0] == "T" for code in used)


def test_last_year_on_another_form_is_held_to_the_carry_over_alone():
    case = Try("H101", "2021", last={"T3.4.C1": 3, "T2.1.b.3": 50})
    assert codes(case.report, changed(case.previous, form="2019")) == ["H101"]


def test_the_heading_message_names_the_blank_row_below_and_moves_nothing():
    report = changed(BASE["2014"], {"1": 87, "1.1": None})
    found = {finding.code: finding for finding in check_report(report, load_form("2014"))}
    assert "“（一）主动公开政府信息数”空白" in found["V101"].message
    assert "（一）主动公开政府信息数" in found["V101"].hint
    assert report.figures["1.1"].value is None


def test_a_group_with_blanks_is_contradicted_only_from_below():
    blank = {"T3.3.3.1.C1": None}
    known = sum(BASE["2021"].figures[f"T3.3.3.{n}.C1"].value for n in range(2, 9))
    low, high = (changed(BASE["2021"], blank, stated=[said("T3.3.3.C1", n)]) for n in (known - 1, known + 1))
    assert "X101" in codes(low)
    assert "X101" not in codes(high)


def test_a_table_with_many_blanks_gives_one_note_with_the_first_few():
    report = changed(BASE["2014"], dict.fromkeys(("9.1", "9.2", "9.3", "6")))
    (finding,) = check_report(report, load_form("2014"))
    assert (
        finding.message
        == "有 4 项空白：六、举报投诉数量、（一）召开政府信息公开工作会议或专题会议数、（二）举办各类培训班数等"
    )
    assert finding.figures == ("6", "9.1", "9.2", "9.3")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("七", 7),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三十一", 31),
        ("８", 8),
        ("", None),
        ("一二", None),
        ("附", None),
    ],
)
def test_ordinals_are_read_as_people_write_them(text, number):
    assert ordinal(text) == number


@pytest.mark.parametrize("text", ["2018-01-03", "2018年1月3日", "２０１８.1.3", "于 2018/1/3 填"])
def test_dates_are_read_as_people_write_them(text):
    assert day(text) == dt.date(2018, 1, 3)


@pytest.mark.parametrize("text", ["2018年2月30日", "2018年1月", "元月三日"])
def test_what_is_no_whole_date_is_none(text):
    assert day(text) is None


SPEC = RuleSpec("Z1", "note", "report", "说", "据", seen=False, message="消息", hint="做")


def test_a_rule_twice_in_the_data_is_refused():
    with pytest.raises(RegistryError, match="Z1 重复"):
        Registry([SPEC, SPEC])


def test_a_rule_without_a_function_is_refused():
    with pytest.raises(RegistryError, match="没有实现：Z1"):
        Registry([SPEC]).complete()


def test_a_function_without_a_rule_is_refused():
    with pytest.raises(RegistryError, match="没有 Z2"):
        Registry([SPEC]).rule("Z2")


def test_two_functions_for_one_rule_are_refused():
    registry = Registry([SPEC])
    registry.rule("Z1")(lambda _: [])
    registry.complete()
    with pytest.raises(RegistryError, match="重复绑定"):
        registry.rule("Z1")


@pytest.mark.parametrize(
    "line", ['severity = "fatal"', 'scope = "cell"', 'colour = "red"', "variants = { a = { severity = 'bad' } }", ""]
)
def test_an_entry_that_is_wrong_is_named(tmp_path, line):
    keys = {"code": '"Z1"', "severity": '"note"', "scope": '"report"', "says": '""', "basis": '""', "seen": "false"}
    keys |= {"message": '""', "hint": '""'}
    name, _, value = line.partition(" = ")
    keys |= {name: value} if line else {}
    lines = [f"{key} = {value}" for key, value in keys.items() if line or key != "hint"]
    path = tmp_path / "rules.toml"
    path.write_text("\n".join(["[[rules]]", *lines]), "utf-8")
    with pytest.raises(RegistryError, match="Z1"):
        read_specs(path)
