"""Notes put on many cells by one call: ``Nianbao_Notes(title, packed)``, a function of the add-in in Excel's process.

It works on the active workbook and gives back what went wrong, if anything. Our engines offer the same under the same
name (``app.macro(MACRO)``), built on :func:`unpack` and :meth:`NoteChange.applied`.

``packed`` is a text of entries, separated by ``CHR(30)``; an entry has three parts, separated by ``CHR(31)``: the
cell's address without dollar signs (``C41``), how many characters of the cell's note stay (``0``: the note goes), and
the words that come after them (may be empty; lines end with ``CHR(10)``). Neither separator can stand in a workbook.
Characters are counted in UTF-16, as VBA counts them. What stays of a note stays as it looks, its author too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# As Application.Run names it; our engines know it by what comes after the exclamation mark.
MACRO = "'nianbao.xlam'!Nianbao_Notes"
AUTHOR = "nianbao"
ENTRY, PART = "\x1e", "\x1f"
# Excel is known to take texts of this length from another process.
_LONGEST = 30_000


@dataclass(frozen=True, slots=True)
class NoteChange:
    """What becomes of the note of one cell.

    Attributes:
        address: the cell, without dollar signs.
        keep: how many UTF-16 units of the note that is there stay; 0 when there is none, or when it goes.
        text: the words that follow them; empty when only the rest is to go.
    """

    address: str
    keep: int
    text: str

    def applied(self, note: str | None) -> str | None:
        """The note that the cell has afterwards.

        Args:
            note: the note that it has; None when it has none.

        Returns:
            None for no note. One whose beginning stays keeps its author; a new one is by :data:`AUTHOR`.
        """
        kept = _begin(note or "", self.keep)
        return (kept + self.text) or None


def pack(changes: Iterable[NoteChange]) -> list[str]:
    """The changes of one sheet as the texts of as few calls as can be, mostly one."""
    texts: list[str] = []
    for change in changes:
        entry = PART.join((change.address, str(change.keep), _plain(change.text)))
        if texts and len(texts[-1]) + len(entry) < _LONGEST:
            texts[-1] += ENTRY + entry
        else:
            texts.append(entry)
    return texts


def unpack(packed: str) -> Iterator[NoteChange]:
    """The changes that a packed text holds."""
    for entry in packed.split(ENTRY) if packed else ():
        address, keep, text = entry.split(PART)
        yield NoteChange(address, int(keep), text)


def units(text: str) -> int:
    """The length of a text as VBA counts it."""
    return len(text.encode("utf-16-le")) // 2


def _begin(text: str, count: int) -> str:
    return text.encode("utf-16-le")[: 2 * count].decode("utf-16-le", "ignore")


def _plain(text: str) -> str:
    return text.replace(ENTRY, "").replace(PART, "")
