"""The office program is found where it is installed, works within its folder, and never outlives its time."""

from __future__ import annotations

import http.server
import os
import shutil
import sys
import threading
import time
from pathlib import Path

import office as real
import pytest
from docsamples import shown
from makers_doc import PARAGRAPHS, Doc, p
from test_converters_readers_doc_bounds import patched

from converters import office, office_word
from converters.readers import read_bytes_as_document
from workbook.errors import InputRefused

posix = pytest.mark.skipif(os.name != "posix", reason="the programs of these tests are shell scripts")
# Where the script below puts its result, and what it was given.
TAKE = 'for last; do :; done; while [ "$1" != --outdir ]; do shift; done; out="$2/source.docx"'


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Installs a shell script as the office program of this machine."""

    def install(script):
        path = tmp_path / "soffice"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
        return path

    return install


def convert(seconds=20.0):
    return office.convert(b"content", ".doc", "docx", "旧.doc", seconds)


@posix
def test_the_program_is_found_on_the_search_path(program):
    path = program("exit 0")
    assert office.find_office() == path


def test_the_program_is_found_in_its_usual_places(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    monkeypatch.setattr(office, "_UNIX_PLACES", ())
    monkeypatch.setattr(office, "_usual_places", lambda found=office._usual_places: found()[:1])
    assert office.find_office() is None
    place = tmp_path / "LibreOffice" / "program" / "soffice.com"
    place.parent.mkdir(parents=True)
    place.touch()
    assert office.find_office() == place


def test_without_a_program_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(office, "find_office", lambda: None)
    with pytest.raises(InputRefused, match=r"旧\.doc.*没有找到.*安装 LibreOffice.*另存为 \.docx"):
        convert()


@posix
def test_the_result_is_what_the_program_wrote(program):
    program(f'{TAKE}; cat "$last" > "$out"; printf " converted" >> "$out"')
    assert convert() == b"content converted"


@posix
def test_each_call_has_a_folder_and_a_profile_of_its_own_and_leaves_none(program, tmp_path):
    seen = tmp_path / "seen"
    program(f'echo "$*" >> {seen}; echo "$TMPDIR" >> {seen}; {TAKE}; echo x > "$out"; touch "$TMPDIR/left"')
    convert()
    convert()
    first, folder, second, _ = seen.read_text().splitlines()
    assert first.split()[0] != second.split()[0]
    assert first.startswith(f"-env:UserInstallation={Path(folder).as_uri()}/")
    assert not Path(folder).exists()


@posix
@pytest.mark.parametrize("script", ["exit 1", "exit 0", f'{TAKE}; : > "$out"', f'{TAKE}; mkdir "$out"'])
def test_a_program_that_writes_nothing_has_failed(program, script):
    program(script)
    with pytest.raises(InputRefused, match=r"旧\.doc.*转换失败.*另存为 \.docx"):
        convert()


@posix
def test_a_result_larger_than_any_document_is_not_taken(program, monkeypatch):
    monkeypatch.setattr(office, "MAX_OUTPUT", 10)
    program(f'{TAKE}; echo 12345678901234567890 > "$out"')
    with pytest.raises(InputRefused, match="转换失败"):
        convert()


@posix
def test_a_program_that_cannot_be_started_is_named(program):
    program("").write_bytes(b"\x7fELF no program")
    with pytest.raises(InputRefused, match="无法启动"):
        convert()


@posix
def test_a_program_that_hangs_is_stopped_with_all_it_started(program, tmp_path):
    pids = tmp_path / "pids"
    program(f"sleep 60 & echo $! $$ > {pids}; wait")
    start = time.monotonic()
    with pytest.raises(InputRefused, match=r"超过 0\.5 秒，已停止"):
        convert(0.5)
    assert time.monotonic() - start < 10
    for pid in map(int, pids.read_text().split()):
        assert not running(pid)


def running(pid):
    """Whether a process is there and no corpse that waits to be buried."""
    for _ in range(50):
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
                return False
        except (ProcessLookupError, FileNotFoundError):
            return False
        time.sleep(0.02)
    return True


def test_word_is_asked_on_windows_alone_and_for_its_own_formats():
    if sys.platform != "win32":
        assert office_word.find_word(".doc", "docx") is None
    assert office_word.find_word(".xls", "xlsx") is None


def test_word_is_told_to_save_without_macros_questions_and_links(tmp_path):
    target = tmp_path / "o'hara.docx"
    *_, script = office_word.command("powershell", tmp_path / "source.doc", target)
    assert "AutomationSecurity = 3" in script
    assert f"SaveAs2('{str(target).replace(chr(39), chr(39) * 2)}', 12)" in script
    assert script.count("{") == script.count("}") == 2


class Counter(http.server.BaseHTTPRequestHandler):
    """Counts what it is asked for and gives nothing."""

    asked: list[str]

    def do_GET(self):
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def server():
    handler = type("Handler", (Counter,), {"asked": []})
    with http.server.HTTPServer(("127.0.0.1", 0), handler) as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{found.server_port}/picture.png", handler.asked
        found.shutdown()
        thread.join()


def test_libreoffice_converts_and_fetches_nothing(server):
    real.need("LibreOffice", shutil.which("soffice"))
    url, asked = server
    page = f"<html><meta charset='utf-8'><body><p>全年公开 12 条。</p><img src='{url}'></body></html>".encode()
    content = office.convert(page, ".html", "odt", "网页.html")
    assert content.startswith(b"PK")
    assert asked == []


def test_a_damaged_document_is_rescued_by_libreoffice():
    real.need("LibreOffice", shutil.which("soffice"))
    found = read_bytes_as_document(patched(Doc([p("年度报告"), p("正文")]), PARAGRAPHS, 0, 0), "坏.doc")
    assert shown(found) == ["年度报告", "正文"]
    assert "办公软件" in found.notes[0]
