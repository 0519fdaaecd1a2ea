"""The closed language of `when`: declared data, no code, so that everything about it can be proved.

A condition is true, false or open (`None`). It is open while a step it asks about is still
ahead, or when a parameter it needs has no value on the day; open is never taken for a yes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, WithJsonSchema

Value = str | int
Verdict = Literal["met", "unclear", "not_met"]
CRITERIA = "criteria"
"""The one key of a `when` that is no step: the worst verdict of all criteria that apply."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What a condition is judged on: the answers, what is still ahead, and the day's lists."""

    answers: Mapping[str, Value]
    ahead: frozenset[str] = frozenset()
    in_list: Callable[[str, Value], bool | None] = field(default=lambda _parameter, _value: None)
    criteria: Verdict | None = None


class Condition:
    """One condition; see the subclasses for what can be asked."""

    def holds(self, on: Situation) -> bool | None:
        """Judge the condition: true, false, or `None` while it is open."""
        raise NotImplementedError  # pragma: no cover

    def parts(self) -> Iterator[Condition]:
        """Go through the simple conditions inside this one."""
        yield self


@dataclass(frozen=True, slots=True)
class OneOf(Condition):
    """The answer of `step` is one of `values`, or (`negated`) none of them."""

    step: str
    values: frozenset[Value]
    negated: bool = False

    def holds(self, on: Situation) -> bool | None:
        if self.step in on.ahead:
            return None
        return (on.answers.get(self.step) in self.values) is not self.negated


@dataclass(frozen=True, slots=True)
class Between(Condition):
    """The number given for `step` lies between the two bounds, both included."""

    step: str
    at_least: int | None
    at_most: int | None

    def holds(self, on: Situation) -> bool | None:
        if self.step in on.ahead:
            return None
        number = on.answers.get(self.step)
        if not isinstance(number, int):
            return False
        return (self.at_least is None or number >= self.at_least) and (
            self.at_most is None or number <= self.at_most
        )


@dataclass(frozen=True, slots=True)
class InParameter(Condition):
    """The answer of `step` stands in the list `parameter` of the day."""

    step: str
    parameter: str

    def holds(self, on: Situation) -> bool | None:
        if self.step in on.ahead:
            return None
        answer = on.answers.get(self.step)
        return False if answer is None else on.in_list(self.parameter, answer)


@dataclass(frozen=True, slots=True)
class CriteriaAre(Condition):
    """The worst verdict of the criteria is one of `verdicts`."""

    verdicts: frozenset[str]

    def holds(self, on: Situation) -> bool | None:
        return None if on.criteria is None else on.criteria in self.verdicts


@dataclass(frozen=True, slots=True)
class Every(Condition):
    """All of the conditions hold."""

    conditions: tuple[Condition, ...]

    def holds(self, on: Situation) -> bool | None:
        verdict: bool | None = True
        for condition in self.conditions:
            held = condition.holds(on)
            if held is False:
                return False
            if held is None:
                verdict = None
        return verdict

    def parts(self) -> Iterator[Condition]:
        for condition in self.conditions:
            yield from condition.parts()


@dataclass(frozen=True, slots=True)
class Some(Condition):
    """At least one of the conditions holds."""

    conditions: tuple[Condition, ...]

    def holds(self, on: Situation) -> bool | None:
        verdict: bool | None = False
        for condition in self.conditions:
            held = condition.holds(on)
            if held is True:
                return True
            if held is None:
                verdict = None
        return verdict

    def parts(self) -> Iterator[Condition]:
        for condition in self.conditions:
            yield from condition.parts()


def asked_about(condition: Condition) -> set[str]:
    """Return the steps that a condition asks about."""
    parts = condition.parts()
    return {part.step for part in parts if isinstance(part, OneOf | Between | InParameter)}


def parse(data: Any) -> Condition:
    """Turn the data of a `when` into a condition; a `ValueError` says what is not allowed."""
    if isinstance(data, Condition):
        return data
    if not isinstance(data, dict) or not data:
        raise ValueError("a condition is a mapping such as {child_age: older}")
    conditions = tuple(_parse_entry(str(key), value) for key, value in data.items())
    return conditions[0] if len(conditions) == 1 else Every(conditions)


def _parse_entry(key: str, value: Any) -> Condition:
    if key == "any":
        if not isinstance(value, list) or len(value) < 2:
            raise ValueError("`any` needs a list of at least two conditions")
        return Some(tuple(parse(item) for item in value))
    if key == CRITERIA:
        verdicts = _values(key, value)
        if unknown := verdicts - set(get_args(Verdict)):
            raise ValueError(f"`criteria` can be met, unclear or not_met, not {sorted(unknown)}")
        return CriteriaAre(frozenset(map(str, verdicts)))
    if not isinstance(value, dict):
        return OneOf(key, _values(key, value))
    match value:
        case {"not": values, **rest} if not rest:
            return OneOf(key, _values(key, values), negated=True)
        case {"in": str(parameter), **rest} if not rest:
            return InParameter(key, parameter)
    if value and set(value) <= {"at_least", "at_most"}:
        low, high = value.get("at_least"), value.get("at_most")
        if all(bound is None or type(bound) is int for bound in (low, high)):
            if low is not None and high is not None and low > high:
                raise ValueError(f"`{key}` can never be at least {low} and at most {high}")
            return Between(key, low, high)
    raise ValueError(
        f"`{key}` may have a value, a list, or one of not, at_least/at_most (numbers), in"
    )


def _values(key: str, value: Any) -> frozenset[Value]:
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(one, str) or type(one) is int for one in values):
        raise ValueError(f"the values of `{key}` must be words or whole numbers")
    if len(set(values)) < len(values):
        raise ValueError(f"a value of `{key}` stands twice")
    return frozenset(values)


When = Annotated[
    Condition,
    BeforeValidator(parse),
    WithJsonSchema({"type": "object", "minProperties": 1}),
]
"""A condition as a field of a model."""
