"""Logs that can be read by anybody: no text, no address, no token."""

from __future__ import annotations

import logging

_OURS = "bot"


class _Discreet(logging.Filter):
    """Cuts what libraries log down to who spoke and how loud.

    httpx writes the bot's token into every line, and python-telegram-bot prints whole updates when
    it cannot parse one, whatever its level is set to. Our own loggers pass: they log no such thing.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record through, without its words unless they are ours."""
        if record.name.split(".")[0] == _OURS:
            return True
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        record.msg = f"{record.name} reported {kind or 'a problem'}"
        record.args = ()
        record.exc_info = None
        record.exc_text = None
        return record.levelno >= logging.WARNING


def set_up_logs() -> None:
    """Send our own lines and the libraries' warnings to standard error."""
    handler = logging.StreamHandler()
    handler.addFilter(_Discreet())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in ("httpx", "httpcore", "telegram", "uvicorn", "uvicorn.error", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
