"""Gettext catalogues: one PO file per content file and language, matched by context.

`flows/school_enrollment.yaml` is translated in `locales/ru/flows/school_enrollment.po`. A changed
English sentence keeps its old translation but turns it *fuzzy*; a fuzzy translation is not shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from .problems import Problem

EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""Dates in headers would change every file at every run; git knows the dates better."""


def catalogue_path(locales: Path, language: str, source_name: str) -> Path:
    """Return where the translations of the content file `source_name` stand."""
    return locales / language / PurePosixPath(source_name).with_suffix(".po")


def read_translations(path: Path, name: str) -> tuple[dict[str, tuple[str, str]], list[Problem]]:
    """Read the finished translations of a PO file: context → (English, translation)."""
    if not path.exists():
        return {}, []
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 1
        cause = f"this catalogue cannot be read: {error}"
        mend = "open it in Poedit, which shows the broken entry, and save it again"
        return {}, [Problem(name, line, "po-syntax", cause, mend)]
    return {
        message.context: (str(message.id), str(message.string))
        for message in catalogue
        if message.context and message.string and not message.fuzzy
    }, list(_repeated(path, name))


def _repeated(path: Path, name: str) -> Iterator[Problem]:
    """Report entries that stand twice; the reader of catalogues would silently keep one."""
    first: dict[str, int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("msgctxt "):
            continue
        if line in first:
            entry = line.removeprefix("msgctxt ")
            cause = f"the entry {entry} stands twice, first on line {first[line]}"
            yield Problem(name, number, "po-duplicate", cause, "keep one of the two")
        first.setdefault(line, number)


def update(current: Catalog, texts: Catalog, language: str) -> Catalog:
    """Bring a language's catalogue up to date with the English texts.

    Contexts are unique, so a text is followed by its context: same English, translation kept;
    changed English, translation kept as fuzzy with the previous English in a comment; text that
    moved to another context, translation taken along. Texts that are gone are dropped.
    """
    old = {message.context: message for message in current if message.context}
    by_source = {str(message.id): message for message in old.values() if message.string}
    new = Catalog(
        locale=language,
        project=texts.project,
        copyright_holder=texts.copyright_holder,
        charset="utf-8",
        creation_date=EPOCH,
        revision_date=EPOCH,
        fuzzy=False,
        last_translator="",
        language_team="",
        header_comment=texts.header_comment,
    )
    for text in texts:
        if not text.context:
            continue
        known = old.get(text.context)
        if known is None or not known.string:
            known = by_source.get(str(text.id))
        new[text.id] = _carried(text, known)
    return new


_WAS = "Was: "
"""Begins the comment with the English text that a stale translation was made from."""


def _carried(text: Message, known: Message | None) -> Message:
    if known is None or not known.string:
        return Message(
            text.id,
            "",
            locations=text.locations,
            auto_comments=text.auto_comments,
            context=text.context,
        )
    changed = known.id != text.id
    fuzzy = changed or known.fuzzy
    comments = [one for one in known.user_comments if fuzzy or not one.startswith(_WAS)]
    if changed:
        comments = [one for one in comments if not one.startswith(_WAS)]
        comments.append(_WAS + " ".join(str(known.id).split()))
    return Message(
        text.id,
        known.string,
        locations=text.locations,
        flags=["fuzzy"] if fuzzy else [],
        auto_comments=text.auto_comments,
        context=text.context,
        user_comments=comments,
    )


def to_bytes(catalogue: Catalog) -> bytes:
    """Write a catalogue the way it is kept in git: no line numbers, no wrapping surprises."""
    buffer = BytesIO()
    write_po(
        buffer,
        catalogue,
        width=110,
        omit_header=False,
        include_lineno=False,
        sort_output=False,
    )
    return buffer.getvalue()


def fill(catalogue: Catalog, translations: Mapping[str, str]) -> int:
    """Give untranslated entries the translation of their English text; return how many."""
    count = 0
    for message in catalogue:
        if message.context and not message.string and str(message.id) in translations:
            message.string = translations[str(message.id)]
            count += 1
    return count
