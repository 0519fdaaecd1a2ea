"""Printing a document: large enough to read across a desk, and nothing in it that names anybody."""

from __future__ import annotations

from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

from bot.dialogue import Document

_FONTS = Path(__file__).parent / "fonts"
_FONT = "DejaVu"
_MARGIN = 18
_SIZES = (15.0, 13.0, 11.0, 10.0, 9.0)
"""Sizes to try, in points, until everything stands on one page; the last may need more pages."""


def to_pdf(document: Document) -> bytes:
    """Return the document as PDF, on one A4 page where it can be read on one."""
    for size in _SIZES:
        page = _drawn(document, size)
        if page.pages_count == 1 or size == _SIZES[-1]:
            break
        _close_fonts(page)
    printed = bytes(page.output())
    _close_fonts(page)
    return printed


def _close_fonts(page: FPDF) -> None:
    """Close the files of the fonts, which the library keeps open."""
    for font in page.fonts.values():
        if isinstance(font, TTFFont):
            font.close()


def _drawn(document: Document, size: float) -> FPDF:
    pdf = FPDF(format="A4")
    pdf.set_creator("Komek")
    pdf.set_title(document.name)
    pdf.set_margin(_MARGIN)
    pdf.set_auto_page_break(auto=True, margin=_MARGIN)
    pdf.add_font(_FONT, "", _FONTS / "DejaVuSans.ttf")
    pdf.add_font(_FONT, "B", _FONTS / "DejaVuSans-Bold.ttf")
    pdf.add_page()
    for number, part in enumerate(document.parts):
        if number:
            pdf.ln(size / 3)
            pdf.set_draw_color(150)
            pdf.line(_MARGIN, pdf.get_y(), pdf.w - _MARGIN, pdf.get_y())
            pdf.ln(size / 2)
        if part.title:
            pdf.set_font(_FONT, "B", size + 3)
            pdf.multi_cell(0, text=part.title, new_x="LMARGIN", new_y="NEXT", align="L")
            pdf.ln(size / 4)
        pdf.set_font(_FONT, "", size)
        for paragraph in part.paragraphs:
            # No markup here: the blanks to fill are underscores, which fpdf would take for it.
            pdf.multi_cell(
                0,
                size * 0.52,
                text=paragraph,
                new_x="LMARGIN",
                new_y="NEXT",
                align="L",
                markdown=True,
            )
            pdf.ln(size / 4)
    return pdf
