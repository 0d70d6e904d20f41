"""The journal: what is finished is not done again, whatever became of the run that did it."""

from __future__ import annotations

import os

import batchwork
import pytest

from converters.batch import BatchOptions, Refused, each
from converters.batch.journal import Journal, stamp_of
from workbook.errors import OutputNotWritten


@pytest.fixture
def files(tmp_path):
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text("一" * (number + 1), "utf-8")
    return sorted(map(str, tmp_path.glob("*.txt")))


def go(files, tmp_path, jobs=1, task="量", work=batchwork.size):
    """The results, and the names of the files that were really read."""
    (tmp_path / "log").unlink(missing_ok=True)
    options = BatchOptions(jobs=jobs, journal=tmp_path / "journal", task=task)
    results = [result for _, result in each(work, files, options)]
    return results, sorted((tmp_path / "log").read_text().split()) if (tmp_path / "log").exists() else []


SIZES = [{"size": 3 * (number + 1)} for number in range(6)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_finished_files_are_not_read_again(files, tmp_path, jobs):
    assert go(files, tmp_path, jobs) == (SIZES, [f"{number}.txt" for number in range(6)])
    assert go(files, tmp_path, jobs) == (SIZES, [])


def test_a_changed_file_and_a_new_one_are_read(files, tmp_path):
    go(files, tmp_path)
    (tmp_path / "2.txt").write_text("改", "utf-8")
    os.utime(tmp_path / "3.txt", ns=(1, 1))
    (tmp_path / "9.txt").write_text("新", "utf-8")
    results, read = go([*files, str(tmp_path / "9.txt")], tmp_path)
    assert results == [*SIZES[:2], {"size": 3}, *SIZES[3:], {"size": 3}]
    assert read == ["2.txt", "3.txt", "9.txt"]


def test_another_task_uses_nothing_of_it(files, tmp_path):
    go(files, tmp_path)
    assert len(go(files, tmp_path, task="量长度")[1]) == 6
    assert len(go(files, tmp_path, task="量")[1]) == 6


def test_a_journal_cut_anywhere_gives_the_same_results(files, tmp_path):
    go(files, tmp_path)
    whole = (tmp_path / "journal").read_bytes()
    ends = [at + 1 for at, byte in enumerate(whole) if byte == ord("\n")]
    for cut in range(0, len(whole), 7):
        (tmp_path / "journal").write_bytes(whole[:cut])
        results, read = go(files, tmp_path)
        assert results == SIZES
        assert len(read) == 6 - max(0, sum(end <= cut for end in ends) - 1)
        assert go(files, tmp_path) == (SIZES, [])


def test_a_line_that_is_damaged_is_done_again(files, tmp_path):
    go(files, tmp_path)
    data = bytearray((tmp_path / "journal").read_bytes())
    data[-6] ^= 1
    (tmp_path / "journal").write_bytes(data)
    assert go(files, tmp_path) == (SIZES, ["5.txt"])


def test_a_refusal_is_kept_but_not_one_for_want_of_time(files, tmp_path):
    bad = tmp_path / "坏.txt"
    bad.write_text("坏")
    for read in (["坏.txt"], []):
        ((refused,), found) = go([str(bad)], tmp_path, work=batchwork.sized_or_refused)
        assert (refused, found) == (Refused(str(bad), "坏文件"), read)
    journal = Journal(tmp_path / "other", "量")
    journal.note(stamp_of(files[0]), Refused(files[0], "慢", "time"))
    assert journal.found(stamp_of(files[0])) is None
    journal.close()


def test_a_file_that_is_not_there_is_not_noted(files, tmp_path):
    results, _ = go([*files, str(tmp_path / "没有.txt")], tmp_path)
    assert results[-1].why == "fault"
    assert (tmp_path / "journal").read_bytes().count(b"\n") == 7


def test_a_file_in_an_archive_has_changed_when_the_archive_has(tmp_path):
    (tmp_path / "来文.zip").write_bytes(b"1")
    names = [str(tmp_path / "来文.zip" / inner) for inner in ("甲.docx", "乙.docx")]
    before = [stamp_of(name) for name in names]
    assert all(before)
    assert before[0] != before[1]
    (tmp_path / "来文.zip").write_bytes(b"12")
    assert not {*before} & {stamp_of(name) for name in names}
    assert stamp_of(str(tmp_path / "没有" / "甲.docx")) == b""


def test_a_file_that_is_no_journal_is_left_alone(files, tmp_path):
    (tmp_path / "journal").write_bytes(b"PK\3\4 something else")
    with pytest.raises(OutputNotWritten, match="不是 nianbao 的进度文件"):
        go(files, tmp_path)
    assert (tmp_path / "journal").read_bytes() == b"PK\3\4 something else"
    with pytest.raises(OutputNotWritten, match="无法写进度文件"):
        Journal(tmp_path / "没有" / "journal", "量")


@pytest.mark.skipif(os.name == "nt", reason="Windows locks open files by itself")
def test_two_runs_do_not_share_a_journal(files, tmp_path):
    journal = Journal(tmp_path / "journal", "量")
    with pytest.raises(OutputNotWritten, match="另一个 nianbao"):
        go(files, tmp_path)
    journal.close()
    assert go(files, tmp_path)[0] == SIZES
