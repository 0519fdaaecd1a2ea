"""Collecting the English texts for translators, one catalogue per content file."""

from __future__ import annotations

from babel.messages.catalog import Catalog

from .catalogue import EPOCH
from .loader import Content


def extract(content: Content) -> dict[str, Catalog]:
    """Return the catalogue of English texts of each content file, by the file's name.

    Each entry says in its comments which facts stand behind the text.
    """
    catalogues: dict[str, Catalog] = {}
    for source, found in content.texts():
        if source.name not in catalogues:
            catalogues[source.name] = Catalog(
                project="Komek",
                copyright_holder="the Komek team",
                charset="utf-8",
                creation_date=EPOCH,
                revision_date=EPOCH,
                fuzzy=False,
                header_comment=f"# Texts of {source.name}. English is the source language.",
            )
        catalogues[source.name].add(
            found.text.source,
            context=found.context,
            locations=[(source.name, source.line(found.place))],
            auto_comments=[f"Facts: {', '.join(found.facts)}"] if found.facts else [],
        )
    return catalogues
