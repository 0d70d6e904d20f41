"""What the words of a rich text file say, group by group: letters, paragraphs, the shapes of rows (RTF 1.9.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from converters.readers.docx import numbered
from converters.readers.docx_text import NOTE_HIDDEN, NOTE_REVISED
from converters.readers.edges import BEGINS, CONTINUES, RowShape
from converters.readers.rtf_letters import Letters
from converters.readers.rtf_story import MOST_LEVELS, Block, Line, Story
from converters.readers.rtf_words import BOXES, KEPT, LABELS, SIGNS, SKIPPED, SYMBOLS
from workbook.errors import InputRefused

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DEPTH = 2000
_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z'])|([{}])|([^\\{}\r\n\0]+)|[\r\n\0]+|\\"
)
BLANKS = " \t\n\r\u3000\xa0"
_HEADING_NAME = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.IGNORECASE)


@dataclass(slots=True)
class _Group:
    """What is in force between two braces, and what those inside begin with."""

    skipped: bool = False
    kind: str = ""
    starred: bool = False
    font: int = 0
    hidden: bool = False
    deleted: bool = False
    fallback: int = 1
    in_table: bool = False
    level: int = 0
    style: int = 0
    outline: int = 9
    box: bool = False
    shape: RowShape | None = None


class Parser:
    """One pass over the file."""

    def __init__(self, name: str) -> None:
        self.notes: dict[str, None] = {}
        self._name = name
        self._letters = Letters()
        self._group = _Group()
        self._groups: list[_Group] = []
        self._stories = [Story()]
        self._pieces: list[list[str]] = [[]]
        self._label: list[str] = []
        self._headings: dict[int, int] = {}
        self._style_name: list[str] = []
        self._shape: RowShape | None = None
        self._down, self._right = 0, False
        self._default_font = 0
        self._to_skip = 0

    def run(self, data: bytes) -> None:
        """Read all of it; what comes after the closing brace is no text."""
        at, match = 0, _TOKEN.match
        while token := match(data, at):
            at = token.end()
            word, number, code, symbol, brace, text = token.groups()
            if text:
                self._text(text)
            elif code:
                self._byte(bytes((int(code, 16),)))
            elif word:
                if word == b"bin" and number:
                    at += max(0, int(number))
                self._word(word.decode(), int(number) if number else None)
            elif brace:
                if not (self._open() if brace == b"{" else self._shut()):
                    return
            elif symbol:
                self._symbol(symbol)
        self.notes["文件没有正常结尾，可能不完整，请核对内容是否齐全"] = None

    def end(self) -> list[Block]:
        """What was read."""
        self._flush()
        if "".join(self._pieces[0]).strip(BLANKS):
            self._stories[0].line(self._line(), self._depth())
        return self._stories[0].end()

    def _open(self) -> bool:
        self._flush()
        if len(self._groups) >= MAX_DEPTH:
            message = f"“{self._name}”嵌套过深，已拒绝读取。请用 Word 或 WPS 打开后另存为 .docx 再试。"
            raise InputRefused(message)
        self._groups.append(self._group)
        self._group = replace(self._group, starred=False)
        self._to_skip = 0
        return True

    def _shut(self) -> bool:
        """Leave a group; False at the end of the file's own."""
        self._flush()
        left = self._group
        self._group = self._groups.pop() if self._groups else _Group()
        self._to_skip = 0
        if left.kind == self._group.kind == "stylesheet":
            self._end_style(left)
        if left.box and not self._group.box:
            self._end_box()
        if left.kind == "nesttableprops" and self._group.kind != left.kind:
            self._shape = left.shape
        return bool(self._groups)

    def _end_style(self, style: _Group) -> None:
        named = _HEADING_NAME.match("".join(self._style_name).strip(" ;"))
        self._style_name = []
        level = style.outline + 1 if style.outline < 9 else int(named[1]) if named else 0
        if level:
            self._headings[style.style] = level

    def _end_box(self) -> None:
        if "".join(self._pieces[-1]).strip(BLANKS):
            self._stories[-1].line(self._line(), 0)
        self._pieces.pop()
        self._stories[-2].box(self._stories.pop().end(), self._depth())

    def _text(self, text: bytes) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(text))
            self._to_skip -= skipped
            text = text[skipped:]
        if text and not self._group.skipped:
            self._put(self._letters.add(text, self._group.font))

    def _byte(self, byte: bytes) -> None:
        if self._to_skip:
            self._to_skip -= 1
        elif not self._group.skipped:
            self._put(self._letters.add(byte, self._group.font))

    def _symbol(self, symbol: bytes) -> None:
        if self._to_skip and symbol != b"*":
            self._to_skip -= 1
        elif symbol == b"*":
            self._group.starred = True
        elif symbol in b"\r\n":
            self._word("par", None)
        elif not self._group.skipped:
            self._flush()
            self._put(SYMBOLS.get(symbol, ""))

    def _flush(self) -> None:
        if not self._group.skipped:
            self._put(self._letters.end())

    def _put(self, text: str) -> None:
        group = self._group
        if not text or group.kind == "fonttbl":
            return
        if group.kind == "stylesheet":
            self._style_name.append(text)
        elif group.deleted or group.hidden:
            if text.strip():
                self.notes[NOTE_REVISED if group.deleted else NOTE_HIDDEN] = None
        elif group.kind in LABELS:
            self._label.append(text)
        else:
            self._pieces[-1].append(text)

    def _word(self, word: str, number: int | None) -> None:
        self._flush()
        group = self._group
        if word == "u" and number is not None:
            self._to_skip = group.fallback
            if not group.skipped:
                self._put(self._letters.number(number))
            return
        self._to_skip = 0
        if group.starred or word in SKIPPED or word in KEPT:
            self._destination(word)
        elif not group.skipped:
            action = _ACTIONS.get(word)
            if action is not None:
                action(self, number)
            elif word in SIGNS:
                self._put(SIGNS[word])

    def _destination(self, word: str) -> None:
        """A group says what it is for."""
        group = self._group
        # The Unicode version of a destination stands inside the other one, which is skipped.
        group.skipped = word != "ud" and (group.skipped or word not in KEPT)
        group.starred = False
        if group.skipped:
            return
        if word in BOXES and not group.box:
            self._stories.append(Story())
            self._pieces.append([])
            self._group = replace(group, box=True, in_table=False, level=0)
        elif word in LABELS:
            group.kind = word
        elif word == "nesttableprops":
            group.kind, group.shape = word, self._shape

    def _depth(self) -> int:
        """How many tables the paragraph stands in."""
        group = self._group
        return min(max(group.level, 1), MOST_LEVELS) if group.in_table or group.level > 1 else 0

    def _line(self) -> Line:
        self._put(self._letters.close())
        text = "".join(self._pieces[-1])
        label = "".join(self._label).strip(BLANKS)
        self._pieces[-1], self._label = [], []
        group = self._group
        heading = group.outline + 1 if group.outline < 9 else self._headings.get(group.style, 0)
        # Bullets are no numbers; in their fonts they are not even letters.
        label = label if any(map(str.isalnum, label)) else ""
        text = text.strip(BLANKS)
        return Line(numbered(label, text) if label else text, heading)

    def par(self, _: int | None) -> None:
        """A paragraph ends; one whose end was deleted goes on."""
        if self._group.deleted:
            self.notes[NOTE_REVISED] = None
        elif self._group.kind not in LABELS:
            self._stories[-1].line(self._line(), self._depth())

    def cell(self, _: int | None) -> None:
        """A cell ends; programs that forget to say that they are in a table still end cells."""
        self._stories[-1].cell(self._line(), max(1, self._depth()))

    def row(self, _: int | None) -> None:
        """A row ends."""
        if "".join(self._pieces[-1]).strip(BLANKS):
            self.par(None)
        self._pieces[-1] = []
        self._stories[-1].row(max(1, self._depth()), self._shape)

    def pard(self, _: int | None) -> None:
        """Paragraph properties start anew."""
        if self._group.kind not in LABELS:
            self._group.in_table, self._group.level, self._group.style, self._group.outline = False, 0, 0, 9

    def plain(self, _: int | None) -> None:
        """Letter properties start anew."""
        self._group.hidden = self._group.deleted = False
        self._group.font = self._default_font

    def trowd(self, _: int | None) -> None:
        """A row's shape begins."""
        self._shape = RowShape([0])
        self._down, self._right = 0, False

    def trleft(self, number: int | None) -> None:
        """Where the row's first cell begins."""
        if self._shape is not None:
            self._shape.edges[0] = number or 0

    def cellx(self, number: int | None) -> None:
        """Where a cell ends."""
        if self._shape is None or len(self._shape.edges) > 1000:
            return
        self._shape.edges.append(max(number or 0, self._shape.edges[-1]))
        self._shape.down.append(self._down)
        self._shape.right.append(self._right)
        self._down, self._right = 0, False

    def merged_down(self, kind: int) -> None:
        """The cell whose end comes next continues or begins a merge downwards."""
        self._down = kind

    def merged_right(self, _: int | None) -> None:
        """The cell whose end comes next continues the one before it."""
        self._right = True

    def font(self, number: int | None) -> None:
        """Letters in this font follow; in the font table: its entry begins."""
        self._group.font = number or 0

    def charset(self, number: int | None) -> None:
        """A font's character set."""
        self._letters.set_charset(self._group.font, number or 0)

    def page(self, number: int | None) -> None:
        """The document's code page."""
        self._letters.set_page(number or 0)

    def default_font(self, number: int | None) -> None:
        """The font where none is named."""
        self._default_font = self._group.font = number or 0

    def style(self, number: int | None) -> None:
        """The paragraph's style; in the style sheet: the style that the entry is about."""
        self._group.style = number or 0

    def set(self, name: str, value: int | str) -> None:
        """Set a property of the group."""
        setattr(self._group, name, value)

    def code_page_of_font(self, number: int | None) -> None:
        """A font's code page, which some programs state instead of a character set."""
        self._letters.set_font_page(self._group.font, number or 0)


