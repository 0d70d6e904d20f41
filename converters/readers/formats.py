"""The formats that are read: one entry each, in the order in which their readers are asked.

A new format is a module with a :class:`converters.readers.Reader` and an entry here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Help = Literal["", "office", "ocr", "ocr for scans"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its short name, what users call it, its usual endings, and where its reader is.

    ``help`` is what more than Python this format, or a part of its files, needs on a machine.
    """

    kind: str
    name: str
    endings: tuple[str, ...]
    module: str
    reader: str
    help: Help = ""


# Text takes what is left and stands last.
FORMATS = (
    Format("docx", "Word 文档（.docx）", (".docx", ".docm", ".dotx", ".dotm"), "docx", "DocxReader"),
    Format("doc", "旧版 Word 或 WPS 文档（.doc/.wps）", (".doc", ".dot", ".wps", ".wpt"), "doc", "DocReader", "office"),
    Format("xls", "旧版 Excel 或 WPS 表格（.xls/.et）", (".xls", ".xlt", ".et", ".ett", ".xlsb"), "xls", "XlsReader"),
    Format("xlsx", "Excel 工作簿（.xlsx）", (".xlsx", ".xlsm", ".xltx", ".xltm"), "xlsx", "XlsxReader", "office"),
    Format("pdf", "PDF 文件（.pdf）", (".pdf",), "pdf", "PdfReader", "ocr for scans"),
    Format("ofd", "OFD 版式文件（.ofd）", (".ofd",), "ofd", "OfdReader", "ocr for scans"),
    Format(
        "image",
        "图片（.png/.jpg/.tif）",
        (".png", ".jpg", ".jpeg", ".jpe", ".tif", ".tiff", ".bmp", ".gif", ".webp"),
        "scan",
        "ImageReader",
        "ocr",
    ),
    Format("rtf", "RTF 文档（.rtf）", (".rtf",), "rtf", "RtfReader"),
    Format("odt", "OpenDocument 文档（.odt）", (".odt", ".ott", ".fodt"), "odt", "OdtReader"),
    Format("ods", "OpenDocument 表格（.ods）", (".ods", ".ots", ".fods"), "ods", "OdsReader"),
    Format("mht", "单个文件网页（.mht）", (".mht", ".mhtml"), "mht", "MhtReader"),
    Format("word2003", "Word XML 文档（.xml）", (".xml",), "word2003", "Word2003Reader"),
    Format("excel2003", "Excel XML 工作簿（.xml）", (".xml",), "excel2003", "Excel2003Reader"),
    Format(
        "html",
        "网页（.html）",
        (".html", ".htm", ".shtml", ".xhtml", ".asp", ".aspx", ".jsp", ".jspx", ".php"),
        "html",
        "HtmlReader",
    ),
    Format("text", "纯文本（.txt）", (".txt", ".text", ".md", ".markdown", ".csv", ".log"), "text", "TextReader"),
)
BY_KIND = {one.kind: one for one in FORMATS}
