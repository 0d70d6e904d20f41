"""``nianbao addin install`` and ``remove``: on made-up Windows and Mac homes, and in the LibreOffice that is here."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import types
from dataclasses import replace
from pathlib import Path

import pytest
from machines import EXCEL, MadeRegistry, Programs, files, linux, mac, office, windows

from addin.installing import cli, excel, libreoffice
from addin.installing.carry_out import in_place, install, remove
from addin.installing.in_place import xlam_settings
from addin.installing.machine import Done, _outside, run_program
from addin.installing.plan import plan_installation
from addin.installing.program import own_folders
from addin.installing.receipt import FORMAT, Entry, load_receipt, receipt_file
from addin.installing.registry import system_registry
from addin.xlam import build_xlam
from converters.office import find_office
from workbook.errors import OutputNotWritten

pytest.importorskip("xlwings", reason="the extra addin is not installed")

SECURITY = r"\16.0\Excel\Security"
ORDINARY, POLICY = r"HKCU\Software\Microsoft\Office", r"HKCU\Software\Policies\Microsoft\Office"


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "张三 的文件夹"
    folder.mkdir()
    return folder


def installed(machine, only=None):
    install(plan_installation(machine, only))
    return machine


def told(capsys):
    return capsys.readouterr().err


def test_excel_gets_an_add_in_that_knows_this_python_and_removing_leaves_nothing(home):
    machine = installed(windows(home))
    add_in = home / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART" / "nianbao.xlam"
    settings = xlam_settings(add_in)
    assert settings["INTERPRETER_WIN"] == sys.executable
    assert Path(settings["PACKAGES"]).is_dir()
    assert Entry("file", str(add_in)) in load_receipt(machine)
    remove(machine, in_place(machine))
    assert files(home) == {}


def test_what_was_there_before_stays(home):
    start = home / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART"
    start.mkdir(parents=True)
    (start / "自己的.xlam").write_bytes(b"mine")
    (home / "AppData" / "Local" / "nianbao").mkdir(parents=True)
    before = files(home)
    machine = installed(windows(home))
    remove(machine, in_place(machine))
    assert files(home) == before


def test_installing_twice_changes_nothing_the_second_time(home, capsys):
    machine = windows(home)
    assert cli.install_on(machine, None, dry_run=False) == 0
    before = files(home)
    told(capsys)
    assert cli.install_on(machine, None, dry_run=False) == 0
    assert files(home) == before
    assert "没有要改的" in told(capsys)
    remove(machine, in_place(machine))
    assert files(home) == {}


def test_an_add_in_of_an_older_version_or_without_a_receipt_is_replaced_and_taken_away(home):
    machine = windows(home)
    add_in = excel.start_folder(machine) / excel.FILE
    add_in.parent.mkdir(parents=True)
    add_in.write_bytes(build_xlam())
    assert [entry.path for entry in in_place(machine)] == [str(add_in)]
    installed(machine)
    assert xlam_settings(add_in)["INTERPRETER_WIN"] == sys.executable
    remove(machine, in_place(machine))
    assert not add_in.exists()


def test_the_mark_of_the_internet_is_taken_off(home):
    machine = installed(windows(home))
    add_in = excel.start_folder(machine) / excel.FILE
    mark = add_in.with_name("nianbao.xlam:Zone.Identifier")
    mark.write_text("[ZoneTransfer]\nZoneId=3\n")
    installed(machine)
    assert not mark.exists()


def test_a_file_that_is_not_ours_is_neither_replaced_nor_removed(home, capsys):
    machine = installed(windows(home))
    add_in = excel.start_folder(machine) / excel.FILE
    add_in.write_bytes(b"somebody else's")
    before = files(home)
    assert cli.install_on(machine, None, dry_run=False) == 1
    assert "不是 nianbao 的加载项" in told(capsys)
    with pytest.raises(OutputNotWritten, match="不是 nianbao 的加载项"):
        plan_installation(machine, "excel")
    with pytest.raises(OutputNotWritten, match="没有动它"):
        remove(machine, in_place(machine))
    assert add_in.read_bytes() == b"somebody else's"
    assert {name: data for name, data in files(home).items() if data is None} == {
        name: data for name, data in before.items() if data is None
    }
    add_in.unlink()
    remove(machine, in_place(machine))
    assert files(home) == {}


@pytest.mark.parametrize(
    ("name", "folder"), [("启动", "启动"), ("XLSTART 2", "XLSTART 2"), (r"..\..\别处", "XLSTART"), ("", "XLSTART")]
)
def test_the_registry_names_the_start_folder_but_cannot_lead_out_of_excel_s(home, name, folder):
    general = {rf"{ORDINARY}\16.0\Common\General": {"Xlstart": name}}
    assert excel.start_folder(windows(home, EXCEL | general)).name == folder


def test_a_mac_gets_the_add_in_and_the_script_that_starts_python(home):
    machine = installed(mac(home))
    library = home / "Library"
    assert xlam_settings(excel.start_folder(machine) / excel.FILE)["INTERPRETER_MAC"] == sys.executable
    (script,) = (library / "Application Scripts" / "com.microsoft.Excel").iterdir()
    assert script.name == "xlwings-0.37.8.applescript"
    installed(machine)
    remove(machine, in_place(machine))
    assert files(home) == {}


def test_a_script_that_the_mac_s_user_has_already_stays(home):
    script = home / "Library" / "Application Scripts" / "com.microsoft.Excel" / "xlwings-0.37.8.applescript"
    script.parent.mkdir(parents=True)
    script.write_text("theirs")
    machine = installed(mac(home))
    remove(machine, in_place(machine))
    assert script.read_text() == "theirs"


@pytest.mark.parametrize("before", [None, "an older add-in"])
def test_when_a_step_fails_the_machine_is_as_before(home, tmp_path, capsys, before):
    failing = Programs(unopkg=Done(1, "ERROR: The lock file indicates it as already running.\n"))
    machine = windows(home, office=office(tmp_path / "LibreOffice"), run=failing)
    if before:
        start = excel.start_folder(machine)
        start.mkdir(parents=True)
        (start / excel.FILE).write_bytes(build_xlam())
    there = files(home)
    with pytest.raises(OutputNotWritten, match=r"没有收下扩展（The lock file.*再运行一次"):
        cli.install_on(machine, None, dry_run=False)
    assert "都退回了" in told(capsys)
    assert files(home) == there


def test_a_dry_run_says_every_step_and_does_none(home, tmp_path, capsys):
    programs = Programs()
    machine = windows(home, office=office(tmp_path / "LibreOffice"), run=programs)
    assert cli.install_on(machine, None, dry_run=True) == 0
    said = told(capsys)
    assert files(home) == {}
    assert not any("unopkg" in call[0] for call in programs.calls)
    for words in ("XLSTART", "nianbao.xlam", "安装记录", "LibreOffice 扩展", "什么也没有改"):
        assert words in said
    installed(machine)
    there = files(home)
    assert cli.remove_from(machine, dry_run=True) == 0
    assert "删去" in told(capsys)
    assert files(home) == there


def test_nothing_to_install_into_and_nothing_to_remove_are_no_faults(home, capsys):
    assert cli.install_on(linux(home), None, dry_run=False) == 0
    assert "没有找到 Excel 或 LibreOffice" in told(capsys)
    assert cli.remove_from(linux(home), dry_run=False) == 0
    assert "没有要卸的" in told(capsys)
    assert files(home) == {}


@pytest.mark.parametrize("only", ["excel", "libreoffice"])
def test_an_office_that_was_asked_for_and_is_not_there_is_refused(home, only):
    with pytest.raises(OutputNotWritten, match="没有找到"):
        plan_installation(linux(home), only)


def test_excel_that_was_asked_for_is_believed_where_the_registry_does_not_know_it(home):
    assert excel.excel_version(windows(home, {})) == ""
    assert (excel.start_folder(installed(windows(home, {}), "excel")) / excel.FILE).exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "读不出来"), ('{"format": 1}', "读不出来"), (f'{{"format": {FORMAT + 1}}}', "较新的")],
)
def test_a_receipt_that_cannot_be_understood_is_said_and_nothing_is_done(home, text, said):
    machine = windows(home)
    receipt_file(machine).parent.mkdir(parents=True)
    receipt_file(machine).write_text(text)
    before = files(home)
    for attempt in (lambda: plan_installation(machine), lambda: in_place(machine)):
        with pytest.raises(OutputNotWritten, match=said):
            attempt()
    assert files(home) == before


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({ORDINARY + SECURITY: {"VBAWarnings": 4}}, ""),
        ({ORDINARY + SECURITY: {"RequireAddinSig": 0}}, ""),
        ({ORDINARY + SECURITY: {"RequireAddinSig": 1}}, r"没有签名。请在 Excel 的“文件"),
        ({POLICY + SECURITY: {"RequireAddinSig": 1}}, r"没有签名。这是本单位的策略定的，请管理员"),
        ({POLICY + SECURITY: {"RequireAddinSig": 0}, ORDINARY + SECURITY: {"RequireAddinSig": 1}}, ""),
        ({ORDINARY + SECURITY: {"DisableAllAddins": 1}}, "禁用所有应用程序加载项"),
        ({POLICY + r"\16.0\Common": {"VBAOff": 1}}, "VBA 被停用"),
        (
            {
                ORDINARY + SECURITY: {"VBAWarnings": 3},
                POLICY + SECURITY + r"\Trusted Locations": {"AllLocationsDisabled": 1},
            },
            "禁用了受信任位置，又只允许有签名的宏",
        ),
        (
            {ORDINARY + r"\16.0\Excel\Resiliency\DisabledItems": {"2A": b"\1\0" + "Nianbao.xlam".encode("utf-16-le")}},
            "停用了这个加载项",
        ),
    ],
)
def test_what_keeps_excel_from_running_the_add_in_is_said_with_what_to_do(home, capsys, keys, said):
    machine = windows(home, EXCEL | keys)
    assert cli.install_on(machine, "excel", dry_run=False) == 0
    obstacles = "".join(excel.macro_obstacles(machine))
    assert bool(obstacles) == bool(said)
    assert said in obstacles
    assert obstacles in told(capsys)


def test_an_add_in_that_an_open_excel_holds_is_left(home):
    machine = installed(windows(home))
    before = files(home)
    running = replace(machine, run=Programs(tasklist=Done(0, "EXCEL.EXE")))
    assert plan_installation(running).refused == []
    (excel.start_folder(machine) / excel.FILE).write_bytes(build_xlam())
    assert "请全部关闭 Excel" in plan_installation(running).refused[0]
    install(plan_installation(machine))
    assert files(home) == before


def test_what_cannot_be_taken_away_stays_on_the_receipt(home, tmp_path, monkeypatch):
    machine = installed(windows(home, office=office(tmp_path / "LibreOffice")))
    add_in = excel.start_folder(machine) / excel.FILE
    unlink = Path.unlink

    def held(path, *, missing_ok=False):
        if path == add_in:
            raise PermissionError
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", held)
        with pytest.raises(OutputNotWritten, match="请全部关闭 Excel"):
            remove(machine, in_place(machine))
    assert {entry.kind for entry in load_receipt(machine)} == {"file", "folder"}
    remove(machine, in_place(machine))
    assert files(home) == {}


@pytest.mark.parametrize("made", [windows, mac, linux])
def test_the_log_that_clicks_have_left_goes_too(home, made):
    machine = made(home)
    machine.logs.mkdir(parents=True)
    for name in ("nianbao.log", "nianbao.old.log"):
        (machine.logs / name).write_text("…")
    remove(machine, in_place(machine))
    assert not machine.logs.exists()


def test_an_open_excel_must_be_started_again(home, capsys):
    running = Programs(tasklist=Done(0, "EXCEL.EXE   4711 Console   1   98,304 K"))
    cli.install_on(windows(home, run=running), None, dry_run=False)
    assert "Excel 正开着" in told(capsys)


def test_excel_s_place_taken_by_wps_is_seen(home):
    number = "{00024500-0000-0000-C000-000000000046}"
    keys = {
        r"HKLM\SOFTWARE\Classes\Excel.Application\CLSID": {"": number},
        rf"HKLM\SOFTWARE\Classes\CLSID\{number}\LocalServer32": {"": r"C:\Kingsoft\WPS Office\et.exe /Automation"},
    }
    assert "修复 Office" in excel.automation_fault(windows(home, EXCEL | keys))
    assert excel.automation_fault(windows(home)) == ""


@pytest.mark.parametrize(
    ("python", "said"),
    [
        ((3, 9), "请换较新的 LibreOffice"),
        ((3, 99), "请用 Python 3.99 另装一份"),
        (sys.version_info[:2], ""),
        (None, ""),
    ],
)
def test_a_libreoffice_with_another_python_is_refused_with_what_to_do(home, tmp_path, capsys, python, said):
    there = office(tmp_path / "LibreOffice", python)
    machine = linux(home, office=there)
    assert libreoffice.office_python(there) == python
    assert cli.install_on(machine, None, dry_run=True) == (1 if said else 0)
    assert said in told(capsys)


def test_the_python_of_libreoffice_is_found_on_a_mac_and_in_a_linux_of_a_distribution(tmp_path):
    mac_office = office(tmp_path / "LibreOffice.app" / "Contents", python=None)
    (mac_office.parent.parent / "Frameworks/LibreOfficePython.framework/Versions/3.10").mkdir(parents=True)
    assert libreoffice.office_python(mac_office) == (3, 10)
    debian = office(tmp_path / "debian", python=None)
    debian.with_name("libpyuno.so").write_bytes(b"\x7fELF\0libc.so.6\0libpython3.13.so.1.0\0")
    assert libreoffice.office_python(debian) == (3, 13)


@pytest.mark.parametrize(("missing", "said"), [("unopkg", "重新安装"), ("pythonscript.py", "script-provider-python")])
def test_a_libreoffice_that_lacks_a_part_is_refused_with_what_to_do(tmp_path, missing, said):
    there = office(tmp_path / "LibreOffice")
    there.with_name(missing).unlink()
    assert said in libreoffice.unfit(there)


def test_a_libreoffice_in_a_box_of_its_own_is_refused(tmp_path):
    assert "snap" in libreoffice.unfit(office(tmp_path / "snap" / "libreoffice"))


def test_root_installs_for_all_users_and_others_for_themselves(home, tmp_path):
    for administrator in (True, False):
        programs = Programs()
        installed(linux(home, office=office(tmp_path / str(administrator)), administrator=administrator, run=programs))
        (words,) = (call for call in programs.calls if "add" in call)
        assert ("--shared" in words) == administrator


def test_an_extension_whose_libreoffice_is_gone_is_forgotten(home, tmp_path):
    there = office(tmp_path / "LibreOffice")
    machine = installed(linux(home, office=there))
    there.with_name("unopkg").unlink()
    remove(machine, in_place(machine))
    assert files(home) == {}


def test_a_missing_xlwings_is_said_before_anything_is_done(home, monkeypatch):
    monkeypatch.setattr("addin.installing.plan.xlwings_fault", lambda: "没有安装 xlwings。")
    with pytest.raises(OutputNotWritten, match="没有安装 xlwings"):
        plan_installation(windows(home))
    # Where there is nothing to install into, that is what matters.
    assert plan_installation(linux(home)).steps == []


def test_nianbao_addin_alone_shows_its_help(run):
    code, out, err = run("addin")
    assert (code, err) == (0, "")
    assert "install" in out
    assert "remove" in out


@pytest.fixture(scope="module")
def real_office():
    found = find_office()
    if found is None:
        message = "LibreOffice is not installed here; .ci/run installs it"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    return found.resolve()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere LibreOffice brings a Python of its own")
def test_programs_run_outside_of_the_python_environment_that_the_user_is_in(tmp_path, monkeypatch):
    inside, beside = tmp_path / "env" / "bin", tmp_path / "tools"
    for folder in (inside, beside):
        folder.mkdir(parents=True)
    (inside / "python3").touch()
    for name in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"):
        monkeypatch.setenv(name, str(inside.parent))
    monkeypatch.setenv("PATH", f"{inside}:/usr/bin:{beside}:/bin")
    said = run_program(["/usr/bin/env"]).said.splitlines()
    assert f"PATH=/usr/bin:{beside}:/bin" in said
    assert not any(line.startswith(("VIRTUAL_ENV=", "PYTHON")) for line in said)


def as_user(home, *options, before=()):
    """Runs LibreOffice's program for extensions with a home of its own."""

    def call(words):
        done = subprocess.run(
            [*before, *words, *options],
            env=_outside(os.environ) | {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config")},
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return Done(done.returncode, done.stdout + done.stderr)

    return call


@pytest.fixture
def no_root():
    """Words that make a program run as somebody else than root, for whom alone extensions are a user's own."""
    if os.geteuid() != 0:
        return ()
    if subprocess.run(["unshare", "-U", "true"], check=False, capture_output=True).returncode:
        pytest.skip("root cannot become a user here; the test for all users stands in")
    return ("unshare", "-U")


def test_the_real_libreoffice_gets_the_extension_and_loses_it(real_office, home, no_root, capsys):
    runs = as_user(home, before=no_root)
    machine = linux(home, office=real_office, run=runs)
    assert libreoffice.unfit(real_office) == ""
    tool = str(libreoffice.unopkg(real_office))
    for _ in range(2):
        assert cli.install_on(machine, None, dry_run=False) == 0
        assert "org.nianbao.calc" in runs([tool, "list"]).said
    assert "没有要改的" in told(capsys)
    script = libreoffice.installed_extension(machine, real_office) / "python" / "nianbao_calc.py"
    assert repr(own_folders()) in script.read_text("utf-8")
    assert cli.remove_from(machine, dry_run=False) == 0
    assert "org.nianbao.calc" not in runs([tool, "list"]).said
    assert libreoffice.installed_extension(machine, real_office) is None
    assert {name.split("/")[0] for name in files(home)} <= {".config", ".cache"}


def test_the_real_libreoffice_takes_the_extension_for_all_users_from_root(real_office, tmp_path, home):
    # LibreOffice is told of another folder for what all users have: the one of this machine stays as it is.
    places = {"UNO_SHARED_PACKAGES_CACHE": tmp_path / "shared", "UserInstallation": tmp_path / "profile"}
    (tmp_path / "shared").mkdir()
    runs = as_user(home, *(f"-env:{name}={path.as_uri()}" for name, path in places.items()))
    machine = linux(home, office=real_office, administrator=True, run=runs)
    installed(machine)
    tool = libreoffice.unopkg(real_office)
    listed = runs([str(tool), "list", "--shared"]).said
    assert "org.nianbao.calc" in listed
    assert listed.count("is registered: yes") == 4
    assert libreoffice.remove_extension(machine, tool, "org.nianbao.calc", shared=True).code == 0
    assert "org.nianbao.calc" not in runs([str(tool), "list", "--shared"]).said


def test_the_commands_of_the_help_run_as_they_are_printed(home, tmp_path, monkeypatch, run):
    machine = windows(home, office=office(tmp_path / "LibreOffice"))
    monkeypatch.setattr(cli, "this_machine", lambda: machine)
    for line, files_after in (
        ("addin install --dry-run", 0),
        ("addin install --office libreoffice", 1),
        ("addin install", 2),
        ("addin remove --dry-run", 2),
        ("addin remove", 0),
    ):
        code, out, err = run(*line.split())
        assert (code, out) == (0, ""), err
        assert sum(data is not None for data in files(home).values()) == files_after, line


def test_the_registry_of_windows_is_read_in_both_views_without_regard_to_case(monkeypatch):
    views = {32: [("InstallRoot", "old", 1), ("Only32", 7, 4)], 64: [("InstallRoot", "new", 1)]}

    @contextlib.contextmanager
    def opened(root, path, _, access):
        if path != "Software\\甲":
            raise FileNotFoundError
        assert root == "the user"
        yield views[access - 1]

    made = types.SimpleNamespace(
        HKEY_CURRENT_USER="the user",
        HKEY_LOCAL_MACHINE="the machine",
        KEY_READ=1,
        KEY_WOW64_32KEY=32,
        KEY_WOW64_64KEY=64,
        OpenKey=opened,
        QueryInfoKey=lambda rows: (0, len(rows), 0),
        EnumValue=lambda rows, number: rows[number],
    )
    monkeypatch.setitem(sys.modules, "winreg", made)
    monkeypatch.setattr(sys, "platform", "win32")
    registry = system_registry()
    assert registry.value(r"HKCU\Software\甲", "installroot") == "new"
    assert registry.values(r"HKCU\Software\甲") == {"InstallRoot": "new", "Only32": 7}
    assert registry.value(r"HKLM\Software\乙") is None


def test_a_registry_that_is_not_there_says_nothing():
    assert system_registry().value(r"HKCU\Software\Nianbao\Nothing") is None
    assert MadeRegistry().values("HKCU") == {}


def test_an_extension_for_all_users_is_found_though_libreoffice_keeps_no_list_of_those(home, tmp_path):
    start = office(tmp_path / "LibreOffice")
    machine = linux(home, office=start, administrator=True)
    assert libreoffice.installed_extension(machine, start) is None
    unpacked = start.parent.parent / "share/uno_packages/cache/uno_packages/lu12.tmp_/nianbao.oxt"
    unpacked.mkdir(parents=True)
    assert libreoffice.installed_extension(machine, start) == unpacked
