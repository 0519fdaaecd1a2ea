"""The web chat in a real browser, with and without JavaScript."""

from __future__ import annotations

import httpx
import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from bot.content import Library

PHONE: ViewportSize = {"width": 360, "height": 640}


async def _press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name).first.click()


async def _whole_flow(page: Page, address: str) -> None:
    await page.goto(address)
    await _press(page, "Қазақша")
    await _press(page, "Туу туралы куәлік")
    await expect(page.get_by_text("Бала қайда туды?")).to_be_visible()
    await _press(page, "Қазақстандағы перзентханада")
    await _press(page, "Шетел паспорты")
    await expect(page.get_by_text("басқа елде тіркелген бе?")).to_be_visible()
    await _press(page, "Артқа")
    await expect(page.get_by_text("қандай құжаты бар?")).to_be_visible()
    await _press(page, "Жарамды құжатым жоқ")
    await _press(page, "Мәзір")
    await _press(page, "Тіл")
    await _press(page, "Русский")
    await _press(page, "Нет")
    await expect(page.get_by_text("Ребёнка зарегистрируют и без ваших документов")).to_be_visible()
    assert await page.get_by_role("link", name="111").count() == 0
    await _press(page, "Кто поможет")
    assert await page.get_by_role("link", name="111", exact=True).get_attribute("href") == "tel:111"
    assert await page.evaluate("document.documentElement.lang || ''") == "ru"


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_a_whole_flow(browser: Browser, page_address: str, script: bool) -> None:
    context = await browser.new_context(viewport=PHONE, java_script_enabled=script)
    page = await context.new_page()
    asked: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: problems.append(message.text))
    if script:
        await _whole_flow(page, page_address)
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    else:
        await page.goto(page_address)
        await _press(page, "English")
        await _press(page, "Birth certificate")
        await _press(page, "In another country")
        await _press(page, "Central Asia")
        await expect(page.get_by_text("The country of birth gives the certificate")).to_be_visible()
        await _press(page, "Change an answer")
        await _press(page, "Where was the baby born?")
        await page.get_by_label("Write here").fill("Not born yet")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("What papers does the parent")).to_be_visible()
        await page.reload()
        await expect(page.get_by_text("What papers does the parent")).to_be_visible()
    assert not problems
    assert all(url.startswith(page_address) for url in asked)


async def test_with_script_the_page_is_not_loaded_anew(browser: Browser, page_address: str) -> None:
    page = await browser.new_page()
    await page.goto(page_address)
    await page.evaluate("window.stayed = true")
    await _press(page, "English")
    await expect(page.get_by_text("What do you need?")).to_be_visible()
    assert await page.evaluate("window.stayed")
    assert await page.evaluate("document.activeElement.id") == "conversation"


async def test_a_lost_connection_is_said(browser: Browser, page_address: str) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(page_address)
    await _press(page, "English")
    await expect(page.get_by_text("What do you need?")).to_be_visible()
    await context.set_offline(True)
    await _press(page, "Birth certificate")
    await expect(page.get_by_role("alert")).to_have_text("The connection was lost. Try again.")


async def test_leaving_forgets_everything(browser: Browser, page_address: str) -> None:
    context = await browser.new_context(java_script_enabled=False)
    await context.route("https://www.google.com/**", lambda route: route.fulfill(body="weather"))
    page = await context.new_page()
    await page.goto(page_address)
    await _press(page, "English")
    await _press(page, "Leave this page")
    await expect(page.get_by_text("weather")).to_be_visible()
    assert not await context.cookies()
    await page.goto(page_address)
    await expect(page.get_by_text("Choose a language")).to_be_visible()


