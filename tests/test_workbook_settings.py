from __future__ import annotations

import re

import pytest
from checking import changed, whole
from office import ROOT

from workbook.check import check_report
from workbook.errors import InputRefused
from workbook.formfile import load_form
from workbook.rules.settings import DEFAULT
from workbook.rules.settingsfile import read_settings

REPORT = whole("2014", 2017)
OWN = """
[[rules]]
code = "U001"
severity = "warning"
check = "[9.1] >= 5"
says = "每季度至少开一次会"
hint = "请核对会议记录"
"""


@pytest.fixture
def settings(tmp_path):
    """Read a rules file with this text."""

    def read(text):
        path = tmp_path / "nianbao-rules.toml"
        path.write_text(text, "utf-8")
        return read_settings(path)

    return read


def codes(report, settings, previous=None):
    return [finding.code for finding in check_report(report, load_form(report.form), previous, settings=settings)]


def test_an_empty_file_changes_nothing(settings):
    assert codes(changed(REPORT, {"3.2": 12}), settings("# 只有说明\n")) == codes(changed(REPORT, {"3.2": 12}), DEFAULT)


@pytest.mark.parametrize(
    ("off", "left"), [('["T102"]', ["T118", "T120"]), ('["T"]', []), ('["T11", "T102"]', ["T120"])]
)
def test_rules_are_switched_off_by_code_or_family(settings, off, left):
    assert codes(changed(REPORT, {"3.2": 12}), settings(f"off = {off}")) == left


def test_a_severity_is_changed(settings):
    found = check_report(
        changed(REPORT, {"9.1": -1}), load_form("2014"), settings=settings('[severity]\nV102 = "note"')
    )
    assert [(finding.code, finding.severity) for finding in found] == [("V102", "note")]


def test_a_threshold_is_changed(settings):
    last = changed(REPORT, {"1.1": 58}, year=2016)
    assert codes(REPORT, DEFAULT, last) == []
    assert codes(REPORT, settings("[thresholds]\nH107 = { percent = 20, amount = 10 }"), last) == ["H107"]


def test_an_expression_of_the_user_is_checked_and_told_like_any_other(settings):
    (finding,) = check_report(REPORT, load_form("2014"), settings=settings(OWN))
    assert (finding.code, finding.severity, finding.figures) == ("U001", "warning", ("9.1",))
    assert finding.message == "填报 2，应不少于 5"
    assert (finding.clause, finding.hint, finding.instance) == ("单位自定", "请核对会议记录", "U001")
    assert codes(whole("2021", 2023), settings(OWN)) == []


def test_an_explained_finding_of_a_user_s_rule_says_so(settings):
    found = check_report(REPORT, load_form("2014"), settings=settings(OWN), explanations={"U001": "机构新设"})
    assert [finding.explanation for finding in found] == ["机构新设"]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('off = ["V106"\n[severity]\n', 2, "不合 TOML"),
        ('\noff = [\n  "V106",\n  "V199",\n]', 4, "没有规则“V199”"),
        ("off = 3", 1, "off 应为代码的列表"),
        ('off = []\nof = ["V106"]', 2, "不认识“of”"),
        ('[severity]\nT102 = "note"\nV1O6 = "note"', 3, "没有规则“V1O6”，是否指"),
        ('[severity]\nV106 = "fatal"', 2, "error、warning、note"),
        ("severity = 1", 1, "一组"),
        ("[thresholds]\nH107 = { percents = 3 }", 2, "可改的是 percent、amount"),
        ("[thresholds]\nV101 = { limit = 3 }", 2, "没有可改的阈值"),
        ("[thresholds.H107]\npercent = 10\namount = -1", 3, "不小于 0"),
        ("rules = 1", 1, "[[rules]]"),
        (OWN.replace("U001", "T102"), 3, "U001"),
        (OWN.replace("[9.1] >= 5", "[9.1] ~ 5"), 5, "第 6 个字符"),
        (OWN.replace("[9.1] >= 5", "__import__('os')"), 5, "第 1 个字符"),
        (OWN.replace("[9.1] >= 5", "[9.1].value = 5"), 5, "第 6 个字符"),
        (OWN.replace("[9.1] >= 5", "[9.1] >= [9.9]"), 5, "没有 check 里的指标"),
        (OWN.replace('"warning"', '"hard"'), 4, "severity 应为"),
        (OWN + "colour = 3", 8, "多出 colour"),
        (OWN + 'editions = ["2015"]', 8, "editions 应为"),
        (OWN + OWN, 3, "U001 写了两次"),
    ],
)
def test_an_error_is_refused_with_its_line_and_a_sentence(settings, text, line, said):
    with pytest.raises(InputRefused) as refused:
        settings(text)
    assert f"nianbao-rules.toml 第 {line} 行：" in str(refused.value)
    assert said in str(refused.value)


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "规则.toml").write_bytes("off = [] # 规则".encode("gb18030"))
    with pytest.raises(InputRefused, match="UTF-8"):
        read_settings(tmp_path / "规则.toml")


def test_the_example_in_the_documents_is_a_rules_file(settings):
    page = (ROOT / "docs" / "own-rules.md").read_text("utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    found = settings(example)
    assert found.off == ("V106", "Q")
    assert found.severity == {"T117": "note"}
    assert found.data_of("H107") == {"percent": 80, "amount": 50}
    assert [rule.code for rule in found.own["2021"]] == ["U001"]
