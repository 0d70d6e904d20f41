"""What our engines for xlwings have in common: the objects that xlwings asks for, as far as no program is involved.

xlwings (pinned, as this interface is not documented) wraps these: ``xlwings.Engine(impl=Engine(...))``. Nothing here is
taken from its licensed part ``xlwings.pro``.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections import Counter
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CellContent: TypeAlias = "float | int | str | bool | dt.datetime | None"
Rows: TypeAlias = "list[list[CellContent]]"


class ErrorText(str):
    """An error value as read from a cell, such as ``#REF!``: a text, told from one that somebody typed."""

    __slots__ = ()


class Engine:
    """An engine with its programs, counting what goes to them.

    Attributes:
        name: what xlwings knows it by.
        apps: the running programs.
        calls: how often a program was asked or told something: ``read``, ``write`` and ``other``.
    """

    type = "desktop"

    def __init__(self, name: str, start: Callable[[Engine], AppLike]) -> None:
        self.name = name
        self.calls: Counter[str] = Counter()
        self.apps = Apps(self, start)

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: object) -> Any:  # noqa: ANN401  # as xlwings hands it over
        """A value on its way into a cell: what is no number is empty, and numpy's numbers become Python's."""
        if hasattr(value, "item") and not isinstance(value, (str, bytes)):
            value = value.item()
        return None if isinstance(value, float) and value != value else value  # noqa: PLR0124  # so NaN is known

    @staticmethod
    def clean_value_data(
        data: Rows, date: Callable[..., Any], empty: object, number: Callable[[float], Any] | None, err_to_str: object
    ) -> list[list[Any]]:
        """Values on their way out of cells, made what the caller wants: see xlwings' ``Range.options``."""

        def clean(value: CellContent) -> object:
            if value is None or value == "":
                return empty
            if isinstance(value, ErrorText):
                return str(value) if err_to_str else None
            if isinstance(value, dt.datetime):
                return value if date is dt.datetime else _built(date, value)
            return number(value) if number and isinstance(value, float) else value

        return [[clean(value) for value in row] for row in data]


class AppLike(Protocol):
    """What the list of programs needs to know of one."""

    pid: int
    books: Any


class Apps:
    """The running programs of an engine, the active one first.

    Args:
        engine: whose they are.
        start: starts one.
    """

    def __init__(self, engine: Engine, start: Callable[[Engine], AppLike]) -> None:
        self.engine = engine
        self._start = start
        self._running: list[AppLike] = []

    def keys(self) -> list[int]:
        """Their process ids."""
        return [app.pid for app in self._running]

    def add(self, *, add_book: bool | None = None, **_: object) -> AppLike:
        """Start another one; it is the active one then."""
        app = self._start(self.engine)
        self.put_first(app)
        if add_book:
            app.books.add()
        return app

    def put_first(self, app: AppLike) -> None:
        """Make a program the active one, also one that was not known yet."""
        self._running = [app, *(other for other in self._running if other is not app)]

    def remove(self, app: AppLike) -> None:
        """Forget a program that has ended."""
        self._running = [other for other in self._running if other is not app]

    @staticmethod
    def cleanup() -> None:
        """Nothing is left over by a program of ours."""

    def __iter__(self) -> Iterator[AppLike]:
        return iter(list(self._running))

    def __len__(self) -> int:
        return len(self._running)

    def __getitem__(self, pid: int) -> AppLike:
        return next(app for app in self._running if app.pid == pid)


class _Named(Protocol):
    @property
    def name(self) -> str: ...


Item = TypeVar("Item", bound=_Named)


class Collection(ABC, Generic[Item]):
    """Things known by their number from 1 or by their name, which may be written in either case."""

    api: Any = None

    @abstractmethod
    def items(self) -> list[Item]:
        """The things in their order, as they are now."""

    def __call__(self, key: int | str) -> Item:
        """One of them.

        Raises:
            KeyError: no such name.
            IndexError: no such number.
        """
        items = self.items()
        if isinstance(key, str):
            for item in items:
                if item.name.casefold() == key.casefold():
                    return item
            raise KeyError(key)
        if not 1 <= key <= len(items):
            raise IndexError(key)
        return items[int(key) - 1]

    def __len__(self) -> int:
        return len(self.items())

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items())

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and any(item.name.casefold() == key.casefold() for item in self.items())


def macro_name(written: str) -> str:
    """The name of a macro without the add-in it is in: ``'nianbao.xlam'!Nianbao_Notes`` is ``Nianbao_Notes``."""
    return written.rpartition("!")[2]


def _built(date: Callable[..., Any], moment: dt.datetime) -> Any:  # noqa: ANN401  # what the caller's function makes
    return date(
        month=moment.month,
        day=moment.day,
        year=moment.year,
        hour=moment.hour,
        minute=moment.minute,
        second=moment.second,
        microsecond=moment.microsecond,
        tzinfo=None,
    )
