"""The parameters of a call, whichever of the Bot API's ways they were sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from .errors import bad_request


@dataclass(frozen=True)
class UploadedFile:
    """A file that came with a call."""

    name: str
    content: bytes
    mime_type: str


class Params:
    """Named values; nested objects may arrive as JSON text or as JSON itself."""

    def __init__(
        self, values: Mapping[str, object], files: Mapping[str, UploadedFile] | None = None
    ) -> None:
        self._values = dict(values)
        self.files = dict(files or {})

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str) -> str:
        value = self._values.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str) -> int | None:
        try:
            return int(self.text(name))
        except ValueError:
            return None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "1", "yes")

    def structure(self, name: str, called: str) -> object:
        """A nested value, or None; `called` is Telegram's name for it in the error."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {called} JSON object") from None

    def recorded(self) -> dict[str, object]:
        """For the journal: nested JSON decoded, so that assertions can look inside."""
        values = {name: _decoded(value) for name, value in self._values.items()}
        return values | self.files


def _decoded(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


async def read_params(request: web.Request) -> Params:
    """Query string first, then the body; the first of two values with one name counts."""
    values: dict[str, object] = dict(request.query)
    files: dict[str, UploadedFile] = {}
    if request.content_type == "application/json":
        body = await _read_json(request)
        for name, item in body.items():
            values.setdefault(name, item)
        return Params(values)
    if request.method == "POST":
        for name, field in (await request.post()).items():
            if isinstance(field, web.FileField):
                files[name] = UploadedFile(field.filename, field.file.read(), field.content_type)
            elif isinstance(field, str):
                values.setdefault(name, field)
            else:
                values.setdefault(name, bytes(field).decode())
    return Params(values, files)


async def _read_json(request: web.Request) -> dict[str, object]:
    try:
        body = await request.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
