"""The mechanism, on phrases of its own; what the real phrases find is measured by the benchmark."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.content import Library
from bot.content.models import Urgent
from bot.matching.normalise import skeleton
from bot.matching.urgent import UrgentPhrases, fit_urgent


def danger(name: str, phrases: Mapping[str, list[str]], near: Mapping[str, list[str]]) -> Urgent:
    return Urgent.model_validate(
        {
            "id": name, "title": "Danger", "say": "Call.", "phrases": phrases, "near_misses": near,
            "contacts": ["police"], "facts": ["a"],
        }
    )  # fmt: skip


@pytest.fixture(scope="module")
def phrases(library: Library) -> UrgentPhrases:
    dangers = [
        danger(
            "violence",
            {
                "ru": ["муж бь", "муж избил"],
                "kk": ["күйеу ұр"],
                "uz": ["erim ur"],
                "en": ["husband beat"],
            },
            {"en": ["my husband beat me at chess"], "ru": ["муж бьет рекорды"]},
        ),
        danger("bleeding", {"ru": ["беремен кров"], "tg": ["ҳомила хун"]}, {}),
    ]
    return fit_urgent(replace(library, urgent={one.id: one for one in dangers}))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("муж бьет меня и детей", "violence"),
        ("МУЖ меня опять бьёт!!!", "violence"),
        ("бьет меня муж", "violence"),
        ("muj menya biot", "violence"),
        ("күйеуім ұрады", "violence"),
        ("куйеуим урып жатыр", "violence"),
        ("erim urdi", "violence"),
        ("эрим урди", "violence"),
        ("як зан ҳомила аст ва хун меравад", "bleeding"),
        ("беременна, пошла кровь", "bleeding"),
    ],
)
def test_a_phrase_is_found_in_any_order_and_script(
    phrases: UrgentPhrases, text: str, kind: str
) -> None:
    assert phrases.find(skeleton(text)) == kind


@pytest.mark.parametrize(
    "text",
    [
        "my husband beat me at chess again lol",
        "муж бьет все рекорды",
        "муж работает",
        "бьет озноб",
        "муж уехал на заработки в россию и там он пишет что сосед сильно бьет в барабан",
        "",
    ],
)
def test_what_only_looks_so_is_let_go(phrases: UrgentPhrases, text: str) -> None:
    assert phrases.find(skeleton(text)) is None


def test_a_harmless_sentence_does_not_hide_a_danger_beside_it(phrases: UrgentPhrases) -> None:
    text = "мой муж бьет рекорды по футболу, но вчера пришел пьяный и муж избил меня при детях"
    assert phrases.find(skeleton(text)) == "violence"
