"""`komek draw`: the picture says what the flow does, and everything on it can be read."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser, sync_playwright

from bot.cli import main
from bot.content import LANGUAGES, Library, load
from bot.content.conditions import CriteriaAre, Situation, Value
from bot.content.models import Flow
from bot.dialogue import progress, result
from bot.drawing import draw
from bot.drawing.lettering import knows
from bot.drawing.links import LIST, Links, linked
from bot.drawing.marks import NOT_ASKED, Mark, Marking
from bot.drawing.ways import Option, groups
from bot.settings import CHECKOUT
from tests.content.test_broken import small_copy

DAY = dt.date(2026, 11, 21)
FLOWS = sorted(path.stem for path in (CHECKOUT / "flows").glob("*.yaml"))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = small_copy(tmp_path)
    monkeypatch.setenv("KOMEK_CONTENT", str(root))
    monkeypatch.setenv("KOMEK_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return root


def _komek(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["draw", *arguments, "--on", DAY.isoformat()])


def _words(svg: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314


# What the picture says


def _somebody(library: Library, flow: Flow, chance: random.Random) -> dict[str, Value]:
    """Return an answer to every step, of which only those asked will count."""
    return {
        step.id: chance.randint(step.number.min, step.number.max)
        if step.number is not None
        else chance.choice(list(library.choices(flow.id, step.id)))
        for step in flow.steps
    }


def _follow(
    library: Library, flow: Flow, links: Links, lines: Marking, given: dict[str, Value]
) -> tuple[list[str], str]:
    """Go through the picture with a finger: the questions met that concern her, and the end."""
    here, asked = flow.steps[0].id, list[str]()
    answers: dict[str, Value] = {}
    while here != LIST:
        step = flow.step(here)
        assert step is not None
        on = Situation(answers, in_list=library.lists_on(DAY))
        ways = [link for link in links.links if link.tail == here]
        if step.when is not None and step.when.holds(on) is False:
            if here in links.passed:
                return asked, links.passed[here]
            (way,) = [link for link in ways if not link.chosen] or [
                link for link in ways if link.everybody
            ]
        else:
            asked.append(here)
            answers[here] = given[here]
            chosen = next(line for line in lines.options[here] if _covers(line, given[here]))
            if (here, chosen) in links.ended:
                return asked, links.ended[here, chosen]
            (way,) = [link for link in ways if chosen in link.chosen]
        here = way.head
    return asked, LIST


def _covers(line: Option, value: Value) -> bool:
    if isinstance(value, int) and isinstance(line.first, int) and isinstance(line.last, int):
        return line.first <= value <= line.last
    return line.first == value


@pytest.mark.parametrize("name", FLOWS)
def test_a_finger_on_the_arrows_goes_where_the_conversation_goes(
    library: Library, name: str
) -> None:
    flow = library.flows[name]
    links = linked(flow, groups(library, flow, DAY))
    lines = Marking(library, flow, DAY)
    chance = random.Random(name)  # noqa: S311 - no secret
    for _ in range(300):
        given = _somebody(library, flow, chance)
        where = progress(library, flow, given, DAY)
        assert where.next is None
        asked, end = _follow(library, flow, links, lines, given)
        assert asked == [step.id for step in where.steps], given
        if end != LIST:
            assert end == result(library, flow, where.answers, DAY).outcome.id, given


def _holds(marks: list[Mark | str], flow: Flow, lines: Marking, answers: Any) -> bool:
    """Judge marks the way a reader does."""
    words = {"+": "and", "/": "or"}
    said = [
        words.get(mark, mark) if isinstance(mark, str) else str(_fits(mark, flow, lines, answers))
        for mark in marks
    ]
    return bool(eval(" ".join(said)))  # noqa: S307 - True, False, and, or, brackets


def _fits(mark: Mark, flow: Flow, lines: Marking, answers: dict[str, Value]) -> bool:
    step = flow.steps[int(mark.number) - 1]
    if step.id not in answers:
        return mark.negated or NOT_ASKED in mark.letters.split()
    (line,) = [one for one in lines.options[step.id] if _covers(one, answers[step.id])]
    return (lines.letters(step, [line]) in mark.letters.split()) is not mark.negated


@pytest.mark.parametrize("name", FLOWS)
def test_the_marks_mean_what_the_conditions_mean(library: Library, name: str) -> None:
    flow = library.flows[name]
    lines = Marking(library, flow, DAY)
    whens = [*(step.when for step in flow.steps), *(outcome.when for outcome in flow.outcomes)]
    conditions = [
        when
        for when in whens
        if when is not None and not any(isinstance(part, CriteriaAre) for part in when.parts())
    ]
    chance = random.Random(name)  # noqa: S311 - no secret
    for _ in range(100):
        answers = dict(progress(library, flow, _somebody(library, flow, chance), DAY).answers)
        on = Situation(answers, in_list=library.lists_on(DAY))
        for condition in conditions:
            told = _holds(lines.marks(condition), flow, lines, answers)
            assert told is (condition.holds(on) is True), (condition, answers)


def test_everything_is_on_the_picture(small: Path) -> None:
    library = load(small)
    words = _words(draw(library, library.flows["visit"], "en", DAY))
    for said in (
        "Visit the office",
        "How old are you?",
        "0 – 17",
        "18 – 120",
        "Do you have a visa?",
    ):
        assert said in words
    assert words.index("How old are you?") < words.index("Are you a citizen?")
    assert words.index("Come with a parent") < words.index("Come to the office")
    assert "✓ You are 18 or older:" in " ".join(words)
    assert "✗" in words


def test_the_picture_speaks_the_language(library: Library) -> None:
    russian = " ".join(_words(draw(library, library.flows["birth_certificate"], "ru", DAY)))
    assert "Где родился малыш?" in russian or "Где родился" in russian
    assert not {"Only", "Everybody", "Results:"} & set(russian.split())


def test_drawing_again_gives_the_same_picture(small: Path) -> None:
    seen = set()
    for seed in ("1", "2"):
        script = "import sys; from bot.cli import main; main()"
        path = small / f"{seed}.svg"
        subprocess.run(
            [sys.executable, "-c", script, "draw", "visit", "-o", str(path), "--on", "2026-11-21"],
            check=True,
            capture_output=True,
            cwd=CHECKOUT,
            env={
                "PYTHONHASHSEED": seed,
                "PATH": "",
                "KOMEK_CONTENT": str(small),
                "KOMEK_DATA": str(small / "data"),
            },
        )
        seen.add(path.read_bytes())
    assert len(seen) == 1


# That it can be read

ALPHABETS = (
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    "әғқңөұүһі"  # Kazakh
    "ңөү"  # Kyrgyz
    "ғӣқӯҳҷ"  # Tajik
    "abcdefghijklmnopqrstuvwxyz‘ʻʼ’"  # English and Uzbek
)


def test_the_letters_of_all_six_alphabets_are_measured() -> None:
    assert not [letter for letter in ALPHABETS + ALPHABETS.upper() if not knows(letter)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield launched
        launched.close()


_CUT = """() => {
    const cut = [];
    const sheet = document.documentElement.getBoundingClientRect();
    for (const text of document.querySelectorAll('text')) {
        const box = text.getBoundingClientRect();
        const back = text.closest('.question, .result, .to-list, .arrow')?.firstElementChild;
        const room = back ? back.getBoundingClientRect() : sheet;
        const inside = box.left >= room.left - 1 && box.right <= room.right + 1
            && box.top >= room.top - 1 && box.bottom <= room.bottom + 3;
        if (!inside) cut.push(text.textContent);
    }
    return cut;
}"""
_COVERED = """() => {
    const cards = [...document.querySelectorAll('.question, .list, .to-list')];
    const boxes = cards.map(card => card.getBoundingClientRect());
    return boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b =>
        a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)).length;
}"""


@pytest.mark.parametrize(
    ("name", "language"),
    [*((name, "ru") for name in FLOWS), *(("housing_search", one) for one in LANGUAGES)],
)
def test_no_text_is_cut_off_and_no_card_covers_another(
    library: Library, browser: Browser, tmp_path: Path, name: str, language: str
) -> None:
    path = tmp_path / "picture.svg"
    path.write_text(draw(library, library.flows[name], language, DAY), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    assert page.evaluate(_CUT) == []
    assert page.evaluate(_COVERED) == 0
    page.close()


# The command


def test_a_picture_is_written_where_it_is_wanted(small: Path) -> None:
    assert _komek("visit", "-o", "office.svg").output == (
        "office.svg: written; a browser shows and prints it\n"
    )
    picture = small.parent / "office.svg"
    assert "How old are you?" in _words(picture.read_text(encoding="utf-8"))
    assert _komek("vist").output.endswith("there is no flow 'vist'; there are visit\n")
    assert _komek().output.endswith("name a flow, or use --all or --check\n")


def test_stale_pictures_are_told_and_drawn_anew(small: Path) -> None:
    folder = small / "docs" / "flows"
    assert _komek("--check").exit_code == 1
    assert _komek("--all").output == ("docs/flows/visit.svg: written\n1 pictures, 1 changed\n")
    assert _komek("--check").output == "1 pictures are fresh\n"
    flow = small / "flows" / "visit.yaml"
    flow.write_text(
        flow.read_text(encoding="utf-8").replace("How old are you?", "What is your age?"),
        encoding="utf-8",
    )
    (folder / "gone.svg").write_text("<svg/>", encoding="utf-8")
    checked = _komek("--check")
    assert checked.exit_code == 1
    assert checked.output.splitlines() == [
        "docs/flows/gone.svg is stale; run `komek draw --all`",
        "docs/flows/visit.svg is stale; run `komek draw --all`",
    ]
    assert "docs/flows/gone.svg: removed, the flow is gone" in _komek("--all").output
    assert _komek("--check").exit_code == 0


def test_without_graphviz_it_says_what_to_do(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("bot.drawing")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    drawn = _komek("visit")
    assert drawn.exit_code == 1
    assert drawn.output == ("Error: drawing needs pygraphviz, which `make .venv/dev` installs\n")
    assert not (small.parent / "visit.svg").exists()
