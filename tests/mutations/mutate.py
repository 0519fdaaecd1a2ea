"""Single mistakes in the shipped content, such as an editor makes: made here, caught by the tests.

A mutation changes one file by its text, so lines and layout stay as an editor has them. Which
places are changed is drawn with a fixed seed: the same content gives the same mutations.

Left alone is only what no reader and no rule meets, so that a mistake there has no effect: what a
fact notes for its collector (`value`, `note`, `topic`), parameters that no flow uses, and entries
of a catalogue that have no translation yet.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SEED = 20261121
EACH = 11
"""How many mutations of a kind."""
_GROUPS = {"flows": 6, "knowledge": 4, "facts": 1}
"""Of `EACH` mutations of a kind that fits any YAML file, how many go where."""

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mutation:
    """One mistake: the file as it becomes, and where somebody should be sent to mend it.

    `lines` are the first and last line of the item that was changed, `names` the words under
    which a message about it may speak of it from another place.
    """

    kind: str
    file: str
    lines: tuple[int, int]
    names: tuple[str, ...]
    what: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.file}:{self.lines[0]}-{self.lines[1]}: {self.what}"


@dataclass(frozen=True, slots=True)
class _Spot:
    """A key with its value, or an entry of a list, somewhere in a file."""

    file: _File
    place: Place
    parent: yaml.CollectionNode
    position: int
    item: tuple[int, int]

    @property
    def key(self) -> yaml.Node:
        key: yaml.Node = self.parent.value[self.position][0]
        return key

    @property
    def value(self) -> yaml.Node:
        entry = self.parent.value[self.position]
        value: yaml.Node = entry[1] if isinstance(self.parent, yaml.MappingNode) else entry
        return value

    @property
    def in_list(self) -> bool:
        return isinstance(self.parent, yaml.SequenceNode)

    @property
    def start(self) -> int:
        """Where the spot begins: at its key, or at the dash of its entry."""
        begin = self.file.at((self.key if not self.in_list else self.value).start_mark)
        if self.in_list and not self.parent.flow_style:
            begin = self.file.text.rindex("-", 0, begin)
        return begin

    @property
    def end(self) -> int:
        return self.file.end_of(self.value)

    def sibling(self, step: int) -> _Spot | None:
        """Return the spot before or after this one."""
        position = self.position + step
        if not 0 <= position < len(self.parent.value):
            return None
        entry = self.parent.value[position]
        name: str | int = position if self.in_list else entry[0].value
        return _Spot(self.file, (*self.place[:-1], name), self.parent, position, self.item)


@dataclass(frozen=True, slots=True, eq=False)
class _File:
    """A YAML file: its text and its spots."""

    name: str
    text: str
    starts: tuple[int, ...]
    spots: list[_Spot]

    @classmethod
    def read(cls, path: Path, name: str) -> _File:
        text = path.read_text(encoding="utf-8")
        starts = (0, *(match.end() for match in re.finditer("\n", text)))
        file = cls(name, text, starts, [])
        node = yaml.compose(text, yaml.CSafeLoader)
        assert node is not None
        file.spots.extend(file._walk(node, (), (1, len(starts) - 1)))
        return file

    def at(self, mark: Any) -> int:
        """Return the position in the text of a mark of the parser."""
        line, column = int(mark.line), int(mark.column)
        return self.starts[line] + column

    def line(self, position: int) -> int:
        return self.text.count("\n", 0, position) + 1

    def end_of(self, node: yaml.Node) -> int:
        """Return where the last written word of a node ends."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end_of(last[1] if isinstance(node, yaml.MappingNode) else last)
        end = self.at(node.end_mark)
        return len(self.text[:end].rstrip())

    def _walk(self, node: yaml.Node, place: Place, item: tuple[int, int]) -> Iterator[_Spot]:
        if not isinstance(node, yaml.CollectionNode):
            return
        for position, entry in enumerate(node.value):
            key, value = entry if isinstance(node, yaml.MappingNode) else (None, entry)
            inner = (*place, position if key is None else key.value)
            # An item is an entry of a file or of a section of a flow, or a key above those.
            depth = 2 if self.name.startswith("flows/") else 1
            own = item
            if len(inner) <= depth:
                begin = (value if key is None else key).start_mark
                own = (begin.line + 1, self.line(self.end_of(value)))
            yield _Spot(self, inner, node, position, own)
            yield from self._walk(value, inner, own)

    def owners(self, place: Place) -> Iterator[str]:
        """Return the ids of the items around a place."""
        for spot in self.spots:
            if spot.place[-1] == "id" and spot.place[:-1] == place[: len(spot.place) - 1]:
                yield from _ids(spot.value)

    def changed(
        self, kind: str, spot: _Spot, begin: int, end: int, new: str, what: str = ""
    ) -> Mutation:
        """Return the mutation that puts `new` in place of what stands from `begin` to `end`."""
        text = self.text[:begin] + new + self.text[end:]
        longer = max(0, new.count("\n") - self.text.count("\n", begin, end))
        shown = what or f"{_short(self.text[begin:end])} → {_short(new)}"
        where = "/".join(map(str, spot.place))
        names = (str(spot.place[-1]), *_ids(spot.value), *self.owners(spot.place))
        return Mutation(
            kind,
            self.name,
            (spot.item[0], spot.item[1] + longer),
            names,
            f"{where}: {shown}",
            text,
        )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return repr(line if len(line) <= 50 else line[:47] + "...")


