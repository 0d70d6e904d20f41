"""The one place that imports LibreOffice's own module, and the small values that its interface wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import unquote, urlsplit

import uno  # type: ignore[import-not-found]  # it comes with LibreOffice

from addin.refusals import OfficeRefused

if TYPE_CHECKING:
    from collections.abc import Callable

# An object of LibreOffice's: it has no types.
Uno: TypeAlias = Any

# com.sun.star.sheet.CellFlags: numbers, dates, texts and formulas; all of a cell's looks.
CONTENTS = 1 | 2 | 4 | 16
LOOKS = 32 | 64
EVERYTHING = 1023


def struct(name: str, **fields: object) -> Uno:
    """A value of one of UNO's structures: ``struct("table.CellAddress", Row=1)``."""
    made = uno.createUnoStruct(f"com.sun.star.{name}")
    for key, value in fields.items():
        setattr(made, key, value)
    return made


def choice(kind: str, value: str) -> Uno:
    """A value of one of UNO's enumerations: ``choice("table.CellContentType", "TEXT")``."""
    return uno.Enum(f"com.sun.star.{kind}", value)


def properties(**values: object) -> tuple[Uno, ...]:
    """Named values, as UNO's methods take them."""
    return tuple(struct("beans.PropertyValue", Name=name, Value=value) for name, value in values.items())


def sequence(kind: str, values: tuple[Uno, ...]) -> Uno:
    """A sequence whose type UNO cannot guess, such as ``[]beans.NamedValue``."""
    return uno.Any(kind, values)


def url_of(path: str) -> str:
    """The URL of a file."""
    return str(uno.systemPathToFileUrl(path))


def place_of(url: str) -> str:
    """The path of a file's URL; any other URL as it is."""
    return str(uno.fileUrlToSystemPath(url)) if url.startswith("file:") else url


def name_of(url: str) -> str:
    """The last part of a URL, as it is read."""
    return unquote(urlsplit(url).path.rpartition("/")[2])


def expect(call: Callable[[], Uno], message: str) -> Uno:
    """What a call gives.

    Errors of LibreOffice's own must not travel: Python cannot note on them where they were, and stumbles over them in
    every ``with`` of ``contextlib``.

    Args:
        call: the call.
        message: what the user is told when LibreOffice refuses.

    Raises:
        OfficeRefused: LibreOffice refuses.
    """
    said = None
    try:
        return call()
    except Exception as error:  # noqa: BLE001  # LibreOffice's classes are not Python's to name
        said = str(error)
    raise OfficeRefused(message) from RuntimeError(said)
