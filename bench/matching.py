"""Measure the matching on the labelled questions and write docs/quality.md."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.matching_baselines import Scores, baselines
from bench.matching_calibrate import thresholds
from bench.matching_questions import FITTED_ON, Question, facts_of, is_right, questions
from bot.content import LANGUAGES, Library, load
from bot.matching import Match, Matcher, Semantic, load_matcher, load_semantic
from bot.matching.bank import Bank, Entry, bank_of
from bot.matching.lexical import Lexical, fit_lexical
from bot.matching.linear import _LONGEST, Linear
from bot.settings import Settings

PLAIN = 3
"""The plain methods, the slowest of which takes a quarter of a second, are asked every third question."""
REPORT = Path(__file__).parent.parent / "docs" / "quality.md"


@dataclass(frozen=True, slots=True)
class Asked:
    """What one method made of one question; `likely` is its own idea of being right."""

    question: Question
    entries: tuple[Entry, ...]
    likely: float
    answered: bool
    urgent: str | None
    language: str | None
    ms: float


Method = Callable[[Question], Asked]


@dataclass(frozen=True, slots=True)
class Figures:
    """One row of a table; shares, and milliseconds."""

    in_scope: int
    first: float
    three: float
    wrong_confident: float
    answered: float
    out_answered: float
    recall: float
    false_alarms: float
    near_misses: float
    calibration: float
    language: float
    median: float
    p99: float


def by_matcher(matcher: Matcher, semantic: Semantic | None) -> Method:
    def ask(question: Question) -> Asked:
        begun = time.perf_counter()
        match = matcher.match(question.text, question.language, semantic)
        taken = (time.perf_counter() - begun) * 1000
        return Asked(
            question, _places(matcher, match, question, semantic), match.probability, _sure(match),
            match.urgent, match.language, taken,
        )  # fmt: skip

    return ask


def _sure(match: Match) -> bool:
    return bool(match.parts) or (
        match.entry is not None and match.action in ("answer", "urgent") and not match.suggestions
    )


def _places(
    matcher: Matcher, match: Match, question: Question, semantic: Semantic | None
) -> tuple[Entry, ...]:
    """Return the first entries in order, also those that are not likely enough to be shown."""
    if match.parts:
        return tuple(Entry(part.kind or "answer", part.entry or "") for part in match.parts)
    if match.entry is None:
        return ()
    ranking = matcher.rank(question.text, match.language or question.language, semantic)
    entries = [matcher.entries[place] for place in ranking.entries] if ranking else []
    return tuple(entry for entry in entries if entry.kind != "elsewhere")[:3]


def by_scorer(bank: Bank, scorer: Callable[[str], Scores]) -> Method:
    def ask(question: Question) -> Asked:
        begun = time.perf_counter()
        scores = scorer(question.text)
        taken = (time.perf_counter() - begun) * 1000
        order = np.argsort(-scores)
        entries = tuple(bank.entries[place] for place in order[:8])
        sure = entries[0].kind != "elsewhere"
        kept = tuple(entry for entry in entries if entry.kind != "elsewhere")[:3]
        return Asked(question, kept, float(scores[order[0]]), sure, None, None, taken)

    return ask


def measure(library: Library, asked: list[Asked]) -> Figures:
    cited = _citations(library)

    def rights(one: Asked) -> list[bool]:
        return [is_right(cited(entry), one.question.facts) for entry in one.entries]

    scope = [one for one in asked if one.question.kind == "in_scope" and one.question.facts]
    out = [one for one in asked if one.question.kind == "out_of_scope"]
    danger = [one for one in asked if one.question.urgent and one.question.kind == "urgent"]
    calm = [one for one in asked if not one.question.urgent]
    near = [one for one in calm if one.question.kind == "urgent"]
    told = [one for one in asked if one.question.category != "gibberish"]
    first = [any(rights(one)[:1]) for one in scope]
    judged = [(one.likely, right) for one, right in zip(scope, first, strict=True)]
    times = np.array([one.ms for one in asked]) if asked else np.zeros(1)
    return Figures(
        in_scope=len(scope),
        first=_share(first),
        three=_share(any(rights(one)) for one in scope),
        wrong_confident=_share(
            one.answered and not right for one, right in zip(scope, first, strict=True)
        ),
        answered=_share(one.answered for one in scope),
        out_answered=_share(one.answered for one in out),
        recall=_share(one.urgent is not None for one in danger),
        false_alarms=_share(one.urgent is not None for one in calm),
        near_misses=_share(one.urgent is not None for one in near),
        calibration=_calibration_error(judged + [(one.likely, False) for one in out]),
        language=_share(one.language == one.question.language for one in told),
        median=float(np.median(times)),
        p99=float(np.percentile(times, 99)),
    )


def _citations(library: Library) -> Callable[[Entry], frozenset[str]]:
    known: dict[Entry, frozenset[str]] = {}

    def cited(entry: Entry) -> frozenset[str]:
        if entry not in known:
            known[entry] = facts_of(library, entry)
        return known[entry]

    return cited


def _share(values: Iterable[bool]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else float("nan")


def _calibration_error(judged: list[tuple[float, bool]]) -> float:
    """Return the mean distance of what was promised from what came, over ten bands (ECE)."""
    if not judged:
        return float("nan")
    likely = np.array([one for one, _ in judged])
    right = np.array([one for _, one in judged])
    band = np.minimum((likely * 10).astype(int), 9)
    return float(
        sum(
            abs(likely[band == one].mean() - right[band == one].mean()) * (band == one).mean()
            for one in set(band.tolist())
        )
    )


def with_threshold(library: Library, asked: list[Asked]) -> list[Asked]:
    """Let a plain method answer from where it costs least on dev and tune, as ours does."""
    cited = _citations(library)
    likely, first, among, scope = [], [], [], []
    for one in asked:
        question = one.question
        if question.split not in FITTED_ON or question.kind == "urgent":
            continue
        rights = [is_right(cited(entry), question.facts) for entry in one.entries]
        inside = question.kind == "in_scope"
        likely.append(one.likely if one.answered else 0.0)
        first.append(inside and rights[0])
        among.append(inside and any(rights))
        scope.append(inside)
    highest = max(likely)
    ranks = np.array(likely, dtype=np.float32) / max(highest, 1e-6)
    from_ = thresholds(ranks, np.array(first), np.array(among), np.array(scope))[0] * highest
    return [replace(one, answered=one.answered and one.likely >= from_) for one in asked]


# How the cost grows


def ten_times(bank: Bank) -> Bank:
    """Return a bank of ten times as many entries: each way again with one more word."""
    random = np.random.default_rng(4)
    letters = np.array(list("aeioubdgklmnprstz"))
    words = ["".join(random.choice(letters, 7)) for _ in range(20_000)]
    entries: list[Any] = []
    ways: list[Any] = []
    bodies: list[Any] = []
    grounds: list[Any] = []
    for copy in range(10):
        shift = len(entries)
        entries.extend(replace(entry, id=f"{entry.id}_{copy}") for entry in bank.entries)
        for way in bank.ways:
            own = str(random.choice(words)) if copy else ""
            folded = f"{way.skeleton} {own}".strip()
            ways.append(replace(way, entry=way.entry + shift, skeleton=folded))
        bodies.extend(bank.bodies if not copy else [()] * len(bank.bodies))
        grounds.extend(bank.grounds if not copy else [()] * len(bank.grounds))
    return replace(
        bank, entries=tuple(entries), ways=tuple(ways), bodies=tuple(bodies), grounds=tuple(grounds)
    )


def ten_times_linear(linear: Linear) -> Linear:
    """Return the linear model with ten times the entries, each list cut as fitting would cut it."""
    entries, weights, begins = [], [], [0]
    for begin, end in zip(linear.begins, linear.begins[1:], strict=False):
        many = np.concatenate([linear.entries[begin:end] + c * linear.count for c in range(10)])
        heavy = np.tile(linear.weights[begin:end], 10)
        kept = np.argsort(-np.abs(heavy), kind="stable")[:_LONGEST]
        entries.append(many[kept])
        weights.append(heavy[kept])
        begins.append(begins[-1] + len(kept))
    return Linear(
        np.array(begins, dtype=np.int32), np.concatenate(entries).astype(np.uint16),
        np.concatenate(weights), linear.count * 10,
    )  # fmt: skip


def _aligned(linear: Linear, once: Lexical, grown: Lexical) -> Linear:
    """Return the linear model with its lists at the places that their n-grams have in `grown`."""
    where = np.searchsorted(grown.keys, once.keys)
    sizes = np.zeros(len(grown.keys), dtype=np.int64)
    sizes[where] = np.diff(linear.begins)
    return replace(linear, begins=np.concatenate(([0], np.cumsum(sizes))).astype(np.int32))


def lexical_ms(lexical: Lexical, texts: list[str]) -> tuple[float, float]:
    taken = []
    for _ in range(3):
        for text in texts:
            begun = time.perf_counter()
            reading = lexical.read(text)
            reading.features(reading.candidates())
            taken.append((time.perf_counter() - begun) * 1000)
    return float(np.median(taken)), float(np.percentile(taken, 99))


# The report


def main(library: Library, matcher: Matcher, semantic: Semantic | None) -> None:
    bank = bank_of(library)
    every = questions()
    methods: dict[str, Method] = {}
    if semantic is not None:
        methods["Komek, with the semantic stage"] = by_matcher(matcher, semantic)
    methods["Komek, letters and words only"] = by_matcher(matcher, None)
    plain = {name: by_scorer(bank, scorer) for name, scorer in baselines(bank).items()}
    asked = {name: [method(one) for one in every] for name, method in methods.items()}
    for name, method in plain.items():
        asked[name] = with_threshold(library, [method(one) for one in every[::PLAIN]])
    ours = [name for name in methods if name.startswith("Komek")]
    lines = [_HEAD.format(
        ways=len(bank.ways), answers=len(library.answers), flows=len(library.flows),
        machine=f"{platform.machine()}, Python {platform.python_version()}",
    )]  # fmt: skip
    for title, splits in (
        ("Questions never looked at (own, split test)", {"test"}),
        ("The given development set (dev)", {"dev"}),
        ("Own questions used for tuning (own, split tune)", {"tune"}),
        ("What staff attached to entries: all of it should stay right (learned)", {"learned"}),
    ):
        if not any(one.split in splits for one in every):
            continue
        lines += ["", f"## {title}", "", *_table_of_methods(library, asked, splits)]
        for name in ours:
            lines += ["", f"### {name}", "", *_table_of_languages(library, asked[name], splits)]
    lines += ["", *_scaling(bank)]
    REPORT.write_text("\n".join(lines) + "\n", "utf-8")
    print(REPORT.read_text("utf-8"))


_HEAD = """# How well questions are matched

