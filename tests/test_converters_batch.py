"""Many files: in order, whoever is first; one that hangs, dies or fails costs itself and nothing else."""

from __future__ import annotations

import multiprocessing
import sys
from io import StringIO

import batchwork
import pytest

from converters.batch import BatchOptions, Refused, each, options, pool
from workbook.errors import NianbaoError, UsageError

NUMBERS = [str(number) for number in range(80)]


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_order_whatever_the_number_of_workers(jobs):
    found = list(each(batchwork.uneven, NUMBERS, BatchOptions(jobs=jobs)))
    assert found == [(name, 2 * int(name)) for name in NUMBERS]


def test_one_bad_file_of_each_kind_costs_itself_and_nothing_else():
    names = ["a", "hang", "b", "die", "c", "refuse", "d", "fail", "e"]
    found = dict(each(batchwork.troubled, names, BatchOptions(jobs=2, time_limit=1)))
    assert list(found) == names
    assert {name: result.why for name, result in found.items() if isinstance(result, Refused)} == {
        "hang": "time",
        "die": "died",
        "refuse": "input",
        "fail": "fault",
    }
    assert [found[name] for name in "abcde"] == list("abcde")
    assert "超过 1 秒" in found["hang"].message
    assert "意外结束" in found["die"].message
    assert found["refuse"].message == "这份不行"
    assert "KeyError" in found["fail"].message


def test_alone_a_file_that_fails_costs_itself_too():
    found = dict(each(batchwork.troubled, ["a", "fail", "refuse", "b"], BatchOptions()))
    assert [found["a"], found["fail"].why, found["refuse"].why, found["b"]] == ["a", "fault", "input", "b"]


def test_with_a_time_limit_one_job_is_a_process_that_can_be_ended():
    found = list(each(batchwork.troubled, ["hang", "a"], BatchOptions(jobs=1, time_limit=0.5)))
    assert [result if isinstance(result, str) else result.why for _, result in found] == ["time", "a"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_that_no_file_is_to_blame_for_ends_the_run(jobs):
    with pytest.raises(UsageError, match="用法不对"):
        list(each(batchwork.misused, NUMBERS, BatchOptions(jobs=jobs)))
    assert multiprocessing.active_children() == []


def test_only_a_few_files_are_under_way_at_a_time():
    taken = []

    class Names(list):
        def __iter__(self):
            for name in super().__iter__():
                taken.append(name)
                yield name

    found = each(batchwork.uneven, Names(map(str, range(10_000))), BatchOptions(jobs=2))
    for _ in range(100):
        next(found)
    assert len(taken) <= 100 + 2 * pool._AHEAD_A_WORKER
    found.close()
    assert multiprocessing.active_children() == []


def test_a_worker_is_replaced_after_its_share_of_files(monkeypatch):
    monkeypatch.setattr(pool, "FILES_A_WORKER", 10)
    found = [result for _, result in each(batchwork.pid, NUMBERS[:30], BatchOptions(jobs=1, time_limit=60))]
    assert [found.count(pid) for pid in dict.fromkeys(found)] == [10, 10, 10]


def test_workers_that_cannot_start_are_an_error_and_not_a_refusal_of_every_file():
    work = batchwork.__class__("gone")
    sys.modules["gone"] = work
    work.lost = lambda name: name
    work.lost.__module__, work.lost.__qualname__ = "gone", "lost"
    try:
        with pytest.raises(NianbaoError, match="无法启动"):
            list(each(work.lost, ["a"], BatchOptions(jobs=2)))
    finally:
        del sys.modules["gone"]


@pytest.mark.parametrize(
    ("jobs", "limit", "files", "workers"),
    [
        (None, None, 5, 0),
        (None, None, 24, 3),
        (None, None, 5000, 4),
        (None, 9.0, 5, 1),
        (None, None, 0, 0),
        (1, None, 5000, 0),
        (1, 9.0, 5000, 1),
        (3, None, 2, 2),
        (8, None, 5000, 8),
    ],
)
def test_a_handful_of_files_starts_no_process(monkeypatch, jobs, limit, files, workers):
    monkeypatch.setattr(options, "cores", lambda: 4)
    assert BatchOptions(jobs=jobs, time_limit=limit).workers(files) == workers


def test_progress_is_shown_at_a_terminal_and_nowhere_else(monkeypatch):
    class Terminal(StringIO):
        def isatty(self):
            return True

    for stream, shown in ((Terminal(), True), (StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setenv("TERM", "xterm")
        names = ["a", "refuse", *"bcdef"]
        list(each(batchwork.troubled, names, BatchOptions(progress="读入")))
        told = stream.getvalue()
        assert ("读入" in told and "退回 1" in told and "7/7" in told) == shown
