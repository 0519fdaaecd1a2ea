"""From a question that nobody could answer to its answer, in a real browser."""

from __future__ import annotations

import datetime as dt

from playwright.async_api import Browser, Page, expect

from bot.assistant import Assistant, Housekeeping, Learned, Retention
from bot.channels.web import web_app
from bot.content import Library
from bot.matching import Matcher
from bot.privacy import Keys
from bot.staff import staff_app
from bot.staff.gaps import Gaps
from bot.staff.passwords import Passwords
from bot.store import Learning, Store
from bot.store.accounts import Accounts, Role
from tests.staff.desk import PASSWORD, QUICK, SECRET, served

THURSDAY = dt.date(2026, 11, 19)
MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
ASKED = "где починить зонтик недорого"
ENTRY = "rent_contract_clauses"


async def _ask(page: Page, address: str, text: str) -> None:
    await page.goto(address)
    if await page.get_by_role("button", name="Русский").count():
        await page.get_by_role("button", name="Русский").click()
        # The page changes in place: what is typed before that would be gone.
        await expect(page.get_by_text("Что вам нужно?")).to_be_visible()
    await page.get_by_role("textbox").fill(text)
    await page.keyboard.press("Enter")


async def test_an_editor_finds_a_gap_and_the_same_question_is_answered(
    browser: Browser, library: Library, matcher: Matcher, store: Store
) -> None:
    today = [THURSDAY]
    learning, accounts = Learning(store), Accounts(store)
    learned = Learned(lambda: library, matcher.match, learning)
    assistant = Assistant(
        lambda: library, store, Keys(SECRET), learned.match, str.lower, lambda: today[0]
    )
    gaps = Gaps(
        learning, accounts, lambda: library, lambda _text, _language: [], learned.refresh,
        lambda: today[0],
    )  # fmt: skip
    desk = staff_app(store, SECRET, gaps.routes(), passwords=Passwords(QUICK), clock=lambda: MONDAY)
    link = await accounts.add("aigul", Role.editor, MONDAY)
    await accounts.use_link(link, QUICK.hash(PASSWORD), MONDAY)

    async with served(web_app(assistant, desk)) as address:
        for _ in range(2):
            person = await browser.new_page()
            await _ask(person, address, ASKED)
            await expect(person.get_by_role("button", name="Меню")).to_be_visible()
            await person.close()

        today[0] = MONDAY.date()
        await Housekeeping(assistant, store, Retention(730, 90)).end_day(MONDAY)

        editor = await browser.new_page(viewport={"width": 360, "height": 740}, locale="en")
        await editor.goto(f"{address}/staff/")
        await editor.get_by_label("Name").fill("aigul")
        await editor.get_by_label("Password").fill(PASSWORD)
        await editor.get_by_role("button", name="Sign in").click()
        await editor.get_by_role("link", name="Gaps").click()
        await editor.get_by_role("link", name=ASKED).click()
        await editor.get_by_label("Entry").select_option(ENTRY)
        await editor.get_by_role("button", name="Attach to this entry").click()
        await expect(editor.get_by_role("status")).to_have_text("Way of asking attached.")
        await expect(editor.get_by_role("link", name=ASKED)).to_have_count(0)

        person = await browser.new_page()
        await _ask(person, address, ASKED)
        question = library.answers[ENTRY].question.to("ru")
        await expect(person.get_by_text(question)).to_be_visible()
        await editor.close()
        await person.close()
