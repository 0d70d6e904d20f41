"""PDF files: letters and ruling lines by pdfium in the helper process, put together as paper is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from converters.document import Document
from converters.readers import scan
from converters.readers.child import in_child
from converters.readers.pdf_file import is_pdf, page_list, repaired
from workbook.errors import InputRefused

if TYPE_CHECKING:
    from converters.readers.paper.page import Page
    from converters.readers.pdf_pages import Contents

_SECONDS, _MEGABYTES = 120.0, 1024
# Scanned pages take seconds each: more are no annual report.
_MOST_SCANS = 200


class PdfReader:
    """Reads PDF pages with text; pages that are pictures go to recognition, where that is installed."""

    kind = "pdf"

    def accepts(self, _head: bytes, data: bytes) -> bool:
        """A PDF header among the first bytes, or a PDF's end where the header was lost."""
        return is_pdf(data)

    def read(self, data: bytes, name: str) -> Document:
        """Every page.

        Raises:
            InputRefused: encrypted, damaged, too large, or nothing but pictures while recognition is not installed.
        """
        from converters.readers import pdf_pages  # noqa: PLC0415 - pdfium is loaded when there is a PDF

        whole, repairs = repaired(data)
        contents = in_child(pdf_pages.read_contents, whole, name, **_limits(name))
        document = Document(name, self.kind, contents.blocks, [*repairs, *contents.notes])
        if contents.scans:
            pages = _recognised(whole, contents, document)
            document.blocks = in_child(pdf_pages.read_blocks, pages, **_limits(name))
        return document


def _limits(name: str) -> dict[str, Any]:
    return {"seconds": _SECONDS, "megabytes": _MEGABYTES, "name": name}


def _recognised(data: bytes, contents: Contents, document: Document) -> list[Page]:
    """All pages, those that are pictures recognised; they are left out where only others can be read."""
    name, numbers = document.name, contents.scans
    where = page_list(numbers)
    texts = [page for page in contents.pages if page.number not in numbers and page.pieces]
    try:
        scan.refuse_without_engine(name)
    except InputRefused as error:
        if not texts:
            raise _without_engine(contents, name, where) from error
        document.notes.append(
            f'{where}是图片或读不出文字，没有读入；可运行 pip install "nianbao[ocr]" 安装文字识别组件后再试'
        )
        return texts
    if len(numbers) > _MOST_SCANS:
        message = f"“{name}”有 {len(numbers)} 页扫描件，超过 {_MOST_SCANS} 页，已拒绝读取。请只导出年报的部分再试。"
        raise InputRefused(message)
    found = {number: _scanned(data, number, name) for number in numbers}
    if not texts:
        scan.refuse_unread(list(found.values()), name)
    document.notes.append(f"{where}：{scan.NOTE}" if texts else scan.NOTE)
    return [found.get(page.number, page) for page in contents.pages]


def _scanned(data: bytes, number: int, name: str) -> Page:
    from converters.readers import pdf_picture  # noqa: PLC0415 - pdfium is loaded when there is a scan

    picture = in_child(pdf_picture.picture_of_page, data, number, name, **_limits(name))
    (page,) = scan.scan_pages([picture], [number], name)
    return page


def _without_engine(contents: Contents, name: str, where: str) -> InputRefused:
    """Why a file without readable text is refused, and what there is to do."""
    why = "字体没有给出文字编码，读出的是乱码" if contents.garbled else "没有文本层（扫描件或图片）"
    return InputRefused(
        f"“{name}”{where}{why}，读取它需要文字识别组件，现在没有安装。"
        '请运行 pip install "nianbao[ocr]" 后再试，或提供可复制文字的文件。'
    )
