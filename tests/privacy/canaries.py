"""Invented personal data in sentences of six languages, to be looked for where it must not be.

450 of them: 15 kinds, 6 languages, 5 ways of writing the datum. All numbers are made by chance and
all people by putting syllables together; the same seed gives the same canaries.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

KINDS: Final = (
    "phone", "iin", "passport_kz", "passport_uz", "passport_kg", "passport_tj", "card", "iban", "email", "link", "user",
    "birth_date", "address", "plate", "name",
)  # fmt: skip
LANGUAGES: Final = ("kk", "ru", "uz", "ky", "tg", "en")
FORMS: Final = ("plain", "spaced", "invisible", "disguised", "spelled")


@dataclass(frozen=True, slots=True)
class Canary:
    """A message with a datum in it, and the strings that may be found nowhere afterwards."""

    kind: str
    language: str
    form: str
    text: str
    secrets: tuple[str, ...]


def canaries(seed: int = 1) -> list[Canary]:
    """Return one canary for each kind, language and form."""
    chance = random.Random(seed)  # noqa: S311 - nothing is secret here
    return [
        _canary(chance, kind, language, form)
        for kind in KINDS
        for language in LANGUAGES
        for form in FORMS
    ]


def squeezed(text: str) -> str:
    """Return the letters and digits of a text alone: two spellings of one datum become one."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).casefold())


_SENTENCES: Final = {
    "phone": {
        "kk": "менің телефоным {}, маған қоңырау шалыңызшы",
        "ru": "мой номер {}, позвоните мне пожалуйста",
        "uz": "telefonim {}, menga qo'ng'iroq qiling",
        "ky": "телефонум {}, мага чалып коюңуз",
        "tg": "телефони ман {}, ба ман занг занед",
        "en": "my phone is {}, please call me",
    },
    "iin": {
        "kk": "ЖСН {} дұрыс па, мектеп қабылдамайды",
        "ru": "мой иин {} не принимают в школе",
        "uz": "IIN {} bilan maktabga olishmayapti",
        "ky": "ЖСН {} менен мектепке албай жатат",
        "tg": "ИИН {} дорам, мактаб намегирад",
        "en": "my iin is {} and the school refuses it",
    },
    "passport": {
        "kk": "паспортым {} мерзімі бітті, не істеймін",
        "ru": "паспорт {} просрочен, что делать",
        "uz": "pasportim {} muddati tugadi nima qilay",
        "ky": "паспортум {} мөөнөтү бүттү эмне кылам",
        "tg": "шиносномаи ман {} мӯҳлаташ гузашт чӣ кунам",
        "en": "my passport {} has expired what can i do",
    },
    "card": {
        "kk": "жәрдемақыны мына картаға салыңыз {}",
        "ru": "переведите пособие на карту {}",
        "uz": "nafaqani shu kartaga o'tkazing {}",
        "ky": "жөлөкпулду ушул картага которуңуз {}",
        "tg": "кумакпулиро ба корти {} гузаронед",
        "en": "send the benefit to my card {}",
    },
    "email": {
        "kk": "жауапты {} адресіне жіберіңіз",
        "ru": "ответ отправьте на {} пожалуйста",
        "uz": "javobni {} manziliga yuboring",
        "ky": "жоопту {} дарегине жибериңиз",
        "tg": "ҷавобро ба {} фиристед",
        "en": "send the answer to {} please",
    },
    "birth_date": {
        "kk": "туған күні {}, мектепке бара ма",
        "ru": "дата рождения {}, возьмут ли в школу",
        "uz": "tug'ilgan kuni {}, maktabga olishadimi",
        "ky": "туулган күнү {}, мектепке алышабы",
        "tg": "рӯзи таваллуд {}, ба мактаб мегиранд",
        "en": "date of birth {}, will the school take him",
    },
    "address": {
        "kk": "мен {} мекенжайында тұрамын, тіркеу керек",
        "ru": "я живу по адресу {}, нужна прописка",
        "uz": "men {} manzilida yashayman, ro'yxatdan o'tish kerak",
        "ky": "мен {} дарегинде турам, каттоо керек",
        "tg": "ман дар {} зиндагӣ мекунам, қайд лозим",
        "en": "i live at {} and need registration",
    },
    "plate": {
        "kk": "көлік нөмірі {} шекарадан өте ме",
        "ru": "машина {} проедет ли границу",
        "uz": "mashina raqami {} chegaradan o'tadimi",
        "ky": "машина номери {} чек арадан өтөбү",
        "tg": "мошини {} аз сарҳад мегузарад",
        "en": "can my car {} cross the border",
    },
    "name": {
        "kk": "менің атым {}, балам мектепке бармайды",
        "ru": "меня зовут {}, ребенка не берут в школу",
        "uz": "mening ismim {}, bolamni maktabga olishmayapti",
        "ky": "менин атым {}, баламды мектепке албай жатат",
        "tg": "номи ман {}, фарзандамро ба мактаб намегиранд",
        "en": "my name is {}, the school refuses my child",
    },
}  # fmt: skip
_SAME_SENTENCE: Final = {"iban": "card", "link": "email", "user": "email"}


