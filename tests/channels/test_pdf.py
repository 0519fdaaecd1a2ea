"""The printed pages: every letter of both languages stands on them, on one page."""

from __future__ import annotations

import datetime as dt

import pypdfium2
import pytest

from bot.channels.pdf import to_pdf
from bot.content import Library
from bot.dialogue import Document, Part, Session, show

DAY = dt.date(2026, 11, 21)


def _card(library: Library) -> Document:
    session = Session(
        language="tg",
        flow="birth_certificate",
        answers={"birth_certificate": {"born": "not_yet", "parent": "none", "marriage": "no"}},
        ticked={"birth_certificate": ("medical_birth_certificate",)},
        screen="desk",
    )
    document = show(library, session, DAY).document
    assert document is not None
    return document


def _text(pdf: bytes) -> str:
    read = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in read)


def test_the_desk_card_is_one_page_in_both_languages_with_every_letter(library: Library) -> None:
    document = _card(library)
    pdf = to_pdf(document)
    assert len(pypdfium2.PdfDocument(pdf)) == 1
    text = _text(pdf)
    assert len(document.parts) == 2
    for part in document.parts:
        for line in (part.title, *part.paragraphs):
            assert " ".join(line.replace("**", "").split()) in text
    assert "☑ Туу туралы медициналық куәлік" in text
    assert "☑ Медицинское свидетельство о рождении" in text


def test_the_desk_card_names_nobody(library: Library) -> None:
    text = _text(to_pdf(_card(library)))
    assert "Аты-жөні: ____" in text
    assert "ФИО: ____" in text


ALPHABETS = {
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uz": "abdefghijklmnopqrstuvxyzo‘g‘ʻʼ",
    "ky": "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
    "tg": "абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшъэюя",
    "en": "abcdefghijklmnopqrstuvwxyz",
}


@pytest.mark.parametrize("language", ALPHABETS)
def test_every_letter_of_every_language_is_drawn_and_read_again(language: str) -> None:
    letters = ALPHABETS[language] + ALPHABETS[language].upper()
    pdf = to_pdf(Document("letters", (Part("", (letters,)),)))
    assert letters in _text(pdf).replace(" ", "")


def test_what_is_drawn_is_not_empty(library: Library) -> None:
    picture = pypdfium2.PdfDocument(to_pdf(_card(library)))[0].render(scale=1).to_pil().convert("L")
    dark = sum(count for shade, count in enumerate(picture.histogram()) if shade < 128)
    assert 2_000 < dark < picture.width * picture.height / 4


def test_every_letter_to_copy_can_be_printed(library: Library) -> None:
    for letter in library.letters.values():
        for language, text in letter.text.items():
            paragraphs = tuple(part for part in text.split("\n\n") if part.strip())
            pages = pypdfium2.PdfDocument(to_pdf(Document(letter.id, (Part("", paragraphs),))))
            assert len(pages) <= 3, f"{letter.id} {language}"
