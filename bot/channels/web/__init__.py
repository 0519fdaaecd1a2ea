"""The web chat: the same conversation on one small page."""

from .app import web_app

__all__ = ["web_app"]
