"""Print what leaving one person out changes in the released figures, under several release rules.

For the choice of the rule: docs/privacy.md has the table and what follows from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from bot.content import load
from bot.demo import World, days_of
from bot.privacy import Cell, Happening, smallest, tally
from bot.privacy.release import unit
from bot.settings import Settings

LAST: Final = date(2026, 11, 15)
WORLDS: Final = {50: range(6), 200: range(4), 1000: range(2)}
"""The seeds of the worlds, by questions a day."""
WEEKS: Final = 4
PEOPLE: Final = 200
"""So many people are left out of each world, one at a time."""
OVERVIEW: Final = frozenset({"all", "language", "channel", "topic", "campaign", "danger"})

Visit = tuple[int, Mapping[Cell, int]]
"""The number of a day, and what one person did on it by cell."""
Key = tuple[int, Cell]
"""The number of a period, and a cell."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to release figures; the first is the one in use."""

    name: str
    k: int = 5
    finest: int | None = 20
    """A figure is given to about this part of itself at the finest; nothing: to k."""
    weeks: int = 1
    overview: bool = False
    """Whether nothing is told by entry, by topic and language, or by step of a flow."""
    once: bool = False
    """Whether a person counts once in a cell a day."""
    days: bool = True
    """Whether single days are told where every day reaches k."""
    share: float = 1.0
    """The chance of each visit to be counted at all."""

    def release(self, cell: Cell, count: int, people: int) -> int | None:
        k = self.k * smallest(cell.measure) // 5
        if people < k or count < k:
            return None
        step = unit(count * 20 // self.finest, k) if self.finest else k
        return count - count % step


RULES: Final = (
    Rule("in use"),
    Rule("without days", days=False),
    Rule("to a tenth", finest=10),
    Rule("to a fifth", finest=5),
    Rule("to a half", finest=2),
    Rule("k = 10", k=10),
    Rule("k = 20", k=20),
    Rule("k = 50", k=50),
    Rule("k = 100", k=100),
    Rule("people, not questions", once=True),
    Rule("four weeks, no days", weeks=4, days=False),
    Rule("four weeks, no days, to a fifth", weeks=4, days=False, finest=5),
    Rule("overview alone, no days", overview=True, days=False),
    Rule("… people, four weeks, to a fifth", 5, 5, 4, overview=True, once=True, days=False),
    Rule("… people, four weeks, to a half", 5, 2, 4, overview=True, once=True, days=False),
    Rule("… people, four weeks, k = 100", 100, None, 4, overview=True, once=True, days=False),
    Rule("every tenth visit", share=0.1),
    Rule("every twentieth visit", share=0.05),
)


@dataclass(slots=True)
class Outcome:
    """What came of leaving people out under one rule."""

    left_out: int = 0
    nothing: int = 0
    figures: int = 0
    changed: int = 0
    worst: int = 0

    def add(self, changed: int, figures: int) -> None:
        self.left_out += 1
        self.nothing += not changed
        self.figures += figures
        self.changed += changed
        self.worst = max(self.worst, changed)


class Counted:
    """A world as a rule counts it."""

    def __init__(self, rule: Rule, visits: Sequence[Visit]) -> None:
        self._rule = rule
        self._cells: dict[Key, dict[int, tuple[int, int]]] = defaultdict(dict)
        for day, cells in visits:
            for cell, times in self._kept(cells):
                of = self._cells[self._period(day), cell]
                count, people = of.get(day, (0, 0))
                of[day] = (count + times, people + 1)
        self.figures = {key: self._told(key, days) for key, days in self._cells.items()}

    def _period(self, day: int) -> int:
        return day // (7 * self._rule.weeks)

    def _kept(self, cells: Mapping[Cell, int]) -> Iterator[tuple[Cell, int]]:
        for cell, times in cells.items():
            if not self._rule.overview or cell.dimension in OVERVIEW:
                yield cell, 1 if self._rule.once else times

    def _told(self, key: Key, days: Mapping[int, tuple[int, int]]) -> tuple[int | None, ...]:
        """Return the figure of the period, then those of its days if all of them are told."""
        cell = key[1]
        count = sum(times for times, _ in days.values())
        people = max((people for _, people in days.values()), default=0)
        told: list[int | None] = [self._rule.release(cell, count, people)]
        if cell == Cell("asked", "all", ""):
            told.append(self._rule.release(cell, people, people))
        if self._rule.days and cell.dimension == "all":
            by_day = [self._rule.release(cell, *days[day]) for day in sorted(days)]
            if len(by_day) == 7 * self._rule.weeks and None not in by_day:
                told += by_day
        return tuple(told)

    @property
    def released(self) -> int:
        return sum(figure is not None for told in self.figures.values() for figure in told)

    def changed_without(self, visits: Sequence[Visit]) -> int:
        """Return how many figures are not the same without these visits of one person."""
        less: dict[Key, dict[int, tuple[int, int]]] = {}
        for day, cells in visits:
            for cell, times in self._kept(cells):
                key = (self._period(day), cell)
                of = less.setdefault(key, dict(self._cells[key]))
                count, people = of[day]
                of[day] = (count - times, people - 1)
        changed = 0
        for key, days in less.items():
            before, after = self.figures[key], self._told(key, days)
            changed += sum(one != other for one, other in zip(before, after, strict=False))
            changed += abs(len(before) - len(after))
        return changed

    def shown(self, measure: str, dimension: str, visits: Sequence[Visit]) -> float:
        """Return which part of what was asked is inside cells that are told."""
        there: dict[Key, int] = defaultdict(int)
        for day, cells in visits:
            for cell, times in cells.items():
                if (cell.measure, cell.dimension) == (measure, dimension):
                    there[self._period(day), cell] += times
        told = sum(n for key, n in there.items() if self.figures.get(key, (None,))[0] is not None)
        return told / sum(there.values())


def visits_of(world: World, weeks: int) -> list[Visit]:
    """Return the visits of a world, each of one person on one day."""
    visits: list[Visit] = []
    for number, (_, events) in enumerate(days_of(world, LAST, 7 * weeks)):
        people: dict[bytes, list[Happening]] = defaultdict(list)
        for one in events:
            people[one.person].append(
                Happening(one.person, one.kind, one.language, one.channel, one.topic, one.entry,
                          one.detail, one.campaign)
            )  # fmt: skip
        for happened in people.values():
            visits.append((number, {cell: count.times for cell, count in tally(happened).items()}))
    return visits


def main() -> None:
    library = load(Settings().content)
    print(
        f"{WEEKS} weeks, {PEOPLE} people left out of each world; by questions a day: figures unchanged, "
        "worlds in which\nnothing changes (for somebody who comes once / on three days of a week), most figures that "
        "changed;\nof what was asked, the part inside shown cells by topic / topic and language / entry\n"
    )
    worlds = {
        size: [visits_of(World(library, seed, size), WEEKS) for seed in seeds]
        for size, seeds in WORLDS.items()
    }
    for rule in RULES:
        print(f"| {rule.name:34}", end="")
        for visits in worlds.values():
            print("| " + _row(rule, visits), end=" ", flush=True)
        print("|")


def _row(rule: Rule, worlds: Sequence[Sequence[Visit]]) -> str:
    once, often = Outcome(), Outcome()
    shown = [0.0, 0.0, 0.0]
    for seed, visits in enumerate(worlds):
        chance = Random(seed)  # noqa: S311 - the same people every time
        kept = [visit for visit in visits if chance.random() < rule.share]
        there = {id(visit) for visit in kept}
        counted = Counted(rule, kept)
        weeks: dict[int, list[Visit]] = defaultdict(list)
        for visit in visits:
            weeks[visit[0] // 7].append(visit)
        for visit in chance.sample(visits, min(PEOPLE, len(visits))):
            others = chance.sample(weeks[visit[0] // 7], 20)
            days = {one[0]: one for one in [*others, visit]}
            three = [visit, *[one for day, one in days.items() if day != visit[0]][:2]]
            for outcome, hers in ((once, [visit]), (often, three)):
                hers = [one for one in hers if id(one) in there]
                outcome.add(counted.changed_without(hers), counted.released)
        for place, cells in enumerate(
            (("asked", "topic"), ("asked", "topic_language"), ("read", "entry"))
        ):
            shown[place] += counted.shown(*cells, visits) / len(worlds)
    unchanged = 1 - once.changed / once.figures if once.figures else 1
    return (
        f"{unchanged:7.2%} {once.nothing / once.left_out:4.0%} /{often.nothing / often.left_out:4.0%} "
        f"{once.worst:3}; " + " /".join(f"{part:4.0%}" for part in shown)
    )


if __name__ == "__main__":
    main()
