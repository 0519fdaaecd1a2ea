"""The desk from outside: every promise of `shared/privacy.md`, B5, against a real server."""

from __future__ import annotations

import datetime as dt
import html
import logging
import re
from collections.abc import Awaitable, Callable

import httpx
import pyotp
import pytest
from sqlalchemy import select

from bot.staff import DeskRoute, staff_app
from bot.staff.throttle import CODE_BUDGET
from bot.store import Store
from bot.store.accounts import Deed, Role
from bot.store.staff_tables import AccountRow, AuditRow, RecoveryRow, SignInRow, TicketRow
from tests.staff.desk import OTHER_PASSWORD, PASSWORD, SECRET, Desk, Visitor

ELSEWHERE = "203.0.113.9"


async def _all_rows(store: Store) -> list[str]:
    """Return everything the database says about staff."""
    said = []
    async with store.reading() as session:
        for table in (AccountRow, TicketRow, RecoveryRow, SignInRow, AuditRow):
            for row in (await session.execute(select(table.__table__))).all():
                said.append(f"{table.__tablename__} {tuple(row)}")
    return sorted(said)


async def _with_factor(desk: Desk, name: str) -> tuple[Visitor, pyotp.TOTP, list[str]]:
    """Sign somebody in and switch the second factor on, as a person would."""
    visitor = await desk.signed_in(name)
    await visitor.send("/account/second-factor/offer", page="/account")
    shown = (await visitor.get("/account")).text
    found = re.search(r"<code class=\"copy\">([A-Z2-7]{32})</code>", shown)
    assert found is not None
    assert "<svg" in shown
    totp = pyotp.TOTP(found.group(1))
    done = await visitor.send(
        "/account/second-factor/on", page="/account", code=totp.at(desk.clock())
    )
    codes = re.findall(r"<li><code>([a-z2-7-]+)</code></li>", done.text)
    assert len(codes) == 10
    desk.clock.move(minutes=1)
    return visitor, totp, codes


# The first visit


async def test_the_first_visit_by_a_one_time_link(desk: Desk) -> None:
    link = await desk.accounts.add("Aizhan", Role.viewer, desk.clock())
    path = f"/welcome/{link}"
    somebody = desk.visitor()
    assert "Aizhan" in (await somebody.get(path)).text
    weak = await somebody.send(path, password="password1 password1", again="password1 password1")
    assert "easy to guess" in weak.text
    unlike = await somebody.send(path, password=PASSWORD, again=OTHER_PASSWORD)
    assert "not the same" in unlike.text
    assert not await somebody.is_in()
    assert (await somebody.send(path, password=PASSWORD, again=PASSWORD)).status_code == 303
    assert await somebody.is_in()
    again = desk.visitor()
    assert (await again.get(path)).status_code == 404
    refused = await again.send(path, "/sign-in", password=OTHER_PASSWORD, again=OTHER_PASSWORD)
    assert refused.status_code == 404
    assert (await again.sign_in("aizhan", OTHER_PASSWORD)).status_code == 403
    assert (await again.sign_in("aizhan")).status_code == 303


async def test_a_link_is_over_after_two_days(desk: Desk) -> None:
    link = await desk.accounts.add("Aizhan", Role.viewer, desk.clock())
    visitor = desk.visitor()
    await visitor.get(f"/welcome/{link}")
    desk.clock.move(hours=48)
    path = f"/welcome/{link}"
    done = await visitor.send(path, "/sign-in", password=PASSWORD, again=PASSWORD)
    assert done.status_code == 404
    assert not await visitor.is_in()


async def test_no_account_no_desk(desk: Desk) -> None:
    visitor = desk.visitor()
    for name, password in (("admin", "admin"), ("admin", ""), ("", ""), ("komek", "komek")):
        assert (await visitor.sign_in(name, password)).status_code == 403
    assert not await visitor.is_in()


# Sessions


async def _sign_out(_desk: Desk, owner: Visitor, _account: int) -> None:
    await owner.send("/sign-out", page="/account")


async def _sign_out_everywhere(desk: Desk, _owner: Visitor, _account: int) -> None:
    other = desk.visitor(ELSEWHERE)
    await other.sign_in("Aizhan")
    await other.send("/sign-out-everywhere", page="/account")
    assert not await other.is_in()


