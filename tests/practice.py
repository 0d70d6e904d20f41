"""The practice files that ``nianbao demo`` lays out; ``python tests/practice.py`` writes them anew.

A made-up county and three of its offices. The county's report of 2023 has a wrong number on purpose.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from converters.webpage import write_page
from converters.word import write_report
from workbook.formfile import load_form
from workbook.report import AnnualReport, Evidence, Figure, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "demo" / "practice"
FORM = load_form("2021")
COUNTY = "青松县"
# What the report of 2023 prints instead of 3, and instead of 5 in the total, which its text tells right.
WRONG = {"T3.4.C1": 8, "T3.4.C7": 10}
PERSONS = {"head": "林远舟", "reviewer": "何静", "preparer": "苏小禾", "phone": "0599-6120088"}
PREFACE = (
    "根据《中华人民共和国政府信息公开条例》，编制本年度报告。"
    "所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。"
)
WORDS = {
    "一": (
        "（一）主动公开。凡是群众办事要用到的文件、流程和收费标准，都在网站和办事窗口同时公布，全年更新栏目二百余次。",
        "（二）依申请公开。全年新收到政府信息公开申请{received}件，上年结转{carried}件，按期答复，结转下年度{left}件。",
        "（三）政府信息管理。文件印发前定明公开方式，公开前经过保密审查，已经失效的及时标明。",
        "（四）平台建设。网站的公开专栏按目录归类，政务新媒体由专人管理，每周检查一次。",
        "（五）监督保障。年内培训一次，按季检查，年底结合社会评议考核；没有需要追究责任的情形。",
    ),
    "五": ("存在的问题：部分栏目更新偏慢，文件解读不够通俗。下一年将按月提醒，重要文件与解读同时公布。",),
    "六": ("本年度没有收取政府信息公开信息处理费。没有其他需要报告的事项。",),
}


def report(
    unit: str, year: int, persons: tuple[int, int, int], firms: tuple[int, int, int], papers: tuple[int, int]
) -> AnnualReport:
    """A report that adds up.

    Args:
        unit: who reports.
        year: on which year.
        persons: requests by natural persons: received, carried over from last year, left for the next.
        firms: the same of firms.
        papers: normative documents issued in the year, and in force at its end.
    """
    made, valid = papers
    values = dict.fromkeys((item.code for item in FORM.values()), 0)
    values |= {"T2.1.b.1": made, "T2.1.b.2": 1, "T2.1.b.3": valid, "T2.5.a.1": made * 214, "T2.6.a.1": made * 97}
    for column, (received, carried, left) in (("C1", persons), ("C2", firms)):
        ended = received + carried - left
        given = ended - ended // 4 - ended // 5
        table = {"T3.1": received, "T3.2": carried, "T3.4": left, "T3.3.7": ended, "T3.3.1": given}
        table |= {"T3.3.2": ended // 4, "T3.3.4.1": ended // 5}
        values |= {f"{row}.{column}": value for row, value in table.items()}
    for row in ("T3.1", "T3.2", "T3.3.1", "T3.3.2", "T3.3.4.1", "T3.3.7", "T3.4"):
        values[f"{row}.C7"] = values[f"{row}.C1"] + values[f"{row}.C2"]
    values |= {"T4.A.1": 1, "T4.A.5": 1}
    told = {"received": values["T3.1.C7"], "carried": values["T3.2.C7"], "left": values["T3.4.C7"]}
    figures = {code: Figure(code, "reported", value, str(value), evidence=Evidence()) for code, value in values.items()}
    return AnnualReport(
        form=FORM.edition,
        year=year,
        unit=unit,
        title=f"{unit}{year}年政府信息公开工作年度报告",
        figures=figures,
        preface=(PREFACE.format(year=year),),
        sections=[_section(spec.number, spec.title, told) for spec in FORM.sections],
        signoff=PERSONS | {"date": f"{year + 1}-01-18"},
    )


def _section(number: str, title: str, told: dict[str, int]) -> Section:
    return Section(number, title, tuple(words.format(**told) for words in WORDS.get(number, ())))


def _with_fault(made: AnnualReport) -> AnnualReport:
    for code, wrong in WRONG.items():
        made.figures[code] = Figure(code, "reported", wrong, str(wrong))
    return made


def files() -> Iterator[tuple[str, bytes]]:
    """Path below ``practice`` and content."""
    past = report(COUNTY, 2022, (31, 3, 4), (6, 1, 1), (8, 48))
    faulty = _with_fault(report(COUNTY, 2023, (42, 4, 3), (9, 1, 2), (11, 58)))
    yield "2022年报.docx", write_report(past, FORM)
    yield "2023年报.html", write_page(faulty, FORM)
    yield "各单位/民政局.docx", write_report(report("青松县民政局", 2023, (12, 1, 1), (3, 0, 0), (3, 19)), FORM)
    yield "各单位/教育局.html", write_page(report("青松县教育局", 2023, (18, 2, 2), (4, 1, 1), (5, 26)), FORM)
    yield "各单位/青石镇.docx", write_report(report("青石镇人民政府", 2023, (5, 0, 0), (1, 0, 0), (2, 9)), FORM)
    roster = "单位,上级,类别\n青松县民政局,青松县,部门\n青松县教育局,青松县,部门\n青石镇人民政府,青松县,乡镇\n"
    yield "名册.csv", f"\ufeff{roster}青松县档案馆,青松县,直属\n".encode()


if __name__ == "__main__":
    for name, data in files():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
