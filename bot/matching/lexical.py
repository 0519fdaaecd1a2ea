"""Comparing a message with the ways of asking by their letters and words.

For every n-gram an index holds the ways that contain it, and for every n-gram a linear model holds
how much it speaks for each entry. A query reads the lists of its own n-grams, the rarest first and
only so many of them, so what it costs does not grow with the number of entries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import token_sort_ratio

from .bank import Bank
from .danger import Danger, fit_danger
from .grams import Keys, concept_keys, grams, is_concept, is_word_gram, stem_keys
from .linear import Linear, fit_linear
from .normalise import skeleton
from .profiles import Profiles, fit_profiles
from .sparse import Lists, lists_of
from .spelling import Spelling

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

FEATURES: Final = (
    "letters",  # the best cosine of character n-grams with a way of asking
    "words",  # the same of words, stems and pairs
    "three",  # the mean of both over the three best ways
    "linear",  # the linear model
    "profile",  # the cosine with all ways of the entry taken together
    "covered",  # how much of the message the ways of the entry know, rare words counting more
    "body",  # the same for the text of the answer
    "subject",  # how alike the concepts of the message and of the entry as a whole are
    "sorted",  # rapidfuzz token_sort_ratio with the best way
    "flow",  # 1 for a flow: where an answer is as good, the answer is more exact
    "elsewhere",  # 1 for what no entry is about
)
FLOW: Final = FEATURES.index("flow")
ELSEWHERE: Final = FEATURES.index("elsewhere")
_READ: Final = 40_000
"""How many places of the index one message may read; ordinary ones need a third of it."""


@dataclass(frozen=True, slots=True)
class Lexical:
    """The index and the linear model, fitted from the bank."""

    keys: Keys
    rarity: Floats
    ways: Lists
    linear: Linear
    profiles: Profiles
    """Of the entries, then of near misses, then of each kind of danger."""
    stems: Lists
    bodies: Lists
    subjects: Lists
    first: Ints
    """For each entry its first way; one more at the end."""
    skeletons: tuple[str, ...]
    """Of the ways, and after them of the messages of danger."""
    danger: Danger
    kinds: Floats
    """For each entry whether it is a flow, and whether it is elsewhere."""
    spelling: Spelling

    def read(self, skeleton_: str) -> LexicalReading:
        """Compare a message, given as its skeleton, with everything."""
        words = tuple(self.spelling.mended(skeleton_.split()))
        text = " ".join(words)
        places, weights = vector(self.keys, self.rarity, text)
        letters, word = self._cosines(places, weights)
        known, covered, body = self._coverage(words)
        own = is_concept(self.keys[places])
        subjects = self.subjects.found(self.keys[places[own]])
        inside = subjects >= 0
        subject = self.subjects.add_up(subjects[inside], weights[own][inside], len(self.kinds))
        ways = int(self.first[-1])
        # A model learns also from words misspelt, and a mended word may be another than was meant.
        as_typed = vector(self.keys, self.rarity, skeleton_)
        profiles = self.profiles.scores(self.keys[as_typed[0]])
        alarm, kinds = self.danger.signs(
            as_typed, (letters + word) * np.float32(0.5), profiles, len(words)
        )
        return LexicalReading(
            self,
            text,
            words,
            known,
            letters[:ways],
            word[:ways],
            self.linear.scores(*as_typed),
            profiles[: len(self.kinds)],
            covered,
            body,
            subject,
            alarm,
            kinds,
        )

    def _cosines(self, places: Ints, weights: Floats) -> tuple[Floats, Floats]:
        plain = ~is_concept(self.keys[places])
        places, weights = places[plain], weights[plain]
        order = places[np.argsort(self.ways.sizes(places), kind="stable")]
        keep = np.isin(places, order[np.cumsum(self.ways.sizes(order)) <= _READ])
        count = len(self.skeletons)
        of_words = is_word_gram(self.keys[places])
        letter, word = keep & ~of_words, keep & of_words
        return (
            self.ways.add_up(places[letter], weights[letter], count),
            self.ways.add_up(places[word], weights[word], count),
        )

    def _coverage(self, words: tuple[str, ...]) -> tuple[float, Floats, Floats]:
        stems = np.unique(stem_keys(list(words)))
        rarity = self._rarity(self.stems, stems)
        total = float(rarity.sum()) or 1.0
        places = self.stems.found(stems)
        inside = places >= 0
        covered = self.stems.add_up(places[inside], rarity[inside] / total, len(self.kinds))
        places = self.bodies.found(stems)
        in_body = places >= 0
        weights = self._rarity(self.bodies, stems)[in_body]
        share = weights / (1 + float(weights.sum()))
        body = self.bodies.add_up(places[in_body], share, len(self.kinds))
        return float(rarity[inside].sum()) / total, covered, body

    def _rarity(self, lists: Lists, stems: Keys) -> Floats:
        places = lists.found(stems)
        sizes = np.where(places >= 0, lists.sizes(np.maximum(places, 0)), 0)
        return np.log((1 + len(self.kinds)) / (0.5 + sizes)).clip(0.05).astype(np.float32)


@dataclass(frozen=True, slots=True)
class LexicalReading:
    """What the lexical stage sees in one message.

    `known` is the share of its words, rare ones counting more, that any way of asking uses;
    `letters` and `word` are cosines by way, the next arrays scores by entry. `alarm` are the signs
    of a danger and `kinds` a score for each kind of it.
    """

    lexical: Lexical
    text: str
    words: tuple[str, ...]
    known: float
    letters: Floats
    word: Floats
    linear: Floats
    profile: Floats
    covered: Floats
    body: Floats
    subject: Floats
    alarm: Floats
    kinds: Floats

    def candidates(self, count: int = 24) -> Ints:
        """Return the entries that can be meant, in no order."""
        both = np.maximum.reduceat(self.letters + self.word, self.lexical.first[:-1])
        rough = both + 0.5 * self.linear + 2 * self.profile + self.covered + self.subject
        count = min(count, len(rough))
        return np.argpartition(-rough, count - 1)[:count].astype(np.int32)

    def features(self, entries: Ints) -> Floats:
        """Return the value of each of `FEATURES` for these entries."""
        features = np.zeros((len(entries), len(FEATURES)), dtype=np.float32)
        for row, entry in enumerate(entries):
            own = slice(self.lexical.first[entry], self.lexical.first[entry + 1])
            letters, word = self.letters[own], self.word[own]
            both = letters + word
            best = self.lexical.skeletons[own.start + int(both.argmax())]
            alike = token_sort_ratio(self.text, best) / 100
            three = np.sort(both)[-3:].sum() / 6
            features[row, :3] = letters.max(), word.max(), three
            features[row, 8] = alike
        by_entry = (self.linear, self.profile, self.covered, self.body, self.subject)
        for column, scores in enumerate(by_entry, 3):
            features[:, column] = scores[entries]
        features[:, 9:] = self.lexical.kinds[entries]
        return features

    def nearest(self) -> int:
        """Return the way of asking that is most like the message."""
        return int((self.letters + self.word).argmax())


def vector(keys: Keys, rarity: Floats, text: str) -> tuple[Ints, Floats]:
    """Return the n-grams of a skeleton that the bank knows, weighted; each of its three parts has length 1."""
    found, counts = np.unique(grams(text), return_counts=True)
    places = np.searchsorted(keys, found)
    places[places == len(keys)] = 0
    known = keys[places] == found
    places, counts = places[known], counts[known]
    weights = ((1 + np.log(counts)) * rarity[places]).astype(np.float32)
    of_words = is_word_gram(keys[places])
    concepts = is_concept(keys[places])
    for part in (of_words, concepts, ~of_words & ~concepts):
        weights[part] /= max(float(np.linalg.norm(weights[part])), 1e-6)
    return places.astype(np.int32), weights


def fit_lexical(bank: Bank, learn: Callable[..., Linear] = fit_linear) -> Lexical:
    """Build the index and fit the linear model; `learn` is there for the benchmark of size."""
    texts = [way.skeleton for way in bank.ways] + [alarm.skeleton for alarm in bank.alarms]
    skeletons = tuple(texts)
    found = [np.unique(grams(text)) for text in skeletons]
    keys, counts = np.unique(np.concatenate(found), return_counts=True)
    rarity = (np.log((1 + len(found)) / (1 + counts)) + 1).astype(np.float32)
    vectors = [vector(keys, rarity, text) for text in skeletons]
    entry = np.array([way.entry for way in bank.ways], dtype=np.int32)
    count = len(bank.entries)
    stems = [(stem_keys(way.skeleton.split()), way.entry) for way in bank.ways]
    bodies = [
        (stem_keys(skeleton_of_long(text).split()), place)
        for place, texts in enumerate(bank.bodies)
        for text in texts
    ]
    danger = fit_danger(bank, vectors, counts)
    return Lexical(
        keys=keys,
        rarity=rarity,
        ways=lists_of(
            np.concatenate([places for places, _ in vectors]),
            np.repeat(np.arange(len(vectors), dtype=np.int32), [len(p) for p, _ in vectors]),
            np.concatenate([weights for _, weights in vectors]),
            keys,
        ),
        linear=learn(vectors[: len(entry)], entry, counts, count),
        profiles=fit_profiles(
            vectors, np.concatenate((entry, count + danger.rows[len(entry) :])), keys
        ),
        stems=_members(stems),
        bodies=_members(bodies),
        subjects=_subjects(bank, keys, rarity),
        first=np.searchsorted(entry, np.arange(count + 1)).astype(np.int32),
        skeletons=skeletons,
        danger=danger,
        kinds=np.array(
            [(one.kind == "flow", one.kind == "elsewhere") for one in bank.entries],
            dtype=np.float32,
        ),
        spelling=Spelling.of(word for text in skeletons for word in text.split()),
    )


def skeleton_of_long(text: str) -> str:
    """Return the skeleton of a text of ours, which may be longer than what people type."""
    return " ".join(skeleton(part) for part in text.split("\n"))


def _subjects(bank: Bank, keys: Keys, rarity: Floats) -> Lists:
    """Return for each concept how much each entry is about it; every entry has length 1."""
    shares: dict[tuple[int, int], float] = defaultdict(float)
    for way in bank.ways:
        for key in concept_keys(way.skeleton.split()):
            shares[int(np.searchsorted(keys, key)), way.entry] += 1.0
    places = np.array([place for place, _ in shares], dtype=np.int32)
    entries = np.array([entry for _, entry in shares], dtype=np.int32)
    weights = np.array(list(shares.values()), dtype=np.float32) * rarity[places]
    lengths = np.sqrt(np.bincount(entries, weights * weights, len(bank.entries)))
    known, lists = np.unique(keys[places], return_inverse=True)
    scaled = (weights / lengths[entries]).astype(np.float32)
    return lists_of(lists.astype(np.int32), entries, scaled, known)


def _members(stems: list[tuple[Keys, int]]) -> Lists:
    keys = np.concatenate([found for found, _ in stems])
    entries = np.repeat(
        np.array([entry for _, entry in stems], dtype=np.int32), [len(found) for found, _ in stems]
    )
    known, places = np.unique(keys, return_inverse=True)
    pairs = np.unique(np.stack([places.astype(np.int32), entries]), axis=1)
    return lists_of(pairs[0], pairs[1], np.ones(pairs.shape[1], dtype=np.float32), known)
