"""PDF: every way of drawing the same pages gives the same document; what is odd, locked or hostile is told."""

from __future__ import annotations

import random
import zlib

import figures
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from makers import parts
from makers_labels import OFFICIAL
from makers_pdf import Ink, pdf, stream
from typeset import letters, told, typeset

from converters.document import Document, Table
from converters.readers import pdf as reader
from converters.readers import pdf_picture, read_bytes_as_document, scan
from converters.readers.paper.page import Box, Page
from converters.readers.pdf import PdfReader
from converters.readers.pdf_file import page_list
from converters.readers.pdf_pages import read_contents
from workbook.errors import InputRefused
from workbook.formfile import load_form

FORM = load_form("2021")
PARTS = parts(FORM, figures.consistent(FORM, 5), OFFICIAL, "merged")
PAGES = typeset(PARTS)
TEXT = "全年主动公开政府信息十二条，受理依申请公开三件，均按期答复。"
PICTURE = "q 500 0 0 700 40 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"


def read(data, name="甲.pdf"):
    return PdfReader().read(data, name)


def contents(data):
    """Read in this process: as the helper does, and quicker to fail."""
    return read_contents(data, "甲.pdf")


def refusal(data):
    with pytest.raises(InputRefused) as error:
        read(data)
    assert "“甲.pdf”" in str(error.value)
    return str(error.value)


def page(*lines, number=1):
    return Page(
        number, 595, 842, [piece for at, line in enumerate(lines) for piece in letters(line, 74, 100 + 28 * at)]
    )


INKS = {
    "plain": Ink(),
    "bold by printing twice": Ink(twice=True),
    "stroked lines": Ink(stroked=True),
    "dashes": Ink(dashed=True),
    "dashed strokes": Ink(dashed=True, stroked=True),
    "double lines": Ink(doubled=True),
    "turned content": Ink(turned=90),
    "turned back": Ink(turned=90, rotated=90),
    "the other way": Ink(turned=270),
    "upside down": Ink(turned=180, rotated=180),
    "within a form": Ink(form=True),
    "another origin": Ink(origin=(30, -50)),
    "small": Ink(scale=0.6),
    "large": Ink(scale=1.6),
}


@pytest.mark.parametrize("ink", INKS.values(), ids=INKS)
def test_every_way_of_drawing_gives_the_same_document(ink):
    found = contents(pdf(PAGES, ink))
    assert told(found.blocks) == told(PARTS)
    assert found.notes == []


def test_a_document_knows_its_pages_and_lines():
    document = read(pdf(PAGES))
    first, table = document.paragraphs[0], document.tables[1]
    assert (document.kind, first.place.page, first.place.line) == ("pdf", 1, 1)
    assert (first.heading, document.paragraphs[1].heading) == (1, 0)
    assert len(table.pages) == table.height
    assert table.pages[0] == table.place.page < table.pages[-1]


def test_the_reader_is_chosen_by_content():
    data = pdf([page(TEXT)])
    document = read_bytes_as_document(data, "年报.doc")
    assert document.kind == "pdf"
    assert document.notes[0].startswith("扩展名是 .doc，内容是PDF")
    assert read_bytes_as_document(f"说明：文件以 %PDF- 开头。{TEXT}".encode(), "说明.txt").kind == "text"


def test_a_locked_file_is_named_as_such():
    assert "文件已加密" in refusal(pdf(PAGES, Ink(user=b"secret")))


def test_a_file_with_restricted_rights_is_read_with_a_note():
    document = read(pdf([page(TEXT)], Ink(user=b"")))
    assert [p.text for p in document.paragraphs] == [TEXT]
    assert "权限限制" in document.notes[0]


@pytest.mark.parametrize(
    ("ink", "word"),
    [
        (Ink(catalog="/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"), "脚本"),
        (Ink(page="/AA << /O << /S /Launch /F (calc.exe) >> >>"), "启动程序"),
        (Ink(catalog="/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a.txt) >>] >> >>"), "附件"),
    ],
)
def test_what_a_file_would_do_is_ignored_and_noted(ink, word):
    document = read(pdf([page(TEXT)], ink))
    assert [p.text for p in document.paragraphs] == [TEXT]
    assert [word in note for note in document.notes] == [True]