def _canary(chance: random.Random, kind: str, language: str, form: str) -> Canary:
    sentence = _SENTENCES[_SAME_SENTENCE.get(kind, kind.split("_")[0] if "pass" in kind else kind)]
    if kind == "name":
        typed, secrets = _name(chance, language, form)
    elif kind in _NET:
        typed, secrets = _net(chance, kind, language, form)
    elif kind == "address":
        typed, secrets = _address(chance, language, form)
    else:
        datum = _NUMBERED[kind](chance, language)
        typed, secrets = _number_as(chance, datum, language, form)
    text = sentence[language].format(typed)
    return Canary(kind, language, form, text, tuple(dict.fromkeys([typed, *secrets])))


# Numbers


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def _phone(chance: random.Random, language: str) -> str:
    begin, count = {
        "kk": ("+770", 8), "ru": ("87", 9), "uz": ("+9989", 8), "ky": ("+99670", 7), "tg": ("+9929", 8), "en": ("+79", 9),
    }[language]  # fmt: skip
    return begin + _digits(chance, count)


def _iin(chance: random.Random, _: str) -> str:
    while True:
        born = f"{chance.randrange(60, 99)}{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}"
        head = born + chance.choice("34") + _digits(chance, 4)
        check = sum(w * int(d) for w, d in zip(range(1, 12), head, strict=True)) % 11
        if check < 10:
            return head + str(check)


def _card(chance: random.Random, _: str) -> str:
    head = chance.choice(["4400", "5169", "8600", "9762"]) + _digits(chance, 11)
    doubled = [int(d) * (2 - place % 2) for place, d in enumerate(head)]
    return head + str(-sum(n - 9 if n > 9 else n for n in doubled) % 10)


def _plate(chance: random.Random, language: str) -> str:
    letters = "".join(chance.choice("ABCEHKMOPTX") for _ in range(3))
    number, region = _digits(chance, 3), f"{chance.randrange(1, 21):02}"
    return {
        "uz": f"{region}{letters[0]}{number}{letters[1:]}",
        "ky": f"{region}KG{number}{letters}",
    }.get(language, f"{number}{letters}{region}")


_NUMBERED: Final[dict[str, Callable[[random.Random, str], str]]] = {
    "phone": _phone,
    "iin": _iin,
    "passport_kz": lambda chance, _: "N" + _digits(chance, 8),
    "passport_uz": lambda chance, _: chance.choice(["AA", "AB", "FA", "KA"]) + _digits(chance, 7),
    "passport_kg": lambda chance, _: chance.choice(["AN", "ID", "PE"]) + _digits(chance, 7),
    "passport_tj": lambda chance, _: chance.choice(["4", "5"]) + _digits(chance, 8),
    "card": _card,
    "iban": lambda chance, _: f"KZ{_digits(chance, 2)}125KZT{_digits(chance, 10)}",
    "birth_date": lambda chance, _: (
        f"{chance.randrange(1, 29):02}.{chance.randrange(1, 13):02}.{chance.randrange(1960, 2018)}"
    ),
    "plate": _plate,
}

