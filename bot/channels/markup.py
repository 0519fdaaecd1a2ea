"""The small Markdown of messages, parsed once for every channel."""

from __future__ import annotations

from markdown_it import MarkdownIt

MARKDOWN = MarkdownIt("zero", {"breaks": True, "html": False}).enable(
    ["emphasis", "link", "list", "escape", "newline", "fence"]
)
"""Bold, italic, links, lists, escapes, line breaks and fenced text; nothing else is markup."""
