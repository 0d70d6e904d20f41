"""The open workbook exchanged for a changed one: in one step, and nothing is lost when that goes wrong."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from checking import changed, whole
from scripted import desk_with

from addin import swap as swapping
from addin.engines.files_books import FileBook, FileBookApi, FileBooks
from addin.swap import Ground, ground_of, swap
from workbook import files
from workbook.content import BookContent
from workbook.errors import InputRefused, OutputNotWritten
from workbook.names import SOURCES, YEARS
from workbook.read import read_content
from workbook.write import build_book

TYPED = "打字中的单位"


def bytes_of(unit):
    return build_book(BookContent(changed(whole("2014", 2016), unit=unit)))


BEFORE, MADE = bytes_of("青禾市财政局"), bytes_of("青禾市民政局")


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "年报 甲&乙's.xlsx"
    path.write_bytes(BEFORE)
    return path


def type_something(book):
    """What the user types and does not save."""
    book.names["M_unit"].refers_to_range.value = TYPED


def only_file(path):
    assert sorted(one.name for one in path.parent.iterdir()) == [path.name]


def test_the_file_is_replaced_opened_again_and_the_sheet_shown(path):
    path.chmod(0o640)
    with desk_with(path) as desk:
        book = swap(desk, ground_of(desk), MADE, SOURCES)
        assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (MADE, 0o640)
        assert [one.fullname for one in desk.app.books] == [str(path)]
        assert book.names["M_unit"].refers_to_range.value == "青禾市民政局"
        assert book.sheets.active.name == SOURCES
    only_file(path)


def test_a_sheet_of_ours_is_shown_whatever_it_is_called_now(path):
    with desk_with(path) as desk:
        desk.book.sheets[SOURCES].name = "出处一览"
        desk.book.save()
        book = swap(desk, ground_of(desk), path.read_bytes(), SOURCES)
        assert book.sheets.active.name == "出处一览"


def test_a_change_begins_with_what_is_on_the_screen(path):
    with desk_with(path) as desk:
        type_something(desk.book)
        ground = ground_of(desk)
        assert ground.content.current.unit == TYPED
        assert not ground.saved
    assert path.read_bytes() == BEFORE


def test_an_untouched_workbook_is_read_from_its_file(path, monkeypatch):
    monkeypatch.setattr(FileBookApi, "Saved", True, raising=False)
    with desk_with(path) as desk:
        ground = ground_of(desk)
        assert (ground.data, ground.saved) == (BEFORE, True)
        assert not desk.app.engine.impl.calls["read"]


def test_a_file_that_cannot_be_read_while_it_is_open_is_copied(path, monkeypatch):
    def locked(_):
        raise InputRefused

    monkeypatch.setattr(FileBookApi, "Saved", True, raising=False)
    monkeypatch.setattr(swapping, "read_bytes", locked)
    with desk_with(path) as desk:
        ground = ground_of(desk)
        assert (ground.saved, ground.content.current.unit) == (True, "青禾市财政局")
        swap(desk, ground, MADE, SOURCES)
    assert path.read_bytes() == MADE


def test_a_file_that_is_let_go_of_a_moment_later_is_replaced(path, monkeypatch):
    refusals = iter([PermissionError(13, "in use")] * 2)
    replace = Path.replace

    def held(temporary, target):
        for refusal in refusals:
            raise refusal
        return replace(temporary, target)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(files, "_WAITS", (0, 0))
    with desk_with(path) as desk:
        swap(desk, ground_of(desk), MADE, SOURCES)
    assert path.read_bytes() == MADE


def test_other_workbooks_stay_open_as_they_are(path, tmp_path):
    other = tmp_path / "别的.xlsx"
    other.write_bytes(MADE)
    with desk_with(path) as desk:
        mine = desk.app.books.open(other)
        type_something(mine)
        swap(desk, ground_of(desk), MADE, YEARS)
        assert len(desk.app.books) == 2
        assert mine.names["M_unit"].refers_to_range.value == TYPED
    assert other.read_bytes() == MADE


def refused(desk, words):
    with pytest.raises(InputRefused, match=words):
        ground_of(desk)


def test_no_workbook_is_one_sentence():
    with desk_with(None) as desk:
        refused(desk, "没有打开的工作簿")


def test_one_that_was_never_saved_is_refused(path, monkeypatch):
    monkeypatch.setattr(FileBook, "name", "工作簿1")
    with desk_with(path) as desk:
        desk.book.impl.fullname = "工作簿1"
        refused(desk, "还没有保存过.*另存")


@pytest.mark.parametrize("place", ["https://d.docs.live.net/1a2b/年报.xlsx", "https://市局.sharepoint.com/年报.xlsx"])
def test_one_on_a_server_is_refused_in_excel_s_own_words(path, monkeypatch, place):
    monkeypatch.setattr(FileBookApi, "FullName", place, raising=False)
    with desk_with(path) as desk:
        refused(desk, "OneDrive")
    assert path.read_bytes() == BEFORE


def test_one_of_another_format_is_refused(path):
    macros = path.rename(path.with_suffix(".xlsm"))
    with desk_with(macros) as desk:
        refused(desk, "不是 .xlsx 格式")


def test_one_that_is_not_ours_is_refused_before_anything_about_its_file(tmp_path):
    with desk_with(None) as desk:
        foreign = desk.app.books.add()
        foreign.save(tmp_path / "别人的.xlsx")
        refused(type(desk)(desk.app, foreign, desk.screen), "不是 nianbao 的工作簿")


@pytest.mark.parametrize("how", ["read-only file", "opened to be read"])
def test_one_that_cannot_be_written_is_refused(path, monkeypatch, how):
    if how == "read-only file":
        path.chmod(0o444)
    else:
        monkeypatch.setattr(FileBookApi, "ReadOnly", True)
    with desk_with(path) as desk:
        refused(desk, "只读")
    assert path.read_bytes() == BEFORE


def unchanged(desk, path):
    """The workbook is open with what the user typed, and its file is as it was."""
    assert [one.fullname for one in desk.app.books] == [str(path)]
    assert desk.book.names["M_unit"].refers_to_range.value == TYPED
    assert path.read_bytes() == BEFORE
    only_file(path)


def test_a_program_that_does_not_close_the_workbook_leaves_all_as_it_was(path, monkeypatch):
    def no(_):
        message = "busy"
        raise ConnectionError(message)

    monkeypatch.setattr(FileBook, "close", no)
    with desk_with(path) as desk:
        type_something(desk.book)
        with pytest.raises(ConnectionError):
            swap(desk, ground_of(desk), MADE, YEARS)
        unchanged(desk, path)


def test_a_full_disk_is_met_before_the_workbook_is_closed(path, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    with desk_with(path) as desk:
        type_something(desk.book)
        ground = ground_of(desk)
        monkeypatch.setattr(swapping.os, "fsync", full)
        with pytest.raises(OutputNotWritten, match="磁盘已满"):
            swap(desk, ground, MADE, YEARS)
        unchanged(desk, path)


def test_a_closed_folder_is_met_before_the_workbook_is_closed(path, monkeypatch):
    def closed(_):
        raise PermissionError(13, "Permission denied")

    with desk_with(path) as desk:
        type_something(desk.book)
        ground = ground_of(desk)
        monkeypatch.setattr(files, "_open_new", closed)
        with pytest.raises(OutputNotWritten, match="没有权限"):
            swap(desk, ground, MADE, YEARS)
        unchanged(desk, path)


def elsewhere(path):
    """Somebody else opens the file as soon as it is free."""

    def close(book):
        book.app.books.remove(book)
        (path.parent / f"~${path.name}").write_bytes(b"\x04\xc9\xcf\xc3\xe6")

    return close


def test_a_file_that_another_program_takes_in_between_is_left_alone(path, monkeypatch):
    monkeypatch.setattr(FileBook, "close", elsewhere(path))
    with desk_with(path) as desk:
        ground = ground_of(desk)
        saved = Ground(ground.book, ground.path, ground.data, ground.content, saved=True)
        with pytest.raises(OutputNotWritten, match="打开"):
            swap(desk, saved, MADE, YEARS)
        assert path.read_bytes() == BEFORE
        assert [one.fullname for one in desk.app.books] == [str(path)]
    assert not list(path.parent.glob("*未保存*"))


def test_what_was_not_saved_then_is_kept_in_a_file_beside_it(path, monkeypatch):
    monkeypatch.setattr(FileBook, "close", elsewhere(path))
    first = path.with_name(f"{path.stem}（未保存的改动）.xlsx")
    first.write_bytes(b"kept earlier")
    with desk_with(path) as desk:
        type_something(desk.book)
        with pytest.raises(OutputNotWritten, match="未保存的改动1"):
            swap(desk, ground_of(desk), MADE, YEARS)
        assert len(desk.app.books) == 1
    assert path.read_bytes() == BEFORE
    assert first.read_bytes() == b"kept earlier"
    assert read_content(path.with_name(f"{path.stem}（未保存的改动1）.xlsx")).current.unit == TYPED


def opens_only(after):
    """A program that opens nothing the first ``after`` times."""
    times = iter(range(10))
    known = FileBooks.open

    def open_file(self, *arguments):
        if next(times) < after:
            message = "damaged"
            raise ValueError(message)
        return known(self, *arguments)

    return open_file


@pytest.mark.parametrize("typed", [False, True])
def test_a_changed_file_that_does_not_open_gives_way_to_what_was_there(path, monkeypatch, typed):
    with desk_with(path) as desk:
        if typed:
            type_something(desk.book)
        ground = ground_of(desk)
        monkeypatch.setattr(FileBooks, "open", opens_only(1))
        with pytest.raises(OutputNotWritten, match="已换回原来的内容并重新打开"):
            swap(desk, ground, MADE, YEARS)
        assert [one.fullname for one in desk.app.books] == [str(path)]
    assert read_content(path).current.unit == (TYPED if typed else "青禾市财政局")
    assert typed or path.read_bytes() == BEFORE
    only_file(path)


def test_a_program_that_opens_nothing_any_more_has_not_lost_anything(path, monkeypatch):
    with desk_with(path) as desk:
        type_something(desk.book)
        ground = ground_of(desk)
        monkeypatch.setattr(FileBooks, "open", opens_only(9))
        with pytest.raises(OutputNotWritten, match="没能重新打开"):
            swap(desk, ground, MADE, YEARS)
    assert read_content(path).current.unit == TYPED


def test_the_log_s_folder_keeps_what_the_workbook_s_own_cannot(path, monkeypatch, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    inside = path.rename(stick / path.name)
    monkeypatch.setattr(swapping, "log_folder", lambda: tmp_path / "log")

    def close(book):
        book.app.books.remove(book)
        stick.rename(tmp_path / "pulled out")

    monkeypatch.setattr(FileBook, "close", close)
    with desk_with(inside) as desk:
        type_something(desk.book)
        with pytest.raises(OutputNotWritten, match="未保存的改动"):
            swap(desk, ground_of(desk), MADE, YEARS)
    (kept,) = (tmp_path / "log").iterdir()
    assert read_content(kept).current.unit == TYPED


def test_a_lock_of_our_own_program_does_not_keep_the_file_from_being_replaced(path):
    lock = path.with_name(f".~lock.{path.name}#")
    lock.write_text(",me,here,today;", "utf-8")
    with files.replacing(path, held=True) as stream:
        stream.write(MADE)
        lock.unlink()
    assert path.read_bytes() == MADE
    lock.write_text(",me,here,today;", "utf-8")
    with pytest.raises(OutputNotWritten, match="打开"), files.replacing(path, held=True) as stream:
        stream.write(BEFORE)
    assert path.read_bytes() == MADE
