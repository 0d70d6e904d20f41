"""Which passages open a section: numbered in the report's own way, marked by the file, or known by their title."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from converters.recognise.labels import alike, fold
from workbook.values import han_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.recognise.passages import Passage
    from workbook.form import Form

HAN = "一二三四五六七八九十"
# How offices number the parts of a report, the outermost way first; the first style found twice is the report's own.
STYLES = {
    "part": re.compile(
        rf"\s*第\s*(?P<number>[{HAN}\d]{{1,3}})\s*(?:部分|章|节)\s*[:：、.]?\s*(?P<title>\S.*)", re.DOTALL
    ),
    "han": re.compile(rf"\s*(?P<number>[{HAN}]{{1,3}})\s*(?:[、.．，,:：]|(?=\s))\s*(?P<title>\S.*)", re.DOTALL),
    "paren": re.compile(
        rf"\s*(?:[（(]\s*(?P<number>[{HAN}]{{1,3}})\s*[)）]|(?P<circled>[㈠-㈩]))[、.．]?\s*(?P<title>\S.*)", re.DOTALL
    ),
    "arabic": re.compile(r"\s*(?P<number>\d{1,2})\s*[、.．]\s*(?P<title>(?!\d)\S.*)", re.DOTALL),
}
_CIRCLED = {chr(0x3220 + place): han for place, han in enumerate(HAN)}
# Words that end the title of a part; text may run on behind them.
ENDING = (
    "情况|概述|概况|综述|问题|措施|打算|事项|工作|安排|说明|附件|附表|计划|思路|方向|重点|建议|不足|设想|目标|要求|其他"
)
_TITLE_ENDS = re.compile(rf"{ENDING}|(?<=\S)(?=\s)")
_SUB_HEADING = re.compile(rf"[（(][{HAN}]{{1,2}}[)）]")
HEADING_LENGTH = 45
_KNOWN, _SAME = 0.75, 0.9
_PAGE_BEHIND = re.compile(r"[\s.·…．\-—]*\d{0,3}\s*$")
_ENDS = re.compile(rf"(?:{ENDING})$")
# How many numbers may be missing: few before an unknown title, any before one of the form's.
_STEP, _FAR = 3, 20


class Heading(NamedTuple):
    """The heading a passage opens with: its number as printed, its title, and the text that runs on behind it."""

    number: str
    title: str
    text: str = ""


class Headings:
    """Which passages open a section, judged in order: by the report's own numbering, styles and known titles."""

    def __init__(self, rest: Sequence[Passage], titles: tuple[str, ...]) -> None:
        self.titles = titles
        self.number = 0
        self.style = self.own_style(rest)
        levels = Counter(passage.heading for passage in rest if 0 < passage.heading <= 3)  # h1 to h3
        several = [level for level, count in sorted(levels.items()) if count > 1]
        self.level = several[0] if several else None

    def own_style(self, rest: Sequence[Passage]) -> str:
        """The numbering of the top level: the first of the usual ones that two passages in sequence use."""
        for style, pattern in STYLES.items():
            numbers = [
                printed_number(match)
                for passage in rest
                if (match := pattern.match(passage.text)) and self.part(match["title"])
            ]
            if style == "arabic":
                known = [p for p in rest if (match := pattern.match(p.text)) and is_known(match["title"], self.titles)]
                if len(known) > 1:
                    return style
            elif 1 in numbers and len(set(numbers)) > 1:
                return style
        return "han"

    def read(self, passage: Passage) -> Heading | None:
        """The heading of a passage, None when it is none; the count of sections goes on with it."""
        heading = self.numbered(passage) or self.styled(passage)
        if heading is not None:
            self.number = (han_number(heading.number) if not heading.number.isdigit() else int(heading.number)) or (
                self.number + 1
            )
        return heading

    def numbered(self, passage: Passage) -> Heading | None:
        """A heading with a number that goes on counting."""
        for style in (self.style, "han", "part", "arabic"):
            match = STYLES[style].match(passage.text)
            if match is None:
                continue
            counted, part = printed_number(match), self.part(match["title"])
            if part is None:
                continue
            foreign = style != self.style
            # Lists within sections are numbered in digits too; only titles that parts have make them parts.
            if style == "arabic" and not (is_known(part[0], self.titles) or passage.heading):
                continue
            # "八." may stand after "7、": another numbering counts when it goes on with a title that parts have.
            if foreign and (
                counted != self.number + 1 or not (is_known(part[0], self.titles) or _ENDS.search(part[0]))
            ):
                continue
            again = passage.heading == self.level is not None and counted >= 1 and not foreign
            step = _STEP if not is_known(part[0], self.titles) else _FAR
            if self.number < counted <= self.number + step or again or self.restarts(counted, part[0]):
                printed = _CIRCLED.get(match.groupdict().get("circled") or "", match["number"])
                return Heading(printed, *part)
        return None

    def restarts(self, counted: int, title: str) -> bool:
        """Whether the count begins anew: a table of contents went before."""
        return counted == 1 and self.number > 1 and is_known(title, self.titles)

    def styled(self, passage: Passage) -> Heading | None:
        """A heading without a number: marked as one by the file, or a line that is a title of the form."""
        text = passage.text
        if (
            len(text) > HEADING_LENGTH
            or re.search(r"[，。；：:]", text)
            or re.match(r"\s*(?:[（(\d①-⑳]|附件|附表|目录)", text)
        ):
            return None
        above = self.level is None or passage.heading <= self.level
        marked = passage.heading and above and (passage.heading == self.level or is_known(text, self.titles))
        if marked and not STYLES["han"].match(text):
            return Heading("", text.strip())
        alone = self.style == "han" and self.number == 0 and is_known(text, self.titles, exactly=True)
        follows = self.number and not self.counted and is_known(text, self.titles, exactly=True)
        if alone or follows:
            self.counted = False
            return Heading("", text.strip())
        return None

    counted = True

    def part(self, rest: str) -> tuple[str, str] | None:
        """The heading's words, and the text that runs on behind it; None when it is no heading."""
        rest = rest.strip()
        if len(rest) <= HEADING_LENGTH and not re.search(r"[，。；！？：:]", rest.rstrip("。：:；")):
            return rest.rstrip("。：:；"), ""
        match = self.runs_in(rest) or re.match(r"([^，。；：:]{2,30})[。：:](.+)", rest, re.DOTALL)
        if match:
            return match[1].strip(), match[2].strip()
        # A title with a comma in it ("收到和处理政府信息公开申请，不予公开情况") is rare but printed.
        if len(rest) <= HEADING_LENGTH and rest.endswith(("情况", "问题", "打算", "措施", "事项", "工作")):
            return rest, ""
        return None

    def runs_in(self, rest: str) -> re.Match[str] | None:
        """Title and text where no mark parts them: a title of the form, or one before the first sub-heading."""
        for end in _TITLE_ENDS.finditer(rest[:HEADING_LENGTH]):
            match = re.compile(rf"(.{{{end.end()}}})\s*([^\s和及、与的，。：:].*)", re.DOTALL).match(rest)
            if match and (is_known(match[1], self.titles, exactly=True) or _SUB_HEADING.match(match[2])):
                return match
        return None


def printed_number(match: re.Match[str]) -> int:
    """The number a heading of one of the ``STYLES`` bears; 0 where it bears none that can be read."""
    printed = match.groupdict().get("circled")
    number = _CIRCLED[printed] if printed else match["number"]
    return int(number) if number.isdigit() else han_number(number) or 0


def known_titles(form: Form) -> tuple[str, ...]:
    """The titles of a form's sections and their variants, folded."""
    printed = [title for section in form.sections for title in (section.title, *section.variants)]
    return tuple(dict.fromkeys(map(fold, printed)))


def is_known(text: str, titles: tuple[str, ...], *, exactly: bool = False) -> bool:
    """Whether a title is one of the form's, or nearly so."""
    return _likeness(fold(_PAGE_BEHIND.sub("", text)), titles) >= (_SAME if exactly else _KNOWN)


@lru_cache(maxsize=2000)
def _likeness(text: str, titles: tuple[str, ...]) -> float:
    return max((alike(text, title) for title in titles), default=0.0)
