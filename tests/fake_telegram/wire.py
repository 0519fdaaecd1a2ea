"""The shape of what travels over the wire."""

from __future__ import annotations

from typing import Any, TypeAlias

# Bot API objects are open-ended JSON; narrowing each would repeat Telegram's documentation.
JsonObject: TypeAlias = dict[str, Any]


def utf16_length(text: str) -> int:
    """Length as Telegram counts it, for limits and for entity offsets alike."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
