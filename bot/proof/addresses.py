"""Whether the phones of contacts and the addresses of sources can be used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from bot.content import Problem
from bot.content.loader import Content
from bot.content.models import Contact, Source
from bot.content.source import Place

from .markup import well_formed


def address_problems(content: Content) -> Iterator[Problem]:
    """Report phones that nobody can call and addresses that lead nowhere."""
    for (kind, item_id), origin in content.origins.items():
        item = content.items[kind][item_id]
        for place, url in _addresses(item, ()):
            if not well_formed(url):
                yield origin.problem(
                    "address-form",
                    place,
                    f"{url!r} is no address",
                    "write it like https://egov.kz/path",
                )
        if isinstance(item, Contact):
            for position, phone in enumerate(item.phones):
                if not can_be_called(phone):
                    yield origin.problem(
                        "phone-form",
                        ("phones", position),
                        f"{phone!r} is no phone that can be called from Kazakhstan",
                        "write a short number of 3 to 5 digits, or one with its code such as +7 727 258 39 82",
                    )


def can_be_called(phone: str) -> bool:
    """Tell whether a phone is a short number, one with a city's code, or an international one."""
    digits = re.sub(r"\D", "", phone)
    if phone.startswith("+7") or (phone.startswith("8") and len(digits) > 5):
        return len(digits) == 11
    if phone.startswith("+"):
        return 9 <= len(digits) <= 15
    return len(digits) == 10 if phone.startswith("(") else 3 <= len(digits) <= 5


def _addresses(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, Source) and value.url is not None:
        yield (*place, "url"), value.url
    elif isinstance(value, BaseModel):
        if isinstance(value, Contact) and value.site is not None:
            yield (*place, "site"), value.site
        for field in type(value).model_fields:
            yield from _addresses(getattr(value, field), (*place, field))
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield from _addresses(entry, (*place, position))
