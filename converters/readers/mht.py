"""Web pages saved with all that belongs to them in one file (.mht), which browsers and Word 2003 made."""

from __future__ import annotations

import email
import re
from email.errors import MessageError
from typing import TYPE_CHECKING

from converters.readers.html import read_page
from workbook.errors import InputRefused

if TYPE_CHECKING:
    from email.message import Message

    from converters.document import Document

MAX_FILE = 50 * 1024 * 1024
MAX_PARTS = 2000
_HEAD = re.compile(rb"\s*(?:From:|MIME-Version:|Content-Type:\s*multipart/related|Subject:)", re.IGNORECASE)
_MARK = re.compile(rb"^MIME-Version:\s*1", re.IGNORECASE | re.MULTILINE)
_FRAMES = re.compile(rb"<frameset\b", re.IGNORECASE)


class MhtReader:
    """Reads .mht and .mhtml; pictures and scripts in it are left alone."""

    kind = "mht"

    def accepts(self, head: bytes, data: bytes) -> bool:
        """The headers of a message at the beginning."""
        del data
        plain = head.replace(b"\0", b"")
        return bool(_HEAD.match(plain) and _MARK.search(plain))

    def read(self, data: bytes, name: str) -> Document:
        """The page, or of a page of frames all pages in it, one after the other.

        Raises:
            InputRefused: too large, without a page in it, or what the page itself is refused for.
        """
        if len(data) > MAX_FILE or data.count(b"\n--") > MAX_PARTS:
            message = f"“{name}”过大，不像一份年报网页，已拒绝读取。请另存为 .docx 后再试。"
            raise InputRefused(message)
        try:
            parts = [part for part in email.message_from_bytes(data.lstrip()).walk() if _is_page(part)]
            pages = [(_content(part), str(part.get_content_charset() or "")) for part in parts]
        except (MessageError, LookupError, ValueError) as error:
            message = f"“{name}”不完整或已损坏，读不出其中的网页，请重新获取，或另存为 .docx 后再试。"
            raise InputRefused(message) from error
        if not pages:
            message = f"“{name}”里没有网页正文，请在浏览器中打开原网页，另存为 .docx 后再试。"
            raise InputRefused(message)
        # The first part is the page; others are its frames, or what advertisers put into it.
        chosen = pages[1:] if len(pages) > 1 and _FRAMES.search(pages[0][0]) else pages[:1]
        documents = [read_page(page, name, self.kind, charset) for page, charset in chosen]
        first = documents[0]
        for more in documents[1:]:
            first.blocks += more.blocks
            first.notes += [note for note in more.notes if note not in first.notes]
        return first


def _is_page(part: Message) -> bool:
    return part.get_content_type() in {"text/html", "application/xhtml+xml"}


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
