import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import LANGUAGES, load
from bot.matching.normalise import skeleton
from bot.privacy.masking import LONGEST_OUTPUT, Mask, fit_mask
from bot.privacy.words import plain
from tests.privacy.canaries import FORMS, KINDS, Canary, canaries, squeezed

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(
    r"\[(?:number|phone|name|word|iin|passport|card|iban|email|link|user|date|address)\]"
)
TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@pytest.fixture(scope="module")
def mask() -> Mask:
    return fit_mask(load(ROOT))


def left(masked: str) -> str:
    return PLACEHOLDER.sub(" ", masked)


# Whatever is sent

SNIPPETS = """
    меня зовут мой муж Вера школа 5 лет 701 1234567 ұлым Бақыт maktab O'ktam улица 12 мая 1990 восемь семь сто [name]
    [phone] [secret] ИИН A N12345678 a@b.kz @user t.me/x , . ? ٣٤ ５ l O к о т 2026 2018 \u200b көшесі bir ikki uch
"""
PIECES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(SNIPPETS.split()),
    st.from_regex(r"[+\d .\-()OlI]{1,20}", fullmatch=True),
)
MESSAGES = st.lists(PIECES, max_size=25).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(text=MESSAGES)
def test_only_known_words_small_numbers_and_placeholders_are_left(mask: Mask, text: str) -> None:
    masked = mask.mask(text)
    assert len(masked) <= LONGEST_OUTPUT
    assert masked == masked.strip()
    assert "  " not in masked
    words = mask.words
    for token in left(masked).split():
        bare = token.rstrip("?.,")
        if bare.isdigit():
            assert len(bare) <= 2 or 2019 <= int(bare) <= 2030
        elif bare:
            assert bare == bare.lower()
            assert TOKEN.fullmatch(bare), masked
            assert words.standing(bare, skeleton(bare), LANGUAGES) in {"known", "derived"}


@settings(max_examples=400, deadline=None)
@given(text=MESSAGES)
def test_masking_again_changes_nothing(mask: Mask, text: str) -> None:
    masked = mask.mask(text)
    assert mask.mask(masked) == masked


@settings(max_examples=200, deadline=None)
@given(
    digits=st.text("0123456789", min_size=5, max_size=20),
    parts=st.lists(
        st.sampled_from(["", " ", "-", ".", " (", ") ", "\u200b", "  ", ", ", "/"]),
        min_size=20,
        max_size=20,
    ),
)
def test_no_long_number_is_left_however_it_is_divided(
    mask: Mask, digits: str, parts: list[str]
) -> None:
    text = "".join(digit + part for digit, part in zip(digits, parts, strict=False))
    assert not re.search(r"\d", mask.mask(f"мой {text} вот"))


@pytest.mark.parametrize(
    "text",
    ["", " ", "a" * 10_000, "9" * 10_000, "слово " * 2_000, "😀" * 500, "\u202e\u200f", "👩‍👧 " * 300, "a@" * 5_000, "a-" * 5_000,
     "1 " * 5_000, "т.е. " * 2_000, "я" + "́" * 5_000, "\x00\x1b[31m", "[" * 5_000],
)  # fmt: skip
def test_strange_and_huge_messages_are_safe(mask: Mask, text: str) -> None:
    masked = mask.mask(text)
    assert len(masked) <= LONGEST_OUTPUT
    assert mask.mask(masked) == masked


def test_a_number_cut_at_the_end_of_what_is_read_does_not_become_an_age(mask: Mask) -> None:
    for length in range(970, 1010):
        masked = mask.mask("школа " + "ы" * (length - 20) + " класс 87011234567 лет")
        assert not re.search(r"\d", masked)


# Personal data


def leaked(canary: Canary, masked: str) -> list[str]:
    kept = squeezed(left(masked))
    found = [secret for secret in canary.secrets if squeezed(secret) in kept]
    return found + re.findall(r"\d+", left(masked))


def test_there_are_450_canaries_and_every_one_has_its_secret() -> None:
    made = canaries()
    assert len(made) == 450
    assert len({(c.kind, c.language, c.form) for c in made}) == 450
    assert made == canaries()
    assert all(leaked(canary, canary.text) for canary in made)


@pytest.mark.parametrize("kind", KINDS)
def test_no_personal_data_is_left(mask: Mask, kind: str) -> None:
    for seed in range(1, 6):
        for canary in canaries(seed):
            if canary.kind == kind:
                assert leaked(canary, mask.mask(canary.text)) == [], canary


