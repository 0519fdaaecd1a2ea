"""`komek i18n`: the catalogues for translators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from rich.console import Console
from rich.table import Table

from bot.content import LANGUAGES, SOURCE_LANGUAGE, ContentError, read
from bot.content.catalogue import catalogue_path, to_bytes, update
from bot.content.extraction import extract
from bot.content.source import read_yaml
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


@command.command("report")
def report() -> None:
    """Tell per language how many texts are done, stale or missing, and who has read them.

    Stale: the English has changed since, and the translation is marked fuzzy until somebody
    looks at it. Missing: shown in Russian or English for now.
    """
    root = Settings().content
    texts = _texts(root)
    readers = _readers(root)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("language", "texts", "done", "stale", "missing"):
        table.add_column(heading, justify="left" if heading == "language" else "right")
    table.add_column("native reader")
    for language in LANGUAGES:
        state = _state(root, language, texts)
        counts = (state.total(), state["done"], state["stale"], state["missing"])
        table.add_row(language, *map(str, counts), readers[language])
    Console().print(table)


def _state(root: Path, language: str, texts: Mapping[str, Catalog]) -> Counter[str]:
    """Count the texts of a language by what has become of them."""
    counted: Counter[str] = Counter()
    for name, catalogue in texts.items():
        path = catalogue_path(root / "locales", language, name)
        known = {message.context: message for message in _current(path)}
        for text in catalogue:
            if not text.context:
                continue
            message = known.get(text.context)
            if language == SOURCE_LANGUAGE:
                counted["done"] += 1
            elif message is None or not message.string:
                counted["missing"] += 1
            else:
                counted["stale" if message.fuzzy or message.id != text.id else "done"] += 1
    return counted


def _readers(root: Path) -> dict[str, str]:
    """Read who has read the texts of each language, from `locales/readers.yaml`."""
    name = "locales/readers.yaml"
    if not (root / name).exists():
        raise click.ClickException(f"{name} is missing; bring it back from git")
    source = read_yaml(root / name, name)
    if source.problems:
        raise click.ClickException(str(source.problems[0]))
    said = source.data if isinstance(source.data, dict) else {}
    if set(said) != set(LANGUAGES):
        raise click.ClickException(f"{name} must have one line for each of {', '.join(LANGUAGES)}")
    return {language: str(state) for language, state in said.items()}


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
