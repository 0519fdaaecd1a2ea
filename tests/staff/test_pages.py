"""The pages about figures and content, as a member of staff reads them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ViewportSize
from sqlalchemy import event

from bot.content import Library, load
from bot.privacy.alike import Shown
from bot.staff.gaps import GapLine
from bot.staff.health import Checkup
from bot.store import Store
from tests.content.test_broken import small_copy
from tests.staff.desk import PASSWORD
from tests.staff.pages import (
    FLOW,
    MONDAY,
    RARE,
    READ,
    TODAY,
    WEEK,
    Crowd,
    happened,
    pages,
    row,
    tables,
    usual,
)

SIZES: Sequence[ViewportSize] = ({"width": 360, "height": 740}, {"width": 1280, "height": 900})
PAGES = (
    "/", "/questions", f"/questions/{READ}", f"/questions/flow:{FLOW}", "/flows", "/health",
    "/export", "/api",
)  # fmt: skip


# Overview


async def test_the_overview_rounds_down_and_says_what_it_may_not_tell(
    store: Store, library: Library
) -> None:
    await happened(store, *usual(4))
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        page = (await visitor.get("/?weeks=4")).text
    assert "Sunday, November 15, 2026" in page
    # 43 questions a week are told as 40; the urgent ones are counted apart.
    assert [line[1] for line in tables(page)["Questions by week"][1:]] == ["40"] * 4
    assert row(page, "Topics", "School")[0] == "120"
    assert row(page, "Languages", "Uzbek")[0] == "fewer than 5"
    assert row(page, "Languages", "English")[0] == "fewer than 5"
    assert row(page, "Channels", "Web chat")[0] == "fewer than 5"
    assert row(page, "Campaigns", "clinic5") == ["20", "80"]
    assert row(page, "Language switched to", "Kazakh") == ["20"]
    assert row(page, "Urgent messages", "Violence at home")[0] == "40"
    assert row(page, "Urgent messages", "Self-harm")[0] == "fewer than 10"
    assert row(page, "Topics by language", "School")[:2] == ["40", "80"]
    for true in ("172", "43", "136", "52", "34"):
        assert not re.search(rf">\s*{true}\s*<", page), true


async def test_the_overview_compares_in_words(store: Store, library: Library) -> None:
    day = MONDAY - WEEK
    more = [Crowd(60, day - number * WEEK, topic="work") for number in range(4)]
    await happened(store, *usual(8), *more)
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        page = (await visitor.get("/?weeks=4")).text
        longer = (await visitor.get("/?weeks=12")).text
    assert row(page, "Topics", "School")[2:] == ["120", "about the same"]
    assert row(page, "Topics", "Work")[2:] == ["fewer than 5", "cannot be compared"]
    assert re.search(r"Questions</dt>\s*<dd class=\"now\">\d+</dd>\s*<dd class=\"hint\">more", page)
    assert "Nothing is compared" in longer
    assert "Period before" not in longer


async def test_nobody_can_watch_this_week_grow(store: Store, library: Library) -> None:
    await happened(store, *usual(4))
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        before = (await visitor.get("/?weeks=4")).text
    await happened(store, Crowd(50, MONDAY), Crowd(50, TODAY - dt.timedelta(days=1)))
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Saule")
        after = (await visitor.get("/?weeks=4")).text
    assert tables(before) == tables(after)


async def test_one_person_every_day_of_a_week_is_not_told(store: Store, library: Library) -> None:
    week = [MONDAY - WEEK + dt.timedelta(days=number) for number in range(7)]
    once = [Crowd(1, day, topic="kandas", entry=READ) for day in week]
    await happened(store, *usual(2), *once, *once, *once)
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        page = (await visitor.get("/")).text
    assert not [line for line in tables(page)["Topics"] if line[0] == "Kandas"]


async def test_days_are_told_when_each_of_them_may_be(store: Store, library: Library) -> None:
    days = [MONDAY - dt.timedelta(days=number + 1) for number in range(28)]
    await happened(store, *(Crowd(12, day) for day in days))
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        told = tables((await visitor.get("/?weeks=4")).text)
        assert [line[1] for line in told["Questions by day"][1:]] == ["10"] * 28
        assert "Questions by day" not in tables((await visitor.get("/?weeks=12")).text)


async def test_a_wrong_period_shows_the_usual_one(store: Store, library: Library) -> None:
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        for asked in ("5", "-4", "٤", "4'", ""):
            page = (await visitor.get(f"/?weeks={asked}")).text
            assert len(tables(page)["Questions by week"]) == 13


async def test_the_desk_speaks_russian_and_kazakh(store: Store, library: Library) -> None:
    await happened(store, *usual(4))
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        await visitor.send("/language", page="/account", language="kk", back="/staff/")
        page = (await visitor.get("/?weeks=4")).text
        assert row(page, "Тақырыптар", "Мектеп")[0] == "120"
        assert row(page, "Тілдер", "Өзбек тілі")[0] == "5 санынан аз"
        await visitor.send("/language", page="/account", language="ru", back="/staff/")
        page = (await visitor.get("/questions?weeks=4")).text
        assert "воскресенье, 15 ноября 2026" in page
        assert library.answers[READ].question.to("ru") in page


# Questions


async def test_questions_lists_what_may_be_told_and_counts_the_rest(
    store: Store, library: Library
) -> None:
    await happened(store, *usual(4))
    topic = library.topics[READ]
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        page = (await visitor.get("/questions?weeks=4")).text
        of_topic = (await visitor.get(f"/questions?weeks=4&topic={topic}&all=1")).text
        elsewhere = (await visitor.get("/questions?weeks=4&topic=work")).text
    title = library.answers[READ].question.source
    # Read by 34 a week; helpful 16 of 21, told as 15 of 20.
    assert row(page, "Most read entries", title)[1:] == ["120", "80", "40", "75%"]
    assert len(tables(page)["Most read entries"]) == 2
    assert f"{len(library.answers) - 1} entries more" in page
    listed = tables(of_topic)["Most read entries"][1:]
    assert len(listed) == sum(library.topics[answer] == topic for answer in library.answers)
    assert {line[2] for line in listed[1:]} == {"fewer than 5"}
    assert "Most read entries" not in tables(elsewhere)


async def test_an_entry_shows_its_texts_facts_and_how_people_asked(
    store: Store, library: Library
) -> None:
    async def asked(entry: str) -> list[GapLine]:
        seen = Shown(("кто меня … выписал",), (), ("выписал",), {}, entry)
        return [GapLine(7, "ru", "open", seen, None, MONDAY - WEEK)] if entry == READ else []

    await happened(store, *usual(4))
    async with pages(store, library, asked=asked) as desk:
        visitor = await desk.signed_in("Aizhan")
        page = (await visitor.get(f"/questions/{READ}?weeks=4")).text
        rare = (await visitor.get(f"/questions/{RARE}?weeks=4")).text
        flow = (await visitor.get(f"/questions/flow:{FLOW}")).text
        for unknown in ("nothing", FLOW, f"flow:{READ}", "flow:nothing", "%2e%2e"):
            assert (await visitor.get(f"/questions/{unknown}")).status_code == 404
    answer = library.answers[READ]
    by_week = tables(page)[answer.question.source][1:]
    assert [line[1:] for line in by_week] == [["30", "20", "10", "15", "5"]] * 4
    assert answer.question.to("kk") in page
    assert page.count("not translated in full: people see") == sum(
        answer.answer.language_used(language) != language for language in ("uz", "ky", "tg")
    )
    facts = tables(page)["Facts it rests on"][1:]
    for name, line in zip(answer.facts, facts, strict=True):
        fact = library.facts[name]
        assert name in line[0]
        assert line[1] == fact.confidence
        assert line[3] == str((TODAY - fact.checked).days)
    assert "кто меня … выписал" in page
    assert "asked by fewer than 5 people" in page
    assert "кто меня" not in rare
    assert {
        cell
        for line in tables(rare)[library.answers[RARE].question.source][1:]
        for cell in line[1:]
    } == {"fewer than 5"}
    assert library.flows[FLOW].title.to("ru") in flow


# Flows


async def test_flows_show_how_far_people_get(store: Store, library: Library) -> None:
    await happened(store, *usual(4))
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        page = (await visitor.get("/flows?weeks=4")).text
    flow = library.flows[FLOW]
    assert row(page, "Flows", flow.title.source) == ["80", "40", "50%"]
    steps = tables(page)[f"{flow.title.source}: From step to step"]
    assert steps[1][1:] == ["everybody", "80", "100%", "–"]
    assert steps[2][1:] == ["everybody", "60", "75%", "75%"]
    assert steps[3][1:] == ["everybody", "fewer than 5", "too few to say", "too few to say"]
    assert steps[4][1] == "some"
    assert steps[-1] == ["Reached a result", "everybody", "40", "50%", "too few to say"]
    reached = tables(page)[f"{flow.title.source}: Outcomes"][1]
    assert reached[2:] == ["40", "100%"]


# Content health


async def test_health_tells_what_runs_out_and_what_is_unsure(
    store: Store, library: Library
) -> None:
    await happened(store, *usual(4))
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        first = (await visitor.get("/health?weeks=4")).text
        page = (await visitor.get("/health?weeks=4")).text
    assert "The check is running" in first
    assert row(page, "Translations that are missing or stale", "Uzbek")[1:] == ["3", "2", "1"]
    assert row(page, "Findings of “komek check”", "error")[:2] == [
        "flows/visit.yaml:3",
        "date-ahead",
    ]
    ending = {
        line[0]: line[2:5] for line in tables(page)["Facts that have ended or end within 60 days"]
    }
    assert ending["mci-values"] == ["ends soon", "Dec 31, 2026", "40"]
    assert "ended" in {state for state, _day, _days in ending.values()}
    unsure = {
        line[0]: line[1:] for line in tables(page)["Entries that rest on facts of low confidence"]
    }
    for title, (low, facts, _read) in list(unsure.items())[1:]:
        assert 0 < int(low) <= int(facts), title
    unread = {line[0] for line in tables(page)["Entries that few people opened"]}
    assert library.answers[RARE].question.source in unread
    assert library.answers[READ].question.source not in unread
    assert "That does not mean that nobody did" in page


async def test_the_check_runs_once_for_a_revision_and_a_day(tmp_path: Path) -> None:
    root = small_copy(tmp_path)
    small, checkup = load(root), Checkup(root)
    assert checkup.state(small, TODAY) == "running"
    found = await checkup.findings(small, TODAY)
    assert checkup.state(small, TODAY) == "done"
    assert await checkup.findings(small, TODAY) is found
    assert found is not None
    assert {one.language for one in found.translated} == {"kk", "ru", "uz", "ky", "tg"}
    assert all(one.done == 0 and one.missing for one in found.translated)
    assert "translation-in-progress" in {problem.code for problem in found.problems}


async def test_a_check_that_cannot_run_is_said(
    store: Store, library: Library, tmp_path: Path
) -> None:
    async with pages(store, library, checkup=Checkup(tmp_path / "nowhere")) as desk:
        visitor = await desk.signed_in("Aizhan")
        while "The check is running" in (page := (await visitor.get("/health")).text):
            pass
        findings = (await visitor.get("/api/v1/findings")).json()["rows"]
    assert "The check could not be run" in page
    assert [line["cause"][:26] for line in findings] == ["The check could not be run"]


# All pages


async def test_a_page_asks_for_each_figure_once(store: Store, library: Library) -> None:
    await happened(store, *usual(4))
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "FROM tally" in statement:
            asked.append(statement)

    event.listen(store._engine.sync_engine, "before_cursor_execute", note)
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        for path, most in (("/", 20), ("/questions", 6), (f"/questions/{READ}", 0), ("/flows", 4)):
            asked.clear()
            assert (await visitor.get(f"{path}?weeks=4")).status_code == 200
            assert len(asked) <= most, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_can_be_used_by_everybody(
    browser: Browser, store: Store, library: Library, scheme: str
) -> None:
    await happened(store, *usual(8))
    axe = Axe()
    async with pages(store, library) as desk:
        await desk.hire("Aizhan")
        context = await browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
        page = await context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        await page.goto(f"{desk.address}/sign-in")
        await page.fill("#name", "Aizhan")
        await page.fill("#password", PASSWORD)
        await page.click("main button")
        await page.goto(f"{desk.address}/health")
        # In the dark only colours differ.
        for path in PAGES if scheme == "light" else PAGES[:3]:
            for size in SIZES if scheme == "light" else SIZES[:1]:
                await page.set_viewport_size(size)
                await page.goto(f"{desk.address}{path}", wait_until="networkidle")
                found = await axe.run(page)
                assert not found.violations_count, f"{path} {size}: {found.generate_report()}"
                unseen = "[...document.images].filter(one => !one.naturalWidth).length"
                assert await page.evaluate(unseen) == 0, path
                wide = "document.documentElement.scrollWidth > innerWidth"
                assert not await page.evaluate(wide), f"{path} {size}"
        await context.close()
    assert said == []


async def test_charts_are_there_for_tables_that_have_one(store: Store, library: Library) -> None:
    await happened(store, *usual(4))
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        drawn = {
            path: await visitor.get(f"/chart/{path}")
            for path in (
                "weeks.svg?weeks=4", "weeks.svg?weeks=4&dark=1", "weeks.svg?weeks=4&narrow=1",
                "week_shares.svg?weeks=52", "topics.svg?weeks=4", "flows.svg?weeks=4",
                f"flow_steps.svg?weeks=4&about={FLOW}", f"entry_weeks.svg?weeks=4&about={READ}",
            )
        }  # fmt: skip
        again = await visitor.get("/chart/weeks.svg?weeks=4")
        for none in ("urgent.svg", "nothing.svg", "entry_weeks.svg", "flow_steps.svg?about=x"):
            assert (await visitor.get(f"/chart/{none}")).status_code == 404
    for path, chart in drawn.items():
        assert chart.status_code == 200, path
        assert chart.headers["content-type"] == "image/svg+xml"
        assert "<svg" in chart.text
    assert len({chart.text for chart in drawn.values()}) == len(drawn)
    assert again.text == drawn["weeks.svg?weeks=4"].text
