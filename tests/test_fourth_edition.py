from __future__ import annotations

import json

import books
import makers
import office
import openpyxl
import ownforms
import pytest
from ownforms import EXTENDED, FOURTH

from converters.importer import import_report
from workbook.formfile import all_forms, form_for_year, load_form
from workbook.layout import layout_of
from workbook.ours import our_book
from workbook.read import read_content
from workbook.shown import numbers_of, shown

# An input of each form, raised by 1000, and the rules that must find it.
BROKEN = {FOURTH: ("S.3.W", {"T903", "T905"}), EXTENDED: ("T9.3", {"T951"})}


@pytest.fixture(autouse=True)
def own_forms(tmp_path, monkeypatch):
    """Both forms in a folder of their own, and not a line of Python about them."""
    folder = tmp_path / "版式"
    folder.mkdir()
    ownforms.put_forms(folder, monkeypatch)
    for edition, year in ownforms.YEARS.items():
        monkeypatch.setitem(makers.YEARS, edition, year)
    yield
    books.forget_forms()


def fill(path, edition, **changed):
    """Type the figures into a workbook as a clerk does: into the inputs, found by their defined names."""
    book = openpyxl.load_workbook(path)
    layout = layout_of(load_form(edition))
    values = ownforms.consistent(edition) | {code.replace("__", "."): value for code, value in changed.items()}
    for code, value in values.items():
        if code not in layout.fills:
            ((sheet, cell),) = book.defined_names[layout.figures[code].name].destinations
            book[sheet][cell].value = value
    book.save(path)
    return values


def new_book(run, edition, name, **changed):
    code, _, err = run("new", "--form", edition, "--year", ownforms.YEARS[edition], "--unit", makers.UNIT, "-o", name)
    assert code == 0, err
    return fill(name, edition, **changed)


def written(path, edition, variant="", **changed):
    """A report in the form, by the tests' own writers; the figures that stand in it."""
    form = load_form(edition)
    values = ownforms.consistent(edition) | {code.replace("__", "."): value for code, value in changed.items()}
    makers.write_report(path, form, {code: str(value) for code, value in values.items()}, variant=variant)
    return values


def findings(run, name):
    code, out, err = run("check", name, "--json")
    assert out, err
    return code, [one for one in json.loads(out)["findings"] if one["code"].startswith("T")]


def test_the_forms_are_known_by_name_and_leave_the_years_of_others_alone():
    assert {FOURTH, EXTENDED} < {form.edition for form in all_forms()}
    assert [form_for_year(year).edition for year in (2020, 2021, 2024, 2026)] == ["2019", "2021", "2021", "2021"]
    # The fourth edition is a national one: it has the years from its own on.
    assert [form_for_year(year).edition for year in (2027, 2040)] == [FOURTH, FOURTH]


@pytest.mark.parametrize("edition", [FOURTH, EXTENDED])
def test_a_filled_workbook_of_the_form_passes_its_rules(run, edition):
    new_book(run, edition, "表.xlsx")
    assert findings(run, "表.xlsx")[1] == []


@pytest.mark.parametrize("edition", [FOURTH, EXTENDED])
def test_the_rules_of_the_form_find_a_broken_figure(run, edition):
    code, rules = BROKEN[edition]
    new_book(run, edition, "表.xlsx", **{code.replace(".", "__"): 1000})
    exit_code, found = findings(run, "表.xlsx")
    assert exit_code == 1
    assert rules <= {one["code"] for one in found}
    told = [one for one in found if one["code"] in rules and code in one["figures"]]
    assert {one["code"] for one in told} == rules
    names = {load_form(edition).describe(figure) for one in told for figure in one["figures"]}
    assert all("统计表!" in one["where"] and one["label"] in names for one in told)


def test_the_sheet_gives_the_verdicts_of_python(run, tmp_path):
    """Clean and broken workbooks of both forms, recalculated by LibreOffice in one call."""
    names = {}
    for edition in (FOURTH, EXTENDED):
        code = BROKEN[edition][0].replace(".", "__")
        for kind, changed in (("clean", {}), ("broken", {code: 1000}), ("blank", {code: None})):
            names[f"{edition}-{kind}"] = edition
            new_book(run, edition, f"{edition}-{kind}.xlsx", **changed)
    (tmp_path / "算").mkdir()
    made = office.convert([tmp_path / f"{name}.xlsx" for name in names], "xlsx", tmp_path / "算")
    for path in made:
        book, layout = our_book(path.read_bytes(), path.name), layout_of(load_form(names[path.stem]))
        report = read_content(path).current
        values = numbers_of({code: shown(figure) for code, figure in report.figures.items()})
        rules = {name: row for name, row in layout.rules.items() if name.startswith("T")}
        wanted = {name: row.rule.check.outcome(values).verdict for name, row in rules.items()}
        assert {name: book.value(row.name) for name, row in rules.items()} == wanted, path.stem
        own = [verdict for name, verdict in wanted.items() if name.startswith("T9")]
        assert ("不符" in own) == path.stem.endswith("broken") or path.stem.endswith("blank"), path.stem


