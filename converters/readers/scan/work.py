"""What runs in the child process: the work of reading one scanned page, and of counting the pages of a picture file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.readers.scan.page import read_page
from converters.readers.scan.pictures import collage, page_of, pages_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.paper.page import Box, Page


def count_pages(data: bytes, name: str) -> int:
    """How many pages a picture file has; see :func:`converters.readers.scan.pictures.pages_in`."""
    return pages_in(data, name)


def read_picture(data: bytes, at: int, number: int, name: str) -> Page:
    """Read one picture of a file as a page.

    Args:
        data: the whole file.
        at: which of its pictures, from 0.
        number: the page's number, from 1.
        name: the file's name, for messages.

    Raises:
        InputRefused: the picture is damaged or beyond the bounds.
    """
    return read_page(page_of(data, at, name), number)


def read_collage(parts: Sequence[tuple[bytes, Box]], size: tuple[float, float], number: int, name: str) -> Page:
    """Read a page that is made of several pictures.

    Args:
        parts: the picture files, each with its place on the page in points.
        size: the page's width and height in points.
        number: the page's number, from 1.
        name: the file's name, for messages.

    Raises:
        InputRefused: a picture is damaged or beyond the bounds.
    """
    return read_page(collage(parts, size, name), number)