async def _disable(desk: Desk, _owner: Visitor, account: int) -> None:
    await desk.accounts.disable(account, desk.clock())


async def _change_password(_desk: Desk, owner: Visitor, _account: int) -> None:
    done = await owner.send(
        "/account/password",
        page="/account",
        current=PASSWORD,
        password=OTHER_PASSWORD,
        again=OTHER_PASSWORD,
    )
    assert done.status_code == 303
    assert await owner.is_in(), "whoever changed the password goes on"


async def _change_role(desk: Desk, _owner: Visitor, account: int) -> None:
    await desk.accounts.set_role(account, Role.admin, desk.clock(), None)


async def _reset(desk: Desk, _owner: Visitor, account: int) -> None:
    await desk.accounts.reset(account, desk.clock())


async def _prove(_desk: Desk, owner: Visitor, _account: int) -> None:
    assert (await owner.send("/prove", password=PASSWORD)).status_code == 303
    assert await owner.is_in()


async def _sign_in_again(_desk: Desk, owner: Visitor, _account: int) -> None:
    await owner.sign_in("Aizhan")
    assert await owner.is_in()


async def _stay_idle(desk: Desk, _owner: Visitor, _account: int) -> None:
    desk.clock.move(minutes=30)


@pytest.mark.parametrize(
    "happens",
    [
        _sign_out,
        _sign_out_everywhere,
        _disable,
        _change_password,
        _change_role,
        _reset,
        _prove,
        _sign_in_again,
        _stay_idle,
    ],
)
async def test_a_stolen_cookie_is_dead_after(
    desk: Desk, happens: Callable[[Desk, Visitor, int], Awaitable[None]]
) -> None:
    owner = await desk.signed_in("Aizhan")
    thief = desk.visitor(ELSEWHERE)
    thief.steal(owner)
    assert await thief.is_in()
    found = await desk.accounts.find("Aizhan")
    assert found is not None
    await happens(desk, owner, found.id)
    assert not await thief.is_in()


async def test_a_cookie_that_somebody_planted_is_not_the_session(desk: Desk) -> None:
    await desk.hire("Aizhan")
    victim, attacker = desk.visitor(), desk.visitor(ELSEWHERE)
    planted = "planted-by-an-attacker"
    victim.client.cookies.set("komek-staff", planted, domain="127.0.0.1", path="/")
    assert (await victim.sign_in("Aizhan")).status_code == 303
    assert await victim.is_in()
    attacker.client.cookies.set("komek-staff", planted)
    assert not await attacker.is_in()


async def test_signing_out_empties_what_the_browser_keeps(desk: Desk) -> None:
    owner = await desk.signed_in("Aizhan")
    answer = await owner.send("/sign-out", page="/account")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert "komek-staff" not in owner.client.cookies


@pytest.mark.parametrize(("scheme", "prefix"), [("http", ""), ("https", "__Host-")])
async def test_cookies_are_kept_from_scripts_and_other_sites(
    desk: Desk, scheme: str, prefix: str
) -> None:
    await desk.hire("Aizhan")
    visitor = desk.visitor()
    visitor.client.headers["X-Forwarded-Proto"] = scheme
    shown = await visitor.get("/sign-in")
    made = shown.headers["set-cookie"]
    found = re.search(r'name="token" value="(\w+)"', shown.text)
    assert found is not None
    answer = await visitor.client.post(
        "/sign-in",
        data={"token": found.group(1), "name": "Aizhan", "password": PASSWORD},
        headers={"Cookie": made.partition(";")[0]},
    )
    assert answer.status_code == 303
    for cookie, name in ((made, "komek-staff-form"), (answer.headers["set-cookie"], "komek-staff")):
        assert cookie.startswith(f"{prefix}{name}=")
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        wanted = {"httponly", "samesite=strict", "path=/"}
        assert attributes == (wanted | {"secure"} if scheme == "https" else wanted)


# Guessing


