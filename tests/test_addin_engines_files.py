"""The engine without an office: saving keeps everything or is refused with the part that would be lost."""

from __future__ import annotations

import io
import re
from collections import Counter

import office
import openpyxl
import pytest
import scripted
from checking import whole
from openpyxl.cell.rich_text import CellRichText, InlineFont, TextBlock
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from test_workbook_drawings import scanned
from yearsbook import book_of

from addin.engines.files_titles import retitled
from addin.refusals import OfficeRefused
from workbook.content import BookContent
from workbook.errors import InputRefused, OutputNotWritten
from workbook.openxml import local_name
from workbook.ours import our_book
from workbook.package import open_package, rezip
from workbook.read import content_of
from workbook.write import build_book

NAME = "年报.xlsx"


@pytest.fixture
def app():
    with scripted.files_app() as app:
        yield app


def file_of(change, folder, **parts):
    """A file that openpyxl writes, with other parts put in or changed."""
    made = openpyxl.Workbook()
    change(made, made.worksheets[0])
    buffer = io.BytesIO()
    made.save(buffer)
    package = open_package(buffer.getvalue(), NAME)
    whole = {part: package.read(part) for part in package.names} | parts
    (folder / NAME).write_bytes(rezip(whole))
    return folder / NAME


def nothing(_, sheet):
    sheet.append([1])


def parts_of(path):
    package = open_package(path.read_bytes(), NAME)
    return {part: package.read(part) for part in package.names}


def changed_part(path, part, old, new):
    """The file with a text of a part changed."""
    parts = parts_of(path)
    assert old in parts[part], parts[part][:500]
    parts[part] = parts[part].replace(old, new, 1)
    path.write_bytes(rezip(parts))
    return path


def saved(app, path):
    """The file after a harmless change and a saving."""
    book = app.books.open(path)
    book.names.add("N_", "=1")
    book.names["N_"].delete()
    book.save()
    book.close()
    return path


SHEET = "xl/worksheets/sheet1.xml"
DRAWN = (
    b'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><xdr:oneCellAnchor>'
    b'<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="TextBox 1"/></xdr:nvSpPr></xdr:sp></xdr:oneCellAnchor></xdr:wsDr>'
)
LOSSES = {
    "xl/vbaProject.bin": lambda path: rezip_with(path, {"xl/vbaProject.bin": b"x"}),
    "xl/threadedComments/threadedComment1.xml": lambda path: rezip_with(
        path, {"xl/threadedComments/threadedComment1.xml": b"<x/>"}
    ),
    "xl/printerSettings/printerSettings1.bin": lambda path: rezip_with(
        path, {"xl/printerSettings/printerSettings1.bin": b"x"}
    ),
    "customXml/item1.xml": lambda path: rezip_with(path, {"customXml/item1.xml": b"<x/>"}),
    "xl/drawings/drawing1.xml TextBox 1": lambda path: rezip_with(path, {"xl/drawings/drawing1.xml": DRAWN}),
    f"{SHEET} extLst": lambda path: changed_part(path, SHEET, b"</worksheet>", b"<extLst/></worksheet>"),
    f"{SHEET} picture": lambda path: changed_part(path, SHEET, b"</worksheet>", b"<picture/></worksheet>"),
    "xl/workbook.xml fileSharing": lambda path: changed_part(
        path, "xl/workbook.xml", b"<sheets>", b"<fileSharing/><sheets>"
    ),
}


def rezip_with(path, parts):
    path.write_bytes(rezip(parts_of(path) | parts))
    return path


@pytest.mark.parametrize("lost", LOSSES)
def test_a_workbook_with_what_would_be_lost_is_read_and_not_saved(app, tmp_path, lost):
    path = LOSSES[lost](file_of(nothing, tmp_path))
    before = path.read_bytes()
    book = app.books.open(path)
    assert book.sheets[0]["A1"].value == 1
    book.api.SaveCopyAs(str(tmp_path / "copy.xlsx"))
    assert (tmp_path / "copy.xlsx").read_bytes() == before
    book.sheets[0]["A1"].value = 2
    for save in (book.save, lambda: book.api.SaveCopyAs(str(tmp_path / "copy.xlsx"))):
        with pytest.raises(OutputNotWritten, match=re.escape(lost)) as caught:
            save()
        assert "没有保存" in str(caught.value)
    assert path.read_bytes() == (tmp_path / "copy.xlsx").read_bytes() == before


