"""Formulas as Excel writes them, ``=SUM(统计表!A1,B2)``, from and into LibreOffice's own ``=SUM($统计表.A1;B2)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.engines.calc.office import struct

if TYPE_CHECKING:
    from addin.engines.calc.office import Uno

# com.sun.star.sheet.AddressConvention and FormulaLanguage: what FormulaParser and FormulaOpCodeMapper know.
_OWN_ADDRESSES, _EXCEL_ADDRESSES = 0, 1
_EXCEL_ENGLISH = 4
_ALL_GROUPS = 0x7FFFFFFF


class Formulas:
    """Translates the formulas of one document.

    Args:
        document: LibreOffice's document; names and sheets in a formula are looked up in it.
    """

    def __init__(self, document: Uno) -> None:
        self._document = document
        self._own: Uno = None
        self._excel: Uno = None
        # A relative address keeps its text, so any place will do.
        self._place = struct("table.CellAddress")

    def to_own(self, formula: str) -> str:
        """A formula of Excel's as LibreOffice's ``setFormula`` takes it, with its ``=``."""
        return self._translated(formula, self._excel_parser(), self._own_parser())

    def to_excel(self, formula: str) -> str:
        """A formula of LibreOffice's ``getFormula`` as Excel writes it, with its ``=``; other texts as they are."""
        return self._translated(formula, self._own_parser(), self._excel_parser())

    def tokens(self, formula: str, cell: Uno) -> Uno:
        """A formula of Excel's as it stands in a cell; put into another one, its relative addresses move along."""
        return self._excel_parser().parseFormula(formula.removeprefix("="), cell.CellAddress)

    def _translated(self, formula: str, source: Uno, target: Uno) -> str:
        tokens = source.parseFormula(formula.removeprefix("="), self._place)
        return f"={target.printFormula(tokens, self._place)}"

    def _own_parser(self) -> Uno:
        self._own = self._own or self._parser(_OWN_ADDRESSES)
        return self._own

    def _excel_parser(self) -> Uno:
        if self._excel is None:
            mapper = self._document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
            self._excel = self._parser(_EXCEL_ADDRESSES)
            self._excel.OpCodeMap = mapper.getAvailableMappings(_EXCEL_ENGLISH, _ALL_GROUPS)
        return self._excel

    def _parser(self, addresses: int) -> Uno:
        parser = self._document.createInstance("com.sun.star.sheet.FormulaParser")
        parser.CompileEnglish = True
        parser.FormulaConvention = addresses
        return parser
