"""The offline bundle without a network: nianbao's own wheel, the files, the scripts, what pip's complaints become."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import types
import zipfile
from pathlib import Path

import pytest
from office import need
from wheels import built_wheel

from converters.bundle import fetching
from converters.bundle.assembling import Plan, contents, write_folder, write_zip
from converters.bundle.fetching import NothingFits, Wheel
from converters.bundle.ownwheel import PACKAGES, own_wheel
from converters.bundle.platforms import PLATFORMS, least_system
from converters.cli import commands_bundle
from workbook.errors import OutputNotWritten

ROOT = Path(__file__).resolve().parent.parent
WINDOWS, LINUX = PLATFORMS["win_amd64"], PLATFORMS["linux_x86_64"]
DATA = b"a wheel, as far as these tests care"
WHEEL = Wheel("lxml", "6.0", "lxml-6.0-py3-none-any.whl", hashlib.sha256(DATA).hexdigest())


@pytest.fixture(scope="module")
def own():
    return own_wheel()


@pytest.fixture
def fetched(tmp_path):
    folder = tmp_path / "fetched"
    folder.mkdir()
    (folder / WHEEL.file).write_bytes(DATA)
    return folder


def made(platform, *pythons):
    return Plan(platform, ("nianbao-0-py3-none-any.whl", b"own"), {python: [WHEEL] for python in pythons or ("3.11",)})


def test_the_own_wheel_is_the_same_bytes_twice(own):
    assert own == own_wheel()


def test_the_own_wheel_holds_the_files_that_the_build_tool_s_wheel_holds(own, tmp_path):
    (tmp_path / "own.whl").write_bytes(own[1])
    built = built_wheel(tmp_path / "built")
    assert built.name == own[0]
    assert sorted(zipfile.ZipFile(tmp_path / "own.whl").namelist()) == sorted(zipfile.ZipFile(built).namelist())


def test_the_own_wheel_s_record_tells_each_file_and_its_hash(own, tmp_path):
    path = tmp_path / own[0]
    path.write_bytes(own[1])
    with zipfile.ZipFile(path) as archive:
        (record,) = (name for name in archive.namelist() if name.endswith("/RECORD"))
        for line in archive.read(record).decode().splitlines():
            name, told, size = line.rsplit(",", 2)
            data = archive.read(name)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            assert (told, size) in {(f"sha256={digest}", str(len(data))), ("", "")}, name
        assert len(archive.read(record).decode().splitlines()) == len(archive.namelist())


def test_the_own_wheel_s_packages_are_those_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert list(PACKAGES) == project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


@pytest.mark.parametrize(
    ("wheels", "least"),
    [
        (["a-1-py3-none-any.whl"], ""),
        (["a-1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"], "2.17"),
        (["a-1-cp311-cp311-manylinux2014_x86_64.whl", "b-1-cp311-cp311-manylinux_2_28_x86_64.whl"], "2.28"),
        (["a-1-cp311-cp311-manylinux_2_9_x86_64.whl", "b-1-py3-none-manylinux1_x86_64.whl"], "2.9"),
        (["a-1-cp311-cp311-macosx_10_9_universal2.whl", "b-1-py3-none-macosx_13_0_arm64.whl"], "13.0"),
        (["a-1-cp311-cp311-win_amd64.whl"], ""),
    ],
)
def test_the_least_system_is_the_newest_that_a_wheel_asks_for(wheels, least):
    assert least_system(wheels) == least


def test_the_command_line_offers_the_platforms_there_are():
    assert list(commands_bundle.PLATFORMS) == list(PLATFORMS)


def test_checksums_name_every_file_and_are_right(fetched):
    files = contents(made(LINUX), fetched)
    told = dict(reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines())
    data = {name: item if isinstance(item, bytes) else item.read_bytes() for name, item in files.items()}
    assert told == {name: hashlib.sha256(item).hexdigest() for name, item in data.items()}


def test_each_python_has_its_requirements_all_pinned_with_hashes(fetched):
    files = contents(made(WINDOWS, "3.9", "3.11"), fetched)
    for python in ("3.9", "3.11"):
        lines = files[f"files/requirements-{python}.txt"].decode().splitlines()
        assert [line.split("==")[0] for line in lines] == ["nianbao", "lxml"]
        assert all(re.fullmatch(r"[\w-]+==[\w.]+ --hash=sha256:[0-9a-f]{64}", line) for line in lines)
    assert json.loads(files["files/bundle.json"])["pythons"] == ["3.9", "3.11"]


def test_two_archives_of_the_same_files_are_the_same_bytes(fetched, tmp_path):
    for name in ("one.zip", "two.zip"):
        write_zip(tmp_path / name, contents(made(LINUX), fetched), "nianbao")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_an_archive_has_one_folder_and_scripts_that_may_be_run(fetched, tmp_path):
    write_zip(tmp_path / "one.zip", contents(made(LINUX), fetched), "nianbao")
    entries = {
        entry.filename: entry.external_attr >> 16 & 0o777 for entry in zipfile.ZipFile(tmp_path / "one.zip").infolist()
    }
    assert {name.split("/")[0] for name in entries} == {"nianbao"}
    assert {name for name, mode in entries.items() if mode & 0o111} == {"nianbao/install.sh", "nianbao/uninstall.sh"}


def test_a_folder_with_other_files_is_left_alone(fetched, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "年报.xlsx").write_text("mine")
    with pytest.raises(OutputNotWritten, match="别的文件"):
        write_folder(mine, contents(made(LINUX), fetched))
    assert [path.name for path in mine.iterdir()] == ["年报.xlsx"]


def test_an_older_bundle_is_replaced_as_a_whole(fetched, tmp_path):
    target = tmp_path / "bundle"
    write_folder(target, contents(made(WINDOWS), fetched))
    files = contents(made(LINUX), fetched)
    write_folder(target, files)
    assert {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()} == set(files)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle", "fetched"]


@pytest.mark.parametrize(
    ("said", "kind", "word"),
    [
        (
            "connection broken by 'NewConnectionError'\nERROR: No matching distribution found for a",
            None,
            "连不上软件源",
        ),
        (
            "ERROR: Could not find it\nERROR: No matching distribution found for pywin32>=224",
            NothingFits,
            "pywin32>=224",
        ),
        ("ERROR: Cannot install a==1 because these package versions conflict.", NothingFits, "a==1"),
        ("Usage: pip\n\nno such option: --report", None, "no such option"),
        ("", None, "没有写出"),
    ],
)
def test_a_complaint_of_pip_becomes_one_sentence(said, kind, word):
    error = fetching._complaint(said, WINDOWS, "3.11")
    assert type(error) is (kind or OutputNotWritten)
    assert word in str(error)


@pytest.mark.parametrize("wheels", [[], ["pip-24.0-py3-none-any.whl", "setuptools-65-py3-none-any.whl"]])
def test_without_pip_the_one_that_comes_with_python_serves(monkeypatch, tmp_path, wheels):
    (tmp_path / "_bundled").mkdir()
    for name in wheels:
        (tmp_path / "_bundled" / name).touch()
    monkeypatch.setattr(fetching, "_run", lambda *_: subprocess.CompletedProcess([], 1))
    origin = types.SimpleNamespace(origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(fetching.importlib.util, "find_spec", lambda _: origin)
    find = fetching._with_pip.__wrapped__
    if wheels:
        assert find() == (sys.executable, {"PYTHONPATH": str(tmp_path / "_bundled" / wheels[0])})
    else:
        with pytest.raises(OutputNotWritten, match="请先安装 pip"):
            find()


def test_a_wheel_that_is_not_the_one_resolved_is_refused(fetched):
    (fetched / WHEEL.file).write_bytes(b"another")
    with pytest.raises(OutputNotWritten, match=r"lxml 6\.0"):
        fetching.fetch([WHEEL], LINUX, "3.11", fetched)


def test_without_network_nothing_is_written_and_the_reason_is_told(run, monkeypatch, tmp_path):
    for name, value in {"INDEX_URL": "http://127.0.0.1:9/simple", "CONFIG_FILE": os.devnull}.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    code, out, err = run("bundle", "--platform", "win_amd64", "-o", "安装包.zip")
    assert (code, out) == (4, "")
    assert "连不上软件源" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "code", "word"),
    [
        (["--platform", "amiga", "-o", "a.zip"], 2, "amiga"),
        (["--platform", "win_amd64"], 2, "-o"),
        (["--platform", "win_amd64", "--python", "3.8", "-o", "a.zip"], 2, "3.8"),
        (["--platform", "win_amd64", "--python", "new", "-o", "a.zip"], 2, "new"),
        (["--platform", "win_amd64", "--extras", "addin,typo", "-o", "a.zip"], 2, "typo"),
        (["--platform", "win_amd64", "-o", "."], 4, "--force"),
    ],
)
def test_a_wrong_call_is_refused_before_anything_is_fetched(run, monkeypatch, words, code, word):
    monkeypatch.setattr(fetching, "_pip", lambda *_: pytest.fail("fetched"))
    done = run("bundle", *words)
    assert done[0] == code
    assert word in done[2]


def batch(name):
    return contents(made(WINDOWS, "3.11", "3.13"), Path())[name]


@pytest.fixture
def no_wheels(monkeypatch):
    """The scripts alone are looked at: no wheel need be there."""
    monkeypatch.setattr("converters.bundle.assembling._digest", lambda _: "0" * 64)


@pytest.mark.usefixtures("no_wheels")
@pytest.mark.parametrize("name", ["安装.bat", "卸载.bat"])
def test_a_batch_file_is_ascii_with_the_line_ends_of_windows(name):
    data = batch(name)
    assert data.isascii()
    assert data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r")
    assert b"@" not in data.removeprefix(b"@echo off"), "a blank was not filled in"


@pytest.mark.usefixtures("no_wheels")
@pytest.mark.parametrize("name", ["安装.bat", "卸载.bat"])
def test_a_batch_file_s_labels_and_quotes_are_in_order(name):
    lines = batch(name).decode().split("\r\n")
    labels = {line[1:] for line in lines if line.startswith(":")}
    called = {word for line in lines for word in re.findall(r"(?:\bgoto |\bcall :)(\w+)", line)}
    assert called == labels
    for line in lines:
        assert line.count('"') % 2 == 0, line
        # Paths may hold spaces, & and parentheses; what stands bare was set by the script itself.
        bare = re.sub(r'"[^"]*"', "", line)
        assert set(re.findall(r"%~?[\w$:]*\w%?", bare)) <= {"%CHOICE%", "%WAIT%", "%1", "%v", "%p", "%k", "%a", "%b"}, (
            line
        )
        # Inside parentheses, a ) of a path would end the block.
        assert "%HERE%" not in "".join(re.findall(r"\(([^()]*)\)", bare))


@pytest.mark.usefixtures("no_wheels")
def test_the_batch_files_differ_only_in_what_they_ask_of_the_installer():
    assert batch("安装.bat").replace(b'installer.py" install', b'installer.py" remove') == batch("卸载.bat")


@pytest.mark.usefixtures("no_wheels")
def test_the_windows_texts_open_rightly_in_notepad_and_in_a_console():
    files = contents(made(WINDOWS, "3.11", "3.13"), Path())
    assert files["说明.txt"].startswith(b"\xef\xbb\xbf")
    assert "64 位的 Python 3.13 或 3.11" in files["files/no-python.txt"].decode("utf-16")
    for name in ("说明.txt", "files/no-python.txt"):
        text = files[name].decode("utf-16" if name.startswith("files") else "utf-8-sig")
        assert text.count("\r\n") == text.count("\n")
        assert "@" not in text


@pytest.mark.usefixtures("no_wheels")
def test_the_shell_scripts_pass_shellcheck(tmp_path):
    checker = need("shellcheck", shutil.which("shellcheck"))
    files = contents(made(LINUX), Path())
    for name in ("install.sh", "uninstall.sh"):
        assert b"\r" not in files[name]
        (tmp_path / name).write_bytes(files[name])
    done = subprocess.run([checker, "--shell=sh", *tmp_path.glob("*.sh")], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.usefixtures("no_wheels")
def test_without_a_fitting_python_the_script_says_which_one_to_get(tmp_path):
    folder = tmp_path / "U盘 (甲&乙)"
    for name, data in contents(made(LINUX, "3.99"), Path()).items():
        if name.endswith((".sh", ".txt", ".py")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
    done = subprocess.run(["sh", folder / "install.sh"], check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 3
    assert "Python 3.99" in done.stderr
    (folder / "files" / "installer.py").unlink()
    done = subprocess.run(["sh", folder / "install.sh"], check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 3
    assert "解压" in done.stderr
