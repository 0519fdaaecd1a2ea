"""`komek check`: is the content right?"""

from __future__ import annotations

import click

from bot.content import read
from bot.settings import Settings


@click.command()
def command() -> None:
    """Load and validate all content; the exit status is 1 when anything is wrong."""
    content = read(Settings().content)
    for problem in sorted(content.problems):
        click.echo(str(problem))
    counted = ", ".join(f"{len(items)} {kind}" for kind, items in content.items.items() if items)
    click.echo(f"{len(content.problems)} problems in {len(content.files)} files ({counted})")
    raise SystemExit(1 if content.problems else 0)
