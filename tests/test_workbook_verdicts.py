from __future__ import annotations

import io
from typing import TYPE_CHECKING

import books
import checking
import office
import openpyxl
import pytest
import verdictbook

from workbook.check import verdicts
from workbook.content import BookContent
from workbook.expression import ERROR
from workbook.formfile import load_form
from workbook.layout import layout_of
from workbook.names import COUNTS
from workbook.ours import our_book
from workbook.read import read_content
from workbook.report import AnnualReport
from workbook.rules.arithmetic import outcome
from workbook.shown import numbers_of, shown
from workbook.sums import sum_gives
from workbook.write import build_book

if TYPE_CHECKING:
    from pathlib import Path

BOOKS_EACH = 4
TABLES_EACH = 200


def _values(report):
    return numbers_of({code: shown(figure) for code, figure in report.figures.items()})


def _python(report, errors=()):
    values = _values(report) | dict.fromkeys(errors, ERROR)
    rules = layout_of(load_form(report.form)).rules
    # These workbooks have no older year.
    return {name: outcome(row.rule.check, values, last_year=False).verdict for name, row in rules.items()}


def _sheet(path, edition):
    book = our_book(path.read_bytes(), path.name)
    return {name: book.value(row.name) for name, row in layout_of(load_form(edition)).rules.items()}


