"""LibreOffice's toolbar and menu (Addons.xcu), and where the toolbar stands, from the table of buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from addin.ribbon import Button, Ribbon

    Location = Literal["user", "share"]

IDENTIFIER = "org.nianbao.calc"
PACKAGE_FILE = "nianbao.oxt"
SCRIPT = "nianbao_calc.py"
_OOR = "http://openoffice.org/2001/registry"
_XS = "http://www.w3.org/2001/XMLSchema"
_CALC = "com.sun.star.sheet.SpreadsheetDocument"
# Office falls back to English for a language that it does not find; both get the Chinese words.
_LANGUAGES = ("zh-CN", "en-US")


def addons(ribbon: Ribbon, location: Location) -> bytes:
    """The part as UTF-8 XML.

    Args:
        ribbon: the table.
        location: whether the extension is installed for one ``user`` or for all (``share``), for its scripts are
            addressed by it.
    """
    root = _root("Addons", "org.openoffice.Office")
    shown = _node(root, "AddonUI", replace=False)
    bar = _node(_node(shown, "OfficeToolBar", replace=False), f"{IDENTIFIER}.toolbar")
    _fill(bar, ribbon, location)
    menu = _node(_node(shown, "OfficeMenuBar", replace=False), f"{IDENTIFIER}.menu")
    _title(menu, ribbon.tab.label)
    _property(menu, "Context", _CALC)
    _fill(_node(menu, "Submenu", replace=False), ribbon, location)
    return _written(root)


def window_state(ribbon: Ribbon) -> bytes:
    """The toolbar in a row of its own with the tab's name; without this it floats over the others as “Add-On 1”."""
    root = _root("CalcWindowState", "org.openoffice.Office.UI")
    states = _node(_node(root, "UIElements", replace=False), "States", replace=False)
    bar = _node(states, f"private:resource/toolbar/addon_{IDENTIFIER}.toolbar")
    for name, kind, value in (
        ("DockPos", "xs:string", "0,3"),
        ("Docked", "xs:boolean", "true"),
        ("DockingArea", "xs:int", "0"),
        ("Visible", "xs:boolean", "true"),
    ):
        _property(bar, name, value, kind)
    _words(_property(bar, "UIName", ribbon.tab.label))
    return _written(root)


def _root(name: str, package: str) -> etree._Element:
    root = etree.Element(f"{{{_OOR}}}component-data", nsmap={"oor": _OOR, "xs": _XS})
    root.set(f"{{{_OOR}}}name", name)
    root.set(f"{{{_OOR}}}package", package)
    return root


def _written(root: etree._Element) -> bytes:
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def script_url(button: Button, location: Location) -> str:
    """What a click in LibreOffice calls."""
    where = f"language=Python&location={location}:uno_packages"
    return f"vnd.sun.star.script:{PACKAGE_FILE}|python|{SCRIPT}${button.id}?{where}"


def _fill(parent: etree._Element, ribbon: Ribbon, location: Location) -> None:
    """Put the buttons in, in their order, which is the alphabetical order of the nodes; lines between groups."""
    for number, button in enumerate(_with_lines(ribbon)):
        node = _node(parent, f"n{number:02}")
        if button is None:
            _property(node, "URL", "private:separator")
            continue
        _property(node, "URL", script_url(button, location))
        _title(node, button.label)
        _property(node, "Target", "_self")
        _property(node, "Context", _CALC)


def _with_lines(ribbon: Ribbon) -> Iterator[Button | None]:
    for number, (_, buttons) in enumerate(ribbon.grouped):
        if number:
            yield None
        yield from buttons


def _node(parent: etree._Element, name: str, *, replace: bool = True) -> etree._Element:
    node = etree.SubElement(parent, "node")
    node.set(f"{{{_OOR}}}name", name)
    if replace:
        node.set(f"{{{_OOR}}}op", "replace")
    return node


def _property(parent: etree._Element, name: str, value: str, kind: str = "xs:string") -> etree._Element:
    element = etree.SubElement(parent, "prop")
    element.set(f"{{{_OOR}}}name", name)
    element.set(f"{{{_OOR}}}type", kind)
    etree.SubElement(element, "value").text = value
    return element


def _title(parent: etree._Element, words: str) -> None:
    _words(_property(parent, "Title", words))


def _words(element: etree._Element) -> None:
    """Give a property the same words in every language."""
    for value, language in zip((element[0], etree.SubElement(element, "value")), _LANGUAGES, strict=True):
        value.text = element[0].text
        value.set("{http://www.w3.org/XML/1998/namespace}lang", language)
