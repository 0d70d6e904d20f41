"""The marks in a real LibreOffice: put on and taken off while the workbook is open, painted, and the add-in's VBA."""

from __future__ import annotations

import importlib
import io
import subprocess

import calcoffice
import checking
import office
import openpyxl
import pytest
import scripted
import vbatools
import xlwings
from openpyxl.comments import Comment

from addin.clicking import press
from addin.notes import NoteChange, pack
from addin.screen import Desk
from workbook.content import BookContent
from workbook.marks import mark, unmark
from workbook.names import CHECKS, MARKS, STATISTICS
from workbook.report import Finding
from workbook.template.checks import last_rule_row
from workbook.template.marksheet import FILLS
from workbook.write import build_book

REPORT = checking.changed(checking.whole("2014", 2017), {"3.2": 12, "7": 0, "9.1": -2})


@pytest.fixture(scope="module")
def running():
    before = list(xlwings.engines.engines), dict(xlwings.engines.engines_by_name), xlwings.engines.active
    with calcoffice.running() as running:
        yield running
    xlwings.engines.engines, xlwings.engines.engines_by_name, xlwings.engines.active = before


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "年报 甲 & 乙.xlsx"
    file.write_bytes(build_book(BookContent(REPORT)))
    return file


def held(data):
    """The hidden list, the notes and the lines on 校验, as far as they say something."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    notes = {cell.coordinate: cell.comment.text for row in book[STATISTICS].iter_rows() for cell in row if cell.comment}
    below = book[CHECKS].iter_rows(min_row=last_rule_row(book) + 1, values_only=True)
    lines = [[cell for cell in row if cell is not None] for row in below]
    listed = [row[:4] for row in book[MARKS].iter_rows(values_only=True) if any(row)]
    return listed, notes, [line for line in lines if line]


def test_the_marks_of_the_button_are_those_of_the_command_line_also_after_saving_in_another_program(running, path):
    book = openpyxl.load_workbook(path)
    book[STATISTICS]["C31"].comment = Comment("请李科长核对", "张三")
    book.save(path)
    with scripted.desk_with(path) as alone:
        assert press("checkBook", alone)
        wanted = held(alone.book.impl.content())
    engine = importlib.import_module("addin.engines.calc").engine_at(running.context, running.pid)
    desk = Desk(xlwings.apps.active, xlwings.apps.active.books.open(path), scripted.ScriptedScreen())
    engine.impl.calls.clear()
    for _ in range(2):
        assert press("checkBook", desk), desk.screen.texts()
    assert engine.impl.calls["read"] <= 20
    assert engine.impl.calls["write"] <= 20
    assert desk.screen.texts() == [alone.screen.texts()[0]] * 2
    desk.book.save()
    saved = path.read_bytes()
    assert held(saved) == wanted
    assert office.openxml_errors(path) == []
    assert press("clearMarks", desk)
    desk.book.save()
    desk.book.close()
    for cleared in (path.read_bytes(), unmark(saved, path.name)):
        listed, notes, lines = held(cleared)
        assert (len(listed), notes, lines) == (1, {"C31": "请李科长核对"}, [])


def test_a_marked_cell_is_painted_and_bold_on_the_page(path, tmp_path):
    told = [
        Finding("V102", severity, "填报有误", figures=(code,), instance=f"V102_{code.replace('.', '_')}")
        for severity, code in (("error", "9.1"), ("warning", "9.2"), ("note", "9.3"))
    ]
    files = {"marked": mark(path.read_bytes(), told, "x.xlsx"), "plain": path.read_bytes()}
    for name, data in files.items():
        book = openpyxl.load_workbook(io.BytesIO(data))
        # On paper the colours are left away.
        book[STATISTICS].page_setup.blackAndWhite = False
        book.save(tmp_path / f"{name}.xlsx")
    (tmp_path / "pdf").mkdir()
    office.convert([tmp_path / f"{name}.xlsx" for name in files], "pdf", tmp_path / "pdf")
    seen = {name: colours(tmp_path / "pdf" / f"{name}.pdf") for name in files}
    wanted = {bytes.fromhex(fill) for fill in FILLS.values()}
    assert wanted <= seen["marked"]
    assert not wanted & seen["plain"]


def colours(pdf):
    """The colours on the pages of a PDF."""
    pixels = subprocess.run(["pdftoppm", "-r", "30", str(pdf)], check=True, capture_output=True).stdout
    found = set()
    while pixels:
        _, size, _, rest = pixels.split(b"\n", 3)
        width, height = map(int, size.split())
        page, pixels = rest[: 3 * width * height], rest[3 * width * height :]
        found |= {page[at : at + 3] for at in range(0, len(page), 3)}
    return found


def test_the_vba_of_the_add_in_runs_in_libreoffice_too(running, path):
    uno = calcoffice.uno_module()

    def setting(name, value):
        made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        made.Name, made.Value = name, value
        return made

    how = (setting(name="Hidden", value=True), setting(name="MacroExecutionMode", value=4))
    document = running.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, how)
    try:
        document.BasicLibraries.VBACompatibilityMode = True
        libraries = document.BasicLibraries
        has = libraries.hasByName("Standard")
        library = libraries.getByName("Standard") if has else libraries.createLibrary("Standard")
        # The first line is for the editor of VBA; the other one makes Basic understand VBA.
        source = vbatools.NOTES.read_text("ascii").partition("\n")[2]
        library.insertByName("NianbaoNotes", f"Option VBASupport 1\n{source}")
        address = "vnd.sun.star.script:Standard.NianbaoNotes.Nianbao_Notes?language=Basic&location=document"
        script = document.getScriptProvider().getScript(address)
        sheet = document.Sheets.getByName(STATISTICS)
        # Excel lets notes on such a sheet be changed, LibreOffice does not where cells are locked.
        sheet.unprotect("")
        notes = sheet.Annotations

        def change(*changes):
            (packed,) = pack(changes)
            told = script.invoke((STATISTICS, packed), (), ())[0]
            return told, [notes.getByIndex(number).String for number in range(notes.Count)]

        new = "错误 T102：填报 12\n“=第二行”"
        assert change(NoteChange("C31", 0, new), NoteChange("C34", 0, "=1")) == ("", [new, "=1"])
        more = NoteChange("C31", 2, "\n改过")
        assert change(more, NoteChange("C34", 0, "")) == ("", [more.applied(new)])
        assert change(NoteChange("C31", 1, "")) == ("", [new[:1]])
        told, left = change(NoteChange("没有", 0, "x"))
        assert (told != "", left) == (True, [new[:1]])
    finally:
        document.close(True)  # noqa: FBT003  # UNO takes arguments by place only
