"""The narratives of two years side by side, sentence by sentence: what was copied, changed, added, left out."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from workbook.report import AnnualReport

State = Literal["照抄", "改动", "新增", "删去"]
STATES: tuple[State, ...] = ("照抄", "改动", "新增", "删去")
OPENING = "导语"
# Below this share of common characters a sentence is another's replacement, not its new wording.
ALIKE = 0.6
# Sentences of which one could be the other share a stretch of so many characters; a stretch that too many share is a
# set phrase and tells nothing.
_STRETCH, _COMMON, _TRIED = 4, 40, 5
# Beyond so many comparisons of two characters the share is taken from stretches, which is linear.
_MOST = 4_000_000
# Titles that many are compared for being the same only.
_MOST_TITLES = 10_000
# A title is the other's when as much of it is the same.
_TITLE_ALIKE = 0.5
# Changes told of one sentence; more are counted.
_TOLD, _SHOWN = 8, 30
_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;]+[”’）)】]*|[^。！？；!?;\n]+")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*[%％]?|[A-Za-z]+|.", re.DOTALL)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*[%％]?")


class Heading(NamedTuple):
    """The number and the title of a section."""

    number: str
    title: str


class Sentence(NamedTuple):
    """A sentence of a year: ``section`` counts its sections (0 the opening), ``paragraph`` those of the section."""

    section: int
    paragraph: int
    text: str

    @property
    def plain(self) -> str:
        """The sentence without blanks and widths."""
        return "".join(unicodedata.normalize("NFKC", self.text).split())


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence of the newer text beside its like in the older; one of them is None where there is no such.

    ``likeness`` is the share of common characters, from 0 to 1; ``words`` says what changed.
    """

    state: State
    title: str
    new: Sentence | None = None
    old: Sentence | None = None
    likeness: float = 0.0
    words: str = ""
    figures_only: bool = False

    @property
    def length(self) -> int:
        """Characters of the newer sentence, blanks left out."""
        return len(self.new.plain) if self.new else 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two narratives compared by :func:`compare`, in the order of the newer one."""

    years: tuple[int, int]
    pairs: tuple[Pair, ...]

    def of(self, state: State) -> list[Pair]:
        """The pairs of one state."""
        return [pair for pair in self.pairs if pair.state == state]

    @property
    def copied(self) -> float:
        """The share of the newer text's characters that are in sentences taken over word for word."""
        whole = sum(pair.length for pair in self.pairs)
        return sum(pair.length for pair in self.of("照抄")) / whole if whole else 0.0

    def statement(self) -> str:
        """The comparison in one sentence."""
        old, new = self.years
        count = {state: len(self.of(state)) for state in STATES}
        sides = {old: any(pair.old for pair in self.pairs), new: any(pair.new for pair in self.pairs)}
        if not all(sides.values()):
            return f"{'、'.join(str(year) for year, written in sides.items() if not written)} 年度没有正文，无从对比。"
        figures = sum(pair.figures_only for pair in self.pairs)
        return (
            f"{new} 年度正文 {sum(1 for pair in self.pairs if pair.new)} 句，与 {old} 年度相比："
            f"照抄 {self.copied:.0%}（{count['照抄']} 句），改动 {count['改动']} 句（其中只改了数字的 {figures} 句），"
            f"新增 {count['新增']} 句；{old} 年度的话删去 {count['删去']} 句。"
        )


class _Text:
    """One year's narrative in sentences, its sections by number: the opening is 0."""

    def __init__(self, report: AnnualReport) -> None:
        parts = [("", OPENING, report.preface), *((s.number, s.title, s.paragraphs) for s in report.sections)]
        self.titles = [Heading(number, title) for number, title, _ in parts]
        self.sentences = [
            Sentence(section, at, sentence)
            for section, (_, _, paragraphs) in enumerate(parts)
            for at, paragraph in enumerate(paragraphs)
            for sentence in sentences(paragraph)
        ]
        # The places of each section's sentences.
        self.inside: list[list[int]] = [[] for _ in parts]
        for at, one in enumerate(self.sentences):
            self.inside[one.section].append(at)

    def heading(self, section: int) -> str:
        return "、".join(filter(None, self.titles[section])) or "（无标题）"


