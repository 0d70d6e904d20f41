"""The letters of rich text: bytes in the code page of their font, Unicode numbers, and the stand-ins to be left out."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field

# By the number of a font's character set (RTF 1.9.1, font table); what is missing uses the document's code page.
_BY_CHARSET = {
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "big5hkscs",
    161: "cp1253",
    162: "cp1254",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
_BY_PAGE = {936: "gb18030", 950: "big5hkscs", 65001: "utf-8", 10008: "gb18030", 54936: "gb18030"}
_DEFAULT = "cp1252"


@dataclass(slots=True)
class Letters:
    """Turns bytes and numbers into text, piece by piece.

    Attributes:
        page: the codec of the document, for fonts that state none.
        fonts: codecs of fonts by their number.
    """

    page: str = _DEFAULT
    fonts: dict[int, str] = field(default_factory=dict)
    _bytes: bytearray = field(default_factory=bytearray)
    _codec: str = _DEFAULT
    _high: int = 0

    def set_page(self, number: int) -> None:
        """The document's code page."""
        self.page = _known(_BY_PAGE.get(number, f"cp{number}"))

    def set_charset(self, font: int, charset: int) -> None:
        """The character set that a font is for."""
        if charset in _BY_CHARSET:
            self.fonts[font] = _BY_CHARSET[charset]

    def set_font_page(self, font: int, number: int) -> None:
        """The code page of a font."""
        self.fonts[font] = _known(_BY_PAGE.get(number, f"cp{number}"))

    def add(self, piece: bytes, font: int) -> str:
        """Take in bytes of a font; gives what was waiting in another code page."""
        codec = self.fonts.get(font, self.page)
        done = self.close() if self._high or codec != self._codec else ""
        self._codec = codec
        self._bytes += piece
        return done

    def end(self) -> str:
        """The text of the bytes taken in so far; half a letter goes on waiting for its other half."""
        text = bytes(self._bytes).decode(self._codec, "replace")
        self._bytes.clear()
        return text

    def close(self) -> str:
        """The same, and a sign for half a letter that found no other half."""
        lone, self._high = self._high, 0
        return ("\ufffd" if lone else "") + self.end()

    def number(self, number: int) -> str:
        """The text so far and a letter by its number, a signed half of UTF-16; half a pair waits for the other."""
        half = number & 0xFFFF
        if 0xDC00 <= half < 0xE000 and self._high:
            letter, self._high = chr(0x10000 + ((self._high - 0xD800) << 10) + half - 0xDC00), 0
            return letter
        done = self.close()
        if 0xD800 <= half < 0xDC00:
            self._high = half
            return done
        return done + ("\ufffd" if 0xDC00 <= half < 0xE000 else chr(half))


def _known(codec: str) -> str:
    try:
        return codecs.lookup(codec).name
    except LookupError:
        return _DEFAULT
