"""Archives, lists and folders of folders: every report in them is read, whatever is unsafe or not read is named."""

from __future__ import annotations

import io
import json
import struct
import zipfile

import pytest
import units
from commandline import report_file

from converters import archives
from workbook.errors import InputRefused
from workbook.package import rezip

SYMLINK = 0o120777 << 16


def packed(path, files, flags=0):
    """A zip file; names given as bytes are stored as they are, without saying what they are encoded in."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            plain = name if isinstance(name, str) else "x" * len(name)
            archive.writestr(plain, data)
    content = path.read_bytes()
    for name, _ in files:
        if isinstance(name, bytes):
            content = content.replace(b"x" * len(name), name)
    if flags:
        at = content.rfind(b"PK\x01\x02")
        content = content[: at + 8] + struct.pack("<H", flags) + content[at + 10 :]
    path.write_bytes(content)
    return path


def sources(out):
    """The file that each line of JSON names as evidence."""
    return [json.loads(line)["figures"]["T3.1.C1"]["evidence"]["file"] for line in out.splitlines()]


@pytest.fixture
def reports(tmp_path):
    """The bytes of two reports of different years."""
    made = [report_file(tmp_path / name, edition) for name, edition in (("a.docx", "2019"), ("b.html", "2021"))]
    return [path.read_bytes() for path in made]


def test_the_reports_in_an_archive_are_read_with_their_place(run, tmp_path, reports):
    path = packed(tmp_path / "来文.zip", [("街道/甲.docx", reports[0]), ("乙.html", reports[1]), ("说明.exe", b"MZ")])
    code, out, err = run("import", path, "--json")
    assert code == 0
    assert [json.loads(line)["year"] for line in out.splitlines()] == [2023, 2020]
    assert sources(out) == ["来文.zip/乙.html", "来文.zip/街道/甲.docx"]
    assert "读入 2 份" in err
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.docx", "b.html", "来文.zip"]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_chinese_names_of_other_systems_are_read(run, tmp_path, reports, encoding):
    path = packed(tmp_path / "老.zip", [("街道\\甲单位年报.docx".encode(encoding), reports[0])])
    code, out, _ = run("import", path, "--json")
    assert code == 0
    assert sources(out) == ["老.zip/街道/甲单位年报.docx"]


def test_what_systems_add_is_passed_over_and_archives_inside_are_named(run, tmp_path, reports):
    files = [
        ("__MACOSX/._甲.docx", b"x"),
        ("~$甲.docx", b"x"),
        (".git/乙.txt", b"x"),
        ("里.zip", b"PK"),
        ("里.rar", b"R"),
    ]
    path = packed(tmp_path / "来文.zip", [("甲.docx", reports[0]), *files])
    code, out, err = run("import", path, "--json")
    assert (code, len(out.splitlines())) == (0, 1)
    assert "未读 里.rar、里.zip（压缩包，请先解压）" in err


def test_an_archive_in_a_folder_and_folders_below_are_opened(run, tmp_path, reports):
    folder = tmp_path / "邮件"
    (folder / "甲街道" / "附件").mkdir(parents=True)
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX" / "c.docx").write_bytes(b"x")
    (folder / "甲街道" / "附件" / "2023.html").write_bytes(reports[1])
    packed(folder / "乙街道.zip", [("2020.docx", reports[0])])
    code, out, err = run("import", folder, "--json")
    assert code == 0
    assert sources(out) == ["乙街道.zip/2020.docx", "2023.html"]
    assert "含下级文件夹 2 个，共 2 份" in err


def test_a_document_called_an_archive_is_still_a_document(run, tmp_path, reports):
    (tmp_path / "年报.zip").write_bytes(reports[0])
    code, out, _ = run("import", "年报.zip", "--json")
    assert code == 0
    assert "扩展名是 .zip" in out


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("../../外.docx", b"x")], "指向压缩包之外"),
        ([("/etc/外.docx", b"x")], "指向压缩包之外"),
        ([("C:\\外.docx", b"x")], "指向压缩包之外"),
        ([("甲/乙.txt", b"x"), ("甲//乙.txt", b"y")], "重名"),
        ([("说明.exe", b"x")], "没有能读的文件"),
        ([], "没有能读的文件"),
    ],
)
def test_an_unsafe_or_useless_archive_is_refused_whole(run, tmp_path, files, words):
    code, out, err = run("import", packed(tmp_path / "来文.zip", files), "--json")
    assert (code, out) == (3, "")
    assert "来文.zip" in err
    assert words in err
    assert [path.name for path in tmp_path.iterdir()] == ["来文.zip"]


def test_a_link_in_an_archive_is_refused(run, tmp_path):
    link = zipfile.ZipInfo("甲.txt")
    link.external_attr = SYMLINK
    with zipfile.ZipFile(tmp_path / "来文.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    code, _, err = run("import", "来文.zip", "--json")
    assert code == 3
    assert "符号链接" in err


def test_entries_that_cannot_be_read_do_not_keep_the_others_out(run, tmp_path, reports):
    files = [("好.docx", reports[0]), ("巨.txt", bytes(20 << 20)), ("空.txt", b""), ("锁.docx", reports[1])]
    code, out, err = run("import", packed(tmp_path / "来文.zip", files, flags=1), "--json")
    assert (code, len(out.splitlines())) == (3, 1)
    assert "“来文.zip/锁.docx”已加密" in err
    assert "“来文.zip/巨.txt”解压后是压缩时的 200 倍以上" in err
    assert "“来文.zip/空.txt”为空文件" in err
    assert "退回 3 份，读入 1 份" in err
    assert err.count("来文.zip/锁.docx") == 2


def test_an_archive_of_too_many_entries_is_refused_at_once(run, tmp_path):
    data = rezip({f"{n}.txt": b"" for n in range(archives.MAX_ENTRIES + 1)})
    (tmp_path / "多.zip").write_bytes(data)
    code, _, err = run("import", "多.zip", "--json")
    assert code == 3
    assert "条目超过 2000 个" in err


def test_a_size_that_lies_is_found_out(tmp_path):
    path = packed(tmp_path / "a.zip", [("甲.txt", b"A" * 5000)])
    content = path.read_bytes()
    at = content.rfind(b"PK\x01\x02")
    path.write_bytes(content[: at + 24] + struct.pack("<I", 10) + content[at + 28 :])
    with pytest.raises(InputRefused, match=r"a\.zip/甲\.txt.*无法解压"):
        archives.open_archive(path).read("甲.txt")


def test_a_member_that_is_not_there_is_named(run, tmp_path, reports):
    path = packed(tmp_path / "来文.zip", [("甲.docx", reports[0])])
    assert run("import", f"{path}/甲.docx", "--json")[0] == 0
    code, _, err = run("import", f"{path}/乙.docx", "--json")
    assert code == 3
    assert "里没有“乙.docx”" in err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_names_files_beside_it(run, tmp_path, reports, encoding):
    (tmp_path / "单子").mkdir()
    (tmp_path / "单子" / "甲街道.docx").write_bytes(reports[0])
    packed(tmp_path / "单子" / "乙.zip", [("乙.html", reports[1])])
    words = "# 二〇二四年收到的，共两份年报\n\n甲街道.docx\r\n  乙.zip  \n"
    (tmp_path / "单子" / "名单.txt").write_bytes(words.encode(encoding))
    code, out, _ = run("import", "@单子/名单.txt", "--json")
    assert code == 0
    assert sources(out) == ["甲街道.docx", "乙.zip/乙.html"]


@pytest.mark.parametrize("content", [None, b"", "# 空的名单\n".encode()])
def test_a_list_without_names_is_refused(run, tmp_path, content):
    if content is not None:
        (tmp_path / "名单.txt").write_bytes(content)
    code, _, err = run("check", "@名单.txt")
    assert code == 3
    assert "名单.txt" in err


def test_check_and_summarize_take_archives_too(run, tmp_path, reports):
    path = packed(tmp_path / "来文.zip", [("甲.docx", reports[0])])
    assert "甲.docx" in run("check", path)[1]
    assert run("summarize", path, "-o", "汇总.xlsx")[0] in (0, 1)
    assert (tmp_path / "汇总.xlsx").is_file()
    assert run("export", path, "-o", "数.csv")[0] == 0
    assert "来文.zip/甲.docx" in (tmp_path / "数.csv").read_text("utf-8-sig")


def test_the_returns_of_an_earlier_summary_are_no_reports(run, tmp_path):
    units.write_units(tmp_path / "各单位", 2)
    words = ("summarize", "各单位", "-o", "汇总.xlsx", "--returns", "各单位/退回单", "--due", "2016-12-31", "--force")
    run(*words)
    assert any((tmp_path / "各单位" / "退回单").iterdir())
    err = run(*words)[2]
    assert "计入 2" in err
    assert "退回：" not in err


def test_marks_cannot_be_put_into_an_archive(run, tmp_path, book):
    path = packed(tmp_path / "来文.zip", [("甲.xlsx", book.read_bytes())])
    before = path.read_bytes()
    code, _, err = run("check", "--mark", path)
    assert code == 3
    assert "解压" in err
    assert path.read_bytes() == before


def test_a_dry_run_over_many_tells_what_is_read_and_refused(run, tmp_path, reports):
    path = packed(tmp_path / "来文.zip", [("甲.docx", reports[0]), ("坏.docx", b"PK\x03\x04")])
    code, _, err = run("import", path, "-o", "年报.xlsx", "--dry-run")
    assert code == 3
    assert "会新建" in err
    assert "退回 1 份，读入 1 份" in err
    assert "  · “来文.zip/坏.docx”" in err
    assert not (tmp_path / "年报.xlsx").exists()


def test_doubts_are_counted_at_the_end(run, tmp_path):
    files = [report_file(tmp_path / "甲.html", T3_1_C1="987654"), report_file(tmp_path / "乙.docx", "2019")]
    files[0].write_bytes(files[0].read_bytes().replace(b"987654", "不详".encode()))
    code, _, err = run("import", *files, "--json")
    assert code == 0
    assert "读入 2 份，其中 1 份有要核对的（不是数的格 1 处）" in err


def test_any_bytes_behind_the_mark_of_a_zip_are_an_archive_or_not(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("甲.txt", "年报")
    whole = buffer.getvalue()
    path = tmp_path / "x.zip"
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut] + whole[cut + 1 :])
        if archives.is_archive(path):
            try:
                entries = archives.open_archive(path)
                for member in entries.entries:
                    entries.read(member)
            except InputRefused:
                continue