def test_a_chart_of_the_users_own_is_not_lost_by_saving(app, tmp_path):
    def draw(_, sheet):
        sheet.append([1, 2])
        chart = LineChart()
        chart.add_data(Reference(sheet, min_col=1, max_col=2, min_row=1))
        sheet.add_chart(chart, "D1")

    book = app.books.open(file_of(draw, tmp_path))
    book.sheets[0]["A1"].value = 5
    with pytest.raises(OutputNotWritten, match=r"xl/charts/chart1\.xml"):
        book.save()


# Cells are compared by what our own reader makes of them; where the cursor is in each pane is said or left out.
_CHANGING = {"c", "v", "is", "t", "selection", "dimension"}


def inventory(data):
    """What is in each part: how many elements of each name and attributes."""
    package = open_package(data, NAME)
    found = {}
    for part in package.names:
        if part.endswith(".xml") and not part.startswith(("docProps", "xl/sharedStrings", "xl/styles")):
            elements = list(package.xml(part).iter())
            found[part] = Counter(told for e in elements if (told := _told(e)) and local_name(e) not in _CHANGING)
    return found


def _told(element):
    # The number of a look or of a relation may be another one.
    own = {key: value for key, value in element.attrib.items() if not key.endswith(("}id", "dxfId"))}
    # A row that holds nothing and looks like any other need not be written.
    return (
        None
        if local_name(element) == "row" and own.keys() == {"r"}
        else (local_name(element), tuple(sorted(own.items())))
    )


def with_charts():
    return book_of(BookContent(whole("2021", 2023), {2022: whole("2021", 2022)}))


def with_pictures():
    return build_book(scanned())


@pytest.mark.parametrize("make", [with_charts, with_pictures])
def test_a_workbook_of_ours_is_the_same_after_saving(app, tmp_path, make):
    data = make()
    path = tmp_path / NAME
    path.write_bytes(data)
    saved(app, path)
    again = path.read_bytes()
    assert inventory(again) == inventory(data)
    assert content_of(our_book(again, NAME)) == content_of(our_book(data, NAME))
    assert our_book(again, NAME).pictures == our_book(data, NAME).pictures
    assert office.openxml_errors(path) == []
    assert saved(app, path).read_bytes() == again


def rich(_, sheet):
    sheet["A1"] = CellRichText("普通", TextBlock(InlineFont(b=True), "加粗"))
    sheet["B1"].comment = Comment("张三:\n请核对", "张三", height=200, width=300)
    sheet["B2"].comment = Comment("另一条", "")
    sheet["C1"] = "一行\n二行"


def test_words_in_bold_stay_bold(app, tmp_path):
    path = saved(app, file_of(rich, tmp_path))
    value = openpyxl.load_workbook(path, rich_text=True).worksheets[0]["A1"].value
    assert [getattr(part, "text", part) for part in value] == ["普通", "加粗"]
    assert value[1].font.b
    assert app.books.open(path).sheets[0]["A1"].value == "普通加粗"


RUNS = (
    '<text><r><rPr><b/><sz val="9"/><rFont val="宋体"/></rPr><t xml:space="preserve">张三:\n</t></r>'
    "<r><t>请核对</t></r></text>"
).encode()


def noted(folder):
    """A file whose first note begins in bold and has its own place and size, as Excel writes it."""
    path = file_of(rich, folder)
    part = next(part for part in parts_of(path) if "comment" in part and part.endswith(".xml"))
    words = re.search(rb"<text>.*?</text>", parts_of(path)[part], re.DOTALL)[0]
    changed_part(path, part, words, RUNS)
    drawing = next(part for part in parts_of(path) if part.endswith(".vml"))
    return changed_part(path, drawing, b"margin-left:59.25pt", b"margin-left:300pt")


def notes_of(path):
    parts = parts_of(path)
    words = next(parts[part] for part in parts if "comment" in part and part.endswith(".xml"))
    return words.decode(), next(parts[part] for part in parts if part.endswith(".vml")).decode()


def test_notes_keep_their_look_place_and_author(app, tmp_path):
    path = saved(app, noted(tmp_path))
    words, boxes = notes_of(path)
    assert re.search(r"<r><rPr><b/>.*?张三:\s*</t></r><r><t>请核对</t></r></text>", words, re.DOTALL)
    assert "margin-left:300pt" in boxes
    assert "width:300px" in boxes
    assert [(note.text, note.author) for note in app.books.open(path).sheets[0].notes] == [
        ("张三:\n请核对", "张三"),
        ("另一条", ""),
    ]
    assert office.openxml_errors(path) == []


