"""Take the pictures of the desk: `.venv/bin/python docs/staff/screenshots.py NAME PASSWORD`.

Before: `komek demo --days 180`, an account with the role admin, and `komek run` on port 8000 with
that database (the command prints how).
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent
ADDRESS = "http://127.0.0.1:8000/staff"
PAGES = {
    "overview": "/",
    "questions": "/questions",
    "entry": "/questions/propiska_removed",
    "flows": "/flows",
    "health": "/health",
    "export": "/export",
    "api": "/api",
    "gaps": "/gaps",
    "learned": "/learned",
    "people": "/people",
    "audit": "/audit",
    "account": "/account",
}
# The tallest part of a page that a picture shows, in its own pixels.
SIZES = {"phone": (360, 740, 2600), "desktop": (1280, 900, 2400)}


def main(name: str, password: str, address: str = ADDRESS) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto(f"{address}/sign-in")
        picture(page, "sign-in")
        page.fill("#name", name)
        page.fill("#password", password)
        page.click("main button")
        page.locator(".languages button[value=en]").click()
        page.goto(f"{address}/health")
        while page.get_by_role("status").count():
            page.reload()
        for what, path in PAGES.items():
            page.goto(f"{address}{path}")
            picture(page, what)
        gap = page.goto(f"{address}/gaps") and page.locator(".gaps a").first.get_attribute("href")
        if gap:
            page.locator(".gaps a").first.click()
            picture(page, "gap")
        browser.close()


def picture(page: Page, what: str) -> None:
    for size, (width, height, tallest) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.reload(wait_until="networkidle")
        taken = Image.open(io.BytesIO(page.screenshot(full_page=True)))
        shown = taken.crop((0, 0, taken.width, min(taken.height, tallest)))
        shown.convert("RGB").quantize(128).save(FOLDER / f"{what}-{size}.png", optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
