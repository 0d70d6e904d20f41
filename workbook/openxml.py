"""What all Office packages share: names without their namespace, and the relations between parts."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from workbook.package import Package


def local_name(element: _Element) -> str:
    """The name without its namespace, which differs between strict and transitional files."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def within(element: _Element, local: str) -> Iterator[_Element]:
    """Every descendant of that local name, in order."""
    return element.iter("{*}" + local)


def attribute(element: _Element, name: str) -> str:
    """An attribute's value whatever its namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def relations(package: Package, part: str) -> list[tuple[str, str, str]]:
    """Id, last word of the type, and target part of each relation of a part (empty: of the package)."""
    folder, base = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{base}.rels")
    if path not in package:
        return []
    found = []
    for relation in within(package.xml(path), "Relationship"):
        kind = relation.get("Type", "").rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
        found.append((relation.get("Id", ""), kind, target))
    return found


def sheet_parts(package: Package) -> dict[str, str]:
    """The part of every sheet of a workbook by its title, in order; empty where the workbook names none."""
    parts = {identity: target for identity, _, target in relations(package, "xl/workbook.xml")}
    sheets = within(package.xml("xl/workbook.xml"), "sheet")
    return {sheet.get("name", ""): parts.get(attribute(sheet, "id"), "") for sheet in sheets}


def main_part(package: Package, otherwise: str) -> str:
    """The part the package says it is about, or ``otherwise`` when it says nothing."""
    mains = [target for _, kind, target in relations(package, "") if kind == "officeDocument"]
    return mains[0] if mains else otherwise
