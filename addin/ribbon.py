"""The table of buttons (``ribbon.toml``), read and checked against itself before anything is made from it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from workbook.errors import InputRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HERE = Path(__file__).resolve().parent
_TABLE = _HERE / "ribbon.toml"
_ICONS = _HERE / "icons.toml"
# Ids travel through VBA in the system's code page and through a command line: ASCII letters and digits only.
_ID = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_CALL = re.compile(r"[a-z][a-z_]*")
_SIZES = ("large", "normal")
_ENABLED = ("always", "book")
# What the ribbon's schema allows (ST_LongString); a label is short because a button is narrow.
_MAX_TIP = 1024
_MAX_LABEL = 12

T = TypeVar("T", "Tab", "Group", "Button")


class RibbonError(InputRefused):
    """A table of buttons that contradicts itself or names what Office does not have."""


@dataclass(frozen=True)
class Tab:
    """The tab in Excel's ribbon, placed ``after`` one of Office's own."""

    id: str
    label: str
    after: str
    keytip: str


@dataclass(frozen=True)
class Group:
    """A group of buttons, with its name under or over it."""

    id: str
    label: str


@dataclass(frozen=True)
class Button:
    """One button.

    Attributes:
        id: what a click passes on.
        group: the id of its group.
        label: the words on it.
        tip: what it does, in a few words.
        more: what it does, in a sentence or two.
        icon: an imageMso name.
        size: ``large`` or ``normal``.
        calls: the name of the macro.
        enabled: ``always``, or ``book`` while a workbook is open.
    """

    id: str
    group: str
    label: str
    tip: str
    more: str
    icon: str
    size: str
    calls: str
    enabled: str


@dataclass(frozen=True)
class Ribbon:
    """The whole table, in the order in which it is shown."""

    tab: Tab
    groups: tuple[Group, ...]
    buttons: tuple[Button, ...]

    @property
    def grouped(self) -> list[tuple[Group, list[Button]]]:
        """Every group with its buttons."""
        return [(group, [one for one in self.buttons if one.group == group.id]) for group in self.groups]

    @property
    def dispatch(self) -> dict[str, str]:
        """Button id → name of the macro."""
        return {button.id: button.calls for button in self.buttons}


@cache
def load_ribbon() -> Ribbon:
    """The table that comes with the program.

    Raises:
        RibbonError: see :func:`read_ribbon`.
    """
    return read_ribbon(_TABLE.read_text("utf-8"))


def known_icons() -> frozenset[str]:
    """The icon names that are known to exist in Office."""
    return frozenset(name for names in tomllib.loads(_ICONS.read_text("utf-8")).values() for name in names)


def read_ribbon(text: str) -> Ribbon:
    """Read a table of buttons.

    Raises:
        RibbonError: no TOML, an unknown or missing key, a wrong value, an id used twice, a group that is not there or
            has no button, an icon that Office is not known to have.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"按钮表不是有效的 TOML（{error}），请改正 addin/ribbon.toml。"
        raise RibbonError(message) from error
    groups = tuple(_one(Group, entry) for entry in table.get("group", []))
    buttons = tuple(_one(Button, entry) for entry in table.get("button", []))
    ribbon = Ribbon(_one(Tab, table.get("tab", {})), groups, buttons)
    if faults := list(_faults(ribbon)):
        message = f"按钮表有误，请改正 addin/ribbon.toml：{'；'.join(faults)}。"
        raise RibbonError(message)
    return ribbon


def _one(kind: type[T], entry: dict[str, Any]) -> T:
    wanted = {field.name for field in fields(kind)}
    odd = sorted(set(entry) ^ wanted)
    if odd or not all(isinstance(value, str) and value.strip() for value in entry.values()):
        name = entry.get("id", kind.__name__)
        keys, wrong = "、".join(sorted(wanted)), "、".join(odd) or "空的值"
        message = f"按钮表里 {name} 的键应是 {keys}，都要写，都是文字；请改 {wrong}。"
        raise RibbonError(message)
    return kind(**entry)


def _faults(ribbon: Ribbon) -> Iterator[str]:
    ids = [ribbon.tab.id, *(one.id for one in ribbon.groups), *(one.id for one in ribbon.buttons)]
    yield from (f"id {name} 应是字母和数字，以字母开头" for name in ids if not _ID.fullmatch(name))
    yield from (f"id {name} 用了几次" for name in _repeated(name.lower() for name in ids))
    yield from (f"{name} 由几个按钮调用" for name in _repeated(one.calls for one in ribbon.buttons))
    yield from (f"“{name}”是几个按钮的名称" for name in _repeated(one.label for one in ribbon.buttons))
    yield from (f"组 {group.id} 里没有按钮" for group, inside in ribbon.grouped if not inside)
    groups, icons = {group.id for group in ribbon.groups}, known_icons()
    for button in ribbon.buttons:
        yield from (f"{button.id}：{fault}" for fault in _button_faults(button, groups, icons))


def _button_faults(button: Button, groups: set[str], icons: frozenset[str]) -> Iterator[str]:
    if button.group not in groups:
        yield f"没有组 {button.group}"
    if button.icon not in icons:
        yield f"icons.toml 里没有图标 {button.icon}"
    if button.size not in _SIZES:
        yield f"size 应是 {'、'.join(_SIZES)} 之一"
    if button.enabled not in _ENABLED:
        yield f"enabled 应是 {'、'.join(_ENABLED)} 之一"
    if not _CALL.fullmatch(button.calls):
        yield f"calls 应是函数名，现在是 {button.calls}"
    if len(button.label) > _MAX_LABEL or max(len(button.tip), len(button.more)) > _MAX_TIP:
        yield f"名称最多 {_MAX_LABEL} 个字，提示最多 {_MAX_TIP} 个字"


def _repeated(names: Iterable[str]) -> list[str]:
    found = list(names)
    return sorted({name for name in found if found.count(name) > 1})