async def test_guessing_locks_out_only_the_guesser(desk: Desk) -> None:
    await desk.hire("Aizhan")
    guesser = desk.visitor()
    answers = [
        (await guesser.sign_in("Aizhan", f"wrong guess number {number}")).status_code
        for number in range(200)
    ]
    assert answers.count(403) == 5
    assert answers.count(429) == 195
    assert (await guesser.sign_in("Aizhan")).status_code == 429
    owner = desk.visitor(ELSEWHERE)
    assert (await owner.sign_in("Aizhan")).status_code == 303
    # Also whoever shares the guesser's address gets in, after a wait that has an end.
    desk.clock.move(minutes=15)
    assert (await guesser.sign_in("Aizhan")).status_code == 303


async def test_an_address_that_tries_many_names_waits(desk: Desk) -> None:
    await desk.hire("Aizhan")
    guesser = desk.visitor()
    answers = [
        (await guesser.sign_in(f"name{number}", "wrong")).status_code for number in range(70)
    ]
    assert answers == [403] * 60 + [429] * 10
    assert (await desk.visitor(ELSEWHERE).sign_in("Aizhan")).status_code == 303


def _seen(answer: httpx.Response) -> tuple[int, str, list[str]]:
    text = re.sub(r'value="[^"]*"', "", answer.text)
    return answer.status_code, text, sorted(answer.headers)


async def test_nobody_learns_which_accounts_exist(desk: Desk) -> None:
    await desk.hire("Aizhan")
    shut = await desk.hire("Shut")
    await desk.accounts.disable(shut, desk.clock())
    await desk.accounts.add("Waiting", Role.admin, desk.clock())
    await _with_factor(desk, "Careful")
    visitor = desk.visitor(ELSEWHERE)
    answers = [
        await visitor.sign_in(name, password, code)
        for name, password, code in (
            ("Aizhan", "wrong password here", ""),
            ("Nobody", PASSWORD, ""),
            ("no name\n at all", PASSWORD, ""),
            ("Shut", PASSWORD, ""),
            ("Waiting", PASSWORD, ""),
            ("Careful", PASSWORD, ""),
            ("Careful", PASSWORD, "000000"),
            ("Careful", "wrong password here", "000000"),
        )
    ]
    assert _seen(answers[0])[0] == 403
    for answer in answers[1:]:
        assert _seen(answer) == _seen(answers[0])


# The second factor


async def test_a_code_works_once(desk: Desk) -> None:
    _, totp, _ = await _with_factor(desk, "Aizhan")
    assert (await desk.visitor().sign_in("Aizhan")).status_code == 403
    code = totp.at(desk.clock())
    assert (await desk.visitor().sign_in("Aizhan", code=code)).status_code == 303
    assert (await desk.visitor().sign_in("Aizhan", code=code)).status_code == 403
    earlier = totp.at(desk.clock() - dt.timedelta(seconds=30))
    assert (await desk.visitor().sign_in("Aizhan", code=earlier)).status_code == 403


@pytest.mark.parametrize(
    ("apart", "status"), [(-60, 403), (-30, 303), (0, 303), (30, 303), (60, 403)]
)
async def test_clocks_may_be_half_a_minute_apart(desk: Desk, apart: int, status: int) -> None:
    _, totp, _ = await _with_factor(desk, "Aizhan")
    desk.clock.move(minutes=5)
    code = totp.at(desk.clock() + dt.timedelta(seconds=apart))
    assert (await desk.visitor().sign_in("Aizhan", code=code)).status_code == status


async def test_the_code_that_switched_it_on_is_used_up(desk: Desk) -> None:
    _, totp, _ = await _with_factor(desk, "Aizhan")
    code = totp.at(desk.clock() - dt.timedelta(minutes=1))
    desk.clock.move(seconds=-60)
    assert (await desk.visitor().sign_in("Aizhan", code=code)).status_code == 403


async def test_a_recovery_code_works_once(desk: Desk) -> None:
    _, _, codes = await _with_factor(desk, "Aizhan")
    assert (await desk.visitor().sign_in("Aizhan", code=codes[3])).status_code == 303
    assert (await desk.visitor().sign_in("Aizhan", code=codes[3])).status_code == 403
    assert (await desk.visitor().sign_in("Aizhan", "wrong", codes[4])).status_code == 403
    assert (await desk.visitor().sign_in("Aizhan", code=codes[4])).status_code == 303


