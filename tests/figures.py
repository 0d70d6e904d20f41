"""Figures for test reports: consistent tables, wild ones, and the ways a table is filled in badly."""

from __future__ import annotations

import random
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbook.form import Form, Item
    from workbook.report import State, Value

Printed = dict[str, str]

KINDS = 6  # kinds of applicants in table 三
BLANK, NOT_APPLICABLE = "", ("/", "—")


def consistent(form: Form, seed: int) -> Printed:
    """A complete table in which every identity and bound of the form holds; about a third of the cells are 0."""
    draw = random.Random(f"{form.edition}-{seed}")
    values = _table_2014(draw) if form.edition == "2014" else _tables_2019(form, draw)
    return {code: printed(form.items[code], values[code]) for code in (item.code for item in form.values())}


def wild(form: Form, seed: int) -> Printed:
    """A complete table of unrelated numbers, long and short, that keep no identity."""
    draw = random.Random(f"wild-{form.edition}-{seed}")
    return {item.code: printed(item, _any_value(item, draw)) for item in form.values()}


def printed(item: Item, value: Value) -> str:
    """The figure as a form prints it: signed changes carry their sign."""
    return f"{value:+}" if item.kind == "signed" and value else str(value)


def meaning(text: str) -> tuple[State, Value | None]:
    """What a cell of these tests says; the tests' own small reading, independent of the converters."""
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    if plain in ("", *NOT_APPLICABLE):
        return ("not_applicable" if plain else "blank"), None
    number = Decimal(plain.rstrip("件条次篇个人项万元"))
    return "reported", int(number) if number == number.to_integral_value() else number


def blanked(figures: Printed, seed: int, share: float = 0.4) -> Printed:
    """Some cells left blank at random."""
    draw = random.Random(seed)
    return {code: text for code, text in figures.items() if draw.random() >= share}


def only_totals(figures: Printed) -> Printed:
    """In table 三 only the 总计 column is filled in; other tables stay as they are."""
    return {code: text for code, text in figures.items() if not code.startswith("T3.") or code.endswith(".C7")}


def mixed_marks(figures: Printed, seed: int) -> Printed:
    """Zeros printed as 0, "/", "—" or left blank, as several hands fill a table in."""
    draw = random.Random(seed)
    marks = ("0", *NOT_APPLICABLE, BLANK)
    return {code: draw.choice(marks) if text == "0" else text for code, text in figures.items()}


def with_units(form: Form, figures: Printed, seed: int) -> Printed:
    """Some numbers carry their measure word inside the cell (87件)."""
    draw = random.Random(seed)
    return {
        code: f"{text}{form.items[code].unit}" if text not in ("", *NOT_APPLICABLE) and draw.random() < 0.5 else text
        for code, text in figures.items()
    }


def with_thousands(figures: Printed) -> Printed:
    """Long numbers parted by commas (12,345)."""
    return {code: f"{int(text):,}" if text.isdecimal() else text for code, text in figures.items()}


def enlarged(form: Form, figures: Printed) -> Printed:
    """Every count a thousand times greater, so that separators have something to part."""
    counts = {item.code for item in form.values() if item.kind == "count"}
    return {code: str(int(text) * 1000 + 7) if code in counts else text for code, text in figures.items()}


def without_rows(form: Form, figures: Printed, rows: Iterable[str]) -> Printed:
    """The figures that are left when some rows are not printed at all."""
    gone = set(rows)
    return {code: text for code, text in figures.items() if form.items[code].row.code not in gone}


def _count(draw: random.Random, most: int = 80) -> int:
    return 0 if draw.random() < 0.3 else draw.randint(1, most)


def _money(draw: random.Random) -> Decimal:
    return Decimal(draw.randint(0, 9_999_999)) / 100


def _any_value(item: Item, draw: random.Random) -> Value:
    if item.kind == "money":
        return _money(draw)
    if item.kind == "signed":
        return draw.randint(-60, 60)
    return draw.choice((0, draw.randint(1, 9), draw.randint(10, 999), draw.randint(1000, 2_000_000)))


def _small_value(item: Item, draw: random.Random) -> Value:
    if item.kind == "money":
        return _money(draw)
    return draw.randint(-9, 9) if item.kind == "signed" else _count(draw, 300)


def _table_2014(draw: random.Random) -> dict[str, Value]:
    values: dict[str, Value] = {}

    def put(code: str, value: Value) -> int:
        values[code] = value
        return int(value)

    def parts(code: str, count: int) -> int:
        return sum(put(f"{code}.{n}", _count(draw)) for n in range(1, count + 1))

    channels = [put(f"1.2.{n}", _count(draw, 400)) for n in range(1, 6)]
    public = put("1.1", draw.randint(max(channels), sum(channels)))
    put("1.1.2", put("1.1.1", draw.randint(0, public)) + _count(draw, 9))
    put("2.2.1.1", draw.randint(0, put("2.2.1", _count(draw, 12))))
    put("2.2.2.1", draw.randint(0, put("2.2.2", _count(draw, 12))))
    put("2.2.3", _count(draw))
    put("2.1", max(put("2.2.4", _count(draw)), put("2.2.5", _count(draw))) + _count(draw, 5))
    put("3.1", parts("3.1", 4))
    refused = put("3.3.4", parts("3.3.4", 6))
    replies = put("3.3", refused + sum(put(f"3.3.{n}", _count(draw)) for n in (1, 2, 3, 5, 6, 7, 8)))
    put("3.2", replies)
    put("3.2.2", replies - put("3.2.1", draw.randint(0, replies)))
    for code in ("4", "5"):
        put(code, parts(code, 3))
    for code in ("6", "8.1", "8.2", "9.1", "9.2", "9.3"):
        put(code, _count(draw))
    put("8.3", parts("8.3", 2))
    return values | {"7": _money(draw), "8.4": _money(draw)}


def _tables_2019(form: Form, draw: random.Random) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for item in form.values():
        if item.table.code == "T2":
            values[item.code] = _small_value(item, draw)
    for row in ("T2.1.a", "T2.1.b"):
        values[f"{row}.3"] = int(values[f"{row}.1"]) + int(values[f"{row}.2"]) + _count(draw, 50)
    _table_3(form, draw, values)
    for block in "ABC":
        outcomes = [_count(draw, 20) for _ in range(4)]
        values |= {f"T4.{block}.{n}": value for n, value in enumerate((*outcomes, sum(outcomes)), 1)}
    return values


def _table_3(form: Form, draw: random.Random, values: dict[str, Value]) -> None:
    ends = ("T3.1", "T3.2", "T3.3.7", "T3.4")
    rows = [item.row.code for item in form.values() if item.code.endswith(".C7")]
    results = [row for row in rows if row not in ends]
    for kind in range(1, KINDS + 1):
        cells = {row: _count(draw, 40) for row in results}
        total, left = sum(cells.values()), _count(draw, 6)
        carried = draw.randint(0, total + left)
        cells |= dict(zip(ends, (total + left - carried, carried, total, left), strict=True))
        values |= {f"{row}.C{kind}": value for row, value in cells.items()}
    values |= {f"{row}.C7": sum(int(values[f"{row}.C{n}"]) for n in range(1, KINDS + 1)) for row in rows}
