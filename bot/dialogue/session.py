"""What is remembered of a conversation between two turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.content.conditions import Value

Answers = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Session:
    """The answers by flow and step, and nothing that can be worked out from them.

    Where she stands in a flow is computed anew at every turn. `screen` is what she asked to see
    instead (the papers, an earlier question); `notice` one sentence to show once, by its id.
    `heard` is the language in which she last wrote, to offer it when it is not the one chosen.
    """

    language: str | None = None
    flow: str | None = None
    answers: Mapping[str, Answers] = field(default_factory=dict)
    ticked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    screen: str = ""
    notice: str = ""
    campaign: str | None = None
    heard: str | None = None

    def given(self) -> Answers:
        """Return the answers to the flow that is open."""
        return self.answers.get(self.flow or "", {})

    def with_answer(self, flow: str, step: str, value: Value) -> Session:
        """Return the session with one answer given or changed."""
        answers = {**self.answers, flow: {**self.answers.get(flow, {}), step: value}}
        return replace(self, flow=flow, answers=answers)

    def without_flow(self, flow: str) -> Session:
        """Return the session with everything about one flow forgotten."""
        return replace(
            self,
            answers={key: value for key, value in self.answers.items() if key != flow},
            ticked={key: value for key, value in self.ticked.items() if key != flow},
        )

    def to_data(self) -> dict[str, Any]:
        """Return the session as plain data for storing."""
        return {
            "language": self.language,
            "flow": self.flow,
            "answers": {flow: dict(given) for flow, given in self.answers.items()},
            "ticked": {flow: list(papers) for flow, papers in self.ticked.items()},
            "screen": self.screen,
            "notice": self.notice,
            "campaign": self.campaign,
            "heard": self.heard,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Session:
        """Make a session of what `to_data` returned; keys of other versions are passed over."""
        ticked = {flow: tuple(papers) for flow, papers in data.get("ticked", {}).items()}
        return cls(
            language=data.get("language"),
            flow=data.get("flow"),
            answers=data.get("answers", {}),
            ticked=ticked,
            screen=data.get("screen", ""),
            notice=data.get("notice", ""),
            campaign=data.get("campaign"),
            heard=data.get("heard"),
        )
