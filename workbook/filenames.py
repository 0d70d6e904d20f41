"""Names of files made from the names of units: what any of the common file systems takes, and no two the same."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# What Windows forbids, control characters, and lone surrogates that no file name can hold.
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\..*)?", re.IGNORECASE)
# Most file systems hold 255 bytes; a Chinese character takes three, and the ending its share.
_LONGEST = 60
NAMELESS = "未命名"


def safe_name(name: str) -> str:
    """A name without what cannot stand in the name of a file; never empty, never a device's."""
    plain = _UNFIT.sub("_", unicodedata.normalize("NFC", name))[:_LONGEST].strip().strip(".~ ")
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain or NAMELESS


def safe_names(names: Iterable[str]) -> dict[str, str]:
    """A safe name for each name; those that would be one file (case does not tell files apart) are numbered."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in dict.fromkeys(names):
        plain = made = safe_name(name)
        number = 1
        while made.casefold() in taken:
            number += 1
            made = f"{plain}（{number}）"
        taken.add(made.casefold())
        found[name] = made
    return found
