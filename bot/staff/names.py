"""The names of what figures are about: entries, steps and outcomes, languages, channels, dangers."""

from __future__ import annotations

from babel import Locale

from bot.content import LANGUAGES, Library

from .topics import TOPICS
from .words import N_, Words

CHANNELS = {"telegram": "Telegram", "web": N_("Web chat")}
DANGERS = {
    "violence_home": N_("Violence at home"),
    "pregnancy_danger": N_("Danger signs in pregnancy"),
    "forced_labour": N_("Forced labour, papers taken away"),
    "self_harm": N_("Self-harm"),
    "child_danger": N_("A child in danger"),
    "detention": N_("Detention or deportation"),
}
"""By the id of the urgent card; its own title is neutral on purpose and would tell staff nothing."""
VERDICTS = {
    "good": N_("good"),
    "maybe": N_("perhaps"),
    "wait": N_("not yet"),
    "no": N_("no"),
    "info": N_("information"),
    "urgent": N_("urgent"),
}
CONFIDENCES = {"high": N_("high"), "medium": N_("medium"), "low": N_("low")}


class Names:
    """Names in the language of a member of staff; what the content no longer has keeps its id."""

    def __init__(self, library: Library, words: Words) -> None:
        self._library, self._words = library, words

    def topic(self, topic: str) -> str:
        """Return the name of a topic."""
        return self._words(TOPICS.get(topic, topic))

    def language(self, code: str) -> str:
        """Return the name of a language of the assistant."""
        if code not in LANGUAGES:
            return code
        name: str = Locale.parse(self._words.language).languages[code]
        return name[0].upper() + name[1:]

    def channel(self, channel: str) -> str:
        """Return the name of a channel."""
        return self._words(CHANNELS.get(channel, channel))

    def danger(self, danger: str) -> str:
        """Return the name of a kind of danger."""
        return self._words(DANGERS.get(danger, danger))

    def entry(self, entry: str) -> str:
        """Return the question of an answer, or the title of a flow (`flow:<id>`)."""
        if entry in self._library.answers:
            return self._library.answers[entry].question.to(self._words.language)
        flow = self._library.flows.get(entry.removeprefix("flow:"))
        return flow.title.to(self._words.language) if flow is not None else entry

    def step(self, flow: str, step: str) -> str:
        """Return the question of a step; of a longer one the first line."""
        found = self._library.flows[flow].step(step) if flow in self._library.flows else None
        if found is None:
            return step
        return found.ask.to(self._words.language).strip().partition("\n")[0]

    def outcome(self, flow: str, outcome: str) -> str:
        """Return the title of an outcome; with its id where another has the same title."""
        outcomes = self._library.flows[flow].outcomes if flow in self._library.flows else []
        titles = {one.id: one.title.to(self._words.language) for one in outcomes}
        title = titles.get(outcome, outcome)
        alike = sum(one == title for one in titles.values()) > 1
        return f"{title} ({outcome})" if alike else title
