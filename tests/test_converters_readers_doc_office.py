"""What LibreOffice saves as .doc is read as the .docx is that it was made of, tables and figures alike."""

from __future__ import annotations

import docsamples
import makers
import makers_docx
import office
import pytest
from docsamples import random_grid
from figures import consistent
from makers import Words
from makers_doc import (
    Doc,
    doc,
)
from makers_labels import OFFICIAL, Damage

from converters.importer import recognise
from converters.readers import read_bytes_as_document
from converters.readers.docx import DocxReader
from workbook.formfile import load_form
from workbook.report import report_json

REPORTS = ["2014-official", "2019-official", "2021-official", "2021-more"]
LATER = Damage(seed=3, subtotal=True, remark=True, serial=True, inner_title=True)


def read(made, name="年报.doc"):
    return read_bytes_as_document(doc(made) if isinstance(made, Doc) else made, name)


def same(found, expected):
    assert found.blocks == expected.blocks
    assert found.notes == expected.notes


def random_tables(seed):
    shapes = ((90, 5), (30, 15), (14, 10))
    return [part for n, shape in enumerate(shapes) for part in (random_grid(seed, *shape), Words(f"表后第{n}段。"))]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Documents as .docx and, by one call of LibreOffice, as .doc."""
    folder = tmp_path_factory.mktemp("doc")
    paths = []
    for name in REPORTS:
        paths.append(folder / f"{name}.docx")
        form = load_form(name[:4])
        makers.write_report(paths[-1], form, consistent(form, 17), LATER if "more" in name else OFFICIAL)
    for name, body in docsamples.BODIES.items():
        paths.append(folder / f"{name}.docx")
        paths[-1].write_bytes(docsamples.document(body))
    paths.append(folder / "random.docx")
    makers_docx.write(paths[-1], random_tables(1), "")
    office.convert(paths, "doc", folder)
    return folder


@pytest.mark.parametrize("name", [*REPORTS, *docsamples.BODIES, "random"])
def test_what_libreoffice_saves_is_read_as_the_docx_is(written, name):
    expected = DocxReader().read((written / f"{name}.docx").read_bytes(), name)
    same(read((written / f"{name}.doc").read_bytes()), expected)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_imported_as_from_docx(written, name):
    contents = [(written / f"{name}.{suffix}").read_bytes() for suffix in ("doc", "docx")]
    found, expected = (report_json(recognise(read_bytes_as_document(content, "年报"))) for content in contents)
    assert found["figures"]
    assert found == expected
