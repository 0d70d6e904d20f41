"""Whose report it is, for which year and period, how to reach the office, who signed and when."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from workbook.values import han_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbook.form import Form

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年?(?:度)?")
_PERIOD = re.compile(
    r"(?<!\d)(20\d{2})\s*年\s*1\s*月\s*1\s*日(?:起)?\s*(?:至|到|—|-|~)+\s*(?:(20\d{2}|同|当)\s*年)?\s*12\s*月\s*(?:31\s*日|底)?"
)
_DATE = re.compile(r"(?<!\d)(20\d{2})\s*[年\-./]\s*(\d{1,2})\s*[月\-./]\s*(\d{1,2})\s*日?(?!\d)")
_HAN_DATE = re.compile(
    r"([二〇零○O一三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_FILLER = re.compile(r"填\s*报\s*单\s*位\s*(?:[（(][^）)]*[）)])?\s*[:：]?\s*([^\s:：|]+(?:[ \u3000][^\s:：|]+)?)")
_BODY = r"(?:局|委员会|委|厅|办公室|办|政府|自治州|地区|市|县|区|旗|省|镇|乡|街道|办事处|院|中心|处|站|所|队|公司|大学|学院|学校|银行|会)"
_OF_TITLE = re.compile(
    rf"^\s*(?:关于)?(?P<before>.*?{_BODY})?\s*(?:关于)?\s*(?:19|20)\d{{2}}\s*年(?:度)?(?P<after>[^，。]*?{_BODY})?(?=[^，。]*(?:信息公开|政务公开|报告|年报))"
)
_NO_NAME = re.compile(r"[我本全各该某贵地城每新和与及在由的为向对]|社区|辖区|专区|自治|行政")
_TELEPHONE = r"(?:[（(]\d{3,4}[)）])?\d[\d\-—–－]{5,20}(?:转\d{1,5})?"
_CONTACT = {
    "address": r"(?:联系|通讯|办公|单位)?地\s*址\s*[:：]\s*([^;；,，。)）\s]+)",
    "postcode": r"(?:邮\s*编|邮政编码)\s*[:：]?\s*(\d{6})",
    "phone": rf"(?:联系|咨询|办公)?电\s*话\s*[:：]\s*({_TELEPHONE})",
    "fax": rf"传\s*真\s*[:：]\s*({_TELEPHONE})",
    "email": r"(?:电子邮[箱件]|邮\s*箱|E-?mail|电邮)(?:地址)?\s*[:：]?\s*([\w.\-]+@[\w.\-]+\w)",
    "website": r"((?:https?://)?www\.[\w.\-/]+[\w/])",
    "office": r"请(?:直接)?(?:与|向|同)\s*([^，。；:：(（]{3,40}?)\s*(?:联系|反映|咨询)",
}


def find_year(title: str, headers: Iterable[str], narrative: str) -> int | None:
    """The year of the report: of the title, else of the table's （YYYY年度）, else the one spoken of most."""
    for text in (title, *headers):
        match = _YEAR.search(unicodedata.normalize("NFKC", text))
        if match:
            return int(match[1])
    spoken = Counter(re.findall(r"(?<!\d)(20[0-3]\d)\s*年(?!\s*\d{1,2}\s*月)", narrative))
    return int(spoken.most_common(1)[0][0]) if spoken else None


def find_period(narrative: str, year: int | None) -> tuple[dt.date, dt.date] | None:
    """The period the report says it covers; where it says none, the calendar year that the law means."""
    match = _PERIOD.search(unicodedata.normalize("NFKC", narrative))
    if match:
        first = int(match[1])
        last = int(match[2]) if match[2] and match[2].isdigit() else first
        return dt.date(first, 1, 1), dt.date(last, 12, 31)
    return (dt.date(year, 1, 1), dt.date(year, 12, 31)) if year else None


