"""Everything that an installation brings along is named with its licence, and the base stays small."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "licences.md").read_text("utf-8")
EXTRAS = ("", "ocr", "parquet", "cluster", "addin", "docs")
# Licences that ask for more than a notice; none may come with the base, weak ones only where the page says so.
STRONG = re.compile(r"\bA?GPL")
BASE_MEGABYTES = 120


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted_by(name, extras=frozenset()):
    """The names of what a distribution needs here, extras with it."""
    markers = pytest.importorskip("packaging.requirements")
    for line in metadata.requires(name) or ():
        requirement = markers.Requirement(line)
        if not requirement.marker or any(requirement.marker.evaluate({"extra": extra}) for extra in extras or {""}):
            yield plain(requirement.name), frozenset(requirement.extras)


def closure(extra):
    found, todo = {}, [*wanted_by("nianbao", {extra})]
    while todo:
        name, extras = todo.pop()
        if name in found:
            continue
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            if not extra:
                raise
            pytest.skip(f"the extra {extra} is not installed here ({name}); .ci/run installs it")
        todo += wanted_by(name, extras)
    return found


@pytest.mark.parametrize("extra", EXTRAS)
def test_everything_installed_is_on_the_page(extra):
    named = {plain(name) for row in re.findall(r"^\| ([^|]+) \|", PAGE, re.MULTILINE) for name in row.split("、")}
    found = closure(extra)
    assert found
    assert sorted(set(found) - named) == []


@pytest.mark.parametrize("extra", EXTRAS)
def test_no_licence_forbids_what_ours_allows(extra):
    for name, distribution in closure(extra).items():
        about = distribution.metadata
        told = [about.get("License-Expression") or "", *(about.get_all("Classifier") or ())]
        assert not any(STRONG.search(text) for text in told if "LGPL" not in text), name


def test_the_base_stays_small():
    files = (path for one in closure("").values() for path in one.files or ())
    size = sum(path.locate().stat().st_size for path in files if path.locate().exists())
    assert size < BASE_MEGABYTES * 10**6
