"""The Excel add-in: what other people's tools find in it, and what its VBA does when a button is clicked."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata

import office
import pytest
import vbatools

from addin import xlwings_part
from addin.conf import SHEET, Place, conf_rows
from addin.notes import NoteChange, pack
from addin.ribbon import load_ribbon
from addin.xlam import build_xlam, vba_modules
from workbook.errors import OutputNotWritten

pytest.importorskip("xlwings", reason="the extra addin is not installed")

PLACE = Place(r"C:\Users\王 伟\nianbao\Scripts\pythonw.exe", r"C:\Users\王 伟\nianbao\Lib\site-packages")
DIST_INFO = rf"{PLACE.packages}\xlwings-{xlwings_part.VERSION}.dist-info"


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    path = tmp_path_factory.mktemp("plain") / "nianbao.xlam"
    path.write_bytes(build_xlam())
    return path


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    path = tmp_path_factory.mktemp("installed") / "nianbao.xlam"
    path.write_bytes(build_xlam(PLACE))
    return path


def shipped(name):
    return metadata.distribution("xlwings").locate_file(name).read_text("utf-8-sig").splitlines()


def test_the_modules_taken_out_are_the_sources(installed):
    found = {name: text.splitlines() for name, text in vbatools.extracted(installed).items()}
    sources = vbatools.CALLBACKS.parent
    assert list(found) == [module.name for module in vba_modules()]
    # The tool leaves out the attributes, which an editor does not show either.
    assert found["ThisWorkbook"][-len(lines := (sources / "ThisWorkbook.cls").read_text().splitlines()) :] == lines
    for source in (vbatools.CALLBACKS, vbatools.NOTES):
        assert found[source.stem] == source.read_text().splitlines()
    dictionary = shipped("xlwings/addin/Dictionary.cls")
    start = next(number for number, line in enumerate(dictionary) if "VB_Description" in line)
    assert found["Dictionary"][-len(dictionary[start:]) :] == dictionary[start:]


def test_xlwings_module_differs_from_the_shipped_one_only_in_the_project_s_name(installed):
    ours, theirs = vbatools.extracted(installed)["xlwings"].splitlines(), shipped("xlwings/xlwings_custom_addin.bas")
    assert len(ours) == len(theirs)
    changed = [new for new, old in zip(ours, theirs, strict=True) if new != old]
    assert changed == ['Public Const PROJECT_NAME As String = "nianbao"']
    assert "'xlwings is distributed under a BSD 3-clause license." in ours[:10]


def test_the_project_pins_the_xlwings_that_the_add_in_is_made_of():
    project = tomllib.loads(vbatools.ROOT.joinpath("pyproject.toml").read_text("utf-8"))["project"]
    assert project["optional-dependencies"]["addin"] == [f"xlwings=={xlwings_part.VERSION}"]


def test_the_open_xml_validator_accepts_the_add_in(plain, installed):
    assert office.openxml_errors(plain) == []
    assert office.openxml_errors(installed) == []


def test_the_validator_would_see_a_wrong_ribbon(installed, tmp_path):
    broken = tmp_path / "broken.xlam"
    with zipfile.ZipFile(installed) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'size="large"', b'size="huge"'))
    assert office.openxml_errors(broken)


def test_two_builds_in_two_processes_give_the_same_bytes(plain):
    code = "import hashlib; from addin.xlam import build_xlam; print(hashlib.sha256(build_xlam()).hexdigest())"
    made = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            cwd=vbatools.ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in "12"
    }
    assert len(made) == 1
    assert build_xlam() == plain.read_bytes()


def test_static_analysis_finds_nothing_in_our_modules_and_no_error_in_the_others(installed):
    analysis = pytest.importorskip("pyvbaanalysis")
    found = analysis.analyze_office_file(installed)
    ours = {name: found.get(name) for name in ("ThisWorkbook", "NianbaoConf", "NianbaoRibbon", "NianbaoNotes")}
    assert not any(ours.values()), ours
    assert [one for told in found.values() for one in told if one.severity.name.lower() == "error"] == []


def test_a_click_yields_exactly_the_python_call_for_every_button(installed):
    excel = vbatools.excel(installed, xlwings_part.VERSION, DIST_INFO)
    vbatools.open_book(excel)
    for button in load_ribbon().buttons:
        assert excel.run("Press", button.id) == f"import addin; addin.click('{button.id}')"
    assert excel.dialogs == []


def test_a_sentence_of_ours_in_the_status_bar_goes_with_the_next_selection_and_no_other_does(installed):
    excel = vbatools.excel(installed, xlwings_part.VERSION)
    vbatools.open_book(excel)
    assert excel.run("StatusAfterSelecting", "信息公开年报：3 处错误") == "False"
    assert excel.run("StatusAfterSelecting", "别的程序：请稍候") == "别的程序：请稍候"


def changed_notes(excel, *changes):
    """What the function in the add-in says to changes, and the notes on the cells afterwards."""
    (packed,) = pack(changes)
    told = excel.run("Nianbao_Notes", "Sheet1", packed)
    return told, *(excel.run("NoteOn", change.address) for change in changes)


def test_the_vba_changes_notes_as_the_engines_do(installed):
    excel = vbatools.excel(installed, xlwings_part.VERSION)
    vbatools.open_book(excel)
    new = "错误 T102：填报 12\n“=第二行”"
    assert changed_notes(excel, NoteChange("C4", 0, new), NoteChange("D5", 0, "=1")) == ("", new, "=1")
    more, gone = NoteChange("C4", 2, "\n改过"), NoteChange("D5", 0, "")
    assert changed_notes(excel, more, gone) == ("", more.applied(new), "(none)")
    cut = NoteChange("C4", 1, "")
    assert changed_notes(excel, cut) == ("", cut.applied("错误"))


def test_the_vba_gives_an_error_back_as_words(installed):
    excel = vbatools.excel(installed, xlwings_part.VERSION)
    vbatools.open_book(excel)
    assert excel.run("Nianbao_Notes", "没有这张表", "A1\x1f0\x1fx").startswith("9 ")
    assert excel.dialogs == []


def said(excel):
    """What the one message box of a click said; nothing was run."""
    assert excel.run("Press", "checkBook") == ""
    ((_, message, title, _),) = excel.dialogs
    assert title == "信息公开年报"
    return message


def test_an_add_in_that_was_only_copied_says_so_and_runs_nothing(plain):
    excel = vbatools.excel(plain, xlwings_part.VERSION, DIST_INFO)
    vbatools.open_book(excel)
    assert "没有经过安装" in said(excel)


def test_another_version_of_xlwings_is_noticed_before_anything_runs(installed):
    excel = vbatools.excel(installed, "0.99.0", DIST_INFO)
    vbatools.open_book(excel)
    assert "不是一个版本" in said(excel)


def test_a_folder_that_vba_cannot_look_into_does_not_stop_a_click(tmp_path):
    (tmp_path / "nianbao.xlam").write_bytes(build_xlam(Place(r"C:\??\pythonw.exe", r"C:\??\site-packages")))
    excel = vbatools.excel(tmp_path / "nianbao.xlam", xlwings_part.VERSION, DIST_INFO)
    vbatools.open_book(excel)
    assert excel.run("Press", "checkBook") == "import addin; addin.click('checkBook')"


@pytest.mark.parametrize("sheet", [SHEET, "NIANBAO.CONF", "macro.py"])
def test_a_workbook_that_would_say_what_is_run_is_refused(installed, sheet):
    excel = vbatools.excel(installed, xlwings_part.VERSION, DIST_INFO)
    vbatools.open_book(excel, sheet)
    assert "没有运行" in said(excel)


@pytest.mark.parametrize("name", ["x^&calc ^&.xlsx", "%CMDCMDLINE%&calc&.xlsx", "a;b;c;d;e;f.xlsx"])
def test_a_path_that_cmd_would_take_for_commands_is_refused(installed, name):
    excel = vbatools.excel(installed, xlwings_part.VERSION, DIST_INFO)
    vbatools.open_book(excel, name=name)
    assert "系统会把它们当作命令" in said(excel)


@pytest.mark.parametrize("name", ["甲 & 乙's 年报（2017）完成100%.xlsx", "https://a.sharepoint.com/b/年报.xlsx"])
def test_a_path_that_cmd_leaves_as_it_is_is_not(installed, name):
    excel = vbatools.excel(installed, xlwings_part.VERSION, DIST_INFO)
    vbatools.open_book(excel, name=name)
    assert excel.run("Press", "checkBook") == "import addin; addin.click('checkBook')"


def test_with_no_workbook_open_a_click_says_so_and_buttons_that_need_one_are_off(installed):
    excel = vbatools.excel(installed, xlwings_part.VERSION, DIST_INFO)
    excel.add_module(vbatools.NO_WORKBOOK, name="Excel")
    assert excel.run("IsEnabled", "always") is True
    assert excel.run("IsEnabled", "book") is False
    assert "没有打开的工作簿" in said(excel)


def test_every_message_that_the_vba_asks_for_is_on_the_settings_sheet():
    module = vbatools.CALLBACKS.read_text("ascii")
    asked = set(re.findall(r'FaultBefore = "(\w+)"', module)) | set(re.findall(r'Setting\("(\w+)"\)', module))
    assert asked <= dict(conf_rows(PLACE)).keys()
    assert all(dict(conf_rows(PLACE))[name] for name in asked)


def test_the_buttons_are_enabled_and_asked_again_when_a_workbook_comes(installed):
    excel = vbatools.excel(installed, xlwings_part.VERSION)
    vbatools.open_book(excel)
    assert excel.run("IsEnabled", "always") is True
    assert excel.run("IsEnabled", "book") is True
    assert excel.run("AskedAfterLoading") == 1


def test_every_setting_that_xlwings_looks_for_is_closed_to_files_beside_a_workbook():
    asked = re.findall(r'GetConfig\("([^"]+)"', "\n".join(shipped("xlwings/xlwings_custom_addin.bas")))
    known = dict(conf_rows(PLACE))
    assert {name.upper() for name in asked} <= known.keys()
    # A blank one would be the root of the drive.
    assert known["TEMP DIR"] == "%TEMP%"
    assert all(name == name.upper() for name in known)
    assert {known["INTERPRETER_WIN"], known["INTERPRETER_MAC"]} == {PLACE.interpreter}


def pretend(monkeypatch, folder, version=xlwings_part.VERSION):
    class Installed:
        def __init__(self):
            self.version = version

        def locate_file(self, name):
            return folder / name

    monkeypatch.setattr(metadata, "distribution", lambda _: Installed())


def test_another_xlwings_is_refused(monkeypatch, tmp_path):
    pretend(monkeypatch, tmp_path, "0.99.0")
    with pytest.raises(OutputNotWritten, match=r"是 0\.99\.0，要用 0\.37\.8"):
        build_xlam()


def test_a_changed_xlwings_is_refused(monkeypatch, tmp_path):
    changed = "\n".join(shipped("xlwings/xlwings_custom_addin.bas")).replace("BSD 3-clause", "other")
    (tmp_path / "xlwings").mkdir()
    (tmp_path / "xlwings" / "xlwings_custom_addin.bas").write_text(changed)
    pretend(monkeypatch, tmp_path)
    with pytest.raises(OutputNotWritten, match="版的不一样"):
        build_xlam()


def test_an_incomplete_xlwings_is_refused(monkeypatch, tmp_path):
    pretend(monkeypatch, tmp_path)
    with pytest.raises(OutputNotWritten, match="xlwings 不完整"):
        build_xlam()


def test_without_xlwings_it_is_said_how_to_get_it(monkeypatch):
    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", missing)
    with pytest.raises(OutputNotWritten, match=r'pip install "nianbao\[addin\]"'):
        build_xlam()
