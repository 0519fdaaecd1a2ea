"""What every screen needs at hand: the library, the session, the day and a voice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from bot.content import Library
from bot.content.models import Contact, Fact, Flow

from ..progress import Progress, progress
from ..result import Result, result
from ..session import Session
from ..turn import Button, Document, Fold, Message
from ..voice import Voice

Rows = tuple[tuple[Button, ...], ...]

_MARKUP = re.compile(r"([\\`*_\[\]<>|~])")


class View:
    """One look at the conversation, in her language, on one day."""

    def __init__(self, library: Library, session: Session, today: date) -> None:
        self.library, self.session, self.today = library, session, today
        self.voice = Voice(library, session.language or "en")
        self.say, self.read = self.voice.say, self.voice.read

    @property
    def flow(self) -> Flow | None:
        """The flow that is open, if it still exists."""
        return self.library.flows.get(self.session.flow or "")

    @cached_property
    def progress(self) -> Progress | None:
        """Where she stands in the open flow."""
        if self.flow is None:
            return None
        return progress(self.library, self.flow, self.session.given(), self.today)

    @cached_property
    def result(self) -> Result | None:
        """The result of the open flow, once every question is answered."""
        if self.flow is None or self.progress is None or self.progress.next is not None:
            return None
        return result(self.library, self.flow, self.progress.answers, self.today)

    def button(self, phrase: str, action: str, icon: str = "", **values: object) -> Button:
        """Make a button out of a sentence of the assistant."""
        return Button(f"{icon} {self.say(phrase, **values)}".strip(), action)

    def message(
        self,
        parts: Iterable[str],
        buttons: Rows = (),
        folds: tuple[Fold, ...] = (),
        document: Document | None = None,
    ) -> Message:
        """Put a message together; says so when a text is not yet in her language."""
        text = "\n\n".join(part for part in parts if part)
        apology = self.voice.apology()
        if apology:
            text = f"_{apology}_\n\n{text}"
        return Message(text, buttons, folds, self.voice.language, document)

    def who(self, contacts: Iterable[Contact]) -> str:
        """Name contacts in one line, with the first phone of each."""
        return ", ".join(
            f"{self.read(contact.name)} {phone_link(contact.phones[0])}"
            if contact.phones and contact.phones[0] not in self.read(contact.name)
            else self.read(contact.name)
            for contact in contacts
        )

    def doubt(self, facts: Iterable[str], confirm: Iterable[str], reviewed: date) -> str:
        """Say that a text is not certain, or that its ground has run out since it was reviewed."""
        cited = [self.library.facts[fact] for fact in facts]
        who = self.who(self.library.contacts[name] for name in confirm)
        if any(fact.confidence == "low" for fact in cited):
            return "❔ " + self.say("doubt.confirm", who=who)
        if any(self._ran_out(fact, reviewed) for fact in cited):
            return "⚠️ " + self.say("doubt.outdated", who=who)
        return ""

    def _ran_out(self, fact: Fact, reviewed: date) -> bool:
        return fact.expired(self.today) and not fact.expired(reviewed)

    def sources(self, facts: Iterable[str]) -> str:
        """List where the facts are written, the first source of each, and when it was checked."""
        cited = [self.library.facts[fact] for fact in facts]
        lines = {
            (source.url or source.title): (
                f"- [{escape(source.title)}]({source.url})"
                if source.url
                else f"- {escape(source.title)}"
            )
            for source in (fact.sources[0] for fact in cited)
        }
        checked = min((fact.checked for fact in cited), default=self.today)
        return "\n".join(
            [self.say("sources.checked", date=self.voice.date(checked)), "", *lines.values()]
        )


def escape(text: str) -> str:
    """Keep a text that is not ours from being read as markup."""
    return _MARKUP.sub(r"\\\1", text)


def phone_link(phone: str) -> str:
    """Return a phone number as a link that calls it."""
    return f"[{phone}](tel:{re.sub(r'[^+0-9]', '', phone)})"
