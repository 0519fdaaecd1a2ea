"""Addresses of the net: the one kind of secret that is made of words that may be kept."""

from __future__ import annotations

import re
from typing import Final

from .numbers import Kind

_TOP: Final = (
    r"(?:kz|ru|uz|kg|tj|com|net|org|info|me|io|app|dev|tm|su|by|ua|edu|gov|mail|рф|қаз|"
    r"кз|ру|уз|кг|тж|ком)"
)
_DOT: Final = r"\s*(?:\.|\(\.\)|\b(?:dot|точка|точк|нүкте|нуқта|чекит|nuqta)\b)\s*"
_AT: Final = (
    r"\s*(?:@|[(\[{]\s*(?:at|собака)\s*[)\]}]|\b(?:at|dog|собака|собачка|ит|kuchukcha|et)\b)\s*"
)
_PART: Final = r"[\w+-]+"
_EMAIL: Final = re.compile(
    rf"(?<![\w+-]){_PART}(?:{_DOT}{_PART}){{0,3}}{_AT}{_PART}(?:{_DOT}{_PART}){{0,3}}?{_DOT}{_TOP}\b"
    rf"|(?<![\w+-]){_PART}(?:\.{_PART}){{0,3}}@{_PART}(?:\.{_PART})*",
    re.IGNORECASE,
)
_LINK: Final = re.compile(
    rf"\b(?:https?|tg)\s*:\s*/\s*/\s*\S+(?:\s*[./]\s*\S+)*|\bwww\s*\.\s*\S+|(?<![\w])(?:t|wa|vk)\s*\.\s*(?:me|com)\s*/\s*\S+"
    rf"|(?<![\w+-])[\w-]+(?:\.[\w-]+){{0,3}}\.{_TOP}\b(?:/\S*)?"
    rf"|(?<![\w+-]){_PART}(?:\s+(?:dot|точка|нүкте|нуқта|чекит|nuqta)\s+{_PART}){{0,3}}"
    rf"\s+(?:dot|точка|нүкте|нуқта|чекит|nuqta)\s+{_TOP}\b(?:\s*(?:/|slash|слеш|слэш)\s*\S+)*",
    re.IGNORECASE,
)
_USER: Final = re.compile(r"@\s*\w+(?:[._-]\w+)*")

PATTERNS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("email", _EMAIL),
    ("link", _LINK),
    ("user", _USER),
)
