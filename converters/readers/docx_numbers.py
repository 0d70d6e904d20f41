"""The number formats of Word's automatic numbering (ECMA-376 part 1, 17.18.59) that Chinese documents use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_COUNTING = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_ROMAN_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN_TENS = ("", "X", "XX", "XXX")

# The formats by the codes of the binary and rich text files ([MS-OSHARED] 2.2.1.3).
_BY_CODE = (
    *("decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "cardinalText", "ordinalText"),
    *("hex", "chicago", "ideographDigital", "japaneseCounting", "aiueo", "iroha", "decimalFullWidth"),
    *("decimalHalfWidth", "japaneseLegal", "japaneseDigitalTenThousand", "decimalEnclosedCircle"),
    *("decimalFullWidth2", "aiueoFullWidth", "irohaFullWidth", "decimalZero", "bullet", "ganada", "chosung"),
    *("decimalEnclosedFullstop", "decimalEnclosedParen", "decimalEnclosedCircleChinese"),
    *("ideographEnclosedCircle", "ideographTraditional", "ideographZodiac", "ideographZodiacTraditional"),
    *("taiwaneseCounting", "ideographLegalTraditional", "taiwaneseCountingThousand", "taiwaneseDigital"),
    *("chineseCounting", "chineseLegalSimplified", "chineseCountingThousand"),
)
_MORE_CODES = {57: "numberInDash", 0xFF: "none"}


def format_of(code: int) -> str:
    """The name of a number format by its code in .doc and .rtf; plain digits for those not in Chinese use."""
    return _BY_CODE[code] if 0 <= code < len(_BY_CODE) else _MORE_CODES.get(code, "decimal")


def number_text(value: int, number_format: str) -> str:
    """A list number as Word shows it; formats unknown here are shown in plain digits.

    Args:
        value: the number, from 0.
        number_format: the value of ``w:numFmt``.
    """
    return _FORMATS.get(number_format, str)(value)


def _thousands(digits: str, units: str, zero: str, *, short_ten: bool) -> Callable[[int], str]:
    def shown(value: int) -> str:
        if not 0 < value < 10_000:
            return str(value) if value else zero
        places = [int(digit) for digit in f"{value:04}"]
        pieces = [digits[d] + unit if d else zero for d, unit in zip(places, (*units[::-1], ""), strict=True)]
        text = "".join(pieces).strip(zero).replace(zero * 2, zero)
        return text[1:] if short_ten and 10 <= value < 20 else text

    return shown


def _positional(digits: str) -> Callable[[int], str]:
    return lambda value: str(value).translate({48 + index: digit for index, digit in enumerate(digits)})


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)] if value else "0"


def _letters(first: str) -> Callable[[int], str]:
    """A … Z, AA, BB …: the letter is repeated after each round."""
    return lambda value: chr(ord(first) + (value - 1) % 26) * min((value + 25) // 26, 100) if value else "0"


def _enclosed(first: str, last: int) -> Callable[[int], str]:
    return lambda value: chr(ord(first) + value - 1) if 1 <= value <= last else str(value)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    text = ""
    for size, sign in _ROMAN:
        text += sign * (value // size)
        value %= size
    return text + _ROMAN_TENS[value // 10] + _ROMAN_ONES[value % 10]


_plain = _thousands(_COUNTING, "十百千", "零", short_ten=True)
_legal = _thousands(_LEGAL, "拾佰仟", "零", short_ten=False)
_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": _positional("０１２３４５６７８９"),
    "decimalFullWidth2": _positional("０１２３４５６７８９"),
    "numberInDash": lambda value: f"- {value} -",
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "chineseCounting": _plain,
    "chineseCountingThousand": _plain,
    "taiwaneseCounting": _plain,
    "taiwaneseCountingThousand": _plain,
    "japaneseCounting": _plain,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _thousands("零壹貳參肆伍陸柒捌玖", "拾佰仟", "零", short_ten=False),
    "japaneseLegal": _thousands("零壱弐参四伍六七八九", "拾百千", "零", short_ten=False),
    "ideographDigital": _positional(_COUNTING),
    "japaneseDigitalTenThousand": _positional(_COUNTING),
    "taiwaneseDigital": _positional("○" + _COUNTING[1:]),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": lambda value: _cycle(_STEMS)(value) + _cycle(_BRANCHES)(value),
    "ideographEnclosedCircle": _enclosed("㊀", 10),
    "decimalEnclosedCircle": _enclosed("①", 20),
    "decimalEnclosedCircleChinese": _enclosed("①", 20),
    "decimalEnclosedFullstop": _enclosed("⒈", 20),
    "decimalEnclosedParen": _enclosed("⑴", 20),
}
