"""The words of which one must stand in a sentence before a phrase's pattern is worth trying: most never do."""

from __future__ import annotations

import re
from functools import lru_cache

# A regular expression's parts: escapes, classes, repetitions, runs of plain Chinese that nothing repeats, the rest.
_PARTS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]|\{[^}]*\}|[\u4e00-\u9fff]+(?![\u4e00-\u9fff?*+{])|.", re.DOTALL)
_PLAIN = re.compile(r"(?:\(\?:)?([\u4e00-\u9fff]+(?:\|[\u4e00-\u9fff]+)*)\)?")


@lru_cache(maxsize=2000)
def needed(pattern: str) -> tuple[frozenset[str], ...]:
    """Sets of words of each of which one stands in whatever a pattern matches, the most telling set first.

    They are its plain Chinese, and its groups of nothing but plain Chinese, where these stand in no other group and
    may not be left out.
    """
    pieces: list[str] = []
    depth = 0
    for part in _PARTS.findall(pattern):
        depth += part == "("
        if depth > 1 or (depth and part != "("):
            pieces[-1] += part
        elif part == "|":
            return ()
        elif part in "?*" or part[0] == "{":
            pieces[-1] = ""
        else:
            pieces.append(part)
        depth -= part == ")"
    found = {frozenset(match[1].split("|")) for match in map(_PLAIN.fullmatch, pieces) if match}
    return tuple(sorted(found, key=lambda words: (-min(map(len, words)), len(words), sorted(words))))
