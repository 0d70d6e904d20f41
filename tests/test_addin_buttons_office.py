"""Every button in a real LibreOffice on a workbook made from a real report, against the same clicks without any."""

from __future__ import annotations

import importlib
import io
import re
import shutil
from functools import cache
from pathlib import Path
from typing import NamedTuple

import calcoffice
import office
import openpyxl
import pytest
import xlwings
from checking import changed, whole
from scripted import ScriptedScreen, files_app

from addin.clicking import press
from addin.ribbon import load_ribbon
from addin.screen import Desk
from converters.cli import main
from converters.judging import judged_book
from workbook.content import BookContent
from workbook.formfile import TEMPLATES, load_form
from workbook.names import ANCHORS, CHANGES, CHARTS, MARKS, NARRATIVE, ROLL_UP, STATISTICS, YEARS, figure_name
from workbook.ours import our_book
from workbook.read import content_of
from workbook.rollup.book import SHEETS as ROLL_UP_SHEETS
from workbook.rules.settings import DEFAULT
from workbook.sheets import read_book
from workbook.write import build_book

REPORT = TEMPLATES / "demo" / "suqian-2023.html"
NAME = "年报 甲&乙's.xlsx"
UNIT = "宿迁市"
# LibreOffice writes the labels of single points of a chart after those of the whole series.
KNOWN = ("Sch_UnexpectedElementContentExpectingComplex", "/c:dLbls[1]", "chart:dLbl'")


class Click(NamedTuple):
    """What a click showed, the sheet that was active then, and the workbook where a copy of it was taken."""

    shown: list[tuple[str, str]]
    sheet: str
    book: bytes | None


def folder_with_files(folder):
    """A workbook imported from a report, an older report, and the reports of two units."""
    folder.mkdir()
    assert main(["import", str(REPORT), "-o", str(folder / NAME)]) == 0
    (folder / "2022.xlsx").write_bytes(build_book(BookContent(changed(whole("2021", 2022), unit=UNIT))))
    (folder / "各单位").mkdir()
    for name, received in (("甲局", 3), ("乙局", 5)):
        made = changed(whole("2021", 2023), {"T3.1.C1": received}, unit=name)
        (folder / "各单位" / f"{name}.xlsx").write_bytes(build_book(BookContent(made)))
    return folder


def answers_in(folder):
    """The clicks in their order, with the user's answers; a star where a copy of the workbook is taken."""
    return (
        ("importReport", [folder / "2022.xlsx"], True),
        ("checkBook*",),
        ("nextFinding",),
        ("explainFinding",),
        ("compareYears", True),
        ("drawCharts",),
        ("sumUnits*", True, folder / "各单位", True),
        ("previewText",),
        ("writeReport",),
        ("clearMarks*",),
        ("openHelp",),
        ("newBook*", True, UNIT, "2024", folder / "新.xlsx"),
    )


def clicked(app, folder):
    """Click every button; what came of each, by its id."""
    app.books.open(str(folder / NAME))
    found = {}
    for button, *answers in answers_in(folder):
        screen = ScriptedScreen(*answers)
        assert press(button.rstrip("*"), Desk(app, app.books.active, screen)), screen.texts("warn")
        book, copy = app.books.active, None
        if button.endswith("*"):
            book.api.SaveCopyAs(str(folder / "copy.xlsx"))
            copy = (folder / "copy.xlsx").read_bytes()
        shown = [(kind, text.replace(str(folder), "")) for kind, text in screen.shown]
        found[button.rstrip("*")] = Click(shown, book.sheets.active.name, copy)
    return found


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The folder that both begin with; pages and the log have a place of the tests' own meanwhile."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
            patched.setenv(name, str(tmp_path_factory.mktemp("state")))
        yield folder_with_files(tmp_path_factory.mktemp("files") / "各文件")


@pytest.fixture(scope="module")
def without_office(tmp_path_factory, files):
    folder = shutil.copytree(files, tmp_path_factory.mktemp("without") / "年报")
    with files_app() as app:
        return clicked(app, folder)


class Office(NamedTuple):
    """What came of the clicks, LibreOffice as it is then, and the folder."""

    clicks: dict[str, Click]
    app: xlwings.App
    folder: Path


@pytest.fixture(scope="module")
def in_office(tmp_path_factory, files):
    before = list(xlwings.engines.engines), dict(xlwings.engines.engines_by_name), xlwings.engines.active
    with calcoffice.running() as running:
        engine = importlib.import_module("addin.engines.calc").engine_at(running.context, running.pid)
        app = xlwings.App(impl=next(iter(engine.impl.apps)))
        folder = shutil.copytree(files, tmp_path_factory.mktemp("office") / "年报")
        yield Office(clicked(app, folder), app, folder)
    xlwings.engines.engines, xlwings.engines.engines_by_name, xlwings.engines.active = before


def as_written(formula):
    """A formula as both programs write it: quotes where a sheet's name needs them, truth values as functions."""
    return re.sub(r"\b(TRUE|FALSE)\b(?!\()", r"\1()", re.sub(r"'(\w+)'!", r"\1!", formula))


