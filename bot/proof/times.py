"""What has run out or soon will: facts, parameters, and the days on which texts were reviewed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import zip_longest

from bot.content import NoValueError, Problem, value_on
from bot.content.loader import Content
from bot.content.models import Fact, Parameter

from .citations import Named, facts_named, parameters_named

SOON = timedelta(days=30)
"""How long before its end a fact is reported."""
NEXT_YEAR = timedelta(days=366)
"""How far ahead the next value of a parameter is looked for: most hold for a year."""
REVIEW_EVERY = timedelta(days=365)
_A_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


def time_problems(content: Content, today: date) -> Iterator[Problem]:
    """Report what rests on facts or values that have ended, will end, or were not looked at."""
    yield from _facts(content, today)
    yield from _parameters(content, today)
    yield from _days(content, today)
    yield from _sources(content, today)


def _facts(content: Content, today: date) -> Iterator[Problem]:
    facts: Mapping[str, Fact] = content.items["fact"]
    resting: dict[str, list[Named]] = {}
    for named in facts_named(content):
        resting.setdefault(named.name, []).append(named)
    for name, uses in resting.items():
        fact = facts[name]
        if fact.valid_to is None:
            continue
        if fact.expired(today):
            for use in _first_of_each_item(uses):
                if not fact.expired(use.reviewed or fact.checked):
                    yield use.origin.problem(
                        "fact-expired",
                        use.place,
                        f"{use.item} rests on {name!r}, which ended with {fact.valid_to} after it was reviewed",
                        "find out what holds now, correct the text and its facts, and set `reviewed`",
                    )
        elif fact.expired(today + SOON):
            problem = content.origins["fact", name].problem(
                "fact-ends",
                ("valid_to",),
                f"{name!r} ends with {fact.valid_to}; on it rest {_items(uses)}",
                "find out what holds afterwards, add it as a fact and go through these texts",
            )
            yield replace(problem, severity="warning")


def _parameters(content: Content, today: date) -> Iterator[Problem]:
    parameters: Mapping[str, Parameter] = content.items["parameter"]
    resting: dict[str, list[Named]] = {}
    for named in parameters_named(content):
        resting.setdefault(named.name, []).append(named)
    for name, uses in resting.items():
        parameter = parameters[name]
        try:
            value_on(parameter, today)
        except NoValueError:
            for use in _first_of_each_item(uses):
                yield use.origin.problem(
                    "parameter-missing",
                    use.place,
                    f"{use.item} uses {name!r}, which has no value on {today}",
                    "add the value of that day with its source to knowledge/parameters.yaml",
                )
            continue
        gap = _gap_after(parameter, today)
        if gap is not None and gap <= today + NEXT_YEAR:
            origin = content.origins["parameter", name]
            problem = origin.problem(
                "parameter-ends",
                ("values", len(parameter.values) - 1),
                f"{name!r} has no value from {gap} on (days left: {(gap - today).days}); on it rest {_items(uses)}",
                f"add its value from {gap} with its source as soon as it is published",
            )
            yield replace(problem, severity="warning")


def _gap_after(parameter: Parameter, today: date) -> date | None:
    """Return the first day after today on which the parameter is known to have no value."""
    for dated, following in zip_longest(parameter.values, parameter.values[1:]):
        if following is not None and following.from_ <= today:
            continue
        after = dated.to + timedelta(days=1) if dated.to is not None else None
        if after is not None and (following is None or following.from_ > after):
            return after
        if following is not None and following.value is None:
            return following.from_
    return None


def _first_of_each_item(uses: list[Named]) -> Iterator[Named]:
    first: dict[str, Named] = {}
    for use in uses:
        first.setdefault(use.item, use)
    yield from first.values()


def _items(uses: list[Named]) -> str:
    return ", ".join(dict.fromkeys(use.item for use in uses))


def _days(content: Content, today: date) -> Iterator[Problem]:
    for (kind, item_id), origin in content.origins.items():
        item = content.items[kind][item_id]
        for field in ("reviewed", "checked"):
            day = getattr(item, field, None)
            if day is None:
                continue
            if day > today:
                problem = origin.problem(
                    "date-ahead",
                    (field,),
                    f"`{field}` of the {kind} {item_id!r} is {day}, a day that is still to come",
                    "correct the date",
                )
                yield replace(problem, severity="warning")
            elif field == "reviewed" and day < today - REVIEW_EVERY:
                problem = origin.problem(
                    "review-due",
                    (field,),
                    f"the {kind} {item_id!r} was last reviewed on {day}, more than a year ago",
                    "read it against its facts, correct it and set `reviewed`",
                )
                yield replace(problem, severity="warning")


def _sources(content: Content, today: date) -> Iterator[Problem]:
    facts: Mapping[str, Fact] = content.items["fact"]
    for fact in facts.values():
        for position, source in enumerate(fact.sources):
            day = source.published_or_amended or ""
            if _A_DAY.fullmatch(day) and day > today.isoformat()[: len(day)]:
                problem = content.origins["fact", fact.id].problem(
                    "date-ahead",
                    ("sources", position, "published_or_amended"),
                    f"a source of the fact {fact.id!r} is dated {day}, which is still to come",
                    "correct the date",
                )
                yield replace(problem, severity="warning")