def test_the_sentence_around_the_data_is_left(mask: Mask) -> None:
    for canary in canaries():
        if canary.form == FORMS[0]:
            assert len(TOKEN.findall(left(mask.mask(canary.text)))) >= 2, canary


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("+7 701 123 45 67", "[phone]"),
        ("998901234567", "[phone]"),
        ("IIN 900101300017", "iin [iin]"),
        ("N12345678", "[passport]"),
        ("AA 1234567", "[passport]"),
        ("4400 4301 2345 6789", "[card]"),
        ("KZ86 125K ZT50 0410 0100", "[iban]"),
        ("ivan.petrov@mail.ru", "[email]"),
        ("иван собака mail точка ru", "[email]"),
        ("https://example.org/a?b=1", "[link]"),
        ("t.me/someone", "[link]"),
        ("@someone_here", "[user]"),
        ("12.05.1990", "[date]"),
        ("12 мая 1990 года", "[date]"),
        ("1990 жылғы 12 мамыр", "[date]"),
        ("May 12, 1990", "[date]"),
        ("двенадцатого мая тысяча девятьсот девяностого", "[date]"),
        ("улица Абая 15 кв 3", "[address]"),
        ("ПИНФЛ 31205901234567", "[word] [number]"),
        ("telegram id 123456789", "telegram id [number]"),
    ],
)
def test_the_placeholder_tells_what_it_was(mask: Mask, text: str, masked: str) -> None:
    assert mask.mask(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("сыну 6 лет", "сыну 6 лет"),
        ("Балам 5 жаста", "балам 5 жаста"),
        ("24 haftalik homiladorman", "24 haftalik homiladorman"),
        ("she is in 8th grade", "she is in 8 grade"),
        ("с июля 2026", "с июля 2026"),
        ("ребенку 5лет", "ребенку 5 лет"),
        ("у меня 5000", "у меня [number]"),
        ("в 1998", "в [number]"),
    ],
)
def test_ages_terms_and_the_years_of_now_are_left(mask: Mask, text: str, masked: str) -> None:
    assert mask.mask(text) == masked


# Names

CUES = {
    "ru": ("меня зовут {}", "мой муж {} работает", "дочь {} болеет", "это {}", "я {}", "Завтра придет {n} в школу"),
    "kk": ("менің атым {}", "қызым {} мектепке барады", "{} апа келді", "мен {}"),
    "uz": ("mening ismim {}", "{} ismim", "o'g'lim {} maktabga boradi", "{} opa keldi"),
    "ky": ("менин атым {}", "кызым {} окуйт", "{} эже келди"),
    "tg": ("номи ман {}", "духтарам {} бемор аст", "номам {}"),
    "en": ("my name is {}", "my daughter {} is sick", "i am {}", "Mrs {} said no", "this is {}", "we asked {n} about school"),
}  # fmt: skip
WORD_NAMES = {
    "ru": "вера надежда любовь мир роман марк роза лилия слава злата",
    "kk": "бақыт сабыр гүл алма үміт өмір думан қуаныш береке еркін",
    "uz": "umid rahmat bahor lola baxt orzu mehr yulduz sabr dunyo",
    "ky": "бакыт үмүт тилек жылдыз кундуз таалай эркин күмүш рахат өмүр",
    "tg": "умед раҳмат баҳор гул орзу субҳ меҳр ситора бахт саодат",
    "en": "hope grace faith rose summer mark will grant chase joy",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_that_is_a_word_is_masked_beside_a_cue(mask: Mask, language: str) -> None:
    for name in WORD_NAMES[language].split():
        for cue in CUES[language]:
            text = cue.format(name, n=name.capitalize())
            assert name not in mask.mask(text).split(), text


def test_a_name_spelled_letter_by_letter_is_masked(mask: Mask) -> None:
    for text in ("с а б ы р", "В-Е-Р-А", "h.o.p.e", "о л ь г а"):
        assert left(mask.mask(f"школа {text} школа")).split() == ["школа", "школа"]


def test_the_rest_of_a_name_goes_with_it(mask: Mask) -> None:
    assert mask.mask("вчера Вера Ивановна сказала нет") == "вчера [name] сказала нет"
    assert mask.mask("мой муж Роман Школьников ушел") == "мой муж [name] ушел"


def test_places_stay_without_a_house_number(mask: Mask) -> None:
    assert mask.mask("мы живем в Алматы") == "мы живем в алматы"
    assert "алматы" not in mask.mask("Алматы 15, кв 3")


def test_a_name_cue_in_a_question_masks_nothing_else(mask: Mask) -> None:
    assert mask.mask("как тебя зовут?") == "как тебя зовут?"
    assert mask.mask("what is your name") == "what is your name"
    assert mask.mask("i am pregnant") == "i am pregnant"


# Usefulness


def test_most_ordinary_words_are_left(mask: Mask) -> None:
    all_words: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for file in ("dev", "own"):
        for line in (ROOT / f"bench/questions/{file}.jsonl").read_text("utf-8").splitlines():
            question = json.loads(line)
            before = Counter(TOKEN.findall(plain(question["text"].lower())))
            after = Counter(TOKEN.findall(left(mask.mask(question["text"]))))
            all_words[question["lang"]] += before.total()
            kept[question["lang"]] += (before & after).total()
    shares = {language: kept[language] / all_words[language] for language in LANGUAGES}
    assert min(shares.values()) >= 0.85, shares
    assert kept.total() / all_words.total() >= 0.85
