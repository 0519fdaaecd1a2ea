"""Documents as PDF, with fonts that carry every letter of the six languages."""

from .render import to_pdf

__all__ = ["to_pdf"]
