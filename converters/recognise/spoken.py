"""A passage as it is matched: one width, simplified characters, no blanks, and the way back to the printed words."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
    "諮谘麵麼裡裏髮幾團優廢許強費繼續別購讀鍵編擊瀏廈劃創務競賽貧獎項碼營維護輿聯絡殘傷雙隨機參協"
)
_PLAIN = (
    "职询复纠错访谈闻万亿约余间场个过邮号无没来仅终结转办处报纸广设备员领导责举电视线页阅览馆检制递减较长"
    "时区县乡镇厅为为于与从这两点类台档动实环护农产变调监养险资质样对后进学习级组织围绕扩据图师准评响应党"
    "书担满绩缩简节经济亲讯论证议适运选远还违边银关队际难题显风飞验体龙齐连车军"
    "咨咨面么里里发几团优废许强费继续别购读键编击浏厦划创务竞赛贫奖项码营维护舆联络残伤双随机参协"
)
_SIMPLE = str.maketrans(_OTHER, _PLAIN)
# Quotation marks come and go around the names of rows and results.
_QUOTES = "“”\"‘’'「」＂"
# A sentence ends at a full stop or a semicolon, unless the next one goes on about the same: 其中, 均已办结.
_GOES_ON = r"其中|(?:上述|以上|这些|该|所有)?(?:申请|案件|事项|信息|件)*(?:均|都|全部)(?:已|按|予|被|为|在|依|由|未)"
_SENTENCE = re.compile(rf"(?:[^。;!?]|[。;!?](?={_GOES_ON}))+[。;!?]?")
# 涉密、涉商、涉私分别为1件、2件、3件: each number belongs to the name at its place.
_NUMBERED = r"[约近]?(?:\d[\d,.]*|[零〇一二两三四五六七八九十百千万]+)[余多]?[万亿]?[\u4e00-\u9fff]{0,3}"
_RESPECTIVELY = re.compile(
    rf"(?P<names>[^,;。:\d、]{{2,24}}(?:、[^,;。:\d、]{{2,24}})*(?:、|和|及|与)[^,;。:\d、]{{2,24}}?)(?:,)?分别(?P<done>[^,;。\d零〇一二两三四五六七八九十百千约近]{{0,10}})"
    rf"(?P<numbers>{_NUMBERED}(?:、{_NUMBERED})*(?:、|和|及|与|,){_NUMBERED})(?=[,;。)]|$)"
)
_LISTED = re.compile(r"、|和|以及|(?<![涉以])及|(?<!参)与|,")
# Mirrors put a character's sound behind it, or the character twice: 信息公(gong)開.
_SOUND = re.compile(r"(?<=[\u4e00-\u9fff])(?:[(（][a-zA-ZüÜāáǎàēéěèīíǐìōóǒòūúǔù]{1,6}[)）])+")

# A number: digits, thousands, Chinese numerals (not 数十, 几百: they name none), with its magnitude.
ABOUT = r"约|近|逾|超过|超|大约|接近|将近|上"
FIGURE = (
    r"(?P<number>(?<![\d.,第])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|(?<![\d.第])\d+(?:\.\d+)?"
    r"|(?<![数几第一二三四五六七八九十百千万\d])[零〇一二两三四五六七八九十百千]+(?:万[零一二三四五六七八九十百千]+)?)"
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
    # A sound becomes as many blanks, which leave no trace.
    printed = _SOUND.sub(lambda match: " " * len(match[0]), passage.text)
    at = [place for place, char in enumerate(printed) for _ in _FOLDED[char]]
    text, places = _each_its_number(_same_words(simple(printed)), at)
    return Spoken(passage, _same_words(simple(topic)), text, tuple(places))


def _each_its_number(text: str, at: list[int]) -> tuple[str, list[int]]:
    """The text with every number of a list behind its own name, where names and numbers are listed apart."""
    if "分别" not in text:
        return text, at
    parts: list[int] = []
    end = 0
    for match in _RESPECTIVELY.finditer(text):
        names, numbers = _stretches(match, "names"), _stretches(match, "numbers")
        if len(names) != len(numbers):
            continue
        parts += range(end, match.start())
        mark = text.index("、", match.start()) if "、" in match[0] else -1
        for place, (name, number) in enumerate(zip(names, numbers, strict=True)):
            parts += [mark] * (place > 0 and mark >= 0) + [*range(*name), *range(*match.span("done")), *range(*number)]
        end = match.end()
    parts += range(end, len(text))
    return "".join(text[part] for part in parts), [at[part] for part in parts]


def _stretches(match: re.Match[str], group: str) -> list[tuple[int, int]]:
    """Where the items of a list begin and end."""
    start, end = match.span(group)
    marks = [mark.span() for mark in _LISTED.finditer(match.string, start, end)]
    return list(zip([start, *(last for _, last in marks)], [*(first for first, _ in marks), end], strict=True))


def simple(text: str) -> str:
    """A text with half-width and simplified characters and without blanks."""
    return "".join([_FOLDED[char] for char in text])


def mainland(text: str) -> str:
    """A text in simplified characters, each in the place of the printed one; nothing else is touched."""
    if text.isascii():
        return text
    return "".join([_FOLDED[char] if "\u4e00" <= char <= "\u9fff" else char for char in text])


def _same_words(text: str) -> str:
    """Regional words in their mainland form; each is as long as what it replaces."""
    for regional, mainland in (("资讯", "信息"), ("网路", "网络"), ("规范性档案", "规范性文件")):
        text = text.replace(regional, mainland)
    return text


class _Folded(dict[str, str]):
    """What each character becomes, found out once; as a function with a cache it would take most of the time."""

    def __missing__(self, char: str) -> str:
        self[char] = "" if char in _QUOTES else "".join(plain(char).translate(_SIMPLE).split())
        return self[char]


_FOLDED = _Folded()
