"""``nianbao addin build``."""

from __future__ import annotations

import pytest

pytest.importorskip("xlwings", reason="the extra addin is not installed")


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_both_files_are_made_and_it_is_said_how_to_get_buttons_that_work(run, tmp_path):
    code, out, err = run("addin", "build", "-o", tmp_path / "加载项")
    assert (code, out) == (0, "")
    assert "nianbao addin install" in err
    assert files(tmp_path / "加载项") == ["nianbao.oxt", "nianbao.xlam"]


@pytest.mark.parametrize("kind", ["xlam", "oxt"])
def test_one_can_be_made_alone(run, tmp_path, kind):
    assert run("addin", "build", "--only", kind, "-o", tmp_path / "单个")[0] == 0
    assert files(tmp_path / "单个") == [f"nianbao.{kind}"]


def test_a_second_build_changes_nothing_and_a_changed_file_is_kept_without_force(run, tmp_path):
    words = ("addin", "build", "--only", "oxt", "-o", tmp_path)
    assert run(*words)[0] == 0
    assert "无变化" in run(*words)[2]
    (tmp_path / "nianbao.oxt").write_bytes(b"changed")
    assert run(*words)[0] == 4
    assert (tmp_path / "nianbao.oxt").read_bytes() == b"changed"
    assert run(*words, "--force")[0] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["build"], "缺少必填的参数"),
        (["paint", "-o", "甲"], "没有 paint"),
        (["build", "-o", "甲", "--only", "xls"], "没有 xls"),
    ],
)
def test_a_wrong_call_is_refused(run, words, said):
    code, _, err = run("addin", *words)
    assert code == 2
    assert said in err
