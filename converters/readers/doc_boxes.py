"""The text boxes of a binary Word document: their texts stand in a story of their own, behind the body.

Source: [MS-DOC] 2.8.32 (where boxes are anchored) and 2.8.35 (where their texts begin).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from converters.readers.doc_file import Slot
from converters.readers.ole import Damaged

if TYPE_CHECKING:
    from converters.readers.doc_file import WordFile

_ANCHOR, _TEXT = 26, 22
# The stories between the body and the text boxes: footnotes, headers, macros, comments, endnotes.
_BOX_STORY = 6
NOWHERE = -1


def text_boxes(file: WordFile) -> dict[int, list[tuple[int, int]]]:
    """From the position where a drawn object is anchored in the body to where its text begins and ends.

    Texts of objects that are anchored nowhere in the body, being part of a group, stand under ``NOWHERE``.

    Raises:
        Damaged: texts lie over one another.
    """
    anchors, shapes = file.plex(Slot.SHAPES, _ANCHOR)
    places = {struct.unpack_from("<I", shape)[0]: anchor for anchor, shape in zip(anchors, shapes, strict=False)}
    bounds, texts = file.plex(Slot.BOXES, _TEXT)
    first, length = sum(file.lengths[:_BOX_STORY]), file.lengths[_BOX_STORY]
    found: dict[int, list[tuple[int, int]]] = {}
    if list(bounds) != sorted(bounds):
        message = "text boxes"
        raise Damaged(message)
    for start, stop, text in zip(bounds, bounds[1:], texts, strict=False):
        reusable, shape = struct.unpack_from("<8xH4xI", text)
        if not reusable and start < stop <= length:
            found.setdefault(places.get(shape, NOWHERE), []).append((first + start, first + stop))
    return found