async def test_guessing_codes_with_a_stolen_password_leads_nowhere(desk: Desk) -> None:
    _, totp, codes = await _with_factor(desk, "Aizhan")
    right = totp.at(desk.clock())
    wrong = f"{(int(right) + 500_000) % 1_000_000:06}"
    for number in range(CODE_BUDGET):
        thief = desk.visitor(f"203.0.113.{number}")
        assert (await thief.sign_in("Aizhan", code=wrong)).status_code == 403
    assert (await desk.visitor(ELSEWHERE).sign_in("Aizhan", code=right)).status_code == 403
    assert (await desk.visitor().sign_in("Aizhan", code=codes[0])).status_code == 303


async def test_switching_off_needs_the_code_and_then_none_is_asked(desk: Desk) -> None:
    owner, totp, _ = await _with_factor(desk, "Aizhan")
    desk.clock.move(minutes=11)
    before = await desk.accounts.find("Aizhan")
    sent = await owner.send("/account/second-factor/off", page="/account")
    assert "/prove" in sent.headers["location"]
    assert await desk.accounts.find("Aizhan") == before
    assert (await owner.send("/prove", password=PASSWORD)).status_code == 403
    code = totp.at(desk.clock())
    back = await owner.send("/prove", password=PASSWORD, code=code, next="/staff/account")
    assert back.headers["location"] == "/staff/account"
    await owner.send("/account/second-factor/off", page="/account")
    assert (await desk.visitor().sign_in("Aizhan")).status_code == 303


# Changing accounts


