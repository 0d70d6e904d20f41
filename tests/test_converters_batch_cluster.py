"""The same work on a real Dask cluster of several processes, one of them killed in the middle."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import batchwork
import pytest
from commandline import report_file

from converters.batch import BatchOptions, each
from workbook.errors import UsageError

WORKERS = 3
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """The address of a scheduler with workers on this machine, each a process of its own."""
    pytest.importorskip("distributed")
    import distributed  # noqa: PLC0415  # slow to import

    folder = tmp_path_factory.mktemp("dask")
    file = folder / "scheduler.json"
    # The workers must find this folder's modules, as they would an installed program.
    paths = os.pathsep.join([str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH", "")])])
    words = [
        ["scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", file],
        ["worker", "--scheduler-file", file, "--nworkers", str(WORKERS), "--nthreads", "1", "--no-dashboard"],
    ]
    started = []
    try:
        for call in words:
            with (folder / f"{call[0]}.log").open("wb") as log:
                environment = os.environ | {"PYTHONPATH": paths}
                command = [sys.executable, "-m", "dask", *map(str, call)]
                started.append(subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log))
            deadline = time.monotonic() + 60
            while not file.exists() and time.monotonic() < deadline:
                time.sleep(0.1)
        with distributed.Client(scheduler_file=str(file), set_as_default=False) as client:
            client.wait_for_workers(WORKERS, timeout=60)
            yield client
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(30)


@pytest.fixture
def reports(tmp_path):
    """Thirty files, which are six reports under other names, and one that is none."""
    editions = ("2014", "2019", "2021") * 2
    made = [report_file(tmp_path / f"{number}.docx", edition, number) for number, edition in enumerate(editions)]
    folder = tmp_path / "各单位"
    folder.mkdir()
    for number in range(30):
        shutil.copy(made[number % 6], folder / f"{number:02}.docx")
    (folder / "15坏.docx").write_bytes(b"PK\3\4 broken")
    return folder


def kill_a_worker(client, when):
    """End one worker process once ``when`` says so; the thread that does it, started."""

    def kill():
        deadline = time.monotonic() + 60
        while not when() and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(min(client.run(os.getpid).values()), signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


def test_the_bytes_are_those_of_this_machine_though_a_worker_is_killed(run, reports, scheduler, tmp_path):
    assert run("export", reports, "-o", "here.csv", "--jobs", "1")[0] == 3
    journal = tmp_path / "there.csv.nianbao-journal"
    thread = kill_a_worker(scheduler, lambda: journal.exists() and journal.read_bytes().count(b"\n") > 5)
    code, _, err = run("export", reports, "-o", "there.csv", "--scheduler", scheduler.scheduler.address)
    thread.join()
    assert code == 3
    assert err.count("退回") == 2
    assert (tmp_path / "there.csv").read_bytes() == (tmp_path / "here.csv").read_bytes()
    assert (tmp_path / "there.csv").read_bytes().count(b"\n") > 1500


def test_files_at_addresses_are_read_by_the_workers(run, reports, scheduler, tmp_path):
    address = f"file://{reports}"
    run("export", address, "-o", "here.csv")
    assert run("export", address, "-o", "there.csv", "--scheduler", scheduler.scheduler.address)[0] == 3
    assert (tmp_path / "there.csv").read_bytes() == (tmp_path / "here.csv").read_bytes()
    assert f"file://{reports}/00.docx" in (tmp_path / "there.csv").read_text("utf-8-sig")


def test_a_file_that_takes_worker_after_worker_down_is_refused_and_the_others_done(scheduler):
    options = BatchOptions(scheduler=scheduler.scheduler.address, time_limit=30)
    names = ["a", "die", "refuse", "fail", "b"]
    found = dict(each(batchwork.troubled, names, options))
    assert list(found) == names
    assert (found["a"], found["b"]) == ("a", "b")
    assert [found[name].why for name in ("die", "refuse", "fail")] == ["died", "input", "fault"]


def test_an_error_that_no_file_is_to_blame_for_ends_the_run(scheduler):
    with pytest.raises(UsageError, match="用法不对"):
        list(each(batchwork.misused, ["a", "b"], BatchOptions(scheduler=scheduler.scheduler.address)))


def test_a_scheduler_that_is_not_there_is_said(run, reports, monkeypatch):
    monkeypatch.setattr("converters.batch.cluster._CONNECT_SECONDS", 0.5)
    code, _, err = run("export", reports, "-o", "there.csv", "--scheduler", "tcp://127.0.0.1:9")
    assert code == 2
    assert "连不上 Dask 调度器“tcp://127.0.0.1:9”" in err
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, _, err = run("export", reports, "-o", "there.csv", "--scheduler", "tcp://127.0.0.1:9")
    assert code == 2
    assert "pip install 'nianbao[cluster]'" in err
