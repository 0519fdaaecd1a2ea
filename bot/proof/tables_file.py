"""Outcome tables as text: lines of four cells with tabs between them.

    what     id             for                          gives
    paper    migration_card status=temporary|visitor     facts: docs-foreign-migration-card

A thing that several groups get has a line for each; only the first says what it gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .tables import NOT_ASKED, Group, Row, Table

_HEAD = ("what", "id", "for", "gives")
_EVERYBODY, _NOBODY = "everybody", "nobody"


def written(table: Table) -> str:
    """Return the text of a table."""
    return "".join("\t".join(cells).rstrip() + "\n" for cells in _lines(table))


def _lines(table: Table) -> Iterator[tuple[str, str, str, str]]:
    yield _HEAD
    yield "table", table.flow, table.holds, _gives(table.gives)
    for (name, days), value in table.parameters.items():
        yield "parameter", name, days, value
    for row in table.rows:
        for position, people in enumerate(row.groups or (None,)):
            shown = _NOBODY if people is None else in_words(people, table.steps)
            yield row.what, row.id, shown, _gives(row.gives) if position == 0 else ""


def _gives(gives: Mapping[str, str]) -> str:
    return "; ".join(f"{key}: {value}" for key, value in gives.items())


def in_words(group: Group, steps: Mapping[str, Sequence[str]]) -> str:
    """Describe a group as `step=class|class, step=not class`."""
    if not group:
        return _EVERYBODY
    return ", ".join(f"{step}={_classes(found, steps[step])}" for step, found in group.items())


def _classes(found: Sequence[str], known: Sequence[str]) -> str:
    others = [name for name in (*known, NOT_ASKED) if name not in found]
    return "|".join(found) if len(found) <= 2 * len(others) else "not " + "|".join(others)


def parsed(text: str) -> Table:
    """Read the text of a table back; raises `ValueError` where it is none."""
    lines = [line.split("\t") for line in text.splitlines()]
    if len(lines) < 2 or tuple(lines[0]) != _HEAD or lines[1][0] != "table":
        raise ValueError("this is not an outcome table")
    cells = [(*line, "", "", "")[:4] for line in lines[1:]]
    steps = {
        name: tuple(_given(gives)["answers"].split("|"))
        for what, name, _, gives in cells
        if what == "step" and gives
    }
    rows: dict[tuple[str, str], Row] = {}
    for what, name, people, gives in cells[1:]:
        if what != "parameter":
            known = rows.get((what, name)) or Row(what, name, (), _given(gives))
            group = () if people == _NOBODY else (_group(people, steps),)
            rows[what, name] = Row(what, name, (*known.groups, *group), known.gives)
    return Table(
        flow=cells[0][1],
        holds=cells[0][2],
        gives=_given(cells[0][3]),
        parameters={(n, days): value for what, n, days, value in cells if what == "parameter"},
        steps=steps,
        rows=tuple(rows.values()),
    )


def _given(text: str) -> dict[str, str]:
    pairs = (part.split(": ", 1) for part in text.split("; ") if part)
    return {pair[0]: pair[-1] for pair in pairs}


def _group(text: str, steps: Mapping[str, Sequence[str]]) -> Group:
    if text == _EVERYBODY:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for part in text.split(", "):
        step, _, classes = part.partition("=")
        named = classes.removeprefix("not ").split("|")
        negated = classes.startswith("not ")
        known = (*steps[step], NOT_ASKED)
        if unknown := set(named) - set(known):
            raise ValueError(f"{step} has no answers {sorted(unknown)}")
        found[step] = tuple(name for name in known if (name in named) is not negated)
    return found
