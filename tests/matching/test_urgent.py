"""What is written decides for itself, and teaches about the rest; how well is measured by the benchmark."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

import pytest

from bot.content import Library
from bot.content.models import Urgent
from bot.matching import Matcher, fit


def written(library: Library, key: str) -> list[tuple[str, str]]:
    """Return everything that stands under `phrases` or `near_misses`, with its kind."""
    return [
        (danger.id, text)
        for danger in library.urgent.values()
        for texts in getattr(danger, key).values()
        for text in texts
    ]


def danger(name: str, phrases: Mapping[str, list[str]], near: Mapping[str, list[str]]) -> Urgent:
    return Urgent.model_validate(
        {
            "id": name, "title": "Danger", "say": "Call.", "phrases": phrases, "near_misses": near,
            "contacts": ["police"], "facts": ["a"],
        }
    )  # fmt: skip


def test_every_phrase_opens_its_card_and_no_near_miss_does(
    library: Library, matcher: Matcher
) -> None:
    for kind, text in written(library, "phrases"):
        assert matcher.written_danger(text) == (True, kind), text
    for _, text in written(library, "near_misses"):
        assert matcher.written_danger(text) == (True, None), text


def test_what_is_written_comes_out_of_the_whole_matching(
    library: Library, matcher: Matcher
) -> None:
    for kind, text in islice(written(library, "phrases"), 0, None, 60):
        assert matcher.match(text.upper() + "!!").urgent == kind
    for _, text in islice(written(library, "near_misses"), 0, None, 60):
        assert matcher.match(text).urgent is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("муж избил меня вчера при детях, боюсь идти домой", "violence_home"),
        ("МУЖ меня опять бьёт!!!", "violence_home"),
        ("muj menya izbil boyus domoi", "violence_home"),
        ("күйеуім ұрып жатыр балалардың көзінше", "violence_home"),
        ("куйеуим мени урады коркам", "violence_home"),
        ("erim meni urdi yuzim ko'kardi", "violence_home"),
        ("эрим мени урди юзим кўкарди", "violence_home"),
        ("ҳомила ҳастам хун рафта истодааст", "pregnancy_danger"),
        ("беременна 30 недель пошла кровь", "pregnancy_danger"),
        ("boss took my passport and locks us in at night", "forced_labour"),
        ("не хочу жить, лучше умереть", "self_harm"),
        ("my daughter did not come home from school, she is missing", "child_danger"),
        ("полиция задержала мужа, завтра депортация", "detention"),
    ],
)
def test_what_is_like_a_phrase_opens_the_card_too(matcher: Matcher, text: str, kind: str) -> None:
    assert matcher.match(text).urgent == kind


@pytest.mark.parametrize(
    "text",
    [
        "как получить иин иностранцу", "какие документы нужны в первый класс", "прописка",
        "how much is the birth benefit", "мұғалім бола аламын ба", "maktabga qanday hujjat kerak",
        "роддом можно выбрать самой", "муж работает в алматы, где ему встать на учет", "спасибо",
    ],
)  # fmt: skip
def test_ordinary_questions_stay_calm(matcher: Matcher, text: str) -> None:
    assert matcher.match(text).urgent is None


def test_a_new_phrase_and_a_new_near_miss_work_at_once(library: Library) -> None:
    few = dict(list(library.answers.items())[:12])
    one = danger("harm", {"ru": ["жёлтый верблюд"]}, {"ru": ["жёлтый верблюд в зоопарке"]})
    matcher = fit(replace(library, answers=few, flows={}, urgent={one.id: one}))
    assert matcher.match("Желтый верблюд!").urgent == "harm"
    assert matcher.match("жёлтый верблюд в зоопарке").urgent is None


def test_content_without_dangers_has_no_card(library: Library) -> None:
    few = dict(list(library.answers.items())[:12])
    assert fit(replace(library, answers=few, flows={}, urgent={})).match("муж бьет").urgent is None
