"""The monthly report, as whoever gets it reads it."""

from __future__ import annotations

import datetime as dt

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import Library
from bot.staff.figures import WEEK
from bot.staff.report import months, weeks_of
from bot.store import Store
from tests.staff.pages import READ, happened, pages, usual

FIRST_DAYS = st.builds(dt.date, st.integers(2000, 2100), st.integers(1, 12), st.just(1))


@given(FIRST_DAYS)
def test_a_month_has_the_weeks_that_end_in_it(month: dt.date) -> None:
    of = weeks_of(month)
    following = (month + dt.timedelta(days=31)).replace(day=1)
    assert len(of.weeks) in (4, 5)
    for monday in of.weeks:
        sunday = monday + dt.timedelta(days=6)
        assert monday.weekday() == 0
        assert (sunday.year, sunday.month) == (month.year, month.month)
    assert weeks_of(following).first == of.last + WEEK


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)))
def test_only_months_that_are_over_can_be_reported(today: dt.date) -> None:
    found = months(today)
    assert len(set(found)) == 12
    assert all(month.day == 1 for month in found)
    assert weeks_of(found[0]).end < today
    assert found[0].replace(day=28) + dt.timedelta(days=4) >= today.replace(day=1)


def _text(printed: bytes) -> tuple[int, str]:
    document = pypdfium2.PdfDocument(printed)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return len(pages), " ".join(" ".join(pages).split())


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        (
            "en",
            "Komek: report for October 2026",
            ("School", "fewer than 5", "Urgent messages 40 40"),
        ),
        ("ru", "Komek: отчёт, октябрь 2026", ("Школа", "меньше 5", "Чего эти цифры не говорят")),
        ("kk", "Komek: есеп, Қазан 2026", ("Мектеп", "Өзбек тілі", "5 санынан аз")),
    ],
)
async def test_the_report_can_be_handed_on(
    store: Store, library: Library, language: str, title: str, said: tuple[str, ...]
) -> None:
    await happened(store, *usual(12))
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        await visitor.send("/language", page="/account", language=language, back="/staff/")
        answer = await visitor.get("/report.pdf?month=2026-10")
    assert answer.headers["content-type"] == "application/pdf"
    assert 'filename="komek-2026-10.pdf"' in answer.headers["content-disposition"]
    count, text = _text(answer.content)
    assert 2 <= count <= 4
    assert title in text
    for words in said:
        assert words in text, words
    # 4 weeks of 43 questions, told as 40, and the same before.
    assert "160 160" in text
    assert library.answers[READ].question.to(language)[:20] in text
    for true in (" 172 ", " 43 ", " 92 "):
        assert true not in text
    assert "Aizhan" not in text
    assert b"Aizhan" not in answer.content


async def test_the_report_says_when_there_is_nothing_to_tell(
    store: Store, library: Library
) -> None:
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        answer = await visitor.get("/report.pdf?month=2026-09")
    count, text = _text(answer.content)
    assert 2 <= count <= 4
    assert "Questions fewer than 5 fewer than 5 cannot be compared" in text
    assert "Urgent messages fewer than 10" in text


async def test_a_month_that_cannot_be_reported_is_not_there(store: Store, library: Library) -> None:
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        for month in ("2026-11", "2027-01", "2020-01", "2026-13", "2026-1", "", "x"):
            assert (await visitor.get(f"/report.pdf?month={month}")).status_code == 404
        lines, _ = await desk.accounts.audit(0, 10)
    assert "exported" not in {line.what for line in lines}