Written by `python -m bench.matching`; do not edit. {ways} ways of asking for {answers} answers and {flows} flows; {machine}.

An entry is right when it cites one of the first two gold facts of the question, or any two of them; a flow cites
all facts of its outcomes, tasks, criteria and notes. *First* and *three*: the right entry is at the first place, or among
the first three, of the questions in scope that a fact answers. *Wrong confident*: answered at once and wrong, of the same.
*Out answered*: answered at once though out of scope. *Urgent recall*: urgent messages that open the urgent card; *false alarms*: of
all messages that are not urgent; *near misses*: of those made to look urgent. *ECE*: how far the promised probability is
from what came, in scope and out of scope together. Milliseconds are for a whole message, one thread.

The weights and thresholds were fitted on dev and tune, so the figures there flatter a little; those on test do not. The plain
methods are asked every third question and answer as often as the same limits on wrong answers allow on dev and tune."""


def _table_of_methods(
    library: Library, asked: dict[str, list[Asked]], splits: set[str]
) -> list[str]:
    lines = [
        "| method | first | three | answered | wrong confident | out answered | ms median | ms p99 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, found in asked.items():
        f = measure(library, [one for one in found if one.question.split in splits])
        lines.append(
            f"| {name} | {f.first:.1%} | {f.three:.1%} | {f.answered:.1%} | {f.wrong_confident:.1%} "
            f"| {f.out_answered:.1%} | {f.median:.1f} | {f.p99:.1f} |"
        )
    return lines


def _table_of_languages(library: Library, found: list[Asked], splits: set[str]) -> list[str]:
    lines = [
        "| language | in scope | first | three | wrong confident | out answered | urgent recall "
        "| false alarms | near misses | ECE | language told | ms median | ms p99 |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    within = [one for one in found if one.question.split in splits]
    for language in (*LANGUAGES, "all"):
        of = [one for one in within if language in (one.question.language, "all")]
        f = measure(library, of)
        shares = (
            f.first, f.three, f.wrong_confident, f.out_answered, f.recall, f.false_alarms,
            f.near_misses,
        )  # fmt: skip
        shown = " | ".join("–" if np.isnan(one) else f"{one:.1%}" for one in shares)
        lines.append(
            f"| {language} | {f.in_scope} | {shown} | {f.calibration:.3f} | {f.language:.1%} "
            f"| {f.median:.1f} | {f.p99:.1f} |"
        )
    flows = [
        one.entries[0].kind == "flow"
        for one in within
        if one.question.kind == "in_scope" and one.entries
    ]
    lines += ["", f"Of the first places in scope {_share(flows):.1%} are flows."]
    return lines


def _scaling(bank: Bank) -> list[str]:
    """Return the table of how the lexical stage grows with the number of entries."""
    from bot.matching.normalise import skeleton

    texts = [text for one in questions() if (text := skeleton(one.text))]
    once = fit_lexical(bank)
    # The linear model of the larger bank is the small one repeated: fitting it is not the point.
    grown = fit_lexical(ten_times(bank), learn=lambda *_: once.linear)
    many = replace(grown, linear=_aligned(ten_times_linear(once.linear), once, grown))
    lines = [
        "## The lexical stage and the number of entries",
        "",
        "| ways of asking | entries | ms median | ms p99 |",
        "|---|---|---|---|",
    ]
    for lexical in (once, many):
        median, p99 = lexical_ms(lexical, texts)
        lines.append(
            f"| {len(lexical.skeletons):,} | {len(lexical.kinds):,} | {median:.2f} | {p99:.2f} |"
        )
    return lines


if __name__ == "__main__":
    content = load(Settings().content)
    folder = Settings().data / "cache"
    main(content, load_matcher(content, folder), load_semantic(content, folder))
