"""The reader of OFD files (GB/T 33190): text and rules as paper; pages that are only pictures go to recognition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.document import Document
from converters.readers import scan
from converters.readers.ofd_objects import draw
from converters.readers.ofd_package import OfdPackage
from workbook.errors import InputRefused
from workbook.package import peek_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.ofd_objects import Drawn
    from converters.readers.paper.page import Page

# A page with fewer letters than this and a picture on much of it is a scan with a stamp or a page number.
_FEW_LETTERS, _MUCH = 20, 0.3


class OfdReader:
    """OFD; signatures, annotations and attachments are left aside."""

    kind = "ofd"

    def accepts(self, head: bytes, data: bytes) -> bool:
        """Whether it is a package with the entry part of OFD."""
        return head.startswith(b"PK") and any(part.lower().lstrip("/") == "ofd.xml" for part in peek_names(data))

    def read(self, data: bytes, name: str) -> Document:
        """The document.

        Raises:
            InputRefused: not safe to open, locked, damaged, or only pictures while recognition is not installed.
        """
        from converters.readers.paper.blocks import blocks  # noqa: PLC0415  # only for pages of fixed layout

        package = OfdPackage(data, name)
        drawn = [draw(page, name) for page in package.pages()]
        notes = list(dict.fromkeys(package.notes))
        scanned = [page for page in drawn if _is_scan(page)]
        pages = [page.page for page in drawn]
        if scanned:
            pages = _recognised(drawn, scanned, package, notes)
        return Document(name, self.kind, blocks(pages, notes), notes)


def _is_scan(drawn: Drawn) -> bool:
    """Whether a page is a picture of a page."""
    page = drawn.page
    boxes = [box for _, box in drawn.pictures]
    covered = sum((box.right - box.left) * (box.bottom - box.top) for box in boxes)
    return len(page.pieces) < _FEW_LETTERS and covered > _MUCH * page.width * page.height


def _recognised(drawn: Sequence[Drawn], scanned: Sequence[Drawn], package: OfdPackage, notes: list[str]) -> list[Page]:
    """All pages, those that are pictures read by recognition; without it they are left out where others hold text."""
    name = package.name
    numbers = "、".join(str(one.page.number) for one in scanned)
    try:
        scan.refuse_without_engine(name)
    except InputRefused:
        if all(len(one.page.pieces) < _FEW_LETTERS for one in drawn):
            raise
        notes.append(f'第 {numbers} 页是图片，没有安装文字识别组件，没有读入；可运行 pip install "nianbao[ocr]" 后再试')
        return [one.page for one in drawn]
    found = {one.page.number: _read_pictures(one, package) for one in scanned}
    if len(scanned) == len(drawn):
        scan.refuse_unread(list(found.values()), name)
    notes.append(f"第 {numbers} 页：{scan.NOTE}" if len(scanned) < len(drawn) else scan.NOTE)
    return [found.get(one.page.number, one.page) for one in drawn]


def _read_pictures(drawn: Drawn, package: OfdPackage) -> Page:
    parts = [(package.package.read(part), box) for part, box in drawn.pictures if part in package.package]
    return scan.scan_collage(parts, drawn.page, package.name)