def damaged(how):
    whole = pdf([page(TEXT)])
    end = whole.rindex(b"startxref")
    return {
        "no header": whole[whole.index(b"\n") :],
        "rubbish before": b"rubbish\n" * 20 + whole,
        "table of contents elsewhere": whole[:end] + b"startxref\n7\n%%EOF",
        "no end": whole[:end],
    }[how]


@pytest.mark.parametrize(
    ("how", "word"),
    [
        ("no header", "缺少 PDF 文件头"),
        ("rubbish before", ""),
        ("table of contents elsewhere", "交叉引用表已损坏"),
        ("no end", "末尾不完整"),
    ],
)
def test_what_can_be_repaired_is_read_with_a_note(how, word):
    document = read_bytes_as_document(damaged(how), "甲.pdf")
    assert [p.text for p in document.paragraphs] == [TEXT]
    assert [word in note for note in document.notes] == ([True] if word else [])


@pytest.mark.parametrize("end", [10, 400, 900])
def test_what_cannot_is_refused(end):
    assert "不完整或已损坏" in refusal(pdf(PAGES)[:end])


def test_a_file_with_too_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr("converters.readers.pdf_pages.MAX_PAGES", 2)
    with pytest.raises(InputRefused, match="有 3 页，超过 2 页"):
        contents(pdf([page(TEXT)] * 3))


def test_a_watermark_is_left_out_and_noted():
    found = contents(pdf(PAGES, Ink(watermark="内部资料")))
    assert told(found.blocks) == told(PARTS)
    assert "斜置的文字" in found.notes[0]


def test_a_recognised_layer_under_a_scan_is_read_as_unsure():
    found = contents(pdf(PAGES, Ink(hidden=True)))
    assert told(found.blocks) == told(PARTS)
    assert "其他软件识别" in found.notes[0]
    cells = [cell for block in found.blocks if isinstance(block, Table) for cell in block.cells if cell.text]
    assert {cell.score for cell in cells} == {0.0}


def test_hidden_words_beside_shown_ones_are_not_read():
    hidden = "BT 3 Tr /F1 12 Tf 1 0 0 1 80 300 Tm <96985F0F> Tj ET"
    found = contents(pdf([page(TEXT)], Ink(more=hidden)))
    assert told(found.blocks) == [TEXT]
    assert "不显示的文字" in found.notes[0]


def test_words_in_form_fields_and_typed_notes_are_read():
    shown = stream(
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 4 0 R >> >>",
        b"BT /F1 12 Tf 2 5 Td <003100320038> Tj ET",
    )
    field = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /F 4 /Rect [200 500 400 520] /AP << /N 7 0 R >> >>"
    found = contents(pdf([page(TEXT)], Ink(objects=[shown, field], page="/Annots [8 0 R]")))
    assert told(found.blocks) == [TEXT, "128"]


def test_a_picture_on_a_page_of_text_is_mentioned():
    small = PICTURE.replace("500 0 0 700 40 40", "300 0 0 300 100 100")
    found = contents(pdf([page(TEXT)], Ink(more=small)))
    assert "较大的图片" in found.notes[0]


def test_letters_that_no_font_names_are_marked_and_many_of_them_are_no_text(monkeypatch):
    garbled = pdf(PAGES, Ink(nameless=True))
    assert contents(garbled).scans == [page.number for page in PAGES]
    monkeypatch.setattr(scan, "refuse_without_engine", without_engine)
    assert "乱码" in refusal(garbled)


def without_engine(name):
    message = f"“{name}”需要识别"
    raise InputRefused(message)


def test_a_scan_is_refused_without_the_extra_and_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(scan, "refuse_without_engine", without_engine)
    message = refusal(pdf([Page(1, 595, 842)] * 3, Ink(more=PICTURE)))
    assert "第 1—3 页没有文本层" in message
    assert 'pip install "nianbao[ocr]"' in message


def two_natures():
    """The first page is text, the second a picture."""
    return pdf([page(TEXT), Page(2, 595, 842)], Ink(last=PICTURE))


