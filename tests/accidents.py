"""Damaged files of every format: a report as each is written, and the accidents that files meet."""

from __future__ import annotations

import functools
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import makers
from figures import consistent
from makers_labels import OFFICIAL
from makers_ofd import ofd
from makers_pdf import pdf
from typeset import typeset

from workbook.formfile import load_form

if TYPE_CHECKING:
    import random

ENDINGS = {
    "docx": "merged", "doc": "only", "rtf": "gbk", "odt": "zip", "html": "site", "mht": "quoted", "xml": "2003",
    "txt": "tabs", "xlsx": "sheets",
}  # fmt: skip
# Bytes that mean something to one format or another.
TOKENS = (
    b"\0", b"\xff" * 4, b"\x80\x00\x00\x00", b"<", b">", b"&#x110000;", b"{\\rtf", b"}", b"\\bin99999999 ", b"PK\1\2",
    b"%PDF-", b"endobj", b"stream", b"999999999", b"-1", b"<table>", b"</w:tbl>", b"\xec\xa5", b"\xd0\xcf\x11\xe0",
)  # fmt: skip


@functools.cache
def samples() -> dict[str, bytes]:
    """A report in every format that can be made without an office program."""
    form = load_form("2021")
    printed = consistent(form, 3)
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for ending, variant in ENDINGS.items():
            path = Path(folder, f"a.{ending}")
            makers.write_report(path, form, printed, variant=variant)
            found[ending] = path.read_bytes()
    pages = typeset(makers.parts(form, printed, OFFICIAL, "merged"))
    return found | {"pdf": pdf(pages), "ofd": ofd(pages)}


def damaged(data: bytes, other: bytes, draw: random.Random) -> bytes:
    """The file after one to three accidents; parts of packages are damaged within, else few would be opened at all."""
    if data.startswith(b"PK") and draw.random() < 0.8:
        return _within(data, other, draw)
    for _ in range(draw.randint(1, 3)):
        data = draw.choice(_ACCIDENTS)(data, other, draw)
    return data


def _within(data: bytes, other: bytes, draw: random.Random) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = draw.choice(sorted(parts))
    if draw.random() < 0.1:
        del parts[name]
    else:
        parts[name] = draw.choice(_ACCIDENTS)(parts[name], other, draw)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return buffer.getvalue()


def _flip(data: bytes, _other: bytes, draw: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(draw.randint(1, 8) if found else 0):
        found[draw.randrange(len(found))] = draw.randrange(256)
    return bytes(found)


def _cut(data: bytes, _other: bytes, draw: random.Random) -> bytes:
    return data[: draw.randint(0, len(data))]


def _drop(data: bytes, _other: bytes, draw: random.Random) -> bytes:
    start = draw.randint(0, len(data))
    return data[:start] + data[start + draw.randint(1, 200) :]


def _insert(data: bytes, _other: bytes, draw: random.Random) -> bytes:
    at = draw.randint(0, len(data))
    return data[:at] + draw.choice(TOKENS) * draw.choice((1, 1, 2, 500)) + data[at:]


def _repeat(data: bytes, _other: bytes, draw: random.Random) -> bytes:
    start = draw.randint(0, len(data))
    piece = data[start : start + draw.randint(1, 400)]
    return data[:start] + piece * draw.choice((2, 3, 100)) + data[start:]


def _splice(data: bytes, other: bytes, draw: random.Random) -> bytes:
    return data[: draw.randint(0, len(data))] + other[draw.randint(0, len(other)) :]


_ACCIDENTS = (_flip, _flip, _cut, _drop, _insert, _repeat, _splice)
