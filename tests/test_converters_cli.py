"""The command line from end to end: real files in, real files out, exit codes, and what goes to which stream."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commandline import report_file, value
from makers import UNIT

from workbook.files import write_atomically
from workbook.read import read_content
from workbook.write import build_book


def test_the_output_name_must_say_what_it_is(run, tmp_path):
    assert run("import", report_file(tmp_path / "来文.html"), "-o", "年报.docx")[0] == 2
    assert run("new", "-o", "年报")[0] == 2


def test_new_makes_a_workbook_of_the_form_of_the_year(run, tmp_path):
    assert run("new", "--unit", "青松县档案局", "--year", "2017", "-o", "年报.xlsx")[0] == 0
    current = read_content(tmp_path / "年报.xlsx").current
    assert (current.form, current.year, current.unit) == ("2014", 2017, "青松县档案局")
    assert run("new", "--form", "2019", "-o", "另.xlsx")[0] == 0
    assert read_content(tmp_path / "另.xlsx").current.form == "2019"


def test_new_does_not_overwrite_unless_forced(run, book):
    before = book.read_bytes()
    code, _, err = run("new", "-o", book)
    assert code == 4
    assert "已存在" in err
    assert book.read_bytes() == before
    assert run("new", "-o", book, "--force")[0] == 0
    assert read_content(book).current.year is None


def test_new_carries_last_year_s_workbook_or_report_into_history(run, book, tmp_path):
    for last in (book, tmp_path / "2023年报.html"):
        assert run("new", "--last", last, "-o", "新.xlsx", "--force")[0] == 0
        content = read_content(tmp_path / "新.xlsx")
        assert (content.current.year, content.current.unit) == (2024, UNIT)
        assert content.history[2023].figures["T3.1.C7"].value == value(book, "T3.1.C7")


def test_new_refuses_a_year_that_is_not_after_last_year(run, book):
    code, _, err = run("new", "--last", book, "--year", "2023", "-o", "新.xlsx")
    assert code == 2
    assert "2023" in err


def test_new_refuses_another_unit_s_file_as_last_year_s(run, book, tmp_path):
    code, _, err = run("new", "--unit", "青松县档案馆", "--last", book, "-o", "新.xlsx")
    assert code == 2
    assert "不是同一个单位" in err
    assert not (tmp_path / "新.xlsx").exists()


def test_new_needs_the_year_of_last_year_s_file(run):
    run("new", "-o", "无年度.xlsx")
    code, _, err = run("new", "--last", "无年度.xlsx", "-o", "新.xlsx")
    assert code == 2
    assert "没有年度" in err


def test_a_fresh_workbook_takes_the_report_of_its_year(run, tmp_path):
    run("new", "--unit", UNIT, "--year", "2023", "-o", "年报.xlsx")
    code, out, _ = run("import", report_file(tmp_path / "来文.html"), "-o", "年报.xlsx")
    assert (code, out) == (0, "")
    assert run("import", tmp_path / "来文.html", "-o", "年报.xlsx")[2].endswith("无变化。\n")


def test_check_names_the_cell_and_exits_with_1_on_an_error(run, tmp_path):
    run("import", report_file(tmp_path / "来文.html", T3_1_C7="999999"), "-o", "年报.xlsx")
    code, out, err = run("check", "年报.xlsx")
    assert (code, err) == (1, "")
    assert "错误 T303  年报.xlsx › 统计表!" in out
    assert "999999" in out
    assert out.splitlines()[-1].startswith("年报.xlsx：错误 ")


def test_check_reads_a_report_file_too_and_adds_up_at_the_end(run, book, tmp_path):
    wrong = report_file(tmp_path / "错.html", T3_1_C7="999999")
    code, out, _ = run("check", book, wrong)
    assert code == 1
    assert out.splitlines()[-1].startswith("共 2 份：错误 ")
    assert "\033[" not in out


def test_check_json_has_one_object_for_each_file(run, book, tmp_path):
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    code, out, err = run("check", book, "坏.docx", "--json")
    assert code == 3
    assert [json.loads(line)["file"] for line in out.splitlines()] == ["年报.xlsx"]
    assert "坏.docx" in err


def test_report_is_written_beside_the_workbook(run, book):
    assert run("report", book)[:2] == (0, "")
    first = book.with_suffix(".docx").read_bytes()
    assert "无变化" in run("report", book)[2]
    book.with_suffix(".docx").write_bytes(b"edited")
    assert run("report", book)[0] == 4
    assert book.with_suffix(".docx").read_bytes() == b"edited"
    assert run("report", book, "--force")[0] == 0
    assert book.with_suffix(".docx").read_bytes() == first


def test_report_never_takes_the_place_of_what_it_reads(run, tmp_path):
    source = report_file(tmp_path / "来文.docx")
    before = source.read_bytes()
    assert run("report", source, "--force")[0] == 2
    assert source.read_bytes() == before
    assert run("report", source, "-o", "重排.docx")[0] == 0


def test_the_demo_writes_both_files_and_says_what_to_open(run, tmp_path):
    code, out, err = run("demo")
    assert (code, out) == (0, "")
    assert "2021 版，2023 年度，宿迁市" in err
    assert sorted(path.name for path in (tmp_path / "年报示例").iterdir()) == ["年报.docx", "年报.xlsx", "练习"]
    assert "打开" in err.splitlines()[-1]
    assert run("demo")[0] == 0


def test_the_demo_does_not_overwrite_what_was_changed(run, tmp_path):
    run("demo", "-o", "试用")
    changed = build_book(read_content(tmp_path / "试用" / "年报.xlsx"))[:-1]
    write_atomically(tmp_path / "试用" / "年报.xlsx", changed)
    assert run("demo", "-o", "试用")[0] == 4
    assert run("demo", "-o", "试用", "--force")[0] == 0


def test_the_demo_s_folder_may_not_be_a_file(run, tmp_path):
    (tmp_path / "试用").write_text("一")
    code, _, err = run("demo", "-o", "试用")
    assert code == 4
    assert "试用" in err


def test_an_unknown_failure_is_one_sentence_and_a_traceback_only_when_asked_for(run, monkeypatch, book):
    def fail(_):
        raise ZeroDivisionError

    monkeypatch.setattr("converters.cli.check.findings_of", fail)
    code, _, err = run("check", book)
    assert code == 5
    assert len(err.splitlines()) == 1
    assert "NIANBAO_DEBUG=1" in err
    monkeypatch.setenv("NIANBAO_DEBUG", "1")
    assert "Traceback" in run("check", book)[2]


def test_ctrl_c_is_130(run, monkeypatch, book):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("converters.cli.check.findings_of", stop)
    code, _, err = run("check", book)
    assert code == 130
    assert "已中断" in err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no broken pipes")
def test_a_reader_that_goes_away_is_no_failure_of_ours(book):
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(
        [sys.executable, "-m", "converters", "check", book, "--json"],
        check=False,
        stdout=write_end,
        stderr=subprocess.PIPE,
    )
    os.close(write_end)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(os.name == "nt", reason="Windows closes a program's output in another way")
def test_a_program_whose_output_is_closed_does_its_work(book):
    done = subprocess.run(
        ["/bin/sh", "-c", '"$0" -m converters check "$1" >&-', sys.executable, book], check=False, capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_disk_that_is_full_of_what_was_printed_is_said_and_is_no_fault_of_ours(book):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "converters", "check", book], check=False, stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == 4
    assert done.stderr.decode().splitlines() == [
        "错误：磁盘满了，屏幕上的内容没有全部存进所指的文件；请腾出空间，再运行一次。"
    ]


def test_output_is_utf8_whatever_the_console_says(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "converters", "import", report_file(tmp_path / "来文.html"), "--json"],
        check=True,
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"},
    )
    assert json.loads(done.stdout.decode("utf-8"))["unit"] == UNIT
    assert "来文.html" in done.stderr.decode("utf-8")
