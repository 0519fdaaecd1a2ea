"""Keeping people unknown: keys, sealed sessions, pseudonyms of a day, and what may be released."""

from .keys import Keys, SealBroken, read_or_make_secret, refuse_known_secret
from .masking import Mask, fit_mask
from .pseudonyms import Pseudonyms
from .release import K_URGENT, K, release, share, smallest
from .tally import Cell, Count, Happening, tally

__all__ = [
    "K_URGENT",
    "Cell",
    "Count",
    "Happening",
    "K",
    "Keys",
    "Mask",
    "Pseudonyms",
    "SealBroken",
    "fit_mask",
    "read_or_make_secret",
    "refuse_known_secret",
    "release",
    "share",
    "smallest",
    "tally",
]
