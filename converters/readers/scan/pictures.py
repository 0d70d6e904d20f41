"""Pictures out of files, bounded before they are unpacked: PNG, JPEG, TIFF with all its pages, BMP, GIF, WEBP."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from PIL import Image as Pictures
from PIL import ImageOps, ImageSequence

from workbook.errors import InputRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from converters.readers.paper.page import Box

    Image = NDArray[Any]

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
# A3 at 400 dpi has 31 million; what is larger is no page.
MAX_PIXELS = 60_000_000
MAX_PAGES = 100
# Less than this no line of text can be read from.
_LEAST_SIDE = 60
_MAX_RATIO = 30
# Pixels of a page made of parts, for each point.
_PIXELS = 200 / 72
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, EOFError, IndexError, KeyError, struct.error, ZeroDivisionError)


def pages_in(data: bytes, name: str) -> int:
    """How many pictures a file holds.

    Raises:
        InputRefused: not a picture, damaged, too large, or with too many pages.
    """
    with _opened(data, name) as picture:
        try:
            count = int(getattr(picture, "n_frames", 1))
        except _BROKEN as error:
            raise _damaged(name) from error
    if count > MAX_PAGES:
        message = f"“{name}”有 {count} 页，超过 {MAX_PAGES} 页，已拒绝读取。请分成几个文件再试。"
        raise InputRefused(message)
    return count


def page_of(data: bytes, at: int, name: str) -> Image:
    """One picture of a file in blue, green, red, on white paper and as its camera held it.

    Args:
        data: the whole file.
        at: which picture, from 0.
        name: the file's name, for messages.

    Raises:
        InputRefused: as :func:`pages_in`, or too small to hold text.
    """
    with _opened(data, name) as picture:
        try:
            for number, frame in enumerate(ImageSequence.Iterator(picture)):
                if number == at:
                    _refuse_size(frame.size, name)
                    return _array(ImageOps.exif_transpose(frame))
        except (*_BROKEN, Pictures.DecompressionBombError) as error:
            raise _damaged(name) from error
    raise _damaged(name)


def collage(parts: Sequence[tuple[bytes, Box]], size: tuple[float, float], name: str) -> Image:
    """Pictures laid out on a page at 200 dpi.

    Args:
        parts: the picture files, each with its place on the page in points.
        size: the page's width and height in points.
        name: the file's name, for messages.

    Raises:
        InputRefused: as :func:`page_of`, or a page larger than any paper.
    """
    width, height = (round(length * _PIXELS) for length in size)
    _refuse_size((width, height), name)
    page = np.full((height, width, 3), 255, np.uint8)
    for data, box in parts:
        left, top, right, bottom = (round(edge * _PIXELS) for edge in box)
        if not (0 < right - left <= 2 * width and 0 < bottom - top <= 2 * height):
            continue
        part = cv2.resize(page_of(data, 0, name), (right - left, bottom - top), interpolation=cv2.INTER_AREA)
        part = part[max(0, -top) : height - top, max(0, -left) : width - left]
        top, left = max(0, top), max(0, left)
        page[top : top + part.shape[0], left : left + part.shape[1]] = part
    return page


def _opened(data: bytes, name: str) -> Pictures.Image:
    # The size is ours to judge: Pillow's own warning would come at another bound.
    Pictures.MAX_IMAGE_PIXELS = None
    try:
        picture = Pictures.open(io.BytesIO(data), formats=_FORMATS)
    except _BROKEN as error:
        raise _damaged(name) from error
    _refuse_size(picture.size, name)
    return picture


def _refuse_size(size: tuple[int, int], name: str) -> None:
    width, height = size
    if width * height > MAX_PIXELS:
        message = (
            f"“{name}”的图片有 {width}×{height} 点，超过 {MAX_PIXELS // 10**6} 百万点，已拒绝读取。"
            "请用 200—300 dpi 重新扫描，或缩小后再试。"
        )
        raise InputRefused(message)
    if min(size) < _LEAST_SIDE or max(size) > _MAX_RATIO * min(size):
        message = f"“{name}”的图片只有 {width}×{height} 点，不是一页文件。请提供整页的扫描件（200 dpi 以上）。"
        raise InputRefused(message)


def _array(picture: Pictures.Image) -> Image:
    if picture.mode.startswith("I"):
        # Sixteen bits a point: the upper eight are all that is seen.
        picture = Pictures.fromarray((np.asarray(picture).astype(np.int64) >> 8).clip(0, 255).astype(np.uint8))
    colour = picture.convert("RGBA")
    paper = Pictures.new("RGBA", colour.size, "white")
    return np.ascontiguousarray(np.asarray(Pictures.alpha_composite(paper, colour))[:, :, 2::-1])


def _damaged(name: str) -> InputRefused:
    return InputRefused(f"“{name}”里的图片已损坏或不是能读的格式，请重新扫描或重新获取该文件。")
