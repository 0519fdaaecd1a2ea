"""What several commands share: the library, or its problems in plain words, and dates."""

from __future__ import annotations

from datetime import date

import click

from bot.content import LANGUAGES, ContentError, Library, load
from bot.settings import Settings


def load_library(settings: Settings) -> Library:
    """Load the content, or end the command with everything that is wrong with it."""
    try:
        return load(settings.content, settings.data / "cache")
    except ContentError as error:
        raise told(error) from None


class Day(click.ParamType[date]):
    """A day on the command line: 2026-01-31."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Turn the text of a day into a date."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a day such as 2026-01-31", param, ctx)


on_option = click.option(
    "--on", type=Day(), default=date.today, metavar="DATE", help="The day whose rules hold."
)
lang_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language."
)


def told(error: ContentError) -> click.ClickException:
    """Tell every problem, and return the error that ends a command."""
    for problem in error.problems:
        click.echo(str(problem), err=True)
    return click.ClickException(f"{len(error.problems)} problems in the content")
