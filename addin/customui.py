"""Excel's ribbon tab (the customUI14 part of the add-in) from the table of buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from addin.ribbon import Button, Ribbon

PART = "customUI/customUI14.xml"
NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
# The callbacks in excel/NianbaoRibbon.bas.
ON_LOAD = "Nianbao_OnLoad"
ON_ACTION = "Nianbao_OnAction"
GET_ENABLED = "Nianbao_GetEnabled"


def custom_ui(ribbon: Ribbon) -> bytes:
    """The part as UTF-8 XML; labels are in it, for VBA text cannot hold Chinese on every system."""
    root = etree.Element("customUI", xmlns=NAMESPACE, onLoad=ON_LOAD)
    tabs = etree.SubElement(etree.SubElement(root, "ribbon"), "tabs")
    shown = ribbon.tab
    tab = etree.SubElement(tabs, "tab", id=shown.id, label=shown.label, keytip=shown.keytip, insertAfterMso=shown.after)
    for group, buttons in ribbon.grouped:
        element = etree.SubElement(tab, "group", id=group.id, label=group.label)
        for button in buttons:
            etree.SubElement(element, "button", _attributes(button))
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _attributes(button: Button) -> dict[str, str]:
    return {
        "id": button.id,
        "label": button.label,
        "screentip": button.tip,
        "supertip": button.more,
        "imageMso": button.icon,
        "size": button.size,
        "onAction": ON_ACTION,
        # The callback is the same for every button; the tag tells it when this one may be clicked.
        "getEnabled": GET_ENABLED,
        "tag": button.enabled,
    }
