"""Markdown of messages as HTML."""

from __future__ import annotations

from bot.channels.markup import MARKDOWN


def to_html(text: str) -> str:
    """Turn the small Markdown of messages into HTML; links open without telling where from."""
    tokens = MARKDOWN.parse(text)
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open" and str(child.attrGet("href")).startswith("http"):
                child.attrSet("rel", "noreferrer noopener")
    return str(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))
