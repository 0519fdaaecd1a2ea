import pytest

from bot.matching.normalise import MAX_LENGTH, clean, skeleton


@pytest.mark.parametrize(
    "same",
    [
        ("мектеп", "mektep", "МЕКТЕП!!!", "мектеп 🏫", "мeктeп", "мек\u200bтеп"),
        ("boʻlsa", "bo'lsa", "bo‘lsa", "bo`lsa", "bolsa", "бўлса"),
        ("прописка", "propiska", "пропииииска", "ПРОПИСКА"),
        ("ещё", "еще", "eshche", "yeshchyo"),
        ("жеңілдік", "жениллдик", "jeńildik", "jenildik", "jeñıldık"),
        ("ҳуҷҷат", "hujjat", "ҳужжат"),
        ("шаҳодатнома", "шаходатнома", "shahodatnoma"),
        ("заявление", "zayavlenie", "zaiavlenie"),
        ("что делать", "chto delat", "4to delat"),
    ],
    ids=lambda same: same[0],
)
def test_spellings_of_one_word_are_one_word(same: tuple[str, ...]) -> None:
    assert len({skeleton(text) for text in same}) == 1


def test_iin_is_not_the_word_in() -> None:
    assert skeleton("ИИН") == skeleton("iin") == skeleton("Иин") != skeleton("in")


@pytest.mark.parametrize("text", ["", " ", "😀😀", "؟ كيف", "你好", "!?!", "\u202e\u200f\ufeff"])
def test_nothing_of_ours_leaves_nothing(text: str) -> None:
    assert skeleton(text) == ""


def test_only_the_beginning_of_a_long_text_is_looked_at() -> None:
    assert len(clean("ab " * 10_000)) <= MAX_LENGTH


def test_bidirectional_marks_do_not_hide_a_word() -> None:
    assert skeleton("до\u202eку\u200fмент") == skeleton("документ")
