"""Compare printed labels with the form's: normalise, take enumerators apart, score pieces and misprints."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbook.form import Row

# Characters of the forms in traditional writing, and radicals that bad PDF fonts give for them (NFKC knows no radical
# of the supplement block).
_OTHER = "請開數發佈規範檔總結轉辦處業機構內務費會議訓網絡報眾級電話請獲權益執應舉訴訟維關門專經項條覆複號標獎確認類購佔額減與實際質個單負責審覈填製訊傳真當達給無現縣廳區國務證據資訊屬於違標準統計時間戶見車長民⺠⻅⻔⻓⻋⼾⻛⻚⻘⺟⻄⻬"
_PLAIN = "请开数发布规范档总结转办处业机构内务费会议训网络报众级电话请获权益执应举诉讼维关门专经项条复复号标奖确认类购占额减与实际质个单负责审核填制讯传真当达给无现县厅区国务证据资讯属于违标准统计时间户见车长民民见门长车户风页青母西齐"
_SIMPLE = str.maketrans(_OTHER, _PLAIN)
_NOISE = re.compile(r"[^\w]|_")
_HAN = "一二三四五六七八九十"
_ENUMERATORS = (
    ("han", re.compile(rf"([{_HAN}]{{1,3}})(?:、|[.,](?!\d))")),
    ("paren", re.compile(rf"\(([{_HAN}]{{1,3}})\)|([{_HAN}]{{1,3}})\)")),
    ("arabic", re.compile(r"(\d{1,2})(?:[.、](?!\d)|\))")),
    ("arabic", re.compile(r"\((\d{1,2})\)")),
    ("of", re.compile(r"(其中)[:,]?")),
)
SPLIT = re.compile(
    rf"(?<=[^\s、.])\s*(?=\([{_HAN}]{{1,3}}\)|(?<![\d.])\d{{1,2}}[.、](?!\d)|(?<![{_HAN}第]){'[' + _HAN + ']'}{{1,2}}、|其中[:])"
)


def plain(text: str) -> str:
    """NFKC, simplified characters for the form's own words, blanks kept."""
    return unicodedata.normalize("NFKC", text).translate(_SIMPLE)


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """What is compared of a label: no blanks, no punctuation, one width, simplified characters."""
    return _NOISE.sub("", plain(text))


@dataclass(frozen=True, slots=True)
class Piece:
    """A printed label or a part of one, with its enumerator taken off (``mark``: kind and number)."""

    text: str
    folded: str
    mark: tuple[str, str] | None


@lru_cache(maxsize=20_000)
def piece(text: str) -> Piece:
    """Take a label apart."""
    flat = plain(text).strip()
    for kind, pattern in _ENUMERATORS:
        match = pattern.match(flat)
        if match:
            number = next(group for group in match.groups() if group)
            return Piece(text, fold(flat[match.end() :]), (kind, number))
    return Piece(text, fold(flat), None)


def pieces(text: str) -> list[Piece]:
    """A line's labels: broken before every enumerator, so that a group and its first row come apart."""
    found = [piece(part) for part in SPLIT.split(plain(text))]
    return [part for part in found if part.folded or part.mark]


@dataclass(frozen=True, slots=True)
class Label:
    """A row's label ready for comparison: whole (with its printed note), core, and its known variants."""

    row: Row
    whole: str
    cores: tuple[str, ...]
    mark: tuple[str, str] | None

    @property
    def heading(self) -> bool:
        return self.row.kind == "heading"


@lru_cache(maxsize=2_000)
def label_of(row: Row) -> Label:
    """The row's label for comparison."""
    core = fold(row.label)
    cores = (core, *(fold(variant) for variant in row.variants))
    return Label(row, fold(row.label + row.note), cores, piece(row.num + "x").mark)


def score(found: Piece, label: Label) -> float:
    """How well a piece fits a label, in characters; 0 or less is no fit."""
    if not found.folded:
        return 0.0
    best = max(_fit(found.folded, known) for known in (label.whole, *label.cores))
    if best <= 0:
        return 0.0
    return best + _mark_bonus(found.mark, label.mark)


def _mark_bonus(found: tuple[str, str] | None, known: tuple[str, str] | None) -> float:
    if found is None or known is None:
        return 0.0
    if found == known:
        return 2.0
    return -2.0 if found[0] == known[0] else -0.5


@lru_cache(maxsize=200_000)
def _fit(found: str, known: str) -> float:
    """Characters in common: whole, part of the label, label plus extra words, or with misprints."""
    if not known:
        return 0.0
    if found == known:
        return len(known) + 2.0
    if found in known:
        return len(found) - 0.05 * (len(known) - len(found))
    if known in found and len(known) >= 2:
        return len(known) - 0.6 * (len(found) - len(known))
    if len(found) < 3:
        return 0.0
    common = common_length(found, known)
    strange = len(found) - common
    if common < 0.7 * len(found) or strange > 3 + len(found) // 8:
        return 0.0
    return common - 1.2 * strange - 0.1 * (len(known) - common)


@lru_cache(maxsize=200_000)
def common_length(left: str, right: str) -> int:
    """Length of the longest common subsequence."""
    if not set(left) & set(right):
        return 0
    previous = [0] * (len(right) + 1)
    for char in left:
        diagonal = 0
        for at, other in enumerate(right, 1):
            above = previous[at]
            previous[at] = diagonal + 1 if char == other else max(above, previous[at - 1])
            diagonal = above
    return previous[-1]


def alike(left: str, right: str) -> float:
    """Similarity of two folded texts from 0 to 1 (twice the common part over both lengths)."""
    if left == right:
        return 1.0
    if not left or not right:
        return 0.0
    return 2 * common_length(left, right) / (len(left) + len(right))
