"""Workbook contents for tests: sample reports, damage done to them at random, hypothesis strategies, an own form."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import TYPE_CHECKING

import figures as tables
from hypothesis import strategies as st

from workbook import formfile
from workbook.content import BookContent
from workbook.formfile import load_form
from workbook.report import AnnualReport, Evidence, Figure, OtherFigure, Section, Unplaced

if TYPE_CHECKING:
    from pathlib import Path

    from workbook.form import Form

EDITIONS = ("2014", "2019", "2021")
YEAR_OF = {"2014": 2016, "2019": 2019, "2021": 2023}

OWN_FORM = """
edition = "test-own"
name = "某市公开情况扩展表（测试）"
basis = "测试依据"
years = [2022, 2022]
report_title = "{unit}{year}年扩展报告"
tables_stand = "sections"
signoff = [{ key = "head", label = "负责人" }, { key = "seal", label = "用印人" }]
sections = [{ number = "一", title = "办理情况", table = "A" }, { number = "二", title = "经费", table = "B" }]

[[tables]]
code = "A"
title = "办理情况"
section = "一"
corner_note = "（各列独立）"

[[tables.blocks]]
column_title = "来源"
columns = [
  { code = "X1", label = "线上", groups = ["群众", "直接"] },
  { code = "X2", label = "线下", groups = ["群众", "直接"] },
  { code = "X3", label = "转来", groups = ["群众"] },
  { code = "X4", label = "合计" },
]
rows = [
  { code = "A.1", num = "一、", label = "收到", unit = "件" },
  { code = "A.2", num = "二、", label = "办理", kind = "heading" },
  { code = "A.2.1", num = "（一）", label = "办结", unit = "件", parent = "A.2" },
  { code = "A.2.1.1", label = "其中：延期", unit = "件", parent = "A.2.1" },
  { code = "A.2.2", num = "（二）", label = "退回", kind = "heading", parent = "A.2" },
  { code = "A.2.2.1", label = "不属于本单位", unit = "件", parent = "A.2.2" },
  { code = "A.2.2.2", label = "材料不全", unit = "件", parent = "A.2.2" },
]

[[tables]]
code = "B"
title = "经费"
section = "二"

[[tables.blocks]]
corner = "项目"
unit_title = "单位"
columns = [{ code = "", label = "数额" }]
rows = [{ code = "B1", label = "专项经费", unit = "万元", kind = "money" }]

[[rules]]
code = "T901"
severity = "error"
each = { r = "rows A" }
check = "[{r}.X4] = [{r}.X1] + [{r}.X2] + [{r}.X3]"
says = "合计等于三种来源之和"
basis = "测试"
fills = true

