"""Quantities of the narrative that belong to no row of the form: name, value, measure word and the words themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converters.recognise.spam import without_spam
from converters.recognise.spoken import ABOUT, AFTER, FIGURE
from workbook.report import Evidence, OtherFigure
from workbook.values import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from converters.recognise.narrative import Statement
    from converters.recognise.spoken import Spoken

_MEASURES = (
    "平方公里|平方米|平方千米|班次|人次|件次|场次|条次|份次|家次|户次|篇次|车次|万元|亿元|公里|公顷|人天|课时|大类|小类|千瓦时|元|条|件|次|篇|期|项|场|份|宗"
    "|起|家|部(?![分门委级队署长])|户|名|位|册|台|套|处|例|批|类|种|封|组|张|幅|块|本|卷|页|版|则|篇|座|所|间|栋|辆|轮|届|档|支|艘|头|亩|吨|倍|句|字|通|笔|枚|面|站|班|轮|栏|号人"
    "|个(?!工作日|月|小时|自然日|交易日|百分点|季度|年|星期|周|学期|多月|方面)|人(?!次)|%"
)
# 粉丝3.2万 has no measure word; without 万 or 亿 a bare number is a code or a place in a list.
_BARE = r"(?<=[万亿])(?=[,;。、)+]|$)"
QUANTITY = re.compile(rf"(?P<about>{ABOUT})?{FIGURE}(?P<measure>{_MEASURES}|{_BARE}){AFTER}")
# What counts the parts of a text, a duty or a formula, and not what was done.
_OF_TEXT = re.compile(
    r"(?:大)?(?:方面|部分|层面|环节|环境|维度|阶段|字[^数]|公开|不放过|到位|一批|统一|结合|转变|意识|坚持|确保|聚焦|强化)"
)
_BEFORE_NONE = re.compile(r"(?:第|每|每隔|《[^》]*|[A-Za-z.+/\-]|〔|前|近\d+至)$")
_PLANNED = re.compile(r"(?:计划|力争|预计|拟|将)[^,;。]{0,12}$")
_CUT = re.compile(r"[,;。:、()!?《》\[\]]")
_LEAD = re.compile(
    r"^(?:\d{1,2}[.、]|其中|另外|另有|另|同时|以及|和|及(?!时|格)|并|还|且|共计|共|截至目前|目前|截至|全年|今年以来|今年|本年度?|(?:19|20)\d\d年度?|\d{1,2}月(?:份|底|末)?|全市|全县|全区|全局|我局|我市|我县|我区|我镇|本局|先后|累计|已|均|一是|二是|三是|四是|五是)+"
)
_TRAIL = re.compile(
    r"(?:共计|共有|共|总计|合计|累计|分别|达到|达|为|有|是|了|到|约|计|总数|数量|(?<!人)(?<!次)数|的|等|至|于|以|第|\")+$"
)
# 千家万户, 三件大事: words, no counts.
_SPELLED = re.compile(r"[零〇一二两三四五六七八九十百千万]|大事|实事|套马车")
_AFTER = re.compile(r"[^,;。:、()!?\d《]{1,14}")
_NOUN_END = re.compile(r"以及|[和及与并的]|以上|左右|进行|予以|向|被|由|已|均|在|至|到|用于|参加|得到|通过")
_NAME, _SHORT = 24, 2


def read_quantities(passages: Sequence[Spoken], stated: Iterable[Statement], file: str) -> list[OtherFigure]:
    """Every further quantity, in the order of the text.

    Args:
        passages: the passages of the narrative.
        stated: what the phrases of the form have read; their numbers are left out.
        file: the file's name for the evidence.
    """
    taken: dict[int, list[tuple[int, int]]] = {}
    for statement in stated:
        taken.setdefault(id(statement.said), []).append(statement.span)
    found: list[OtherFigure] = []
    seen: set[str] = set()
    for said in passages:
        for start, end in said.sentences():
            sentence = said.text[start:end]
            # A machine-made abstract says what the report says: its sentences are counted once.
            if sentence in seen or not _has_number(sentence):
                continue
            seen.add(sentence)
            found += _in_sentence(said, (start, end), taken.get(id(said), ()), file)
    return found


def _has_number(sentence: str) -> bool:
    return len(sentence) > 3 and re.search(r"[\d二三四五六七八九十百千两]", sentence) is not None


def _in_sentence(
    said: Spoken, span: tuple[int, int], taken: Sequence[tuple[int, int]], file: str
) -> Iterator[OtherFigure]:
    place = f"第{said.passage.line}行" if said.passage.line else ""
    evidence = Evidence(file, said.passage.page, said.passage.line, said.quote(*span).strip(), place)
    last = span[0]
    for match in QUANTITY.finditer(said.text, *span):
        at = match.start("number")
        value = number(match["number"], match["scale"])
        if value is not None and _counts(match, value) and not any(begin <= at < stop for begin, stop in taken):
            name = without_spam(_name(said.text, last, match, span[1]))
            approximate = bool(match["about"] or match["more"] or match["after"])
            yield OtherFigure(name, value, match["measure"], approximate, evidence)
        last = match.end()


def _counts(match: re.Match[str], value: object) -> bool:
    """Whether a number with a measure word counts something that was done or is there."""
    text, end = match.string, match.end()
    if _BEFORE_NONE.search(text, max(0, match.start() - 30), match.start()) or _OF_TEXT.match(text, end, end + 4):
        return False
    if _PLANNED.search(text, max(0, match.start() - 20), match.start()):
        return False
    if match["number"][0].isdigit():
        return True
    if _SPELLED.match(text, end):
        return False
    # 一 and 三个 are mostly figures of speech; 两次, 十余场 and 三百二十一件 are counts.
    spelled = len(match["number"]) > 1 or match["number"] in "十百千" or match["more"] is not None
    return spelled or (
        value != 1 and match["measure"] in ("次", "件", "期", "场", "篇", "份", "名", "人次", "起", "条")
    )


def _name(text: str, last: int, match: re.Match[str], stop: int) -> str:
    """A short name: the words before the number, and the noun behind its measure word."""
    begin = max((cut.end() for cut in _CUT.finditer(text, last, match.start())), default=last)
    before = _TRAIL.sub("", _LEAD.sub("", text[begin : match.start()]))
    behind = _AFTER.match(text, match.end(), stop)
    after = _NOUN_END.split(behind[0], maxsplit=1)[0] if behind and match["measure"] != "%" else ""
    name = f"{before[-_NAME:]}{after}"
    if len(name) < _SHORT:
        # 占 70%, 其中 3 件: what it is about stands in the clause before.
        clauses = _CUT.split(QUANTITY.sub("", text[max(0, begin - 2 * _NAME) : max(0, begin - 1)]))
        name = f"{_TRAIL.sub('', clauses[-1])[-_NAME:]}{name}"
    return name or match["measure"]
