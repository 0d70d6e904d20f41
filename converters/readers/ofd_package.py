"""The parts of an OFD file (GB/T 33190): documents, pages, templates and resources, however their paths say."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbook.errors import InputRefused
from workbook.openxml import local_name
from workbook.package import open_package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from workbook.package import Package

MAX_PAGES = 1000
# Parts by which a file locked by a password or a certificate is known (GM/T 0099).
_LOCKED = ("encryptions.xml", "decryptseed.dat")
_A4 = (0.0, 0.0, 210.0, 297.0)


@dataclass(slots=True)
class Resources:
    """What objects refer to by number: composite units, and the paths of media files."""

    units: dict[str, _Element] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class OfdPage:
    """A page's physical box in mm (left, top, width, height), the roots to be drawn one on another, and resources."""

    number: int
    box: tuple[float, float, float, float]
    layers: list[_Element]
    resources: Resources


class OfdPackage:
    """An open OFD file.

    Args:
        data: the whole file.
        name: the file's name, for messages.

    Raises:
        InputRefused: not safe to open, locked, or without a document.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.package: Package = open_package(data, name)
        if any(part.lower().endswith(_LOCKED) for part in self.package.names):
            message = f"“{name}”文件已加密，请先在 OFD 阅读软件中解除加密后再试。"
            raise InputRefused(message)
        self.notes: list[str] = []
        self._units: dict[str, Resources] = {}

    def pages(self) -> Iterator[OfdPage]:
        """The pages of all documents in the file, numbered through.

        Raises:
            InputRefused: no document, a page that is missing or damaged, or too many of them.
        """
        number = 0
        for path, document in self._documents():
            self._note_extras(document)
            common = child(document, "CommonData")
            shared, templates = self._common(path, common)
            box = _physical_box(child(common, "PageArea")) or _A4
            for entry in children(child(document, "Pages"), "Page"):
                number += 1
                if number > MAX_PAGES:
                    message = f"“{self.name}”超过 {MAX_PAGES} 页，已拒绝读取。请分成几个文件再试。"
                    raise InputRefused(message)
                yield self._page(number, self._near(path, entry.get("BaseLoc", "")), box, shared, templates)

    def _documents(self) -> Iterator[tuple[str, _Element]]:
        roots = [child(body, "DocRoot") for body in children(self.package.xml("OFD.xml"), "DocBody")]
        paths = [self._near("OFD.xml", root.text or "") for root in roots if root is not None]
        if not paths:
            message = f"“{self.name}”里没有文档（OFD.xml 没有指明正文），请重新获取该文件。"
            raise InputRefused(message)
        yield from ((path, self.package.xml(path)) for path in paths)

    def _page(
        self,
        number: int,
        path: str,
        box: tuple[float, float, float, float],
        shared: Resources,
        templates: dict[str, str],
    ) -> OfdPage:
        root = self.package.xml(path)
        own = self._resources(path, children(root, "PageRes"))
        resources = Resources(shared.units | own.units, shared.media | own.media)
        below = [templates.get(entry.get("TemplateID", ""), "") for entry in children(root, "Template")]
        layers = [self.package.xml(template) for template in below if template in self.package]
        return OfdPage(number, _physical_box(child(root, "Area")) or box, [*layers, root], resources)

    def _common(self, path: str, common: _Element | None) -> tuple[Resources, dict[str, str]]:
        """The resources of a document, and the paths of its template pages by number."""
        entries = [*children(common, "PublicRes"), *children(common, "DocumentRes")]
        templates = children(common, "TemplatePage")
        paths = {entry.get("ID", ""): self._near(path, entry.get("BaseLoc", "")) for entry in templates}
        return self._resources(path, entries), paths

    def _resources(self, path: str, entries: list[_Element]) -> Resources:
        found = Resources()
        for entry in entries:
            part = self._near(path, entry.text or "")
            # Fonts and colours of a missing part change nothing that is read; its units show as missing words.
            if part in self.package:
                more = self._resource(part)
                found.units |= more.units
                found.media |= more.media
        return found

    def _resource(self, part: str) -> Resources:
        if part not in self._units:
            root = self.package.xml(part)
            base = posixpath.join(posixpath.dirname(part), _slashes(root.get("BaseLoc", "")), "")
            units = {unit.get("ID", ""): unit for unit in _grandchildren(root, "CompositeGraphicUnit")}
            media = {}
            for medium in _grandchildren(root, "MultiMedia"):
                file = child(medium, "MediaFile")
                media[medium.get("ID", "")] = self._near(base, (file.text or "") if file is not None else "")
            self._units[part] = Resources(units, media)
        return self._units[part]

    def _near(self, base: str, location: str) -> str:
        """The part that a path means: from the package's root, from the part that names it, or only by luck."""
        location = _slashes(location.strip())
        if location.startswith("/"):
            return posixpath.normpath(location).lstrip("/")
        relative = posixpath.normpath(posixpath.join(posixpath.dirname(base), location))
        return relative if relative in self.package or location not in self.package else location

    def _note_extras(self, document: _Element) -> None:
        for element, what in (("Annotations", "批注"), ("Attachments", "附件")):
            if child(document, element) is not None:
                self.notes.append(f"文件里的{what}没有读入")


def child(element: _Element | None, name: str) -> _Element | None:
    """The first child of this name in any namespace: older files use another one."""
    return next(iter(children(element, name)), None)


def children(element: _Element | None, name: str) -> list[_Element]:
    """The children of this name in any namespace."""
    return [one for one in element if local_name(one) == name] if element is not None else []


def _grandchildren(root: _Element, name: str) -> list[_Element]:
    return [one for group in root for one in children(group, name)]


def _slashes(location: str) -> str:
    return location.replace("\\", "/")


def _physical_box(area: _Element | None) -> tuple[float, float, float, float] | None:
    box = child(area, "PhysicalBox")
    found = numbers(box.text if box is not None else "")
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 and min(found[2:]) > 0 else None


def numbers(text: str | None) -> list[float]:
    """The numbers of a list parted by blanks; words that are none, or none that fits on a page, are left out."""
    found = []
    for word in (text or "").split():
        try:
            value = float(word)
        except ValueError:
            continue
        if abs(value) < 1e6:
            found.append(value)
    return found
