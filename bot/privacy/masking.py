"""What may be written down of a message: the words that everybody uses, and nothing else.

A word stays when it is known from the content or from the general lists, and is no name where it
stands. Everything else becomes a placeholder of its kind. Nothing with a digit stays but ages,
weeks and the like and the years of now, so that telling a telephone number from a passport only
chooses the placeholder: what is not recognised is masked all the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final, get_args

from bot.content import Library
from bot.matching.normalise import clean, skeleton_of_clean

from . import cues
from .numbers import Kind, kind_of
from .patterns import PATTERNS
from .words import Standing, Words, fit_words, plain

LONGEST_INPUT: Final = 1000
"""What comes after is not looked at: questions are shorter, and more is not written down."""
LONGEST_OUTPUT: Final = 300
_LONGEST_WORD: Final = 30
_MOST_NUMBERS: Final = 4
"""Numbers that stay in one message; more of them may spell something."""
_YEARS: Final = range(2019, 2031)

_PLACEHOLDER: Final = "|".join(get_args(Kind))
_TOKEN: Final = re.compile(rf"\[(?:{_PLACEHOLDER})\]|\w+(?:'\w+)*|[?.,]")
_WORD: Final = re.compile(
    "[a-zçğıñöşüäáóúéýŋəɵ]+(?:'[a-zçğıñöşüäáóúéýŋəɵ]+)*"
    "|[а-яёіїєәғқңөұүһҷҳӣӯӧўҗ]+(?:'[а-яёіїєәғқңөұүһҷҳӣӯӧўҗ]+)*"
)
_BOTH_SCRIPTS: Final = re.compile("(?=.*[a-z])(?=.*[\u0400-\u052f])")
_COUNTED: Final = re.compile(r"(\d{1,2})([^\W\d_]{1,12})")
"""A number and its word without a space: 5лет, 8th, 12week."""
_NEW_SENTENCE: Final = re.compile(r"[.?!\n…]")
_LETTERS_AS_DIGITS: Final = re.compile("[oоlіi]{1,3}")
_DIGIT_LETTERS: Final = str.maketrans("oоlіi|", "001111")
"""Letters that stand for digits among digits."""


@dataclass(slots=True)
class _Token:
    """A piece of the message, and what was decided about it: `mask` is nothing where it stays."""

    typed: str
    before: str
    """What stands between the token before and this one."""
    word: str
    shape: str = ""
    capital: bool = False
    """Begins with a capital that neither a new sentence nor a message in capitals explains."""
    mask: Kind | None = None
    joined: bool = False
    """Belongs to the mask of the token before."""

    @property
    def is_mark(self) -> bool:
        return self.word in {"?", ".", ","}

    @property
    def has_digit(self) -> bool:
        # What has a shape is of letters alone.
        return not self.shape and any(map(str.isdigit, self.word))


_Tokens = Sequence[_Token]


@dataclass(frozen=True, slots=True)
class Mask:
    """Masks texts with one set of words; made by `fit_mask`."""

    words: Words = field(repr=False)

    def mask(self, text: str) -> str:
        """Return what may be kept of a text: at most `LONGEST_OUTPUT` characters.

        Only words of the allow list in lower case, placeholders such as `[phone]`, the marks `?.,`
        and single spaces are in it. Masking the result again changes nothing.
        """
        masked = self._masked(text)
        # A mask may bring words together that are masked beside each other. Nothing is ever
        # unmasked, so that this ends.
        while (again := self._masked(masked)) != masked:
            masked = again
        return masked

    def _masked(self, text: str) -> str:
        tokens = _tokens(_normal(text))
        languages = self.words.languages(token.shape for token in tokens if token.shape)
        _mask_spelled(tokens)
        self._mask_numbers(tokens)
        _mask_dates(tokens, self.words.numbers)
        self._mask_places(tokens)
        self._mask_words(tokens, languages)
        self._mask_named(tokens)
        _mask_letters_beside_numbers(tokens)
        self._mask_pieces(tokens)
        return _written(tokens)

    # Numbers

    def _mask_numbers(self, tokens: _Tokens) -> None:
        kept = 0
        for row in _rows(tokens, self._is_numeric):
            if any(token.has_digit for token in row):
                row = _without_articles(row)
                if len(row) == 1 and kept < _MOST_NUMBERS and _may_stay(tokens, row[0]):
                    kept += 1
                else:
                    row = [*_letters_before(tokens, row[0]), *row]
                    _join(row, _kind_of_row(row))
            elif len(row) > 2 and sum(token.shape not in _DOUBTFUL for token in row) > 0:
                _join(row, "number")

    def _is_numeric(self, token: _Token, beside: _Token | None) -> bool:
        if token.mask is not None or token.is_mark:
            return False
        if token.has_digit or token.shape in self.words.numbers:
            return True
        return (
            beside is not None
            and _LETTERS_AS_DIGITS.fullmatch(token.word) is not None
            and (beside.has_digit or _LETTERS_AS_DIGITS.fullmatch(beside.word) is not None)
        )

    def _mask_pieces(self, tokens: _Tokens) -> None:
        """Mask the numbers left beside what may be a piece of the same number."""
        for at, token in enumerate(tokens):
            counts = token.shape in self.words.numbers and token.shape not in _ARTICLES
            if token.mask is None and (counts or (token.has_digit and len(token.word) < 3)):
                around = (_beside(tokens, at, step, _MARKS) for step in (1, -1))
                if any(_is_piece(other) for other in around if other is not None):
                    token.mask = "number"

    # Places

    def _mask_places(self, tokens: _Tokens) -> None:
        for at, token in enumerate(tokens):
            if token.mask is not None:
                continue
            if token.shape in cues.STREETS:
                self._mask_street(tokens, at)
            elif token.shape in self.words.places or token.shape in cues.HOUSES:
                after = _beside(tokens, at, 1)
                for beside in (after, _beside(tokens, at, -1)):
                    if beside is None:
                        continue
                    dictated = beside.mask is None and beside.shape in self.words.numbers
                    if beside.mask == "number" or (dictated and beside is after):
                        beside.mask = "address"
                        if token.shape in self.words.places:
                            token.mask = "address"

    def _mask_street(self, tokens: _Tokens, at: int) -> None:
        first = last = at
        for place in range(at + 1, min(at + 5, len(tokens))):
            token = tokens[place]
            if (
                token.word in {".", "?"}
                and token.before.strip() == ""
                and tokens[at + 1] is not token
            ):
                break
            if token.mask in {"number", "address", "date"} or token.has_digit:
                last = place
            elif last > at and not (
                token.is_mark or token.shape in cues.HOUSES or len(token.word) == 1
            ):
                break
        numbered = last > at
        if not numbered:
            after = at + 1
            if after < len(tokens) and tokens[after].word == "." and not tokens[after].before:
                after += 1
            if after < len(tokens) and self._may_name(tokens[after]):
                last = after
        for place in range(at - 1, max(at - 4, -1), -1):
            token = tokens[place]
            near = numbered and place == at - 1 and len(token.word) > 3
            if token.word == "," and numbered and place == at - 1:
                continue
            if token.is_mark or not (near or self._may_name(token)):
                break
            first = place
        if first < last:
            _join(tokens[first : last + 1], "address")

    def _may_name(self, token: _Token) -> bool:
        if token.is_mark or token.mask is not None:
            return token.mask in {"name", "word"}
        return (
            token.capital
            or token.shape in self.words.places
            or self.words.is_name(token.shape)
            or self.words.standing(token.word, token.shape, ()) == "unknown"
        )

    # Words

    def _mask_words(self, tokens: _Tokens, languages: Sequence[str]) -> None:
        for token in tokens:
            if token.mask is not None or token.is_mark or token.has_digit:
                continue
            if not token.shape or len(token.word) > _LONGEST_WORD:
                token.mask = "word"
                continue
            standing = self.words.standing(token.word, token.shape, languages)
            if standing == "unknown":
                named = (token.capital and len(token.word) > 2) or _sounds_like_name(token)
                token.mask = "name" if named else "word"
            elif standing == "name" or self._is_named(token, standing):
                token.mask = "name"

    def _is_named(self, token: _Token, standing: Standing) -> bool:
        """Tell whether a word that may stay is written as a name is."""
        if standing == "derived":
            return token.capital or _sounds_like_name(token)
        return token.capital and (self._is_name(token) or not self.words.is_written(token.word))

    def _is_name(self, token: _Token) -> bool:
        return self.words.is_name(token.shape) or token.shape in self.words.family

    def _mask_named(self, tokens: _Tokens) -> None:
        for at, token in enumerate(tokens):
            if token.joined or token.is_mark:
                continue
            if _calls(tokens, at):
                self._mask_called(tokens, at)
            elif token.shape in cues.NAME_BEFORE:
                self._mask_if_name(_beside(tokens, at, -1))
            if token.shape in cues.NAME_NEAR:
                for step in (1, -1):
                    self._mask_if_name(_beside(tokens, at, step, cues.BETWEEN))
        # The rest of a name stands beside its part that is known for one.
        for step in (1, -1):
            for at in range(len(tokens))[::step]:
                if tokens[at].mask == "name":
                    beside = _beside(tokens, at, step)
                    if beside is not None:
                        self._mask_if_name(beside, certain=beside.capital)

    def _mask_called(self, tokens: _Tokens, at: int) -> None:
        self._mask_if_name(_beside(tokens, at, -1, cues.BETWEEN))
        following = at + 1
        while following < len(tokens) and (
            tokens[following].shape in cues.NOT_A_NAME and tokens[following].mask is None
        ):
            following += 1
        if following < len(tokens) and not tokens[following].is_mark:
            self._mask_if_name(tokens[following], certain=tokens[following].shape not in _NO_NAMES)

    def _mask_if_name(self, token: _Token | None, *, certain: bool = False) -> None:
        if token is None or token.mask is not None or token.is_mark or token.has_digit:
            return
        if certain or (self._is_name(token) and token.shape not in cues.BETWEEN):
            token.mask = "name"


def fit_mask(library: Library) -> Mask:
    """Make the mask of this library's words; takes most of a second, so call it off the loop."""
    return Mask(fit_words(library))


