"""OFD: every way of writing the same page gives the same document; what is odd, hostile or locked is told."""

from __future__ import annotations

import figures
import makers_ofd
import office
import pypdfium2.raw as pdfium
import pytest
from makers import write_report
from makers_ofd import OLD_SPACE, Style, ofd

from converters.readers import pdf_pages, read_bytes_as_document, scan
from converters.readers.docx import DocxReader
from converters.readers.ofd import OfdReader
from converters.readers.ofd_objects import deltas
from converters.readers.paper.page import Box, Page, Piece
from workbook.errors import InputRefused
from workbook.formfile import load_form
from workbook.package import rezip

SIZE = 12.0
STYLES = {
    "lines": Style(),
    "letters": Style(by_line=False),
    "no runs": Style(runs=False),
    "composite": Style(composite=True),
    "template": Style(template=True),
    "back slashes, wrong case, old space": Style(slashes="\\", wrong_case=True, space=OLD_SPACE),
    "filled rules": Style(filled_rules=True),
}


def words(text: str, left: float, top: float, size: float = SIZE) -> list[Piece]:
    """A line of letters, Chinese ones as wide as they are high, others half as wide."""
    found = []
    for letter in text:
        width = size if ord(letter) > 255 else size / 2
        found.append(Piece(letter, Box(left, top, left + width, top + size), size))
        left += width
    return found


def box(left: float, top: float, right: float, bottom: float) -> list[Box]:
    """The four sides of a cell."""
    return [
        *(Box(left, y - 0.2, right, y + 0.2) for y in (top, bottom)),
        *(Box(x - 0.2, top, x + 0.2, bottom) for x in (left, right)),
    ]


def small_page(number: int = 1) -> Page:
    """A heading and a table of two rows, the first cell of which spans both."""
    page = Page(number, 595, 842)
    page.pieces = (
        words("一、总体情况", 90, 80) + words("申请", 95, 130) + words("收到", 205, 130) + words("125", 305, 130)
    )
    page.pieces += words("办结", 205, 155) + words("3.5万元", 305, 155)
    page.rules = box(90, 125, 200, 175) + box(200, 125, 300, 150) + box(300, 125, 400, 150)
    page.rules += box(200, 150, 300, 175) + box(300, 150, 400, 175)
    return page


def read(data: bytes, name: str = "年报.ofd"):
    return OfdReader().read(data, name)


@pytest.fixture(scope="module")
def official(tmp_path_factory):
    """Pages of the three forms as LibreOffice sets them, each with the document they were made from."""
    folder = tmp_path_factory.mktemp("official")
    paths = [folder / f"{edition}.docx" for edition in ("2014", "2019", "2021")]
    for path in paths:
        form = load_form(path.stem)
        write_report(path, form, figures.consistent(form, 31), variant="merged")
    found = []
    for path, pdf in zip(paths, office.convert(paths, "pdf", folder), strict=True):
        # pdfium reads on in these bytes as long as the document is open.
        data = pdf.read_bytes()
        document = pdf_pages._open(data, pdf.name)
        count = pdfium.FPDF_GetPageCount(document)
        pages = [pdf_pages._sight(document, at).page for at in range(count)]
        pdfium.FPDF_CloseDocument(document)
        found.append((pages, DocxReader().read(path.read_bytes(), path.name)))
    return found


def cells(document):
    """Every row of every table with merges spread out, blanks and empty rows left out."""
    rows = [["".join(cell.text.split()) if cell else None for cell in row] for t in document.tables for row in t.grid()]
    return [row for row in rows if any(row)]


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_every_way_of_writing_a_page_reads_the_same(style):
    found = read_bytes_as_document(ofd([small_page()], style), "年报.ofd")
    assert (found.kind, found.notes) == ("ofd", [])
    assert [paragraph.text for paragraph in found.paragraphs] == ["一、总体情况"]
    (table,) = found.tables
    assert [(cell.text, cell.row, cell.column, cell.rowspan) for cell in table.cells] == [
        ("申请", 0, 0, 2),
        ("收到", 0, 1, 1),
        ("125", 0, 2, 1),
        ("办结", 1, 1, 1),
        ("3.5万元", 1, 2, 1),
    ]
    assert table.cells[0].score is None


@pytest.mark.parametrize("style", ["lines", "composite", "template"])
def test_the_official_tables_broken_over_pages_are_read_cell_by_cell(official, style):
    for pages, made_from in official:
        found = read(ofd(pages, STYLES[style]))
        assert cells(found) == cells(made_from)
        texts = [paragraph.text for paragraph in made_from.paragraphs if paragraph.text.strip()]
        assert [paragraph.text for paragraph in found.paragraphs] == texts


