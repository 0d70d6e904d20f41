"""The program inside a bundle, step by step: what it refuses, what it puts back, what it leaves alone."""

from __future__ import annotations

import ast
import hashlib
import json
import platform
import sys
import types
from pathlib import Path

import pytest

from converters.bundle import installer
from converters.bundle.installer import Places, Stopped

PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"
pytestmark = pytest.mark.skipif(installer.WINDOWS, reason="the places are looked at as Linux and macOS have them")


@pytest.fixture
def there(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "家"))
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    return installer.places()


def bundle(folder, **changed):
    """A bundle with nothing to install in it, for this machine."""
    facts = {
        "version": "9.9",
        "title": "这里",
        "system": platform.system(),
        "machine": platform.machine(),
        "least": "",
        "pythons": [PYTHON],
    }
    (folder / "files").mkdir(parents=True)
    data = json.dumps(facts | changed).encode()
    (folder / "files" / "bundle.json").write_bytes(data)
    (folder / "SHA256SUMS").write_text(f"{hashlib.sha256(data).hexdigest()}  files/bundle.json\n")
    return folder


def put(there, text="old"):
    """An installation, as far as these tests care."""
    there.env.mkdir(parents=True)
    there.receipt.write_text(text)


def begin_and_fail(there, error):
    """A new installation that goes wrong when half done."""
    with installer._replacing(there):
        there.env.mkdir()
        raise error


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"pythons": ["3.99"]}, r"Python 3\.99"),
        ({"machine": "z80"}, "对应的安装包"),
        ({"system": "Windows"}, "对应的安装包"),
        ({"least": "99.1"}, r"99\.1 或更新"),
    ],
)
def test_a_machine_that_the_bundle_is_not_for_is_refused_and_nothing_changes(tmp_path, there, changed, word):
    with pytest.raises(Stopped, match=word) as stopped:
        installer.install(bundle(tmp_path / "bundle", **changed), there)
    assert stopped.value.code == installer.REFUSED
    assert not there.home.exists()


@pytest.mark.parametrize("harm", [lambda path: path.write_text("x"), Path.unlink])
def test_a_damaged_or_missing_file_is_named_and_nothing_changes(tmp_path, there, harm):
    folder = bundle(tmp_path / "bundle")
    (folder / "wheel").write_text("whole")
    digest = hashlib.sha256(b"whole").hexdigest()
    with (folder / "SHA256SUMS").open("a") as sums:
        sums.write(f"{digest}  wheel\n")
    harm(folder / "wheel")
    with pytest.raises(Stopped, match="“wheel”缺失或已损坏"):
        installer.install(folder, there)
    assert not there.home.exists()


@pytest.mark.parametrize("error", [Stopped("no"), OSError("disk full"), KeyboardInterrupt(), SystemExit(4)])
def test_whatever_goes_wrong_the_old_installation_is_put_back(there, error):
    put(there)
    with pytest.raises(type(error)):
        begin_and_fail(there, error)
    assert there.receipt.read_text() == "old"
    assert not there.old.exists()


def test_a_first_installation_that_fails_leaves_nothing(there):
    there.home.mkdir(parents=True)
    with pytest.raises(Stopped):
        begin_and_fail(there, Stopped("no"))
    assert not there.home.exists()


def test_what_a_killed_run_set_aside_is_put_back_first(there):
    put(there)
    there.env.rename(there.old)
    there.env.mkdir()
    installer._mend(there)
    assert there.receipt.read_text() == "old"
    assert not there.old.exists()


def test_what_a_killed_run_had_still_to_delete_is_deleted(there):
    put(there, "new")
    there.old.mkdir()
    installer._mend(there)
    assert there.receipt.read_text() == "new"
    assert not there.old.exists()


@pytest.mark.parametrize("other", ["file", "link"])
def test_another_program_of_the_same_name_is_left_alone(there, other, capsys):
    there.launcher.parent.mkdir(parents=True)
    if other == "file":
        there.launcher.write_text("mine")
    else:
        there.launcher.symlink_to("/somewhere/else")
    installer._put_launcher(there)
    installer._take_launcher(there)
    assert there.launcher.is_symlink() == (other == "link")
    assert str(there.launcher) in capsys.readouterr().out


