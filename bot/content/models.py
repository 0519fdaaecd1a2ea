"""The shapes of all content, as its writers see them in YAML.

Every model refuses keys it does not know and cannot be changed after loading. A field of the
type `Text` is read by people and is translated; a plain `str` is not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from .conditions import When
from .text import LANGUAGES, Text

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
FactId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
ParameterId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
Confidence = Literal["high", "medium", "low"]
Audience = Literal[
    "any",
    "citizen",
    "kandas",
    "permanent_resident",
    "temporary_resident",
    "eaeu_citizen",
    "visa_free_visitor",
    "refugee",
    "asylum_seeker",
    "undocumented",
]


def _one_day(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise ValueError(f"{value!r} is not a date such as 2026-01-31")
    return value


def _partial_date(value: str) -> str:
    try:
        dt.date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError:
        known = False
    else:
        known = re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value) is not None
    if not known:
        raise ValueError(
            f"{value!r} is not a year, a month or a day such as 2026, 2026-01, 2026-01-31"
        )
    return value


Day = Annotated[dt.date, BeforeValidator(_one_day)]
PartialDate = Annotated[
    str,
    BeforeValidator(lambda v: str(v) if isinstance(v, int) else v),
    AfterValidator(_partial_date),
]
"""A date known to the year, the month or the day, as sources give it."""


class Model(BaseModel):
    """What all content models share."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, populate_by_name=True
    )

    @field_validator("*")
    @classmethod
    def _nothing_twice(cls, value: Any) -> Any:
        if isinstance(value, list):
            twice = next((one for place, one in enumerate(value) if one in value[:place]), None)
            if twice is not None:
                raise ValueError(f"{getattr(twice, 'id', twice)!s:.60} stands twice in this list")
        return value


# Evidence


class Source(Model):
    """Where something was read."""

    title: str
    url: str | None
    published_or_amended: str | None = None
    accessed_copy: str | None = None


class Fact(Model):
    """One statement of the evidence, with its sources and doubts; not shown as it stands."""

    id: FactId
    topic: str
    statement: str
    applies_to: list[Audience] = Field(min_length=1)
    value: dict[str, Any] | None
    sources: list[Source] = Field(min_length=1)
    confidence: Confidence
    valid_from: PartialDate | None
    valid_to: PartialDate | None
    checked: Day
    note: str

    def expired(self, today: dt.date) -> bool:
        """Tell whether the fact's term, where it has one, is over."""
        return self.valid_to is not None and today.isoformat()[: len(self.valid_to)] > self.valid_to


Scalar = int | float
Values = Scalar | list[Id] | dict[Id, Scalar]


class DatedValue(Model):
    """What a parameter is from one day on, until the next value or its own end."""

    from_: Day = Field(alias="from")
    to: Day | None = None
    value: Values | None
    source: Source
    confidence: Confidence | None = None
    from_approximate: bool = False
    note: str | None = None


class Parameter(Model):
    """A number, list or table that the state changes from time to time."""

    id: ParameterId
    label: Text
    unit: Literal[
        "KZT",
        "MCI",
        "years",
        "months",
        "working_days",
        "calendar_days",
        "workers",
        "share",
        "percent",
        "regions",
        "places",
    ]
    description: str
    values: list[DatedValue] = Field(min_length=1)
    confidence: Confidence
    note: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for earlier, later in zip(self.values, self.values[1:], strict=False):
            if later.from_ <= earlier.from_:
                raise ValueError(f"the value from {later.from_} must come after {earlier.from_}")
            if earlier.to is not None and earlier.to >= later.from_:
                raise ValueError(f"the value from {earlier.from_} ends after {later.from_} begins")
        return self


# Things that answers and flows refer to


