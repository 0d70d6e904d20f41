"""Catalogue of bad inputs 76 to 84: many units, many files, and the machine; and that no number was left out."""

from __future__ import annotations

import errno
import os
from importlib import import_module

import pytest
from catalogue import Case, book, expect, report
from checking import whole
from commandline import value
from units import roster_csv, write_units

from converters.cli.by_unit import file_name
from workbook.content import BookContent
from workbook.write import build_book

MODULES = ("container", "sheet", "values", "documents", "machine")


def units(folder, count=3):
    write_units(folder / "各单位", count)


def twice(folder):
    units(folder)
    name = folder / "各单位" / "又一份.xlsx"
    name.write_bytes((folder / "各单位" / "青禾市第001局.xlsx").read_bytes())


def with_roster(folder):
    units(folder)
    roster_csv(folder / "名册.csv", "青禾市第001局,青禾市,部门", "青禾市第009局,青禾市,部门")


def broken(folder):
    units(folder, 200)
    (folder / "各单位" / "坏.xlsx").write_bytes(b"PK\x03\x04")


def years(folder):
    units(folder)
    (folder / "各单位" / "别的年度.docx").write_bytes(report("docx", "2019"))


def locked(folder):
    (folder / "a.xlsx").write_bytes(book())
    (folder / "~$a.xlsx").write_bytes(bytes(165))
    (folder / "b.html").write_bytes(report("html"))


def read_only(folder):
    (folder / "b.html").write_bytes(report("html"))
    (folder / "a.xlsx").write_bytes(b"x")
    (folder / "a.xlsx").chmod(0o444)


def page(folder):
    (folder / "b.html").write_bytes(report("html"))


def exists(*names):
    return lambda folder, _out: all((folder / name).is_file() for name in names)


SUM = "summarize 各单位 -o 汇总.xlsx"
CASES = [
    Case(76, "twice", twice, SUM, 1, ("重复", "又一份.xlsx", "青禾市第001局.xlsx"), exists("汇总.xlsx")),
    Case(76, "told", twice, SUM + " --duplicates first", 1, ("计入 3，重复 1",)),
    Case(
        77,
        "missing",
        with_roster,
        SUM + " --roster 名册.csv",
        1,
        ("缺报", "青禾市第009局", "名册外"),
        exists("汇总.xlsx"),
    ),
    Case(78, "one broken", broken, SUM, 1, ("坏.xlsx", "计入 200", "退回 1"), exists("汇总.xlsx")),
    Case(79, "years", years, SUM, 3, ("年度",), lambda folder, _: not (folder / "汇总.xlsx").exists()),
    Case(80, "lock file", locked, "import ~$a.xlsx --json", 3, ("锁文件",)),
    # Reading a workbook that somebody has open does no harm; writing into it is what is refused.
    Case(80, "open", locked, "check a.xlsx", 0),
    Case(80, "written", locked, "new --unit 甲 --year 2024 -o a.xlsx --force", 4, ("关闭",)),
    Case(
        81,
        "read-only",
        read_only,
        "import b.html -o a.xlsx",
        4,
        ("a.xlsx",),
        lambda folder, _: (folder / "a.xlsx").read_bytes() == b"x",
    ),
    Case(81, "no folder", page, "import b.html -o 没有/a.xlsx", 4, ("没有",)),
    Case(81, "long", page, f"import b.html -o {'长' * 120}.xlsx", 4, ("路径过长",)),
    Case(84, "first", page, "import b.html -o a.xlsx", 0, (), exists("a.xlsx")),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_catalogue_of_machines(run, tmp_path, case):
    expect(run, tmp_path, case)


def test_a_full_disk_leaves_the_old_file(run, tmp_path, monkeypatch):
    """81."""
    (tmp_path / "a.xlsx").write_bytes(book())
    (tmp_path / "b.xlsx").write_bytes(build_book(BookContent(whole("2021", 2022))))

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, _, err = run("import", "b.xlsx", "-o", "a.xlsx")
    assert code == 4
    assert "磁盘已满" in err
    assert (tmp_path / "a.xlsx").read_bytes() == book()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_an_interruption_leaves_nothing_half_done(run, tmp_path, monkeypatch):
    """82."""
    page(tmp_path)

    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    assert run("import", "b.html", "-o", "a.xlsx")[0] == 130
    assert [path.name for path in tmp_path.iterdir()] == ["b.html"]


@pytest.mark.parametrize("unit", ["甲/乙", '甲\\乙:*?"<>|丙', "甲局.", "CON", "甲🙂局", "长" * 200, "../甲"])
def test_a_unit_s_name_makes_a_safe_file_name(unit):
    """83."""
    name = file_name(unit)
    assert name
    assert not set('/\\:*?"<>|') & set(name)
    assert not name.endswith((".", " "))
    assert name.split(".")[0].upper() not in ("CON", "NUL", "PRN", "AUX", "COM1", "LPT1")
    assert len(name.encode()) <= 250


def test_the_same_report_again_changes_nothing_and_another_value_is_shown(run, tmp_path):
    """84."""
    page(tmp_path)
    run("import", "b.html", "-o", "a.xlsx")
    before = (tmp_path / "a.xlsx").read_bytes()
    code, _, err = run("import", "b.html", "-o", "a.xlsx")
    assert (code, "无变化" in err) == (0, True)
    (tmp_path / "c.html").write_bytes(report("html", mark="4321"))
    code, out, err = run("import", "c.html", "-o", "a.xlsx")
    assert (code, "4321" in out, "--force" in err) == (1, True, True)
    assert (tmp_path / "a.xlsx").read_bytes() == before
    assert run("import", "c.html", "-o", "a.xlsx", "--force")[0] == 0
    assert value(tmp_path / "a.xlsx", "T3.1.C1") == 4321


BESIDE = (82, 83)


def test_every_number_of_the_catalogue_has_its_test():
    covered = set()
    for name in MODULES:
        module = import_module(f"test_catalogue_{name}")
        covered |= {case.number for case in module.CASES} | set(getattr(module, "BESIDE", ()))
    assert covered == set(range(1, 85))
