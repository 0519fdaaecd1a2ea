"""Showing a message in Telegram: its HTML, split to its limits, and its buttons."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from bot.channels.markup import MARKDOWN
from bot.dialogue import Button, Fold, Message

_STYLES = {"main": "primary", "danger": "danger"}
_TAGS = {"strong_open": "<b>", "strong_close": "</b>", "em_open": "<i>", "em_close": "</i>"}


@dataclass(frozen=True, slots=True)
class Part:
    """One Telegram message: its HTML and, on the last part, the buttons."""

    html: str
    keyboard: InlineKeyboardMarkup | None = None


def render(message: Message) -> list[Part]:
    """Return the Telegram messages that show `message`; mostly one, more when it is long."""
    parts = list(_split(message.text, message.folds))
    keyboard = _keyboard(message.buttons)
    return [*(Part(part) for part in parts[:-1]), Part(parts[-1], keyboard)]


def to_html(text: str) -> str:
    """Turn Markdown into the HTML that Telegram reads."""
    return _blocks(MARKDOWN.parse(text)).strip()


def length(rendered: str) -> int:
    """Return the length that Telegram counts: UTF-16 units without the tags."""
    return len(html.unescape(re.sub(r"<[^>]+>", "", rendered)).encode("utf-16-le")) // 2


def _split(text: str, folds: Sequence[Fold]) -> Iterator[str]:
    pieces = [to_html(piece) for piece in _pieces(text)]
    pieces += [_fold(fold) for fold in folds]
    current = ""
    for piece in pieces:
        joined = f"{current}\n\n{piece}" if current else piece
        if current and length(joined) > MessageLimit.MAX_TEXT_LENGTH:
            yield current
            current = piece
        else:
            current = joined
    yield current


def _pieces(text: str) -> Iterator[str]:
    """Cut at empty lines, and where a paragraph alone is too long at its lines."""
    for paragraph in text.split("\n\n"):
        if length(paragraph) <= MessageLimit.MAX_TEXT_LENGTH:
            yield paragraph
            continue
        for line in paragraph.split("\n"):
            for start in range(0, len(line), 2000):
                yield line[start : start + 2000]


def _fold(fold: Fold) -> str:
    inner = f"<b>{html.escape(fold.title)}</b>\n{to_html(fold.text)}"
    return f"<blockquote expandable>{inner}</blockquote>"


def _keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    if button.link:
        return InlineKeyboardButton(button.label, url=button.link)
    if len(button.action.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
        raise ValueError(f"the action {button.action!r} is longer than Telegram takes")
    # The colour is newer than the typed arguments of some releases that we accept.
    extra = {"style": _STYLES[button.style]} if button.style in _STYLES else None
    return InlineKeyboardButton(button.label, callback_data=button.action, api_kwargs=extra)


def _blocks(tokens: Sequence[Token]) -> str:
    out: list[str] = []
    counters: list[int | None] = []
    for token in tokens:
        match token.type:
            case "ordered_list_open":
                counters.append(int(token.attrGet("start") or 1))
            case "bullet_list_open":
                counters.append(None)
            case "ordered_list_close" | "bullet_list_close":
                counters.pop()
                out.append("\n")
            case "list_item_open":
                number = counters[-1]
                out.append("• " if number is None else f"{number}. ")
                if number is not None:
                    counters[-1] = number + 1
            case "inline":
                out.append(_inline(token.children or []))
            case "paragraph_close":
                out.append("\n" if counters else "\n\n")
            case "fence":
                out.append(f"<pre>{html.escape(token.content)}</pre>\n\n")
    return re.sub(r"\n{3,}", "\n\n", "".join(out))


def _inline(tokens: Sequence[Token]) -> str:
    out: list[str] = []
    linked: list[bool] = []
    for token in tokens:
        match token.type:
            case "text":
                out.append(html.escape(token.content, quote=False))
            case "softbreak" | "hardbreak":
                out.append("\n")
            case "link_open":
                address = str(token.attrGet("href"))
                # Telegram makes numbers callable by itself and refuses tel: links.
                linked.append(address.startswith(("http://", "https://")))
                if linked[-1]:
                    out.append(f'<a href="{html.escape(address)}">')
            case "link_close":
                if linked.pop():
                    out.append("</a>")
            case kind if kind in _TAGS:
                out.append(_TAGS[kind])
    return "".join(out)
