"""The parts of a .docx with their relationships and content types, to be changed and packed again."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from workbook.errors import InputRefused
from workbook.package import parse_xml, rezip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

CONTENT_TYPES = "[Content_Types].xml"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
_DECLARED = ("Override", "Default")


class Relation(NamedTuple):
    """A relationship: ``kind`` is the last word of its type, ``target`` a part's name or an outside address."""

    key: str
    kind: str
    target: str
    external: bool
    element: _Element


class Parts:
    """Parts by name; XML parts asked for once are kept as trees, and written back when the file is packed."""

    def __init__(self, content: dict[str, bytes], name: str) -> None:
        self.name = name
        self._content = content
        self._trees: dict[str, _Element] = {}

    @property
    def names(self) -> list[str]:
        """The part names in the order of the package."""
        return list(self._content)

    def xml(self, part: str) -> _Element:
        """The root element of a part; changes to it are kept.

        Raises:
            InputRefused: no such part, or no XML that may be read.
        """
        if part not in self._content:
            message = f"“{self.name}”不完整：缺少部件 {part}。请用 Word 打开后另存一份再试。"
            raise InputRefused(message)
        if part not in self._trees:
            self._trees[part] = parse_xml(self._content[part], self.name, part)
        return self._trees[part]

    def put(self, part: str, data: bytes, content_type: str = "") -> None:
        """Add or replace a part; a new one needs its content type."""
        self._trees.pop(part, None)
        self._content[part] = data
        if content_type:
            self.declare(part, content_type)

    def declare(self, part: str, content_type: str) -> None:
        """Say what a part is, whatever was said of it before."""
        types = self.xml(CONTENT_TYPES)
        for element in types.findall(f"{_TYPES}Override"):
            if element.get("PartName", "").lower() == f"/{part}".lower():
                types.remove(element)
        etree.SubElement(types, f"{_TYPES}Override", PartName=f"/{part}", ContentType=content_type)

    def content_types(self) -> list[str]:
        """Every content type that the package declares."""
        types = self.xml(CONTENT_TYPES)
        return [element.get("ContentType", "") for kind in _DECLARED for element in types.findall(_TYPES + kind)]

    def relations(self, part: str = "") -> Iterator[Relation]:
        """The relationships of a part, of the package itself when it is empty."""
        if (where := _relations_of(part)) not in self._content:
            return
        for element in self.xml(where).findall(_RELATION):
            external = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            inside = target if external else posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target))
            yield Relation(
                element.get("Id", ""),
                element.get("Type", "").rpartition("/")[2],
                inside if external else inside.lstrip("/"),
                external,
                element,
            )

    def relate(self, part: str, key: str, kind: str, target: str) -> None:
        """Add a relationship from a part to another; ``kind`` is the whole type."""
        where = _relations_of(part)
        if where not in self._content:
            self._content[where] = _NO_RELATIONS
        etree.SubElement(self.xml(where), _RELATION, Id=key, Type=kind, Target=f"/{target}")

    def of_kind(self, kind: str, part: str = "") -> str:
        """The name of the part that a relationship of this kind leads to, empty when there is none."""
        return next((relation.target for relation in self.relations(part) if relation.kind == kind), "")

    def packed(self) -> dict[str, bytes]:
        """Every part as bytes."""
        changed = {part: _serialised(tree) for part, tree in self._trees.items()}
        return self._content | changed

    def file(self) -> bytes:
        """The .docx itself, the same bytes for the same parts."""
        return rezip(self.packed())


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _serialised(tree: _Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