def test_what_is_added_to_a_note_follows_its_own_words(app, tmp_path):
    book = app.books.open(noted(tmp_path))
    note = book.sheets[0]["B1"].note
    note.text += "\n错误 F1"
    book.save()
    words, _ = notes_of(tmp_path / NAME)
    assert re.search(
        r"<rPr><b/>.*请核对</t></r><r><t xml:space=\"preserve\">\n错误 F1</t></r></text>", words, re.DOTALL
    )
    book.sheets[0]["B1"].note.text = "全新的话"
    book.save()
    assert "<b/>" not in notes_of(tmp_path / NAME)[0]


def sums(_, sheet):
    sheet.append([1, 2, "=A1+B1", "=1/0"])


def test_a_formula_has_the_result_in_the_file_until_it_is_another_one(app, tmp_path):
    path = file_of(sums, tmp_path)
    changed_part(path, SHEET, b"<f>A1+B1</f><v></v>", b"<f>A1+B1</f><v>3</v>")
    changed_part(path, SHEET, b"<f>1/0</f><v></v>", b"<f>1/0</f><v>#DIV/0!</v>")
    changed_part(path, SHEET, b'<c r="D1">', b'<c r="D1" t="e">')
    sheet = app.books.open(path).sheets[0]
    assert sheet["C1"].value == 3
    assert sheet["D1"].options(err_to_str=True).value == "#DIV/0!"
    sheet.name = "改名"
    assert sheet["C1"].value == 3
    sheet["C1"].formula = "=A1+B1+1"
    assert sheet["C1"].value is None


def everything(book, sheet):
    sheet.title = "原 名"
    other = book.create_sheet("另表")
    other["A1"] = "='原 名'!A1+SUM('原 名'!$B:$B)&\"'原 名'!A1\""
    other.conditional_formatting.add("A1", FormulaRule(["'原 名'!$A$1>3"], fill=PatternFill("solid", fgColor="FF0000")))
    choice = DataValidation("list", formula1="'原 名'!$A$1:$A$3")
    choice.add("B1")
    other.add_data_validation(choice)
    book.defined_names["N"] = DefinedName("N", attr_text="'原 名'!$A$1")
    sheet.append([1, 2])
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, max_col=2, min_row=1))
    other.add_chart(chart, "D1")


def test_everything_follows_a_title(app, tmp_path):
    book = app.books.open(file_of(everything, tmp_path))
    book.sheets["原 名"].name = "新's"
    assert book.sheets["另表"]["A1"].formula == "='新''s'!A1+SUM('新''s'!$B:$B)&\"'原 名'!A1\""
    assert book.names["N"].refers_to == "='新''s'!$A$1"
    other = book.impl.book["另表"]
    assert [rule.formula for area in other.conditional_formatting for rule in area.rules] == [["'新''s'!$A$1>3"]]
    assert [one.formula1 for one in other.data_validations.dataValidation] == ["'新''s'!$A$1:$A$3"]
    assert {series.val.numRef.f for series in other._charts[0].series} == {"'新''s'!$A$1", "'新''s'!$B$1"}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=表!A1+别表!A1", "=#REF!+别表!A1"),
        ("='表'!$A$1:$B$2", "=#REF!"),
        ('="表!A1"&表!A1', '="表!A1"&#REF!'),
        ("=SUM(表!A1:A3,1)", "=SUM(#REF!,1)"),
        ("=大表!A1", "=大表!A1"),
    ],
)
def test_what_names_a_sheet_that_is_gone_is_lost(formula, expected):
    assert retitled(formula, "表", None) == expected


def test_the_order_of_sheets_may_be_protected(app, tmp_path):
    def lock(book, _):
        book.security.lockStructure = True

    book = app.books.open(file_of(lock, tmp_path))
    for change in (book.sheets.add, lambda: setattr(book.sheets[0], "name", "x"), book.sheets[0].copy):
        with pytest.raises(OfficeRefused, match="保护"):
            change()
    assert book.sheet_names == ["Sheet"]