async def test_a_new_password_needs_the_one_of_today(desk: Desk) -> None:
    owner = await desk.signed_in("Aizhan")
    change = {"password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    refused = await owner.send("/account/password", page="/account", current="wrong", **change)
    assert "not right" in refused.text
    weak = {"password": "Aizhan Aizhan 2026", "again": "Aizhan Aizhan 2026"}
    refused = await owner.send("/account/password", page="/account", current=PASSWORD, **weak)
    assert "easy to guess" in refused.text
    assert (await desk.visitor().sign_in("Aizhan", OTHER_PASSWORD)).status_code == 403
    await owner.send("/account/password", page="/account", current=PASSWORD, **change)
    assert (await desk.visitor().sign_in("Aizhan", OTHER_PASSWORD)).status_code == 303
    assert (await desk.visitor(ELSEWHERE).sign_in("Aizhan")).status_code == 403


def _filled(route: DeskRoute, account: int, link: str = "none") -> str:
    return route.path.replace("{account:int}", str(account)).replace("{link}", link)


async def test_changes_of_accounts_need_a_password_of_the_last_ten_minutes(desk: Desk) -> None:
    other = await desk.hire("Other")
    boss = await desk.signed_in("Boss", Role.admin)
    desk.clock.move(minutes=10, seconds=1)
    assert await boss.is_in()
    before = await _all_rows(desk.store)
    changing = [
        route
        for route in desk.app.state.desk_routes
        if route.method == "POST" and route.path.startswith(("/account/", "/people/"))
    ]
    assert len(changing) >= 13
    for route in changing:
        sent = await boss.send(
            _filled(route, other), page="/people", role="admin", name="Third", code="1"
        )
        assert sent.headers["location"].startswith("/staff/prove?next="), route.path
    assert await _all_rows(desk.store) == before
    assert (await boss.send("/prove", password="wrong")).status_code == 403
    assert (await boss.send("/prove", password=PASSWORD)).status_code == 303
    await boss.send(f"/people/{other}/disable", page="/people")
    found = await desk.accounts.find("Other")
    assert found is not None
    assert found.disabled


async def test_an_administrator_looks_after_people(desk: Desk) -> None:
    boss = await desk.signed_in("Boss", Role.admin)
    made = await boss.send("/people/add", page="/people", name="Айжан", role="editor")
    found = re.search(r">(http\S+)</code>", made.text)
    assert found is not None
    assert found.group(1).startswith(f"{desk.address}/welcome/")
    path = found.group(1).removeprefix(desk.address)
    newcomer = desk.visitor(ELSEWHERE)
    await newcomer.send(path, password=OTHER_PASSWORD, again=OTHER_PASSWORD)
    assert (await newcomer.get("/probe")).text == "Айжан GET"
    account = await desk.accounts.find("айжан")
    assert account is not None
    taken = await boss.send("/people/add", page="/people", name="АЙЖАН", role="viewer")
    assert taken.status_code == 422
    await boss.send(f"/people/{account.id}/role", page="/people", role="viewer")
    assert (await newcomer.sign_in("айжан", OTHER_PASSWORD)).status_code == 303
    assert (await newcomer.get("/probe")).status_code == 403
    await boss.send(f"/people/{account.id}/disable", page="/people")
    assert (await newcomer.sign_in("айжан", OTHER_PASSWORD)).status_code == 403
    await boss.send(f"/people/{account.id}/enable", page="/people")
    assert (await newcomer.sign_in("айжан", OTHER_PASSWORD)).status_code == 303
    await boss.send(f"/people/{account.id}/reset", page="/people")
    assert not await newcomer.is_in()
    assert (await newcomer.sign_in("айжан", OTHER_PASSWORD)).status_code == 403


async def test_nobody_takes_away_their_own_role(desk: Desk) -> None:
    boss = await desk.signed_in("Boss", Role.admin)
    found = await desk.accounts.find("Boss")
    assert found is not None
    for deed in ("role", "disable", "reset"):
        sent = await boss.send(f"/people/{found.id}/{deed}", page="/people", role="viewer")
        assert sent.status_code == 404
    assert await desk.accounts.find("Boss") == found


async def test_a_telegram_chat_is_linked_with_the_code_of_the_page(desk: Desk) -> None:
    owner = await desk.signed_in("Aizhan")
    shown = await owner.send("/account/telegram", page="/account")
    found = re.search(r"/stats ([a-z2-7-]+)</code>", shown.text)
    assert found is not None
    linked = await desk.accounts.link_telegram(found.group(1), "c" * 64, desk.clock())
    assert linked is not None
    assert linked.name == "Aizhan"
    await owner.send("/account/telegram/unlink", page="/account")
    assert await desk.accounts.by_telegram("c" * 64) is None


# Forgery


async def _token(visitor: Visitor, page: str) -> str:
    found = re.search(r'name="token" value="(\w+)"', (await visitor.get(page)).text)
    assert found is not None
    return found.group(1)


async def test_without_its_token_no_form_changes_anything(desk: Desk) -> None:
    other = await desk.hire("Other")
    link = await desk.accounts.add("Waiting", Role.admin, desk.clock())
    boss = await desk.signed_in("Boss", Role.admin)
    stranger = desk.visitor(ELSEWHERE)
    right = await _token(boss, "/people")
    tokens = ["", "0" * 64, right[:-1], right.upper() + "x", await _token(stranger, "/sign-in")]
    before = await _all_rows(desk.store)
    fields = {
        "name": "Other", "password": PASSWORD, "again": PASSWORD, "current": PASSWORD,
        "role": "admin", "language": "kk", "code": "123456",
    }  # fmt: skip
    for route in desk.app.state.desk_routes:
        path = _filled(route, other, link)
        if route.method == "GET":
            await boss.get(path)
            continue
        for token in tokens:
            sent = await boss.client.post(path, data={**fields, "token": token})
            assert sent.status_code == 403, (path, token)
        for site in ("cross-site", "same-site", "none-such"):
            sent = await boss.client.post(
                path, data={**fields, "token": right}, headers={"Sec-Fetch-Site": site}
            )
            assert sent.status_code == 403, (path, site)
        sent = await boss.client.post(path, json={**fields, "token": right})
        assert sent.status_code == 403, path
        only_posted = not any(
            one.path == route.path and one.method == "GET" for one in desk.app.state.desk_routes
        )
        for method in ("GET", "PUT", "PATCH", "DELETE") if only_posted else ("PUT", "DELETE"):
            sent = await boss.client.request(method, path, params={**fields, "token": right})
            assert sent.status_code == 405, (path, method)
    assert await _all_rows(desk.store) == before


async def test_a_page_of_the_desk_is_no_picture_or_script_of_another_site(desk: Desk) -> None:
    owner = await desk.signed_in("Aizhan")
    for site in ("same-site", "cross-site"):
        loaded = {"Sec-Fetch-Site": site, "Sec-Fetch-Dest": "image"}
        assert (await owner.client.get("/account", headers=loaded)).status_code == 403
        followed = {"Sec-Fetch-Site": site, "Sec-Fetch-Dest": "document"}
        assert (await owner.client.get("/account", headers=followed)).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/staff/\\..\\x", "/staffx",
     "javascript:alert(1)", "/staff/\r\nX: y", "/staff//evil"],
)  # fmt: skip
async def test_nobody_is_led_out_of_the_desk(desk: Desk, path: str) -> None:
    owner = await desk.signed_in("Aizhan")
    for answer in (
        await owner.send("/prove", password=PASSWORD, next=path),
        await owner.send("/language", page="/account", language="ru", back=path),
    ):
        location = answer.headers["location"]
        assert location in ("/staff/", "/staff//evil")
        assert "x" not in answer.headers