class Contact(Model):
    """A body or line that helps; `phones` is empty where none could be confirmed."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    name: Text
    kind: Literal["emergency", "hotline", "state", "ngo", "international", "embassy"]
    phones: list[Annotated[str, Field(pattern=r"^\+?[0-9 ()-]{3,}$")]]
    site: str | None = None
    address: Text | None = None
    hours: Text | None
    hours_assumed: bool = False
    languages: list[Literal["kk", "ru", "uz", "ky", "tg", "en"]]
    languages_checked: bool
    what_for: Text
    free_of_charge: bool | None
    region: Text | None
    sources: list[Source] = Field(min_length=1)
    confidence: Confidence
    checked: Day
    note: str


class Paper(Model):
    """A document that a person may need: what it is and how to get it."""

    id: Id
    name: Text
    what: Text
    how: Text
    facts: list[FactId] = Field(min_length=1)


class Letter(Model):
    """A text to copy, in Kazakh and Russian, with blanks to fill by hand."""

    id: Id
    title: Text
    use: Text
    text: dict[Literal["kk", "ru"], str]
    facts: list[FactId]

    @field_validator("text")
    @classmethod
    def _same_numbers(cls, text: dict[str, str]) -> dict[str, str]:
        numbers = [Counter(re.findall(r"\d+", one)) for one in text.values()]
        if any(one != numbers[0] for one in numbers):
            differing = sorted((numbers[0] - numbers[1]) + (numbers[1] - numbers[0]))
            raise ValueError(f"the two texts differ in numbers: {', '.join(differing)}")
        return text


class RegionNote(Model):
    """One thing worth knowing about a region."""

    topic: Literal[
        "climate", "heating", "jobs", "quota", "help", "housing", "school", "transport", "other"
    ]
    say: Text
    facts: list[FactId] = Field(min_length=1)


class Region(Model):
    """A region or city of the first rank."""

    id: Id
    name: Text
    aliases: list[str] = []
    guide: list[RegionNote] = []


# Ways of asking are written for each language, they are not translations of each other.
WaysOfAsking = dict[Literal["en", "kk", "ru", "uz", "ky", "tg"], list[str]]
assert set(LANGUAGES) == {"en", "kk", "ru", "uz", "ky", "tg"}  # noqa: S101 - the two lists are one

See = Annotated[str, Field(pattern=r"^(flow:)?[a-z][a-z0-9_]*$")]


class Answer(Model):
    """The checked answer to one question."""

    id: Id
    question: Text
    answer: Text
    ask: WaysOfAsking
    see: list[See] = []
    contacts: list[str] = []
    confirm: list[str] = []
    facts: list[FactId] = Field(min_length=1)
    reviewed: Day


class Urgent(Model):
    """A kind of danger: how people write of it, and the card that comes before everything."""

    id: Id
    title: Text
    say: Text
    phrases: WaysOfAsking
    near_misses: WaysOfAsking = {}
    see: list[See] = []
    contacts: list[str] = Field(min_length=1)
    facts: list[FactId] = Field(min_length=1)


# Flows


class Number(Model):
    """The whole numbers that a step takes."""

    min: int = Field(ge=0)
    max: int = Field(le=1000)

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.min >= self.max:
            raise ValueError(f"min {self.min} must be below max {self.max}")
        return self


class Step(Model):
    """One question of a flow, skipped where its `when` does not hold."""

    id: Id
    ask: Text
    why: Text | None = None
    when: When | None = None
    choices: dict[Id, Text] | None = None
    choices_from: Literal["regions"] | None = None
    number: Number | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if sum(x is not None for x in (self.choices, self.choices_from, self.number)) != 1:
            raise ValueError("a step has exactly one of choices, choices_from and number")
        if self.choices is not None and len(self.choices) < 2:
            raise ValueError("a step needs at least two choices")
        return self


class Criterion(Model):
    """One condition of eligibility, shown with its own verdict."""

    id: Id
    text: Text
    when: When | None = None
    met: When
    unclear: When | None = None
    facts: list[FactId] = Field(min_length=1)


class Outcome(Model):
    """Where a flow ends: the short answer."""

    id: Id
    when: When | None = None
    verdict: Literal["good", "maybe", "wait", "no", "info", "urgent"]
    title: Text
    say: Text
    facts: list[FactId] = Field(min_length=1)


TermUnit = Literal["working_days", "calendar_days", "weeks", "months", "years"]
TermValue = int | tuple[int, int] | ParameterId


class Task(Model):
    """One thing to do, in order, with the term it takes or must be done in."""

    id: Id
    when: When | None = None
    do: Text
    how: Text | None = None
    term: Annotated[dict[TermUnit, TermValue], Field(min_length=1, max_length=1)] | None = None
    contacts: list[str] = []
    facts: list[FactId] = Field(min_length=1)


class PaperUse(Model):
    """A paper on the checklist of a flow, and for whom."""

    paper: Id
    when: When | None = None


Factor = int | float | str
Factors = Annotated[list[Factor], Field(min_length=1)]


class Amount(Model):
    """Money: a product of answers, dated parameters and plain numbers, in tenge."""

    id: Id
    label: Text
    when: When | None = None
    multiply: Factors | None = None
    between: tuple[Factors, Factors] | None = None
    per: Literal["once", "month"] = "once"
    up_to: bool = False
    note: Text | None = None
    facts: list[FactId] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.multiply is None) == (self.between is None):
            raise ValueError("an amount has exactly one of multiply and between")
        return self

    def products(self) -> tuple[Factors, ...]:
        """Return the one product, or the lower and the upper one."""
        return self.between if self.between is not None else (self.multiply or [],)


class Note(Model):
    """A short paragraph that applies to some."""

    id: Id
    kind: Literal["tip", "warning", "duty", "refusal", "doubt"]
    when: When | None = None
    say: Text
    see: list[See] = []
    contacts: list[str] = []
    facts: list[FactId] = Field(min_length=1)


class ContactUse(Model):
    """A contact of a flow, and for whom."""

    contact: str
    when: When | None = None


class LetterUse(Model):
    """A letter of a flow, and for whom."""

    letter: Id
    when: When | None = None


class Desk(Model):
    """What a person shows at the desk: her request and its legal ground."""

    id: Id
    when: When | None = None
    request: Text
    ground: Text
    facts: list[FactId] = Field(min_length=1)


def _short_use(key: str) -> BeforeValidator:
    return BeforeValidator(lambda v: {key: v} if isinstance(v, str) else v)


class Flow(Model):
    """A scripted conversation: guarded questions in order, then one outcome and what follows."""

    id: Annotated[Id, Field(max_length=24)]
    order: int = 100
    """Its place in the menu; flows of the same number follow each other by id."""
    topic: Id | None = None
    """What it is counted under beside the answers of the file of that name; else by its own id."""
    icon: str
    title: Text
    about: Text
    ask: WaysOfAsking
    reviewed: Day
    confirm: list[str] = Field(min_length=1)
    steps: list[Step] = Field(min_length=1)
    criteria: list[Criterion] = []
    outcomes: list[Outcome] = Field(min_length=1)
    tasks: list[Task] = []
    papers: list[Annotated[PaperUse, _short_use("paper")]] = []
    amounts: list[Amount] = []
    notes: list[Note] = []
    contacts: list[Annotated[ContactUse, _short_use("contact")]] = []
    letters: list[Annotated[LetterUse, _short_use("letter")]] = []
    desk: list[Desk] = []
    facts: list[FactId] = []

    def step(self, step_id: str) -> Step | None:
        """Return the step of that id, or nothing."""
        return next((step for step in self.steps if step.id == step_id), None)


class NumberWords(Model):
    """Words that people write for numbers, per language."""

    words: dict[Literal["en", "kk", "ru", "uz", "ky", "tg"], dict[str, int]]
