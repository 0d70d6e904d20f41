"""How to reach the office, and who signed the report when: contact block, sign-off, closing signature."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from converters.recognise.spoken import mainland
from workbook.values import han_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbook.form import Form

_DATE = re.compile(r"(?<!\d)(20\d{2})\s*[年\-./]\s*(\d{1,2})\s*[月\-./]\s*(\d{1,2})\s*日?(?!\d)")
_HAN_DATE = re.compile(
    r"([二〇零○Oo0一三四五六七八九]{4})\s*年\s*([一二三四五六七八九十]{1,3})\s*月\s*([一二三四五六七八九十]{1,3})\s*日"
)
_TELEPHONE = r"(?:[（(]?\+?\d{2,4}[)）]?[\s\-—–－]{0,2})?\d[\d\-—–－.*]{5,20}(?:转\d{1,5}|[/、]\d{3,12})*"
_LABEL = r"(?:邮\s*编|邮\s*政|电\s*话|传\s*真|电\s*子|邮\s*箱|网\s*址|网\s*站|联\s*系|电\s*邮|E-?mail|地\s*址)"
_CONTACT = {
    "address": r"(?<!网站)(?<!网)(?:联系|通讯|通信|办公|单位)?地\s*址\s*(?:[:：为是\t]\s*)?"
    rf"(?!{_LABEL}|https?|www|为?[:：])((?:(?!\s+{_LABEL}|{_LABEL}\s*[:：])[^;；,，。)）\n\t])+)",
    "postcode": r"(?:邮\s*编|邮\s*政\s*编\s*码)\s*[:：为是\t]?\s*(\d{6})(?!\d)",
    "phone": r"(?:联系|咨询|办公|办公室|服务)?电\s*话\s*(?:号码)?\s*"
    rf"(?:[（(][^）)\d]{{1,8}}[)）])?\s*[:：为是\t]?\s*({_TELEPHONE})",
    "fax": rf"传\s*真\s*(?:号码)?\s*[)）]?\s*[:：为是\t]?\s*({_TELEPHONE})",
    "email": r"(?:电\s*子\s*(?:邮\s*[箱件]|信\s*箱)|邮\s*箱|E-?mail|电\s*邮)\s*(?:地址)?"
    r"\s*[:：为是\t]?\s*([\w.\-]+@[\w.\-]+\w)",
    "website": r"((?:https?://)?www\.[\w.\-]+(?:/[\w.\-/]*[\w/])?"
    r"|https?://[\w.\-]+(?::\d+)?(?:/[\w.\-/?=&%]*[\w/])?)",
    "office": r"(?:请(?:直接)?(?:与|向|同)\s*(?P<a>[^，。;；:：(（]{3,40}?)\s*(?:联系|反映|咨询)"
    r"|请(?:直接)?(?:联系|致电)\s*[:：]?\s*(?P<b>[^，。;；:：(（]{3,40}?)(?=[，。;；(（]))",
}
_PATTERNS = {key: re.compile(pattern, re.IGNORECASE) for key, pattern in _CONTACT.items()}
# What offices print in the stead of the form's own labels.
_OTHER_LABELS = {
    "head": ("单位负责人", "单位领导", "分管领导", "负责人"),
    "reviewer": ("审核人", "复核人", "审核", "审签人"),
    "preparer": ("填报人", "填表人", "经办人", "制表人", "填报"),
    "phone": ("联系电话", "联系方式", "电话"),
    "date": ("填报日期", "填表日期", "报出日期", "上报日期", "填报时间", "填表时间", "报送日期", "日期"),
}
_SIGNATURE = 60
_TAKEN = 4
_NEAR, _FAR = 4, 1_000_000
_CONTACT_LINE = re.compile(
    r"\s*(?:(?:联系|通讯|通信|办公)?地\s*址|邮\s*编|邮\s*政\s*编|传\s*真|电\s*子|网\s*址|邮\s*箱)"
)


def find_contact(narrative: str) -> dict[str, str]:
    """Address, postcode, telephone, fax, mail, website and office as the preface or a table prints them."""
    found: dict[str, str] = {}
    plain = mainland(narrative)
    for key, pattern in _PATTERNS.items():
        match = pattern.search(plain)
        if match:
            group = next(at for at, words in enumerate(match.groups(), 1) if words)
            found[key] = narrative[slice(*match.span(group))].strip(" .。*\t") or ""
    # "电话（传真）：…" is one number for both.
    if "fax" not in found and "phone" in found and re.search(r"电\s*话\s*[（(/、及和]\s*传\s*真", plain):
        found["fax"] = found["phone"]
    return {key: value for key, value in found.items() if value}


def find_signoff(lines: Sequence[str], form: Form) -> dict[str, str]:
    """The sign-off's fields; a date becomes ISO (2018-01-03), everything else stays as printed."""
    text = "\n".join(_paired(lines, form))
    labels = {field.key: _names(field.key, field.label) for field in form.signoff}
    every = "|".join(sorted((name for names in labels.values() for name in names), key=len, reverse=True))
    found: dict[str, str] = {}
    plain = mainland(text)
    for key, names in labels.items():
        match = _field(names, every).search(plain)
        value = "".join(text[slice(*match.span(1))].split()).strip(":：") if match else ""
        if key == "date":
            value = iso_date(value)
        if value:
            found[key] = value
    return found


