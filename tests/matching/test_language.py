import pytest

from bot.matching import Matcher


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("kk", "балаға қандай құжат"),
        ("kk", "мектепке кандай кужат"),
        ("kk", "емханага калай тиркелем"),
        ("kk", "mektepke qalai beremin"),
        ("ru", "где сделать прописку"),
        ("ru", "gde sdelat propisku"),
        ("uz", "bolani maktabga berish"),
        ("uz", "болани мактабга бериш"),
        ("uz", "menga yordam kerak"),
        ("ky", "баламды мектепке кантип"),
        ("ky", "кайсы документ керек"),
        ("tg", "кӯдакро ба мактаб"),
        ("tg", "ба ман ёри лозим"),
        ("en", "my child school"),
        ("en", "where to register"),
    ],
)
def test_three_words_tell_the_language(matcher: Matcher, language: str, text: str) -> None:
    assert matcher.language(text, None) == language


def test_the_chosen_language_decides_where_the_words_do_not(matcher: Matcher) -> None:
    assert matcher.language("квота", "kk") == "kk"
    assert matcher.language("квота", "ru") == "ru"


@pytest.mark.parametrize("text", ["", "12345", "👍", "??!"])
def test_a_message_without_words_has_no_language(matcher: Matcher, text: str) -> None:
    assert matcher.language(text, "ru") is None
