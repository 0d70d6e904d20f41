from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from cases import BAD, BASE, GOOD, Try, said
from checking import changed, codes
from tables import CELLS, report

from workbook.check import check_report
from workbook.formfile import all_forms, load_form
from workbook.rules import REGISTRY, Registry, RegistryError, RuleSpec, read_specs
from workbook.rules.live import live_rules
from workbook.rules.words import day, ordinal


def found(case):
    form = load_form(case.edition)
    return check_report(case.report, form, case.previous, others=case.others, units=case.units)


@pytest.mark.parametrize("case", BAD, ids=lambda case: f"{case.code}_{case.at}")
def test_a_fault_is_found_as_its_rule_at_its_figure(case):
    findings = found(case)
    # One fault gives one finding, but for what it can't be had without.
    assert sorted(finding.code for finding in findings) == sorted([case.code, *case.also])
    (finding,) = (finding for finding in findings if finding.code == case.code)
    assert (finding.figures[0] if case.at else "") == case.at
    assert finding.severity == (case.severity or finding.severity)
    assert finding.message
    assert finding.hint
    assert finding.clause


@pytest.mark.parametrize("case", GOOD, ids=lambda case: f"{case.code}_{case.edition}")
def test_what_only_looks_like_a_fault_is_none(case):
    assert found(case) == []


@pytest.mark.parametrize("cells", CELLS, ids=lambda cells: cells.code)
def test_a_few_cells_break_one_rule_of_arithmetic_and_no_other(cells):
    form, last = load_form(cells.edition), report(cells.edition, cells.last, 2020) if cells.last else None
    bad, good = (
        [
            f
            for f in check_report(report(cells.edition, text, 2021), form, last)
            if f.instance[0] == "T" or f.code == cells.code
        ]
        for text in (cells.bad, cells.good)
    )
    assert [(finding.code, finding.figures[0]) for finding in bad] == [(cells.code, cells.bad.split()[0])]
    assert good == []


@pytest.mark.parametrize("edition", BASE)
def test_a_whole_report_has_no_findings(edition):
    assert codes(BASE[edition]) == []


def test_every_rule_has_a_good_and_a_bad_case():
    bound = set(REGISTRY.functions)
    assert {case.code for case in BAD} - {"H101", "H102", "H103", "H105"} == bound
    assert {case.code for case in GOOD} - {"H101", "H102", "H103", "H105"} == bound
    assert {cells.code for cells in CELLS} == {rule.code for form in all_forms() for rule in live_rules(form)}


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


def test_a_rule_with_a_function_and_an_expression_is_refused():
    registry = Registry([dataclasses.replace(SPEC, check="[1] = [2]")])
    registry.complete()
    registry.rule("Z1")(lambda _: [])
    with pytest.raises(RegistryError, match="Z1 既有算式又有函数"):
        registry.complete()


def test_an_expression_that_does_not_read_is_refused():
    with pytest.raises(RegistryError, match="Z1 的算式有误"):
        Registry([dataclasses.replace(SPEC, check="[{c}] = max(")]).complete()


def test_a_form_can_not_give_another_meaning_to_a_code():
    form = load_form("2021")
    stolen = dataclasses.replace(form.rules[0], code="V101")
    with pytest.raises(RegistryError, match="V101 已经另有含义"):
        live_rules(dataclasses.replace(form, rules=(stolen,)))


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