@cache
def cells_of(data):
    """Every cell of every sheet: its words or number, or its formula."""
    return {
        sheet.name: {
            (cell.row, cell.column): cell.value if cell.formula is None else f"={as_written(cell.formula)}"
            for cell in sheet.cells.values()
            if cell.formula is not None or cell.value not in (None, "")
        }
        for sheet in read_book(data, NAME).sheets
    }


@cache
def drawn_on(data):
    """Notes, charts, what paints cells, and whether a sheet is to be seen, sheet by sheet."""
    found = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        notes = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
        charts = [(title_of(chart), [as_written(one.val.numRef.f) for one in chart.series]) for chart in sheet._charts]
        rules = (rule for area in sheet.conditional_formatting for rule in area.rules)
        paints = {as_written(text) for rule in rules for text in rule.formula}
        found[sheet.title] = (notes, charts, paints, sheet.sheet_state == "visible")
    return found


def title_of(chart):
    return "".join(run.t for paragraph in chart.title.tx.rich.p for run in paragraph.r)


BUTTONS = [button.id for button in load_ribbon().buttons]
COPIED = ["checkBook", "sumUnits", "clearMarks", "newBook"]


def test_every_button_is_clicked():
    assert {click[0].rstrip("*") for click in answers_in(Path())} == set(BUTTONS)


@pytest.mark.parametrize("button", BUTTONS)
def test_a_click_says_and_shows_the_same_with_and_without_an_office(without_office, in_office, button):
    mine, theirs = without_office[button], in_office.clicks[button]
    assert theirs.shown == mine.shown
    assert theirs.sheet == mine.sheet


@pytest.mark.parametrize("button", COPIED)
def test_it_leaves_the_same_cells_notes_and_charts(without_office, in_office, button):
    mine, theirs = without_office[button].book, in_office.clicks[button].book
    assert list(cells_of(theirs)) == list(cells_of(mine))
    assert cells_of(theirs) == cells_of(mine)
    assert drawn_on(theirs) == drawn_on(mine)
    assert content_of(our_book(theirs, NAME)) == content_of(our_book(mine, NAME))


def test_the_clicks_did_what_they_are_for(in_office):
    clicks = in_office.clicks
    assert content_of(our_book(clicks["checkBook"].book, NAME)).history[2022].figures["T3.1.C1"].value is not None
    marked, cleared = (drawn_on(clicks[button].book)[STATISTICS] for button in ("checkBook", "clearMarks"))
    assert len(marked[0]) > 10
    assert not cleared[0]
    assert len(cells_of(clicks["checkBook"].book)[MARKS]) > len(cells_of(clicks["clearMarks"].book)[MARKS])
    assert [clicks[button].sheet for button in ("importReport", "compareYears", "drawCharts", "sumUnits")] == [
        YEARS,
        CHANGES,
        CHARTS,
        ROLL_UP,
    ]
    drawn = drawn_on(clicks["sumUnits"].book)
    assert set(ROLL_UP_SHEETS) < set(drawn)
    assert [len(drawn[title][1]) for title in (ROLL_UP_SHEETS[-1], CHARTS)] == [2, 5]
    assert (in_office.folder / NAME).with_suffix(".docx").is_file()


def test_the_program_calculates_what_python_wrote(without_office, in_office):
    mine, theirs = (
        {
            (sheet.name, *at): cell.value
            for sheet in read_book(clicks["sumUnits"].book, NAME).sheets
            for at, cell in sheet.cells.items()
            if cell.formula is not None
        }
        for clicks in (without_office, in_office.clicks)
    )
    known = {at: value for at, value in mine.items() if value is not None}
    assert len(known) > 1000
    assert {at: printed(theirs[at]) for at in known} == {at: printed(value) for at, value in known.items()}


def printed(value):
    return value if isinstance(value, str) else "" if value is None else f"{float(value):.12g}"


def test_a_number_that_is_typed_changes_the_verdicts_and_the_next_check(in_office):
    book = in_office.app.books[NAME]
    form = load_form("2021")
    rule = next(rule for rule in form.rules if rule.target == "T3.1.C7")
    cell = book.names[figure_name("T3.1.C1")].refers_to_range
    verdict = book.names[f"R_{rule.code}_{rule.key}"].refers_to_range
    before = cell.value
    assert verdict.value == "通过"
    cell.value = before + 1
    assert verdict.value == "不符"
    cell.value = before
    assert verdict.value == "通过"


def test_the_workbook_saved_by_the_program_is_valid_and_opens_as_it_was(in_office, tmp_path):
    book = in_office.app.books[NAME]
    book.save()
    path = in_office.folder / NAME
    before = cells_of(path.read_bytes())
    book.close()
    again = in_office.app.books.open(str(path))
    again.api.SaveCopyAs(str(tmp_path / "again.xlsx"))
    assert cells_of((tmp_path / "again.xlsx").read_bytes()) == before
    unknown = [
        error
        for error in office.openxml_errors(path)
        if (error["id"], error["xPath"][-len(KNOWN[1]) :], error["description"][-len(KNOWN[2]) - 1 :].rstrip("."))
        != KNOWN
    ]
    assert unknown == []
    assert judged_book(our_book(path.read_bytes(), NAME), DEFAULT)
    assert book_names(path) >= {ANCHORS[title] for title in (*ROLL_UP_SHEETS, CHANGES, CHARTS, NARRATIVE)}


def book_names(path):
    return set(openpyxl.load_workbook(path).defined_names)
