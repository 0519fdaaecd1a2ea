"""Accounts in the database: what works once works once, what is over is over."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy import Keys, SealBroken
from bot.staff.passwords import TOO_LONG, TOO_SHORT, TOO_WEAK, Passwords
from bot.staff.second_factor import SecondFactor
from bot.staff.throttle import ADDRESS_BUDGET, FREE_TRIES, VISIT_BUDGET, Throttle
from bot.store.accounts import Account, Accounts, Deed, NameRefused, Role
from tests.staff.desk import OTHER_PASSWORD, PASSWORD, QUICK, SECRET, Clock

DAY = dt.timedelta(days=1)
CHAT = "c" * 64
OTHER_CHAT = "d" * 64


async def _made(accounts: Accounts, clock: Clock, name: str = "Aizhan") -> Account:
    link = await accounts.add(name, Role.editor, clock())
    made = await accounts.use_link(link, "a hash", clock())
    assert made is not None
    return made


async def test_a_name_is_taken_whatever_its_capitals(accounts: Accounts, clock: Clock) -> None:
    await accounts.add("Айжан.К", Role.viewer, clock())
    with pytest.raises(NameRefused):
        await accounts.add("айжан.к", Role.viewer, clock())
    found = await accounts.find("АЙЖАН.К")
    assert found is not None
    assert found.name == "Айжан.К"


@pytest.mark.parametrize(
    "name",
    ["", "a", "a" * 65, "a b", "a\nb", "a\n", "<b>", "-a", "a.", "a/../b", "\u202eab", "a\0b"],
)
async def test_what_is_no_name_is_refused(accounts: Accounts, clock: Clock, name: str) -> None:
    with pytest.raises(NameRefused):
        await accounts.add(name, Role.viewer, clock())
    assert await accounts.find(name) is None


async def test_a_link_works_once_also_when_used_twice_at_once(
    accounts: Accounts, clock: Clock
) -> None:
    link = await accounts.add("Aizhan", Role.admin, clock())
    assert await accounts.of_link(link, clock()) is not None
    used = await asyncio.gather(*(accounts.use_link(link, "a hash", clock()) for _ in range(5)))
    assert sum(account is not None for account in used) == 1
    assert await accounts.of_link(link, clock()) is None


async def test_a_link_ends_after_48_hours(accounts: Accounts, clock: Clock) -> None:
    link = await accounts.add("Aizhan", Role.admin, clock())
    clock.move(hours=48, seconds=-1)
    assert await accounts.of_link(link, clock()) is not None
    clock.move(seconds=1)
    assert await accounts.use_link(link, "a hash", clock()) is None


async def test_a_new_link_ends_the_one_before_and_all_that_was_lost(
    accounts: Accounts, clock: Clock
) -> None:
    account = await _made(accounts, clock)
    codes = await accounts.set_second_factor(account.id, b"sealed", 1, clock())
    await accounts.link_telegram(await accounts.telegram_code(account.id, clock()), CHAT, clock())
    session = await accounts.begin_session(account.id, clock())
    first = await accounts.reset(account.id, clock())
    second = await accounts.reset(account.id, clock())
    assert await accounts.of_link(first, clock()) is None
    assert await accounts.of_link(second, clock()) is not None
    found = await accounts.credentials(account.name)
    assert found is not None
    assert (found.password, found.totp) == (None, None)
    assert await accounts.session(session, clock()) is None
    assert await accounts.by_telegram(CHAT) is None
    assert not await accounts.use_recovery_code(account.id, codes[0], clock())


async def test_a_session_ends_when_idle_and_after_twelve_hours(
    accounts: Accounts, clock: Clock
) -> None:
    account = await _made(accounts, clock)
    idle = await accounts.begin_session(account.id, clock())
    busy = await accounts.begin_session(account.id, clock())
    clock.move(minutes=29)
    assert await accounts.session(busy, clock()) is not None
    clock.move(minutes=1)
    assert await accounts.session(idle, clock()) is None
    for _ in range(27):
        clock.move(minutes=25)
        assert await accounts.session(busy, clock()) is not None
    clock.move(minutes=15)
    assert await accounts.session(busy, clock()) is None


async def test_recovery_codes_work_once_each_and_as_people_type_them(
    accounts: Accounts, clock: Clock
) -> None:
    account = await _made(accounts, clock)
    old = await accounts.set_second_factor(account.id, b"sealed", 1, clock())
    assert len(set(old)) == 10
    assert await accounts.use_recovery_code(account.id, old[0].upper().replace("-", " "), clock())
    assert not await accounts.use_recovery_code(account.id, old[0], clock())
    assert await accounts.recovery_codes_left(account.id) == 9
    new = await accounts.new_recovery_codes(account.id, clock())
    assert not await accounts.use_recovery_code(account.id, old[1], clock())
    other = await _made(accounts, clock, "Other")
    assert not await accounts.use_recovery_code(other.id, new[0], clock())


async def test_a_code_uses_up_those_before_it(accounts: Accounts, clock: Clock) -> None:
    account = await _made(accounts, clock)
    await accounts.set_second_factor(account.id, b"sealed", 10, clock())
    assert not await accounts.use_code(account.id, 10)
    used = await asyncio.gather(*(accounts.use_code(account.id, 12) for _ in range(5)))
    assert used.count(True) == 1
    assert not await accounts.use_code(account.id, 11)


async def test_a_telegram_chat_is_linked_by_a_code_once(accounts: Accounts, clock: Clock) -> None:
    account, other = await _made(accounts, clock), await _made(accounts, clock, "Other")
    code = await accounts.telegram_code(account.id, clock())
    assert await accounts.link_telegram("abcde-fghij", CHAT, clock()) is None
    linked = await accounts.link_telegram(code.upper(), CHAT, clock())
    assert linked is not None
    assert linked.telegram
    assert await accounts.link_telegram(code, OTHER_CHAT, clock()) is None
    assert await accounts.by_telegram(CHAT) == linked
    # The same chat, linked by a colleague: it belongs to the colleague from now on.
    again = await accounts.telegram_code(other.id, clock())
    assert await accounts.link_telegram(again, CHAT, clock()) is not None
    found = await accounts.by_telegram(CHAT)
    assert found is not None
    assert found.name == "Other"
    await accounts.disable(other.id, clock())
    assert await accounts.by_telegram(CHAT) is None


async def test_a_telegram_code_ends_and_is_replaced_by_the_next(
    accounts: Accounts, clock: Clock
) -> None:
    account = await _made(accounts, clock)
    first = await accounts.telegram_code(account.id, clock())
    second = await accounts.telegram_code(account.id, clock())
    assert await accounts.link_telegram(first, CHAT, clock()) is None
    clock.move(minutes=10)
    assert await accounts.link_telegram(second, CHAT, clock()) is None
    link = await accounts.reset(account.id, clock())
    assert await accounts.link_telegram(link, CHAT, clock()) is None


async def test_the_audit_log_takes_no_data(accounts: Accounts, clock: Clock) -> None:
    for about in ("entry", "question: 870101300123 Айгуль", "entry:a\nb", "entry:"):
        with pytest.raises(ValueError, match="audit log"):
            await accounts.note(None, Deed.SIGNED_IN, about, clock())
    assert await accounts.audit(0, 10) == ([], False)


async def test_what_is_over_is_deleted(accounts: Accounts, clock: Clock) -> None:
    account = await _made(accounts, clock)
    session = await accounts.begin_session(account.id, clock())
    clock.move(days=729)
    link = await accounts.reset(account.id, clock())
    alive = await accounts.begin_session(account.id, clock())
    await accounts.forget_old(clock())
    assert len((await accounts.audit(0, 10))[0]) == 3
    assert await accounts.of_link(link, clock()) is not None
    assert await accounts.session(alive, clock()) is not None
    clock.move(days=1)
    await accounts.forget_old(clock())
    assert [line.what for line in (await accounts.audit(0, 10))[0]] == [Deed.ACCOUNT_RESET]
    assert await accounts.session(session, clock()) is None


async def test_nothing_that_lets_in_can_be_read_on_the_disk(
    accounts: Accounts, clock: Clock, tmp_path: Path
) -> None:
    factor = SecondFactor(Keys(SECRET))
    link = await accounts.add("Aizhan", Role.admin, clock())
    account = await accounts.use_link(link, QUICK.hash(PASSWORD), clock())
    assert account is not None
    sealed = factor.new(account.id)
    secrets = [
        link,
        PASSWORD,
        await accounts.begin_session(account.id, clock()),
        factor.secret(account.id, sealed),
        *await accounts.set_second_factor(account.id, sealed, 1, clock()),
        await accounts.telegram_code(account.id, clock()),
    ]
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Aizhan" in content
    for secret in secrets:
        assert secret.encode() not in content
        assert secret.replace("-", "").encode() not in content


def test_a_second_factor_moved_to_another_account_does_not_open() -> None:
    factor = SecondFactor(Keys(SECRET))
    with pytest.raises(SealBroken):
        factor.secret(2, factor.new(1))


async def test_passwords_are_long_and_hard_to_guess_and_otherwise_free() -> None:
    passwords = Passwords(QUICK)
    for good in (
        PASSWORD,
        OTHER_PASSWORD,
        "вода зелёный конь утюг семь",
        "тоғыз ақ қайық бұлтта ұйықтады",
        "x" + "3k9 Vq" * 21 + "y",
    ):
        assert await passwords.problem(good, "aizhan") is None, good
    assert await passwords.problem("short but 14ch", "aizhan") == TOO_SHORT
    assert await passwords.problem("🙂 long words here" * 10, "aizhan") == TOO_LONG
    for weak in (
        "aaaaaaaaaaaaaaaaaaaa",
        "passwordpassword1",
        "123456789012345",
        "qwertyuiopasdfghjkl",
        "йцукенгшщзхъфывапролдж",
        "парольпарольпароль",
        "Aizhan.Karimova2026",
    ):
        assert await passwords.problem(weak, "aizhan.karimova") == TOO_WEAK, weak


async def test_a_password_is_compared_exactly_as_it_was_given() -> None:
    passwords = Passwords(QUICK)
    stored = await passwords.hash(PASSWORD)
    assert await passwords.matches(stored, PASSWORD)
    for other in (PASSWORD.upper(), PASSWORD + " ", PASSWORD[:-1], ""):
        assert not await passwords.matches(stored, other)
    assert not await passwords.matches(None, PASSWORD)
    assert not await passwords.matches("damaged", PASSWORD)


def test_an_owner_waits_for_nobody_elsewhere(clock: Clock) -> None:
    throttle = Throttle()
    for _ in range(FREE_TRIES):
        assert not throttle.wait("Aizhan", "198.51.100.7", clock())
    assert throttle.wait("aizhan", "198.51.100.7", clock())
    assert not throttle.wait("Aizhan", "203.0.113.9", clock())


def test_waits_grow_to_a_quarter_of_an_hour(clock: Clock) -> None:
    throttle = Throttle()
    for _ in range(FREE_TRIES):
        throttle.wait("Aizhan", "198.51.100.7", clock())
    waits = []
    for _ in range(9):
        waits.append(throttle.wait("Aizhan", "198.51.100.7", clock()))
        clock.now += waits[-1]
        assert not throttle.wait("Aizhan", "198.51.100.7", clock())
    assert waits[0] == dt.timedelta(seconds=15)
    assert waits == sorted(waits)
    assert waits[-1] == dt.timedelta(minutes=15)


def test_an_address_that_tries_many_names_is_slowed_down(clock: Clock) -> None:
    throttle = Throttle()
    # All addresses of one IPv6 network are one: whoever has one has them all.
    sources = [f"2001:db8:1:2::{number:x}" for number in range(ADDRESS_BUDGET)]
    for number, source in enumerate(sources):
        assert not throttle.wait(f"name{number}", source, clock())
    assert throttle.wait("another", "2001:db8:1:2::ffff", clock())
    assert not throttle.wait("another", "2001:db8:1:3::1", clock())
    clock.move(minutes=1)
    assert not throttle.wait("another", "2001:db8:1:2::ffff", clock())


def test_visits_have_a_budget_that_a_person_does_not_reach(clock: Clock) -> None:
    throttle = Throttle()
    taken = [throttle.takes_visit(1, clock()) for _ in range(VISIT_BUDGET + 5)]
    assert taken == [True] * VISIT_BUDGET + [False] * 5
    assert throttle.takes_visit(2, clock())
    clock.move(seconds=1)
    assert throttle.takes_visit(1, clock())


@given(st.lists(st.sampled_from(["wrong", "right", "later"]), max_size=40))
def test_nobody_who_knows_the_password_waits_longer_than_the_longest_wait(
    deeds: list[str],
) -> None:
    throttle, clock = Throttle(), Clock()
    for deed in deeds:
        if deed == "later":
            clock.move(minutes=5)
        elif not throttle.wait("Aizhan", "198.51.100.7", clock()) and deed == "right":
            throttle.right("Aizhan", "198.51.100.7", clock())
    assert throttle.wait("Aizhan", "198.51.100.7", clock()) <= dt.timedelta(minutes=15)
