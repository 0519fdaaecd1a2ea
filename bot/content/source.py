"""Reading YAML files so that every value still knows the line it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from .problems import Problem

Place = tuple[str | int, ...]


class _Loader(yaml.CSafeLoader):
    """YAML 1.2 words: `yes`, `no`, `on` and dates stay text; models decide what they mean."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in resolvers if not tag.endswith((":bool", ":timestamp"))
    ]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])


@dataclass(slots=True)
class SourceFile:
    """One YAML file: its plain data, and for every place in it the line it stands on."""

    name: str
    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    _lines: dict[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """Return the line of `place`, or of the nearest thing around it that has one."""
        known: Place = ()
        for name in place:
            # Validators put names of types between the keys; those have no line of their own.
            if (*known, name) in self._lines:
                known = (*known, name)
        return self._lines.get(known, 1)

    def problem(self, code: str, place: Place, cause: str, mend: str) -> Problem:
        """Make a problem that points at `place` in this file."""
        return Problem(self.name, self.line(place), code, cause, mend)


def read_yaml(path: Path, name: str) -> SourceFile:
    """Read one YAML file; syntax errors and repeated keys become problems of the file.

    `name` is how the file is called in messages: its path inside the content folder.
    """
    source = SourceFile(name)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        source.problems.append(
            Problem(
                name,
                1,
                "yaml-encoding",
                f"not UTF-8 text at byte {error.start}",
                "save the file in the encoding UTF-8",
            )
        )
        return source
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is not None:
            source.data = _build(loader, node, (), source)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        source.data = None
        source.problems.append(
            Problem(
                name,
                mark.line + 1 if mark else 1,
                "yaml-syntax",
                f"this is not valid YAML: {error.problem or error.context}",
                "check the indentation, quotes and colons on this line and the one before",
            )
        )
    finally:
        loader.dispose()
    return source


def _build(loader: _Loader, node: yaml.Node, place: Place, source: SourceFile) -> Any:
    source._lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(loader, node, place, source))
    if isinstance(node, yaml.SequenceNode):
        return [_build(loader, item, (*place, i), source) for i, item in enumerate(node.value)]
    return loader.construct_object(node)


def _pairs(
    loader: _Loader, node: yaml.MappingNode, place: Place, source: SourceFile
) -> Iterator[tuple[Any, Any]]:
    seen: dict[Any, int] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        line = key_node.start_mark.line + 1
        if not isinstance(key, str | int):
            source.problems.append(
                Problem(
                    source.name,
                    line,
                    "yaml-key",
                    f"the key {key!r} is not a word",
                    "put the key in quotes",
                )
            )
            continue
        if key in seen:
            source.problems.append(
                Problem(
                    source.name,
                    line,
                    "duplicate-key",
                    f"the key {key!r} stands twice, first on line {seen[key]}",
                    "keep one of the two",
                )
            )
            continue
        seen[key] = line
        source._lines[(*place, key)] = line
        yield key, _build(loader, value_node, (*place, key), source)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an item stands: its file and its place in it."""

    source: SourceFile
    place: Place

    def problem(self, code: str, place: Place, cause: str, mend: str) -> Problem:
        """Make a problem that points into the item."""
        return self.source.problem(code, (*self.place, *place), cause, mend)
