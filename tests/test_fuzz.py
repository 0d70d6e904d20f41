"""Whatever the bytes, a reader gives a document or refuses them, and within its time; more in benchmarks/fuzz.py."""

from __future__ import annotations

import random
import struct

import pytest
from accidents import damaged, samples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from makers_ole import compound

from converters import office
from converters.document import Document
from converters.readers import pdf, read_bytes_as_document, xls
from workbook.errors import InputRefused

# An empty BIFF8 workbook of one sheet: the globals, the sheet, and where it begins.
BEGIN = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0)
SHEET = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 0x10, 0, 0, 0, 0) + struct.pack("<HH", 0xA, 0)
BOUND = struct.pack("<HHIHBB", 0x85, 9, 37, 0, 1, 0) + b"A"


def outcome(data, name):
    try:
        return type(read_bytes_as_document(data, name))
    except InputRefused:
        return InputRefused


@pytest.fixture(autouse=True)
def no_office(monkeypatch):
    """A damaged .doc would go through LibreOffice, seconds each; the readers' own code is what is tried."""
    monkeypatch.setattr(office, "find_office", lambda: None)


@pytest.mark.parametrize("ending", sorted(samples()))
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
@given(number=st.integers(0, 2**32), other=st.sampled_from(sorted(samples())))
def test_damaged_files_are_read_or_refused_and_nothing_else(ending, number, other):
    data = damaged(samples()[ending], samples()[other], random.Random(number))
    assert outcome(data, f"a.{ending}") in (Document, InputRefused)


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"{\\rtf1", b"<html>", b"%PDF-1.7\n", b"II*\0", b"BM"]),
)
def test_any_bytes_are_read_or_refused(data, head):
    assert outcome(head + data, "a.bin") in (Document, InputRefused)


def book():
    sheet = BEGIN + BOUND + struct.pack("<HH", 0xA, 0)
    return compound({"Workbook": sheet[:24] + sheet[24:] + SHEET + bytes(4096)})


@pytest.mark.parametrize(
    ("module", "make", "name"),
    [(pdf, lambda: samples()["pdf"], "a.pdf"), (xls, book, "a.xls")],
    ids=["pdfium", "calamine"],
)
def test_a_native_reader_that_takes_too_long_is_ended(monkeypatch, module, make, name):
    monkeypatch.setattr(module, "_SECONDS", 0.0005)
    with pytest.raises(InputRefused, match=rf"“{name}”在 .* 秒内没有读完"):
        module_reader(module).read(make(), name)


def module_reader(module):
    return module.PdfReader() if module is pdf else module.XlsReader()
