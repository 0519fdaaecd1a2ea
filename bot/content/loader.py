"""Reading the content folder into a `Library`, telling everything that is wrong at once."""

from __future__ import annotations

import difflib
import hashlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePath
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from . import models
from .cache import cached
from .catalogue import catalogue_path, read_translations
from .library import Library, step_key
from .problems import ContentError, Problem
from .references import check_references
from .source import Origin, Place, SourceFile, read_yaml
from .text import LANGUAGES, SOURCE_LANGUAGE, Text
from .texts import Found, texts_of

Item = TypeVar("Item", bound=BaseModel)


@dataclass(slots=True)
class Content:
    """What was read, before it is known to be right: items by kind and id, and their origins."""

    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    origins: dict[tuple[str, str], Origin] = field(default_factory=dict)
    files: list[SourceFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def texts(self) -> Iterator[tuple[SourceFile, Found]]:
        """Go through every text with the file it stands in; places count from the file's top."""
        for (kind, item_id), origin in self.origins.items():
            item, root = self.items[kind][item_id], f"{kind}:{item_id}"
            if isinstance(item, Text):
                yield origin.source, Found(root, origin.place, item, ())
                continue
            for found in texts_of(item, root):
                yield origin.source, found._replace(place=(*origin.place, *found.place))


# kind, files, model, whether the file is a mapping from id to item
_LAYOUT: tuple[tuple[str, str, type[BaseModel], str], ...] = (
    ("flow", "flows/*.yaml", models.Flow, "one"),
    ("answer", "knowledge/answers/*.yaml", models.Answer, "list"),
    ("fact", "knowledge/facts/*.yaml", models.Fact, "list"),
    ("paper", "knowledge/papers.yaml", models.Paper, "list"),
    ("contact", "knowledge/contacts.yaml", models.Contact, "list"),
    ("parameter", "knowledge/parameters.yaml", models.Parameter, "mapping"),
    ("region", "knowledge/regions.yaml", models.Region, "list"),
    ("letter", "knowledge/letters.yaml", models.Letter, "list"),
    ("urgent", "knowledge/urgent.yaml", models.Urgent, "list"),
)
_INTERFACE = "knowledge/interface.yaml"
_NUMBERS = "knowledge/numbers.yaml"


def load(root: Path, cache_folder: Path | None = None) -> Library:
    """Load the content folder `root`; raises `ContentError` with every problem found.

    With a `cache_folder` the checked library is kept there under the hash of all content and of
    this package, so that the next start does not read the YAML again.
    """
    paths = _content_files(root)
    revision = _revision(root, paths)

    def make() -> Library:
        content = read(root)
        if content.problems:
            raise ContentError(content.problems)
        return _library(content, revision)

    return cached(cache_folder, "library", revision, make)


def read(root: Path) -> Content:
    """Read, validate and cross-check the content folder; problems are in the result."""
    content = Content()
    for kind, pattern, model, shape in _LAYOUT:
        content.items[kind] = {}
        for path in sorted(root.glob(pattern)):
            source = _open(content, root, path)
            _read_items(content, kind, model, shape, source)
    _read_interface(content, root)
    _read_numbers(content, root)
    _translate(content, root / "locales")
    if not content.problems:
        content.problems.extend(check_references(content.items, content.origins))
    return content


def _open(content: Content, root: Path, path: Path) -> SourceFile:
    source = read_yaml(path, path.relative_to(root).as_posix())
    content.files.append(source)
    content.problems.extend(source.problems)
    return source


def _read_items(
    content: Content, kind: str, model: type[BaseModel], shape: str, source: SourceFile
) -> None:
    data = source.data
    if data is None:
        if not source.problems:
            content.problems.append(
                Problem(source.name, 1, "empty-file", "the file is empty", "fill or delete it")
            )
        return
    if shape == "one":
        entries: list[tuple[Place, Any]] = [((), data)]
    elif shape == "mapping" and isinstance(data, dict):
        entries = [
            ((key,), {"id": key, **value} if isinstance(value, dict) else value)
            for key, value in data.items()
        ]
    elif shape == "list" and isinstance(data, list):
        entries = [((position,), value) for position, value in enumerate(data)]
    else:
        wanted = (
            "a list of items (lines that begin with '- ')" if shape == "list" else "ids with items"
        )
        content.problems.append(
            source.problem("wrong-shape", (), "the file has the wrong shape", f"make it {wanted}")
        )
        return
    for place, value in entries:
        item = _validated(content, source, place, value, TypeAdapter(model))
        if item is not None:
            _keep(content, kind, item, Origin(source, place))


def _keep(content: Content, kind: str, item: Any, origin: Origin) -> None:
    known = content.origins.get((kind, item.id))
    if known is not None:
        first = f"{known.source.name}:{known.source.line((*known.place, 'id'))}"
        content.problems.append(
            origin.problem(
                "duplicate-id",
                ("id",),
                f"the {kind} {item.id!r} exists already in {first}",
                "give one of the two another id",
            )
        )
        return
    if kind == "flow" and origin.source.name != f"flows/{item.id}.yaml":
        content.problems.append(
            origin.problem(
                "file-name",
                ("id",),
                f"the flow {item.id!r} stands in {origin.source.name}",
                f"name the file flows/{item.id}.yaml",
            )
        )
    content.items[kind][item.id] = item
    content.origins[(kind, item.id)] = origin


def _read_interface(content: Content, root: Path) -> None:
    content.items["interface"] = {}
    source = _open(content, root, root / _INTERFACE)
    texts = _validated(content, source, (), source.data, TypeAdapter(dict[str, Text]))
    for phrase, text in (texts or {}).items():
        content.items["interface"][phrase] = text
        content.origins[("interface", phrase)] = Origin(source, (phrase,))


def _read_numbers(content: Content, root: Path) -> None:
    content.items["numbers"] = {}
    path = root / _NUMBERS
    if path.exists():
        source = _open(content, root, path)
        words = _validated(content, source, (), source.data, TypeAdapter(models.NumberWords))
        if words is not None:
            content.items["numbers"] = {str(k): v for k, v in words.words.items()}


Validated = TypeVar("Validated")


def _validated(
    content: Content, source: SourceFile, place: Place, value: Any, adapter: TypeAdapter[Validated]
) -> Validated | None:
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        problems = {_problem(source, place, details) for details in error.errors(include_url=False)}
        content.problems.extend(problems)
        return None


def _problem(source: SourceFile, place: Place, details: ErrorDetails) -> Problem:
    at = (*place, *details["loc"])
    key = next((name for name in reversed(details["loc"]) if isinstance(name, str)), "")
    about = f"{key}: " if key else ""
    match details["type"]:
        case "missing":
            return source.problem("missing-key", at, f"the key {key!r} is missing", f"add `{key}:`")
        case "extra_forbidden":
            near = difflib.get_close_matches(key, [k for k in _known_keys() if k != key], 1)
            mend = f"did you mean {near[0]!r}?" if near else "delete it or check its indentation"
            return source.problem("unknown-key", at, f"the key {key!r} is not known here", mend)
        case "value_error":
            cause = details["msg"].removeprefix("Value error, ")
            return source.problem("wrong-value", at, about + cause, "correct the value")
        case _:
            given = details.get("input")
            shown = repr(given) if isinstance(given, str | int | float | bool | None) else "this"
            return source.problem(
                "wrong-value", at, f"{about}{shown}: {details['msg'].lower()}", "correct the value"
            )


@cache
def _known_keys() -> list[str]:
    found = [m for m in vars(models).values() if isinstance(m, type) and issubclass(m, BaseModel)]
    return sorted({info.alias or name for m in found for name, info in m.model_fields.items()})


def _translate(content: Content, locales: Path) -> None:
    texts: dict[str, list[Text]] = {}
    for source, found in content.texts():
        found.text.context = found.context
        texts.setdefault(source.name, []).append(found.text)
    for name, of_file in texts.items():
        for language in LANGUAGES:
            if language == SOURCE_LANGUAGE:
                continue
            path = catalogue_path(locales, language, name)
            shown = path.relative_to(locales.parent).as_posix()
            translations, problems = read_translations(path, shown)
            content.problems.extend(problems)
            for text in of_file:
                english, translation = translations.get(text.context, ("", ""))
                if english == text.source:
                    text.translations[language] = translation


def _library(content: Content, revision: str) -> Library:
    items: Mapping[str, dict[str, Any]] = content.items
    return Library(
        revision=revision,
        flows=dict(sorted(items["flow"].items(), key=lambda entry: (entry[1].order, entry[0]))),
        answers=items["answer"],
        facts=items["fact"],
        papers=items["paper"],
        contacts=items["contact"],
        parameters=items["parameter"],
        regions=items["region"],
        letters=items["letter"],
        urgent=items["urgent"],
        interface=items["interface"],
        number_words=items["numbers"],
        step_keys={
            step_key(flow.id, step): (flow.id, step.id)
            for flow in items["flow"].values()
            for step in flow.steps
        },
        topics=_topics(content),
    )


def _topics(content: Content) -> dict[str, str]:
    answers = {
        answer_id: PurePath(content.origins["answer", answer_id].source.name).stem
        for answer_id in content.items["answer"]
    }
    flows = {f"flow:{flow.id}": flow.topic or flow.id for flow in content.items["flow"].values()}
    return answers | flows


def _content_files(root: Path) -> list[Path]:
    files = [path for folder in ("flows", "knowledge") for path in root.glob(f"{folder}/**/*.yaml")]
    return sorted([*files, *root.glob("locales/**/*.po")])


def _revision(root: Path, paths: list[Path]) -> str:
    digest = hashlib.sha256(repr(sys.version_info).encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    for path in paths:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
