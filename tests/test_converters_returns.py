from __future__ import annotations

import io

import docx
import office
import pytest
from units import received, report, sum_of

from converters.returns import COLUMNS, files_of, returns_of
from workbook.report import Finding
from workbook.rollup.received import Unread
from workbook.sheets import read_book

ERROR = Finding(
    "T101",
    "error",
    "填报 15，应为 13",
    where="统计表!C41",
    label="收到申请数",
    expected=13,
    found=15,
    clause="统计表三（一）",
    hint="请核对（已说明：口径不同）",
    explanation="口径不同",
)
NOTE = Finding("V104", "note", "有文字", hint="请核对")


def returns(*findings, **given):
    units = [received(report("=甲/局", {"9.1": 1}), findings=findings), received(report("乙局", {"9.1": 2}))]
    return returns_of(sum_of(*units, unit="青禾县", **given))


def test_a_unit_with_errors_gets_its_whole_list_and_one_without_gets_nothing():
    (one,) = returns(ERROR, NOTE)
    assert (one.unit, one.year, one.sender) == ("=甲/局", 2016, "青禾县")
    assert dict(zip(COLUMNS, one.rows[0], strict=True)) == {
        "序号": "1",
        "级别": "错误",
        "在哪里": "统计表!C41 › 收到申请数",
        "填报": "15",
        "应为": "13",
        "问题": "填报 15，应为 13（T101）",
        "依据": "统计表三（一）",
        "怎么办": "请核对",
        "单位的说明": "口径不同",
    }
    assert [row[1] for row in one.rows] == ["错误", "提示"]
    assert returns(NOTE) == []


def test_a_file_that_could_not_be_read_and_one_of_two_go_back_too():
    twins = [received(report("甲局", {"9.1": at}), f"{at}.xlsx") for at in (1, 2)]
    unread = [Unread("坏.xlsx", "坏.xlsx", "文件不完整")]
    bad, twice = returns_of(sum_of(*twins, received(report("乙局", {"9.1": 3})), unread=unread))
    assert (bad.unit, [row[5] for row in bad.rows]) == ("坏", ["退回：文件不完整"])
    assert (twice.unit, twice.files, len(twice.rows)) == ("甲局", ("1.xlsx", "2.xlsx"), 2)


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_a_return_is_a_valid_file_with_a_safe_name_and_always_the_same_bytes(tmp_path, ending):
    made = files_of(returns(ERROR, NOTE), ending)
    assert list(made) == [f"退回单_=甲_局.{ending}"]
    assert files_of(returns(ERROR, NOTE), ending) == made
    path = tmp_path / f"退回单.{ending}"
    path.write_bytes(*made.values())
    assert office.openxml_errors(path) == []


def test_the_worksheet_says_everything_and_nothing_in_it_is_a_formula():
    (data,) = files_of(returns(ERROR, NOTE), "xlsx").values()
    (sheet,) = read_book(data, "退回单.xlsx").sheets
    values = {str(cell.value) for cell in sheet.cells.values()}
    assert {
        "2016年政府信息公开工作年度报告退回单",
        "填报单位：=甲/局",
        "填报 15，应为 13（T101）",
        "口径不同",
    } <= values
    assert all(cell.formula is None for cell in sheet.cells.values())


def test_the_document_says_the_same():
    (data,) = files_of(returns(ERROR, NOTE), "docx").values()
    document = docx.Document(io.BytesIO(data))
    assert [p.text for p in document.paragraphs][:2] == ["2016年政府信息公开工作年度报告退回单", "填报单位：=甲/局"]
    row = [cell.text for cell in document.tables[0].rows[1].cells]
    assert row[1:3] == ["错误\n统计表!C41 › 收到申请数", "填报 15\n应为 13"]
    assert row[3].endswith("依据：统计表三（一）\n单位的说明：口径不同")
