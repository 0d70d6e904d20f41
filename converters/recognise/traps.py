"""Numbers that sentences name beside a row's words and that are not this year's figure: other years, sums, changes."""

from __future__ import annotations

import re

# 上年结转 and 上一年项目数量 are rows; the other words tell that a number is of another time.
_TIME = re.compile(
    r"(?:上一?年|去年|前年|往年|同期)(?!度?(?:未办结)?(?:结转|转入|转来)|[^,;。\d]{0,14}项目)"
    r"|(?<!\d)(?P<year>(?:19|20)\d{2})年(?!度?(?:结转|转入))|(?P<now>今年|本年|全年|当年|年内)"
)
_TITLE = re.compile(r"《[^》]*》")
_COMPARED = re.compile(r"[比较与同和跟]$")
_CHANGE = re.compile(r"(?:增长|增加|增多|新增|减少|下降|上升|降低|提高|多了|少了|占|同比|环比|比例|超额)[^,;。]{0,6}$")
_CUMULATIVE = re.compile(r"累计|历年|(?:19|20)\d\d年?[至到\-~—](?:19|20)\d\d年|(?<!今年)(?<!年初)(?<!年)以来")
_UNREAL = re.compile(r"(?:^|[,;。:])(?:如果?|若|凡|倘)|计划|力争|预计|不少于|不得少于|至少|拟于")
_ASKED = re.compile("信息公开|依申请|公开申请|申请公开")
_OTHER = re.compile(
    "(?:审批|许可|认定|救助|仲裁|补贴|贷款|低保|登记)(?:类|的)?(?:申请|事项|案件)|热线|12345|工单|转办件|交办件"
    "|诉求|信访件|来信|来访|留言|咨询|人大代表|政协|提案"
)
CLAUSE_END = re.compile(r"[,;。!?]")


def is_change(clause: str) -> bool:
    """Whether what stands before a number makes it a growth, a fall or a share."""
    return _CHANGE.search(clause) is not None


def is_unreal(text: str, begin: int, end: int) -> bool:
    """Whether a clause speaks of plans, demands or conditions."""
    return _UNREAL.search(text, begin, end) is not None


def of_other_matter(sentence: str, place: int) -> bool:
    """Whether what a sentence named last, before a place, is something else that people apply for."""
    other = max((match.end() for match in _OTHER.finditer(sentence, 0, place)), default=-1)
    return other > max((match.end() for match in _ASKED.finditer(sentence, 0, place)), default=-1)


def of_year(sentence: str, end: int, year: int | None, own: tuple[int, int]) -> bool:
    """Whether the last time named before a number is the year reported on; ``own`` is part of the phrase."""
    titles = [match.span() for match in _TITLE.finditer(sentence)]
    for match in reversed(list(_TIME.finditer(sentence, 0, end))):
        if own[0] <= match.start() < own[1]:
            return True
        if any(start <= match.start() < stop for start, stop in titles) or _in_closed_bracket(
            sentence, match.end(), end
        ):
            continue
        compared = _COMPARED.search(sentence[: match.start()]) and CLAUSE_END.search(sentence, match.end(), end)
        if not compared:
            return bool(match["now"]) or (match["year"] is not None and year in (None, int(match["year"])))
    return True


def _in_closed_bracket(sentence: str, place: int, end: int) -> bool:
    """Whether a place is within brackets that close before ``end``: an aside, (2015年31件)."""
    close = sentence.find(")", place, end)
    return close >= 0 and "(" not in sentence[place:close]


def cumulative(sentence: str, end: int, year: int | None) -> bool:
    """Whether a number counts more than the year: 累计 does, unless the sentence says that it means the year."""
    match = _CUMULATIVE.search(sentence, 0, end)
    if match is None:
        return False
    if match[0] != "累计" or sentence[match.start() - 1 : match.start()] == "(":
        return True
    of_year = any(t["now"] or t["year"] == str(year) for t in _TIME.finditer(sentence, 0, end))
    return not of_year or bool(re.search("截[至止]", sentence[:end]))