def _ids(node: yaml.Node) -> Iterator[str]:
    if isinstance(node, yaml.ScalarNode):
        yield node.value
    elif isinstance(node, yaml.MappingNode):
        yield from (value.value for key, value in node.value if key.value == "id")


def mutations(root: Path) -> list[Mutation]:
    """Return the mutations of the content in `root`, those of one file after each other."""
    draw = random.Random(SEED)  # noqa: S311 - chance, not secrets
    files = [
        _File.read(path, path.relative_to(root).as_posix())
        for folder in ("flows", "knowledge")
        for path in sorted(root.glob(f"{folder}/**/*.yaml"))
    ]
    flows = "\n".join(file.text for file in files if file.name.startswith("flows/"))
    used = set(re.findall(r"[a-z_]+(?:\.[a-z_]+)?", flows))
    for file in files:
        file.spots[:] = [spot for spot in file.spots if _met(spot, used)]
    found: list[Mutation] = []
    for kind, fits, make in _KINDS:
        found.extend(_drawn(kind, files, fits, make, draw))
    catalogues = sorted(root.glob("locales/*/*/**/*.po"))
    for name, change in _CATALOGUE_KINDS:
        found.extend(_translations(name, root, catalogues, change, draw))
    return sorted(found, key=lambda one: (one.file, one.lines))


def _met(spot: _Spot, used: set[str]) -> bool:
    """Tell whether a reader or a rule may meet what stands there; `used` are words of flows."""
    if _group(spot.file.name) == "facts":
        return len(spot.place) < 2 or spot.place[1] not in ("value", "note", "topic")
    return spot.file.name != "knowledge/parameters.yaml" or spot.place[0] in used


def _group(file: str) -> str:
    if file.startswith("flows/"):
        return "flows"
    return "facts" if file.startswith("knowledge/facts/") else "knowledge"


def _drawn(
    kind: str,
    files: Sequence[_File],
    fits: Callable[[_Spot], bool],
    make: Callable[[str, _Spot, random.Random], Mutation | None],
    draw: random.Random,
) -> Iterator[Mutation]:
    spots: dict[str, list[_Spot]] = {group: [] for group in _GROUPS}
    for file in files:
        spots[_group(file.name)].extend(spot for spot in file.spots if fits(spot))
    for one in spots.values():
        draw.shuffle(one)
    # Where a kind has no place in a group, the other groups take its share.
    missing = sum(share for group, share in _GROUPS.items() if not spots[group])
    for group, share in _GROUPS.items():
        wanted = share + (missing if spots[group] else 0)
        missing = 0 if spots[group] else missing
        for spot in spots[group]:
            if wanted == 0:
                break
            mutation = make(kind, spot, draw)
            if mutation is not None and mutation.text != spot.file.text:
                wanted -= 1
                yield mutation


# What is done to a spot


def _delete(kind: str, spot: _Spot, _draw: random.Random) -> Mutation:
    after, before = spot.sibling(1), spot.sibling(-1)
    if after is not None:
        begin, end = spot.start, after.start
    elif before is not None:
        begin, end = before.end, spot.end
    else:
        begin, end = spot.start, spot.end
    return spot.file.changed(
        kind, spot, begin, end, "", f"without {_short(spot.file.text[begin:end])}"
    )