[[rules]]
code = "T902"
severity = "warning"
check = "[A.1.X4] >= max([A.2.1.X4], [A.2.2.1.X4] + [A.2.2.2.X4]) - 2 * [B1]"
says = "收到数与办理数相当"
basis = "测试"
"""


def own_form(folder: Path, monkeypatch) -> Form:
    """The tests' own form, put where nianbao looks for a province's forms."""
    (folder / "own.toml").write_text(OWN_FORM, "utf-8")
    monkeypatch.setenv("NIANBAO_FORMS", str(folder))
    forget_forms()
    return load_form("test-own")


def forget_forms() -> None:
    """Let the forms be looked up anew; to be called when the folder of the own form goes."""
    formfile.editions.cache_clear()
    formfile.load_form.cache_clear()


def figure(form: Form, code: str, text: str) -> Figure:
    """A figure as an importer gives it: printed text, meaning, evidence."""
    evidence = Evidence("样本.docx", 2, 7, f"{form.describe(code)} {text}", "表1 第3行第2列")
    try:
        state, value = tables.meaning(text)
    except ArithmeticError:
        state, value = "text", None
    return Figure(code, state, value, text, measure=form.items[code].unit, evidence=evidence)


def report(edition: str, seed: int = 1, year: int | None = None, **changed: str) -> AnnualReport:
    """A report whose table adds up, but for the figures in ``changed`` (dots of codes written as __)."""
    form = load_form(edition)
    year = year or YEAR_OF[edition]
    printed = tables.consistent(form, seed) | {code.replace("__", "."): text for code, text in changed.items()}
    return AnnualReport(
        form=edition,
        year=year,
        unit="青岗县",
        title=f"青岗县{year}年政府信息公开工作年度报告",
        period=(dt.date(year, 1, 1), dt.date(year, 12, 31)),
        figures={code: figure(form, code, text) for code, text in printed.items()},
        stated=[Figure("3.1", "reported", 5, "5余", approximate=True, measure="件", found_in="narrative")],
        other_figures=[OtherFigure("来访", Decimal("36.5"), "人次", approximate=True)],
        preface=("本报告依条例编写。",),
        sections=[Section("一", "概述", ("第一段。", "=第二段")), Section("", "", ("没有标题的一段",))],
        contact={"phone": "0999-1234567", "门牌": "三号楼", "fax": ""},
        signoff={"head": "李四", "date": f"{year + 1}-01-09"},
        unplaced=[Unplaced("+放不下的话", Evidence("样本.docx", line=3))],
        notes=["第三页有批注"],
        source="样本.docx",
    )


def damaged(edition: str, seed: int) -> AnnualReport:
    """A consistent report with some cells blanked, crossed out, worded or changed, totals among them."""
    draw = random.Random(f"{edition}-{seed}")
    form = load_form(edition)
    made = report(edition, seed)
    share = draw.choice((0.02, 0.1, 0.5))
    for code in sorted(made.figures):
        if draw.random() < share:
            text = draw.choice(("", "", "/", "不详", "0", str(draw.randint(0, 400)), "=1+1"))
            made.figures[code] = figure(form, code, text)
    return made


def rename(book, old: str, new: str) -> None:
    """Rename a sheet as a spreadsheet does: whatever points to it follows."""
    book[old].title = new
    for name in book.defined_names.values():
        name.attr_text = name.attr_text.replace(f"'{old}'!", f"'{new}'!")


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=20)
SOME_WORDS = WORDS.filter(bool)
VALUES = st.one_of(
    st.integers(-(10**6), 10**15),
    st.decimals(0, 10**9, places=4, allow_nan=False, allow_infinity=False),
)
EVIDENCE = st.builds(
    Evidence, WORDS, st.none() | st.integers(1, 999), st.none() | st.integers(1, 999), quote=WORDS, place=WORDS
)


def some_figures(codes: list[str]) -> st.SearchStrategy[Figure]:
    """Figures of any state for these codes."""
    known = {"code": st.sampled_from(codes), "measure": WORDS, "evidence": EVIDENCE, "note": WORDS}
    marks = {"approximate": st.booleans(), "found_in": st.sampled_from(("table", "narrative"))}
    number = st.builds(Figure, state=st.just("reported"), value=VALUES, text=WORDS, **known, **marks)
    words = st.builds(Figure, state=st.sampled_from(("text", "not_applicable", "blank")), text=WORDS, **known, **marks)
    return st.one_of(number, words)


def some_report(edition: str, year: int) -> st.SearchStrategy[AnnualReport]:
    """Any report that the readers could give, in one edition."""
    codes = [*load_form(edition).items, "无此代码"]
    texts = st.lists(SOME_WORDS, max_size=3).map(tuple)
    days = st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1))
    return st.builds(
        AnnualReport,
        form=st.just(edition),
        year=st.just(year),
        unit=WORDS,
        title=WORDS,
        period=st.none() | st.tuples(days, days),
        figures=st.lists(some_figures(codes), max_size=12).map(lambda made: {f.code: f for f in made}),
        stated=st.lists(some_figures(codes), max_size=2),
        other_figures=st.lists(st.builds(OtherFigure, WORDS, VALUES, WORDS, st.booleans(), EVIDENCE), max_size=2),
        preface=texts,
        sections=st.lists(st.builds(Section, WORDS, WORDS, texts), max_size=3),
        contact=st.dictionaries(st.sampled_from(("phone", "fax", "楼层")), WORDS),
        signoff=st.dictionaries(st.sampled_from(("head", "date", "抄送")), WORDS),
        unplaced=st.lists(st.builds(Unplaced, WORDS, EVIDENCE), max_size=2),
        notes=st.lists(WORDS, max_size=2),
        source=WORDS,
    )


CONTENTS = st.builds(
    BookContent,
    some_report("2021", 2022),
    st.fixed_dictionaries({}, optional={2021: some_report("2021", 2021), 2017: some_report("2014", 2017)}),
    st.dictionaries(st.sampled_from(("T301_C1", "T303_T3_1", "X204")), SOME_WORDS),
)
