"""``nianbao import`` from end to end: merging, refusing, and never losing what stood there."""

from __future__ import annotations

import json

import pytest
from commandline import report_file, value
from makers import UNIT

from workbook.formfile import TEMPLATES
from workbook.read import read_content
from workbook.write import update_book

SAMPLE = TEMPLATES / "demo" / "suqian-2023.html"


def test_importing_says_what_was_found_and_leaves_stdout_empty(run, tmp_path):
    code, out, err = run("import", report_file(tmp_path / "来文.html"), "-o", "年报.xlsx")
    assert (code, out) == (0, "")
    assert f"来文.html：2021 版，2023 年度，{UNIT}；" in err
    assert "个指标（空白 " in err
    assert "6 个部分，未归位 0 条" in err
    assert "nianbao check 年报.xlsx" in err


def test_importing_the_same_report_again_leaves_the_file_byte_for_byte(run, book, tmp_path):
    before, stamp = book.read_bytes(), book.stat().st_mtime_ns
    code, _, err = run("import", tmp_path / "2023年报.html", "-o", book)
    assert code == 0
    assert "无变化" in err
    assert (book.read_bytes(), book.stat().st_mtime_ns) == (before, stamp)


def test_the_same_input_gives_the_same_bytes(run, book, tmp_path):
    run("import", tmp_path / "2023年报.html", "-o", "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == book.read_bytes()


def test_a_differing_value_is_listed_and_kept(run, book, tmp_path):
    before = book.read_bytes()
    was = value(book, "T3.1.C1")
    other = report_file(tmp_path / "更正.html", T3_1_C1=str(was + 1))
    code, out, err = run("import", other, "-o", book)
    assert code == 1
    assert out.splitlines()[0] == "年度\t指标\t原值\t新值"
    assert out.splitlines()[1].split("\t")[2:] == [str(was), str(was + 1)]
    assert out.splitlines()[1].startswith("2023\tT3.1.C1 ")
    assert "--force" in err
    assert book.read_bytes() == before


def test_force_takes_the_reported_value(run, book, tmp_path):
    was = value(book, "T3.1.C1")
    other = report_file(tmp_path / "更正.html", T3_1_C1=str(was + 1))
    code, out, _ = run("import", other, "-o", book, "--force")
    assert code == 0
    assert "T3.1.C1" in out
    assert value(book, "T3.1.C1") == was + 1
    assert run("import", other, "-o", book)[0] == 0


def test_a_dry_run_writes_nothing(run, tmp_path):
    code, out, err = run("import", report_file(tmp_path / "来文.html"), "-o", "年报.xlsx", "--dry-run")
    assert (code, out) == (0, "")
    assert "会新建" in err
    assert not (tmp_path / "年报.xlsx").exists()


def test_several_years_in_one_go_put_the_newest_in_front(run, tmp_path):
    files = [
        report_file(tmp_path / "丙.docx", "2014"),
        report_file(tmp_path / "甲.html", "2021"),
        report_file(tmp_path / "乙.docx", "2019"),
    ]
    assert run("import", *files, "-o", "年报.xlsx")[0] == 0
    content = read_content(tmp_path / "年报.xlsx")
    assert content.current.year == 2023
    assert list(content.history) == [2020, 2016]
    assert content.history[2016].form == "2014"
    before = (tmp_path / "年报.xlsx").read_bytes()
    assert "无变化" in run("import", *files, "-o", "年报.xlsx")[2]
    assert (tmp_path / "年报.xlsx").read_bytes() == before


def test_a_folder_is_read_in_order_of_names_and_lock_files_are_left_alone(run, tmp_path):
    folder = tmp_path / "往年报告"
    folder.mkdir()
    report_file(folder / "2.html", "2021")
    report_file(folder / "1.docx", "2019")
    (folder / "~$1.docx").write_bytes(b"lock")
    (folder / "3.rar").write_bytes(b"Rar!\x1a")
    code, out, err = run("import", folder, "--json")
    assert code == 0
    assert [json.loads(line)["year"] for line in out.splitlines()] == [2020, 2023]
    assert "未读 3.rar" in err


def test_a_folder_without_reports_is_refused(run, tmp_path):
    (tmp_path / "空").mkdir()
    code, out, err = run("import", "空", "--json")
    assert (code, out) == (3, "")
    assert "退回：文件夹“空”里没有能读的文件；能读 .docx" in err
    assert err.count("空") == 1


def test_a_pattern_that_the_shell_has_left_alone_stands_for_the_files(run, tmp_path):
    folder = tmp_path / "各单位[1]"
    folder.mkdir()
    for name in ("乙.html", "甲.html", "~$甲.html", "名册.csv"):
        report_file(folder / name) if name.endswith("l") else (folder / name).touch()
    code, _, err = run("import", folder / "*.html", "--json")
    assert code == 0
    assert [line.partition("：")[0] for line in err.splitlines()[:2]] == ["乙.html", "甲.html"]
    assert run("import", folder / "*.docx", "--json")[0] == 3


def test_a_name_without_ending_for_the_workbook_leads_to_the_folder_of_workbooks(run, tmp_path):
    code, _, err = run("import", report_file(tmp_path / "甲.html"), "-o", "各 单位")
    assert code == 2
    assert '写成 -o "各 单位"/' in err


def test_the_next_step_can_be_typed_as_it_is_printed(run, tmp_path):
    err = run("import", report_file(tmp_path / "甲.html"), "-o", "我的 年报.xlsx")[2]
    assert 'nianbao check "我的 年报.xlsx" 核对' in err


def test_a_folder_that_is_closed_to_us_is_refused(run, tmp_path, monkeypatch):
    def closed(_):
        raise PermissionError

    (tmp_path / "别人的").mkdir()
    monkeypatch.setattr("pathlib.Path.iterdir", closed)
    assert run("check", "别人的")[0] == 3


def test_a_newer_report_becomes_the_current_year_and_the_user_is_told(run, tmp_path):
    run("import", report_file(tmp_path / "旧.docx", "2019"), "-o", "年报.xlsx")
    code, _, err = run("import", report_file(tmp_path / "新.html"), "-o", "年报.xlsx")
    assert code == 0
    assert "2020 年度移入“历年”，2023 年度成为当前年度" in err


def test_json_goes_to_stdout_as_plain_utf8_with_the_findings(run, tmp_path):
    code, out, err = run("import", report_file(tmp_path / "来文.html", T3_1_C7="999999"), "--json")
    read = json.loads(out)
    assert code == 0
    assert len(out.splitlines()) == 1
    assert (read["form"], read["year"], read["unit"]) == ("2021", 2023, UNIT)
    assert read["figures"]["T3.1.C7"]["value"] == 999999
    assert any("T3.1.C7" in finding["figures"] for finding in read["findings"])
    assert "\\u" not in out
    assert "来文.html" in err


def test_our_own_workbook_is_an_input_like_any_other(run, book, tmp_path):
    code, out, _ = run("import", book, "--json")
    assert code == 0
    assert json.loads(out)["figures"]["T3.1.C7"]["value"] == value(book, "T3.1.C7")
    assert run("import", book, "-o", "副本.xlsx")[0] == 0
    assert value(tmp_path / "副本.xlsx", "T3.1.C7") == value(book, "T3.1.C7")


def test_explanations_survive_a_later_import_and_a_copy(run, book, tmp_path):
    content = read_content(book)
    content.explanations["T303_T3.1"] = "按受理窗口口径统计"
    book.write_bytes(update_book(book.read_bytes(), content, book.name))
    report_file(tmp_path / "更正.html", T3_1_C1="424242")
    run("import", "更正.html", "-o", book, "--force")
    run("import", book, "-o", "副本.xlsx")
    for path in (book, tmp_path / "副本.xlsx"):
        assert list(read_content(path).explanations.values()) == ["按受理窗口口径统计"]
        assert value(path, "T3.1.C1") == 424242


def test_what_a_second_file_adds_is_added_once(run, book, tmp_path):
    other = report_file(tmp_path / "另一份.docx", T3_1_C1="424242")
    assert run("import", other, "-o", book)[0] == 1
    before = book.read_bytes()
    assert run("import", other, "-o", book)[0] == 1
    assert book.read_bytes() == before


def test_a_report_can_be_read_by_a_form_that_the_user_names(run, tmp_path):
    _, out, _ = run("import", report_file(tmp_path / "来文.html", "2019"), "--json", "--form", "2021")
    assert json.loads(out)["form"] == "2021"
    for words in (("import", tmp_path / "来文.html", "--json"), ("new", "-o", "年报.xlsx")):
        code, _, err = run(*words, "--form", "1999")
        assert code == 2
        assert "没有版式“1999”；现有：2014、2019、2021" in err


def test_a_refused_file_does_not_keep_the_others_out(run, tmp_path):
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    code, _, err = run("import", "坏.docx", report_file(tmp_path / "好.html"), "-o", "年报.xlsx")
    assert code == 3
    assert "退回" in err
    assert "坏.docx" in err
    assert "退回 1 份，读入 1 份" in err
    assert read_content(tmp_path / "年报.xlsx").current.year == 2023


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空.html", b""),
        ("坏.xlsx", b"PK\x03\x04 broken"),
        ("旧.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600),
        ("无关.txt", "今天食堂吃面。\n明天再说。".encode()),
    ],
)
def test_a_refused_input_leaves_no_output(run, tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    code, out, err = run("import", name, "-o", "年报.xlsx")
    assert (code, out) == (3, "")
    assert name in err
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_empty_workbook_is_no_report_to_import(run, tmp_path):
    run("new", "--year", "2023", "-o", "空白.xlsx")
    code, _, err = run("import", "空白.xlsx", "-o", "年报.xlsx")
    assert code == 3
    assert "没有找到任何指标" in err
    assert not (tmp_path / "年报.xlsx").exists()


def test_reports_of_different_units_are_not_put_together(run, book, tmp_path):
    before = book.read_bytes()
    code, _, err = run("import", SAMPLE, "-o", book)
    assert code == 2
    assert UNIT in err
    assert "宿迁市" in err
    assert book.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2023年报.html", "年报.xlsx"]


@pytest.mark.parametrize("place", ["没有的文件夹/年报.xlsx", "文件夹.xlsx", "文件.txt/年报.xlsx"])
def test_a_place_that_cannot_be_written_is_exit_code_4(run, tmp_path, place):
    (tmp_path / "文件夹.xlsx").mkdir()
    (tmp_path / "文件.txt").write_text("一")
    source = report_file(tmp_path / "来文.html")
    for words in (("import", source), ("new",)):
        code, _, err = run(*words, "-o", place)
        assert code == 4
        assert place.split("/", maxsplit=1)[0] in err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["文件.txt", "文件夹.xlsx", "来文.html"]


def test_a_read_only_workbook_is_left_as_it_is(run, book, tmp_path):
    before = book.read_bytes()
    book.chmod(0o444)
    other = report_file(tmp_path / "更正.html", T3_1_C1="424242")
    code, _, err = run("import", other, "-o", book, "--force")
    assert code == 4
    assert "只读" in err
    assert book.read_bytes() == before


def test_a_workbook_that_is_not_ours_is_not_touched(run, tmp_path):
    report_file(tmp_path / "别人的.xlsx")
    before = (tmp_path / "别人的.xlsx").read_bytes()
    code, _, err = run("import", report_file(tmp_path / "来文.html"), "-o", "别人的.xlsx")
    assert code == 4
    assert "不是 nianbao 的工作簿" in err
    assert (tmp_path / "别人的.xlsx").read_bytes() == before