def _duplicate(kind: str, spot: _Spot, _draw: random.Random) -> Mutation:
    written = spot.file.text[spot.start : spot.end]
    column = spot.start - spot.file.text.rfind("\n", 0, spot.start) - 1
    between = ", " if spot.parent.flow_style else "\n" + " " * column
    what = f"twice {_short(written)}"
    return spot.file.changed(kind, spot, spot.end, spot.end, between + written, what)


def _delete_line(kind: str, spot: _Spot, _draw: random.Random) -> Mutation:
    file = spot.file
    begin = file.text.rfind("\n", 0, spot.start) + 1
    end = file.text.find("\n", spot.start) + 1 or len(file.text)
    return file.changed(
        kind, spot, begin, end, "", f"without the line {_short(file.text[begin:end])}"
    )


def _duplicate_line(kind: str, spot: _Spot, _draw: random.Random) -> Mutation:
    file = spot.file
    begin = file.text.rfind("\n", 0, spot.start) + 1
    end = file.text.find("\n", spot.start) + 1 or len(file.text)
    line = file.text[begin:end]
    return file.changed(kind, spot, end, end, line, f"twice the line {_short(line)}")


def _replace(kind: str, spot: _Spot, new: str) -> Mutation:
    return spot.file.changed(kind, spot, spot.file.at(spot.value.start_mark), spot.end, new)


def _shorten(kind: str, spot: _Spot, _draw: random.Random) -> Mutation:
    return _replace(kind, spot, spot.value.value[:-1])


def _mistype_key(kind: str, spot: _Spot, _draw: random.Random) -> Mutation | None:
    name = spot.key.value
    if len(name) < 2:
        return None
    begin = spot.file.at(spot.key.start_mark)
    return spot.file.changed(kind, spot, begin, spot.file.at(spot.key.end_mark), name[:-1])


def _blank(kind: str, spot: _Spot, _draw: random.Random) -> Mutation:
    return _replace(kind, spot, "''")


def _out_of_range(kind: str, spot: _Spot, draw: random.Random) -> Mutation:
    return _replace(kind, spot, draw.choice(["-1", "100000"]))


def _swap(kind: str, spot: _Spot, _draw: random.Random) -> Mutation | None:
    other = spot.sibling(1)
    if other is None:
        return None
    text = spot.file.text
    first, between, second = (
        text[spot.start : spot.end],
        text[spot.end : other.start],
        text[other.start : other.end],
    )
    new = second + between + first
    mutation = spot.file.changed(kind, spot, spot.start, other.end, new, "swapped with the next")
    lines = (spot.item[0], max(spot.item[1], spot.file.line(other.end)))
    return Mutation(kind, mutation.file, lines, mutation.names, mutation.what, mutation.text)


def _swap_when(kind: str, spot: _Spot, _draw: random.Random) -> Mutation | None:
    """Exchange the condition of an item with that of the next item that has one."""
    file = spot.file
    for other in file.spots:
        if (
            other.place[-1] == "when"
            and len(other.place) == 3
            and other.place[0] == spot.place[0]
            and int(other.place[1]) > int(spot.place[1])
        ):
            texts = [file.text[one.start : one.end] for one in (spot, other)]
            new = texts[1] + file.text[spot.end : other.start] + texts[0]
            what = f"{_short(texts[0])} swapped with {_short(texts[1])}"
            made = file.changed(kind, spot, spot.start, other.end, new, what)
            return Mutation(
                kind, made.file, (spot.item[0], other.item[1]), made.names, what, made.text
            )
    return None


def _other_choice(kind: str, spot: _Spot, draw: random.Random) -> Mutation | None:
    step = next((name for name in reversed(spot.place) if name in _steps(spot.file)), None)
    others = [one for one in _steps(spot.file).get(str(step), ()) if one != spot.value.value]
    return _replace(kind, spot, draw.choice(others)) if others else None


def _steps(file: _File) -> dict[str, list[str]]:
    """Return the choices of each step of a flow."""
    ids = {
        spot.place[1]: spot.value.value
        for spot in file.spots
        if spot.place[0] == "steps" and spot.place[2:] == ("id",)
    }
    found: dict[str, list[str]] = {}
    for spot in file.spots:
        if spot.place[0] == "steps" and len(spot.place) == 4 and spot.place[2] == "choices":
            found.setdefault(ids[spot.place[1]], []).append(str(spot.place[3]))
    return found


def _unnegate(kind: str, spot: _Spot, _draw: random.Random) -> Mutation:
    """Turn `{step: {not: x}}` into `{step: x}`."""
    inner = spot.value.value[0][1]
    text = spot.file.text
    return _replace(kind, spot, text[spot.file.at(inner.start_mark) : spot.file.end_of(inner)])


