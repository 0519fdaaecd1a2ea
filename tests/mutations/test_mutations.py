"""A mistake in the content does not slip through: it is refused, or it shows in what git compares.

Every mutation is put into a copy of the content. It is caught when reading or checking refuses it
with a message that leads to the right place, when an outcome table changes, when a case fails or
when a report (warnings of `komek check`, coverage) changes.
"""

from __future__ import annotations

import datetime as dt
import gc
import shutil
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.content import Library, Problem, loader, read
from bot.content.catalogue import read_translations
from bot.content.loader import Content
from bot.content.models import Flow
from bot.content.source import read_yaml
from bot.content.texts import texts_of
from bot.proof import coverage
from bot.proof.addresses import address_problems
from bot.proof.check import check_flow
from bot.proof.languages import read_languages
from bot.proof.limits import limit_problems
from bot.proof.markup import format_problems
from bot.proof.reading import reading_problems
from bot.proof.tables_answers import NAME, answers_table
from bot.proof.tables_file import written
from bot.proof.tables_rules import table
from bot.proof.times import time_problems
from bot.proof.translations import translation_problems
from bot.proof.written import Texts, texts
from bot.settings import CHECKOUT
from tests import test_cases
from tests.mutations.mutate import Mutation, mutations

DAY = dt.date(2026, 11, 21)
WANTED = 0.98


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped content to make mistakes in."""
    folder = tmp_path_factory.mktemp("mutated")
    for name in ("flows", "knowledge", "locales"):
        shutil.copytree(CHECKOUT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def made(root: Path) -> list[Mutation]:
    return mutations(root)


def test_there_are_enough_mutations_and_they_stay_the_same(
    root: Path, made: list[Mutation]
) -> None:
    assert len(made) >= 300
    assert made == mutations(root)
    for one in made:
        assert one.text != (root / one.file).read_text(encoding="utf-8"), one


def test_mistakes_are_caught(
    root: Path, made: list[Mutation], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        judge = Judge(root, patch)
        gc.freeze()  # what is remembered stays, so the collector need not look at it every time
        try:
            verdicts = {one: judge.verdict(one) for one in made}
        finally:
            gc.unfreeze()
    missed = [one for one, verdict in verdicts.items() if verdict.startswith("missed")]
    share = 1 - len(missed) / len(made)
    with capsys.disabled():
        print(f"\n{share:.1%} of {len(made)} mutations are caught:", Counter(verdicts.values()))
        for one in missed:
            print(f"  {verdicts[one]}: {one}")
    assert share >= WANTED


class Judge:
    """Tells how a mutation is caught, reading anew only the file that it changes."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self._root = root
        self._changed = ""
        self._remember(patch)
        self._before = self._read()
        assert not self._before.problems
        self._library = loader._library(self._before, "shipped")
        self._tables = dict(self._written(self._library, self._library.flows.values()))
        self._findings: dict[str, set[tuple[str, str, str]]] = {}
        self._texts = texts(self._before, root)
        self._coverage = coverage(self._library)

    def verdict(self, mutation: Mutation) -> str:
        """Say how the mutation is caught, or `missed`."""
        path = self._root / mutation.file
        right = path.read_text(encoding="utf-8")
        path.write_text(mutation.text, encoding="utf-8")
        self._changed = mutation.file
        try:
            return self._judged(mutation, right)
        finally:
            path.write_text(right, encoding="utf-8")
            self._changed = ""

    def _judged(self, mutation: Mutation, right: str) -> str:
        content = self._read()
        if content.problems:
            found = any(_leads_there(problem, mutation) for problem in content.problems)
            return "refused" if found else f"missed, refused elsewhere: {content.problems[0]}"
        library = loader._library(content, "mutated")
        flows = [flow for flow in library.flows.values() if _touches(mutation.file, flow)]
        if any(self._tables[name] != text for name, text in self._written(library, flows)):
            return "changes a table"
        if any(
            _fails(library, case)
            for case in test_cases.CASES
            if case["flow"] in {f.id for f in flows}
        ):
            return "fails a case"
        findings = self._check(content, library, mutation.file)
        before = self._findings_before(mutation.file, right)
        new = [one for one in findings if _meaning(one) not in before]
        if any(one.severity == "error" and _leads_there(one, mutation) for one in new):
            return "refused by the check"
        if any(one.severity == "warning" for one in new):
            return "changes the check's warnings"
        if any(one.code in ("translation-stale", "translation-missing") for one in new):
            return "changes the list for translators"
        if coverage(library) != self._coverage:
            return "changes the coverage"
        return f"missed, refused elsewhere: {new[0]}" if new else "missed"

    def _findings_before(self, file: str, right: str) -> set[tuple[str, str, str]]:
        """Return what the check says of a file as it was shipped."""
        if file not in self._findings:
            (self._root / file).write_text(right, encoding="utf-8")
            problems = self._check(self._before, self._library, file)
            self._findings[file] = set(map(_meaning, problems))
        return self._findings[file]

    def _check(self, content: Content, library: Library, file: str) -> list[Problem]:
        """Check one file as `komek check` does: its flow, its texts and their translations."""
        only = _only(content, _source(file))
        own = texts(only, self._root)
        others = {k: v for k, v in self._texts.english.items() if v.file != _source(file)}
        whole = Texts(
            {**others, **own.english},
            (
                *(one for one in self._texts.translated if _source(one.file) != _source(file)),
                *own.translated,
            ),
        )
        declared, found = read_languages(self._root)
        for flow in library.flows.values():
            if file == f"flows/{flow.id}.yaml":
                found.extend(check_flow(library, flow, content.origins["flow", flow.id], DAY))
        if not file.startswith("locales/"):
            found.extend(time_problems(content, DAY))
        found.extend(address_problems(only))
        found.extend(translation_problems(library, own, declared))
        found.extend(format_problems(own, declared))
        found.extend(limit_problems(library, whole, declared))
        found.extend(reading_problems(own))
        return found

    def _written(self, library: Library, flows: Any) -> Iterator[tuple[str, str]]:
        yield NAME, written(answers_table(library))
        for flow in flows:
            yield flow.id, written(table(library, flow, DAY))

    def _read(self) -> Content:
        return read(self._root)

    def _remember(self, patch: pytest.MonkeyPatch) -> None:
        """Let the loader remember what comes from files that are as they were."""
        known: dict[Any, Any] = {}

        def remembered(key: Any, file: str, make: Any) -> Any:
            if self._changed and _source(file) == _source(self._changed):
                return make()
            if key not in known:
                known[key] = make()
            return known[key]

        validated = loader._validated
        sources: dict[int, str] = {}

        def validated_once(content: Any, source: Any, place: Any, value: Any, adapter: Any) -> Any:
            def make() -> Any:
                return validated(content, source, place, value, adapter)

            item = remembered(("item", source.name, place), source.name, make)
            sources[id(item)] = source.name
            return item

        def texts_once(item: Any, root: str) -> Any:
            key = ("texts", id(item), root)
            return remembered(key, sources[id(item)], lambda: list(texts_of(item, root)))

        patch.setattr(
            loader,
            "read_yaml",
            lambda path, name: remembered(("yaml", name), name, lambda: read_yaml(path, name)),
        )
        patch.setattr(
            loader,
            "read_translations",
            lambda path, name: remembered(
                ("po", name), name, lambda: read_translations(path, name)
            ),
        )
        patch.setattr(loader, "_validated", validated_once)
        patch.setattr(loader, "texts_of", texts_once)


