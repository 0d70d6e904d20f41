"""``nianbao summarize`` from end to end, with whatever an office finds in its mail."""

from __future__ import annotations

import zipfile

import pytest
from checking import changed, whole
from commandline import report_file
from test_workbook_package import OLE
from units import model_book, patched, roster_csv, write_units

from workbook.content import BookContent
from workbook.names import ROLL_UP, ROLL_UP_UNITS
from workbook.package import open_package
from workbook.read import read_content
from workbook.sheets import read_book
from workbook.write import build_book

GOOD = 200
FAR = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    "</sheetData></worksheet>"
)


def with_part(model, part, content):
    """A workbook with one part replaced; ``content`` in pieces, so that a bomb need not be held."""
    package = open_package(model, "model.xlsx")

    def write(path):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name in package.names:
                if name != part:
                    archive.writestr(name, package.read(name))
            with archive.open(part, "w") as stream:
                for piece in content:
                    stream.write(piece)

    return write


def sheet_texts(path, name):
    sheet = next(sheet for sheet in read_book(path.read_bytes(), path.name).sheets if sheet.name == name)
    return {str(cell.value) for cell in sheet.cells.values()}


def test_broken_files_among_two_hundred_are_listed_and_the_others_summed(run, tmp_path):
    folder = tmp_path / "各单位"
    numbers = write_units(folder, GOOD)
    model = model_book()
    with_part(model, "xl/worksheets/sheet3.xml", [FAR.encode()])(folder / "远处.xlsx")
    with_part(model, "xl/worksheets/sheet3.xml", [bytes(1 << 20)] * 200)(folder / "炸弹.xlsx")
    (folder / "截断.xlsx").write_bytes(model[: len(model) // 2])
    (folder / "加密.xlsx").write_bytes(OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.name.startswith("青禾")}
    code, out, err = run("summarize", folder, "-o", "汇总.xlsx", "--unit", "青禾市")
    assert code == 1
    refused = [line.split("\t")[2] for line in out.splitlines() if line.startswith("退回")]
    assert sorted(refused) == ["加密.xlsx", "截断.xlsx", "炸弹.xlsx", "远处.xlsx"]
    assert f"计入 {GOOD}，退回 4" in err
    content = read_content(tmp_path / "汇总.xlsx")
    assert content.current.figures["9.3"].value == sum(numbers.values())
    assert content.current.figures["9.2"].value == GOOD * whole("2014", 2016).figures["9.2"].value
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.name.startswith("青禾")} == before
    assert "合计不完整：204 个单位计入 200 份，没有包括：退回 4（加密、截断、炸弹、远处）。" in sheet_texts(
        tmp_path / "汇总.xlsx", ROLL_UP
    )


@pytest.fixture
def units(tmp_path):
    """A county's bureau, town and a stranger; the town's table does not add up."""
    folder = tmp_path / "各单位"
    folder.mkdir()
    tables = {"青禾市财政局": {"9.3": 60}, "青石镇": {"3.1": 14, "9.3": 7}}
    for name, table in tables.items():
        made = changed(whole("2014", 2016), table, unit=name)
        (folder / f"{name}.xlsx").write_bytes(build_book(BookContent(made, explanations={"T101": "含转办"})))
    return folder


def roster(tmp_path):
    return roster_csv(tmp_path / "名册.csv", "青禾市财政局,青禾市,部门", "青石镇,青禾市,乡镇", "青林镇,青禾市,乡镇")


def test_a_roster_a_deadline_and_returns(run, tmp_path, units):
    words = ("summarize", units, "--roster", roster(tmp_path), "--due", "2017-01-10", "--returns", "退回单")
    code, out, err = run(*words, "-o", "汇总.xlsx")
    assert code == 1
    assert "缺报\t青林镇" in out
    assert "迟报：2017年1月20日填报，截止 2017年1月10日" in out
    assert "计入 2，缺报 1，迟报 2 → 汇总.xlsx" in err
    assert sorted(path.name for path in (tmp_path / "退回单").iterdir()) == [
        "退回单_青石镇.xlsx",
        "退回单_青禾市财政局.xlsx",
    ]
    content = read_content(tmp_path / "汇总.xlsx")
    assert (content.current.unit, content.current.figures["9.3"].value) == ("青禾市", 67)
    assert content.explanations == {"T101": "青石镇：含转办"}
    assert {"迟报", "缺报"} <= sheet_texts(tmp_path / "汇总.xlsx", ROLL_UP_UNITS)


def test_the_same_again_changes_nothing_and_another_result_does_not_replace_it(run, units):
    words = ("summarize", units, "--returns", units / "退回单", "-o", units / "汇总.xlsx")
    assert run(*words)[0] == 1
    before = (units / "汇总.xlsx").read_bytes()
    code, _, err = run(*words)
    assert (code, "无变化" in err) == (1, True)
    assert (units / "汇总.xlsx").read_bytes() == before
    (units / "青林镇.xlsx").write_bytes(patched(model_book(), "青林镇", 5))
    code, _, err = run(*words)
    assert (code, "已存在" in err) == (4, True)
    assert (units / "汇总.xlsx").read_bytes() == before
    assert run(*words, "--force")[0] == 1
    assert read_content(units / "汇总.xlsx").current.figures["9.3"].value == 72


def test_reports_of_any_format_are_added_up(run, tmp_path, units):
    report_file(tmp_path / "丙局.html", "2014")
    code, _, err = run("summarize", units / "青石镇.xlsx", tmp_path / "丙局.html", "--across", "-o", "汇总.xlsx")
    assert code == 1
    assert "计入 2" in err


def test_a_summary_is_checked_reported_and_summed_like_any_workbook(run, tmp_path, units):
    run("summarize", units, "--unit", "青禾市", "-o", "市.xlsx")
    code, out, _ = run("check", "市.xlsx", "--only", "R")
    assert (code, "没有发现问题" in out) == (0, True)
    assert run("report", "市.xlsx", "-o", "市.docx")[0] == 0
    code, _, err = run("summarize", "市.xlsx", units, "-o", "再.xlsx")
    assert "它汇总的 2 个单位都另有报告" in run("summarize", "市.xlsx", units, "-o", "再.xlsx")[1]
    assert "重复 1" in err
    assert read_content(tmp_path / "再.xlsx").current.figures["9.3"].value == 67


def test_a_published_total_is_compared(run, tmp_path, units):
    made = changed(whole("2014", 2016), unit="青禾市")
    figures = {code: 2 * figure.value for code, figure in made.figures.items()}
    made = changed(made, figures | {"3.1": 27, "9.3": 60})
    (tmp_path / "公布.xlsx").write_bytes(build_book(BookContent(made)))
    code, out, _ = run("summarize", units, "--published", "公布.xlsx", "-o", "汇总.xlsx")
    assert code == 1
    (line,) = [line for line in out.splitlines() if " R103 " in line]
    assert "公布数 › 公布.xlsx" in line
    assert "汇总填报 60，2 个单位相加为 67；可能漏了“青石镇”" in line


def test_nothing_readable_is_refused_and_nothing_written(run, tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    code, _, err = run("summarize", "坏.xlsx", "-o", "汇总.xlsx")
    assert code == 3
    assert "没有一份报告可以计入" in err
    assert not (tmp_path / "汇总.xlsx").exists()


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["-o", "汇总.docx"], 2, "应以 .xlsx 结尾"),
        (["-o", "没有/汇总.xlsx"], 4, "不存在"),
        (["-o", "汇总.xlsx", "--due", "月底"], 2, "--due 的日期“月底”看不懂"),
        (["-o", "汇总.xlsx", "--returns-as", "docx"], 2, "--returns-as 要与 --returns"),
        (["-o", "汇总.xlsx", "--roster", "没有.csv"], 3, "没有.csv"),
        (["-o", "汇总.xlsx", "--year", "2015"], 3, "这次只汇总 2015 年度"),
    ],
)
def test_what_does_not_fit_is_said(run, units, words, code, told):
    found, _, err = run("summarize", units, *words)
    assert (found, told in err) == (code, True)


def test_years_are_not_mixed_unless_told(run, tmp_path, units):
    made = changed(whole("2014", 2016), year=2015, unit="青林镇")
    (units / "青林镇.xlsx").write_bytes(build_book(BookContent(made)))
    code, _, err = run("summarize", units, "-o", "汇总.xlsx")
    assert (code, "不是同一年度" in err) == (3, True)
    assert run("summarize", units, "--across", "-o", "汇总.xlsx")[0] == 1
    content = read_content(tmp_path / "汇总.xlsx")
    assert content.current.figures["8.3"].state == "blank"
    assert content.current.figures["9.3"].value == 127