def sentences(paragraph: str) -> list[str]:
    """A paragraph cut after its full stops, question marks and semicolons; blank pieces are left out."""
    return [piece.strip() for piece in _SENTENCE.findall(paragraph) if piece.strip()]


def compare(new: AnnualReport, old: AnnualReport) -> Comparison:
    """Compare the narratives of two years; each sentence of either stands in exactly one pair."""
    mine, theirs = _Text(new), _Text(old)
    matched = _sections(mine, theirs)
    partners = _copied(mine, theirs, matched)
    partners |= _alike(mine, theirs, matched, partners)
    return Comparison((old.year or 0, new.year or 0), tuple(_in_order(mine, theirs, matched, partners)))


def _sections(mine: _Text, theirs: _Text) -> dict[int, int]:
    """The older section that each of the newer goes on from: by title, then by number, then by likeness."""
    found = {0: 0}
    tests: tuple[Callable[[Heading, Heading], bool], ...] = (
        lambda one, other: one.title == other.title != "",
        lambda one, other: one.number == other.number != "" and _same_topic(one.title, other.title),
        lambda one, other: _same_topic(one.title, other.title),
        lambda one, other: one.number == other.number != "",
    )
    few = len(mine.titles) * len(theirs.titles) <= _MOST_TITLES
    for same in tests if few else (tests[0], tests[-1]):
        taken = set(found.values())
        for at, one in enumerate(mine.titles):
            free = (to for to, other in enumerate(theirs.titles) if to not in taken and same(one, other))
            if at not in found and (to := next(free, None)) is not None:
                found[at] = to
                taken.add(to)
    return found


