"""The page on installing agrees with the bundle: platforms, parts, files, places, switches."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from converters.bundle import assembling, installer
from converters.bundle.assembling import Plan, contents
from converters.bundle.platforms import PLATFORMS
from converters.cli.bundle import PARTS

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "install.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def cells(heading):
    """What stands in the first column of the table under a heading, each `name` of it."""
    table = PAGE.split(f"| {heading} |")[1].split("\n\n")[0]
    first = [line.split("|")[1] for line in table.splitlines()[2:] if line.startswith("|")]
    return [name for cell in first for name in re.findall(r"`([^`]+)`", cell)]


def test_the_platforms_are_all_on_the_page_and_no_other():
    assert sorted(cells("平台")) == sorted(PLATFORMS)


def test_the_parts_are_the_extras_there_are():
    assert cells("部件") == list(PARTS)
    assert {*PARTS} <= {*PROJECT["optional-dependencies"]}


def test_the_files_of_a_bundle_are_those_the_page_tells_of(monkeypatch):
    monkeypatch.setattr(assembling, "_digest", lambda _: "0" * 64)
    bundles = [contents(Plan(PLATFORMS[name], ("a.whl", b""), {"3.11": []}), Path()) for name in PLATFORMS]
    tops = {name.split("/")[0] for files in bundles for name in files}
    assert tops == set(cells("文件"))


def test_the_places_are_where_the_installer_puts_things(monkeypatch):
    monkeypatch.setenv("HOME", "/home/甲")
    there = installer.places()
    for path in (there.env, there.launcher, there.home / "setup"):
        assert f"`{path.as_posix().replace('/home/甲', '~')}`" in PAGE
    monkeypatch.setattr(installer, "WINDOWS", True)
    monkeypatch.setenv("LOCALAPPDATA", "%LOCALAPPDATA%")
    there = installer.places()
    for path in (there.env, there.launcher, there.home / "setup"):
        assert "`{}`".format(path.as_posix().replace("/", "\\")) in PAGE


def test_the_version_of_the_wheel_on_the_page_is_the_present_one():
    assert set(re.findall(r"nianbao-([\d.]+)-py3", PAGE)) == {PROJECT["version"]}


@pytest.mark.parametrize("name", re.findall(r"`(NIANBAO_\w+)", PAGE))
def test_a_switch_on_the_page_is_one_the_installer_knows(name):
    assert f'"{name}"' in Path(installer.__file__).read_text("utf-8")


def test_the_page_asks_for_the_python_that_the_project_asks_for():
    wanted = PROJECT["requires-python"].removeprefix(">=")
    assert f"64 位的 Python {wanted} 或更新" in PAGE