_DOUBTFUL: Final = frozenset({"on", "se", "o", "oh", "si"})
"""Words for numbers that are other words too: a row of them alone is no number."""
_ARTICLES: Final = _DOUBTFUL | {
    "bir",
    "one",
    "i",
    "and",
    "va",
    "jana",
    "jane",
    "u",
    "odin",
    "odna",
    "iak",
    "du",
}
"""Words that do not belong to the digits they stand beside, at either end of a row."""
_NO_NAMES: Final = frozenset({"kim", "kak", "ne", "in", "v", "na"})
"""Words that follow a name cue without being the name: what remains of a question."""


def _normal(text: str) -> str:
    """Return the text with one kind of each character, and nothing that cannot be seen."""
    cut = text
    if len(text) > LONGEST_INPUT:
        # The last word may have been cut, and a long number look like a short one.
        whole = text[:LONGEST_INPUT].split()[:-1]
        while whole and any(map(str.isdigit, whole[-1])):
            whole.pop()
        cut = " ".join(whole)
    if not cut.isascii():
        cut = unicodedata.normalize("NFKC", cut)[: 2 * LONGEST_INPUT]
        cut = "".join(map(_seen, cut))
    cut = plain(cut)
    for kind, pattern in PATTERNS:
        cut = pattern.sub(f" [{kind}] ", cut)
    return cut