def test_pages_without_text_among_others_are_noted_without_the_extra(monkeypatch):
    monkeypatch.setattr(scan, "refuse_without_engine", without_engine)
    document = read(two_natures())
    assert told(document.blocks) == [TEXT]
    assert document.notes == [
        '第 2 页是图片或读不出文字，没有读入；可运行 pip install "nianbao[ocr]" 安装文字识别组件后再试'
    ]


def test_pages_without_text_are_recognised_with_the_extra(monkeypatch):
    seen = []

    def recognise(pictures, numbers, name):
        seen.extend([pictures[0][:8], *numbers, name])
        return [Page(2, 595, 842, letters("二、收到申请", 74, 100, score=0.9))]

    monkeypatch.setattr(scan, "refuse_without_engine", lambda _: None)
    monkeypatch.setattr(scan, "scan_pages", recognise)
    document = read(two_natures())
    assert seen == [b"\x89PNG\r\n\x1a\n", 2, "甲.pdf"]
    assert told(document.blocks) == [TEXT, "二、收到申请"]
    assert [p.score for p in document.paragraphs] == [None, 0.9]
    assert document.notes == [f"第 2 页：{scan.NOTE}"]


def test_too_many_scans_are_refused(monkeypatch):
    monkeypatch.setattr(scan, "refuse_without_engine", lambda _: None)
    monkeypatch.setattr(reader, "_MOST_SCANS", 2)
    assert "超过 2 页" in refusal(pdf([Page(1, 595, 842)] * 3, Ink(more=PICTURE)))


def test_a_page_becomes_a_picture_of_the_right_size():
    png = pdf_picture.picture_of_page(pdf([Page(1, 72, 36, rules=[Box(0, 0, 36, 36)])]), 1, "甲.pdf")
    width, height = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    assert (width, height) == (200, 100)
    pixels = zlib.decompress(png[png.index(b"IDAT") + 4 : -16])
    assert len(pixels) == (3 * width + 1) * height


def test_an_endless_drawing_is_bounded(monkeypatch):
    monkeypatch.setattr("converters.readers.pdf_rules._MOST_RULES", 50)
    found = contents(pdf([page(TEXT)], Ink(more="0 0 20 0.5 re f " * 200)))
    assert told(found.blocks) == [TEXT]
    assert "过于复杂" in found.notes[0]


def test_a_font_that_names_a_file_as_its_table_of_codes_loads_nothing(tmp_path):
    evil = tmp_path / "evil.pickle.gz"
    evil.write_bytes(b"\x1f\x8b")
    name = "/" + str(evil.with_suffix("").with_suffix("")).replace("/", "#2F")
    data = pdf([page(TEXT)]).replace(b"/UniGB-UTF16-H", name.encode())
    assert outcome(data) in {"read", "refused"}


def test_pages_are_named_in_runs():
    assert page_list([1, 2, 3, 5, 7, 8]) == "第 1—3、5、7、8 页"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_damaged_files_are_read_or_refused_and_nothing_else(monkeypatch, seed):
    monkeypatch.setattr(scan, "refuse_without_engine", without_engine)
    data = bytearray(pdf(PAGES[:2]))
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 30)):
        at = chance.randrange(len(data))
        data[at : at + chance.choice((0, 1, 1, 1, 50))] = chance.randbytes(chance.choice((0, 1, 1, 4)))
    if chance.random() < 0.3:
        del data[chance.randrange(len(data)) :]
    assert outcome(bytes(data)) in {"read", "refused"}


def outcome(data):
    try:
        document = read_bytes_as_document(data, "甲.pdf")
    except InputRefused as error:
        return "refused" if "“甲.pdf”" in str(error) else str(error)
    return "read" if isinstance(document, Document) else "nothing"


def test_a_sign_off_in_two_columns_keeps_its_fields_apart():
    lines = page("单位负责人：顾长林")
    lines.pieces += letters("审核人：叶文秀", 330, 100)
    found = contents(pdf([lines]))
    assert told(found.blocks, blanks=True) == ["单位负责人：顾长林  审核人：叶文秀"]
