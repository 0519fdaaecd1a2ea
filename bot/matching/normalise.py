"""Bringing what people type to one form, whatever the script, the keyboard and the mood.

Two forms are made. `clean` keeps the letters of the language and serves to tell the language.
`skeleton` keeps only a-z and digits: мектеп, mektep and „МЕКТЕП!!!“ are one word in it, as are
боʻлса, bo'lsa and бўлса, прописка and propiska. It is read by nobody and has to be the same for
two spellings of one word, not right in any alphabet; every text is compared by it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

MAX_LENGTH: Final = 1000
"""Nobody asks in more; what comes after is not looked at, so that a long text costs no more."""

_APOSTROPHES: Final = "'`´‘’‚‛ʹʻʼʽˈˊˋ′‵＇ꞌ"

# What a Cyrillic letter of any of the five languages is written with. Letters that a Russian
# keyboard lacks fall together with what people type instead of them (ң н, қ к, ө о, ұ ү у).
_CYRILLIC: Final = {
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ё": "e",
    "ж": "j", "җ": "j", "ҷ": "j", "з": "z", "и": "i", "й": "i", "ӣ": "i", "і": "i", "ї": "i",
    "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o", "ө": "o", "ӧ": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u", "ӯ": "u", "ў": "o",
    "ф": "f", "х": "h", "ҳ": "h", "һ": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "sc", "ъ": "",
    "ы": "i", "ь": "", "э": "e", "є": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
# Latin letters whose mark changes the sound so much that dropping it would be wrong.
_LATIN: Final = {"ı": "i", "ý": "u", "ŋ": "n", "ɵ": "o", "ə": "a", "x": "h", "q": "k", "w": "u",
                 "y": "i", "ß": "s", "æ": "a", "ø": "o"}  # fmt: skip
_TO_ASCII: Final = str.maketrans({**_CYRILLIC, **_LATIN, **dict.fromkeys(_APOSTROPHES, "")})

# Letters that look alike in the two scripts: somebody who types мeктeп with a Latin e means е.
_LOOKS_LATIN: Final = "aceopxykmthbi"
_LOOKS_CYRILLIC: Final = "асеорхукмтнві"
_AS_CYRILLIC: Final = str.maketrans(_LOOKS_LATIN, _LOOKS_CYRILLIC)
_AS_LATIN: Final = str.maketrans(_LOOKS_CYRILLIC, _LOOKS_LATIN)

_SOUNDS: Final = {
    "kh": "h", "gh": "g", "zh": "j", "dj": "j", "dzh": "j", "ch": "c", "sh": "s", "ts": "c",
    "ng": "n",
}  # fmt: skip
_SOUND: Final = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
# ё, yo and йо, е, ye and ие: after y, й, ы and і have become i.
_E: Final = re.compile("i[eo]")
# ИИН is a word of its own in every language here and must not become "in": y is free for it.
_IIN: Final = re.compile(r"\bi{2,}(?=n)")
_REPEATED: Final = re.compile(r"([a-z])\1+")
_FOUR: Final = re.compile(r"(?<![0-9])4(?=[a-z])|(?<=[a-z])4(?![0-9])")  # 4to, ho4u
_NOT_WORD: Final = re.compile(r"[^a-z0-9]+")
_TOKEN: Final = re.compile(r"[^\W_]+")
_LATIN_LETTER: Final = re.compile("[a-z]")
_CYRILLIC_LETTER: Final = re.compile("[\u0400-\u052f]")


def clean(text: str) -> str:
    """Return the text in lower case without what cannot be seen, with one kind of apostrophe.

    Only the first `MAX_LENGTH` characters are kept. Letters keep their script, except for single
    letters of one script inside a word of the other.
    """
    text = unicodedata.normalize("NFKC", text[:MAX_LENGTH])[:MAX_LENGTH].lower()
    text = "".join(char for char in text if _visible(char))
    if _LATIN_LETTER.search(text) and _CYRILLIC_LETTER.search(text):
        text = _TOKEN.sub(lambda token: _one_script(token[0]), text)
    return text


def skeleton(text: str) -> str:
    """Return the words of the text in a-z and digits, one space between them."""
    return skeleton_of_clean(clean(text))


def skeleton_of_clean(text: str) -> str:
    """Return the skeleton of a text that went through `clean`."""
    text = unicodedata.normalize("NFC", text).translate(_TO_ASCII)
    if not text.isascii():
        text = "".join(
            char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char)
        )
    text = _SOUND.sub(lambda sound: _SOUNDS[sound[0]], _FOUR.sub("c", text))
    text = _REPEATED.sub(r"\1", _IIN.sub("y", text))
    text = _REPEATED.sub(r"\1", _E.sub("e", text))
    return _NOT_WORD.sub(" ", text).strip()


@lru_cache(maxsize=4096)
def _visible(char: str) -> bool:
    # Cf: zero width and bidirectional marks, soft hyphens; Cc: control characters but not spaces.
    kind = unicodedata.category(char)
    return char.isspace() or kind not in ("Cf", "Cc", "Cn", "Co", "Cs")


def _one_script(token: str) -> str:
    latin = len(_LATIN_LETTER.findall(token))
    cyrillic = len(_CYRILLIC_LETTER.findall(token))
    if not latin or not cyrillic:
        return token
    return token.translate(_AS_CYRILLIC if cyrillic >= latin else _AS_LATIN)
