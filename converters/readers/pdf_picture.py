"""A PDF page as a picture for text recognition; runs in the helper process."""

from __future__ import annotations

import ctypes
import struct
import zlib

import pypdfium2.raw as pdfium

from workbook.errors import InputRefused

# Scanners' usual resolution, and the one recognition reads best.
_DPI = 200
# Pixels of a picture: A3 at 200 dpi has 8 million.
_MOST = 40_000_000
_WHITE = 0xFFFFFFFF


def picture_of_page(data: bytes, number: int, name: str) -> bytes:
    """The page as it is looked at, as a PNG file at 200 dpi; a page larger than any paper at less.

    Args:
        data: the PDF.
        number: the page, from 1.
        name: the file's name, for messages.

    Raises:
        InputRefused: the page cannot be drawn.
    """
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    page = pdfium.FPDF_LoadPage(document, number - 1) if document else None
    if not page:
        message = f"“{name}”第 {number} 页已损坏，无法读取，请重新获取该文件。"
        raise InputRefused(message)
    try:
        return _drawn(page)
    finally:
        pdfium.FPDF_ClosePage(page)
        pdfium.FPDF_CloseDocument(document)


def _drawn(page: object) -> bytes:
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    scale = min(_DPI / 72, (_MOST / max(1.0, width * height)) ** 0.5)
    columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
    bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, pdfium.FPDFBitmap_BGR, None, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, _WHITE)
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, flags)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * rows)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return _png(pixels, columns, rows, stride)


def _png(pixels: bytes, columns: int, rows: int, stride: int) -> bytes:
    """Red, green and blue bytes as a PNG file."""
    lines = b"".join(b"\0" + pixels[at * stride : at * stride + 3 * columns] for at in range(rows))
    header = struct.pack(">IIBBBBB", columns, rows, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