def _switch(name: str) -> _Action:
    """A property that is on unless its number is 0."""
    return lambda parser, number: parser.set(name, number != 0)


def _number(name: str, otherwise: int) -> _Action:
    return lambda parser, number: parser.set(name, otherwise if number is None else min(max(number, 0), 1000))


def _revised(parser: Parser, _: int | None) -> None:
    parser.notes[NOTE_REVISED] = None


_Action: TypeAlias = "Callable[[Parser, int | None], None]"
_ACTIONS: dict[str, _Action] = {
    "par": Parser.par,
    "sect": Parser.par,
    "cell": Parser.cell,
    "nestcell": Parser.cell,
    "row": Parser.row,
    "nestrow": Parser.row,
    "pard": Parser.pard,
    "plain": Parser.plain,
    "trowd": Parser.trowd,
    "trleft": Parser.trleft,
    "cellx": Parser.cellx,
    "clvmgf": lambda parser, _: parser.merged_down(BEGINS),
    "clvmrg": lambda parser, _: parser.merged_down(CONTINUES),
    "clmrg": Parser.merged_right,
    "f": Parser.font,
    "fcharset": Parser.charset,
    "cpg": Parser.code_page_of_font,
    "ansicpg": Parser.page,
    "deff": Parser.default_font,
    "s": Parser.style,
    "fonttbl": lambda parser, _: parser.set("kind", "fonttbl"),
    "stylesheet": lambda parser, _: parser.set("kind", "stylesheet"),
    "revised": _revised,
    "v": _switch("hidden"),
    "deleted": _switch("deleted"),
    "intbl": _switch("in_table"),
    "uc": _number("fallback", 1),
    "itap": _number("level", 0),
    "outlinelevel": _number("outline", 9),
}
