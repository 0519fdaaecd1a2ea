"""Write bot/matching/calibration.json from the labelled questions of the splits dev and tune.

Fitted are one weight for each feature (a softmax over the candidates of a question, in which all
right entries share the probability) and a logistic model of whether the first place is right. The
latter sees only rankings by weights that were fitted without the question.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.matching_danger import fit_danger_stages
from bench.matching_questions import FITTED_ON, Question, facts_of, is_right, questions
from bot.content import Library, load
from bot.matching import Matcher, Semantic, load_matcher, load_semantic
from bot.matching import lexical as lexical_stage
from bot.matching import semantic as semantic_stage
from bot.matching.calibration import FILE, SIGNS, signs
from bot.matching.normalise import skeleton_of_clean
from bot.settings import Settings

Floats = NDArray[np.float32]
FOLDS = 10
WRONG_CONFIDENT = 0.025
"""So many of the questions in scope may be answered at once and wrong: ten wrong "did you mean" are better."""
OUT_ANSWERED = 0.02
"""So many of the others may be answered."""
WRONG_SUGGESTION = 1.5
"""What a "did you mean" without the answer costs."""
SILENCE = 3.0
"""What saying "I do not know" costs where there was an answer."""


@dataclass(slots=True)
class Case:
    """One question with its candidates."""

    question: Question
    features: Floats
    right: NDArray[np.bool_]
    elsewhere: NDArray[np.bool_]
    known: float
    words: int
    language: str | None


def cases(library: Library, matcher: Matcher, semantic: Semantic | None) -> list[Case]:
    found = []
    for one in questions():
        if (
            one.split not in FITTED_ON
            or one.kind == "urgent"
            or (one.kind == "in_scope" and not one.facts)
        ):
            continue
        text = matcher.prepared(one.text)
        reading = matcher.lexical.read(skeleton_of_clean(text))
        if not reading.words:
            continue
        entries = reading.candidates()
        features = reading.features(entries)
        if semantic is not None:
            other = semantic.read(text)
            entries = np.union1d(entries, other.candidates())
            features = np.hstack((reading.features(entries), other.features(entries)))
        elsewhere = np.array([matcher.entries[e].kind == "elsewhere" for e in entries])
        right = elsewhere if one.kind == "out_of_scope" else _right(library, matcher, one, entries)
        found.append(
            Case(one, features, right, elsewhere, reading.known, len(reading.words), one.language)
        )
    return found


def _right(
    library: Library, matcher: Matcher, one: Question, entries: NDArray[np.int32]
) -> NDArray[np.bool_]:
    # A flow counts here only by its own short list, so that an answer comes before a flow.
    def cited(entry: Any) -> Any:
        return library.flows[entry.id].facts if entry.kind == "flow" else facts_of(library, entry)

    return np.array([is_right(cited(matcher.entries[entry]), one.facts) for entry in entries])


def fit_order(found: list[Case], decay: float = 0.01, steps: int = 500) -> Floats:
    """Return the weights of the features; Adam on standardised features."""
    used = [case for case in found if case.right.any()]
    rows = np.vstack([case.features for case in used]).astype(np.float64)
    scale = rows.std(axis=0) + 1e-6
    group = np.repeat(np.arange(len(used)), [len(case.features) for case in used])
    starts = np.searchsorted(group, np.arange(len(used)))
    right = np.concatenate([case.right for case in used])
    rows = rows / scale
    weights, first, second = (np.zeros(rows.shape[1]) for _ in range(3))
    for step in range(1, steps + 1):
        scores = rows @ weights
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        among_right = likely * right
        likely /= np.add.reduceat(likely, starts)[group]
        among_right /= np.maximum(np.add.reduceat(among_right, starts), 1e-9)[group]
        slope = rows.T @ (likely - among_right) / len(used) + decay * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope * slope
        pace = 0.05 * (1 - step / (steps + 1))
        weights -= pace * first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    fitted: Floats = (weights / scale).astype(np.float32)
    return fitted


def held_out(found: list[Case], fitted: Callable[[list[Case]], Floats]) -> list[Floats]:
    """Return the scores of every case by weights that were fitted without it."""
    fold = np.random.default_rng(4).integers(0, FOLDS, len(found))
    scores: list[Floats] = [np.zeros(0, dtype=np.float32)] * len(found)
    for number in range(FOLDS):
        weights = fitted([case for case, own in zip(found, fold, strict=True) if own != number])
        for place in np.flatnonzero(fold == number):
            scores[place] = found[place].features @ weights
    return scores


def fit_probability(
    rows: Floats, right: NDArray[np.bool_], languages: list[str], decay: float = 0.003
) -> tuple[Floats, float, dict[str, float]]:
    """Fit the logistic model by Newton's steps; the languages are held near each other."""
    names = sorted(set(languages))
    of = np.array([[one == name for name in names] for one in languages], dtype=np.float64)
    middle, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    table = np.hstack(((rows - middle) / scale, of, np.ones((len(rows), 1))))
    penalty = np.array([decay] * rows.shape[1] + [decay * 10] * len(names) + [0.0]) * len(rows)
    weights = np.zeros(table.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (likely - right) + penalty * weights
        curve = (table * (likely * (1 - likely))[:, None]).T @ table + np.diag(penalty + 1e-6)
        weights -= np.linalg.solve(curve, slope)
    own = weights[: rows.shape[1]] / scale
    constant = float(weights[-1] - own @ middle)
    by_language = dict(zip(names, weights[rows.shape[1] : -1].round(3).tolist(), strict=True))
    return own.astype(np.float32), constant, by_language


def thresholds(
    likely: Floats, first: NDArray[np.bool_], among: NDArray[np.bool_], scope: NDArray[np.bool_]
) -> tuple[float, float]:
    """Return where to answer from and where to suggest from.

    Answered is as much as the two limits allow; what is suggested costs least.
    """

    def within(answer: float) -> bool:
        answered = likely >= answer
        wrong, out = (answered & ~first)[scope].mean(), answered[~scope].mean()
        return bool(wrong <= WRONG_CONFIDENT and out <= OUT_ANSWERED)

    def cost(suggest: float) -> float:
        suggested, silent = (likely < answer) & (likely >= suggest), likely < suggest
        return float(
            (suggested & among).sum()
            + WRONG_SUGGESTION * (suggested & ~among).sum()
            + SILENCE * (silent & scope).sum()
        )

    grid = np.arange(0.02, 0.995, 0.01)
    answer = float(grid[-1])
    while answer > 0.5 and within(answer - 0.01):
        answer -= 0.01
    suggest = float(min(grid[grid < answer], key=cost))
    return round(answer, 2), round(suggest, 2)


def fit_stage(found: list[Case], names: tuple[str, ...], decay: float) -> dict[str, Any]:
    scores = held_out(found, lambda cases: fit_order(cases, decay))
    scope = np.array([case.question.kind == "in_scope" for case in found])
    rows, first, among = [], [], []
    for case, own in zip(found, scores, strict=True):
        order = np.argsort(-np.where(case.elsewhere, -np.inf, own))
        order = order[~case.elsewhere[order]]
        beside = float(own[case.elsewhere].max(initial=-99.0))
        rows.append(signs(own[order], beside, case.features[order], case.known, case.words))
        inside = case.question.kind == "in_scope"
        first.append(inside and bool(case.right[order[0]]))
        among.append(inside and bool(case.right[order[:3]].any()))
    languages = [case.question.language for case in found]
    own, constant, by_language = fit_probability(np.array(rows), np.array(first), languages)
    odds = np.array(rows) @ own + constant + np.array([by_language[name] for name in languages])
    likely = (1 / (1 + np.exp(-odds))).astype(np.float32)
    judged = (np.array(first), np.array(among), scope)
    answer, suggest = thresholds(likely, *judged)
    _report(likely, *judged, answer, suggest)
    return {
        "order": dict(zip(names, np.round(fit_order(found, decay), 4).tolist(), strict=True)),
        "signs": dict(zip(SIGNS, np.round(own, 4).tolist(), strict=True)),
        "constant": round(constant, 4),
        "by_language": by_language,
        "answer_from": answer,
        "suggest_from": suggest,
    }


def _report(
    likely: Floats,
    first: NDArray[np.bool_],
    among: NDArray[np.bool_],
    scope: NDArray[np.bool_],
    answer: float,
    suggest: float,
) -> None:
    answered = likely >= answer
    print(
        f"  first place {first[scope].mean():.3f}, among three {among[scope].mean():.3f}; from {answer}: "
        f"answered {answered[scope].mean():.3f}, wrong confident {(answered & ~first)[scope].mean():.3f}, "
        f"out of scope answered {answered[~scope].mean():.3f}; from {suggest}: "
        f"silent in scope {(likely < suggest)[scope].mean():.3f}, "
        f"out of scope suggested {((likely >= suggest) & ~answered)[~scope].mean():.3f}"
    )


def main(library: Library, matcher: Matcher, semantic: Semantic | None) -> None:
    assert semantic is not None, "the calibration needs the extra `semantic`"
    stages = {}
    for name, meaning, features in (
        ("lexical", None, lexical_stage.FEATURES),
        ("semantic", semantic, lexical_stage.FEATURES + semantic_stage.FEATURES),
    ):
        found = cases(library, matcher, meaning)
        print(f"{name}: {len(found)} questions")
        stages[name] = fit_stage(found, features, decay=0.03)
    stages.update(fit_danger_stages(library, matcher, semantic))
    FILE.write_text(json.dumps(stages, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    content = load(Settings().content)
    folder = Settings().data / "cache"
    main(content, load_matcher(content, folder), load_semantic(content, folder))