@cache
def _source(file: str) -> str:
    """Return the content file behind a catalogue: locales/ru/flows/x.po → flows/x.yaml."""
    if not file.startswith("locales/"):
        return file
    return Path(*Path(file).parts[2:]).with_suffix(".yaml").as_posix()


def _only(content: Content, source: str) -> Content:
    """Return the content as if only the items of one file were there to be checked."""
    origins = {
        key: origin for key, origin in content.origins.items() if origin.source.name == source
    }
    return Content(items=content.items, origins=origins, files=content.files)


def _touches(file: str, flow: Flow) -> bool:
    """Tell whether the table of a flow is made from that file."""
    shared = {
        f"knowledge/{name}.yaml"
        for name in ("papers", "contacts", "parameters", "regions", "letters")
    }
    return file == f"flows/{flow.id}.yaml" or file in shared


def _leads_there(problem: Problem, mutation: Mutation) -> bool:
    """Tell whether a message leads to the mistake: to its lines, or by name from where it is used."""
    first, last = mutation.lines
    near = problem.file == mutation.file and first - 1 <= problem.line <= last + 1
    return near or any(repr(name) in problem.cause for name in mutation.names)


def _meaning(problem: Problem) -> tuple[str, str, str]:
    return problem.file, problem.code, problem.cause


def _fails(library: Library, case: dict[str, Any]) -> bool:
    try:
        test_cases.test_case(library, case)
    except Exception:
        return True
    return False
