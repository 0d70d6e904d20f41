"""What is handed out: the wheel carries all data and runs away from this folder; the set-up script needs nothing."""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from wheels import built_wheel

ROOT = Path(__file__).resolve().parent.parent
GO = ROOT / ".ci" / "go.py"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return built_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def go():
    spec = importlib.util.spec_from_file_location("go", GO)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_wheel_carries_every_template(wheel):
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "templates").rglob("*") if path.is_file()}
    files = {name for name in files if "__pycache__" not in name}
    carried = set(zipfile.ZipFile(wheel).namelist())
    assert {"templates/forms/2014.toml", "templates/forms/2019.toml", "templates/forms/2021.toml"} <= carried
    assert files - carried == set()


def test_the_wheel_carries_the_four_packages_the_licence_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {
        "addin",
        "converters",
        "templates",
        "workbook",
    }
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_demo_runs_from_the_wheel_away_from_the_tree(wheel, tmp_path):
    unpacked = tmp_path / "unpacked"
    zipfile.ZipFile(wheel).extractall(unpacked)
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    code = "import sys, converters.cli; print(converters.__file__); sys.exit(converters.cli.main(['demo']))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=elsewhere,
        env=os.environ | {"PYTHONPATH": str(unpacked)},
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).is_relative_to(unpacked)
    assert sorted(path.name for path in (elsewhere / "年报示例").iterdir()) == ["年报.docx", "年报.xlsx", "练习"]


def test_the_set_up_script_imports_nothing_but_the_standard_library():
    tree = ast.parse(GO.read_text("utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names
    assert "ensurepip" not in names


def test_the_set_up_script_s_jobs_install_extras_that_exist(go):
    assert {extra for extra, _ in go.JOBS.values()} <= {"", *PROJECT["optional-dependencies"]}


@pytest.mark.parametrize("words", [[], ["nonsense"]])
def test_the_set_up_script_refuses_a_job_it_does_not_know(go, words, capsys):
    assert go.main(words) == 2
    assert "demo" in capsys.readouterr().err


def test_the_set_up_script_installs_once_for_each_extra_and_again_when_the_project_changes(go, tmp_path, monkeypatch):
    calls = []
    project = tmp_path / "pyproject.toml"
    project.write_text("one")
    monkeypatch.setattr(go, "ROOT", tmp_path)
    monkeypatch.setattr(go, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(go, "STAMP", tmp_path / ".venv" / "stamp")
    monkeypatch.setattr(go, "install", lambda _, *what: calls.append(what[-1]))
    monkeypatch.setattr(go.shutil, "which", lambda _: None)
    for extra in ("", "", "test", "test", "lint", ""):
        go.prepare(extra)
    assert calls == [".", ".[test]", ".[lint,test]"]
    project.write_text("two")
    go.prepare("")
    assert calls[3:] == ["."]
    assert not list((tmp_path / ".venv").rglob("pip"))


def test_ci_installs_what_the_tests_need_and_runs_what_a_contributor_runs(go):
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert script.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in script
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    words = re.findall(r"^python3 \.ci/go\.py (\w+)$", script, re.MULTILINE)
    assert words == ["test", "lint", "wheel", "docs"]
    assert words == list(go.CHECKS)


def test_the_entry_point_leads_to_main():
    module, _, name = PROJECT["scripts"]["nianbao"].partition(":")
    assert callable(getattr(importlib.import_module(module), name))


def test_the_same_source_gives_the_same_wheel_wherever_and_whenever_it_is_built(wheel, tmp_path):
    copy = tmp_path / "别处" / "nianbao"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "build", "dist", "__pycache__"))
    for name in (".gitignore",):
        shutil.copy(ROOT / name, copy / name)
    for path in copy.rglob("*.py"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    assert built_wheel(tmp_path / "again", copy).read_bytes() == wheel.read_bytes()


def test_every_package_says_that_it_is_typed(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {"addin/py.typed", "converters/py.typed", "workbook/py.typed"} <= set(names)


def test_contributors_find_what_they_are_told_of(go):
    page = (ROOT / ".github" / "CONTRIBUTING.md").read_text("utf-8")
    for word in re.findall(r"\.ci/go\.py (\w+)", page):
        assert word in go.JOBS
    for link in re.findall(r"\]\((\.\.[^)#]*)\)", page):
        assert (ROOT / ".github" / link).exists(), link
    for module in re.findall(r"`python -m ([\w.]+)`", page):
        assert importlib.util.find_spec(module), module


def test_what_is_checked_before_a_commit_is_what_ci_checks(go):
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    entries = re.findall(r"entry: python3 \.ci/go\.py (\w+)(?: (\S+))?", hooks)
    assert [word for word, _ in entries] == ["lint", "test"]
    assert all((ROOT / path).exists() for _, path in entries if path)
    assert {word for word, _ in entries} <= set(go.JOBS)


@pytest.mark.skipif(not os.environ.get("CI"), reason="outside of CI a part may be missing, as the tests say")
def test_in_ci_no_part_that_a_test_would_skip_for_is_missing():
    extras = PROJECT["optional-dependencies"]
    # The tools that look at the code are installed after the tests.
    wanted = [one for name, extra in extras.items() if name != "lint" for one in extra]
    names = {re.match(r"[\w-]+", one)[0] for one in wanted} - {"nianbao"}
    there = {re.sub(r"[-_.]+", "-", one.metadata["Name"]).lower() for one in importlib.metadata.distributions()}
    assert {name.lower() for name in names} - there == set()
