"""Fit bot/matching/danger.npz: telling by meaning that a message is about a danger."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bench.matching_questions import Question, questions
from bot.content import Library
from bot.matching import Matcher, Semantic
from bot.matching.danger import FILE

Floats = NDArray[np.float32]
KINDS = {
    "violence_at_home": "violence_home",
    "pregnancy_danger": "pregnancy_danger",
    "forced_labour_or_passport_taken": "forced_labour",
    "self_harm": "self_harm",
    "child_in_danger": "child_danger",
    "police_detention_or_deportation": "detention",
}
"""The categories of the labelled questions and the ids in knowledge/urgent.yaml."""
FOLDS = 8
ALARM = 1.0
MISSED = 6.0
"""What a missed danger costs beside a card that nobody needed."""


def fit_danger(library: Library, matcher: Matcher, semantic: Semantic) -> None:
    asked = [one for one in questions() if one.split != "test"]
    mine = np.array([semantic.read(one.text).vector for one in asked])
    urgent = np.array([one.kind == "urgent" and one.urgent for one in asked])
    unclear = np.array([one.kind != "urgent" and one.urgent for one in asked])
    kinds = np.array(
        [
            KINDS.get(one.category or "", "") if u else ""
            for one, u in zip(asked, urgent, strict=True)
        ]
    )
    ways, way_kinds = _ways(matcher, semantic)
    calm = np.array(
        [
            semantic.read(text).vector
            for danger in library.urgent.values()
            for texts in danger.near_misses.values()
            for text in texts
        ]
    )
    rows = np.vstack((ways, calm))
    row_kinds = np.concatenate((way_kinds, np.full(len(calm), "")))
    weights = np.concatenate((np.where(way_kinds != "", 1.0, 0.3), np.full(len(calm), 4.0)))

    def fit(use: NDArray[np.bool_], target: str | None) -> NDArray[np.float64]:
        right = np.concatenate((row_kinds, kinds[use]))
        hit = right != "" if target is None else right == target
        return logistic(
            np.vstack((rows, mine[use])),
            hit,
            np.concatenate((weights, np.full(int(use.sum()), 40.0))),
        )

    fold = np.random.default_rng(4).integers(0, FOLDS, len(asked))
    scores = np.zeros(len(asked))
    for number in range(FOLDS):
        model = fit((fold != number) & ~unclear, None)
        scores[fold == number] = mine[fold == number] @ model[:-1] + model[-1]
    phrase = np.array([_without_meaning(matcher, one) for one in asked])
    danger_from, calm_below = _cuts(scores, phrase, urgent, ~urgent & ~unclear)
    names = sorted(set(KINDS.values()))
    models = [fit(~unclear, None)] + [fit(~unclear, name) for name in names]
    np.savez(
        FILE,
        weights=np.array([one[:-1] for one in models], dtype=np.float16),
        constants=np.array([one[-1] for one in models], dtype=np.float32),
        kinds=np.array(names),
        danger_from=danger_from,
        calm_below=calm_below,
    )


def _ways(matcher: Matcher, semantic: Semantic) -> tuple[Floats, NDArray[np.str_]]:
    space = semantic._space
    entries = np.repeat(np.arange(len(space.first) - 1), np.diff(space.first))
    return space.ways, np.array([matcher.dangers.get(int(entry), "") for entry in entries])


def _without_meaning(matcher: Matcher, one: Question) -> bool:
    return matcher.match(one.text, one.language).urgent is not None


def _cuts(
    scores: NDArray[np.float64],
    phrase: NDArray[np.bool_],
    urgent: NDArray[np.bool_],
    calm: NDArray[np.bool_],
) -> tuple[float, float]:
    """Return the two cuts of the least cost, and print what they do."""
    best = (np.inf, 0.0, 0.0)
    for danger_from in np.arange(-2, 2.01, 0.1):
        for calm_below in np.arange(-6, 0, 0.1):
            found = (phrase & (scores >= calm_below)) | (scores >= danger_from)
            cost = MISSED * (urgent & ~found).sum() + ALARM * (calm & found).sum()
            best = min(best, (float(cost), float(danger_from), float(calm_below)))
    _, danger_from, calm_below = best
    found = (phrase & (scores >= calm_below)) | (scores >= danger_from)
    print(
        f"danger: phrases alone recall {phrase[urgent].mean():.3f}, false alarms {phrase[calm].mean():.3f}; "
        f"with meaning from {danger_from:.1f}, calm below {calm_below:.1f}: "
        f"recall {found[urgent].mean():.3f}, false alarms {found[calm].mean():.3f} (held out)"
    )
    return round(danger_from, 2), round(calm_below, 2)


def logistic(
    rows: Floats, hit: NDArray[np.bool_], weights: NDArray[np.float64], decay: float = 3.0
) -> NDArray[np.float64]:
    """Fit a weighted logistic model by Newton's steps; the constant is last and not held small."""
    table = np.hstack((rows, np.ones((len(rows), 1)))).astype(np.float64)
    held = np.diag([decay] * rows.shape[1] + [1e-6])
    model = np.zeros(table.shape[1])
    for _ in range(12):
        likely = 1 / (1 + np.exp(-np.clip(table @ model, -30, 30)))
        slope = table.T @ (weights * (likely - hit)) + held @ model
        curve = (table * (weights * likely * (1 - likely))[:, None]).T @ table + held
        model -= np.linalg.solve(curve, slope)
    return model
