"""What a template may not bring into a report: macros, controls, embedded programs, commands, links to outside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converters.word.text import R, W
from workbook.errors import InputRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.word.parts import Parts, Relation

_LINK = "hyperlink"
_BASE = "attachedTemplate"
# Relationship types by their last word. A workbook ("package") embedded in a chart is data, anywhere else an object.
_REFUSED = {
    "vbaProject": "宏",
    "wordVbaData": "宏",
    "keyMapCustomizations": "自定义的快捷键或菜单",
    "attachedToolbars": "自定义的快捷键或菜单",
    "extensibility": "自定义的快捷键或菜单",
    "control": "ActiveX 控件",
    "oleObject": "嵌入的对象",
    "package": "嵌入的对象",
    "aFChunk": "嵌入的文件",
    "subDocument": "子文档",
    "mailMergeSource": "邮件合并的数据源",
    "mailMergeHeaderSource": "邮件合并的数据源",
}
# Fields that fetch or start something when the report is opened.
_COMMANDS = re.compile(
    r"(?<![\w\\])(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE|MACROBUTTON)\b", re.IGNORECASE
)


def tame(parts: Parts) -> list[str]:
    """Refuse what could run or load something; take out links that lead outside.

    Returns:
        Notes for the user on what was taken out (Chinese).

    Raises:
        InputRefused: macros, controls, embedded objects, commands in fields, linked files.
    """
    if any("macroEnabled" in word or "vbaProject" in word for word in (*parts.content_types(), *parts.names)):
        raise _refusal(parts, "宏")
    notes: list[str] = []
    for part in ("", *parts.names):
        for relation in list(parts.relations(part)):
            notes += _tame_relation(parts, part, relation)
    for part in parts.names:
        if part.startswith("word/") and part.endswith(".xml"):
            _refuse_commands(parts, part)
    return notes


def _tame_relation(parts: Parts, part: str, relation: Relation) -> Iterator[str]:
    inside_chart = relation.kind == "package" and "/charts/" in f"/{part}"
    if relation.kind in _REFUSED and not inside_chart:
        raise _refusal(parts, _REFUSED[relation.kind])
    if not relation.external:
        return
    if relation.kind not in (_LINK, _BASE):
        raise _refusal(parts, "链接到外部的文件或图片")
    _unlink(parts.xml(part), relation.key)
    relation.element.getparent().remove(relation.element)  # type: ignore[union-attr]  # it was found below one
    what = "指向网址或外部文件的链接" if relation.kind == _LINK else "所附的另一个模板"
    yield f"模板“{parts.name}”里{what}（{relation.target[:80]}）没有带进报告。"


def _unlink(root: _Element, key: str) -> None:
    """Remove what refers to a relationship; the words of a link stay."""
    for element in [element for element in root.iter() if element.get(f"{R}id") == key]:
        parent = element.getparent()
        if parent is None:
            continue
        if element.tag == f"{W}hyperlink":
            at = parent.index(element)
            parent[at : at + 1] = list(element)
        else:
            parent.remove(element)


def _refuse_commands(parts: Parts, part: str) -> None:
    root = parts.xml(part)
    for paragraph in root.iter(f"{W}p"):
        # A field's code may be cut into several runs.
        codes = ["".join(code.text or "" for code in paragraph.iter(f"{W}instrText"))]
        codes += [field.get(f"{W}instr", "") for field in paragraph.iter(f"{W}fldSimple")]
        if found := next(filter(None, map(_COMMANDS.search, codes)), None):
            raise _refusal(parts, f"会自动执行或取外部内容的域 {found[1].upper()}")


def _refusal(parts: Parts, what: str) -> InputRefused:
    return InputRefused(
        f"模板“{parts.name}”含有{what}，为安全起见没有使用。"
        "请在 Word 里删去，另存为普通的 .docx，或用 nianbao report --write-template 重新取一份模板。"
    )