def _with_errors(data, report):
    """The same workbook with a division by zero typed into some inputs that no sum adds up."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    layout = layout_of(load_form(report.form))
    added = {code for rule in layout.fills.values() for code in rule.codes}
    codes = [code for code in layout.figures if code not in added and layout.figures[code].item.kind != "heading"][:4]
    for code in codes:
        at = layout.figures[code].at
        book["统计表"].cell(at.row, at.column).value = "=1/0"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), codes


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory):
    """Name → recalculated file and its report: clean, damaged and erroneous tables, in one LibreOffice call."""
    folder, into = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("recalculated")
    reports = {f"{edition}-empty": (AnnualReport(form=edition), ()) for edition in books.EDITIONS}
    for edition in books.EDITIONS:
        reports[f"{edition}-clean"] = (books.report(edition), ())
        reports |= {f"{edition}-{seed}": (books.damaged(edition, seed), ()) for seed in range(BOOKS_EACH)}
        reports[f"{edition}-error"] = (books.damaged(edition, 99), ("error",))
    for name, (report, errors) in list(reports.items()):
        data = build_book(BookContent(report))
        if errors:
            data, codes = _with_errors(data, report)
            reports[name] = (report, codes)
        (folder / f"{name}.xlsx").write_bytes(data)
    made = office.convert([folder / f"{name}.xlsx" for name in reports], "xlsx", into)
    return {path.stem: (path, *reports[path.stem]) for path in made}


def test_the_sheet_and_python_give_the_same_verdicts(recalculated):
    for name, (path, report, errors) in recalculated.items():
        assert _sheet(path, report.form) == _python(report, errors), name


def test_the_sample_has_every_verdict_in_plenty(recalculated):
    found = [verdict for path, report, _ in recalculated.values() for verdict in _sheet(path, report.form).values()]
    assert min(found.count(word) for word in COUNTS) > 20


def test_two_hundred_tables_of_each_edition_get_the_same_verdicts_from_both_engines(tmp_path):
    made = {edition: verdictbook.tables(edition, TABLES_EACH) for edition in books.EDITIONS}
    for edition, tables in made.items():
        (tmp_path / f"{edition}.xlsx").write_bytes(verdictbook.build(edition, tables))
    for path in office.convert([tmp_path / f"{edition}.xlsx" for edition in made], "xlsx", _folder(tmp_path)):
        found = verdictbook.on_the_sheet(path.stem, path, TABLES_EACH)
        assert found == [verdictbook.in_python(path.stem, table) for table in made[path.stem]]
        seen = {(name, verdict) for verdicts in found for name, verdict in verdicts.items()}
        assert {name for name, verdict in seen if verdict == "不符"} == {name for name, _ in seen}


def test_rules_of_history_are_alive_on_the_sheet(tmp_path):
    now, before = checking.whole("2021", 2023), checking.whole("2021", 2022)
    book = BookContent(now, {2022: before})
    (tmp_path / "history.xlsx").write_bytes(build_book(book))
    (path,) = office.convert([tmp_path / "history.xlsx"], "xlsx", _folder(tmp_path))
    shown = _sheet(path, "2021")
    assert shown == verdicts(now, load_form("2021"), before)
    assert {shown[f"H101_C{n}"] for n in range(1, 8)} == {"通过", "不符"}
    assert shown["H102_b"] == "通过"


def test_sums_left_as_formulas_show_what_was_published(recalculated):
    for name, (path, report, errors) in recalculated.items():
        if errors:
            continue
        book = our_book(path.read_bytes(), name)
        for code, cell in layout_of(load_form(report.form)).figures.items():
            figure = report.figures.get(code)
            assert book.value(cell.name) == (shown(figure) if figure else None), (name, code)


def test_counts_and_ticks_agree_with_the_verdicts(recalculated):
    for path, report, errors in recalculated.values():
        book = our_book(path.read_bytes(), path.name)
        verdicts = list(_python(report, errors).values())
        assert {word: book.value(name) for word, name in COUNTS.items()} == {w: verdicts.count(w) for w in COUNTS}


def test_the_state_beside_a_row_sums_up_its_rules(recalculated):
    path, report, _ = recalculated["2021-3"]
    layout = layout_of(load_form("2021"))
    book = our_book(path.read_bytes(), path.name)
    sheet = book.at("S_statistics")[0]
    verdicts = _python(report)
    for row_code, at in layout.states.items():
        own = [
            verdicts[name]
            for name, row in layout.rules.items()
            if layout.figures[row.rule.target].item.row.code == row_code
        ]
        worst = next((word for word in ("不符", "未填", "通过") if word in own), None)
        cell = sheet.cells.get((at.row, at.column))
        assert (cell.value if cell else None) == worst, row_code


def test_a_workbook_saved_by_another_program_reads_the_same(recalculated):
    for name in ("2014-2", "2019-clean", "2021-3"):
        path, report, _ = recalculated[name]
        assert read_content(path).current == report


def test_a_blank_part_with_a_matching_total_passes(tmp_path):
    report = books.report("2014", **{"1": "87", "1__1": "", "8__3": "6", "8__3__1": "", "8__3__2": "6"})
    (tmp_path / "lingwu.xlsx").write_bytes(build_book(BookContent(report)))
    (path,) = office.convert([tmp_path / "lingwu.xlsx"], "xlsx", _folder(tmp_path))
    verdicts = _sheet(path, "2014")
    assert (verdicts["T107"], verdicts["T111"]) == ("通过", "未填")
    assert our_book(path.read_bytes(), "x").value("F_1") == 87


def _folder(path: Path) -> Path:
    made = path / "recalculated"
    made.mkdir()
    return made


def test_sums_are_exact_in_python():
    rule = layout_of(load_form("2014")).fills["3.1"]
    assert sum_gives(rule, {}) is None
    assert sum_gives(rule, {"3.1.1": 2, "3.1.4": 5}) == 7


def test_last_year_and_change_stand_beside_this_year(tmp_path):
    now, before = books.report("2021", 1, 2021), books.report("2019", 2, 2020)
    (tmp_path / "two.xlsx").write_bytes(build_book(BookContent(now, {2020: before})))
    (path,) = office.convert([tmp_path / "two.xlsx"], "xlsx", _folder(tmp_path))
    sheet = our_book(path.read_bytes(), "x").at("S_statistics")[0]
    cell = layout_of(load_form("2021")).figures["T3.1.C1"]
    old, new = before.figures["T3.1.C1"].value, now.figures["T3.1.C1"].value
    assert sheet.cells[cell.last_year.row, cell.last_year.column].value == old
    assert sheet.cells[cell.change.row, cell.change.column].value == new - old
    # The same code, but another column of another edition: no comparison.
    other = layout_of(load_form("2021")).figures["T2.1.a.1"]
    assert sheet.cells[other.last_year.row, other.last_year.column].value is None


@pytest.fixture
def own_form(tmp_path, monkeypatch):
    yield books.own_form(tmp_path, monkeypatch)
    books.forget_forms()


def test_an_own_form_is_checked_by_its_own_rules(own_form, tmp_path):
    report = AnnualReport(form=own_form.edition, year=2022)
    texts = {"A.1.X1": "3", "A.1.X4": "4", "A.2.1.X4": "9", "A.2.2.1.X4": "1", "A.2.2.2.X4": "/", "B1": "0.5"}
    report.figures = {code: books.figure(own_form, code, text) for code, text in texts.items()}
    (tmp_path / "own.xlsx").write_bytes(build_book(BookContent(report)))
    (path,) = office.convert([tmp_path / "own.xlsx"], "xlsx", _folder(tmp_path))
    assert _sheet(path, own_form.edition) == _python(report)
    assert _python(report)["T902"] == "不符"
    assert read_content(path).current == report
