"""The report's title among the first passages: over several lines, doubled, or run into the first sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from converters.recognise.labels import fold
from converters.recognise.spoken import simple

if TYPE_CHECKING:
    from converters.recognise.passages import Passage

_REPORT = re.compile(r"信息公开.{0,14}(?:报告|年报)|政务公开.{0,8}(?:报告|年报)|年度报告|年报")
_ENDS = re.compile(r"(?:报告|年报|总结|通知|通告|公告|函)\s*(?:[（(【].{1,24}[)）】])?\s*$")
_PASSES_ON = re.compile(r"关于(?:报送|印发|公布|发布|上报|转发|呈报|编制|做好|开展)|的(?:通知|通告|公告|函|请示)\s*$")
_ENUMERATED = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}(?:[、.．，]|部分)|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．])"
)
_BODY = (
    r"(?:局|委|委员会|厅|办|办公室|政府|市|州|盟|旗|县|区|镇|乡|街道"
    r"|办事处|院|中心|处|站|所|队|署|公司|大学|学院|学校|会|馆|社|台|部|室|银行)"
)
_UNIT_LINE = re.compile(rf"[\u4e00-\u9fff（）()·\s]{{2,40}}{_BODY}")
_YEAR_LINE = re.compile(r".{0,36}(?:\d{4}|[〇零○一二三四五六七八九]{4})\s*年?(?:度)?")
_PARENTHETIC = re.compile(r"[（(](?!.*月).{0,24}(?:年度?|样表|试行|公开版|简版|本级|汇总).{0,12}[)）]")
_RUN_IN = re.compile(
    r"([^，。；：《》]{4,60}?(?:年度报告|工作报告|年报))\s*(?=根据|按照|为了|为贯彻|为全面|本报告|本年度报告|依据|依照|现将|现)"
)
_FURNITURE_BEHIND = re.compile(
    r"\s*(?:(?:发布|发文|更新)(?:日期|时间)|(?:信息)?来源\s*[:：]|字[体号]\s*[:：\[【(（]|浏览|打印|阅读|\[\s*\]).*"
    r"|[_|-]{1,2}(?=[^_|-]*(?:网|网站|门户|政府|公开|年报)$).*"
)
# What one printing of a title may have and another leave out: 甲县, 甲县人民政府.
_FORMAL = frozenset("人民政府信息公开工作年度报告")
# The name of a site's column, alone on a line above the title.
_CRUMB = re.compile(
    r"(?:政府信息公开|政务公开|信息公开)(?:年报|年度报告|指南|目录|专栏|平台)?|(?:新闻|资讯|信息|办事|互动)(?:中心|公开|大厅)"
)
_FIRST = 40
_LONGEST = 80
_LINES = 4
_FEW = 8


def take_title(found: list[Passage]) -> tuple[str, list[Passage]]:
    """The report's title and the passages without it."""
    spans = [span for at in range(min(len(found), _FIRST)) if (span := _span(found, at))]
    spans = [span for span in spans if not _ENUMERATED.match(found[span[0]].text)]
    if not spans:
        return _run_in(found)
    # A letter that passes the report on has a title too; the report's own comes after it.
    own = [span for span in spans if not _PASSES_ON.search(simple(_words(found, *span)))] or spans
    first, last = own[0]
    title = _trim(_words(found, first, last))
    before = [passage for passage in found[:first] if not is_crumb(passage.text)]
    rest = [*before, *_without_doubles(found[last:], title)]
    return title, rest


def _span(found: list[Passage], at: int) -> tuple[int, int] | None:
    """First and last+1 of the passages that are a title ending in or beginning with the one at ``at``."""
    for last in range(at + 1, min(at + _LINES, len(found)) + 1):
        text = _words(found, at, last)
        if len(text) > _LONGEST or re.search(r"[。；，：]", _trim(text)):
            return None
        if _is_whole(text):
            # A line that is a title by itself begins there, whatever a page prints above it.
            return None if last > at + 1 and _is_whole(found[last - 1].text, named=True) else _widened(found, at, last)
        if not _may_begin(found[last - 1].text):
            return None
    return None


def _is_whole(text: str, *, named: bool = False) -> bool:
    """Whether a text is a report's title; ``named``: with the year it is for."""
    whole = bool(_REPORT.search(simple(text)) and _ENDS.search(simple(_trim(text))))
    return whole and (not named or bool(re.search(r"(?:19|20)\d\d|[〇零○]", text)))


def _may_begin(text: str) -> bool:
    """Whether a line can be the upper part of a title: it breaks off in the middle of one."""
    return len(text) <= 40 and bool(_joins(text) or re.search(r"信息公开|政务公开|年度$", simple(text)))


def _widened(found: list[Passage], first: int, last: int) -> tuple[int, int]:
    """Take in the body's name or the year on lines before, the rest of the same paragraph, and a bracket behind."""
    while first and (_joins(found[first - 1].text) or _same(found[first - 1], found[first])):
        first -= 1
    while last < len(found) and (
        _PARENTHETIC.fullmatch(found[last].text)
        or (_same(found[last - 1], found[last]) and len(found[last].text) <= 30)
    ):
        last += 1
    return first, last


def _same(one: Passage, other: Passage) -> bool:
    return one.block == other.block >= 0 and len(one.text) <= 40 and not re.search("[。；，]", one.text)


def _joins(text: str) -> bool:
    unit = _UNIT_LINE.fullmatch(simple(text)) and not is_crumb(text)
    return len(text) <= 40 and bool(unit or _YEAR_LINE.fullmatch(text))


def is_crumb(text: str) -> bool:
    """Whether a line above the title is a word of the site's menu."""
    return bool(_CRUMB.fullmatch(simple(text)))


def _words(found: list[Passage], first: int, last: int) -> str:
    return "".join(passage.text for passage in found[first:last])


def _without_doubles(rest: list[Passage], title: str) -> list[Passage]:
    """The passages without the title printed once more below a page's headline."""
    said = _core(title)
    rest = [passage for at, passage in enumerate(rest) if at >= _FEW or fold(passage.text) != fold(title)]
    for last in range(1, min(_LINES, len(rest)) + 1):
        if _core(_words(rest, 0, last)) == said:
            return rest[last:]
    again = _span(rest, 0) if rest else None
    if again and again[0] == 0 and set(_core(_words(rest, *again))) <= set(said) | _FORMAL:
        return rest[again[1] :]
    return rest


def _core(title: str) -> str:
    return re.sub(r"(?:19|20)\d\d年?度?", "", fold(simple(title)))


def _run_in(found: list[Passage]) -> tuple[str, list[Passage]]:
    """A title without a line of its own: it runs into the first sentence."""
    for at, passage in enumerate(found[:5]):
        match = _RUN_IN.match(passage.text)
        if match and _REPORT.search(match[1]) and not re.match(r"根据|按照|为|现|依据|本", match[1]):
            rest = replace(passage, text=passage.text[match.end() :].strip())
            return _trim(match[1]), [*found[:at], *([rest] if rest.text else []), *found[at + 1 :]]
    return "", found


def _trim(title: str) -> str:
    """The title without what a page printed on the same line, and without the blanks of its setting."""
    return "".join(_FURNITURE_BEHIND.sub("", title).split())
