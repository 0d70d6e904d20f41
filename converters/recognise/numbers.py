"""A sentence with each of its numbers as one sign: what phrases are searched in, and the way back to the words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from converters.recognise.spoken import FIGURE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.recognise.spoken import Spoken

# The sign for a number: a digit to every regular expression, and one that no office types.
SIGN = "\N{MATHEMATICAL BOLD DIGIT ZERO}"
_FIGURE = re.compile(FIGURE)
_YEAR = re.compile(r"(?:19|20)\d\d年")
# A numeral that nothing is counted with is part of a word: 三类, 统一, 一是.
_COUNTED = re.compile("[件条宗起份项次例则封个篇场期届处家所间人名位万亿元部班户,;。、()]|$")


class Sentence(NamedTuple):
    """A sentence as matched: ``text`` as spoken, ``marked`` with a sign for each number, both from ``start`` on.

    ``numbers`` holds the numbers by the place of their sign, ``at`` the place in ``text`` of each of ``marked``.
    """

    said: Spoken
    start: int
    text: str
    marked: str
    numbers: dict[int, re.Match[str]]
    at: Sequence[int]


def marked(said: Spoken, start: int, end: int) -> Sentence:
    """The sentence of a passage between two places, its numbers marked; years stay as they are."""
    text = said.text[start:end]
    parts: list[str] = []
    at: list[int] = []
    numbers: dict[int, re.Match[str]] = {}
    last = 0
    for match in _FIGURE.finditer(text):
        if not _is_number(match):
            continue
        parts += (text[last : match.start()], SIGN)
        at += range(last, match.start() + 1)
        numbers[len(at) - 1] = match
        last = match.end()
    parts.append(text[last:])
    at += range(last, len(text) + 1)
    return Sentence(said, start, text, "".join(parts), numbers, at)


def _is_number(match: re.Match[str]) -> bool:
    if match["number"][0].isdecimal():
        return not _YEAR.match(match.string, match.start())
    return bool(match["more"] or _COUNTED.match(match.string, match.end()))