def _same_topic(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= _TITLE_ALIKE


def _copied(mine: _Text, theirs: _Text, matched: Mapping[int, int]) -> dict[int, int]:
    """Sentences that are the same, by their places: in order within their sections, then wherever they went."""
    found: dict[int, int] = {}
    for section, other in matched.items():
        ours, others = mine.inside[section], theirs.inside[other]
        words = ([mine.sentences[at].plain for at in ours], [theirs.sentences[at].plain for at in others])
        for first, second, size in difflib.SequenceMatcher(None, *words).get_matching_blocks():
            found |= {ours[first + n]: others[second + n] for n in range(size)}
    left: dict[str, list[int]] = defaultdict(list)
    for at in sorted(set(range(len(theirs.sentences))) - set(found.values()), reverse=True):
        left[theirs.sentences[at].plain].append(at)
    for at, one in enumerate(mine.sentences):
        if at not in found and left.get(one.plain):
            found[at] = left[one.plain].pop()
    return found


def _alike(mine: _Text, theirs: _Text, matched: Mapping[int, int], taken: Mapping[int, int]) -> dict[int, int]:
    """Of the rest those that are most alike, by their places; each once, the likest first."""
    used = set(taken.values())
    index: dict[str, list[int]] = defaultdict(list)
    for to, sentence in enumerate(theirs.sentences):
        if to not in used:
            for stretch in _stretches(sentence.plain):
                index[stretch].append(to)
    scored = []
    for at, sentence in enumerate(mine.sentences):
        for to in _candidates(sentence, index) if at not in taken else ():
            share = likeness(sentence.plain, theirs.sentences[to].plain)
            if share >= ALIKE:
                elsewhere = matched.get(sentence.section) != theirs.sentences[to].section
                scored.append((-share, elsewhere, abs(at - to), at, to))
    found: dict[int, int] = {}
    for *_, at, to in sorted(scored):
        if at not in found and to not in used:
            found[at] = to
            used.add(to)
    return found


def _stretches(plain: str) -> set[str]:
    """The overlapping stretches of a sentence, numbers left out: those are what changes first."""
    words = _NUMBER.sub("", plain)
    return {words[at : at + _STRETCH] for at in range(max(1, len(words) - _STRETCH + 1))}


def _candidates(sentence: Sentence, index: Mapping[str, list[int]]) -> list[int]:
    known = (index.get(stretch, []) for stretch in _stretches(sentence.plain))
    count = Counter(to for holders in known if len(holders) <= _COMMON for to in holders)
    return [to for to, _ in sorted(count.items(), key=lambda entry: (-entry[1], entry[0]))[:_TRIED]]


def likeness(one: str, other: str) -> float:
    """The share of common characters of two texts, from 0 to 1."""
    if len(one) * len(other) > _MOST:
        mine, theirs = _stretches(one), _stretches(other)
        return 2 * len(mine & theirs) / (len(mine) + len(theirs))
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _in_order(mine: _Text, theirs: _Text, matched: Mapping[int, int], partners: Mapping[int, int]) -> Iterator[Pair]:
    """Every sentence in the newer text's order; what was left out stands where it used to."""
    used = set(partners.values())
    dropped: dict[int, list[int]] = defaultdict(list)
    for to, sentence in enumerate(theirs.sentences):
        if to not in used:
            dropped[sentence.section].append(to)
    for section in range(len(mine.titles)):
        waiting = dropped.pop(matched[section], []) if section in matched else []
        for at in mine.inside[section]:
            partner = partners.get(at)
            while waiting and partner is not None and waiting[0] < partner:
                yield Pair("删去", mine.heading(section), old=theirs.sentences[waiting.pop(0)])
            yield _pair(mine, theirs, matched, (at, partner))
        yield from (Pair("删去", mine.heading(section), old=theirs.sentences[to]) for to in waiting)
    for section, left in sorted(dropped.items()):
        yield from (Pair("删去", theirs.heading(section), old=theirs.sentences[to]) for to in left)


def _pair(mine: _Text, theirs: _Text, matched: Mapping[int, int], places: tuple[int, int | None]) -> Pair:
    new = mine.sentences[places[0]]
    title = mine.heading(new.section)
    if places[1] is None:
        return Pair("新增", title, new)
    old = theirs.sentences[places[1]]
    moved = f"原在“{theirs.heading(old.section)}”" if matched.get(new.section) != old.section else ""
    if new.plain == old.plain:
        return Pair("照抄", title, new, old, 1.0, moved)
    figures_only = _NUMBER.sub("#", new.plain) == _NUMBER.sub("#", old.plain)
    words = "；".join(filter(None, ("只改了数字" if figures_only else "", told(new.plain, old.plain), moved)))
    return Pair("改动", title, new, old, likeness(new.plain, old.plain), words, figures_only)


def told(new: str, old: str) -> str:
    """What changed from one sentence to the other, in words."""
    ours, others = _TOKEN.findall(new), _TOKEN.findall(old)
    if len(ours) * len(others) > _MOST:
        return "改动很多，请对照原文"
    changes = _merged(difflib.SequenceMatcher(None, others, ours, autojunk=False).get_opcodes())
    phrases = [_phrase("".join(others[a:b]), "".join(ours[c:d])) for a, b, c, d in changes]
    more = f"；等 {len(phrases)} 处" if len(phrases) > _TOLD else ""
    return "；".join(phrases[:_TOLD]) + more


def _merged(opcodes: Sequence[tuple[str, int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """The changed stretches; what is parted by one common character only is one change."""
    found: list[tuple[int, int, int, int]] = []
    for tag, a, b, c, d in opcodes:
        if tag != "equal":
            if found and a - found[-1][1] <= 1:
                start, _, begin, _ = found.pop()
                a, c = start, begin  # noqa: PLW2901  # it begins where the change before it does
            found.append((a, b, c, d))
    return found


def _phrase(old: str, new: str) -> str:
    if old and new:
        return f"“{_short(old)}”改为“{_short(new)}”"
    return f"增加“{_short(new)}”" if new else f"删去“{_short(old)}”"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