@lru_cache(maxsize=4096)
def _seen(char: str) -> str:
    kind = unicodedata.category(char)
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if kind in {"Mn", "Me", "Cf", "Co", "Cs", "Cn"} or (kind == "Cc" and not char.isspace()):
        return ""
    return char


def _tokens(text: str) -> list[_Token]:
    capitals = sum(char.isupper() for char in text)
    shouted = capitals > sum(char.islower() for char in text)
    tokens: list[_Token] = []
    end = 0
    for found in _TOKEN.finditer(text):
        typed, before = found[0], text[end : found.start()]
        end = found.end()
        opens = not tokens or bool(_NEW_SENTENCE.search(before)) or tokens[-1].word in {".", "?"}
        capital = typed[0].isupper() and not shouted and not opens
        counted = _COUNTED.fullmatch(typed)
        if counted is not None and _shape(counted[2].lower()) in cues.UNITS:
            tokens.append(_Token(counted[1], before, counted[1]))
            tokens.append(_Token(counted[2], "", counted[2].lower()))
            continue
        if counted is not None and counted[2].lower() in cues.AFTER_DIGITS:
            typed = counted[1]
        token = _Token(typed, before, typed.lower(), capital=capital)
        if typed[0] == "[":
            token.mask = _kind(typed)
        tokens.append(token)
    _shape_all(tokens)
    return tokens