@lru_cache(maxsize=64)
def _field(names: tuple[str, ...], every: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\u4e00-\u9fff])(?:{'|'.join(names)})[ \u3000]*(?:[（(][^）)]*[）)])?[ \u3000]*[:：\t]\s*?"
        rf"(.*?)\s*(?=(?:{every})\s*[（(:：\t]|\n|$)"
    )


def _paired(lines: Sequence[str], form: Form) -> Iterator[str]:
    """The lines; a table's row of labels over a row of values becomes one of pairs."""
    names = re.compile("|".join(name for field in form.signoff for name in _names(field.key, field.label)))
    waiting: list[str] = []
    for line in lines:
        cells = [cell.strip() for cell in line.split("\t")]
        if waiting and len(cells) == len(waiting):
            yield "\t".join(f"{label}：{cell}" for label, cell in zip(waiting, cells, strict=True))
            waiting = []
            continue
        waiting = cells if len(cells) > 1 and all(names.fullmatch(cell.strip("：:")) for cell in cells) else []
        waiting = [label.strip("：:") for label in waiting]
        if not waiting:
            yield line


@lru_cache(maxsize=64)
def _names(key: str, label: str) -> tuple[str, ...]:
    """The label and what offices print in its stead, with blanks allowed inside; longer ones first."""
    names = dict.fromkeys((label, *_OTHER_LABELS.get(key, ())))
    return tuple(r"[ \u3000]*".join(name) for name in sorted(names, key=len, reverse=True))


def iso_date(text: str) -> str:
    """The date in a text as ISO, in digits or Chinese numerals; empty when there is none that exists."""
    match = _DATE.search(unicodedata.normalize("NFKC", text))
    if match:
        parts = [int(part) for part in match.groups()]
    else:
        spelled = _HAN_DATE.search(text)
        if not spelled:
            return ""
        parts = [han_number(re.sub("[○Oo0]", "〇", part)) or 0 for part in spelled.groups()]
    try:
        return dt.date(*parts).isoformat()
    except ValueError:
        return ""


def is_date_line(text: str) -> bool:
    """Whether a line is a date and nothing else, bracketed or not."""
    plain = unicodedata.normalize("NFKC", text).strip().strip("()").strip()
    return bool(_DATE.fullmatch(plain) or _HAN_DATE.fullmatch(text.strip().strip("（）() ")))


def form_lines(lines: Sequence[str], form: Form) -> set[int]:
    """Which lines belong to the frame of a statistics table: 附件, its title, year, 填报单位, sign-off."""
    found = {at for at, line in enumerate(lines) if is_form_line(line, form)}
    return found - lone_phones(lines, form)


