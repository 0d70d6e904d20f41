"""Catalogue of bad inputs 45 to 58: what is written where a number should stand."""

from __future__ import annotations

import json

import pytest
from catalogue import CODE, VALUE, Case, expect, figure, put, report, same_figures, typed

READ, CHECK = "import a.html --json", "check a.html"
HAN = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))
WIDE = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}


def written(number, text, state, value, *said):
    """A figure printed like this in a report's table is read as this, silently or with words about it."""

    def look(_folder, out):
        found = figure(out)
        return (found["state"], found["value"]) == (state, value)

    return Case(number, text, put("a.html", lambda: report("html", mark=text)), READ, 0, said, look)


def doubted(number, text, *said):
    """A figure printed like this is an error by the rules."""
    return Case(number, text, put("a.html", lambda: report("html", mark=text)), CHECK, 1, said)


def stays(number, text):
    """What is no number is kept letter by letter and never made one."""
    return Case(
        number,
        text,
        put("a.html", lambda: report("html", mark=text)),
        READ,
        0,
        (),
        lambda _, out: figure(out)["value"] is None and figure(out)["text"] == text,
    )


def in_our_book(number, value, code, *said):
    """A figure typed into our workbook."""
    return Case(
        number,
        repr(value),
        put("a.xlsx", lambda: typed(value)),
        "check a.xlsx",
        code,
        said,
    )


V = int(VALUE)
CASES = [
    written(45, "&#160;", "blank", None),
    Case(
        45,
        "in a workbook",
        put("a.xlsx", lambda: typed(None)),
        "import a.xlsx --json",
        0,
        (),
        lambda _, out: figure(out)["value"] is None,
    ),
    *[written(46, text, "reported", 0) for text in ("0", "0.0", "-0")],
    *[written(47, text, "not_applicable", None) for text in ("—", "-", "/", "\\", "无", "无此项", "N/A")],
    written(47, "零", "reported", 0),
    written(48, str(V).translate(WIDE), "reported", V),
    written(48, "　" + str(V) + "　", "reported", V),
    written(48, "－５", "reported", -5),
    *[written(49, text, "reported", 1234) for text in ("1,234", "1 234", "1，234")],
    *[written(50, f"{V}{word}", "reported", V) for word in ("件", " 件")],
    doubted(50, f"{V}万元", str(V * 10_000)),
    # A warning and no error: reports were published with such numbers, and the number itself is read.
    *[
        Case(51, text, put("a.html", lambda text=text: report("html", mark=text)), CHECK, 0, ("V105", "应为确数"))
        for text in ("约80", "80余", "80多", "近百")
    ],
    written(52, "八十七", "reported", 87),
    written(52, "〇", "reported", 0),
    doubted(53, "-3", "V102"),
    doubted(53, "3.5", "V102"),
    doubted(53, "1E3", "V10"),
    Case(
        54,
        "large",
        put("a.html", lambda: report("html", mark="9" * 30)),
        CHECK,
        1,
        ("V109",),
    ),
    written(54, "9" * 30, "reported", int("9" * 30)),
    # In a workbook of ours a number stored as text is told, not mended: the program that shows it does not add it up.
    in_our_book(55, str(V), 1, "V103", "存成了文字"),
    Case(
        55,
        "another's workbook",
        put("a.xlsx", lambda: report("xlsx", variant="text")),
        "import a.xlsx --json",
        0,
        (),
        lambda _, out: same_figures(out),
    ),
    in_our_book(56, bool(V), 1, "V104", "TRUE"),
    *[written(57, f"{V}{note}", "reported", V) for note in ("①", "[1]", "*")],
    *[stays(58, text) for text in ("1O", "l2", "O")],
    *[doubted(58, text, "V104") for text in ("1O", "l2")],
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_catalogue_of_values(run, tmp_path, case):
    expect(run, tmp_path, case)


@pytest.mark.parametrize("text", ["87①", "87[1]", "87*", "八十七"])
def test_what_is_read_as_a_number_but_printed_otherwise_keeps_its_print(run, tmp_path, text):
    (tmp_path / "a.html").write_bytes(report("html", mark=text))
    found = json.loads(run(*READ.split())[1])["figures"][CODE]
    assert (found["value"], found["text"]) == (87, text)
    assert found["note"]
