"""Saved web pages: the page of another maker in a message with a picture beside it."""

from __future__ import annotations

import base64
import quopri
from typing import TYPE_CHECKING

import makers_html

if TYPE_CHECKING:
    from pathlib import Path

    from makers import Part

_BOUNDARY = "----=_NextPart_000_0076"


def write(path: Path, parts: list[Part], variant: str) -> None:
    """``quoted`` as browsers save a page, ``base64`` as Word did."""
    makers_html.write(path, parts, "site" if variant == "quoted" else "thead")
    path.write_bytes(message(path.read_bytes(), variant))


def message(page: bytes, variant: str = "quoted", charset: str = "gb2312") -> bytes:
    """A page and a picture as a message."""
    code = quopri.encodestring(page) if variant == "quoted" else base64.encodebytes(page)
    coding = "quoted-printable" if variant == "quoted" else "base64"
    head = (
        'From: "Saved"\nSubject: =?gb2312?B?xOqxqA==?=\nMIME-Version: 1.0\n'
        f'Content-Type: multipart/related; type="text/html"; boundary="{_BOUNDARY}"\n\n'
    )
    first = f'--{_BOUNDARY}\nContent-Type: text/html; charset="{charset}"\nContent-Transfer-Encoding: {coding}\n\n'
    other = (
        f"\n--{_BOUNDARY}\nContent-Type: image/gif\nContent-Transfer-Encoding: base64\n\nR0lGODlh\n--{_BOUNDARY}--\n"
    )
    return head.encode() + first.encode() + code + other.encode()