_SAID: Final = {
    "kk": "нөл бір екі үш төрт бес алты жеті сегіз тоғыз",
    "ru": "ноль один два три четыре пять шесть семь восемь девять",
    "uz": "nol bir ikki uch to'rt besh olti yetti sakkiz to'qqiz",
    "ky": "нөл бир эки үч төрт беш алты жети сегиз тогуз",
    "tg": "сифр як ду се чор панҷ шаш ҳафт ҳашт нӯҳ",
    "en": "zero one two three four five six seven eight nine",
}
_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_ARABIC: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_PERSIAN: Final = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_INVISIBLE: Final = "\u200b\u200d\u2060\ufeff\u00ad\u202e"


def _number_as(
    chance: random.Random, datum: str, language: str, form: str
) -> tuple[str, list[str]]:
    digits = re.sub(r"\D", "", datum)
    secrets = [datum, digits] if len(digits) > 4 else [datum]
    if form == "plain":
        return datum, secrets
    if form == "spaced":
        return _spaced(chance, datum), secrets
    if form == "invisible":
        digits_as = chance.choice([_FULL_WIDTH, _ARABIC, _PERSIAN])
        return "".join(c + chance.choice(_INVISIBLE) for c in datum.translate(digits_as)), secrets
    if form == "disguised":
        typed = _spaced(chance, datum.replace("0", chance.choice("OО")).replace("1", "l"))
        return typed, secrets
    said = [_SAID[language].split()[int(c)] if c.isdigit() else c for c in datum if c not in "+."]
    threes = zip(said, said[1:], said[2:], strict=False)
    return " ".join(said), [*secrets, *(" ".join(t) for t in threes if max(map(len, t)) > 1)]


def _spaced(chance: random.Random, datum: str) -> str:
    out = ""
    mark = chance.choice([" ", "-", ".", " - ", "  ", "/"])
    for place, char in enumerate(datum):
        out += char
        if place + 1 < len(datum) and (chance.random() < 0.45):
            out += mark
    return out


# What is made of words

_HEADS: Final = {
    "kk": ["Айзерек", "Қуантай", "Бегдәуір", "Жұпаргүл", "Нұрғаяз"],
    "ru": ["Светозара", "Любомысл", "Аграфена", "Ерофей", "Милорада"],
    "uz": ["Dilafruza", "Shohruzbek", "Gulsanam", "Otajonbek", "Zulxumor"],
    "ky": ["Айбермет", "Кубатжан", "Жазгүлай", "Эрмекбай", "Нурсезим"],
    "tg": ["Парвонагул", "Хушрӯз", "Дилоромӣ", "Фирӯзшоҳ", "Гулнисо"],
    "en": ["Jessamy", "Thaddeus", "Winnifred", "Barnaby", "Rosalind"],
}
_MIDDLES: Final = ["тар", "жан", "мур", "сей", "кул", "бай", "дер", "зор", "хал", "вин"]
_TAILS: Final = {
    "kk": ["ұлы", "қызы", "баев", "ова"],
    "ru": ["ов", "ова", "енко", "инский"],
    "uz": ["ov", "ova", "zoda", "yev"],
    "ky": ["уулу", "кызы", "баев", "ова"],
    "tg": ["зода", "ов", "ӣ", "иён"],
    "en": ["worth", "shaw", "thorpe", "wick"],
}
_LATIN: Final = dict(
    zip(
        "абвгдезийклмнопрстуфхцчшыәғқңөұүһіҳҷӣӯ", "abvgdeziyklmnoprstufhcshyagqnouuhihjiu", strict=False
    )
) | {"ч": "ch", "ш": "sh", "ж": "zh", "я": "ya", "ю": "yu", "ё": "yo", "э": "e", "щ": "sch", "ь": "", "ъ": ""}  # fmt: skip
_CYRILLIC_PAIRS: Final = {
    "ch": "ч",
    "sh": "ш",
    "o'": "ў",
    "g'": "ғ",
    "ya": "я",
    "yo": "ё",
    "yu": "ю",
}
_CYRILLIC: Final = dict(zip("abcdefghijklmnopqrstuvwxyz", "абкдефгҳижклмнопқрстувуксйз", strict=False)) | {
    "v": "в", "w": "в", "x": "х", "y": "й", "z": "з",
}  # fmt: skip