def _kind(placeholder: str) -> Kind:
    return next(kind for kind in get_args(Kind) if placeholder == f"[{kind}]")


def _shape_all(tokens: _Tokens) -> None:
    words = []
    for token in tokens:
        if token.mask is None and not token.is_mark:
            if _BOTH_SCRIPTS.search(token.word):
                token.word = clean(token.word)
            if _WORD.fullmatch(token.word):
                words.append(token)
    # One call for all words costs a tenth of one for each.
    shapes = skeleton_of_clean("\n".join(token.word for token in words)).split()
    if len(shapes) != len(words):
        shapes = [_shape(token.word) for token in words]
    for token, shape in zip(words, shapes, strict=True):
        token.shape = shape


def _shape(word: str) -> str:
    return skeleton_of_clean(word).replace(" ", "")


def _rows(
    tokens: _Tokens, belongs: Callable[[_Token, _Token | None], bool]
) -> Iterator[list[_Token]]:
    """Go through the longest rows of tokens that belong; marks and "and" may stand inside."""
    row: list[_Token] = []
    between: list[_Token] = []
    for token in [*tokens, None]:
        if token is not None and belongs(token, row[-1] if row else None):
            row += [*between, token]
            between = []
        elif (
            token is not None
            and row
            and (token.is_mark or token.shape in _AND)
            and len(between) < 2
        ):
            between.append(token)
        else:
            if row:
                yield row
            row, between = [], []
            if token is not None and belongs(token, None):
                row = [token]


_MARKS: Final = frozenset("?.,")
_AND: Final = frozenset({"i", "and", "va", "jana", "jane", "u"})


def _may_stay(tokens: _Tokens, token: _Token) -> bool:
    if not token.word.isascii() or not token.word.isdecimal():
        return False
    if len(token.word) == 4:
        return int(token.word) in _YEARS
    if len(token.word) > 2 or token.word.startswith("0"):
        return False
    at = _place(tokens, token)
    after, before = _beside(tokens, at, 1), _beside(tokens, at, -1)
    return (after is not None and after.shape in cues.UNITS) or (
        before is not None and before.shape in cues.UNITS_BEFORE
    )


def _without_articles(row: list[_Token]) -> list[_Token]:
    """Take words that are no numbers beside digits off both ends of a row."""
    while len(row) > 1 and row[1].has_digit and row[0].shape in _ARTICLES:
        row = row[1:]
    while len(row) > 1 and row[-2].has_digit and row[-1].shape in _ARTICLES:
        row = row[:-1]
    return row


def _letters_before(tokens: _Tokens, number: _Token) -> list[_Token]:
    """Return the letters that a passport begins with, where they stand apart from its digits."""
    before = _beside(tokens, _place(tokens, number), -1)
    if before is None or before.mask is not None or not re.fullmatch("[A-Z]{1,2}", before.typed):
        return []
    return [before]


def _kind_of_row(row: _Tokens) -> Kind:
    typed = "".join(token.before + token.word for token in row)
    letters = "".join(re.findall("[a-z]", typed))
    if not letters.strip("oli"):
        typed, letters = typed.translate(_DIGIT_LETTERS), ""
    return kind_of(typed, "".join(re.findall(r"\d", typed)), letters)


def _mask_spelled(tokens: _Tokens) -> None:
    """Mask words of single letters in a row, which may spell a name, and initials."""
    for row in _rows(tokens, lambda token, _: token.mask is None and _is_letter(token)):
        if sum(map(_is_letter, row)) > 2:
            _join(row, "word")
    for token, after in pairwise(tokens):
        if _is_letter(token) and token.mask is None and after.word == "." and not after.before:
            token.mask = "word"


