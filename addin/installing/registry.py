r"""The Windows registry as far as it is read here; nothing is ever written to it.

A key is written with the short name of its root: ``HKCU\Software\Microsoft\Office``.
"""

from __future__ import annotations

import contextlib
import sys
from typing import Protocol

Value = str | int | bytes


class Registry(Protocol):
    """What is asked of the registry."""

    def value(self, key: str, name: str = "") -> Value | None:
        """A value of a key, the unnamed one without ``name``; None when there is none."""

    def values(self, key: str) -> dict[str, Value]:
        """All values of a key by name; empty when the key is not there."""


class NoRegistry:
    """The registry of a system that has none."""

    def value(self, key: str, name: str = "") -> Value | None:
        """Nothing."""
        return self.values(key).get(name)

    def values(self, key: str) -> dict[str, Value]:
        """Nothing."""
        del key
        return {}


class WindowsRegistry:
    """The registry of this machine; of a key that exists for 32 and for 64 bits the values of both are taken."""

    def value(self, key: str, name: str = "") -> Value | None:
        """See :meth:`Registry.value`."""
        return {found.lower(): value for found, value in self.values(key).items()}.get(name.lower())

    def values(self, key: str) -> dict[str, Value]:
        """See :meth:`Registry.values`."""
        found: dict[str, Value] = {}
        if sys.platform == "win32":
            import winreg  # noqa: PLC0415  # only Windows has it

            roots = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
            root, _, path = key.partition("\\")
            for view in (winreg.KEY_WOW64_32KEY, winreg.KEY_WOW64_64KEY):
                # A key that is missing or closed to this user says nothing, as if it were not there.
                with contextlib.suppress(OSError), winreg.OpenKey(roots[root], path, 0, winreg.KEY_READ | view) as at:
                    rows = (winreg.EnumValue(at, number) for number in range(winreg.QueryInfoKey(at)[1]))
                    found |= {name: value for name, value, _ in rows}
        return found


def system_registry() -> Registry:
    """The registry of this machine."""
    return WindowsRegistry() if sys.platform == "win32" else NoRegistry()
