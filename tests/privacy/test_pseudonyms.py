"""People of one day are told apart, and on the next day nobody can say who they were."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

from bot.privacy import Pseudonyms

TODAY = dt.date(2026, 11, 21)
TOMORROW = TODAY + dt.timedelta(days=1)


def test_one_person_has_one_pseudonym_a_day() -> None:
    people = Pseudonyms()
    assert people.of("anna", TODAY) == people.of("anna", TODAY) != people.of("bota", TODAY)


def test_the_next_day_she_is_somebody_else() -> None:
    people = Pseudonyms()
    today = people.of("anna", TODAY)
    assert people.of("anna", TOMORROW) != today


def test_another_process_gives_other_pseudonyms() -> None:
    assert Pseudonyms().of("anna", TODAY) != Pseudonyms().of("anna", TODAY)


_CHILD = """
import datetime as dt, os, sys
from bot.privacy import Pseudonyms

day = dt.date(2026, 11, 21)
people = Pseudonyms()
for number in range(1000):
    people.of(str(number), day)
os.write(1, people._salt)
sys.stdin.readline()
people.turn(day + dt.timedelta(days=1))
os.write(1, b"turned.")
sys.stdin.readline()
"""


def test_yesterdays_salt_is_nowhere_in_the_memory_of_the_new_day() -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    )
    assert child.stdin is not None
    assert child.stdout is not None
    with child:
        salt = child.stdout.read(32)
        assert salt
        assert len(salt) == 32
        assert _found_in_memory(child.pid, salt), "the scan finds the salt while its day lasts"
        child.stdin.write(b"\n")
        assert child.stdout.read(7) == b"turned."
        assert not _found_in_memory(child.pid, salt)
        child.stdin.write(b"\n")


def _found_in_memory(pid: int, secret: bytes) -> bool:
    """Look through everything that a process may write to."""
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:  # noqa: PTH123
        for line in maps:
            bounds, rights = line.split()[:2]
            begin, end = (int(bound, 16) for bound in bounds.split("-"))
            if "w" in rights:
                memory.seek(begin)
                if secret in memory.read(end - begin):
                    return True
    return False
