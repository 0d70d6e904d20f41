"""The words of one Word paragraph as shown: insertions without deletions, field results without their codes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from converters.readers.docx_styles import VAL, Styles, W, properties_of, switched_on

if TYPE_CHECKING:
    from lxml.etree import _Element

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

DELETED = frozenset((W + "del", W + "moveFrom"))
INSERTED = frozenset((W + "ins", W + "moveTo"))
# Elements that stand around runs, paragraphs or rows and add nothing of their own.
WRAPPERS = frozenset(
    (
        *INSERTED,
        W + "smartTag",
        W + "hyperlink",
        W + "customXml",
        W + "sdtContent",
        W + "fldSimple",
        W + "dir",
        W + "bdo",
    )
)
_SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
# Ticked and empty boxes of Wingdings, in which forms are often drawn.
SYMBOLS = {0xF052: "☑", 0xF0FE: "☑", 0xF0A8: "□", 0xF06F: "□", 0xF0FC: "√", 0xF0FB: "×", 0xF0B7: "•"}
_P, _R, _T, _RPR, _PPR = W + "p", W + "r", W + "t", W + "rPr", W + "pPr"
_VANISH, _RSTYLE = W + "vanish", W + "rStyle"
# What in the properties of a run or a paragraph bears on its text: hidden, styled, listed, its end deleted.
_SHOWN_BY = frozenset((_VANISH, _RSTYLE))
_TOLD_BY = frozenset((W + "pStyle", W + "numPr", _RPR))
_SDT, _ALTERNATE, _FIELD = W + "sdt", MC + "AlternateContent", W + "fldChar"
_BOXED = frozenset((W + "drawing", W + "pict", W + "object"))

NOTE_HIDDEN = "文档中有隐藏文字，未读入"
NOTE_REVISED = "文档中有修订痕迹：插入的文字已读入，删除的文字未读入"
NOTE_PROMPT = "内容控件里只有输入提示，按空白读入"


def plain_text(paragraph: _Element) -> str | None:
    """The text of a paragraph that holds nothing but runs of text; None where more has to be looked at.

    Nearly every table cell is like that, and there are hundreds of them.
    """
    pieces: list[str] = []
    for part in paragraph:
        if part.tag == _R:
            for inner in part:
                if inner.tag == _T:
                    pieces.append(inner.text or "")
                elif inner.tag != _RPR or any(mark.tag in _SHOWN_BY for mark in inner):
                    return None
        elif part.tag != _PPR or any(mark.tag in _TOLD_BY for mark in part):
            return None
    return "".join(pieces)


@dataclass(slots=True)
class Runs:
    """Collects the text of one paragraph, and the text boxes anchored in it for the caller to read."""

    styles: Styles
    notes: dict[str, None]
    hidden: bool = False
    pieces: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    # One entry for each field we are inside of: whether its code is over and its result has begun.
    _fields: list[bool] = field(default_factory=list)

    def walk(self, parent: _Element) -> None:
        """Take in everything below a paragraph or a wrapper within it."""
        for child in parent:
            tag = child.tag
            if tag == _R:
                self._run(child)
            elif tag in WRAPPERS:
                if tag in INSERTED:
                    self.notes[NOTE_REVISED] = None
                self.walk(child)
            elif tag != _PPR:
                self._other(child, tag)

    def _other(self, child: _Element, tag: object) -> None:
        if tag in DELETED:
            self.notes[NOTE_REVISED] = None
        elif tag == _SDT:
            content = control_content(child, self.notes)
            if content is not None:
                self.walk(content)
        elif tag == _ALTERNATE:
            for part in chosen(child):
                self.walk(part)
        elif isinstance(tag, str) and tag.startswith(_MATH):
            self.pieces.extend(t.text or "" for t in child.iter(_MATH + "t"))

    def _run(self, run: _Element) -> None:
        properties = properties_of(run, _RPR)
        if (properties is not None or self.hidden) and self._vanishes(properties):
            if any(text.text for text in run.iterchildren(_T)):
                self.notes[NOTE_HIDDEN] = None
            return
        self._content(run)

    def _vanishes(self, properties: _Element | None) -> bool:
        if properties is None:
            return self.hidden
        hidden = self.hidden
        for child in properties:
            if child.tag == _VANISH:
                return switched_on(child)
            if child.tag == _RSTYLE:
                hidden = hidden or self.styles.get(child.get(VAL, "")).hidden
        return hidden

    def _content(self, parent: _Element) -> None:
        for child in parent:
            tag = child.tag
            if tag == _T:
                if not self._fields or all(self._fields):
                    self.pieces.append(child.text or "")
            elif tag != _RPR:
                self._special(child, tag)

    def _special(self, child: _Element, tag: object) -> None:
        if tag == _FIELD:
            self._field(child.get(W + "fldCharType", ""))
        elif tag in _BOXED:
            self.boxes.extend(_text_boxes(child))
        elif tag == _ALTERNATE:
            for part in chosen(child):
                self._content(part)
        elif tag == W + "ruby":
            for base in child.iterchildren(W + "rubyBase"):
                self.walk(base)
        elif all(self._fields):
            self.pieces.append(_sign(child, tag))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()


def chosen(alternate: _Element) -> list[_Element]:
    """The one branch of an AlternateContent to be read: the first that holds text, so that nothing is read twice."""
    for branch in alternate.iterchildren(MC + "Choice", MC + "Fallback"):
        if next(branch.iter(_T, W + "sym"), None) is not None:
            return [branch]
    return []


def control_content(control: _Element, notes: dict[str, None]) -> _Element | None:
    """What a content control holds, None while it only shows its prompt."""
    if switched_on(control.find(f"{W}sdtPr/{W}showingPlcHdr")):
        notes[NOTE_PROMPT] = None
        return None
    return control.find(W + "sdtContent")


def _text_boxes(drawing: _Element) -> list[_Element]:
    """The contents of the text boxes in a drawing, outermost only: an inner one is met when its outer is read."""
    found = list(drawing.iter(W + "txbxContent"))
    known = set(found)
    return [box for box in found if len(found) == 1 or not _inside(box, drawing, known)]


def _inside(box: _Element, drawing: _Element, boxes: set[_Element]) -> bool:
    for ancestor in box.iterancestors():
        if ancestor is drawing:
            return False
        # The fallback repeats what the choice before it says.
        if ancestor in boxes or ancestor.tag == MC + "Fallback":
            return True
    return False


def _sign(child: _Element, tag: object) -> str:
    if tag == W + "br":
        return "" if child.get(W + "type", "textWrapping") in ("page", "column") else "\n"
    if tag == W + "sym":
        text = child.get(W + "char", "")
        code = int(text, 16) if len(text) == 4 and all(c in "0123456789abcdefABCDEF" for c in text) else 0xFFFD
        return SYMBOLS.get(code, chr(code))
    return _SIGNS.get(str(tag), "")
