"""Whose report it is, for which year and period."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from converters.recognise.spoken import simple
from workbook.values import han_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年(?:度)?(?!\s*\d{1,2}\s*月)")
_BARE_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d|\s*[-./年]\s*\d)")
_HAN_YEAR = re.compile(r"([二][〇零○Oo0][〇零○Oo0一二三][〇零○Oo0一二三四五六七八九])\s*年")
_DAY = r"(?<!\d)(20\d{2})\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?"
_PERIOD = re.compile(
    _DAY
    + r"\s*(?:起|始)?\s*(?:至|到|—|－|–|-|~|～)+\s*(?:(20\d{2}|同|当|本)\s*[年.\-/])?\s*"
    + r"(\d{1,2})\s*[月.\-/]\s*(\d{1,2})?(?:\s*日|\s*底|\s*止)?"
)
_ABOUT_DATA = re.compile(r"统计|期限|时限|数据|起止|涵盖|期间|时间|年度报告")
_FILLER = re.compile(r"填\s*报\s*单\s*位\s*(?:[（(][^）)]*[）)])?\s*[:：]?\s*([^\s:：|]+(?:[ \u3000][^\s:：|]+)?)")
_BODY = (
    r"(?:局|委员会|委|厅|办公室|办|政府|自治州|地区|市|县|区|旗|省|盟|镇"
    r"|乡|街道|办事处|院|中心|处|站|所|队|公司|大学|学院|学校|银行|会|署|馆|社|台)"
)
_SUBJECT = r"政府信息公开|信息公开|政务公开|政务信息|政府信息|年度报告|年报|工作报告|年度政府"
_OF_TITLE = re.compile(
    rf"^(?:关于)?(?P<before>[^，。]*?)(?:关于)?(?:编制|报送|公布)?(?:19|20)\d{{2}}年?(?:度)?(?P<after>[^，。]*?)(?:{_SUBJECT})"
)
_WITHOUT_YEAR = re.compile(rf"^(?:关于)?(?P<before>[^，。]{{0,30}}?)(?:{_SUBJECT})")
_OPENING = (
    re.compile(
        rf"(?:公布|编制|发布|公开)(?:了)?(?P<unit>[\u4e00-\u9fff（）()]{{2,30}}?{_BODY})(?:[（(]以下[^）)]*[）)])?(?:19|20)\d{{2}}年"
    ),
    re.compile(rf"由(?P<unit>[\u4e00-\u9fff（）()]{{2,30}}?{_BODY})(?:负责)?(?:编制|撰写|汇总)"),
    re.compile(rf"(?P<unit>[\u4e00-\u9fff]{{2,30}}{_BODY})[（(]以下(?:简|统)称"),
)
_NO_NAME = re.compile(r"[我本全各该某贵地城每新和与及在由的为向对]|社区|辖区|专区|自治|行政")
_NO_UNIT = re.compile(
    r"[我本该各某贵](?:局|委|厅|办|市|县|区|镇|乡|街道|单位|部门|院|机关|州|省|旗|处|中心|行政)|条例|规定|要求|通知|根据|按照|年度|信息公开|附件"
)
_NAME_LENGTH = 32


def find_year(title: str, headers: Iterable[str], narrative: str, name: str = "") -> int | None:
    """The year of the report: of the title, else the table's （YYYY年度）, the period, the file's name, the text's own.

    Args:
        title: the report's title; a year without 年 counts there and in the file's name only.
        headers: lines of the table's frame; days of signing are no year of a report.
        narrative: everything said.
        name: the file's name.
    """
    for text in (title, *headers):
        year = _year_in(text)
        if year:
            return year
    bare = _BARE_YEAR.search(unicodedata.normalize("NFKC", title))
    if bare:
        return int(bare[1])
    period = _stated_period(narrative)
    if period:
        return max(period).year
    stem = unicodedata.normalize("NFKC", name)
    named = _year_in(stem) or (int(match[1]) if (match := _BARE_YEAR.search(stem)) else None)
    if named:
        return named
    spoken = Counter(
        re.findall(r"(?<!\d)(20[0-3]\d)\s*年(?!\s*\d{1,2}\s*月)", unicodedata.normalize("NFKC", narrative))
    )
    return int(spoken.most_common(1)[0][0]) if spoken else None


def _year_in(text: str) -> int | None:
    match = _YEAR.search(unicodedata.normalize("NFKC", text))
    if match:
        return int(match[1])
    spelled = _HAN_YEAR.search(text)
    return han_number(re.sub("[零○Oo0]", "〇", spelled[1])) if spelled else None


def find_period(narrative: str, year: int | None) -> tuple[dt.date, dt.date] | None:
    """The period the report says it covers, as printed; where it says none, the calendar year that the law means."""
    stated = _stated_period(narrative)
    if stated:
        return stated
    return (dt.date(year, 1, 1), dt.date(year, 12, 31)) if year else None


def _stated_period(narrative: str) -> tuple[dt.date, dt.date] | None:
    plain = unicodedata.normalize("NFKC", narrative)
    for match in _PERIOD.finditer(plain):
        start = max(plain.rfind("。", 0, match.start()), plain.rfind("\n", 0, match.start())) + 1
        whole_year = (match[2], match[3], match[5]) == ("1", "1", "12")
        if whole_year or _ABOUT_DATA.search(plain, start, match.end() + 12):
            days = _days(match)
            if days:
                return days
    return None


def _days(match: re.Match[str]) -> tuple[dt.date, dt.date] | None:
    year, month, day, other, last_month, last_day = match.groups()
    last_year = int(other) if other and other.isdigit() else int(year)
    try:
        first = dt.date(int(year), int(month), int(day))
        end = dt.date(last_year, int(last_month), int(last_day)) if last_day else _month_end(last_year, int(last_month))
    except ValueError:
        return None
    return first, end


def _month_end(year: int, month: int) -> dt.date:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def find_unit(title: str, form_lines: Sequence[str], closing: Sequence[str], narrative: str, name: str = "") -> str:
    """The reporting body: 填报单位, else the title's, the signature's, the opening's, the file name's.

    Where none tells, the place spoken of most; 我局 and 本单位 never are a name.
    """
    for line in form_lines:
        match = _FILLER.search(line)
        if match and not re.search(r"负责人|审核|年度", match[1]):
            return "".join(match[1].split())
    signed = (line.strip() for line in closing)
    candidates = [
        unit_of_title(title),
        *(line for line in signed if re.fullmatch(rf"[\u4e00-\u9fff（）()]{{2,30}}{_BODY}", line)),
        _unit_of_opening(narrative),
        unit_of_title(re.sub(r"\.\w+$", "", name)),
    ]
    return next((unit for unit in candidates if unit and not _NO_UNIT.search(unit)), "") or _place_spoken_of(narrative)


def unit_of_title(title: str) -> str:
    """The body a title names before or behind the year, empty when it names none."""
    printed = "".join(title.split()).strip("《》")
    plain = simple(printed)
    match = _OF_TITLE.search(plain) or _WITHOUT_YEAR.search(plain)
    if match is None:
        return ""
    group = "before" if match["before"] or match.re is _WITHOUT_YEAR else "after"
    # The name as printed, in traditional characters too, where both texts are equally long.
    found = (printed if len(printed) == len(plain) else plain)[slice(*match.span(group))]
    found = re.sub(r"^(?:关于|编制|印发|公布|报送)+|(?:关于|的)+$", "", found)
    # The words 政府 of 人民政府 and 政府信息公开 are printed once where both meet.
    found = re.sub("人民$", "人民政府", found)
    named = re.search(r"[\u4e00-\u9fff]{2}", found) and not re.search(r"[《》\d]", found)
    return found if named and len(found) <= _NAME_LENGTH else ""


def _unit_of_opening(narrative: str) -> str:
    opening = "".join(unicodedata.normalize("NFKC", narrative[:600]).split())
    for pattern in _OPENING:
        for match in pattern.finditer(opening):
            unit = re.sub(r"^(?:我|本)?(?:现将|现|将)?(?:关于)?", "", match["unit"])
            if not _NO_UNIT.search(unit):
                return unit
    return ""


def _place_spoken_of(narrative: str) -> str:
    """The place a government's report is about, when only its text tells: 我市 says the level, the count the name."""
    levels = Counter(re.findall(r"[我全]([省市县区州])", narrative))
    if not levels:
        return ""
    level = levels.most_common(1)[0][0]
    names = Counter(
        name for name in re.findall(rf"[\u4e00-\u9fff]{{2}}{level}", narrative) if not _NO_NAME.search(name)
    )
    name, count = names.most_common(1)[0] if names else ("", 0)
    return name if count >= 3 else ""  # twice may be a neighbour
