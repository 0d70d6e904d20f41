"""``nianbao check`` and ``nianbao explain`` from end to end."""

from __future__ import annotations

import json
import re

import pytest
from checking import changed, whole
from commandline import report_file

from workbook.content import BookContent
from workbook.read import read_content
from workbook.write import build_book

WRONG = changed(whole("2021", 2023), {"T3.1.C7": 1, "T4.A.5": 99, "T2.5.a.1": -1}, notes=["（样表）"])


@pytest.fixture
def wrong(tmp_path):
    """A workbook with some faults."""
    path = tmp_path / "年报.xlsx"
    path.write_bytes(build_book(BookContent(WRONG, explanations={"T401_A": "并案审理"})))
    return path


def found(out):
    return [finding["code"] for finding in json.loads(out)["findings"]]


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ([], ["V102", "T301", "T303", "T401", "S101"]),
        (["--only", "T"], ["T301", "T303", "T401"]),
        (["--only", "t301", "--only", "V"], ["V102", "T301"]),
        (["--only", "T", "--ignore", "T30"], ["T401"]),
        (["--min-severity", "error"], ["V102", "T301", "T303", "T401"]),
    ],
)
def test_findings_are_chosen_by_code_family_and_severity(run, wrong, options, codes):
    code, out, _ = run("check", wrong, "--json", *options)
    assert (code, sorted(found(out))) == (1, sorted(codes))


def test_the_exit_code_is_that_of_what_is_shown(run, wrong):
    assert run("check", wrong, "--only", "S")[0] == 0
    assert run("check", wrong, "--only", "V")[0] == 1


def test_what_the_user_did_not_want_to_see_is_counted(run, wrong):
    assert run("check", wrong, "--only", "S")[1].splitlines()[-1].endswith("提示 0 条；另有 4 条不在所选之内，没有列出")
    assert run("check", wrong, "--only", "D")[1] == "年报.xlsx：所选的没有发现问题；另有 5 条不在所选之内，没有列出\n"


def test_an_unknown_code_is_a_wrong_call_with_near_ones_named(run, wrong):
    code, out, err = run("check", wrong, "--only", "T3O1")
    assert (code, out) == (2, "")
    assert "没有规则“T3O1”" in err
    assert "T301" in err


def test_one_line_for_each_finding(run, wrong):
    _, out, _ = run("check", wrong, "--lines")
    lines = out.splitlines()
    assert len(lines) == 5
    assert all(re.match(r"(错误|警告) \w\d{3} 年报\.xlsx( › .+)+：.+；依据：.+", line) for line in lines)
    assert any(line.endswith("；已说明：并案审理") for line in lines)


def test_an_explanation_is_in_the_json_and_silences_nothing(run, wrong):
    _, out, _ = run("check", wrong, "--json")
    explained = [f for f in json.loads(out)["findings"] if "explanation" in f]
    assert [(f["code"], f["severity"], f["explanation"]) for f in explained] == [("T401", "error", "并案审理")]


def test_marks_go_on_and_come_off_and_the_content_stays(run, wrong):
    before = read_content(wrong)
    code, _, err = run("check", wrong, "--mark", "--only", "V")
    assert (code, "已标出 1 条" in err) == (1, True)
    assert read_content(wrong) == before
    run("check", wrong, "--mark", "--only", "V")
    assert run("check", wrong, "--unmark") == (0, "", "年报.xlsx：已去掉标注。\n")
    assert read_content(wrong) == before
    assert run("check", wrong, "--unmark")[2] == "年报.xlsx：没有标注。\n"


def test_a_report_can_not_be_marked(run, tmp_path):
    path = report_file(tmp_path / "来文.html")
    code, _, err = run("check", path, "--mark")
    assert code == 3
    assert "退回" in err


def test_the_rules_file_beside_the_workbook_is_used_or_the_one_given(run, wrong, tmp_path):
    (tmp_path / "nianbao-rules.toml").write_text('off = ["T", "V"]', "utf-8")
    assert found(run("check", wrong, "--json")[1]) == ["S101"]
    (tmp_path / "甲.toml").write_text('off = ["S"]', "utf-8")
    assert "S101" not in found(run("check", wrong, "--json", "--rules", "甲.toml")[1])


@pytest.mark.parametrize("option", [[], ["--rules", "nianbao-rules.toml"]])
def test_a_rules_file_with_an_error_is_refused_with_its_line(run, wrong, tmp_path, option):
    (tmp_path / "nianbao-rules.toml").write_text('\noff = ["T", "V0"]', "utf-8")
    code, out, err = run("check", wrong, *option)
    assert (code, out) == (3, "")
    assert "第 2 行：没有规则“V0”" in err


def test_a_rules_file_that_is_not_there_is_refused(run, wrong):
    assert run("check", wrong, "--rules", "无.toml")[0] == 3


def test_reports_checked_together_are_compared_with_each_other(run, tmp_path):
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 600)))
    for unit in ("甲县档案局", "乙县档案局"):
        report = changed(whole("2021", 2023), unit=unit, preface=(text,))
        (tmp_path / f"{unit}.xlsx").write_bytes(build_book(BookContent(report)))
    _, out, _ = run("check", "乙县档案局.xlsx", "甲县档案局.xlsx", "--only", "Q104", "--lines")
    (line,) = [line for line in out.splitlines() if "Q104" in line]
    assert line.startswith("警告 Q104 甲县档案局.xlsx › 正文：正文约有 ")
    assert "与“乙县档案局”的报告（乙县档案局.xlsx）相同" in line


def test_a_rule_is_explained(run):
    code, out, _ = run("explain", "t301", "H101")
    assert code == 0
    assert out.startswith("# T301 ")
    assert "\n# H101 " in out
    assert "- 依据：" in out


def test_without_a_code_all_rules_are_listed(run):
    code, out, _ = run("explain")
    assert code == 0
    assert {"T101", "V106", "Q104"} <= {line.split()[0] for line in out.splitlines()}


@pytest.mark.parametrize("word", ["T3O1", "T399", "校验"])
def test_an_unknown_rule_is_a_wrong_call(run, word):
    code, out, err = run("explain", word)
    assert (code, out) == (2, "")
    assert f"没有规则“{word}”" in err


def test_explanations_and_older_years_go_into_the_json_of_an_import(run, tmp_path):
    path = tmp_path / "两年.xlsx"
    content = BookContent(WRONG, {2022: whole("2021", 2022)}, {"T401_A": "并案审理"})
    path.write_bytes(build_book(content))
    _, out, _ = run("import", path, "--json")
    findings = json.loads(out)["findings"]
    assert [f["explanation"] for f in findings if "explanation" in f] == ["并案审理"]
    assert "H101" in {f["code"] for f in findings}
