"""`/stats` in Telegram: the last week that is over, in one message, for linked staff accounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from bot.content import LANGUAGE_NAMES
from bot.privacy import K_URGENT, K, Keys, share
from bot.store import QuestionLog, Store
from bot.store.accounts import Accounts

from .figures import Figures, period
from .topics import TOPICS
from .words import N_, Words, words

CHANNEL: Final = "telegram"
_TOP: Final = 5


class Stats:
    """Answers `/stats` and `/stats CODE`; to anybody else it is a command like any unknown one."""

    def __init__(
        self, store: Store, keys: Keys, today: Callable[[], dt.date],
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:  # fmt: skip
        self._accounts, self._figures = Accounts(store), Figures(QuestionLog(store))
        self._keys, self._today, self._clock = keys, today, clock

    async def __call__(self, chat: str, code: str) -> str | None:
        """Return the message for a chat, by its address; nothing when it is not linked.

        A code from the account's page links the chat first.
        """
        key = self._keys.conversation(CHANNEL, chat)
        if code:
            await self._accounts.link_telegram(code, key, self._clock())
        account = await self._accounts.by_telegram(key)
        if account is None:
            return None
        return await self._week(words(account.language))

    async def _week(self, _: Words) -> str:
        this = period(1, self._today())
        before = this.before()
        asked = await self._figures.total("asked", this)
        lines = [
            _("The week from %(first)s to %(last)s", first=this.first, last=this.end),
            "",
            _("Questions: %(figure)s", figure=_figure(_, asked, K)),
            _(
                "The week before: %(figure)s",
                figure=_figure(_, await self._figures.total("asked", before), K),
            ),
        ]
        for label, measure in _SHARES:
            part = share(await self._figures.total(measure, this), asked)
            if part is not None:
                lines.append(_(label, percent=part))
        helpful = await self._figures.total("helpful", this)
        unhelpful = await self._figures.total("unhelpful", this)
        if helpful is not None and unhelpful is not None:
            lines.append(_("Helpful: %(percent)d%%", percent=share(helpful, helpful + unhelpful)))
        urgent = await self._figures.total("urgent", this)
        lines.append(_("Urgent: %(figure)s", figure=_figure(_, urgent, K_URGENT)))
        topics = await self._figures.totals("asked", "topic", this)
        lines += _top(_("Topics"), {_(TOPICS.get(topic, topic)): n for topic, n in topics.items()})
        languages = await self._figures.totals("asked", "language", this)
        lines += _top(
            _("Languages"), {LANGUAGE_NAMES.get(code, code): n for code, n in languages.items()}
        )
        lines += [
            "",
            _("Every figure is rounded down; groups of fewer than %(k)d people are left out.", k=K),
        ]
        return "\n".join(lines)


_SHARES: Final = (
    (N_("Answered at once: %(percent)d%%"), "answered"),
    (N_("“Did you mean”: %(percent)d%%"), "suggested"),
    (N_("Not answered: %(percent)d%%"), "not_answered"),
)


def _figure(_: Words, figure: int | None, k: int) -> str:
    return _("fewer than %(k)d", k=k) if figure is None else str(figure)


def _top(title: str, found: Mapping[str, int]) -> list[str]:
    lines = [f"{name}: {figure}" for name, figure in list(found.items())[:_TOP]]
    return ["", title, *lines] if lines else []