def test_the_launcher_leads_into_the_environment_and_goes_with_it(there):
    installer._put_launcher(there)
    installer._put_launcher(there)
    assert there.launcher.readlink() == there.env / "bin" / "nianbao"
    installer._take_launcher(there)
    assert not there.launcher.is_symlink()


def test_removing_takes_the_installation_and_its_log_and_leaves_the_rest(there, tmp_path, capsys):
    put(there)
    (there.home / "setup").mkdir()
    log = tmp_path / "家" / ".local" / "state" / "nianbao" / "nianbao.log"
    log.parent.mkdir(parents=True)
    log.write_text("x")
    (there.home / "我的.xlsx").write_text("mine")
    assert installer.main(["remove"]) == 0
    assert [path.name for path in there.home.iterdir()] == ["我的.xlsx"]
    assert not log.parent.exists()
    assert "已卸载" in capsys.readouterr().out


def test_removing_what_is_not_there_says_so(there, capsys):
    assert installer.main(["remove"]) == 0
    assert "没有找到" in capsys.readouterr().out
    assert not there.home.exists()


def test_an_environment_in_use_is_not_touched(there, monkeypatch):
    put(there)
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(PermissionError("in use")))
    with pytest.raises(Stopped, match="请关闭 Excel"):
        installer.remove(there)
    assert there.receipt.read_text() == "old"


@pytest.mark.parametrize(
    ("path", "added"),
    [
        ("", r"C:\n\bin"),
        (r"C:\a;C:\b", r"C:\a;C:\b;C:\n\bin"),
        (r"C:\a;", r"C:\a;C:\n\bin"),
        ("c:\\N\\bin\\;%X%\\b", "%X%\\b;C:\\n\\bin"),
    ],
)
def test_a_folder_is_added_to_a_windows_path_once_and_taken_away_again(path, added):
    assert installer.with_folder(path, r"C:\n\bin") == added
    assert installer.with_folder(added, r"C:\n\bin") == added
    assert "n\\bin" not in installer.without_folder(added, r"C:\n\bin").lower()


@pytest.fixture
def windows(tmp_path, monkeypatch):
    """Windows as far as launcher and search path go: a registry in a dictionary, nobody to tell of changes."""
    values = {"Path": (r"%USERPROFILE%\bin;C:\甲", 2)}

    class Key:
        def __enter__(self):
            return values

        def __exit__(self, *_):
            pass

    registry = types.SimpleNamespace(
        HKEY_CURRENT_USER=1,
        KEY_READ=1,
        KEY_WRITE=2,
        REG_EXPAND_SZ=2,
        CreateKeyEx=lambda *_: Key(),
        QueryValueEx=lambda key, name: key[name],
        SetValueEx=lambda key, name, _, kind, value: key.update({name: (value, kind)}),
    )
    shell = types.SimpleNamespace(windll=types.SimpleNamespace(user32=types.SimpleNamespace(SendMessageTimeoutW=print)))
    modules = {"winreg": registry, "ctypes": shell}
    monkeypatch.setattr(installer.importlib, "import_module", modules.__getitem__)
    monkeypatch.setattr(installer, "WINDOWS", True)
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "本地"))
    return values


def test_on_windows_the_command_is_a_batch_file_on_the_user_s_path(windows, tmp_path):
    there = installer.places()
    assert there == Places(tmp_path / "本地" / "nianbao", tmp_path / "本地" / "nianbao" / "bin" / "nianbao.cmd")
    installer._put_launcher(there)
    text = there.launcher.read_bytes()
    assert text.isascii()
    assert text.endswith(b"%*\r\n")
    assert (there.launcher.parent / "../env/Scripts/python.exe").resolve() == there.python
    assert windows["Path"] == (rf"%USERPROFILE%\bin;C:\甲;{there.launcher.parent}", 2)
    installer._take_launcher(there)
    assert windows["Path"] == (r"%USERPROFILE%\bin;C:\甲", 2)
    assert not there.launcher.parent.exists()


def test_the_installer_needs_nothing_but_the_standard_library():
    tree = ast.parse(Path(installer.__file__).read_text("utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names
    assert "ensurepip" not in names