def find_unit(title: str, form_lines: Sequence[str], closing: Sequence[str], narrative: str) -> str:
    """The reporting body: 填报单位, else the title's, else the signature's, else the place spoken of most."""
    for line in form_lines:
        match = _FILLER.search(line)
        if match and not re.search(r"负责人|审核|年度", match[1]):
            return "".join(match[1].split())
    match = _OF_TITLE.search(title)
    if match and (match["before"] or match["after"]):
        return str(match["before"] or match["after"]).strip()
    for line in closing:
        if re.fullmatch(rf"[\u4e00-\u9fff（）()]{{2,30}}{_BODY}", line.strip()):
            return line.strip()
    return _place_spoken_of(narrative)


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
    return name if count >= 3 else ""


def find_contact(narrative: str) -> dict[str, str]:
    """Address, postcode, telephone, fax, mail, website and office as the preface prints them."""
    found: dict[str, str] = {}
    for key, pattern in _CONTACT.items():
        match = re.search(pattern, narrative, re.IGNORECASE)
        if match:
            found[key] = match[1].strip()
    return found


def find_signoff(lines: Sequence[str], form: Form) -> dict[str, str]:
    """The sign-off's fields; a date becomes ISO (2018-01-03), everything else stays as printed."""
    text = "\n".join(lines)
    labels = {field.key: _names(field.key, field.label) for field in form.signoff}
    every = "|".join(sorted((name for names in labels.values() for name in names), key=len, reverse=True))
    found: dict[str, str] = {}
    for key, names in labels.items():
        pattern = (
            rf"(?:{'|'.join(names)})\s*(?:[（(][^）)]*[）)])?\s*[:：\t]\s*(.*?)\s*(?=(?:{every})\s*[（(:：\t]|\n|$)"
        )
        match = re.search(pattern, text)
        value = "".join(match[1].split()).strip(":：") if match else ""
        if key == "date":
            value = iso_date(value)
        if value:
            found[key] = value
    return found


def _names(key: str, label: str) -> tuple[str, ...]:
    """The label with blanks allowed inside, and what offices print in its stead."""
    other = {
        "head": ("负责人", "单位领导"),
        "reviewer": ("审核", "复核人"),
        "preparer": ("填表人", "经办人", "制表人", "填报"),
        "phone": ("电话", "联系方式"),
        "date": ("填表日期", "报出日期", "上报日期", "填报时间", "日期"),
    }
    return tuple(r"\s*".join(name) for name in (label, *other.get(key, ())))


def iso_date(text: str) -> str:
    """The date in a text as ISO, in digits or Chinese numerals; empty when there is none that exists."""
    plain = unicodedata.normalize("NFKC", text)
    match = _DATE.search(plain)
    if match:
        parts = [int(part) for part in match.groups()]
    else:
        spelled = _HAN_DATE.search(text.replace("○", "〇").replace("O", "〇"))
        if not spelled:
            return ""
        parts = [han_number(part) or 0 for part in spelled.groups()]
    try:
        return dt.date(*parts).isoformat()
    except ValueError:
        return ""


def is_date_line(text: str) -> bool:
    """Whether a line is a date and nothing else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return bool(_DATE.fullmatch(plain) or _HAN_DATE.fullmatch(text.strip().replace("○", "〇")))


def is_form_line(text: str, form: Form) -> bool:
    """Whether a line belongs to the frame of a statistics table: 附件, its title, year, 填报单位, sign-off."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    labels = "|".join(re.escape(field.label) for field in form.signoff)
    frame = rf"附件\d*[:：]?|附表\d*[:：]?|\(?(?:19|20)\d{{2}}年度?\)?|单位[:：].{{0,6}}|填报单位.{{0,60}}|(?:{labels})(?:\(.*?\))?[:：].{{0,80}}"
    if re.fullmatch(frame, plain):
        return True
    titles = (table.title for table in form.tables if not table.section)
    return any(plain.startswith(title) and len(plain) <= len(title) + 8 for title in titles)