_DIGIT = re.compile(r"\d")


def _change_digit(kind: str, spot: _Spot, draw: random.Random) -> Mutation:
    begin = spot.file.at(spot.value.start_mark)
    found = draw.choice(list(_DIGIT.finditer(spot.file.text, begin, spot.end)))
    new = str((int(found[0]) + draw.randint(1, 9)) % 10)
    before = spot.file.text[max(begin, found.start() - 15) : found.end() + 10]
    what = f"{_short(before)}: {found[0]} → {new}"
    return spot.file.changed(kind, spot, found.start(), found.end(), new, what)


def _other_number(kind: str, spot: _Spot, _draw: random.Random) -> Mutation:
    value = spot.value.value
    return _replace(
        kind, spot, f"{float(value) * 1.1:.3f}" if "." in value else str(int(value) + 1)
    )


def _other_year(kind: str, spot: _Spot, draw: random.Random) -> Mutation:
    year = int(spot.value.value[:4]) + draw.choice([-1, 1])
    return _replace(kind, spot, f"{year}{spot.value.value[4:]}")


def _other_word(kind: str, spot: _Spot, draw: random.Random) -> Mutation | None:
    """Put another word of the closed list in place, one that stands elsewhere in the file."""
    key = spot.place[-1]
    used = {one.value.value for one in spot.file.spots if one.place[-1] == key and _scalar(one)}
    others = sorted(used - {spot.value.value})
    return _replace(kind, spot, draw.choice(others)) if others else None


# Which spots a kind fits


def _scalar(spot: _Spot) -> bool:
    return isinstance(spot.value, yaml.ScalarNode)


def _key(*names: str) -> Callable[[_Spot], bool]:
    return lambda spot: not spot.in_list and spot.place[-1] in names


def _entry_of(*names: str) -> Callable[[_Spot], bool]:
    return lambda spot: spot.in_list and len(spot.place) > 1 and spot.place[-2] in names


def _id(spot: _Spot) -> bool:
    return not spot.in_list and spot.place[-1] == "id" and _scalar(spot)


def _condition_value(spot: _Spot) -> bool:
    conditions = {"when", "met", "unclear"} & set(map(str, spot.place))
    in_flow = spot.file.name.startswith("flows/")
    return in_flow and bool(conditions) and _scalar(spot) and not spot.value.value.isdecimal()


def _negated(spot: _Spot) -> bool:
    keys = spot.value.value if isinstance(spot.value, yaml.MappingNode) else []
    return len(keys) == 1 and keys[0][0].value == "not"


def _number(spot: _Spot) -> bool:
    return _scalar(spot) and spot.value.tag == "tag:yaml.org,2002:int"


def _text(spot: _Spot) -> bool:
    return _scalar(spot) and spot.value.tag == "tag:yaml.org,2002:str"


def _text_with_digit(spot: _Spot) -> bool:
    shown = {
        "title",
        "about",
        "ask",
        "why",
        "text",
        "say",
        "do",
        "how",
        "answer",
        "question",
        "what",
    }
    return (
        _text(spot)
        and bool(shown & set(map(str, spot.place[-2:])))
        and "sources" not in spot.place
        and _DIGIT.search(spot.file.text, spot.file.at(spot.value.start_mark), spot.end) is not None
    )


def _day(spot: _Spot) -> bool:
    return _scalar(spot) and re.fullmatch(r"\d{4}-\d\d-\d\d", spot.value.value) is not None


def _parameter_value(spot: _Spot) -> bool:
    return (
        spot.file.name == "knowledge/parameters.yaml"
        and "value" in spot.place
        and _scalar(spot)
        and spot.value.tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
    )


def _parameter_entry(spot: _Spot) -> bool:
    in_value = spot.file.name == "knowledge/parameters.yaml" and "value" in spot.place[:-1]
    return in_value and spot.place[-1] != "value"