def _other_script(text: str) -> str:
    lower = text.lower()
    if re.search("[а-я]", lower):
        return "".join(_LATIN.get(char, char) for char in lower)
    for pair, letter in _CYRILLIC_PAIRS.items():
        lower = lower.replace(pair, letter)
    return "".join(_CYRILLIC.get(char, char) for char in lower)


def _person(chance: random.Random, language: str) -> list[str]:
    middle = "".join(chance.sample(_MIDDLES, 2))
    if language in {"uz", "en"}:
        middle = _other_script(middle)
    family = (middle + chance.choice(_TAILS[language])).capitalize()
    return [chance.choice(_HEADS[language]), family]


def _name(chance: random.Random, language: str, form: str) -> tuple[str, list[str]]:
    person = _person(chance, language)
    typed = " ".join(person)
    if form == "spaced":
        typed = typed.lower()
    elif form == "invisible":
        typed = "".join(c + chance.choice(_INVISIBLE) for c in typed)
    elif form == "disguised":
        typed = _other_script(typed)
    elif form == "spelled":
        typed = chance.choice([" ", ".", "-"]).join("".join(person))
    return typed, [*person, *_other_script(" ".join(person)).split()]


_NET: Final = {"email", "link", "user"}
_AT: Final = {"ru": ("собака", "точка"), "en": ("at", "dot"), "kk": ("собака", "нүкте"),
              "uz": ("dog", "nuqta"), "ky": ("собака", "чекит"), "tg": ("собака", "нуқта")}  # fmt: skip


def _net(chance: random.Random, kind: str, language: str, form: str) -> tuple[str, list[str]]:
    person = [
        _other_script(p) if re.search("[а-я]", p.lower()) else p.lower()
        for p in _person(chance, language)
    ]
    person = [re.sub("[^a-z]", "", part) for part in person]
    year = _digits(chance, 2)
    handle = chance.choice(["_", ""]).join(person) + year
    host = chance.choice(["mail.ru", "gmail.com", "inbox.kz"])
    at, dot = _AT[language]
    datum = {"email": f"{handle}@{host}", "link": f"https://t.me/{handle}", "user": f"@{handle}"}[
        kind
    ]
    secrets = [handle, *person]
    if form == "spaced":
        datum = re.sub(r"([@./:])", r" \1 ", datum)
    elif form == "invisible":
        datum = "".join(c + chance.choice(_INVISIBLE) for c in datum)
    elif form == "disguised":
        datum = datum.upper().replace(".", "(.)" if kind == "email" else ".")
    elif form == "spelled":
        datum = (
            datum.removeprefix("https://")
            .replace("@", f" {at} ")
            .replace(".", f" {dot} ")
            .replace("/", " / ")
            .strip()
        )
    return datum, secrets


def _address(chance: random.Random, language: str, form: str) -> tuple[str, list[str]]:
    street = _person(chance, language)[1]
    if chance.random() < 0.3:
        street = {
            "ru": "Мира",
            "kk": "Бейбітшілік",
            "uz": "Do'stlik",
            "ky": "Достук",
            "tg": "Дӯстӣ",
            "en": "Hope",
        }[language]
    house, flat = str(chance.randrange(11, 300)), str(chance.randrange(1, 99))
    if form == "spelled":
        words = _SAID[language].split()
        house, flat = (" ".join(words[int(d)] for d in number) for number in (house, flat))
    pattern = {
        "kk": "{} көшесі {} үй {} пәтер",
        "ru": "улица {} дом {} кв {}",
        "uz": "{} ko'chasi {} uy {} xonadon",
        "ky": "{} көчөсү {} үй {} батир",
        "tg": "кӯчаи {} хонаи {} ҳуҷраи {}",
        "en": "{} street {} apt {}",
    }[language]
    typed = pattern.format(street, house, flat)
    secrets = [street] if form == "spelled" else [street, f"{house} {flat}"]
    if form == "spaced":
        typed = re.sub(r" (?=\D+ \d+$| \d+$)|(?<=\d) ", ", ", typed.lower())
    elif form == "invisible":
        typed = "".join(c + chance.choice(_INVISIBLE) for c in typed.translate(_FULL_WIDTH))
    elif form == "disguised":
        typed = _other_script(typed).replace("0", "O").replace("1", "l")
        secrets = [*secrets, *_other_script(street).split()]
    return typed, secrets
