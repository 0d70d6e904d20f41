"""A file is replaced whole or not at all, and what stands in the way is said in Chinese."""

from __future__ import annotations

import os
import stat

import pytest

from workbook import files
from workbook.errors import InputRefused, OutputNotWritten
from workbook.files import read_bytes, write_atomically


@pytest.fixture
def target(tmp_path):
    return tmp_path / "年报.xlsx"


def not_written(path):
    before = sorted(path.parent.iterdir()) if path.parent.is_dir() else []
    with pytest.raises(OutputNotWritten) as caught:
        write_atomically(path, b"new")
    assert (sorted(path.parent.iterdir()) if path.parent.is_dir() else []) == before
    return str(caught.value)


def test_a_new_file_is_written_and_nothing_else(target):
    write_atomically(target, b"new")
    assert target.read_bytes() == b"new"
    assert list(target.parent.iterdir()) == [target]


def test_a_replaced_file_keeps_its_permissions(target):
    target.write_bytes(b"old")
    target.chmod(0o640)
    write_atomically(target, b"new")
    assert (target.read_bytes(), stat.S_IMODE(target.stat().st_mode)) == (b"new", 0o640)


def test_a_missing_folder_is_named(tmp_path):
    assert "不存在" in not_written(tmp_path / "没有" / "年报.xlsx")


def test_a_folder_is_no_target(target):
    target.mkdir()
    assert "是文件夹" in not_written(target)


def test_a_symbolic_link_is_no_target(target, tmp_path):
    (tmp_path / "real.xlsx").write_bytes(b"old")
    target.symlink_to(tmp_path / "real.xlsx")
    assert "符号链接" in not_written(target)
    assert (tmp_path / "real.xlsx").read_bytes() == b"old"


def test_a_read_only_file_is_left_alone(target):
    target.write_bytes(b"old")
    target.chmod(0o444)
    assert "只读" in not_written(target)
    assert target.read_bytes() == b"old"


def excel_lock(name):
    return bytes([len(name)]) + b" " * 54 + len(name).to_bytes(2, "little") + name.encode("utf-16-le") + b" \0" * 40


def word_lock(name):
    return bytes([len(name)]) + b" " * 53 + len(name).to_bytes(2, "little") + name.encode("utf-16-le") + b" \0" * 40


@pytest.mark.parametrize(
    ("lock", "content", "who"),
    [
        ("~$年报.xlsx", excel_lock("王小明"), "王小明"),
        ("~$年报.xlsx", word_lock("李四"), "李四"),
        ("~$.xlsx", b"\x04test" + b" " * 49, "test"),
        (".~lock.年报.xlsx#", "张三,user,host,2024,file;".encode(), "张三"),
        ("~$年报.xlsx", b"", "打开"),
    ],
)
def test_a_file_open_in_an_office_is_left_alone_and_the_person_named(target, lock, content, who):
    target.write_bytes(b"old")
    target.with_name(lock).write_bytes(content)
    message = not_written(target)
    assert who in message
    assert "请先关闭" in message
    assert target.read_bytes() == b"old"


def test_a_full_disk_leaves_the_old_file_and_no_temporary(target, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    target.write_bytes(b"old")
    monkeypatch.setattr(files.os, "fsync", full)
    assert "磁盘已满" in not_written(target)
    assert target.read_bytes() == b"old"


def test_an_interruption_leaves_no_temporary(target, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(target, b"new")
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize("name", ["长" * 300, "零\0"])
def test_an_impossible_name_is_refused(tmp_path, name):
    with pytest.raises(OutputNotWritten):
        write_atomically(tmp_path / name, b"new")


def refused(path):
    with pytest.raises(InputRefused) as caught:
        read_bytes(path)
    return str(caught.value)


def test_a_file_is_read_whole(target):
    target.write_bytes(b"content")
    assert read_bytes(target) == b"content"


def test_what_cannot_be_read_says_why(tmp_path, target, monkeypatch):
    assert "找不到" in refused(target)
    assert "是文件夹" in refused(tmp_path)
    target.write_bytes(b"")
    assert "为空文件" in refused(target)
    target.write_bytes(b"12345")
    monkeypatch.setattr(files, "MAX_FILE", 4)
    assert "超过" in refused(target)
    lock = tmp_path / "~$年报.xlsx"
    lock.write_bytes(b"x")
    assert "锁文件" in refused(lock)


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "不是普通文件" in refused(tmp_path / "pipe")


def test_a_file_held_by_another_program_is_to_be_closed(target, monkeypatch):
    def held(_):
        raise PermissionError(13, "sharing violation")

    target.write_bytes(b"x")
    monkeypatch.setattr(type(target), "read_bytes", held)
    assert "请先关闭" in refused(target)
