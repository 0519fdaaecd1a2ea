"""Pictures of flows that somebody can follow with a finger."""

from .picture import draw

__all__ = ["draw"]
