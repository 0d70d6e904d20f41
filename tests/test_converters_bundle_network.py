"""A real bundle: made from the package index, installed with the network cut off, updated, removed.

These tests need a network. Without one they are skipped by hand and fail in CI, where there must be one.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from commandline import help_examples

from converters.bundle.assembling import plan
from converters.bundle.platforms import PLATFORMS
from converters.cli import main
from workbook.errors import OutputNotWritten

HERE = f"linux_{platform.machine()}"
OTHERS = sorted({*PLATFORMS} - {HERE})
EXAMPLES = [line for line in help_examples() if line.startswith("nianbao bundle ")]
PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"
# A namespace without network in which no office program is seen: none of this machine's gets an extension.
ALONE = ["unshare", "-rnm", "sh", "-c"]
# Nor does this Python have what a Debian without python3-venv lacks.
HIDDEN = f"/usr/lib/libreoffice /usr/lib64/libreoffice /opt {sysconfig.get_path('stdlib')}/ensurepip"
HIDE = f"for f in {HIDDEN}; do [ ! -d $f ] || mount -t tmpfs none $f; done; "
pytestmark = pytest.mark.skipif(platform.system() != "Linux", reason="the scripts tried here are those for Linux")


def needs_network(error):
    """Skip by hand, fail in CI, when the index cannot be reached."""
    if "连不上软件源" in str(error) and not os.environ.get("CI"):
        pytest.skip("no network here")
    raise error


@pytest.fixture(scope="module")
def plans():
    """What each of the other platforms needs."""
    with ThreadPoolExecutor(2) as pool:
        asked = {name: pool.submit(plan, PLATFORMS[name], ["3.11"], "addin") for name in OTHERS}
        try:
            return {name: made.result() for name, made in asked.items()}
        except OutputNotWritten as error:
            needs_network(error)


@pytest.fixture(scope="module")
def stick(tmp_path_factory):
    """The bundle for this machine, unpacked into a folder with a difficult name that cannot be written to."""
    folder = tmp_path_factory.mktemp("bundle")
    code = main(["bundle", "--platform", HERE, "-o", str(folder / "安装包.zip")])
    if code and not os.environ.get("CI"):
        pytest.skip("no bundle could be made; see the message above")
    assert code == 0
    stick = folder / "U盘 (甲&乙) it's"
    zipfile.ZipFile(folder / "安装包.zip").extractall(stick)
    (bundle,) = stick.iterdir()
    for path in (*bundle.rglob("*"), bundle):
        path.chmod(path.stat().st_mode & ~0o222)
    return bundle


@pytest.fixture(scope="module")
def alone():
    """The words before a command that cut it off; empty where the system does not let us."""
    tried = subprocess.run([*ALONE, f"{HIDE} true"], check=False, capture_output=True)
    return [*ALONE, f'{HIDE} exec "$@"', "sh"] if tried.returncode == 0 else []


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("家 的")


@pytest.fixture(scope="module")
def call(alone, home):
    """Run a command as a user with nothing set up and no network would."""
    python = Path(sys.base_prefix) / "bin"
    environment = {"HOME": str(home), "PATH": f"{python}:/usr/bin:/bin", "LANG": "C.UTF-8"}
    if not alone:
        # Nobody listens there. The office program of this machine is not to be changed by a test.
        nowhere = {f"{kind}_proxy": "http://127.0.0.1:9" for kind in ("http", "https", "all")}
        environment |= nowhere | {"NIANBAO_ADDIN": "no"}

    def run(*words):
        words = [*alone, *map(str, words)]
        return subprocess.run(words, env=environment, cwd=home, check=False, capture_output=True, encoding="utf-8")

    return run


@pytest.fixture(scope="module")
def installed(stick, call):
    return call("sh", stick / "install.sh")


def files(home):
    """Every file and link, but not what the system's own libraries keep."""
    found = (path.relative_to(home) for path in home.rglob("*") if path.is_symlink() or path.is_file())
    return {path for path in found if path.parts[0] != ".cache"}


@pytest.mark.parametrize("name", OTHERS)
def test_every_dependency_has_a_wheel_for_the_platform_and_a_hash(plans, name):
    wheels = plans[name].wheels["3.11"]
    assert {"lxml", "openpyxl", "pip", "pypdfium2", "xlwings"} <= {wheel.name for wheel in wheels}
    mark = {"win_amd64": "win_amd64", "linux_aarch64": "aarch64", "linux_x86_64": "x86_64"}.get(name, "macosx")
    for wheel in wheels:
        assert wheel.file.endswith(("-none-any.whl", f"{mark}.whl")) or mark in wheel.file, wheel.file
        assert len(wheel.digest) == 64


