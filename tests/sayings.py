"""Sentences of our own wording, each labelled with the figures it states; an empty label is a trap.

They lie as text in ``said``, a file for the editions its name gives; ``said/unseen`` holds sentences written after the
phrases: they tell how well these do on reports that nobody has seen.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

Said = dict[str, int | Decimal]
FOLDER = Path(__file__).parent / "said"
# The year reported on, by edition.
YEARS = {"2014": 2016, "2019": 2020, "2021": 2023}


class Saying(NamedTuple):
    """A sentence under the title of its section, and what it states in an edition's codes."""

    edition: str
    topic: str
    text: str
    said: Said


def read(path: Path) -> list[Saying]:
    """The sentences of a file, once for each of its editions."""
    found = []
    topic = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("["):
            topic = line.strip("[]")
        elif line and not line.startswith("#"):
            text, _, labels = line.partition(" ->")
            said = {code: value(number) for code, _, number in (label.partition("=") for label in labels.split())}
            found += [Saying(edition, topic, dated(text, edition), said) for edition in path.stem.split("-")]
    return found


def value(number: str) -> int | Decimal:
    """A label's number."""
    return Decimal(number) if "." in number else int(number)


def dated(text: str, edition: str) -> str:
    """A sentence with the year of an edition's report in it."""
    return text.replace("{Y}", str(YEARS[edition])).replace("{L}", str(YEARS[edition] - 1))


SAYINGS = [saying for path in sorted(FOLDER.glob("*.txt")) for saying in read(path)]
UNSEEN = [saying for path in sorted((FOLDER / "unseen").glob("*.txt")) for saying in read(path)]
