"""A PDF file before its pages: repaired where it can be, and what it holds besides pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAGIC = b"%PDF-"
# Packages may hold a PDF, and be one of another kind for all that.
_OTHERS = (b"PK", b"\xd0\xcf\x11\xe0", b"{\\rtf")
_HEAD = 1024
_TAIL = 2048
_START = re.compile(rb"startxref\s+(\d{1,15})")
_REFERENCES = re.compile(rb"\s*(?:xref|\d+\s+\d+\s+obj)")
# What stands in streams is compressed and may look like anything.
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_SCRIPT = re.compile(rb"/(?:JavaScript|JS)\b")
_LAUNCH = re.compile(rb"/(?:Launch|GoToR|GoToE|SubmitForm|ImportData)\b")
_ATTACHED = re.compile(rb"/(?:EmbeddedFile|Filespec)\b")


def is_pdf(data: bytes) -> bool:
    """Whether this is a PDF, one that lost its first bytes included."""
    if data.startswith(_MAGIC):
        return True
    if data.lstrip()[:1] == b"<" or data.startswith(_OTHERS) or b" obj" not in data:
        return False
    return _MAGIC in data[:_HEAD] or (b"%%EOF" in data[-_TAIL:] and b"startxref" in data[-_TAIL:])


def repaired(data: bytes) -> tuple[bytes, list[str]]:
    """The file with a header, and what had to be repaired; pdfium itself rebuilds the rest."""
    start = data.find(_MAGIC, 0, _HEAD)
    if start < 0:
        return b"%PDF-1.7\n" + data, ["文件缺少 PDF 文件头，已修复后读取，请核对内容是否完整"]
    if b"%%EOF" not in data[-_TAIL:]:
        return data, ["文件末尾不完整（可能没有下载完），已尽量读取，请核对内容是否完整"]
    if not _points_home(data, start):
        return data, ["文件的交叉引用表已损坏，已修复后读取，请核对内容是否完整"]
    return data, []


def _points_home(data: bytes, start: int) -> bool:
    found = _START.findall(data[-_TAIL:])
    places = [int(found[-1]) + shift for shift in (0, start)] if found else []
    # Readers forgive an offset that is a few bytes out.
    return any(_REFERENCES.match(data[max(0, place) : place + 40]) for place in places)


def active_contents(data: bytes, scripts: int, attachments: int) -> Iterator[str]:
    """What the file would do or carry besides its pages; nothing of it is run or opened.

    Args:
        data: the file; compressed objects hide from this look, pdfium's counts do not miss them.
        scripts: the scripts pdfium counts.
        attachments: the attached files pdfium counts.
    """
    plain = _STREAM.sub(b"", data)
    if scripts > 0 or _SCRIPT.search(plain):
        yield "文件带有脚本（JavaScript），没有运行"
    if _LAUNCH.search(plain):
        yield "文件带有启动程序、打开其他文件或提交表单的动作，没有执行"
    if attachments > 0 or _ATTACHED.search(plain):
        yield "文件带有附件，附件没有读入；如年报在附件里，请另存出来单独导入"


def page_list(numbers: list[int]) -> str:
    """Page numbers for a note: 第 1、3—5 页."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [str(run[0]) if len(run) == 1 else f"{run[0]}{'、' if len(run) == 2 else '—'}{run[-1]}" for run in runs]
    return f"第 {'、'.join(said)} 页"
