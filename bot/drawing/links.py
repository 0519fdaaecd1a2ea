"""The arrows of a picture: from question to question, and the ways that end without one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.content.models import Flow

from .ways import Group, Option

LIST = "list"
"""The head of the arrows of those for whom the list of results decides."""


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow from a step to a step or to `LIST`, for those who made one of the choices.

    Without choices it is the arrow of those whom the step does not concern; `everybody` takes
    an arrow that is for all choices.
    """

    tail: str
    head: str
    chosen: tuple[Option, ...] = ()
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """All arrows, and what leads to one outcome at once: choices, and not being concerned."""

    links: Sequence[Link]
    ended: Mapping[tuple[str, Option], str]
    passed: Mapping[str, str]


def linked(flow: Flow, groups: Sequence[Group]) -> Links:
    """Work out the arrows.

    Where several questions may come next, the arrow leads to the first of them, and from each
    another arrow to the next: the way of those whom the question does not concern.
    """
    direct: dict[tuple[str, str], list[Option]] = defaultdict(list)
    ended: dict[tuple[str, Option], str] = {}
    past: dict[str, set[str]] = defaultdict(set)
    ends: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        chain = [step.id for step in group.steps]
        if not chain and len(group.outcomes) == 1:
            ended |= {(group.step.id, line): min(group.outcomes) for line in group.options}
            continue
        direct[group.step.id, chain[0] if chain else LIST] += group.options
        for here, there in pairwise(chain):
            past[here].add(there)
        if chain:
            ends[chain[-1]] |= group.outcomes
    count = {step.id: 0 for step in flow.steps}
    for group in groups:
        count[group.step.id] += len(group.options)
    links = [
        Link(tail, head, tuple(chosen), everybody=len(chosen) == count[tail])
        for (tail, head), chosen in direct.items()
    ]
    aside, passed = _passing(flow, past, ends)
    links += [one for one in aside if not any(_same(one, other) for other in links)]
    return Links(links, ended, passed)


def _passing(
    flow: Flow, past: dict[str, set[str]], ends: dict[str, set[str]]
) -> tuple[list[Link], dict[str, str]]:
    """Work out the arrows of those whom a step does not concern, and where they end at once."""
    order = {step.id: position for position, step in enumerate(flow.steps)}
    links: list[Link] = []
    passed: dict[str, str] = {}
    for step in flow.steps:
        following = sorted(past[step.id], key=lambda name: order[name])
        if following:
            # Whoever goes further still meets that question first and passes it as well.
            past[following[0]] |= set(following[1:])
            ends[following[0]] |= ends[step.id]
            links.append(Link(step.id, following[0]))
        elif len(ends[step.id]) > 1:
            links.append(Link(step.id, LIST))
        elif ends[step.id]:
            passed[step.id] = min(ends[step.id])
    return links, passed


def _same(aside: Link, other: Link) -> bool:
    """Tell whether everybody goes there from that step anyway."""
    return other.everybody and (aside.tail, aside.head) == (other.tail, other.head)
