"""``nianbao doctor``: each check on made-up machines, and the whole table on this one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from machines import EXCEL, MadeRegistry, Programs, linux, mac, office, windows

from addin.doctor.addins import check_addins
from addin.doctor.check import SIGNS, Check
from addin.doctor.cli import examine, summary, table
from addin.doctor.data import check_data
from addin.doctor.fonts import TYPEFACES, check_fonts
from addin.doctor.offices import check_offices
from addin.doctor.programs import Requirement, check_extras, check_package, requirements
from addin.doctor.surroundings import check_folder, check_names, check_screen
from addin.installing import excel
from addin.installing.carry_out import install
from addin.installing.machine import Done
from addin.installing.plan import plan_installation
from addin.xlam import build_xlam
from converters.cli.parser import display_width
from workbook.formfile import TEMPLATES

pytest.importorskip("xlwings", reason="the extra addin is not installed")


def states(checks):
    return {check.name: check.state for check in checks}


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "张三 的文件夹"
    folder.mkdir()
    return folder


def test_the_table_ends_with_what_matters_and_the_exit_code_says_the_same(run):
    code, out, err = run("doctor")
    assert err == ""
    assert code == ("✗" in out)
    assert out.splitlines()[-1].startswith("有" if code else "没有要修的")
    _, told, _ = run("doctor", "--json")
    rows = [json.loads(line) for line in told.splitlines()]
    assert {row["state"] for row in rows} <= SIGNS.keys()
    for row in rows:
        assert f"{row['name']}：{row['found']}" in out
        assert row["mend"] in out


def test_what_is_not_fine_says_what_to_do(home, tmp_path):
    machines = [windows(home, office=office(tmp_path / "LibreOffice", (3, 9))), windows(home), mac(home), linux(home)]
    for check in (check for machine in machines for check in examine(machine)):
        assert check.mend.endswith("。") or (not check.mend and check.state in ("fine", "absent")), check


def test_it_is_fast():
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", "from converters.cli import main; main(['doctor'])"], check=True, capture_output=True
    )
    # 0.3 s on an idle machine; others may be at work.
    assert time.perf_counter() - began < 2


def test_excel_that_no_system_can_have_is_no_fault(home):
    checks = list(check_offices(linux(home)))
    assert {check.state for check in checks} == {"absent"}
    assert "Linux 上没有 Excel" in checks[0].found


def test_the_offices_of_a_windows_machine_are_found_with_their_versions(home, tmp_path):
    keys = EXCEL | {
        r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration": {"VersionToReport": "16.0.17928.20114"},
        r"HKCU\Software\Kingsoft\Office\6.0\Common": {"InstallRoot": r"D:\WPS Office\12.1.0.16120"},
    }
    found = {check.name: check.found for check in check_offices(windows(home, keys, office=office(tmp_path / "LO")))}
    assert found["Excel"] == "16.0.17928.20114"
    assert found["WPS"].startswith("12.1.0.16120")
    assert found["LibreOffice"].startswith("24.8")


def test_a_mac_s_excel_is_found_with_its_version(home):
    assert excel.excel_version(mac(home)) == "16.89"
    (home.parent / "Applications" / "Microsoft Excel.app" / "Contents" / "Info.plist").write_text("broken")
    assert excel.excel_version(mac(home, version="")) == "有"


def test_the_add_in_is_missing_then_fine_then_of_another_place_or_version(home):
    machine = windows(home)
    assert states(check_addins(machine)) == {"Excel 加载项": "advice"}
    install(plan_installation(machine))
    assert states(check_addins(machine)) == {"Excel 加载项": "fine"}
    path = excel.start_folder(machine) / excel.FILE
    data = path.read_bytes()
    for place, state in ((None, "broken"), ("/nowhere/python", "broken"), (os.devnull, "advice")):
        path.write_bytes(build_xlam(replace(own(), interpreter=place) if place else None))
        (check,) = check_addins(machine)
        assert check.state == state
        assert "nianbao addin install" in check.mend
    path.write_bytes(data + b"\0")
    (check,) = check_addins(machine)
    assert (check.state, "不是这一版" in check.found) == ("broken", True)


def own():
    from addin.installing.program import own_place  # noqa: PLC0415  # wanted here only

    return own_place()


def test_a_policy_against_macros_is_a_fault(home):
    policy = {r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security": {"RequireAddinSig": 1}}
    assert states(check_addins(windows(home, EXCEL | policy)))["Excel 的宏"] == "broken"


def test_the_extension_is_missing_then_of_another_version(home, tmp_path):
    machine = linux(home, office=office(tmp_path / "LibreOffice"))
    assert states(check_addins(machine)) == {"LibreOffice 扩展": "advice"}
    cache = home / ".config" / "libreoffice" / "4" / "user" / "uno_packages" / "cache"
    (cache / "uno_packages" / "lu1a.tmp_" / "nianbao.oxt").mkdir(parents=True)
    (cache / "uno_packages.pmap").write_bytes(b"Pmp1\xff\norg.nianbao.calc\nlu1a.tmp\xffnianbao.oxt\xff0.1.0\xff0\n\n")
    assert states(check_addins(machine)) == {"LibreOffice 扩展": "broken"}


@pytest.mark.parametrize(
    ("versions", "version", "will_do"),
    [
        (">=3.1.5,<3.2", "3.1.5", True),
        (">=3.1.5,<3.2", "3.1.10", True),
        (">=3.1.5,<3.2", "3.2", False),
        (">=5.3", "5.3.0", True),
        ("==0.37.8", "0.37.8", True),
        ("==0.37.8", "0.37.9", False),
        ("~=1.4.2", "1.4.9", True),
        ("~=1.4.2", "1.5", False),
        ("", "0", True),
    ],
)
def test_versions_are_compared_as_numbers(versions, version, will_do):
    assert Requirement("x", versions).allows(version) == will_do


def test_what_nianbao_asks_for_is_read_from_its_own_installation():
    found = {(one.package, one.extra): one for one in requirements()}
    assert not found["openpyxl", ""].allows("3.2")
    assert found["xlwings", "addin"].versions == "==0.37.8"


def test_a_package_is_wrong_when_missing_or_too_old_an_extra_only_when_wrong():
    needed, extra = Requirement("lxml", ">=5.3"), Requirement("xlwings", "==0.37.8", "addin")
    assert check_package(needed, lambda _: "").state == "broken"
    assert check_package(needed, lambda _: "4.9").state == "broken"
    assert check_package(needed, lambda _: "6.0").state == "fine"
    for version, state in (("", "absent"), ("0.36", "broken"), ("0.37.8", "fine")):
        first = next(check_extras([extra], lambda _, version=version: version))
        assert first.state == state


def test_damaged_templates_and_forms_are_faults(tmp_path, monkeypatch):
    assert {check.state for check in check_data()} == {"fine"}
    (tmp_path / "nianbao-report.docx").write_bytes(b"nothing")
    (tmp_path / "nianbao-2021.xlsx").write_bytes((TEMPLATES / "nianbao-2021.xlsx").read_bytes()[:5000])
    monkeypatch.setenv("NIANBAO_FORMS", str(tmp_path / "不存在"))
    from workbook.formfile import editions  # noqa: PLC0415  # its memory is emptied

    editions.cache_clear()
    assert {check.state for check in check_data(tmp_path)} == {"broken"}
    monkeypatch.undo()
    editions.cache_clear()


FONTS = {
    "SimSun & NSimSun (TrueType)": "simsun.ttc",
    "FangSong (TrueType)": "simfang.ttf",
    "KaiTi (TrueType)": "simkai.ttf",
    "SimHei (TrueType)": "simhei.ttf",
}


@pytest.mark.parametrize("more", [{}, {"方正小标宋简体 (TrueType)": "FZXBSJW.TTF"}])
def test_typefaces_are_found_by_the_names_that_windows_has_for_them(home, more):
    machine = windows(home, {r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts": FONTS | more})
    found = states(check_fonts(machine))
    assert found == dict.fromkeys(TYPEFACES, "fine") | ({} if more else {"小标宋": "advice"})


def test_fangsong_is_not_taken_for_song(home):
    machine = linux(home, run=Programs(**{"fc-list": Done(0, "仿宋_GB2312,FangSong_GB2312\nSTFangsong,华文仿宋\n")}))
    found = states(check_fonts(machine))
    assert (found["仿宋"], found["宋体"]) == ("fine", "advice")


def test_typefaces_that_cannot_be_listed_are_no_fault(home):
    missing = Programs(**{"fc-list": Done(127, "not found")})
    assert states(check_fonts(linux(home, run=missing))) == {"字体": "advice"}


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path, monkeypatch):
    later = tmp_path / "还没有" / "文件夹"
    assert check_folder("甲", later, "broken", "。").state == "fine"
    assert not later.parent.exists()

    def refuse(**_):
        raise PermissionError

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    assert check_folder("甲", tmp_path, "broken", "请检查。") == Check(
        "能否写文件", "甲", "broken", f"{tmp_path}，不能写", "请检查。"
    )


def test_encodings_other_than_utf8_are_said():
    assert [check_names(name).state for name in ("utf-8", "UTF_8", "iso8859-1")] == ["fine", "fine", "broken"]
    assert [check_screen(name, "zh_CN").state for name in ("utf-8", "cp936", "")] == ["fine", "advice", "advice"]


def test_the_table_fits_a_narrow_terminal(home):
    found = list(examine(windows(home)))
    path = str(home)
    for line in table([check for check in found if path not in check.found], 40):
        # A path without a space in it cannot be broken; a closing mark may hang over the edge.
        assert display_width(line) <= 42 or "/" in line


def test_the_summary_counts():
    fine, broken = Check("甲", "乙", "fine", "丙"), Check("甲", "丁", "broken", "丙", "戊。")
    assert summary([fine]) == "没有要修的。"
    assert summary([fine, broken, broken]).startswith("有 2 处要修：丁、丁。")
    assert MadeRegistry().value("HKCU") is None
