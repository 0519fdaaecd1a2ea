"""Which addresses Telegram takes for a link."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


def url_problem(url: str) -> str | None:
    """Telegram's words for what is wrong with the address, or None when it takes it."""
    found = _SCHEME.match(url)
    scheme = found.group(1).lower() if found else "http"
    if scheme == "tg":
        return None
    if scheme not in ("http", "https"):
        return "Unsupported URL protocol"
    if re.search(r"\s", url):
        return "Wrong HTTP URL"
    try:
        parts = urlsplit(url if found else f"http://{url}")
        host = parts.hostname or ""
        _ = parts.port  # reading it is what checks it
    except ValueError:
        return "Wrong HTTP URL"
    if not host and found:
        return "URL host is empty"
    # Without "//" a scheme is read as a host: tel:103 becomes the host "tel" and is refused for
    # having no dot. A mailto: address would slip through as a user name, so the @ is refused too.
    dotted = "." in host.strip(".") or ":" in host
    return None if dotted and (found or "@" not in url) else "Wrong HTTP URL"


def is_usable_url(url: str) -> bool:
    return url_problem(url) is None
