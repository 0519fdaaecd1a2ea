"""An invented world of people who ask, so that the desk can be shown and tested without anybody's data."""

from .world import World, days_of

__all__ = ["World", "days_of"]
