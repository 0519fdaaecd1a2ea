"""Files Telegram keeps: what people and the bot have sent."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import PurePosixPath

from .wire import JsonObject


@dataclass(frozen=True)
class StoredFile:
    """One file, under the id and the download path Telegram gave it."""

    file_id: str
    path: str
    name: str
    content: bytes
    mime_type: str

    def as_json(self) -> JsonObject:
        return {
            "file_id": self.file_id,
            "file_unique_id": f"u{self.file_id}",
            "file_size": len(self.content),
        }

    def as_document_json(self) -> JsonObject:
        return self.as_json() | {"file_name": self.name, "mime_type": self.mime_type}


class FileStore:
    """All files of one fake Telegram."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._numbers = itertools.count(1)

    def add(self, folder: str, name: str, content: bytes, mime_type: str) -> StoredFile:
        number = next(self._numbers)
        path = f"{folder}/file_{number}{PurePosixPath(name).suffix}"
        stored = StoredFile(f"FAKEFILE{number:06}", path, name, content, mime_type)
        self._by_id[stored.file_id] = stored
        return stored

    def by_id(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        return next((file for file in self._by_id.values() if file.path == path), None)