def test_several_documents_in_one_file_follow_each_other():
    data = ofd([small_page(1), small_page(2)])
    found = read(data)
    assert [p.place.page for p in found.paragraphs] == [1, 2]


def test_distances_given_as_runs_are_spread_out():
    assert deltas("g 3 2.5 1 g 2 4", 10) == [2.5, 2.5, 2.5, 1.0, 4.0, 4.0]
    assert deltas("g 100000000 1", 5) == [1.0] * 5
    assert deltas("g", 5) == []


def test_annotations_and_attachments_are_left_aside_with_a_note(monkeypatch):
    document = makers_ofd._document

    def with_extras(pages, style):
        extra = b"<ofd:Annotations>Annots.xml</ofd:Annotations><ofd:Attachments>A.xml</ofd:Attachments></ofd:Document>"
        return document(pages, style).replace(b"</ofd:Document>", extra)

    monkeypatch.setattr(makers_ofd, "_document", with_extras)
    assert read(ofd([small_page()])).notes == ["文件里的批注没有读入", "文件里的附件没有读入"]


def test_invisible_objects_are_not_read():
    parts = {"Visible": 'ID="2" Visible="false"'}
    data = ofd([small_page()])
    page = Page(1, 595, 842, words("看不见", 90, 80))
    hidden = makers_ofd._content(makers_ofd._texts(page, Style()).replace('ID="2"', parts["Visible"]), "", Style())
    found = read(ofd([small_page()], Style(extras={"Doc_0/Pages/Page_1/Content.xml": hidden})))
    assert data
    assert not found.paragraphs


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"OFD.xml": b"<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'/>"}, "没有文档"),
        ({"OFD.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, "实体声明"),
        ({"OFD.xml": b"<a>" * 100_000}, "嵌套过深"),
        ({"OFD.xml": b"<a><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></a>"}, "缺少部件"),
        ({"OFD.xml": b"<a/>", "Doc_0/Encryptions.xml": b"<a/>"}, "已加密"),
        ({"OFD.xml": b"<a/>", "../x": b""}, "压缩包之外"),
    ],
)
def test_what_is_hostile_damaged_or_locked_is_refused_by_name(parts, said):
    with pytest.raises(InputRefused, match=said):
        read_bytes_as_document(rezip(parts), "年报.ofd")


def test_composite_units_that_draw_each_other_come_to_an_end():
    data = ofd([small_page()], Style(composite=True))
    inner = b'<ofd:CompositeObject ID="6" Boundary="0 0 1 1" ResourceID="7001"/>'
    assert inner not in data
    unit = '<ofd:CompositeGraphicUnit ID="7001" Width="1" Height="1"><ofd:Content>' + 9 * inner.decode()
    circle = (
        f'<ofd:Res xmlns:ofd="{makers_ofd.NEW_SPACE}"><ofd:CompositeGraphicUnits>{unit}'
        "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    ).encode()
    with pytest.raises(InputRefused, match="对象超过"):
        read(ofd([small_page()], Style(composite=True, extras={"Doc_0/DocumentRes.xml": circle})))


def test_pages_that_are_pictures_go_to_recognition_with_their_places(monkeypatch):
    seen = []

    def recognise(parts, page, name):
        seen.append((parts, page.number, name))
        return Page(page.number, 595, 842, [Piece("一、总体情况", Box(90, 80, 162, 92), 12, 0.9)])

    monkeypatch.setattr(scan, "refuse_without_engine", lambda _name: None)
    monkeypatch.setattr(scan, "scan_collage", recognise)
    found = read(ofd([small_page(1), Page(2, 595, 842)], pictures={2: b"PNG"}))
    ((parts, number, name),) = seen
    assert (number, name) == (2, "年报.ofd")
    assert parts[0][0] == b"PNG"
    assert parts[0][1] == pytest.approx(Box(0, 0, 595, 842), abs=0.1)
    assert [p.score for p in found.paragraphs] == [None, 0.9]
    assert found.notes[0].startswith("第 2 页：文字由图片识别得出")


def test_without_recognition_a_scanned_page_is_named_and_a_scanned_file_refused(monkeypatch):
    monkeypatch.setattr("converters.readers.scan.engine.find_spec", lambda _module: None)
    found = read(ofd([small_page(1), Page(2, 595, 842)], pictures={2: b"PNG"}))
    assert found.notes == ['第 2 页是图片，没有安装文字识别组件，没有读入；可运行 pip install "nianbao[ocr]" 后再试']
    with pytest.raises(InputRefused, match=r"nianbao\[ocr\]"):
        read(ofd([Page(1, 595, 842)], pictures={1: b"PNG"}))
