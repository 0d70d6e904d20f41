"""Scans: the parts of the way one by one on drawn pages, then pages of LibreOffice's PDF through the whole of it."""

from __future__ import annotations

import io

import cv2
import figures
import makers_scan
import numpy as np
import office
import pytest
from makers import SIGNOFF, expected, write_report
from makers_labels import OFFICIAL
from makers_scan import CLEAN, POOR, Scanner
from PIL import Image as Pictures
from PIL import ImageDraw

from converters.importer import recognise
from converters.readers import read_bytes_as_document, scan
from converters.readers.child import in_child
from converters.readers.docx import DocxReader
from converters.readers.paper.blocks import blocks
from converters.readers.paper.page import Box, Page, Piece
from converters.readers.scan import cells, labels, pictures, ruling, strips, upright, work
from converters.readers.scan.engine import Area, Read
from workbook.errors import InputRefused
from workbook.formfile import load_form
from workbook.rules.scanned import doubts

PAPER = 255


def sheet_of(draw, size=(400, 600)):
    """A drawn page of paper with its ink found; ``draw`` gets a Pillow pen."""
    page = Pictures.new("L", (size[1], size[0]), PAPER)
    draw(ImageDraw.Draw(page))
    grey = np.asarray(page)
    return strips.Sheet(grey, ruling.ink_of(grey), 30)


def png(array) -> bytes:
    return makers_scan.encode(array, ".png")


class Reader:
    """An engine that says what it is told to, reading after reading."""

    def __init__(self, *reads):
        self.reads = list(reads)

    def read(self, _strip):
        return self.reads.pop(0)


# ---- the page set upright


@pytest.mark.parametrize("angle", [-2.5, -0.6, 0.0, 0.6, 3.1])
def test_a_skewed_page_is_measured_to_a_twentieth_of_a_degree(angle):
    page = np.full((1400, 1000), PAPER, np.uint8)
    for line in range(100, 1300, 60):
        page[line : line + 20, 100:900:3] = 0
    turn = cv2.getRotationMatrix2D((500, 700), -angle, 1)
    assert upright.skew(cv2.warpAffine(page, turn, (1000, 1400), borderValue=PAPER)) == pytest.approx(angle, abs=0.05)


def test_a_seal_vanishes_and_what_it_covers_stays():
    page = np.full((800, 800, 3), PAPER, np.uint8)
    cv2.line(page, (100, 400), (700, 400), (0, 0, 0), 5)
    cv2.line(page, (20, 40), (60, 40), (40, 40, 220), 5)
    stamped = makers_scan._stamped(page.astype(np.float32), Scanner(seal=(0.5, 0.5))).astype(np.uint8)
    grey = upright.without_seals(stamped)
    assert grey[400, 120:680].max() < 60
    assert grey[250:380, 200:600].min() > 230
    # Red writing that is no seal is not lost.
    assert grey[40, 40] < 160


# ---- ruling lines and cells


def grid(pen, rows, columns, skipped=()):
    """Rules of a grid from (40, 40), positions 100 wide and 50 high, without the edges that are skipped."""
    for row in range(rows + 1):
        for column in range(columns):
            if ("below", row, column) not in skipped:
                pen.line((40 + 100 * column, 40 + 50 * row, 140 + 100 * column, 40 + 50 * row), 0, 2)
    for column in range(columns + 1):
        for row in range(rows):
            if ("beside", row, column) not in skipped:
                pen.line((40 + 100 * column, 40 + 50 * row, 40 + 100 * column, 90 + 50 * row), 0, 2)


def spans(table):
    return [(box.row, box.column, box.rowspan, box.colspan) for box in table.cells]


def test_cells_merged_across_and_down_are_found_by_their_missing_rules():
    sheet = sheet_of(lambda pen: grid(pen, 3, 4, {("beside", 0, 1), ("below", 2, 3)}))
    (table,) = ruling.find_tables(sheet.ink)
    assert {span for span in spans(table) if span[2:] != (1, 1)} == {(0, 0, 1, 2), (1, 3, 2, 1)}
    assert len(table.cells) == 10
    assert len(table.ys) == 4
    assert len(table.xs) == 5


def test_cells_whose_rules_make_no_rectangle_are_doubted_not_merged():
    sheet = sheet_of(lambda pen: grid(pen, 2, 4, {("beside", 0, 1), ("below", 1, 0)}))
    (table,) = ruling.find_tables(sheet.ink)
    assert [box.torn for box in table.cells].count(True) == 3


def test_words_and_strokes_without_rules_are_no_table():
    sheet = sheet_of(lambda pen: [pen.line((50, y, 500, y), 0, 3) for y in (60, 120)])
    assert ruling.find_tables(sheet.ink) == []


