"""Rebuild the ready-made empty workbooks in ``templates/``: ``python -m workbook.template``."""

from __future__ import annotations

from workbook.content import BookContent
from workbook.formfile import TEMPLATES, all_forms
from workbook.report import AnnualReport
from workbook.write import build_book


def main() -> None:
    """Write one empty workbook for each edition."""
    for form in all_forms():
        data = build_book(BookContent(AnnualReport(form=form.edition)))
        (TEMPLATES / f"nianbao-{form.edition}.xlsx").write_bytes(data)


if __name__ == "__main__":
    main()
