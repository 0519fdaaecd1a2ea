"""How the bot presents itself: commands, descriptions and name, per language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from .errors import bad_request
from .params import Params
from .wire import JsonObject

MAX_COMMANDS = 100
MAX_COMMAND = 32
MAX_COMMAND_DESCRIPTION = 256
DEFAULT_SCOPE = "default"

_COMMAND = re.compile(r"[a-z0-9_]+")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")
_SCOPES = (
    DEFAULT_SCOPE,
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    *_CHAT_SCOPES,
)


@dataclass
class Profile:
    """What was set so far; the key "" stands for everybody without a language of their own."""

    first_name: str
    commands: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def commands_in(
        self, language_code: str = "", scope: str = DEFAULT_SCOPE
    ) -> list[tuple[str, str]]:
        """Pairs of command and description exactly as set, with no falling back."""
        return self.commands.get((scope, language_code), [])


@dataclass(frozen=True)
class _LocalText:
    """One of the three texts that differ only in their names and limits."""

    parameter: str
    limit: int
    values: dict[str, str]
    fallback: str = ""


class ProfileMethods:
    """setMyCommands and its relatives."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._texts = {
            "Description": _LocalText("description", 512, profile.descriptions),
            "ShortDescription": _LocalText("short_description", 120, profile.short_descriptions),
            "Name": _LocalText("name", 64, profile.names, profile.first_name),
        }

    def table(self) -> Mapping[str, Callable[[Params], object]]:
        methods: dict[str, Callable[[Params], object]] = {
            "setMyCommands": self.set_commands,
            "getMyCommands": self.get_commands,
            "deleteMyCommands": self.delete_commands,
        }
        for name, text in self._texts.items():
            methods[f"setMy{name}"] = _setter(text)
            methods[f"getMy{name}"] = _getter(text)
        return MappingProxyType(methods)

    def set_commands(self, params: Params) -> bool:
        commands = _read_commands(params.structure("commands", "commands"))
        key = _read_scope(params), _read_language(params)
        if commands:
            self._profile.commands[key] = commands
        else:
            self._profile.commands.pop(key, None)
        return True

    def get_commands(self, params: Params) -> list[JsonObject]:
        scope, language = _read_scope(params), _read_language(params)
        return [
            {"command": command, "description": description}
            for command, description in self._profile.commands_in(language, scope)
        ]

    def delete_commands(self, params: Params) -> bool:
        self._profile.commands.pop((_read_scope(params), _read_language(params)), None)
        return True


def _setter(text: _LocalText) -> Callable[[Params], object]:
    def set_text(params: Params) -> bool:
        value = params.text(text.parameter)
        language = _read_language(params)
        if len(value) > text.limit:
            # The limits are Telegram's; how it words this refusal is not documented.
            raise bad_request(f"{text.parameter} length must not exceed {text.limit}")
        if value:
            text.values[language] = value
        else:
            text.values.pop(language, None)
        return True

    return set_text


def _getter(text: _LocalText) -> Callable[[Params], object]:
    def get_text(params: Params) -> JsonObject:
        value = text.values.get(_read_language(params))
        # Only the name falls back: a bot is never without one.
        common = text.values.get("", text.fallback) if text.fallback else ""
        return {text.parameter: common if value is None else value}

    return get_text


def _read_commands(raw: object) -> list[tuple[str, str]]:
    if raw is None:
        return []
    if not isinstance(raw, list):
        raise bad_request("expected an Array of BotCommand")
    commands = [_read_command(item) for item in raw]
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return commands


def _read_command(raw: object) -> tuple[str, str]:
    if not isinstance(raw, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if not isinstance(raw.get(name), str):
            raise bad_request(f"can't parse BotCommand: Can't find field \"{name}\"")
    command = raw["command"].removeprefix("/")
    description = raw["description"].strip()
    if not command:
        raise bad_request("command must be non-empty")
    if len(command) > MAX_COMMAND:
        raise bad_request(f"command length must not exceed {MAX_COMMAND}")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > MAX_COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {MAX_COMMAND_DESCRIPTION}")
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    return command, description


def _read_scope(params: Params) -> str:
    """The scope as one word: its type, with the rest behind it for a single chat."""
    scope = params.structure("scope", "BotCommandScope")
    if scope is None:
        return DEFAULT_SCOPE
    kind = scope.get("type") if isinstance(scope, dict) else None
    if not isinstance(scope, dict) or kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if kind not in _CHAT_SCOPES:
        return str(kind)
    if "chat_id" not in scope:
        raise bad_request("can't parse BotCommandScope: Can't find field \"chat_id\"")
    return json.dumps(scope, sort_keys=True)


def _read_language(params: Params) -> str:
    language = params.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language
