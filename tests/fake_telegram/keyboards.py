"""Buttons under a message: read from ``reply_markup`` and checked as Telegram checks them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .errors import bad_request
from .urls import url_problem
from .wire import JsonObject

MAX_DATA_BYTES = 64
MAX_BUTTONS = 100
MAX_COPY_TEXT = 256

# What a button can do besides opening a link or calling back; one of them must be there.
_OTHER_ACTIONS = (
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


@dataclass(frozen=True)
class Button:
    """One button of an inline keyboard."""

    label: str
    data: str | None = None
    url: str | None = None
    raw: JsonObject = field(default_factory=dict, compare=False, repr=False)

    @property
    def style(self) -> str | None:
        """The colour asked for: primary, success or danger."""
        style = self.raw.get("style")
        return str(style) if style is not None else None

    @property
    def copy_text(self) -> str | None:
        """What the button puts on the clipboard, if that is what it does."""
        copy = self.raw.get("copy_text")
        return str(copy["text"]) if isinstance(copy, dict) else None


@dataclass(frozen=True)
class Keyboard:
    """What ``reply_markup`` asked for."""

    rows: list[list[Button]] = field(default_factory=list)
    reply_labels: list[list[str]] = field(default_factory=list)
    inline: bool = True


def read_keyboard(markup: object) -> Keyboard:
    """The keyboard of a message, or Telegram's refusal."""
    if markup is None:
        return Keyboard()
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return Keyboard(rows=_read_inline(markup["inline_keyboard"]))
    if "keyboard" in markup:
        return Keyboard(reply_labels=_read_reply(markup["keyboard"]), inline=False)
    return Keyboard(inline=not ({"remove_keyboard", "force_reply"} & markup.keys()))


def read_inline_keyboard(markup: object) -> Keyboard:
    """The keyboard of an edit, which can only be an inline one."""
    keyboard = read_keyboard(markup)
    if not keyboard.inline:
        raise bad_request("inline keyboard expected")
    return keyboard


def keyboard_as_json(rows: list[list[Button]]) -> JsonObject:
    return {"inline_keyboard": [[button.raw for button in row] for row in rows]}


def _read_inline(rows: object) -> list[list[Button]]:
    if not isinstance(rows, list):
        raise bad_request('field "inline_keyboard" must be of type Array')
    keyboard: list[list[Button]] = []
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(
                'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
            )
        if row:  # an empty row vanishes
            keyboard.append([_read_button(button) for button in row])
    if sum(map(len, keyboard)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return keyboard


def _read_button(raw: object) -> Button:
    unreadable = "can't parse inline keyboard button: "
    if not isinstance(raw, dict):
        raise bad_request(f"{unreadable}InlineKeyboardButton must be an Object")
    label = raw.get("text")
    if label is None:
        raise bad_request(f'{unreadable}Can\'t find field "text"')
    if not isinstance(label, str):
        raise bad_request(f'{unreadable}Field "text" must be of type String')
    if not label.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if url := raw.get("url"):
        problem = url_problem(str(url))
        if problem:
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: {problem}")
        return Button(label, url=str(url), raw=raw)
    if data := raw.get("callback_data"):
        if not isinstance(data, str):
            raise bad_request(f'{unreadable}Field "callback_data" must be of type String')
        if len(data.encode()) > MAX_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        return Button(label, data=data, raw=raw)
    if not any(action in raw for action in _OTHER_ACTIONS):
        # An empty callback_data ends here too: to Telegram it is a button that does nothing.
        raise bad_request(f"{unreadable}Text buttons are unallowed in the inline keyboard")
    _check_copy_text(raw)
    return Button(label, raw=raw)


def _check_copy_text(raw: dict[str, Any]) -> None:
    copy = raw.get("copy_text")
    if copy is None:
        return
    text = copy.get("text") if isinstance(copy, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= MAX_COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _read_reply(rows: object) -> list[list[str]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays')
    labels = []
    for row in rows:
        texts = [cell.get("text") if isinstance(cell, dict) else cell for cell in row]
        if not all(isinstance(text, str) and text.strip() for text in texts):
            raise bad_request("keyboard button text must be non-empty")
        labels.append([str(text) for text in texts])
    return labels