def lone_phones(lines: Sequence[str], form: Form) -> set[int]:
    """Which lines give a telephone that is the contact block's: address or postcode stand nearer than who signed."""
    phones = {at for at, line in enumerate(lines) if _is_phone(line, form)}
    if not phones:
        return phones
    signed = [at for at, line in enumerate(lines) if at not in phones and _is_signed(line, form)]
    contact = [at for at, line in enumerate(lines) if _CONTACT_LINE.match(line)]
    return {at for at in phones if _distance(at, signed) > _NEAR or _distance(at, contact) <= _distance(at, signed)}


def _distance(at: int, others: Sequence[int]) -> int:
    return min((abs(at - other) for other in others), default=_FAR)


def _is_phone(line: str, form: Form) -> bool:
    labels = "|".join(name for field in form.signoff if field.key == "phone" for name in _names(field.key, field.label))
    return bool(re.match(rf"\s*(?:{labels})", line)) and not re.search("人|日期", line)


def _is_signed(line: str, form: Form) -> bool:
    return any(re.match(rf"\s*(?:{'|'.join(_names(field.key, field.label))})", line) for field in form.signoff)


def is_form_line(text: str, form: Form) -> bool:
    """Whether a line by itself looks like the frame of a statistics table."""
    if len(text) > 2 * _SIGNATURE or (len(text) > _SIGNATURE and "。" in text):
        return False
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if _frame(_labels(form)).fullmatch(plain):
        return True
    titles = (table.title for table in form.tables if not table.section)
    return any(plain.startswith(title) and len(plain) <= len(title) + 8 for title in titles)


def _labels(form: Form) -> str:
    names = {name for field in form.signoff for name in (field.label, *_OTHER_LABELS.get(field.key, ()))}
    return "|".join(sorted(map(re.escape, names - {"日期", "审核", "填报"}), key=len, reverse=True))


@lru_cache(maxsize=8)
def _frame(labels: str) -> re.Pattern[str]:
    return re.compile(
        rf"附件\d*[:：]?|附表\d*[:：]?|\(?(?:19|20)\d{{2}}年度?\)?|单位[:：].{{0,6}}|填报单位.{{0,60}}|(?:{labels})(?:\(.*?\))?[:：].{{0,80}}"
    )


def closing_lines(texts: Sequence[str]) -> list[int]:
    """Which of a section's last paragraphs sign the report: the body's name and the date, lines of 附件 passed over.

    Returns:
        the indexes, in order; empty when no date stands among them.
    """
    taken: list[int] = []
    for at in range(len(texts) - 1, -1, -1):
        if not taken and re.match(
            r"\s*(?:附件|附表|附)\s*\d*\s*[:：]|\s*\d{1,2}[.．、].{0,40}表\s*$|\s*[（(]此件", texts[at]
        ):
            continue
        if len(taken) == _TAKEN or not _signs(texts[at], [texts[line] for line in taken]):
            break
        taken.insert(0, at)
    return taken if any(iso_date(texts[at]) for at in taken) else []


def _signs(text: str, taken: Sequence[str]) -> bool:
    """Whether a closing line is part of a signature: a date, or a body's name above one."""
    if is_date_line(text):
        return not any(is_date_line(line) for line in taken)
    if (
        len(text) > _SIGNATURE
        or re.search("[。；，]", text)
        or re.match(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.]|无$)", text)
    ):
        return False
    dated = bool(_DATE.search(unicodedata.normalize("NFKC", text)) or _HAN_DATE.search(text))
    named = bool(taken) and bool(re.fullmatch(r"[\u4e00-\u9fff（）()·、\s]{2,40}", text))
    field = bool(
        re.match(rf"\s*(?:{'|'.join(name for names in _OTHER_LABELS.values() for name in names)})\s*[:：]", text)
    )
    return (dated and not re.search(r"统计|截[至止]", text)) or named or field
