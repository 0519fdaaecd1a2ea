"""Telling what a row of digits is, for the name of its placeholder alone: all of them are masked."""

from __future__ import annotations

import re
from typing import Final, Literal

Kind = Literal[
    "number", "phone", "name", "word", "iin", "passport", "card", "iban", "email", "link", "user",
    "date", "address",
]  # fmt: skip
"""What a placeholder stands for."""

_DATE: Final = re.compile(
    r"(0?[1-9]|[12]\d|3[01])\W+(0?[1-9]|1[0-2])\W+((19|20)?\d\d)"
    r"|(19|20)\d\d\W+(0?[1-9]|1[0-2])\W+(0?[1-9]|[12]\d|3[01])"
)
_PHONE: Final = re.compile(
    r"(00|810)?(7|8)[3-9]\d{9}|(00|810)?(998\d{9}|996\d{9}|992\d{9})|0\d{9}|[79]\d{9}"
)
_PASSPORT: Final = re.compile(r"n\d{8}|[a-z]{2}\d{7,8}")
_IIN_DATE: Final = re.compile(r"\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[0-6]\d{5}")
_IIN_WEIGHTS: Final = (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))


def kind_of(typed: str, digits: str, letters: str) -> Kind:
    """Tell what a row of digits is.

    `typed` is the row with whatever separates its digits, `digits` the digits alone, and `letters`
    the Latin letters in it and directly before it, in lower case.
    """
    if _DATE.fullmatch(typed.strip()):
        return "date"
    if letters.startswith("kz") and len(digits) + len(letters) == 20:
        return "iban"
    if _PASSPORT.fullmatch(letters + digits):
        return "passport"
    if _is_iin(digits):
        return "iin"
    if 13 <= len(digits) <= 19 and _luhn(digits):
        return "card"
    if _PHONE.fullmatch(digits):
        return "phone"
    return "number"


def _is_iin(digits: str) -> bool:
    if not _IIN_DATE.fullmatch(digits):
        return False
    for weights in _IIN_WEIGHTS:
        check = sum(w * int(d) for w, d in zip(weights, digits, strict=False)) % 11
        if check < 10:
            return check == int(digits[-1])
    return False


def _luhn(digits: str) -> bool:
    doubled = (int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0
