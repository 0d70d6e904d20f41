"""Word 97–2003 and WPS documents (.doc, .wps) by an own reader; older and damaged ones through an office program.

Read as the .docx reader reads: body text only, insertions without deletions, no hidden text, list numbers counted.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from converters.readers.ole import Damaged, is_word
from workbook.errors import InputRefused

if TYPE_CHECKING:
    from converters.document import Document

# Word 2 wrote its text after this, without a container around it.
_WORD_2 = b"\xdb\xa5\x2d\x00"
# What reading a field beyond its structure raises; like a contradiction it means a damaged file.
_UNSOUND = (Damaged, struct.error, IndexError)
_SECONDS = 90
_OLD = "是 Word 95 或更早的文档"
# The mark of a row's last cell and that of the row, as they lie in the file.
_ROW_END = b"\x07\0\x07\0"


class DocReader:
    """Reads .doc, .dot and binary .wps; macros, headers, footnotes and comments are left alone."""

    kind = "doc"

    def accepts(self, head: bytes, data: bytes) -> bool:
        """A compound file with a Word text in it, or a file of Word 2."""
        return head.startswith(_WORD_2) or is_word(data)

    def read(self, data: bytes, name: str) -> Document:
        """Paragraphs and tables in body order.

        Raises:
            InputRefused: encrypted, or neither this reader nor an office program can read it.
        """
        # The parts of the reader are many, and most files are of another format.
        from converters.readers.doc_file import OldWord  # noqa: PLC0415
        from converters.readers.doc_walk import read_word  # noqa: PLC0415

        if data.startswith(_WORD_2):
            return _converted(data, name, _OLD)
        try:
            return read_word(data, name)
        except OldWord:
            return _converted(data, name, _OLD)
        except _UNSOUND:
            document = _converted(data, name, "结构有损坏")
            _check_rescued(document, data)
            return document


def _converted(data: bytes, name: str, reason: str) -> Document:
    """The document as an office program saves it to .docx."""
    from converters import office  # noqa: PLC0415 - hardly any file needs it
    from converters.readers.docx import DocxReader  # noqa: PLC0415 - the same

    try:
        converted = office.convert(data, ".doc", "docx", name, _SECONDS)
        document = DocxReader().read(converted, name)
    except InputRefused as error:
        message = f"“{name}”{reason}，不能直接读取。{error}"
        raise InputRefused(message) from error
    document.kind = DocReader.kind
    document.notes.insert(0, f"文件{reason}，已由办公软件转换后读取，请核对内容是否完整")
    return document


def _check_rescued(document: Document, data: bytes) -> None:
    """Refuse what an office program made of a damaged file when it lost the tables or took bytes for letters."""
    texts = [p.text for p in document.paragraphs] + [cell.text for table in document.tables for cell in table.cells]
    han = [sign for text in texts for sign in text if "\u4e00" <= sign <= "\u9fff"]
    common = len("".join(han).encode("gb2312", "ignore")) // 2
    lost = "文字" if not han or common < 0.9 * len(han) else "表格" if _ROW_END in data and not document.tables else ""
    if lost:
        message = (
            f"“{document.name}”结构有损坏，办公软件也没有读出其中的{lost}。"
            "请用 Word 或 WPS 打开并修复，另存为 .docx 再试。"
        )
        raise InputRefused(message)
