"""How far the work is, for a person at a terminal; a pipe or a file is told nothing."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# So few files are done before a bar is read.
_WORTH_A_BAR = 5


@contextmanager
def progress(words: str, files: int) -> Iterator[Callable[[bool], None]]:
    """A bar on stderr while the body runs; the function it gives is called for each file: was it refused?

    Nothing is shown where ``words`` is empty, for a few files, and where stderr is no terminal.
    """
    if not words or files < _WORTH_A_BAR or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich import progress as bars  # noqa: PLC0415  # only a terminal needs it
    from rich.console import Console  # noqa: PLC0415  # the same

    columns = (
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TextColumn("{task.fields[refused]}"),
        bars.TimeElapsedColumn(),
        bars.TextColumn("剩余"),
        bars.TimeRemainingColumn(),
    )
    # Messages go above the bar; results on stdout are none of its business.
    with bars.Progress(*columns, console=Console(stderr=True), redirect_stdout=False, transient=True) as shown:
        task = shown.add_task(words, total=files, refused="")
        count = 0

        def advance(refused: bool) -> None:  # noqa: FBT001  # the only thing there is to say
            nonlocal count
            count += refused
            shown.update(task, advance=1, refused=f"退回 {count}" if count else "")

        yield advance
