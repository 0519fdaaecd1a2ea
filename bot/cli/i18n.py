"""`komek i18n`: the catalogues for translators."""

from __future__ import annotations

from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.content import LANGUAGES, SOURCE_LANGUAGE, ContentError, read
from bot.content.catalogue import catalogue_path, to_bytes, update
from bot.content.extraction import extract
from bot.settings import Settings


@click.group()
def command() -> None:
    """Prepare the catalogues for translators."""


@command.command("extract")
def extract_templates() -> None:
    """Write the English texts to `locales/templates/`, one template per content file."""
    root = Settings().content
    for name, texts in _texts(root).items():
        path = (root / "locales" / "templates" / name).with_suffix(".pot")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(to_bytes(texts))
        click.echo(f"{path.relative_to(root)}: {len(texts)} texts")


@command.command("update")
def update_catalogues() -> None:
    """Bring every language's catalogues up to date with the English texts.

    Translations of changed texts are kept and marked fuzzy; nothing finished is lost.
    """
    root = Settings().content
    for name, texts in _texts(root).items():
        for language in LANGUAGES:
            if language == SOURCE_LANGUAGE:
                continue
            path = catalogue_path(root / "locales", language, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(to_bytes(update(_current(path), texts, language)))
    click.echo("the catalogues are up to date")


def _texts(root: Path) -> dict[str, Catalog]:
    content = read(root)
    if content.problems:
        raise click.ClickException(str(ContentError(content.problems)))
    return extract(content)


def _current(path: Path) -> Catalog:
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file)
