"""The LibreOffice extension: its table of buttons and its script."""

from __future__ import annotations

import io
import sys
import types
import zipfile

import pytest
from lxml import etree

from addin.oxt import build_oxt
from addin.ribbon import load_ribbon
from workbook.errors import NianbaoError

OOR = "{http://openoffice.org/2001/registry}"
IDS = [button.id for button in load_ribbon().buttons]
LABELS = [button.label for button in load_ribbon().buttons]


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def values(node, name):
    """The values of one property of the nodes under a node, in their order."""
    found = [prop for prop in node.iter("prop") if prop.get(f"{OOR}name") == name]
    return [prop[0].text for prop in found]


def places(data):
    root = etree.fromstring(parts(data)["Addons.xcu"])
    return {node.get(f"{OOR}name"): node for node in root.iter("node")}


def test_the_extension_has_the_parts_that_its_manifest_names():
    inside = parts(build_oxt())
    named = etree.fromstring(inside["META-INF/manifest.xml"])
    for entry in named:
        path = entry.get("{http://openoffice.org/2001/manifest}full-path")
        assert any(name.startswith(path) for name in inside)
    assert etree.fromstring(inside["description.xml"])[1].get("value").count(".") == 2


@pytest.mark.parametrize("bar", ["org.nianbao.calc.toolbar", "org.nianbao.calc.menu"])
def test_toolbar_and_menu_name_every_button_in_the_table_s_order(bar):
    node = places(build_oxt())[bar]
    titles = values(node, "Title")
    assert titles[-len(LABELS) :] == LABELS
    assert titles[: -len(LABELS)] == ([] if bar.endswith("toolbar") else ["信息公开年报"])
    urls = values(node, "URL")
    assert urls.count("private:separator") == len(load_ribbon().groups) - 1
    called = [url.split("$")[1].split("?")[0] for url in urls if "$" in url]
    assert called == IDS


def test_the_nodes_are_in_the_order_in_which_libreoffice_sorts_them():
    for bar in ("org.nianbao.calc.toolbar", "Submenu"):
        names = [child.get(f"{OOR}name") for child in places(build_oxt())[bar]]
        assert names == sorted(names)


def test_a_title_is_chinese_in_every_language():
    title = next(prop for prop in places(build_oxt())["Submenu"].iter("prop") if prop.get(f"{OOR}name") == "Title")
    assert [value.text for value in title] == [LABELS[0]] * 2


def test_the_place_of_installation_is_in_every_address():
    urls = values(places(build_oxt(location="share"))["Submenu"], "URL")
    assert {url.rpartition("location=")[2] for url in urls if "$" in url} == {"share:uno_packages"}


def test_two_builds_give_the_same_bytes():
    assert build_oxt(["/opt/年报"]) == build_oxt(["/opt/年报"]) != build_oxt()


@pytest.fixture
def script(monkeypatch):
    """The script as LibreOffice runs it, with a made office around; what is said is kept."""
    source = parts(build_oxt(["/opt/年报/packages"], interpreter="/opt/年报/python"))["python/nianbao_calc.py"]
    boxes = []
    toolkit = types.SimpleNamespace(
        createMessageBox=lambda *given: types.SimpleNamespace(execute=lambda: boxes.append(given[-1]))
    )
    window = types.SimpleNamespace(getToolkit=lambda: toolkit)
    frame = types.SimpleNamespace(getContainerWindow=lambda: window)
    context = types.SimpleNamespace(getDesktop=lambda: types.SimpleNamespace(getCurrentFrame=lambda: frame))
    monkeypatch.setitem(sys.modules, "uno", types.SimpleNamespace(Enum=lambda *names: names))
    monkeypatch.setattr(sys, "path", list(sys.path))
    interpreters = []
    monkeypatch.setattr("multiprocessing.spawn.set_executable", interpreters.append)
    names = {"XSCRIPTCONTEXT": context, "boxes": boxes, "interpreters": interpreters}
    exec(compile(source, "nianbao_calc.py", "exec"), names)  # noqa: S102  # as LibreOffice does
    return types.SimpleNamespace(**names)


def test_each_button_goes_to_the_macro_with_the_document_at_hand(script, monkeypatch):
    clicks = []
    monkeypatch.setitem(sys.modules, "addin", types.SimpleNamespace(click=lambda *given: clicks.append(given)))
    for function in script.g_exportedScripts:
        function("the event that LibreOffice may hand over")
    assert clicks == [(name, script.XSCRIPTCONTEXT) for name in IDS]
    assert [function.__name__ for function in script.g_exportedScripts] == IDS
    assert sys.path.count("/opt/年报/packages") == 1
    assert set(script.interpreters) == {"/opt/年报/python"}


def test_each_button_is_a_function_of_the_module_for_that_is_how_libreoffice_calls_it(script):
    assert [getattr(script, name) for name in IDS] == list(script.g_exportedScripts)


def test_an_error_before_there_are_dialogs_is_said(script, monkeypatch):
    said = NianbaoError("一句话。")

    def click(*_):
        raise said

    monkeypatch.setitem(sys.modules, "addin", types.SimpleNamespace(click=click))
    script.openHelp()
    assert script.boxes == ["一句话。"]


def test_a_missing_program_is_said_in_one_sentence(script, monkeypatch):
    monkeypatch.setitem(sys.modules, "addin", None)
    script.g_exportedScripts[0]()
    assert len(script.boxes) == 1
    assert "找不到 nianbao" in script.boxes[0]


def test_a_python_that_is_too_old_is_said_in_one_sentence(script, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 8, 20))
    script.g_exportedScripts[0]()
    assert "是 3.8，nianbao 要 3.11" in script.boxes[0]
