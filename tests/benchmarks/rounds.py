"""Fair timing for the benchmarks: the candidates take turns, so that a busy machine is busy for all of them."""

from __future__ import annotations

import gc
import platform
import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def medians(candidates: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median time of each candidate in milliseconds; every one runs once before the clock starts."""
    for run in candidates.values():
        run()
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, run in candidates.items():
            # Garbage of the candidate before would be collected on the time of this one.
            gc.collect()
            start = time.perf_counter()
            run()
            times[name].append(1000 * (time.perf_counter() - start))
    return {name: statistics.median(found) for name, found in times.items()}


def show(title: str, found: dict[str, float], pairs: Iterable[tuple[str, str]]) -> None:
    """Print the medians, then for each pair how many times the second's time the first takes."""
    say(f"{title} (Python {platform.python_version()}, {platform.system()} {platform.machine()})")
    for name, spent in found.items():
        say(f"  {name:<28}{spent:9.2f} ms")
    for one, other in pairs:
        say(f"  {one} : {other} = {found[one] / found[other]:.2f}")


def say(line: str) -> None:
    """Print a line."""
    print(line)  # noqa: T201  # a benchmark is there to talk
