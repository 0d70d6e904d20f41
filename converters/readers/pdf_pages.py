"""The pages of a PDF by pdfium; runs in the helper process, for pdfium may abort or hang on a crafted file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import pypdfium2.raw as pdfium

from converters.readers.paper.blocks import blocks
from converters.readers.paper.page import Page
from converters.readers.pdf_file import active_contents, page_list
from converters.readers.pdf_rules import Drawing, read_drawing
from converters.readers.pdf_text import Letters, pieces_of, read_letters
from converters.readers.pdf_turn import Turn
from workbook.errors import InputRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.document import Paragraph, Table

MAX_PAGES = 1000
# A page with fewer letters is a picture of a page, when there is a picture.
_FEW = 20
_GARBLED = 0.3
# The part of the page that a picture must cover to be worth a word.
_SCAN, _LARGE = 0.3, 0.12
_OUTLINES = 200
# How sure a text layer is that another program recognised: nobody knows.
_UNSURE = 0.0
_SIDE = 20_000.0
_FILLED = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT)

Nature = Literal["text", "scan", "garbled", "blank", "broken"]


@dataclass(slots=True)
class Sight:
    """A page as seen: what it is, and what the user is to be told of it."""

    page: Page
    nature: Nature = "text"
    recognised: bool = False
    hidden: int = 0
    slanted: int = 0
    unknown: int = 0
    drawn: bool = False
    pictures: bool = False


@dataclass(slots=True)
class Contents:
    """What a PDF holds: its blocks when every page could be read, else the pages and which need recognition."""

    blocks: list[Paragraph | Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    scans: list[int] = field(default_factory=list)
    garbled: bool = False


def read_contents(data: bytes, name: str) -> Contents:
    """Everything there is to read in a PDF.

    Args:
        data: the file.
        name: its name, for messages.

    Raises:
        InputRefused: encrypted, damaged, or larger than any report.
    """
    document = _open(data, name)
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if not 0 < count <= MAX_PAGES:
            what = f"有 {count} 页，超过 {MAX_PAGES} 页" if count > 0 else "里没有可读的页"
            message = f"“{name}”{what}，已拒绝读取。请核对文件，只导出年报的部分再试。"
            raise InputRefused(message)
        sights = [_sight(document, at) for at in range(count)]
        notes = [*_file_notes(document, data), *_page_notes(sights)]
    finally:
        pdfium.FPDF_CloseDocument(document)
    pages = [sight.page for sight in sights]
    scans = [sight.page.number for sight in sights if sight.nature in ("scan", "garbled")]
    if scans:
        return Contents([], notes, pages, scans, any(sight.nature == "garbled" for sight in sights))
    return Contents(blocks(pages, notes), notes)


def read_blocks(pages: list[Page]) -> list[Paragraph | Table]:
    """Paragraphs and tables of pages, where some were recognised elsewhere."""
    return blocks(pages)


def _open(data: bytes, name: str) -> Any:  # noqa: ANN401 - a handle of pdfium's
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if document:
        return document
    error = pdfium.FPDF_GetLastError()
    if error in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        message = f"“{name}”文件已加密，请先用密码打开，另存为不加密的文件再试。"
    else:
        message = f"“{name}”不完整或已损坏，无法作为 PDF 打开，请重新获取该文件。"
    raise InputRefused(message)


def _sight(document: Any, at: int) -> Sight:  # noqa: ANN401 - a handle of pdfium's
    handle = pdfium.FPDF_LoadPage(document, at)
    if not handle:
        return Sight(Page(at + 1, 0, 0), "broken")
    try:
        if _has_filled_fields(handle) and pdfium.FPDFPage_Flatten(handle, pdfium.FLAT_NORMALDISPLAY) == 1:
            # What was flattened into the page shows when it is loaded once more.
            pdfium.FPDF_ClosePage(handle)
            handle = pdfium.FPDF_LoadPage(document, at)
        return _look(handle, at + 1)
    finally:
        pdfium.FPDF_ClosePage(handle)


def _has_filled_fields(handle: Any) -> bool:  # noqa: ANN401 - a handle of pdfium's
    """Whether words stand in form fields or typed notes, which are no part of the page itself."""
    for at in range(min(pdfium.FPDFPage_GetAnnotCount(handle), 1000)):
        annotation = pdfium.FPDFPage_GetAnnot(handle, at)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in _FILLED:
            return True
    return False


def _look(handle: Any, number: int) -> Sight:  # noqa: ANN401 - a handle of pdfium's
    letters = read_letters(handle)
    turn = _turn(handle, letters)
    width, height = turn.size
    drawing = read_drawing(handle, turn)
    sight = Sight(Page(number, width, height, rules=drawing.rules), slanted=letters.slanted, drawn=drawing.is_full)
    shown = [letter for letter in letters.found if not letter.hidden]
    hidden = [letter for letter in letters.found if letter.hidden]
    if len(shown) < _FEW <= len(hidden):
        # The layer that a scanner's program laid under the picture of a page.
        sight.recognised = True
        sight.page.pieces = pieces_of(hidden, turn, _UNSURE) + pieces_of(shown, turn)
    else:
        sight.hidden = len(hidden)
        sight.page.pieces = pieces_of(shown, turn)
    _judge(sight, letters, drawing)
    return sight


def _turn(handle: Any, letters: Letters) -> Turn:  # noqa: ANN401 - a handle of pdfium's
    """The page upright: as its letters run, or as the file says where there are none."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(handle, box)
    right, top = min(box.right, box.left + _SIDE), min(box.top, box.bottom + _SIDE)
    quarters = letters.angle // 90 if letters.found else pdfium.FPDFPage_GetRotation(handle)
    return Turn(box.left, box.bottom, right, top, quarters % 4)


