"""Take the pictures of the documentation: `.venv/bin/python docs/screenshots.py`, with `komek run` on port 8000."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent / "images"
ADDRESS = "http://127.0.0.1:8000/"
# picture → what is pressed first; after that the first choice of every question
RESULTS = {
    "web-chat": ("Русский", "Записать ребёнка в школу", "6 лет"),
    "result-school": ("Қазақша", "Баланы мектепке жазу", "6 жаста"),
    "result-pregnancy": ("Русский", "Женское здоровье", "Нет"),
    "result-relocation": ("Русский", "Переезд с поддержкой"),
    "result-housing": ("Қазақша", "Үй жалдау"),
    "result-stay": ("English", "How long may I stay"),
    "result-birth": ("Русский", "Свидетельство о рождении", "В роддоме"),
    "result-needs": ("Русский", "О чём просить"),
}


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, presses in RESULTS.items():
            page = browser.new_page(viewport={"width": 360, "height": 640}, device_scale_factor=2)
            page.goto(ADDRESS)
            for label in presses:
                press(page, label)
            finish(page)
            page.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


def press(page: Page, label: str) -> None:
    before = page.locator(".turn").inner_html()
    page.get_by_role("button", name=label).first.click()
    page.wait_for_function("(was) => document.querySelector('.turn').innerHTML !== was", arg=before)


def finish(page: Page) -> None:
    """Press the first choice until there is a result."""
    while page.locator("button[value^='pick:']").count():
        press(page, page.locator("button[value^='pick:']").first.inner_text())


if __name__ == "__main__":
    main()
