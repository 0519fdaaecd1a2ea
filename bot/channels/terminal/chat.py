"""A conversation in a terminal: messages above, buttons with letters, one line to type."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from datetime import date

from rich.console import Console
from rich.markdown import Markdown

from bot.content import SOURCE_LANGUAGE, Library
from bot.dialogue import Button, Incoming, Message, Session, advance, show
from bot.matching import Match

_LETTERS = [*string.ascii_lowercase, *(f"{a}{b}" for a in "ab" for b in string.ascii_lowercase)]
_LEAVE = {"/quit", "/exit", "/q"}


class TerminalChat:
    """One conversation, kept in memory only."""

    def __init__(
        self,
        library: Library,
        match: Callable[[str, str | None], Match],
        session: Session,
        today: date,
        console: Console,
    ) -> None:
        self._library, self.session, self._today = library, session, today
        self._match = match
        self._console = console
        self._buttons: dict[str, Button] = {}

    def run(self, read: Callable[[], str]) -> None:
        """Talk until the input ends or `/quit` is typed; `read` returns one line."""
        self._show(show(self._library, self.session, self._today))
        while True:
            try:
                line = read().strip()
            except (EOFError, KeyboardInterrupt):
                return
            if line.lower() in _LEAVE:
                return
            if line:
                self.say(line)

    def say(self, line: str) -> None:
        """Take one turn: a letter presses its button, `/word` is a command, the rest is text."""
        button = self._buttons.get(line.lower())
        if button is not None and button.link:
            self._console.print(button.link)
            return
        if button is not None:
            incoming = Incoming("button", button.action)
        elif line.startswith("/"):
            incoming = Incoming("command", line[1:])
        else:
            incoming = Incoming("text", line)
        found = self._match(line, self.session.language) if incoming.kind == "text" else None
        turn = advance(self._library, self.session, incoming, self._today, found)
        self.session = turn.session
        for message in turn.messages:
            self._show(message)

    def _show(self, message: Message) -> None:
        self._console.rule(style="dim")
        self._console.print(Markdown(_plain_phones(message.text)))
        for fold in message.folds:
            self._console.print(f"\n▾ [bold]{fold.title}[/bold]")
            self._console.print(Markdown(_plain_phones(fold.text)))
        self._buttons = {}
        for row in message.buttons:
            shown = []
            for button in row:
                letter = _LETTERS[len(self._buttons)]
                self._buttons[letter] = button
                shown.append(f"[bold cyan]{letter})[/bold cyan] {button.label}")
            self._console.print("  " + "   ".join(shown), highlight=False)
        hint = self._library.say("terminal.hint", message.language or SOURCE_LANGUAGE)
        self._console.print(hint, style="dim", highlight=False, markup=False)


def _plain_phones(text: str) -> str:
    """Show phone links as numbers, and keep single line breaks, which Markdown would join."""
    text = re.sub(r"\[([^\]]+)\]\(tel:[^)]*\)", r"\1", text)
    return re.sub(r"(?<!\n)\n(?![\n\-\d])", "  \n", text)