# Roles


async def test_each_role_reaches_what_it_may_and_nothing_else(desk: Desk) -> None:
    other = await desk.hire("Other")
    people: dict[Role | None, Visitor] = {None: desk.visitor()}
    for one in Role:
        people[one] = await desk.signed_in(f"The-{one.name}", one)
    ending = ("/sign-out", "/sign-out-everywhere", "/prove", "/broken")
    tried = 0
    for route in desk.app.state.desk_routes:
        if route.role is None or route.path in ending:
            continue
        for role, visitor in people.items():
            path = _filled(route, other)
            if route.method == "GET":
                answer = await visitor.get(path)
            else:
                page = "/sign-in" if role is None else "/account"
                # Nothing is filled in, so that what is let through changes nothing either.
                answer = await visitor.send(path, page=page, role="none")
            if role is None:
                assert answer.headers["location"] == "/staff/sign-in", path
            elif role < route.role:
                assert answer.status_code == 403, (path, role)
            else:
                assert answer.status_code != 403, (path, role)
                assert "/sign-in" not in answer.headers.get("location", ""), (path, role)
            tried += 1
    assert tried > 60


async def test_the_navigation_shows_what_one_may_see(desk: Desk) -> None:
    boss = await desk.signed_in("Boss", Role.admin)
    viewer = await desk.signed_in("Viewer")
    assert 'href="/staff/people"' in (await boss.get("/account")).text
    assert 'href="/staff/people"' not in (await viewer.get("/account")).text


# Headers, errors, logs


async def test_headers_on_every_answer(desk: Desk) -> None:
    boss = await desk.signed_in("Boss", Role.admin)
    stranger = desk.visitor(ELSEWHERE)
    answers = [
        await boss.get("/broken"),
        await boss.get("/nowhere"),
        await boss.client.delete("/account"),
        await boss.client.post("/people/add", data={}),
        await boss.client.post("/people/add", content=b"x" * 70_000),
        await boss.get("/people/99999999999999999999999/role"),
        await stranger.sign_in("Boss", "wrong"),
        await stranger.get("/welcome/none"),
        await stranger.get("/static/staff.css"),
        await stranger.get("/static/../app.py"),
    ]
    for route in desk.app.state.desk_routes:
        if route.method == "GET":
            answers += [await who.get(_filled(route, 1)) for who in (boss, stranger)]
    answers.append(await boss.send("/sign-out", page="/account"))
    statuses = {answer.status_code for answer in answers}
    assert statuses >= {200, 303, 403, 404, 405, 413, 500}
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        static = answer.url.path.startswith("/staff/static/")
        assert answer.headers["cache-control"] == ("max-age=3600" if static else "no-store")
        assert " style=" not in answer.text, "the policy forbids it"
        assert "<script" not in answer.text


async def test_errors_say_nothing_about_the_inside(desk: Desk) -> None:
    boss = await desk.signed_in("Boss", Role.admin)
    answer = await boss.get("/broken")
    assert answer.status_code == 500
    for told in ("canary", "Zero", "Traceback", "/bot/"):
        assert told not in answer.text


ODD = ["\0", "a\nb", "\r\nSet-Cookie: x=1", "\ud7ff\uffff", "'; DROP TABLE staff_account; --",
       "{{ 7 * 7 }}", "%(name)s", "<script>alert(1)</script>", "../../etc", "🙂" * 2000]  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
