"""Title, preface and sections out of the narrative's passages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from converters.recognise.labels import alike, fold
from converters.recognise.passages import Passage
from workbook.report import Section
from workbook.values import han_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.form import Form

_NUMBERED = re.compile(
    r"\s*(?:第)?(?P<number>[一二三四五六七八九十]{1,3})\s*(?:[、.．，,]|部分[:：、]?)\s*(?P<title>.+)"
)
_ARABIC = re.compile(r"\s*(?P<number>\d{1,2})\s*[、.．]\s*(?P<title>[^，。；]{2,40})")
_TITLE = re.compile(r"(?:政府)?信息公开.{0,12}(?:年度)?(?:工作)?(?:年度)?(?:报告|年报)|(?:年度报告|年报)")
_BODY = re.compile(
    r"[\u4e00-\u9fff（）()]{2,30}(?:局|委|委员会|厅|办|办公室|政府|市|县|区|镇|乡|街道|办事处|院|中心|处|站|所|队|公司|学校|大学|会)"
)
_HEADING_LENGTH = 45


@dataclass(slots=True)
class Narrative:
    """The narrative in its parts; ``closing`` are the passages after the last section that sign the report."""

    title: str = ""
    preface: list[Passage] = field(default_factory=list)
    sections: list[tuple[Section, list[Passage]]] = field(default_factory=list)

    @property
    def passages(self) -> list[Passage]:
        """Everything said, in order."""
        return [passage for _, passage in self.with_topics()]

    def with_topics(self) -> list[tuple[str, Passage]]:
        """Everything said, in order, each passage with the title of its section."""
        within = ((section.title, passage) for section, body in self.sections for passage in body)
        return [*(("", passage) for passage in self.preface), *within]


def split(found: Sequence[Passage], form: Form) -> Narrative:
    """Part the passages into title, preface and sections."""
    narrative = Narrative()
    rest = list(found)
    narrative.title, rest = take_title(rest)
    number = 0
    for at, passage in enumerate(rest):
        heading = _heading(passage, number, form, rest[at + 1 : at + 2])
        if heading is None:
            (narrative.sections[-1][1] if narrative.sections else narrative.preface).append(passage)
            continue
        mark, title, text = heading
        number = han_number(mark) or number + 1
        body = [Passage(text, passage.line, passage.page)] if text else []
        narrative.sections.append((Section(mark, title), body))
    narrative.sections = [
        (Section(section.number, section.title, tuple(passage.text for passage in body)), body)
        for section, body in narrative.sections
    ]
    return narrative


def take_title(found: list[Passage]) -> tuple[str, list[Passage]]:
    """The report's title and the passages without it; a body's name or a year on a line before joins it."""
    for at, passage in enumerate(found[:15]):
        text = passage.text
        if len(text) > 80 or re.search(r"[。；]", text) or not _TITLE.search(text) or _NUMBERED.match(text):
            continue
        first = at
        while first and at - first < 2 and _joins_title(found[first - 1].text):
            first -= 1
        last = at + 1
        title = "".join(before.text for before in found[first:last])
        return _trim_title(title), [*found[:first], *found[last:]]
    return "", found


def _joins_title(text: str) -> bool:
    return len(text) <= 32 and bool(_BODY.fullmatch(text) or re.fullmatch(r".{0,30}\d{4}\s*年(?:度)?", text))


def _trim_title(title: str) -> str:
    """The title without what a page printed on the same line, and without the blanks of its setting."""
    return "".join(
        re.split(r"\s+(?:发布日期|发布时间|来源|字体|浏览|打印|\[)|[_|-]{1,2}(?=[^_|-]*(?:网|政府|公开)$)", title)[
            0
        ].split()
    )


def _heading(passage: Passage, number: int, form: Form, following: Sequence[Passage]) -> tuple[str, str, str] | None:
    """Number, title and the text behind it when the passage opens a section, else None."""
    match = _NUMBERED.match(passage.text)
    if match:
        counted = han_number(match["number"]) or 0
        title, text = _part(match["title"])
        if title is None or not (counted > number or passage.heading == 1) or counted > number + 3:
            return None
        return match["number"], title, text
    arabic = _ARABIC.fullmatch(passage.text)
    if arabic and int(arabic["number"]) == number + 1 and _known(arabic["title"], form):
        return arabic["number"], arabic["title"].strip("。"), ""
    if passage.heading in (1, 2) and _known(passage.text, form):
        return "", passage.text, ""
    return None


def _part(rest: str) -> tuple[str | None, str]:
    """The heading's words, and the text that runs on behind it; None when it is no heading."""
    rest = rest.strip()
    if len(rest) <= _HEADING_LENGTH and not re.search(r"[，。；！？]", rest.rstrip("。：:")):
        return rest.rstrip("。：:"), ""
    match = re.match(r"([^，。；：]{2,30})[。：](.+)", rest, re.DOTALL)
    if match:
        return match[1], match[2].strip()
    # A title with a comma in it ("收到和处理政府信息公开申请，不予公开情况") is rare but printed.
    if len(rest) <= _HEADING_LENGTH and rest.endswith(("情况", "问题", "打算", "措施", "事项", "工作")):
        return rest, ""
    return None, ""


def _known(text: str, form: Form) -> bool:
    titles = [title for section in form.sections for title in (section.title, *section.variants)]
    return any(alike(fold(text), fold(title)) >= 0.75 for title in titles)
