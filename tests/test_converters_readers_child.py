"""A reader in the helper process may do whatever it likes: it answers, or the file is refused by its name."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import childtasks
import pytest

from converters.readers import child
from workbook.errors import InputRefused


def ask(function, *args, seconds=20, megabytes=200):
    return child.in_child(function, *args, seconds=seconds, megabytes=megabytes, name="甲.pdf")


def refusal(function, *args, **options):
    with pytest.raises(InputRefused) as error:
        ask(function, *args, **options)
    return str(error.value)


def test_an_answer_comes_back_whatever_is_printed_meanwhile():
    assert ask(childtasks.double, 21) == 42
    assert ask(childtasks.double, "甲" * 10**6) == "甲" * 2 * 10**6


def test_the_helper_is_used_again_and_cheaply():
    first = ask(childtasks.process_id)
    began = time.perf_counter()
    assert {ask(childtasks.process_id) for _ in range(20)} == {first}
    assert time.perf_counter() - began < 1
    assert first != os.getpid()


def test_a_dead_helper_is_replaced():
    assert "“甲.pdf”" in refusal(childtasks.abort)
    assert ask(childtasks.double, 2) == 4


def test_a_helper_killed_between_calls_is_replaced():
    os.kill(ask(childtasks.process_id), 9)
    time.sleep(0.1)
    assert ask(childtasks.double, 2) == 4


@pytest.mark.parametrize("function", [childtasks.hang, childtasks.sleep])
def test_a_reader_that_hangs_is_ended(function):
    began = time.monotonic()
    args = [60] if function is childtasks.sleep else []
    assert "0.4 秒内没有读完" in refusal(function, *args, seconds=0.4)
    assert time.monotonic() - began < 10
    assert ask(childtasks.double, 2) == 4


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit of memory for a process")
def test_a_reader_that_eats_memory_is_stopped_and_the_helper_lives_on():
    before = ask(childtasks.process_id)
    assert "超过 100 MB" in refusal(childtasks.take, 400, megabytes=100)
    assert ask(childtasks.take, 400, megabytes=1000) == 400 * 2**20
    assert ask(childtasks.process_id) == before


def test_what_the_reader_raises_is_raised():
    assert refusal(childtasks.refuse, "乙.pdf") == "“乙.pdf”不能读"
    with pytest.raises(ValueError, match="无效"):
        ask(childtasks.fail, "无效")


@pytest.mark.parametrize("function", [childtasks.fail_stubbornly, childtasks.unpicklable])
def test_what_cannot_be_passed_back_is_an_error_all_the_same(function):
    with pytest.raises(Exception):  # noqa: B017, PT011 - any: what matters is that the next call works
        ask(function)
    assert ask(childtasks.double, 2) == 4


def test_many_calls_renew_the_helper(monkeypatch):
    monkeypatch.setattr(child, "_CALLS", 2)
    child._Holder.close()
    assert len({ask(childtasks.process_id) for _ in range(4)}) == 2


def test_an_interpreter_that_cannot_be_started_is_told(monkeypatch):
    child._Holder.close()
    monkeypatch.setattr(child.spawn, "get_executable", lambda: "/nowhere/python")
    assert "没有启动成功" in refusal(childtasks.double, 1)


def test_an_interrupted_call_leaves_no_answer_for_the_next(monkeypatch):
    ask(childtasks.double, 1)

    def interrupt(_):
        raise KeyboardInterrupt

    whole = child._receive
    monkeypatch.setattr(child, "_receive", interrupt)
    with pytest.raises(KeyboardInterrupt):
        ask(childtasks.double, 2)
    monkeypatch.setattr(child, "_receive", whole)
    assert ask(childtasks.double, 3) == 6


def test_threads_take_turns():
    found = []
    threads = [threading.Thread(target=lambda n=n: found.append(ask(childtasks.double, n))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 2, 4, 6, 8, 10, 12, 14]


@pytest.mark.parametrize("method", ["spawn", "fork"])
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_each_worker_of_a_pool_has_a_helper_of_its_own(method):
    if method == "fork" and sys.platform == "win32":
        pytest.skip("no fork here")
    mine = ask(childtasks.process_id)
    answers = childtasks.in_pool(method, [1, 2, 3, 4])
    assert [answer for answer, _, _ in answers] == [2, 4, 6, 8]
    helpers = {worker: {pid for _, pid, its in answers if its == worker} for _, _, worker in answers}
    assert all(len(pids) == 1 for pids in helpers.values())
    assert mine not in {pid for _, pid, _ in answers}
    assert ask(childtasks.process_id) == mine


def test_nothing_is_left_when_the_program_ends_even_from_an_unguarded_script(tmp_path):
    script = tmp_path / "脚本.py"
    script.write_text(
        "import childtasks\nfrom converters.readers.child import in_child\n"
        "print(in_child(childtasks.process_id, seconds=20, megabytes=100, name='甲'))\n",
        "utf-8",
    )
    paths = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, script], check=True, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": paths}
    )
    assert done.stderr == ""
    time.sleep(0.2)
    with pytest.raises(ProcessLookupError):
        os.kill(int(done.stdout), 0)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_zombie_stays_behind():
    refusal(childtasks.abort)
    refusal(childtasks.hang, seconds=0.2)
    ask(childtasks.double, 1)
    child._Holder.close()
    with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as children:  # noqa: PTH123 - no real file
        for pid in children.read().split():
            with open(f"/proc/{pid}/stat", encoding="ascii") as state:  # noqa: PTH123 - no real file
                assert state.read().rsplit(") ", 1)[1][0] != "Z"