def _judge(sight: Sight, letters: Letters, drawing: Drawing) -> None:
    area = max(1.0, sight.page.width * sight.page.height)
    covered = max(((p.right - p.left) * (p.bottom - p.top) / area for p in drawing.pictures), default=0.0)
    count = len(sight.page.pieces)
    if count >= _FEW:
        sight.pictures = covered > _LARGE and not sight.recognised
        if letters.unknown > _GARBLED * count:
            sight.nature = "garbled"
        else:
            sight.unknown = letters.unknown
    elif covered > _SCAN or drawing.curved > _OUTLINES:
        sight.nature = "scan"
    elif not count:
        sight.nature = "blank"


def _file_notes(document: Any, data: bytes) -> Iterator[str]:  # noqa: ANN401 - a handle of pdfium's
    if pdfium.FPDF_GetSecurityHandlerRevision(document) >= 0:
        yield "文件设有权限限制（不限制打开），可以读取"
    scripts, attached = pdfium.FPDFDoc_GetJavaScriptActionCount(document), pdfium.FPDFDoc_GetAttachmentCount(document)
    yield from active_contents(data, scripts, attached)
    if pdfium.FPDF_GetFormType(document) == pdfium.FORMTYPE_XFA_FULL:
        yield "文件是动态表单（XFA），只读了其中的静态页面；请用原软件打印成 PDF 再试"


def _page_notes(sights: list[Sight]) -> Iterator[str]:
    said = (
        ("broken", "{}已损坏，没有读入，请核对原文件"),
        ("recognised", "{}的文字是扫描后由其他软件识别的，可能有错，请逐项核对"),
        ("pictures", "{}有较大的图片，图片里的文字没有读入，请核对"),
        ("hidden", "{}有不显示的文字，没有读入"),
        ("slanted", "{}有斜置的文字（水印之类），没有读入"),
        ("unknown", "{}有字体没有给出编码的字，以“\ufffd”代替，请核对"),
        ("drawn", "{}的图形过于复杂，表格线没有全部读入，请核对表格"),
    )
    for what, words in said:
        pages = [s.page.number for s in sights if (s.nature == "broken" if what == "broken" else getattr(s, what))]
        if pages:
            yield words.format(page_list(pages))
