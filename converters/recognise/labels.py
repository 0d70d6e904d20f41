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
_OTHER = (
    "請開數發佈規範檔總結轉辦處業機構內務費會議訓網絡報眾級電話請獲權益執應舉訴訟維關門專經項條"
    "覆複號標獎確認類購佔額減與實際質個單負責審覈填製訊傳真當達給無現縣廳區國務證據資訊屬於違標"
    "準統計時間戶見車長民⺠⻅⻔⻓⻋⼾⻛⻚⻘⺟⻄⻬"
)
_PLAIN = (
    "请开数发布规范档总结转办处业机构内务费会议训网络报众级电话请获权益执应举诉讼维关门专经项条"
    "复复号标奖确认类购占额减与实际质个单负责审核填制讯传真当达给无现县厅区国务证据资讯属于违标"
    "准统计时间户见车长民民见门长车户风页青母西齐"
)
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
    rf"(?<=[^\s、.])\s*"
    rf"(?=\([{_HAN}]{{1,3}}\)|(?<![\d.])\d{{1,2}}[.、](?!\d)|(?<![{_HAN}第])[{_HAN}]{{1,2}}、|其中[:])"
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
    """A row's label ready for comparison: whole (with its printed note), its core and known variants, each once."""

    row: Row
    whole: str
    cores: tuple[str, ...]
    wordings: tuple[str, ...]
    mark: tuple[str, str] | None

    @property
    def heading(self) -> bool:
        """Whether the row is a group's heading, which holds no figure of its own."""
        return self.row.kind == "heading"


@lru_cache(maxsize=2_000)
def label_of(row: Row) -> Label:
    """The row's label for comparison."""
    whole = fold(row.label + row.note)
    cores = (fold(row.label), *(fold(variant) for variant in row.variants))
    return Label(row, whole, cores, tuple(dict.fromkeys((whole, *cores))), piece(row.num + "x").mark)


def score(found: Piece, label: Label) -> float:
    """How well a piece fits a label, in characters; 0 or less is no fit."""
    if not found.folded:
        return 0.0
    best = max([_fit(found.folded, known) for known in label.wordings])
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
    if found == known:
        return len(known) + 2.0
    if found in known:
        return len(found) - 0.05 * (len(known) - len(found))
    if known in found and len(known) >= 2:
        return len(known) - 0.6 * (len(found) - len(known))
    # What the label could have in common at most, in whatever order: most pairs end here, without a comparison.
    if len(found) < 3 or sum(map(known.__contains__, found)) < 0.7 * len(found):
        return 0.0
    common = common_length(found, known)
    strange = len(found) - common
    if common < 0.7 * len(found) or strange > 3 + len(found) // 8:
        return 0.0
    return common - 1.2 * strange - 0.1 * (len(known) - common)


@lru_cache(maxsize=200_000)
def common_length(left: str, right: str) -> int:
    """Length of the longest common subsequence.

    Source: Hyyrö, Bit-parallel LCS-length computation revisited (2004): one column of the table is one number, whose
    zero bits count the steps.
    """
    places: dict[str, int] = {}
    for at, char in enumerate(right):
        places[char] = places.get(char, 0) | 1 << at
    whole = (1 << len(right)) - 1
    column = whole
    for char in left:
        match = column & places.get(char, 0)
        column = (column + match | column - match) & whole
    return len(right) - column.bit_count()


def alike(left: str, right: str) -> float:
    """Similarity of two folded texts from 0 to 1 (twice the common part over both lengths)."""
    if left == right:
        return 1.0
    if not left or not right:
        return 0.0
    return 2 * common_length(left, right) / (len(left) + len(right))
