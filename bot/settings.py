"""Settings, all from the environment; see `docs/operating.md` for each."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

CHECKOUT = Path(__file__).parent.parent


class Settings(BaseSettings):
    """What can be set, each as `KOMEK_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="KOMEK_")

    telegram_token: SecretStr | None = None
    """The bot's token; without it only the web chat runs."""
    telegram_api: str = "https://api.telegram.org"
    """Base address of the Bot API."""
    database_url: str | None = None
    """SQLAlchemy address of the database; without it SQLite in the data folder."""
    secret_key: SecretStr | None = Field(default=None, min_length=32)
    """Protects sessions; without it one is made once in the data folder."""
    host: str = "127.0.0.1"
    """Address the web chat listens on."""
    port: int = Field(default=8000, ge=0, le=65535)
    """Port of the web chat; 0 takes a free one."""
    data: Path = Path("data")
    """Folder for the database, the key and the cache; made on the first run."""
    content: Path = CHECKOUT
    """Folder with `flows/`, `knowledge/` and `locales/`."""
    staff: bool = True
    """Whether the desk of the NGO's staff is served at `/staff`."""
    keep_events_months: int = Field(default=24, ge=1, le=120)
    """For how many months events of the question log are kept, and what was counted of them."""
    keep_texts_days: int = Field(default=90, ge=1, le=366)
    """For how many days masked texts of unanswered questions are kept."""

    def database(self) -> str:
        """Return the address of the database in use."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data / 'komek.sqlite'}"
