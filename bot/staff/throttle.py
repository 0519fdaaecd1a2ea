"""Slowing down those who guess, without locking out those who know.

Wrong tries count for an account *and* an address together: whoever guesses at somebody's account
makes only themselves wait, and the owner enters from elsewhere. An address that tries many names
has a budget. A code of the second factor is only compared after a right password; those wrong
ones count for the account wherever they come from, and when there are too many only recovery
codes, which cannot be guessed, are taken for a while. Nothing is written down: counts live in
memory, under an HMAC of the address with a key that dies with the process.
"""

from __future__ import annotations

import hmac
import ipaddress
import math
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
ADDRESS_BUDGET = 60
ADDRESS_REFILL = timedelta(minutes=1)
CODE_BUDGET = 20
CODE_REFILL = timedelta(minutes=5)
VISIT_BUDGET = 600
VISIT_REFILL = timedelta(seconds=0.1)
_FORGOTTEN_AFTER = timedelta(hours=24)
_MOST = 100_000
"""Counts kept at most: a flood from many addresses must not fill the memory."""


@dataclass(slots=True)
class _Pair:
    wrong: int
    until: datetime
    touched: datetime


@dataclass(slots=True)
class _Budget:
    spent: float
    touched: datetime


class Throttle:
    """Counts tries of one process."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._pairs: OrderedDict[bytes, _Pair] = OrderedDict()
        self._addresses: OrderedDict[bytes, _Budget] = OrderedDict()
        self._codes: OrderedDict[bytes, _Budget] = OrderedDict()
        self._visits: OrderedDict[bytes, _Budget] = OrderedDict()

    def wait(self, name: str, address: str, now: datetime) -> timedelta:
        """Count a try as wrong before it is looked at, or return how long it has to wait.

        Counting first means that many tries at the same moment are not all free. A right one is
        given back with `right`.
        """
        source = self._hidden(_network(address))
        budget = _refilled(self._addresses, source, ADDRESS_REFILL, now)
        pair = _touched(self._pairs, self._hidden(f"{name.casefold()}\n{_network(address)}"), now)
        if pair.until > now:
            return pair.until - now
        if budget.spent > ADDRESS_BUDGET - 1:
            return (budget.spent - ADDRESS_BUDGET + 1) * ADDRESS_REFILL
        budget.spent += 1
        pair.wrong += 1
        if pair.wrong >= FREE_TRIES:
            doubled = FIRST_WAIT * 2 ** min(pair.wrong - FREE_TRIES, 10)
            pair.until = now + min(doubled, LONGEST_WAIT)
        return timedelta(0)

    def right(self, name: str, address: str, now: datetime) -> None:
        """Give a right try back."""
        network = _network(address)
        self._pairs.pop(self._hidden(f"{name.casefold()}\n{network}"), None)
        budget = _refilled(self._addresses, self._hidden(network), ADDRESS_REFILL, now)
        budget.spent = max(0.0, budget.spent - 1)

    def takes_codes(self, account: int, now: datetime) -> bool:
        """Tell whether codes of this account's authenticator app are compared at the moment."""
        spent = _refilled(self._codes, self._hidden(str(account)), CODE_REFILL, now).spent
        return spent <= CODE_BUDGET - 1

    def wrong_code(self, account: int, now: datetime) -> None:
        """Count a wrong code after a right password."""
        _refilled(self._codes, self._hidden(str(account)), CODE_REFILL, now).spent += 1

    def takes_visit(self, account: int, now: datetime) -> bool:
        """Count a page shown to somebody who is signed in; false for a script that asks for all."""
        budget = _refilled(self._visits, self._hidden(str(account)), VISIT_REFILL, now)
        if budget.spent > VISIT_BUDGET - 1:
            return False
        budget.spent += 1
        return True

    def _hidden(self, what: str) -> bytes:
        return hmac.digest(self._key, what.encode(errors="replace"), sha256)


def minutes(wait: timedelta) -> int:
    """Return a wait in whole minutes, as people are told it."""
    return max(1, math.ceil(wait / timedelta(minutes=1)))


def _touched(pairs: OrderedDict[bytes, _Pair], key: bytes, now: datetime) -> _Pair:
    pair = pairs.get(key)
    if pair is None or now - pair.touched > _FORGOTTEN_AFTER:
        pair = pairs[key] = _Pair(0, now, now)
    pair.touched = now
    _trim(pairs, key)
    return pair


def _refilled(
    budgets: OrderedDict[bytes, _Budget], key: bytes, refill: timedelta, now: datetime
) -> _Budget:
    budget = budgets.setdefault(key, _Budget(0.0, now))
    budget.spent = max(0.0, budget.spent - (now - budget.touched) / refill)
    budget.touched = now
    _trim(budgets, key)
    return budget


def _trim(counts: OrderedDict[bytes, _Pair] | OrderedDict[bytes, _Budget], key: bytes) -> None:
    counts.move_to_end(key)
    while len(counts) > _MOST:
        counts.popitem(last=False)


def _network(address: str) -> str:
    """Return the address; of IPv6 the first half, since everybody has all of the second."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