async def test_three_times_shift_leaves(browser: Browser, page_address: str) -> None:
    context = await browser.new_context()
    await context.route("https://www.google.com/**", lambda route: route.fulfill(body="weather"))
    page = await context.new_page()
    await page.goto(page_address)
    for _ in range(3):
        await page.keyboard.press("Shift")
    await expect(page.get_by_text("weather")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_stands_out_in_both_schemes(
    browser: Browser, page_address: str, scheme: str
) -> None:
    context = await browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(page_address)
    ratio = await page.evaluate(
        """() => {
          const light = (text) => {
            const [r, g, b] = text.match(/\\d+/g).map((v) => v / 255)
              .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const style = getComputedStyle(document.querySelector(".message"));
          const [a, b] = [light(style.color), light(style.backgroundColor)].sort((x, y) => y - x);
          return (a + 0.05) / (b + 0.05);
        }"""
    )
    assert ratio > 7


async def test_headers_on_every_answer(page_address: str) -> None:
    async with httpx.AsyncClient() as client:
        for answer in (
            await client.get(page_address),
            await client.get(page_address + "nowhere"),
            await client.get(page_address + "static/chat.js"),
            await client.post(page_address, data={"action": "lang:ru"}),
        ):
            policy = answer.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'")
            assert "unsafe" not in policy
            assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_form_from_another_site_changes_nothing(page_address: str) -> None:
    async with httpx.AsyncClient() as client:
        first = await client.post(page_address, data={"action": "lang:ru"})
        assert first.status_code == 303
        forged = await client.post(
            page_address, data={"action": "lang:kk"}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert forged.status_code == 403
        assert "Что вам нужно?" in (await client.get(page_address)).text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "🙂" * 50,
        "\u200b\u202e",
        "a" * 20_000,
    ],
)
async def test_anything_typed_is_answered_and_never_echoed(page_address: str, text: str) -> None:
    async with httpx.AsyncClient(follow_redirects=True) as client:
        await client.post(page_address, data={"action": "lang:en"})
        answer = await client.post(page_address, data={"text": text})
        assert answer.status_code == 200
        assert text not in answer.text
        assert "I have no checked answer to that" in answer.text


async def test_a_visit_alone_stores_nothing(page_address: str) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.get(page_address)
        assert "set-cookie" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"


async def _finish(page: Page) -> None:
    """Press the first choice of every question until there is a result."""
    for _ in range(20):
        choices = page.locator("button[value^='pick:']")
        if not await choices.count():
            return
        before = await page.locator(".turn").inner_html()
        await choices.first.click()
        await page.wait_for_function(
            "(was) => document.querySelector('.turn').innerHTML !== was", arg=before
        )


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
async def test_every_result_can_be_read_on_a_small_phone(
    browser: Browser, page_address: str, library: Library, language: str
) -> None:
    context = await browser.new_context(viewport=PHONE)
    page = await context.new_page()
    for flow in library.flows.values():
        async with httpx.AsyncClient() as client:
            await client.post(page_address, data={"action": f"lang:{language}"})
            await client.post(page_address, data={"action": f"flow:{flow.id}"})
            token = client.cookies["komek"]
        await context.add_cookies([{"name": "komek", "value": token, "url": page_address}])
        await page.goto(page_address)
        await _finish(page)
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        first = await page.locator(".message ol li").first.bounding_box()
        bar = await page.locator(".write").bounding_box()
        assert first is not None
        assert bar is not None
        assert first["y"] < bar["y"], f"the first thing to do in {flow.id} is below the fold"


async def test_the_desk_card_can_be_printed(page_address: str) -> None:
    async with httpx.AsyncClient(follow_redirects=True) as client:
        await client.post(page_address, data={"action": "lang:en"})
        assert (
            (await client.get(page_address + "document.pdf"))
            .headers["content-type"]
            .startswith("text/html")
        )
        await client.post(page_address, data={"action": "flow:birth_certificate"})
        await client.post(page_address, data={"text": "In another country"})
        await client.post(page_address, data={"text": "Any other country"})
        shown = await client.post(page_address, data={"action": "desk"})
        assert 'href="/document.pdf"' in shown.text
        printed = await client.get(page_address + "document.pdf")
        assert printed.headers["content-type"] == "application/pdf"
        assert printed.headers["cache-control"] == "no-store"
        assert printed.content.startswith(b"%PDF")


async def test_asking_answers_and_offers_the_language_she_writes_in(
    browser: Browser, page_address: str
) -> None:
    page = await browser.new_page()
    await page.goto(page_address)
    await _press(page, "Русский")
    await page.get_by_label("Напишите здесь").fill("шетелдік жсн қалай алады")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Как иностранцу получить ИИН?")).to_be_visible()
    await _press(page, "Қазақша тілінде жалғастыру")
    await expect(page.get_by_text("Шетелдік ЖСН-ді қалай алады?")).to_be_visible()
    await _press(page, "Көмектеспеді")
    await expect(page.get_by_text("тексерілген жауабым жоқ")).to_be_visible()
