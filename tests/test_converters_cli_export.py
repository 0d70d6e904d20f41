"""``nianbao export``: any number of files, the same bytes however it went."""

from __future__ import annotations

import csv
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commandline import report_file

from workbook.read import read_content

FILES = 24


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def folder(tmp_path):
    """Reports of three editions under two dozen names."""
    made = [
        report_file(tmp_path / f"{edition}.html", edition, seed)
        for seed, edition in enumerate(("2014", "2019", "2021"))
    ]
    (tmp_path / "各单位").mkdir()
    for number in range(FILES):
        shutil.copy(made[number % 3], tmp_path / "各单位" / f"{number:02}.html")
    return tmp_path / "各单位"


def start(tmp_path, *words):
    """The program in a process of its own, to be cut short."""
    command = [sys.executable, "-m", "converters", *map(str, words)]
    return subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def wait_for_lines(journal, lines, process):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if journal.exists() and journal.read_bytes().count(b"\n") > lines:
            return
        time.sleep(0.005)


def test_reports_workbooks_and_folders_come_in_the_order_given(run, folder, tmp_path):
    run("import", tmp_path / "2019.html", tmp_path / "2014.html", "-o", "年报.xlsx")
    code, out, err = run("export", "2021.html", "年报.xlsx", folder, "-o", "全部.csv", "--jobs", "1")
    assert (code, out) == (0, "")
    read = rows(tmp_path / "全部.csv")
    assert f"已写出 全部.csv：{FILES + 2} 份，{len(read)} 行" in err
    inputs = list(dict.fromkeys(row["input"] for row in read))
    assert inputs == ["2021.html", "年报.xlsx", *(str(folder / f"{number:02}.html") for number in range(FILES))]
    book = [row for row in read if row["input"] == "年报.xlsx"]
    content = read_content(tmp_path / "年报.xlsx")
    assert list(dict.fromkeys(row["year"] for row in book)) == ["2020", "2016"]
    assert {row["code"]: row["value"] for row in book if row["year"] == "2020"} == {
        code: "" if figure.value is None else str(figure.value) for code, figure in content.current.figures.items()
    }
    assert {row["file"] for row in book} == {"2019.html", "2014.html"}


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_the_bytes_do_not_depend_on_the_number_of_workers(run, folder, tmp_path, ending):
    pytest.importorskip("pyarrow")
    for jobs in (1, 3):
        assert run("export", folder, "-o", f"{jobs}.{ending}", "--jobs", jobs)[0] == 0
    assert (tmp_path / f"1.{ending}").read_bytes() == (tmp_path / f"3.{ending}").read_bytes()
    assert not list(tmp_path.glob("*journal*"))


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_killed_at_any_moment_and_started_again_the_bytes_are_the_same(run, folder, tmp_path, ending):
    pytest.importorskip("pyarrow")
    assert run("export", folder, "-o", f"whole.{ending}", "--jobs", "1")[0] == 0
    output, journal = tmp_path / f"cut.{ending}", tmp_path / f"cut.{ending}.nianbao-journal"
    for lines in sorted(random.Random(ending).sample(range(2, FILES - 2), 2)):
        process = start(tmp_path, "export", folder, "-o", output, "--jobs", "2")
        wait_for_lines(journal, lines, process)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        assert not output.exists()
    done = journal.read_bytes().count(b"\n") - 1
    assert done > 0
    code, _, err = run("export", folder, "-o", output)
    assert code == 0
    assert "发现进度文件" in err
    assert output.read_bytes() == (tmp_path / f"whole.{ending}").read_bytes()
    assert not [path.name for path in tmp_path.iterdir() if "nianbao" in path.name]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked up as Linux shows them")
def test_ctrl_c_ends_every_process_and_leaves_only_the_journal(folder, tmp_path):
    process = start(tmp_path, "export", folder, "-o", "a.csv", "--jobs", "2", "--journal", "进度")
    wait_for_lines(tmp_path / "进度", 3, process)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert len(children) >= 2
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "再运行一次同样的命令" in err.decode()
    assert "Traceback" not in err.decode()
    assert not [pid for pid in children if Path(f"/proc/{pid}/exe").exists()]
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.endswith(".html")) == ["各单位", "进度"]


