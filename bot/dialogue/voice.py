"""Speaking one language: texts, dates, numbers and money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from bot.content import LANGUAGE_NAMES, Library, Text

TENGE = "₸"


class Voice:
    """Says texts in one language and notices when another had to stand in for it."""

    def __init__(self, library: Library, language: str) -> None:
        self.library = library
        self.language = language
        self.borrowed: set[str] = set()

    def say(self, phrase: str, **values: object) -> str:
        """Say a sentence of the assistant itself, by its id."""
        return self.read(self.library.interface[phrase], **values)

    def read(self, text: Text, **values: object) -> str:
        """Say a text of the content."""
        used = text.language_used(self.language)
        if used != self.language:
            self.borrowed.add(used)
        return text.to(self.language, **values)

    def apology(self) -> str:
        """Say that a text is not yet in her language, if that was so; else nothing."""
        if not self.borrowed:
            return ""
        other = "ru" if "ru" in self.borrowed else "en"
        return self.library.say("borrowed", self.language, other=LANGUAGE_NAMES[other])

    def number(self, value: Decimal | int) -> str:
        """Write a number the way the language does."""
        return format_decimal(value, locale=self.language)

    def money(self, value: Decimal) -> str:
        """Write a sum in tenge, with hundredths only where there are some."""
        return f"{format_decimal(value, format='#,##0.##', locale=self.language)} {TENGE}"

    def date(self, day: date) -> str:
        """Write a date with the month in words."""
        return format_date(day, format="long", locale=self.language)
