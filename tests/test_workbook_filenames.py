from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.filenames import safe_name, safe_names


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("青禾市民政局", "青禾市民政局"),
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("民政局. ", "民政局"),
        ("../../民政局", "_.._民政局"),
        ("CON", "_CON"),
        ("lpt1.局", "_lpt1.局"),
        ("", "未命名"),
        ("...", "未命名"),
        ("公开办😀", "公开办😀"),
        ("局" * 200, "局" * 60),
    ],
)
def test_a_unit_s_name_as_a_file_s(name, safe):
    assert safe_name(name) == safe


def test_names_that_would_be_one_file_are_numbered():
    names = ["甲/局", "甲:局", "ABC", "abc", "甲_局（2）"]
    assert list(safe_names(names).values()) == ["甲_局", "甲_局（2）", "ABC", "abc（2）", "甲_局（2）（2）"]


@given(st.lists(st.text(max_size=80), max_size=8))
def test_any_names_become_files_of_their_own(tmp_path_factory, names):
    found = safe_names(names)
    assert set(found) == set(names)
    folded = [name.casefold() for name in found.values()]
    assert len(set(folded)) == len(folded)
    folder = tmp_path_factory.mktemp("names")
    for name in found.values():
        (folder / f"退回单_{name}.xlsx").touch(exist_ok=False)
