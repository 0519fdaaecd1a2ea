"""Adding ways of asking to a content file without touching any other line of it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Final

import yaml

_WIDTH: Final = 116


def with_ways(text: str, entry: str, language: str, ways: Sequence[str]) -> str:
    """Return the text of a file of answers or of a flow with more ways of asking one entry.

    Ways that are there already are passed over. Raises `KeyError` when the file has no such
    entry, or the entry no list for the language.
    """
    asked = _list_of(yaml.compose(text, Loader=yaml.CSafeLoader), entry, language)
    known = [str(item.value) for item in asked.value]
    new = [way for way in dict.fromkeys(ways) if way not in known]
    if not new:
        return text
    begin, end = asked.start_mark, asked.end_mark
    if asked.flow_style:
        line_begin = text.rfind("\n", 0, begin.index) + 1
        indent = len(text[line_begin:]) - len(text[line_begin:].lstrip())
        written = _wrapped([*known, *new], begin.column, indent + 2)
        return text[: begin.index] + written + text[end.index :]
    rows = "".join(f"{' ' * begin.column}- {_quoted(way)}\n" for way in new)
    last = text.rfind("\n", 0, asked.value[-1].end_mark.index + 1)
    place = text.find("\n", max(last, asked.value[-1].end_mark.index - 1)) + 1
    return text[:place] + rows + text[place:]


def _list_of(root: yaml.Node | None, entry: str, language: str) -> yaml.SequenceNode:
    items = root.value if isinstance(root, yaml.SequenceNode) else [root]
    for item in items:
        fields = _fields(item)
        if fields.get("id") is not None and fields["id"].value == entry:
            found = _fields(fields.get("ask")).get(language)
            if isinstance(found, yaml.SequenceNode):
                return found
    raise KeyError(f"{entry} has no list of ways of asking in {language}")


def _fields(node: yaml.Node | None) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: value for key, value in node.value}


def _wrapped(ways: Sequence[str], column: int, indent: int) -> str:
    # Spaces inside a way must not become ends of lines that split a quoted text.
    joined = ", ".join(_quoted(way) for way in ways)
    lines = textwrap.wrap(
        f"{' ' * column}[{joined}]",
        _WIDTH,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )
    return "\n".join(lines).lstrip()


def _quoted(way: str) -> str:
    flow = yaml.safe_dump([way], default_flow_style=True, allow_unicode=True, width=10_000)
    return str(flow).strip()[1:-1]
