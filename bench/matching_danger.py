"""Weigh the signs of a danger, and find from which sum on the card opens.

The weights come from knowledge/urgent.yaml and the labelled questions of the splits dev and tune. What
is written is read by a matching that was fitted without its block (one kind in one language), so that
the weights are right for what nobody wrote. The labelled questions decide the cut, held out themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bench.matching_questions import FITTED_ON, questions
from bot.content import Library
from bot.matching import Matcher, Semantic
from bot.matching.bank import Bank, bank_of
from bot.matching.danger import LETTER_SIGNS, MEANING_SIGNS
from bot.matching.lexical import fit_lexical
from bot.matching.linear import Linear
from bot.matching.normalise import skeleton
from bot.matching.semantic import SHIPPED, Kept, fit_space, key

Floats = NDArray[np.float32]
FOLDS: Final = 6
LABELLED: Final = 10.0
"""How much a labelled question counts beside a message of knowledge/urgent.yaml."""
FALSE_ALARMS: Final = 0.03
"""So many of all messages that are not urgent may open a card that nobody needed."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The signs of messages, one row each, and which of them are about a danger."""

    signs: Floats
    urgent: NDArray[np.bool_]


def fit_danger_stages(library: Library, matcher: Matcher, semantic: Semantic) -> dict[str, Any]:
    """Return the two stages of danger as they stand in calibration.json."""
    written, labelled = seen_written(library), seen_labelled(matcher, semantic)
    both = (*LETTER_SIGNS, *MEANING_SIGNS)
    return {
        "danger": fit_danger_stage(written, labelled, LETTER_SIGNS),
        "danger_meant": fit_danger_stage(written, labelled, both),
    }


def seen_labelled(matcher: Matcher, semantic: Semantic) -> Seen:
    signs, urgent = [], []
    for one in questions():
        reading = matcher.read(matcher.prepared(one.text), semantic)
        if one.split in FITTED_ON and reading is not None:
            signs.append(matcher.danger(reading)[0])
            urgent.append(one.urgent)
    return Seen(np.array(signs), np.array(urgent))


def seen_written(library: Library) -> Seen:
    bank = bank_of(library)
    kept_vectors = Kept.read(SHIPPED)
    vectors = kept_vectors.vectors()
    signs, urgent = [], []
    for kept, left_out in _folds(library, bank):
        lexical = fit_lexical(kept, learn=_nothing)
        space = fit_space(kept, vectors, kept_vectors.mean)
        for place in left_out:
            alarm = bank.alarms[place]
            letters, vector = lexical.read(alarm.skeleton), vectors[key("query", alarm.text)]
            meant, _ = lexical.danger.meant(space.danger, vector, space.ways @ vector)
            signs.append(np.concatenate((letters.alarm, meant)))
            urgent.append(alarm.kind is not None)
    return Seen(np.array(signs), np.array(urgent))


def _nothing(_vectors: object, _entry: object, shared_by: NDArray[np.int64], count: int) -> Linear:
    """Stand in for the linear model of the entries, which no sign of danger needs."""
    none = np.zeros(0, dtype=np.float16)
    return Linear(np.zeros(len(shared_by) + 1, dtype=np.int32), none.astype(np.uint16), none, count)


def _folds(library: Library, bank: Bank) -> Iterator[tuple[Bank, list[int]]]:
    """Return banks without some blocks of messages, each with the places of those left out."""
    blocks = {
        skeleton(text): (kind, language)
        for kind, urgent in enumerate(library.urgent.values())
        for texts in (urgent.phrases, urgent.near_misses)
        for language, (_, found) in enumerate(texts.items())
        for text in found
    }
    of = [sum(blocks[alarm.skeleton]) % FOLDS for alarm in bank.alarms]
    for number in range(FOLDS):
        kept = tuple(a for a, own in zip(bank.alarms, of, strict=True) if own != number)
        yield replace(bank, alarms=kept), [p for p, own in enumerate(of) if own == number]


def fit_danger_stage(written: Seen, labelled: Seen, names: tuple[str, ...]) -> dict[str, Any]:
    own, asked = written.signs[:, : len(names)], labelled.signs[:, : len(names)]

    def fit(use: NDArray[np.bool_]) -> NDArray[np.float64]:
        return logistic(
            np.vstack((own, asked[use])),
            np.concatenate((written.urgent, labelled.urgent[use])),
            np.concatenate((np.ones(len(own)), np.full(int(use.sum()), LABELLED))),
        )

    fold = np.random.default_rng(4).integers(0, 10, len(asked))
    scores = np.zeros(len(asked))
    for number in range(10):
        scores[fold == number] = asked[fold == number] @ fit(fold != number)[:-1]
    cut = _cut(scores, labelled.urgent)
    model = fit(np.ones(len(asked), dtype=bool))
    found, old = scores >= cut, own @ model[:-1] >= cut
    print(
        f"danger by {len(names)} signs: labelled recall {found[labelled.urgent].mean():.3f}, "
        f"false alarms {found[~labelled.urgent].mean():.3f}; blocks left out: "
        f"recall {old[written.urgent].mean():.3f}, near misses {old[~written.urgent].mean():.3f}"
    )
    return {
        "signs": dict(zip(names, model[:-1].round(4).tolist(), strict=True)),
        "open_from": round(cut, 3),
    }


def _cut(scores: NDArray[np.float64], urgent: NDArray[np.bool_]) -> float:
    """Return the lowest cut without more false alarms than there may be."""
    calm = np.sort(scores[~urgent])[::-1]
    first_too_many = int(FALSE_ALARMS * len(calm))
    return float(calm[first_too_many - 1 : first_too_many + 1].mean())


def logistic(
    rows: Floats, hit: NDArray[np.bool_], weights: NDArray[np.float64], decay: float = 1.0
) -> NDArray[np.float64]:
    """Fit a weighted logistic model by Newton's steps; the constant is last and not held small."""
    scale = rows.std(axis=0) + 1e-6
    table = np.hstack((rows / scale, np.ones((len(rows), 1)))).astype(np.float64)
    held = np.diag([decay] * rows.shape[1] + [1e-6])
    model = np.zeros(table.shape[1])
    for _ in range(15):
        likely = 1 / (1 + np.exp(-np.clip(table @ model, -30, 30)))
        slope = table.T @ (weights * (likely - hit)) + held @ model
        curve = (table * (weights * likely * (1 - likely))[:, None]).T @ table + held
        model -= np.linalg.solve(curve, slope)
    model[:-1] /= scale
    return model