def _is_letter(token: _Token) -> bool:
    return len(token.word) == 1 and token.word.isalpha()


def _mask_dates(tokens: _Tokens, numbers: Collection[str]) -> None:
    """Mask a month with the number of a day or of a year that may not stay."""
    for at, token in enumerate(tokens):
        if token.mask is not None or not cues.is_month(token.shape):
            continue
        first = last = at
        dated = False
        for step in (1, -1):
            place = at + step
            for _ in range(4):
                if not 0 <= place < len(tokens):
                    break
                beside = tokens[place]
                if beside.mask in {"number", "date", "phone", "iin"} or beside.has_digit:
                    dated = dated or beside.mask is not None or len(beside.word) < 4
                    first, last = min(first, place), max(last, place)
                elif beside.shape in numbers and beside.shape not in _ARTICLES:
                    dated = True
                    first, last = min(first, place), max(last, place)
                elif beside.shape not in cues.IN_DATE and beside.word != ",":
                    break
                place += step
        if dated:
            while last + 1 < len(tokens) and tokens[last + 1].shape in cues.IN_DATE:
                last += 1
            _join(tokens[first : last + 1], "date")


def _calls(tokens: _Tokens, at: int) -> bool:
    if tokens[at].shape in cues.NAME_FOLLOWS:
        return True
    before = _beside(tokens, at, -1)
    return before is not None and (before.shape, tokens[at].shape) in cues.NAME_FOLLOWS_PAIR


def _sounds_like_name(token: _Token) -> bool:
    return len(token.shape) > 5 and token.shape.endswith(cues.NAME_TAILS)


def _mask_letters_beside_numbers(tokens: _Tokens) -> None:
    """Mask the letters of passports and car plates, which stand beside their digits."""
    for at, token in enumerate(tokens):
        if token.mask is not None or token.is_mark or len(token.word) > 3 or token.has_digit:
            continue
        after, before = _beside(tokens, at, 1), _beside(tokens, at, -1)
        number = after is not None and after.mask in _NUMBERS
        behind = before is not None and before.mask in _NUMBERS
        shown = token.typed.isupper() and (behind or len(token.typed) < 3)
        if (number or behind) and ((number and behind) or shown):
            token.mask = "number"


def _is_piece(token: _Token) -> bool:
    """Tell whether a token may be a piece of the same number as the digits it stands beside."""
    return (
        token.mask in _NUMBERS
        or token.mask == "date"
        or (token.mask is not None and len(token.word) < 4)
    )


_NUMBERS: Final[frozenset[Kind | None]] = frozenset(
    {"number", "phone", "iin", "passport", "card", "iban"}
)


def _place(tokens: _Tokens, token: _Token) -> int:
    return next(place for place, other in enumerate(tokens) if other is token)


def _beside(
    tokens: _Tokens, at: int, step: int, passing: frozenset[str] = frozenset()
) -> _Token | None:
    """Return the token before or after, over those of `passing`; nothing beyond a mark."""
    place = at + step
    while 0 <= place < len(tokens):
        token = tokens[place]
        if token.joined or (token.mask is None and (token.shape or token.word) in passing):
            place += step
            continue
        return None if token.is_mark else token
    return None


def _join(tokens: _Tokens, kind: Kind) -> None:
    for token in tokens:
        token.mask, token.joined = kind, True
    tokens[0].joined = False


def _written(tokens: _Tokens) -> str:
    written: list[str] = []
    length = 0
    for token in tokens:
        if token.mask is not None and token.joined:
            continue
        out = token.word if token.mask is None else f"[{token.mask}]"
        last = written[-1] if written else ""
        if token.mask is not None and last == out:
            continue
        if token.is_mark and token.mask is None:
            if not last or last[-1] in "?.,":
                continue
            written[-1] += out
            length += 1
        else:
            written.append(out)
            length += len(out) + 1
        if length > LONGEST_OUTPUT:
            written.pop()
            break
    return " ".join(written)
