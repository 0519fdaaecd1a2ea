"""Cutting a skeleton into n-grams of characters and of words, as numbers.

A skeleton is ASCII, so up to seven characters fit into one 64-bit number as they stand; the top
byte tells the kind. Nothing has to be looked up in a dictionary of strings, which keeps both the
memory and the time of a query small.
"""

from __future__ import annotations

import zlib
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .concepts import concepts_in

Keys = NDArray[np.uint64]

SHORTEST: Final = 3
LONGEST: Final = 5
STEM: Final = 5
"""The first letters of a word say as much as a stemmer in these languages."""

_WORD, _STEM, _PAIR, _CONCEPT = (np.uint64(kind << 56) for kind in (1, 2, 3, 4))
_SPACE: Final = 32


def grams(skeleton: str) -> Keys:
    """Return all character and word n-grams of a skeleton, with repetitions, and its concepts."""
    words = skeleton.split()
    return np.concatenate((char_grams(skeleton), word_grams(words), concept_keys(words)))


def concept_keys(words: list[str]) -> Keys:
    """Return the keys of the concepts that the words speak of, each once."""
    return np.array(sorted(concepts_in(words)), dtype=np.uint64) | _CONCEPT


def char_grams(skeleton: str) -> Keys:
    """Return the runs of 3 to 5 characters that stay within a word and its edges."""
    chars = np.frombuffer(f" {skeleton} ".encode("ascii"), dtype=np.uint8).astype(np.uint64)
    space = chars == _SPACE
    found: list[Keys] = []
    runs = chars
    crosses = np.zeros(len(chars), dtype=bool)
    for length in range(2, LONGEST + 1):
        if len(chars) < length:
            break
        runs = runs[:-1] | (chars[length - 1 :] << np.uint64(8 * (length - 1)))
        crosses = crosses[:-1].copy()
        if length > 2:
            crosses |= space[length - 2 : length - 2 + len(crosses)]
        if length >= SHORTEST:
            found.append(runs[~crosses])
    return np.concatenate(found) if found else np.zeros(0, dtype=np.uint64)


def word_grams(words: list[str]) -> Keys:
    """Return the words, their stems and the pairs of neighbouring stems."""
    stems = [word[:STEM] for word in words]
    pairs = [f"{left} {right}" for left, right in pairwise(stems)]
    kinds = ((words, _WORD), (stems, _STEM), (pairs, _PAIR))
    return np.concatenate([_hashed(texts) | kind for texts, kind in kinds])


def stem_keys(words: list[str]) -> Keys:
    """Return the keys of the stems of words, one for each word."""
    return _hashed([word[:STEM] for word in words]) | _STEM


def is_word_gram(keys: Keys) -> NDArray[np.bool_]:
    """Tell which of the keys stand for words, stems and pairs."""
    return (keys >= _WORD) & (keys < _CONCEPT)


def is_concept(keys: Keys) -> NDArray[np.bool_]:
    """Tell which of the keys stand for concepts."""
    return keys >= _CONCEPT


def _hashed(texts: list[str]) -> Keys:
    return np.array([zlib.crc32(text.encode()) for text in texts], dtype=np.uint64)