_KINDS: tuple[
    tuple[
        str,
        Callable[[_Spot], bool],
        Callable[[str, _Spot, random.Random], Mutation | None],
    ],
    ...,
] = (
    ("delete a line", lambda _spot: True, _delete_line),
    ("duplicate a line", lambda _spot: True, _duplicate_line),
    ("delete a key", lambda spot: not spot.in_list, _delete),
    ("delete a list entry", lambda spot: spot.in_list, _delete),
    ("duplicate a list entry", lambda spot: spot.in_list, _duplicate),
    ("mistype a key", lambda spot: not spot.in_list, _mistype_key),
    ("rename an id", _id, _shorten),
    (
        "mistype a reference",
        _entry_of("facts", "contacts", "see", "confirm", "papers", "letters"),
        lambda kind, spot, draw: _shorten(kind, spot, draw) if _scalar(spot) else None,
    ),
    ("remove a fact", _entry_of("facts"), _delete),
    ("swap two outcomes", _entry_of("outcomes"), _swap),
    (
        "swap two steps, tasks, notes or desk cards",
        _entry_of("steps", "tasks", "notes", "desk"),
        _swap,
    ),
    ("swap two whens", lambda spot: spot.place[-1] == "when" and len(spot.place) == 3, _swap_when),
    ("delete a when", _key("when"), _delete),
    ("change a when value", _condition_value, _other_choice),
    ("turn a not into its opposite", _negated, _unnegate),
    ("blank a text", _text, _blank),
    ("out-of-range number", _number, _out_of_range),
    ("change a parameter value", _parameter_value, _other_number),
    ("delete part of a parameter value", _parameter_entry, _delete),
    ("change a digit in a text", _text_with_digit, _change_digit),
    ("change a year", _day, _other_year),
    (
        "another word of a closed list",
        lambda spot: (
            _key("verdict", "kind", "confidence", "unit", "per", "topic")(spot) and _scalar(spot)
        ),
        _other_word,
    ),
    ("change a digit in a phone", _entry_of("phones"), _change_digit),
)


# Catalogues


def _translations(
    kind: str,
    root: Path,
    paths: Sequence[Path],
    change: Callable[[str, random.Random], str | None],
    draw: random.Random,
) -> Iterator[Mutation]:
    """Make mutations of one kind in entries drawn from all catalogues."""
    wanted = EACH
    while wanted:
        path = draw.choice(paths)
        text = path.read_text(encoding="utf-8")
        entries = [
            entry
            for entry in re.finditer(r'^msgctxt "(.+)"\n(?:.+\n)+', text, re.MULTILINE)
            if not entry[0].endswith('\nmsgstr ""\n')
        ]
        if not entries:
            continue
        entry = draw.choice(entries)
        new = change(entry[0], draw)
        if new is None or new == entry[0]:
            continue
        wanted -= 1
        first = text.count("\n", 0, entry.start()) + 1
        lines = (first, first + max(entry[0].count("\n"), new.count("\n")))
        name = path.relative_to(root).as_posix()
        changed = text[: entry.start()] + new + text[entry.end() :]
        yield Mutation(kind, name, lines, (entry[1],), entry[1], changed)


def _in_translation(
    change: Callable[[str, random.Random], str | None],
) -> Callable[[str, random.Random], str | None]:
    def changed(entry: str, draw: random.Random) -> str | None:
        head, mark, translation = entry.partition("\nmsgstr ")
        new = change(translation, draw)
        return None if new is None else head + mark + new

    return changed


def _digit_in_translation(translation: str, draw: random.Random) -> str | None:
    digits = list(_DIGIT.finditer(translation))
    if not digits:
        return None
    found = draw.choice(digits)
    new = str((int(found[0]) + draw.randint(1, 9)) % 10)
    return translation[: found.start()] + new + translation[found.end() :]


def _bold_lost(translation: str, _draw: random.Random) -> str | None:
    return translation.replace("**", "", 2) if "**" in translation else None


def _blank_renamed(translation: str, _draw: random.Random) -> str | None:
    return re.sub(r"\{([a-z_]+)\}", r"{\1x}", translation, count=1)


def _line_lost(entry: str, draw: random.Random) -> str:
    lines = entry.splitlines(keepends=True)
    del lines[draw.randrange(len(lines))]
    return "".join(lines)


_CATALOGUE_KINDS: tuple[tuple[str, Callable[[str, random.Random], str | None]], ...] = (
    ("change a digit in a translation", _in_translation(_digit_in_translation)),
    ("blank a translation", _in_translation(lambda _translation, _draw: '""\n')),
    ("lose the bold of a translation", _in_translation(_bold_lost)),
    ("rename a blank of a translation", _in_translation(_blank_renamed)),
    ("delete a line of a catalogue", _line_lost),
    ("delete an entry of a catalogue", lambda _entry, _draw: ""),
    ("duplicate an entry of a catalogue", lambda entry, _draw: entry + "\n" + entry),
)