def test_a_character_of_parted_strokes_is_one_line_and_two_rows_are_two():
    sheet = sheet_of(lambda pen: [pen.line((100, y, 126, y), 0, 3) for y in (60, 84, 130, 154)])
    found = strips.lines_in(sheet, Area(40, 40, 300, 200))
    assert [(line.top // 10, line.bottom // 10) for line in found] == [(5, 8), (12, 15)]


def test_specks_and_remains_of_rules_are_no_writing():
    def draw(pen):
        pen.point([(100, 100), (101, 100), (150, 80)], 0)
        pen.line((60, 64, 200, 64), 0, 2)

    assert strips.lines_in(sheet_of(draw), Area(56, 60, 300, 200)) == []


# ---- figures are read twice


@pytest.mark.parametrize(
    ("first", "second", "text", "unsure"),
    [
        (Read("125", 0.99), Read("125", 0.98), "125", False),
        (Read("125", 0.99), Read("126", 0.98), "125", True),
        (Read("1,250", 0.9), Read("1，250", 0.97), "1,250", False),
        (Read("", 0.0), Read("", 0.0), cells.UNREADABLE, True),
        (Read("8", 0.2), Read("8", 0.25), cells.UNREADABLE, True),
    ],
)
def test_two_readings_that_differ_cast_doubt_and_none_is_never_blank(first, second, text, unsure):
    sheet = sheet_of(lambda pen: pen.rectangle((100, 60, 118, 88), 0))
    box = ruling.Box(0, 0, 1, 1, Area(40, 40, 300, 110))
    found = cells.read_cell(Reader(first, second), sheet, box)
    assert (found.text, found.figure, found.score < 0.5) == (text, True, unsure)
    assert found.score < 1


def test_more_strokes_than_digits_cast_doubt():
    def draw(pen):
        for left in (100, 130, 160):
            pen.rectangle((left, 60, left + 14, 88), 0)

    box = ruling.Box(0, 0, 1, 1, Area(40, 40, 300, 110))
    found = cells.read_cell(Reader(Read("12", 0.99), Read("12", 0.99)), sheet_of(draw), box)
    assert (found.text, found.score) == ("12", cells.DIFFERENT)


def test_a_lone_stroke_is_told_by_its_shape():
    slash, one = (lambda pen: pen.line((108, 88, 120, 60), 0, 3)), (lambda pen: pen.line((110, 88, 110, 60), 0, 3))
    dash = lambda pen: pen.line((100, 75, 130, 75), 0, 3)  # noqa: E731  # three drawings in a row
    box = ruling.Box(0, 0, 1, 1, Area(40, 40, 300, 110))
    for draw, said, text in ((slash, "1", "/"), (one, "1", "1"), (dash, "一", "—")):
        found = cells.read_cell(Reader(Read(said, 0.9), Read(said, 0.9)), sheet_of(draw), box)
        assert found.text == text


def test_two_rows_of_figures_in_one_cell_stay_apart_and_doubtful():
    sheet = sheet_of(lambda pen: [pen.rectangle((100, top, 118, top + 26), 0) for top in (50, 96)])
    box = ruling.Box(0, 0, 1, 1, Area(40, 40, 300, 140))
    found = cells.read_cell(Reader(*2 * [Read("8", 0.99), Read("4", 0.99)]), sheet, box)
    assert (found.text, found.score) == ("8\n4", cells.DIFFERENT)


# ---- labels


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("1.属于囯家秘密", "1.属于国家秘密"),
        ("行政规范性交件", "行政规范性文件"),
        ("(七)总计", "（七）总计"),
        ("属于国家", "属于国家"),
        ("第二十条第（二）项", "第二十条第（二）项"),
        ("1250", "1250"),
        ("本局门口的树木", "本局门口的树木"),
    ],
)
def test_a_label_misread_by_a_stroke_is_set_right_and_nothing_else_is(read, right):
    assert labels.set_right(read) == right


# ---- pictures as files


def test_a_tiff_gives_all_its_pages():
    frames = [Pictures.new("1", (200, 300), 1) for _ in range(3)]
    file = io.BytesIO()
    frames[0].save(file, "TIFF", save_all=True, append_images=frames[1:])
    assert pictures.pages_in(file.getvalue(), "年报.tif") == 3
    assert pictures.page_of(file.getvalue(), 2, "年报.tif").shape == (300, 200, 3)


@pytest.mark.parametrize("ending", [".png", ".jpg", ".tif", ".bmp", ".webp"])
def test_every_kind_of_picture_is_known_by_its_content(ending):
    data = makers_scan.encode(np.full((100, 120, 3), 200, np.uint8), ending)
    assert scan.ImageReader().accepts(data[:4096], data)
    assert pictures.page_of(data, 0, "页").shape == (100, 120, 3)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (png(np.zeros((200, 200), np.uint8))[:60], "已损坏"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "已损坏"),
        (png(np.zeros((20, 20), np.uint8)), "不是一页"),
        (png(np.zeros((70, 4000), np.uint8)), "不是一页"),
    ],
)
def test_damaged_and_tiny_pictures_are_refused(data, said):
    with pytest.raises(InputRefused, match=said):
        pictures.page_of(data, 0, "页.png")


