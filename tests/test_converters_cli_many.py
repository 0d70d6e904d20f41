"""``nianbao import`` of many files: JSON lines in order, a workbook for each unit, nothing done twice."""

from __future__ import annotations

import json
import shutil

import pytest
from commandline import report_file

from converters.cli.by_unit import file_name
from workbook.read import read_content

UNITS = ("青松县民政局", "红枫县 民政局", "白杨镇人民政府")
# The unit of every made report.
MADE_OF = "云溪县城乡建设局"


def named(path, unit, edition="2021"):
    """A made report of this unit."""
    report_file(path, edition)
    path.write_text(path.read_text("utf-8").replace(MADE_OF, unit), "utf-8")
    return path


@pytest.fixture
def folder(tmp_path):
    """Two years of each of three units, several files naming none, and one that is broken."""
    inside = tmp_path / "来文"
    inside.mkdir()
    for number, unit in enumerate(UNITS):
        named(inside / f"{number}-2023.html", unit)
        named(inside / f"{number}-2020.html", unit, "2019")
    (inside / "9坏.html").write_bytes(b"")
    return inside


def test_json_lines_come_in_order_with_any_number_of_workers(run, folder):
    for number in range(6):
        shutil.copy(folder / "0-2023.html", folder / f"{number}-再来.html")
    found = {jobs: run("import", folder, "--json", "--jobs", jobs) for jobs in (1, 3)}
    assert found[1] == found[3]
    code, out, err = found[1]
    assert code == 3
    assert "退回 1 份，读入 12 份" in err
    names = [next(iter(json.loads(line)["figures"].values()))["evidence"]["file"] for line in out.splitlines()]
    assert names == sorted(names)


def test_a_journal_makes_import_go_on_where_it_stopped(run, folder, tmp_path):
    first = run("import", folder, "--json", "--journal", "进度")
    noted = (tmp_path / "进度").read_bytes()
    code, out, err = run("import", folder, "--json", "--journal", "进度")
    assert (code, out) == (first[0], first[1])
    assert err == f"发现进度文件 进度：已做完的文件不再读，接着做其余的。\n{first[2]}"
    assert (tmp_path / "进度").read_bytes() == noted


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder_as_output_gets_a_workbook_for_each_unit(run, folder, tmp_path, jobs):
    code, out, err = run("import", folder, "-o", "各单位/", "--jobs", jobs)
    assert (code, out) == (3, "")
    assert "退回 1 份，读入 6 份" in err
    assert "共 3 个单位" in err
    books = sorted((tmp_path / "各单位").iterdir())
    assert {path.stem for path in books} == {"青松县民政局", "红枫县民政局", "白杨镇人民政府"}
    for path in books:
        content = read_content(path)
        assert (content.current.year, list(content.history)) == (2023, [2020])
        assert "".join(content.current.unit.split()) == path.stem
    before = [path.read_bytes() for path in books]
    _, _, err = run("import", folder, "-o", "各单位", "--jobs", jobs)
    assert err.count("无变化") == 3
    assert [path.read_bytes() for path in books] == before


def test_one_unit_s_trouble_is_told_and_the_others_are_written(run, folder, tmp_path):
    (tmp_path / "各单位").mkdir()
    (tmp_path / "各单位" / "青松县民政局.xlsx").write_bytes((folder / "0-2023.html").read_bytes())
    (folder / "9坏.html").unlink()
    code, _, err = run("import", folder, "-o", "各单位/")
    assert code == 4
    assert "青松县民政局：" in err
    assert "不是 nianbao 的工作簿" in err
    assert sorted(path.name for path in (tmp_path / "各单位").iterdir()) == [
        "白杨镇人民政府.xlsx",
        "红枫县民政局.xlsx",
        "青松县民政局.xlsx",
    ]


def test_a_dry_run_into_a_folder_writes_nothing(run, folder, tmp_path):
    _, _, err = run("import", folder, "-o", "各单位/", "--dry-run")
    assert err.count("会新建") == 3
    assert not (tmp_path / "各单位").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "a.xlsx", "--journal", "进度"], "--journal 用于"),
        (["-o", "各单位/", "--scheduler", "tcp://127.0.0.1:9"], "不能用 --scheduler"),
    ],
)
def test_options_that_do_not_fit_are_explained(run, words, said):
    code, _, err = run("import", "没有.html", *words)
    assert code == 2
    assert said in err


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("青松县民政局", "青松县民政局"),
        ("../../x", "_._.._x"),
        ("a:b*c?", "a_b_c_"),
        ("~$甲", "_$甲"),
        ("长" * 300, "长" * 80),
    ],
)
def test_a_unit_s_name_stays_within_the_folder(unit, name):
    assert file_name(unit) == name