@pytest.mark.parametrize("edition", [FOURTH, EXTENDED])
def test_the_word_report_of_the_form_reads_back_as_itself(run, tmp_path, edition):
    values = new_book(run, edition, "表.xlsx")
    code, _, err = run("report", "表.xlsx", "-o", "报告.docx")
    assert code == 0, err
    report = import_report(tmp_path / "报告.docx")
    assert (report.form, report.year, report.unit) == (edition, ownforms.YEARS[edition], makers.UNIT)
    assert report.reported() == values
    with_tables = [spec.title for spec in load_form(edition).sections if spec.table]
    assert [section.title for section in report.sections] == with_tables
    assert report.unplaced == []


@pytest.mark.parametrize("variant", ["plain", "site"])
@pytest.mark.parametrize("edition", [FOURTH, EXTENDED])
def test_a_page_in_the_form_is_recognised_by_its_labels(tmp_path, edition, variant):
    values = written(tmp_path / "年报.html", edition, variant)
    report = import_report(tmp_path / "年报.html")
    assert (report.form, report.year) == (edition, ownforms.YEARS[edition])
    assert report.reported() == values


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx"])
def test_a_report_in_the_national_form_stays_with_it_though_a_province_extends_it(tmp_path, kind):
    form = load_form("2021")
    table = {item.code: "2" for item in form.values()}
    makers.write_report(tmp_path / f"年报.{kind}", form, table)
    report = import_report(tmp_path / f"年报.{kind}")
    assert report.form == "2021"
    assert len(report.reported()) == 200


def test_the_extended_form_can_be_asked_for_by_name(run, tmp_path):
    form = load_form("2021")
    makers.write_report(tmp_path / "年报.html", form, {item.code: "2" for item in form.values()})
    code, out, err = run("import", "年报.html", "--form", EXTENDED, "--json")
    assert code == 0, err
    found = json.loads(out)
    assert found["form"] == EXTENDED
    figures = {code for code, figure in found["figures"].items() if figure["value"] is not None}
    assert figures == {item.code for item in form.values()}


@pytest.mark.parametrize("edition", [FOURTH, EXTENDED])
def test_a_report_in_the_form_becomes_a_workbook_and_stays_one(run, tmp_path, edition):
    values = written(tmp_path / "年报.html", edition)
    code, _, err = run("import", "年报.html", "-o", "表.xlsx")
    assert code == 0, err
    assert read_content(tmp_path / "表.xlsx").current.reported() == values
    before = (tmp_path / "表.xlsx").read_bytes()
    assert run("import", "年报.html", "-o", "表.xlsx")[0] == 0
    assert (tmp_path / "表.xlsx").read_bytes() == before


def test_years_in_several_forms_share_a_workbook(run, tmp_path):
    written(tmp_path / "乙.html", EXTENDED)
    written(tmp_path / "丙.html", FOURTH)
    national = load_form("2019")
    makers.write_report(tmp_path / "甲.html", national, {item.code: "1" for item in national.values()})
    code, _, err = run("import", "甲.html", "乙.html", "丙.html", "-o", "表.xlsx")
    assert code == 0, err
    content = read_content(tmp_path / "表.xlsx")
    assert (content.current.form, content.current.year) == (FOURTH, 2027)
    assert {year: report.form for year, report in content.history.items()} == {2020: "2019", 2024: EXTENDED}
    assert content.history[2024].reported() == ownforms.consistent(EXTENDED)


def test_one_year_in_two_forms_is_refused(run, tmp_path):
    written(tmp_path / "省.html", EXTENDED)
    assert run("import", "省.html", "-o", "表.xlsx")[0] == 0
    before = (tmp_path / "表.xlsx").read_bytes()
    national = load_form("2021")
    makers.YEARS["2021"], year = ownforms.YEARS[EXTENDED], makers.YEARS["2021"]
    makers.write_report(tmp_path / "国.html", national, {item.code: "1" for item in national.values()})
    makers.YEARS["2021"] = year
    code, _, err = run("import", "国.html", "-o", "表.xlsx")
    assert code == 2
    assert "2024 年度有两种统计表版式" in err
    assert (tmp_path / "表.xlsx").read_bytes() == before


def test_without_the_folder_a_workbook_of_the_form_is_refused_with_advice(run, monkeypatch):
    new_book(run, EXTENDED, "表.xlsx")
    monkeypatch.delenv("NIANBAO_FORMS")
    books.forget_forms()
    code, _, err = run("check", "表.xlsx")
    assert code == 3
    assert EXTENDED in err
    assert "NIANBAO_FORMS" in err
