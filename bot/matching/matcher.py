"""The cascade: urgent first, then letters and words, then meaning, then how sure that is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from bot.content import Library

from .bank import Entry, bank_of
from .calibration import SIGNS, Stage, load_calibration, signs
from .language import Detector, fit_detector
from .lexical import ELSEWHERE, FLOW, Lexical, LexicalReading, fit_lexical
from .normalise import clean, skeleton, skeleton_of_clean
from .semantic import Semantic, SemanticReading

Action = Literal["answer", "suggest", "urgent", "none"]
Floats = NDArray[np.float32]

SUGGESTIONS: Final = 3
_CHOSEN: Final = 2.0
"""How much the language that the person chose counts when the words leave it open."""
_LEAST: Final = 0.12
"""A suggestion has to be this likely beside the first to take a button."""
_BARE: Final = 2
"""So few words name a subject; what about it is asked is left to the person to say."""
_BARE_SURE: Final = 0.97
_BARE_KNOWN: Final = 0.6
_FLOW_FIRST: Final = 1.3
"""Turns the handicap of flows into a small advantage."""

# Where one question may end and the next begin. Only tried; both halves have to be sure.
_ENDS: Final = re.compile(
    r"[.!?;\n]+\s*"
    r"|,?\s+(?:and also|and|а также|а еще|а ещё|и еще|и ещё|а|и|және|тағы|сосын|ва яна|hamda|yana|va"
    r"|ва|жана|дагы|боз|ҳам)\s+"
)
_SHORTEST_HALF: Final = 3
_GREETING: Final = 3
"""A greeting has at most so many words."""
_SPLITS: Final = 4
_HALF_SURE: Final = 0.85
"""Less than for a whole message: that each half makes sense by itself speaks for two questions."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry that may be meant, and how likely that is."""

    entry: str
    kind: Literal["answer", "flow"]
    probability: float


@dataclass(frozen=True, slots=True)
class Match:
    """What was asked, as far as can be told.

    `entry` is the most likely one, whether it answers or is the first suggestion; nothing with the
    action "none". With the action "urgent" the card of that kind comes first and the answer
    or the suggestions after it. `parts` are two matches when two things were asked at once.
    """

    action: Action
    entry: str | None = None
    kind: Literal["answer", "flow"] | None = None
    probability: float = 0.0
    suggestions: tuple[Candidate, ...] = ()
    urgent: str | None = None
    language: str | None = None
    parts: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates of one stage in order; `beside` is the best score of what is elsewhere."""

    entries: NDArray[np.int32]
    features: Floats
    scores: Floats
    beside: float
    signs: Floats
    stage: Stage
    probability: float

    def names_ours(self) -> bool:
        """Tell whether most of the words are ours and no other subject is more likely."""
        known = self.signs[SIGNS.index("known")]
        return bool(known >= _BARE_KNOWN and self.scores[0] > self.beside)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the stages see in one message; no meaning without the semantic stage."""

    letters: LexicalReading
    meaning: SemanticReading | None


