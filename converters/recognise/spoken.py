"""A passage as it is matched: one width, simplified characters, no blanks, and the way back to the printed words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from converters.recognise.labels import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.recognise.passages import Passage

# Traditional characters that sentences about disclosure use beside those of the forms' labels.
_OTHER = (
    "職詢復糾錯訪談聞萬億約餘間場個過郵號無沒來僅終結轉辦處報紙廣設備員領導責舉電視線頁閱覽館檢製遞減較長"
    "時區縣鄉鎮廳爲為於與從這兩點類臺檔動實環護農產變調監養險資質樣對後進學習級組織圍繞擴據圖師準評響應黨"
    "書擔滿績縮簡節經濟親訊論證議適運選遠還違邊銀關隊際難題顯風飛驗體龍齊連車軍"
)
_PLAIN = (
    "职询复纠错访谈闻万亿约余间场个过邮号无没来仅终结转办处报纸广设备员领导责举电视线页阅览馆检制递减较长"
    "时区县乡镇厅为为于与从这两点类台档动实环护农产变调监养险资质样对后进学习级组织围绕扩据图师准评响应党"
    "书担满绩缩简节经济亲讯论证议适运选远还违边银关队际难题显风飞验体龙齐连车军"
)
_SIMPLE = str.maketrans(_OTHER, _PLAIN)
# Quotation marks come and go around the names of rows and results.
_QUOTES = "“”\"‘’'「」＂"
_SENTENCE = re.compile(r"[^。;!?]+[。;!?]?")

# A number: digits, thousands, Chinese numerals (not 数十, 几百: they name none), with its magnitude.
ABOUT = r"约|近|逾|超过|超|大约|接近|将近|上"
FIGURE = (
    r"(?P<number>(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|(?<![\d.])\d+(?:\.\d+)?"
    r"|(?<![数几第一二三四五六七八九十百千\d])[零〇一二两三四五六七八九十百千]+)"
    r"(?P<scale>百|千|万(?!元)|亿(?!元))?(?P<more>余|多|来)?"
)
AFTER = r"(?P<after>左右|以上|上下|余|多)?"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A passage of a section: ``text`` is matched, ``at`` gives each character's place in the printed words."""

    passage: Passage
    topic: str
    text: str
    at: tuple[int, ...]

    def quote(self, start: int, end: int) -> str:
        """The printed words of a stretch of ``text``."""
        return self.passage.text[self.at[start] : self.at[end - 1] + 1] if end > start else ""

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Where each sentence begins and ends; a semicolon ends one."""
        return (match.span() for match in _SENTENCE.finditer(self.text))


def spoken(passage: Passage, topic: str = "") -> Spoken:
    """Make a passage ready for matching; ``topic`` is the title of its section."""
    chars: list[str] = []
    at: list[int] = []
    for place, char in enumerate(passage.text):
        for folded in _folded(char):
            chars.append(folded)
            at.append(place)
    return Spoken(passage, _same_words("".join(map(_folded, topic))), _same_words("".join(chars)), tuple(at))


def simple(text: str) -> str:
    """A text with half-width and simplified characters and without blanks."""
    return "".join(map(_folded, text))


def _same_words(text: str) -> str:
    """Regional words in their mainland form; the replacement must be as long as what it replaces."""
    return text.replace("资讯", "信息")


@lru_cache(maxsize=20_000)
def _folded(char: str) -> str:
    if char in _QUOTES:
        return ""
    return "".join(plain(char).translate(_SIMPLE).split())
