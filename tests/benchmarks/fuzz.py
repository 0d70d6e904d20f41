"""Damaged files of every format through the readers: ``python tests/benchmarks/fuzz.py 100000``.

Whatever the bytes, a reader gives a document or refuses the input; anything else is printed with the number that makes
it again. Each damage is drawn from its own number, so that ``--from`` goes on where another run stopped.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from accidents import damaged, samples

from converters import office
from converters.readers import read_bytes_as_document
from workbook.errors import InputRefused


def outcome(made: dict[str, bytes], number: int) -> tuple[str, str]:
    """The format and what became of one damaged file: read, refused, or the name of what was raised."""
    draw = random.Random(number)
    ending, other = draw.choice(sorted(made)), draw.choice(sorted(made))
    data = damaged(made[ending], made[other], draw)
    try:
        read_bytes_as_document(data, f"a.{ending}")
    except InputRefused:
        return ending, "refused"
    except Exception as error:  # noqa: BLE001  # the very thing that is looked for
        return ending, f"{type(error).__name__}: {error}"
    return ending, "read"


def say(line: str) -> None:
    """A line as soon as it is known."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Try as many as wanted and say what came of them; 1 when anything but a document or a refusal did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=5000)
    parser.add_argument("--from", dest="first", type=int, default=0)
    args = parser.parse_args()
    # Damaged .doc files would go through LibreOffice, seconds each; the reader's own code is what is tried here.
    office.find_office = lambda: None
    made, seen, slowest = samples(), Counter(), (0.0, 0)
    start = time.perf_counter()
    for number in range(args.first, args.first + args.count):
        begun = time.perf_counter()
        ending, result = outcome(made, number)
        slowest = max(slowest, (time.perf_counter() - begun, number))
        seen[ending, result if result in ("read", "refused") else "WRONG"] += 1
        if result not in ("read", "refused"):
            say(f"{number} {ending}: {result}")
    for ending in sorted(made):
        say(f"{ending}: " + ", ".join(f"{what} {seen[ending, what]}" for what in ("read", "refused", "WRONG")))
    took = time.perf_counter() - start
    say(f"{args.count} files in {took:.0f} s; slowest {slowest[0]:.1f} s (number {slowest[1]})")
    return int(any(what == "WRONG" for _, what in seen))


if __name__ == "__main__":
    sys.exit(main())
