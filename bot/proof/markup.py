"""What markup a text has, and markup that no channel shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

from bot.content import Problem

from .languages import Declared
from .written import Texts

_PARSER = MarkdownIt("zero", {"html": False}).enable(["emphasis", "link", "escape"])
_MARKS = re.compile(r"[*_\[\]]")


@dataclass(frozen=True, slots=True)
class Markup:
    """How many words stand in bold and italics, where links lead, and marks left over."""

    bold: int = 0
    italic: int = 0
    links: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    def carries(self, english: Markup) -> bool:
        """Tell whether a translation with this markup keeps that of the English text.

        Another order of words may cut what is in bold in two, but loses or adds none.
        """
        pairs = ((self.bold, english.bold), (self.italic, english.italic))
        return self.links == english.links and all(
            own >= wanted and bool(own) is bool(wanted) for own, wanted in pairs
        )

    def __str__(self) -> str:
        links = ", ".join(self.links) or "no link"
        return f"{self.bold} × bold, {self.italic} × italic, {links}"


@cache
def markup_of(words: str) -> Markup:
    """Return the markup of a text."""
    if not _MARKS.search(words):
        return Markup()
    kinds: Counter[str] = Counter()
    links: list[str] = []
    left: list[str] = []
    for paragraph in re.split(r"\n\s*\n|^\s*(?:[-*]|\d+\.)\s+", words, flags=re.MULTILINE):
        for block in _PARSER.parseInline(paragraph):
            for token in block.children or []:
                kinds[token.type] += 1
                if token.type == "link_open":
                    links.append(str(token.attrGet("href")))
                elif token.type == "text":
                    left.extend(re.findall(r"\*\*|\]\(", token.content))
    return Markup(kinds["strong_open"], kinds["em_open"], tuple(sorted(links)), tuple(left))


_ADDRESS = re.compile(r"(?<!\]\()\b(?:https?://|www\.)\S+")
_FORBIDDEN = (
    (
        "format-html",
        re.compile(r"</?[a-zA-Z][^<>\n]*>|&[a-z]+;"),
        "HTML: the reader sees the signs themselves",
        "use **bold** or plain words",
    ),
    (
        "format-heading",
        re.compile(r"^\s*#{1,6}\s+\S.*", re.MULTILINE),
        "a heading, which no messenger shows",
        "write the line in **bold**",
    ),
    (
        "format-table",
        re.compile(r"^\s*\|.*\|\s*$", re.MULTILINE),
        "a table, which no messenger shows",
        "make it a list",
    ),
    (
        "format-address",
        _ADDRESS,
        "a bare address, which is hard to read and to press",
        "write [words](address)",
    ),
)


def format_problems(texts: Texts, declared: Declared) -> Iterator[Problem]:
    """Report forbidden formats, markup that is not closed and links that lead nowhere."""
    for one in texts.all():
        severity = declared.severity(one.language)
        for code, pattern, cause, mend in _FORBIDDEN:
            if found := pattern.search(one.words):
                shown = found[0].strip()[:40]
                yield one.problem(code, f"{one.context!r} has {shown!r}, {cause}", mend, severity)
        markup = markup_of(one.words)
        if markup.left:
            yield one.problem(
                "markup-open",
                f"{one.context!r} has {markup.left[0]!r} that begins or ends nothing",
                "write **words** without spaces inside the stars, and [words](address)",
                severity,
            )
        for link in markup.links:
            if not well_formed(link):
                yield one.problem(
                    "link-form",
                    f"{one.context!r} links to {link!r}, which is no address",
                    "write it like https://egov.kz/path or tel:1414",
                    severity,
                )


def well_formed(link: str) -> bool:
    """Tell whether a link is a web address with a host, or a phone."""
    if link.startswith("tel:"):
        return re.fullmatch(r"tel:\+?\d{3,15}", link) is not None
    if re.search(r"\s", link):
        return False
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    host = parts.hostname or ""
    return (
        parts.scheme in ("http", "https")
        and re.fullmatch(r"[\w-]+(\.[\w-]+)+\.?", host) is not None
    )
