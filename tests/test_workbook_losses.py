"""What openpyxl does not write again is either put back when a workbook is saved, or the workbook is left alone."""

from __future__ import annotations

import io
import re

import office
import openpyxl
import pytest
from commandline import report_file
from openpyxl.cell.rich_text import CellRichText, InlineFont, TextBlock
from openpyxl.comments import Comment
from test_workbook_charts import YEARS
from yearsbook import book_of

from workbook.check import check
from workbook.marks import mark, unmark
from workbook.names import figure_name
from workbook.ours import our_book
from workbook.package import open_package, rezip
from workbook.read import content_of
from workbook.write import build_book

DRAWN = (
    b'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><xdr:oneCellAnchor>'
    b'<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="TextBox 1"/></xdr:nvSpPr></xdr:sp></xdr:oneCellAnchor></xdr:wsDr>'
)
THREAD = "xl/threadedComments/threadedComment1.xml"
BOOK = build_book(YEARS)
RUNS = (
    '<text><r><rPr><b/><sz val="9"/><rFont val="宋体"/></rPr><t xml:space="preserve">张三:\n</t></r>'
    "<r><t>请核对</t></r></text>"
).encode()


def with_parts(data, **parts):
    return rezip(parts_of(data) | parts)


def parts_of(data):
    package = open_package(data, "年报.xlsx")
    return {part: package.read(part) for part in package.names}


@pytest.mark.parametrize(
    ("part", "content", "told"),
    [("xl/drawings/drawing9.xml", DRAWN, "TextBox 1"), (THREAD, b"<ThreadedComments/>", THREAD)],
)
def test_a_workbook_with_text_boxes_or_threaded_comments_is_left_alone(part, content, told, run, tmp_path):
    source, book = report_file(tmp_path / "报告.docx"), tmp_path / "年报.xlsx"
    assert run("new", "--year", "2023", "-o", book)[0] == 0
    book.write_bytes(with_parts(book.read_bytes(), **{part: content}))
    before = book.read_bytes()
    for command in (["check", book, "--mark"], ["import", source, "-o", book]):
        code, _, said = run(*command)
        assert code == 3
        assert "文本框、图形、会话式批注" in said
        assert told in said
        assert book.read_bytes() == before


def noted(book, sheet, *addresses):
    """The file of a workbook with notes, of which one begins in bold and has a place of its own."""
    for at, address in enumerate(addresses):
        book[sheet][address].comment = Comment(f"张三:\n请核对{'。' * at}", "张三", height=200, width=300)
    buffer = io.BytesIO()
    book.save(buffer)
    parts = parts_of(buffer.getvalue())
    for part, content in parts.items():
        if re.search(r"comments?/comment\d+\.xml", part):
            parts[part] = re.sub(rb"<text>.*?</text>", RUNS, content, count=1, flags=re.DOTALL)
        elif part.endswith(".vml"):
            parts[part] = content.replace(b"margin-left:59.25pt", b"margin-left:300pt", 1)
    return rezip(parts)


def marked(data):
    findings = check(content_of(our_book(data, "x")))
    assert findings
    return mark(data, findings, "x")


@pytest.fixture(scope="module")
def dressed():
    """A workbook with words in bold and notes on a sheet of the user's."""
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    book.create_sheet("自用")["A1"] = CellRichText("=普通", TextBlock(InlineFont(b=True), "加粗"))
    return noted(book, "自用", "B2", "C3")


def looks(data):
    """The user's bold words, the words of the notes, and the boxes of those that are three hundred points away."""
    bold = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)["自用"]["A1"].value
    parts = parts_of(data)
    texts = b"".join(content for part, content in parts.items() if "/comment" in part and part.endswith(".xml"))
    boxes = b"".join(content for part, content in parts.items() if part.endswith(".vml"))
    return (
        [(str(words), isinstance(words, TextBlock) and words.font.b) for words in bold],
        re.search(r"<b\s?/>.*?<t[^>]*>张三:\s*</t></r><r><t[^>]*>请核对</t></r></text>", texts.decode(), re.DOTALL)
        is not None,
        boxes.count(b"margin-left:300pt"),
    )


def test_bold_words_and_the_looks_of_notes_survive_marking_and_unmarking(dressed, tmp_path):
    expected = [("=普通", False), ("加粗", True)], True, 1
    assert looks(dressed) == expected
    with_marks = marked(dressed)
    assert looks(with_marks) == expected
    assert looks(unmark(with_marks, "x")) == expected
    path = tmp_path / "年报.xlsx"
    path.write_bytes(with_marks)
    assert office.openxml_errors(path) == []


def test_a_users_note_on_a_figure_begins_in_bold_with_marks_below_it_and_without(dressed):
    findings = check(content_of(our_book(dressed, "x")))
    code = next(finding.figures[0] for finding in findings if finding.figures)
    book = openpyxl.load_workbook(io.BytesIO(dressed))
    ((sheet, address),) = book.defined_names[figure_name(code)].destinations
    with_marks = marked(noted(book, sheet, address.replace("$", "")))
    words = openpyxl.load_workbook(io.BytesIO(with_marks))[sheet][address].comment.text
    assert words.startswith("张三:\n请核对\n")
    for data in (with_marks, unmark(with_marks, "x")):
        assert looks(data)[1:] == (True, 2)


def test_the_corners_of_our_charts_stay_as_they_were_drawn():
    def corners(data):
        charts = [content for part, content in parts_of(data).items() if part.startswith("xl/charts/chart")]
        return [re.findall(rb'roundedCorners val="(\w+)"', content) for content in charts]

    data = book_of(YEARS)
    assert corners(data)
    assert all(corners(data))
    assert corners(marked(data)) == corners(data)
