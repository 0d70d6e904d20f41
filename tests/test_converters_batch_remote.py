"""Files at an address: read within bounds, listed by name, refused clearly."""

from __future__ import annotations

import json
import sys

import fsspec
import pytest
from commandline import report_file

from converters.batch import remote
from converters.batch.journal import stamp_of
from converters.batch.remote import files_at, is_address, read_address
from converters.cli.inputs import expand_names
from workbook.errors import InputRefused, UsageError


@pytest.fixture
def memory():
    """A folder in fsspec's memory, empty again afterwards."""
    system = fsspec.filesystem("memory")
    yield system
    system.rm("/", recursive=True)


@pytest.mark.parametrize("name", ["s3://a/b.docx", "file:///a", "memory://x", "hdfs+x://a"])
def test_an_address_has_a_protocol(name):
    assert is_address(name)


@pytest.mark.parametrize("name", ["a.docx", "/a/b", "C:\\a", "C:/a", "c://a", "../a", "年报//a"])
def test_a_path_has_none(name):
    assert not is_address(name)


def test_a_folder_at_an_address_is_opened_up_by_name(memory, capsys):
    for name in ("乙.docx", "甲.docx", "~$甲.docx", "名单.pdf1", "下级/丙.docx"):
        memory.pipe(f"/年报/{name}", b"x")
    assert files_at("memory://年报/没有.docx") is None
    assert expand_names(["memory://年报", "本地.docx"]) == [
        "memory:///年报/乙.docx",
        "memory:///年报/甲.docx",
        "本地.docx",
    ]
    capsys.readouterr()


def test_the_content_is_read_within_bounds(memory, monkeypatch):
    memory.pipe("/甲.txt", "内容".encode())
    memory.pipe("/空.txt", b"")
    assert read_address("memory://甲.txt").decode() == "内容"
    with pytest.raises(InputRefused, match="空文件"):
        read_address("memory://空.txt")
    with pytest.raises(InputRefused, match="找不到"):
        read_address("memory://没有.txt")
    monkeypatch.setattr(remote, "MAX_FILE", 5)
    with pytest.raises(InputRefused, match="超过"):
        read_address("memory://甲.txt")


def test_an_unknown_protocol_and_a_missing_fsspec_are_said(monkeypatch):
    with pytest.raises(UsageError, match="没有这种地址"):
        read_address("nosuch://a")
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(UsageError, match=r"pip install 'nianbao\[cluster\]'"):
        read_address("memory://a")


def test_the_stamp_of_a_file_changes_with_it(memory):
    memory.pipe("/甲.txt", b"1")
    before = stamp_of("memory://甲.txt")
    memory.pipe("/甲.txt", b"2")
    assert stamp_of("memory://甲.txt") != before
    assert stamp_of("memory://没有.txt") == b""


def test_a_report_at_an_address_is_imported_like_one_on_the_disk(run, tmp_path):
    path = report_file(tmp_path / "2023年报.html")
    code, out, err = run("import", f"file://{path}", "--json")
    assert code == 0
    assert "2023年报.html：2021 版" in err
    assert json.loads(out) == json.loads(run("import", path, "--json")[1])
    code, _, err = run("import", f"file://{tmp_path}/没有.html", "--json")
    assert code == 3
    assert "找不到" in err