def test_only_the_sheet_in_front_is_selected_on(app, tmp_path):
    book = app.books.open(file_of(everything, tmp_path))
    with pytest.raises(OfficeRefused, match="另表"):
        book.sheets["另表"]["A1"].select()
    book.sheets["另表"].activate()
    book.sheets["另表"]["B2"].select()
    assert book.selection.address == "$B$2"
    book.sheets["另表"].visible = False
    with pytest.raises(OfficeRefused, match="隐藏"):
        book.sheets["另表"].activate()


def test_the_last_visible_sheet_stays(app, tmp_path):
    book = app.books.open(file_of(nothing, tmp_path))
    with pytest.raises(OfficeRefused, match="唯一"):
        book.sheets[0].delete()


def test_rows_are_not_moved_where_something_would_stay_behind(app, tmp_path):
    book = app.books.open(file_of(everything, tmp_path))
    with pytest.raises(OfficeRefused, match="没有改动"):
        book.sheets["原 名"]["1:1"].insert("down")
    with pytest.raises(OfficeRefused, match="没有改动"):
        book.sheets["原 名"]["1:1"].delete()


def test_a_sheet_with_a_table_is_not_copied(app, tmp_path):
    def tabled(_, sheet):
        sheet.append(["甲", "乙"])
        sheet.append([1, 2])
        sheet.add_table(Table(displayName="T", ref="A1:B2"))

    book = app.books.open(file_of(tabled, tmp_path))
    with pytest.raises(OfficeRefused, match="没有改动"):
        book.sheets[0].copy()
    assert len(parts_of(saved(app, tmp_path / NAME))) == len(parts_of(tmp_path / NAME))


def test_a_text_too_long_for_a_cell_is_refused(app, tmp_path):
    sheet = app.books.open(file_of(nothing, tmp_path)).sheets[0]
    with pytest.raises(OfficeRefused, match="32767"):
        sheet["A1"].value = "长" * 32_768


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("旧.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "旧.xls"),
        ("文.xlsx", b"PK\x03\x04", "不完整"),
        ("文字.xlsx", "年报".encode(), "不完整"),
        ("文.docx", rezip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}), "不是 .xlsx"),
        ("坏.xlsx", rezip({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"}), "坏.xlsx"),
    ],
)
def test_what_is_no_workbook_is_not_opened(app, tmp_path, name, data, said):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputRefused, match=said):
        app.books.open(tmp_path / name)
    assert len(app.books) == 0


def test_a_read_only_file_stays_as_it_is(app, tmp_path):
    path = file_of(nothing, tmp_path)
    path.chmod(0o444)
    book = app.books.open(path)
    assert book.api.ReadOnly
    book.sheets[0]["A1"].value = 7
    with pytest.raises(OutputNotWritten, match="只读"):
        book.save()
    book.save(tmp_path / "另存.xlsx")
    assert not book.api.ReadOnly
    assert (book.name, book.api.Saved) == ("另存.xlsx", True)


def test_other_formats_and_passwords_are_not_for_here(app, tmp_path):
    book = app.books.open(file_of(nothing, tmp_path))
    for given in ({"path": tmp_path / "x.ods"}, {"path": tmp_path / "x.xlsx", "password": "p"}):
        with pytest.raises(OutputNotWritten, match="Excel"):
            book.save(**given)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_program_ends_with_its_workbooks(app):
    app.books.add()
    app.books.add()
    assert [book.name for book in app.books] == ["Book2", "Book1"]
    engine = app.engine
    app.quit()
    assert len(engine.apps) == 0


def test_messages_of_the_program_are_remembered(app):
    assert app.alert("有 3 处错误") is None
    assert app.impl.shown == ["有 3 处错误"]


def test_a_scripted_user_answers_in_order_and_sees_everything(tmp_path):
    path = file_of(nothing, tmp_path)
    with scripted.desk_with(path, *[True, "2024", [path], None]) as desk:
        assert desk.book.name == NAME
        assert desk.screen.confirm("改吗？")
        assert desk.screen.ask("哪一年？", "2023") == "2024"
        assert desk.screen.pick_files("选文件", [".xlsx"]) == [path]
        assert desk.screen.pick_folder("选文件夹") is None
        desk.screen.status("好了。")
        assert desk.screen.texts("status") == ["好了。"]
        assert [shown.kind for shown in desk.screen.shown] == ["confirm", "ask", "pick_files", "pick_folder", "status"]
        with pytest.raises(AssertionError, match="nobody answers"):
            desk.screen.confirm("还有？")
