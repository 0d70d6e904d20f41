"""The examples of docs/data.md run, on an export of reports of three editions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commandline import report_file

from converters.cli import main
from converters.export import DataRow

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "data.md").read_text("utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The three files that the page works on."""
    pytest.importorskip("pyarrow")
    made = tmp_path_factory.mktemp("data")
    (made / "各单位年报").mkdir()
    for name, edition, seed in (("甲.html", "2014", 1), ("乙.docx", "2019", 2), ("丙.html", "2021", 3)):
        report_file(made / "各单位年报" / name, edition, seed)
    worded = report_file(made / "各单位年报" / "丁.html", "2021", 3, T4_A_3="987654")
    worded.write_text(worded.read_text("utf-8").replace("987654", "详见附件"), "utf-8")
    for ending in ("parquet", "csv", "jsonl"):
        assert main(["export", str(made / "各单位年报"), "-o", str(made / f"全部指标.{ending}")]) == 0
    return made


@pytest.mark.parametrize("code", blocks("sql"))
def test_an_example_for_duckdb_runs_and_finds_something(code, folder, monkeypatch):
    monkeypatch.chdir(folder)
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as connection:
        for statement in filter(str.strip, code.split(";")):
            assert connection.execute(statement).fetchall(), statement


@pytest.mark.parametrize("code", blocks("python"))
def test_an_example_for_pandas_runs(code, folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    pytest.importorskip("pandas")
    exec(compile(code, "docs/data.md", "exec"), {})  # noqa: S102  # the page's own example
    assert "print" not in code or "Empty DataFrame" not in capsys.readouterr().out


def test_the_three_files_say_the_same(folder, monkeypatch):
    monkeypatch.chdir(folder)
    duckdb = pytest.importorskip("duckdb")
    queries = (
        "FROM '全部指标.parquet'",
        "FROM read_csv('全部指标.csv', types = {'code': 'VARCHAR', 'edition': 'VARCHAR'})",
        "FROM read_json('全部指标.jsonl')",
    )
    sums = "SELECT count(*), count(value), sum(value), sum(year), sum(approximate::INT), count(DISTINCT code)"
    with duckdb.connect() as connection:
        found = {connection.execute(f"{sums} {query}").fetchone() for query in queries}
    assert len(found) == 1
    assert next(iter(found))[0] > 400


def test_the_page_explains_every_column_in_its_order():
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == list(DataRow._fields)


def test_the_page_says_that_the_examples_for_r_were_not_run():
    assert re.search(r"## R\n\n这一节的例子没有随程序的测试运行过", PAGE)