@dataclass(frozen=True, slots=True)
class Matcher:
    """Everything fitted from one library; made by `fit` and never changed afterwards."""

    entries: tuple[Entry, ...]
    lexical: Lexical
    detector: Detector
    greetings: frozenset[str]

    def match(
        self, text: str, language: str | None = None, semantic: Semantic | None = None
    ) -> Match:
        """Tell what was asked. `language` is the one the person chose, if any.

        `semantic` takes some 20 ms, so callers on an event loop pass it only off the loop.
        """
        cleaned = self.prepared(text)
        told = self.language(cleaned, language)
        reading = self.read(cleaned, semantic)
        if reading is None:
            return Match("none", language=told)
        found = self._judged(cleaned, told, self._ranking(reading, told or language))
        parts = self._parts(cleaned, language)
        if parts:
            found = replace(parts[0], language=found.language, parts=parts)
        urgent = self._danger(text, reading)
        if urgent is not None:
            return replace(found, action="urgent", urgent=urgent)
        return found

    def prepared(self, text: str) -> str:
        """Return the message cleaned, without the greeting before what it is about."""
        words = clean(text).split(" ")
        for count in range(min(_GREETING, len(words) - _SHORTEST_HALF), 0, -1):
            if skeleton_of_clean(" ".join(words[:count])) in self.greetings:
                return " ".join(words[count:])
        return " ".join(words)

    def language(self, text: str, chosen: str | None) -> str | None:
        """Tell the language of the message; what was chosen decides where the words do not."""
        found, lead = self.detector.lead(text)
        if found is None:
            return None
        words = skeleton_of_clean(clean(text)).split()
        if found != chosen and chosen is not None and len(words) <= _BARE and lead < _CHOSEN:
            return chosen
        return found

    def rank(self, text: str, language: str | None, semantic: Semantic | None) -> Ranking | None:
        """Return the ranking of the last stage there is; nothing for a message of no words."""
        reading = self.read(self.prepared(text), semantic)
        return self._ranking(reading, language) if reading is not None else None

    def read(self, text: str, semantic: Semantic | None) -> Reading | None:
        """Compare a prepared message with everything; nothing for a message of no words."""
        letters = self.lexical.read(skeleton_of_clean(text))
        if not letters.words:
            return None
        return Reading(letters, semantic.read(text) if semantic is not None else None)

    def danger(self, reading: Reading) -> tuple[Floats, NDArray[np.float32]]:
        """Return the signs of a danger that there are, and a score for each kind of it."""
        letters = reading.letters
        if reading.meaning is None:
            return letters.alarm, letters.kinds
        meaning, kinds = reading.meaning.danger(self.lexical.danger)
        return np.concatenate((letters.alarm, meaning)), letters.kinds + kinds

    def _ranking(self, reading: Reading, language: str | None) -> Ranking:
        calibration, letters = load_calibration(), reading.letters
        entries = letters.candidates()
        if len(letters.words) <= _BARE:
            entries = np.union1d(entries, np.flatnonzero(self.lexical.kinds[:, 0]))
        if reading.meaning is None:
            return ranked(
                entries, letters.features(entries), letters, calibration.lexical, language
            )
        entries = np.union1d(entries, reading.meaning.candidates())
        features = np.hstack((letters.features(entries), reading.meaning.features(entries)))
        return ranked(entries, features, letters, calibration.semantic, language)

    def written_danger(self, text: str) -> tuple[bool, str | None]:
        """Tell whether a message stands in knowledge/urgent.yaml, and under which kind of danger."""
        written, folded = self.lexical.danger.written, skeleton(text)
        return folded in written, written.get(folded)

    def _danger(self, text: str, reading: Reading) -> str | None:
        written, kind = self.written_danger(text)
        kinds = self.lexical.danger.kinds
        if written or not kinds:
            return kind
        calibration = load_calibration()
        stage = calibration.danger if reading.meaning is None else calibration.danger_meant
        signs, by_kind = self.danger(reading)
        return kinds[int(by_kind.argmax())] if stage.opens(signs) else None

    def _one(self, text: str, chosen: str | None) -> Match:
        language = self.language(text, chosen)
        return self._judged(text, language, self.rank(text, language or chosen, None))

    def _judged(self, text: str, language: str | None, ranking: Ranking | None) -> Match:
        if ranking is None or not len(ranking.entries):
            return Match("none", language=language)
        bare = len(skeleton_of_clean(text).split()) <= _BARE
        candidates = self._candidates(ranking, 0.0 if bare else _LEAST)
        first = candidates[0]
        if first.probability >= (_BARE_SURE if bare else ranking.stage.answer_from):
            action: Action = "answer"
        elif first.probability >= ranking.stage.suggest_from or (bare and ranking.names_ours()):
            action = "suggest"
        else:
            return Match("none", language=language)
        return Match(
            action,
            entry=first.entry,
            kind=first.kind,
            probability=first.probability,
            suggestions=candidates if action == "suggest" else (),
            language=language,
        )

    def _candidates(self, ranking: Ranking, least: float) -> tuple[Candidate, ...]:
        """Return the first few; what the first leaves of certainty is shared by the others."""
        share = np.exp(ranking.scores - ranking.scores[0])
        left = min(ranking.probability, 1 - ranking.probability) / float(share.sum())
        found: list[Candidate] = []
        for place, one in zip(ranking.entries[:SUGGESTIONS], share, strict=False):
            entry = self.entries[place]
            if entry.kind != "elsewhere" and (one >= least or not found):
                likely = left * float(one) if found else ranking.probability
                found.append(Candidate(entry.id, entry.kind, round(likely, 4)))
        return tuple(found)

    def _parts(self, text: str, language: str | None) -> tuple[Match, ...]:
        # By letters and words alone: a question that these are not sure of is not one of two.
        for end in list(_ENDS.finditer(text))[:_SPLITS]:
            halves = text[: end.start()], text[end.end() :]
            if any(len(half.split()) < _SHORTEST_HALF for half in halves):
                continue
            first = self._one(halves[0], language)
            if first.probability < _HALF_SURE:
                continue
            second = self._one(halves[1], language)
            if second.probability >= _HALF_SURE and first.entry != second.entry:
                both = (first, second)
                return tuple(replace(part, action="answer", suggestions=()) for part in both)
        return ()


def ranked(
    entries: NDArray[np.int32],
    features: Floats,
    reading: LexicalReading,
    stage: Stage,
    language: str | None,
) -> Ranking:
    """Put candidates in the order of a stage and say how sure the first is."""
    scores = stage.scores(features)
    if len(reading.words) <= _BARE:
        # A subject without a question: a flow, which asks back, is the best that can be offered.
        scores -= _FLOW_FIRST * stage.order[FLOW] * features[:, FLOW]
    elsewhere = features[:, ELSEWHERE] > 0
    beside = float(scores[elsewhere].max(initial=-99.0))
    entries, features, scores = entries[~elsewhere], features[~elsewhere], scores[~elsewhere]
    order = np.argsort(-scores, kind="stable")
    entries, features, scores = entries[order], features[order], scores[order]
    if not len(scores):
        return Ranking(entries, features, scores, beside, scores, stage, 0.0)
    found = signs(scores, beside, features, reading.known, len(reading.words))
    likely = stage.probability(found, language)
    return Ranking(entries, features, scores, beside, found, stage, likely)


def fit(library: Library) -> Matcher:
    """Fit everything from the content; some seconds, see `load_matcher` for a quick start."""
    bank = bank_of(library)
    greeting = bank.entries.index(Entry("elsewhere", "greeting"))
    return Matcher(
        entries=bank.entries,
        lexical=fit_lexical(bank),
        detector=fit_detector(bank),
        greetings=frozenset(way.skeleton for way in bank.ways if way.entry == greeting),
    )