def test_markers_are_read_as_on_that_platform_and_not_as_here(plans):
    names = {name: {wheel.name for wheel in made.wheels["3.11"]} for name, made in plans.items()}
    assert "pywin32" in names["win_amd64"]
    assert "appscript" in names["macosx_arm64"]
    assert names["linux_aarch64"] & {"pywin32", "appscript"} == set()


def test_a_platform_s_needs_stay_within_what_the_offices_have(plans):
    assert plans["win_amd64"].least == ""
    assert tuple(map(int, plans["linux_aarch64"].least.split("."))) <= (2, 28)


def test_it_installs_without_network_from_a_folder_that_cannot_be_written_to(installed, home):
    assert installed.returncode == 0, installed.stdout + installed.stderr
    assert "已装好 nianbao" in installed.stdout
    doctor = installed.stdout.split("nianbao doctor")[1]
    assert re.search(r"没有\s+Excel", doctor)
    assert "没有要修的" in doctor
    assert (home / ".local" / "bin" / "nianbao").is_symlink()
    assert not list((home / ".local/share/nianbao/env").rglob("pip"))


def test_the_installed_program_does_its_main_job(installed, home, call):
    assert installed.returncode == 0
    done = call(home / ".local" / "bin" / "nianbao", "demo", "-o", "试用")
    assert done.returncode == 0, done.stderr
    assert {"年报.docx", "年报.xlsx"} <= {path.name for path in (home / "试用").iterdir()}


def test_an_update_that_fails_half_way_leaves_the_old_installation_working(installed, stick, home, call, tmp_path):
    assert installed.returncode == 0
    broken = tmp_path / "broken"
    shutil.copytree(stick, broken)
    for path in (*broken.rglob("*"), broken):
        path.chmod(path.stat().st_mode | 0o200)
    # Whole as far as the checksums tell, but pip cannot do with it.
    (wheel,) = (broken / "wheels").glob("olefile-*")
    whole, harmed = wheel.read_bytes(), wheel.read_bytes()[:-100]
    wheel.write_bytes(harmed)
    sums = (broken / "SHA256SUMS").read_text("utf-8")
    told = sums.replace(hashlib.sha256(whole).hexdigest(), hashlib.sha256(harmed).hexdigest())
    (broken / "SHA256SUMS").write_text(told, encoding="utf-8")
    before = files(home)
    done = call("sh", broken / "install.sh")
    assert done.returncode == 4
    assert "已恢复原状" in done.stdout
    assert files(home) == before
    assert call(home / ".local" / "bin" / "nianbao", "--version").returncode == 0


def test_it_installs_over_itself_and_is_removed_without_a_trace(installed, stick, home, call):
    assert installed.returncode == 0
    (home / "我的.xlsx").write_text("mine")
    again = call("sh", stick / "install.sh", shutil.which(f"python{PYTHON}") or sys.executable)
    assert again.returncode == 0, again.stdout + again.stderr
    # From the copy that was kept: the bundle may be gone by then.
    done = call("sh", home / ".local/share/nianbao/setup/uninstall.sh")
    assert done.returncode == 0, done.stdout + done.stderr
    assert {path for path in files(home) if path.parts[0] != "试用"} == {Path("我的.xlsx")}
    assert not (home / ".local/share/nianbao").exists()
    assert not (home / ".local/state/nianbao").exists()


@pytest.mark.parametrize("line", EXAMPLES)
def test_the_examples_of_the_help_do_what_they_show_as_they_are_printed(run, tmp_path, line):
    words = shlex.split(line)[1:]
    code, out, err = run(*words)
    if code:
        needs_network(AssertionError(err))
    if "--dry-run" in words:
        assert "xlwings-0.37.8-" in out
        assert list(tmp_path.iterdir()) == []
    else:
        with zipfile.ZipFile(tmp_path / words[words.index("-o") + 1]) as archive:
            names = " ".join(archive.namelist())
        assert "/安装.bat" in names
        assert re.findall(r"/lxml-[\d.]+-(\w+)-\w+-win_amd64\.whl", names) == ["cp311", "cp312", "cp313"]
