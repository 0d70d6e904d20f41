"""The Word report as a PDF, laid out by an installed office program."""

from __future__ import annotations

import re

from converters.office import convert
from workbook.errors import InputRefused, OutputNotWritten

# Places where the program writes the time, and a number drawn from it; as long as before, so that offsets stay true.
_TIMES = (
    (re.compile(rb"/(?:CreationDate|ModDate)\s*\(D:([^)]*)\)"), b"19800101000000Z'"),
    (re.compile(rb"/ID\s*\[\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\]"), b""),
    (re.compile(rb"/DocChecksum\s*/([0-9A-Fa-f]+)"), b""),
)


def pdf_of(docx: bytes, name: str) -> bytes:
    """Convert a Word report; the file says nothing of when it was made.

    Args:
        docx: the report as written by :func:`converters.word.write_report`.
        name: the name of the file to be written, for messages.

    Raises:
        OutputNotWritten: no office program is installed, or it failed.
    """
    try:
        made = convert(docx, ".docx", "pdf", name)
    except InputRefused as error:
        message = (
            f"没有写出“{name}”：生成 PDF 要借助 LibreOffice 或 Word，本机没有找到或没有成功（{error}）。"
            "可以先用 -o 写成 .docx，再在 Word 或 WPS 里另存为 PDF。"
        )
        raise OutputNotWritten(message) from error
    return timeless(made)


def timeless(pdf: bytes) -> bytes:
    """A PDF with its times and identifiers overwritten by fixed ones of the same length."""
    for pattern, fixed in _TIMES:
        for match in pattern.finditer(pdf):
            for n in range(1, (match.lastindex or 0) + 1):
                old = match[n]
                pdf = pdf[: match.start(n)] + fixed[: len(old)].ljust(len(old), b"0") + pdf[match.end(n) :]
    return pdf