async def test_anything_typed_is_answered_and_never_run(
    desk: Desk, odd: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    boss = await desk.signed_in("Boss", Role.admin)
    answers = [
        await desk.visitor().sign_in(odd, odd, odd),
        await boss.send("/people/add", page="/people", name=odd, role="viewer"),
        await boss.send("/account/password", page="/account", current=odd, password=odd, again=odd),
        await boss.send("/prove", password=odd, code=odd, next=odd),
        await boss.send("/language", page="/account", language=odd, back=odd),
        await boss.client.get("/audit", params={"page": odd[:500]}),
        await boss.client.get("/account", params={"done": odd[:500], "language": odd[:500]}),
    ]
    for answer in answers:
        assert answer.status_code < 500
        assert "<script>alert" not in answer.text
        assert "Traceback" not in answer.text
        assert "set-cookie: x" not in str(answer.headers).lower()
    assert html.escape("Boss") in (await boss.get("/people")).text
    assert not [record for record in caplog.records if odd in record.getMessage()]


@pytest.mark.parametrize(
    "body",
    [b"", b"token", b"token=%zz&=&&;", b"token=" + b"a" * 66_000, b"a=1&" * 500],
)
async def test_broken_forms_are_refused(desk: Desk, body: bytes) -> None:
    boss = await desk.signed_in("Boss", Role.admin)
    kinds = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain")
    for kind in kinds:
        answer = await boss.client.post("/people/add", content=body, headers={"Content-Type": kind})
        assert 400 <= answer.status_code < 500


async def test_a_script_that_asks_for_everything_is_slowed_down(desk: Desk) -> None:
    owner = await desk.signed_in("Aizhan")
    assert (await owner.get("/account")).status_code == 200
    account = await desk.accounts.find("Aizhan")
    assert account is not None
    while desk.throttle.takes_visit(account.id, desk.clock()):
        pass
    assert (await owner.get("/account")).status_code == 429
    desk.clock.move(seconds=10)
    assert (await owner.get("/account")).status_code == 200


# The audit log


async def test_the_audit_log_says_who_did_what_and_when(desk: Desk) -> None:
    boss = await desk.signed_in("Boss", Role.admin)
    await boss.send("/people/add", page="/people", name="Aizhan", role="editor")
    await desk.visitor(ELSEWHERE).sign_in("Boss", "wrong")
    entries, _ = await desk.accounts.audit(0, 3)
    assert [entry.what for entry in entries] == [
        Deed.SIGN_IN_REFUSED, Deed.ACCOUNT_ADDED, Deed.SIGNED_IN,
    ]  # fmt: skip
    assert entries[1].who == "Boss"
    assert entries[1].at == desk.clock()
    shown = (await boss.get("/audit")).text
    assert "Account added" in shown
    assert "2026-11-21 12:00:00" in shown
    for secret in (PASSWORD, "198.51.100", ELSEWHERE):
        assert secret not in shown


async def test_the_audit_log_has_pages(desk: Desk) -> None:
    boss = await desk.signed_in("Boss", Role.admin)
    for _ in range(60):
        await desk.accounts.note(None, Deed.SIGN_IN_REFUSED, None, desk.clock())
    first, second = (await boss.get("/audit")).text, (await boss.get("/audit?page=1")).text
    assert first.count("<tr>") == 51
    assert "?page=1" in first
    assert "?page=0" in second
    assert "Account added" in second
    assert "There are no lines" in (await boss.get("/audit?page=9")).text


# Languages


async def test_the_desk_speaks_the_language_that_was_chosen(desk: Desk) -> None:
    visitor = desk.visitor()
    await desk.hire("Aizhan")
    visitor.client.headers["Accept-Language"] = "kk-KZ,ru;q=0.8"
    assert 'lang="kk"' in (await visitor.get("/sign-in")).text
    assert "Войти" in (await visitor.get("/sign-in?language=ru")).text
    await visitor.sign_in("Aizhan")
    sent = await visitor.send("/language", page="/account", language="ru", back="/staff/account")
    assert sent.headers["location"] == "/staff/account"
    assert "Моя учётная запись" in (await visitor.get("/account")).text


@pytest.mark.parametrize(
    "secret", ["change-me " * 4, "x" * 40, "an-example-of-a-secret-key-0123", "0123456789" * 4]
)
async def test_no_desk_with_a_secret_that_others_know(store: Store, secret: str) -> None:
    staff_app(store, SECRET)
    with pytest.raises(RuntimeError, match="KOMEK_SECRET_KEY"):
        staff_app(store, secret)
