"""Scans by text recognition (the extra ``ocr``): pictures of pages become pages of pieces and rules.

``scan_pages(pictures, numbers, name) -> list[Page]`` serves the readers of PDF and OFD for pages without text: give it
each page's picture (PNG or JPEG bytes, 200 dpi is best) and its number; :func:`converters.readers.paper.blocks` makes
paragraphs and tables of what it returns. Each text has a score; each figure in a table a score and a picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.document import Document
from converters.readers.scan.engine import refuse_without_engine
from workbook.errors import InputRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.paper.page import Box, Page

__all__ = ["NOTE", "ImageReader", "refuse_unread", "refuse_without_engine", "scan_collage", "scan_pages"]

_MAGICS = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
# For one page on a slow machine, and for what the models take beside a large picture.
_SECONDS, _MEGABYTES = 300.0, 4000
# Texts on the whole less sure than this are not the text of the page.
_LEAST_SURE = 0.6
NOTE = "文字由图片识别得出，表中的数都标为“待核”，请对照“来源”表的截图核对"


class ImageReader:
    """Pictures of pages; a TIFF may hold many."""

    kind = "image"

    def accepts(self, head: bytes, data: bytes) -> bool:
        """Whether the content is a picture of a kind that is read."""
        if head.startswith(b"RIFF"):
            return head[8:12] == b"WEBP"
        # Two letters may begin a text as well; a bitmap states its own length behind them.
        if head.startswith(b"BM"):
            return int.from_bytes(head[2:6], "little") == len(data)
        return head.startswith(_MAGICS)

    def read(self, data: bytes, name: str) -> Document:
        """The document.

        Raises:
            InputRefused: the extra is missing, the picture is damaged or too large, or shows no report.
        """
        from converters.readers.child import in_child  # noqa: PLC0415  # a scan alone needs the helper process
        from converters.readers.paper.blocks import blocks  # noqa: PLC0415  # as above

        refuse_without_engine(name)
        from converters.readers.scan import work  # noqa: PLC0415  # it needs the extra

        count = in_child(work.count_pages, data, name, seconds=_SECONDS, megabytes=_MEGABYTES, name=name)
        pages = [
            in_child(work.read_picture, data, at, at + 1, name, seconds=_SECONDS, megabytes=_MEGABYTES, name=name)
            for at in range(count)
        ]
        refuse_unread(pages, name)
        notes = [NOTE]
        return Document(name, self.kind, blocks(pages, notes), notes)


def scan_pages(pictures: Sequence[bytes], numbers: Sequence[int], name: str) -> list[Page]:
    """Read pictures of pages in the child process.

    Args:
        pictures: one picture file for each page.
        numbers: the pages' numbers, from 1.
        name: the file's name, for messages.

    Returns:
        The pages in the same order; one on which nothing could be read is empty.

    Raises:
        InputRefused: the extra is missing, or a picture is damaged, too large or took too long.
    """
    from converters.readers.child import in_child  # noqa: PLC0415  # a scan alone needs the helper process

    refuse_without_engine(name)
    from converters.readers.scan import work  # noqa: PLC0415  # it needs the extra

    return [
        in_child(work.read_picture, picture, 0, number, name, seconds=_SECONDS, megabytes=_MEGABYTES, name=name)
        for picture, number in zip(pictures, numbers, strict=True)
    ]


def scan_collage(parts: Sequence[tuple[bytes, Box]], page: Page, name: str) -> Page:
    """Read a page that is made of pictures.

    Args:
        parts: the picture files, each with its place on the page in points.
        page: the page; only its number and size are used.
        name: the file's name, for messages.

    Raises:
        InputRefused: as :func:`scan_pages`.
    """
    from converters.readers.child import in_child  # noqa: PLC0415  # a scan alone needs the helper process

    refuse_without_engine(name)
    from converters.readers.scan import work  # noqa: PLC0415  # it needs the extra

    size = (page.width, page.height)
    return in_child(
        work.read_collage, parts, size, page.number, name, seconds=_SECONDS, megabytes=_MEGABYTES, name=name
    )


def refuse_unread(pages: Sequence[Page], name: str) -> None:
    """Refuse a file of nothing but scanned pages that cannot have been read rightly.

    Raises:
        InputRefused: no text, text read too badly, or none of the words that stand in any report.
    """
    from converters.readers.scan.labels import known  # noqa: PLC0415  # only for scans

    pieces = [piece for page in pages for piece in page.pieces]
    letters = sum(len(piece.text) for piece in pieces)
    sure = sum(len(piece.text) * (piece.score or 0) for piece in pieces) / letters if letters else 0.0
    if not letters:
        message = f"“{name}”的图片里没有认出文字。请用 200 dpi 以上重新扫描，或提供能复制出文字的文件。"
    elif sure < _LEAST_SURE:
        message = f"“{name}”的图片太不清楚，文字识别不可靠（{sure:.0%}）。请用 200 dpi 以上重新扫描后再试。"
    elif not known(piece.text for piece in pieces):
        message = f"“{name}”的图片里没有认出年度报告的标题和表中的项目。请核对文件；若是年报，请重新扫描后再试。"
    else:
        return
    raise InputRefused(message)
