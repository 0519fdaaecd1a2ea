"""What has to be said beside figures wherever they go."""

from __future__ import annotations

from bot.privacy import K_URGENT, K

from .reading import Reading
from .tables import day


def limits(reading: Reading) -> list[str]:
    """Return the sentences about the figures of a period."""
    _ = reading.words
    of = reading.period
    return [
        _("The figures are of whole weeks, from %(first)s to %(last)s.",
          first=day(of.first, _), last=day(of.end, _)),
        _("Every figure is rounded down, and none is told where fewer than %(k)d people "
          "(%(urgent)d for urgent messages) did the same on one day of the week.",
          k=K, urgent=K_URGENT),
        _("Sums are of the weeks that can be told, so the true sum is larger; shares are "
          "worked out from rounded figures and rounded down to steps of 5%."),
        _("A person is only told apart within one day. How many different people came in a "
          "week or a month is known to nobody."),
    ]  # fmt: skip
