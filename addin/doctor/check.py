"""One thing that was looked at, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["fine", "absent", "advice", "broken"]
# A sign and a word: neither the sign nor a colour is needed to tell them apart.
SIGNS: dict[State, str] = {"fine": "✓ 正常", "absent": "- 没有", "advice": "! 注意", "broken": "✗ 要修"}


@dataclass(frozen=True)
class Check:
    """One line of the table.

    Attributes:
        topic: the part of the table that it belongs to.
        name: what was looked at.
        state: ``broken`` is what makes the exit code 1; ``absent`` is no fault.
        found: what was found, as a phrase.
        mend: what to do, in whole sentences; empty when there is nothing to do.
    """

    topic: str
    name: str
    state: State
    found: str
    mend: str = ""
