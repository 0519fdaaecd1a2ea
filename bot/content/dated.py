"""What a dated parameter is on a day: that day's value, or an error, never a guess."""

from __future__ import annotations

import datetime as dt

from .models import DatedValue, Parameter


class NoValueError(LookupError):
    """The parameter has no known value on that day."""


def value_on(parameter: Parameter, day: dt.date) -> DatedValue:
    """Return the value of `parameter` that holds on `day`.

    Raises `NoValueError` before the first value, after an explicit end, and where the value is
    recorded as not known.
    """
    for dated in reversed(parameter.values):
        if dated.from_ <= day:
            if dated.value is None:
                raise NoValueError(f"{parameter.id} is not known from {dated.from_}")
            if dated.to is not None and day > dated.to:
                raise NoValueError(f"{parameter.id} is not known after {dated.to}")
            return dated
    raise NoValueError(f"{parameter.id} is not known before {parameter.values[0].from_}")