def test_a_refused_file_does_not_keep_the_others_out(run, folder, tmp_path):
    (folder / "05坏.html").write_bytes(b"")
    (folder / "07无关.txt").write_text("今天食堂吃面。", "utf-8")
    code, _, err = run("export", folder, "-o", "全部.csv")
    assert code == 3
    assert err.count("退回：") == 2
    assert "05坏.html" in err
    assert f"退回 2 份，读入 {FILES} 份" in err
    assert len({row["input"] for row in rows(tmp_path / "全部.csv")}) == FILES


def test_a_fault_of_ours_costs_one_file_and_is_exit_code_5(run, folder, tmp_path, monkeypatch):
    from converters.cli import export  # noqa: PLC0415  # the module that is watched

    plain = export.open_content
    monkeypatch.setattr(
        export, "open_content", lambda name, form: {}["x"] if name.endswith("03.html") else plain(name, form)
    )
    code, _, err = run("export", folder, "-o", "全部.csv", "--jobs", "1")
    assert code == 5
    assert "03.html" in err
    assert "KeyError" in err
    assert len({row["input"] for row in rows(tmp_path / "全部.csv")}) == FILES - 1


def test_nothing_read_is_nothing_written(run, tmp_path):
    (tmp_path / "坏.html").write_bytes(b"")
    for ending in ("csv", "jsonl"):
        code, _, err = run("export", "坏.html", "-o", f"全部.{ending}")
        assert code == 3
        assert "已写出" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["坏.html"]


def test_an_existing_file_is_kept_unless_forced(run, tmp_path):
    report_file(tmp_path / "甲.html")
    (tmp_path / "全部.csv").write_text("手工的")
    code, _, err = run("export", "甲.html", "-o", "全部.csv")
    assert code == 4
    assert "--force" in err
    assert (tmp_path / "全部.csv").read_text() == "手工的"
    assert run("export", "甲.html", "-o", "全部.csv", "--force")[0] == 0
    assert len(rows(tmp_path / "全部.csv")) > 100


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["-o", "全部.xlsx"], 2, "应以 .csv、.jsonl、.parquet 结尾"),
        (["-o", "没有/全部.csv"], 4, "不存在"),
        (["-o", "全部.csv", "--form", "1999"], 2, "没有版式“1999”"),
        (["-o", "全部.csv", "--jobs", "0"], 2, "1 到 1024"),
        (["-o", "全部.csv", "--time-limit", "无"], 2, "秒数"),
    ],
)
def test_a_wrong_call_is_explained_before_anything_is_read(run, words, code, said):
    found, _, err = run("export", "没有.html", *words)
    assert found == code
    assert said in err


def test_parquet_without_pyarrow_says_how_to_get_it(run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, _, err = run("export", report_file(tmp_path / "甲.html"), "-o", "全部.parquet")
    assert code == 2
    assert "pip install 'nianbao[parquet]'" in err


def test_a_journal_that_the_user_names_stays_and_only_new_files_are_read(run, folder, tmp_path, monkeypatch):
    words = ("export", folder, "--journal", "进度", "--jobs", "1")
    assert run(*words, "-o", "1.csv")[0] == 0
    shutil.copy(tmp_path / "2021.html", folder / "99.html")
    read = []
    from converters.cli import export  # noqa: PLC0415  # the module that is watched

    plain = export.open_content
    monkeypatch.setattr(export, "open_content", lambda name, form: read.append(name) or plain(name, form))
    assert run(*words, "-o", "2.csv")[0] == 0
    assert read == [str(folder / "99.html")]
    assert run("export", folder, "-o", "3.csv", "--jobs", "1")[0] == 0
    assert (tmp_path / "2.csv").read_bytes() == (tmp_path / "3.csv").read_bytes()