def test_a_picture_that_would_fill_memory_is_refused_before_it_is_unpacked():
    width = (90_000).to_bytes(4, "big")
    bomb = bytearray(png(np.zeros((100, 100), np.uint8)))
    bomb[16:24] = width + width
    bomb[29:33] = __import__("zlib").crc32(bytes(bomb[12:29])).to_bytes(4, "big")
    with pytest.raises(InputRefused, match="百万点"):
        pictures.page_of(bytes(bomb), 0, "页.png")


def test_without_the_extra_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setattr("converters.readers.scan.engine.find_spec", lambda _module: None)
    with pytest.raises(InputRefused, match=r'pip install "nianbao\[ocr\]"'):
        read_bytes_as_document(png(np.zeros((100, 100), np.uint8)), "年报.png")


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        ([], "没有认出文字"),
        ([("主动公开政府信息情况", 0.3)], "太不清楚"),
        ([("一张风景照片的说明", 0.99)], "没有认出年度报告"),
    ],
)
def test_an_empty_or_doubtful_reading_is_an_error(pieces, said):
    page = Page(1, 595, 842, [Piece(text, Box(0, 0, 9, 9), 9, score) for text, score in pieces])
    with pytest.raises(InputRefused, match=said):
        scan.refuse_unread([page], "年报.png")


def test_a_picture_without_a_report_is_refused_in_the_child():
    noise = np.random.default_rng(4).integers(150, 255, (300, 400, 3)).astype(np.uint8)
    with pytest.raises(InputRefused, match=r"没有认出|太不清楚"):
        read_bytes_as_document(png(noise), "照片.png")


# ---- real pages


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A report of 2023 as LibreOffice sets it: its figures, the Word file and its pages' pictures."""
    folder = tmp_path_factory.mktemp("scan")
    form = load_form("2021")
    printed = figures.consistent(form, 13)
    path = folder / "年报.docx"
    write_report(path, form, printed, variant="merged")
    (pdf,) = office.convert([path], "pdf", folder)
    return printed, DocxReader().read(path.read_bytes(), path.name), pdf


def read(picture: bytes, number: int) -> Page:
    return in_child(work.read_picture, picture, 0, number, "页", seconds=300, megabytes=4000, name="页")


def texts(document):
    return [["".join(cell.text.split()) if cell else None for cell in row] for t in document.tables for row in t.grid()]


def test_a_scanned_page_is_read_cell_by_cell_at_200_dpi(report):
    printed, made_from, pdf = report
    page = read(makers_scan.scan(makers_scan.render(pdf, 200)[0], CLEAN), 1)
    found = recognise_pages([page])
    for code in [code for code in printed if code.startswith("T2.")]:
        figure = found.figures[code]
        assert figure.text == printed[code]
        assert 0.85 < figure.evidence.score < 1
        assert figure.evidence.picture.startswith(b"\x89PNG")
        assert figure.evidence.page == 1
    assert not doubts(found, load_form("2021"))
    assert found.title == made_from.paragraphs[0].text


def test_a_skewed_page_at_150_dpi_with_a_seal_on_figures_and_sign_off(report):
    printed, _, pdf = report
    pages = makers_scan.render(pdf, 150)
    scanner = Scanner(POOR.dpi, POOR.skew, POOR.noise, POOR.quality, seal=(0.68, 0.5))
    found = recognise_pages([read(makers_scan.scan(pages[-1], scanner), len(pages))])
    wrong = [
        code
        for code in expected(load_form("2021"), printed, OFFICIAL, "merged").cells
        if code.startswith("T4.") and found.figures[code].text != printed[code]
    ]
    doubted = doubts(found, load_form("2021"))
    assert set(wrong) <= set(doubted)
    assert len(wrong) <= 1
    assert list(found.signoff.values())[:4] == list(SIGNOFF.values())


@pytest.mark.parametrize("quarters", [1, 2])
def test_a_picture_on_its_side_or_its_head_is_turned_and_read(report, quarters):
    _, made_from, pdf = report
    first = makers_scan.render(pdf, 150)[0].copy()
    first[350:] = 255
    found = read_bytes_as_document(makers_scan.scan(first, Scanner(dpi=150, quarters=quarters)), "年报.png")
    assert found.kind == "image"
    assert found.notes == [scan.NOTE]
    assert found.paragraphs[0].text == made_from.paragraphs[0].text
    assert 0.85 < found.paragraphs[0].score < 1


def recognise_pages(pages):
    from converters.document import Document  # noqa: PLC0415  # as one line of the tests above

    return recognise(Document("年报.pdf", "image", blocks(pages)))
