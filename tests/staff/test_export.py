"""What leaves the desk: CSV, workbooks and the JSON API."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from bot.content import Library
from bot.settings import Settings
from bot.staff.desk import desk_pages
from bot.staff.export import to_csv, to_xlsx
from bot.staff.tables import Column, Table
from bot.staff.words import words
from bot.store import QuestionLog, Store
from bot.store.accounts import Deed
from tests.staff.pages import FLOW, READ, TODAY, happened, pages, row, usual

_ = words("en")
COLUMNS = (Column("name", "Name", "text"), Column("count", "=1+1", "count"))
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HARMFUL = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def _table(*names: str) -> Table:
    rows = tuple((name, None if number % 2 else 5) for number, name in enumerate(names))
    return Table("names", "Names", COLUMNS, rows, 5, "en")


def _read(made: bytes) -> list[list[str]]:
    assert made.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))


@given(st.lists(st.text(max_size=8) | st.sampled_from(HARMFUL).flatmap(
    lambda sign: st.text(max_size=8).map(lambda text: sign + text)), max_size=6))  # fmt: skip
def test_no_cell_of_a_csv_begins_a_formula_and_no_word_is_lost(names: list[str]) -> None:
    lines = _read(to_csv(_table(*names), _))
    assert lines[0] == ["Name", "'=1+1"]
    for name, line in zip(names, lines[1:], strict=True):
        assert not line[0].startswith(HARMFUL)
        assert line[0].removeprefix("'") == name.removeprefix("'")
        assert line[1] in ("5", "fewer than 5")


def test_lines_of_a_csv_end_as_the_standard_says() -> None:
    assert to_csv(_table('a "b"', "c,d\ne"), _).decode("utf-8-sig") == (
        'Name,\'=1+1\r\n"a ""b""",5\r\n"c,d\ne",fewer than 5\r\n'
    )


def test_a_workbook_holds_texts_and_numbers_and_no_formula() -> None:
    made = to_xlsx([_table("=1+1", "https://example.org", "007")], ["About", "=2+2"], _)
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        names = book.namelist()
        sheets = [name for name in names if name.startswith("xl/worksheets/sheet")]
        trees = [ElementTree.fromstring(book.read(name)) for name in sheets]  # noqa: S314
        strings = book.read("xl/sharedStrings.xml").decode()
    assert len(sheets) == 2
    assert not [cell for tree in trees for cell in tree.iter(f"{SHEET}f")]
    assert not [name for name in names if "_rels/sheet" in name]
    for text in ("=1+1", "=2+2", "https://example.org", "007", "fewer than 5"):
        assert f">{text}</t>" in strings


async def test_an_export_says_what_the_page_says_and_no_more(
    store: Store, library: Library
) -> None:
    await happened(store, *usual(4))
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        page = (await visitor.get("/?weeks=4")).text
        languages = await visitor.get("/export/languages.csv?weeks=4")
        weeks = await visitor.get("/export/weeks.csv?weeks=4")
        book = await visitor.get("/export/tables.xlsx?weeks=4")
        json = (await visitor.get("/api/v1/languages?weeks=4")).json()
    name = "komek-languages-2026-10-19-2026-11-15.csv"
    assert languages.headers["content-disposition"] == f'attachment; filename="{name}"'
    for line in _read(languages.content)[1:]:
        # What is compared is left out on a page that has nothing to compare with.
        assert [line[2], line[3]] == [
            cell.removesuffix("%") for cell in row(page, "Languages", line[1])[:2]
        ]
    by_code = {line["language"]: line for line in json["rows"]}
    assert by_code["kk"]["questions"] == 60
    assert by_code["uz"]["questions"] == "fewer than 5"
    assert by_code["uz"]["not_answered"] == "too few to say"
    assert by_code["kk"]["change"] == "cannot be compared"
    assert [line[1:] for line in _read(weeks.content)[1:]] == [["40", "40"]] * 4
    with zipfile.ZipFile(io.BytesIO(book.content)) as opened:
        numbers = {
            cell.text
            for name in opened.namelist()
            if name.startswith("xl/worksheets/sheet")
            for one in ElementTree.fromstring(opened.read(name)).iter(f"{SHEET}c")  # noqa: S314
            if one.get("t") != "s"
            for cell in one.iter(f"{SHEET}v")
        }
    assert "160" in numbers
    assert not numbers & {"172", "43", "92", "52"}


async def test_the_api_keeps_to_its_document(store: Store, library: Library) -> None:
    await happened(store, *usual(8))
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        await visitor.send("/language", page="/account", language="kk", back="/staff/")
        document = (await visitor.get("/api/openapi.json")).json()
        listed = (await visitor.get("/api")).text
        assert document["openapi"] == "3.1.0"
        assert document["servers"] == [{"url": "/staff"}]
        for path, operations in document["paths"].items():
            about = {parameter["name"] for parameter in operations["get"]["parameters"]} & {"about"}
            query = f"?weeks=4&about={FLOW if 'flow' in path else READ}" if about else "?weeks=4"
            answer = await visitor.get(f"{path}{query}")
            assert answer.status_code == 200, path
            reference = operations["get"]["responses"]["200"]["content"]["application/json"]
            schema = {**reference["schema"], "components": document["components"]}
            jsonschema.Draft202012Validator(schema).validate(answer.json())
            assert answer.json()["last_day"] == "2026-11-15"
            assert f"GET /staff{path}<" in listed
        answer = await visitor.get("/api/v1/topics?weeks=4")
        assert answer.json()["rows"][0]["name"] == "School"
        assert answer.json()["rows"][0]["change"] == "about the same"


async def test_the_api_refuses_what_it_does_not_know(store: Store, library: Library) -> None:
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        for path, status in (
            ("topics?weeks=5", 422),
            ("topics?weeks=x", 422),
            ("nothing", 404),
            ("entry_weeks", 404),
            ("entry_weeks?about=<script>", 404),
        ):
            answer = await visitor.get(f"/api/v1/{path}")
            assert answer.status_code == status, path
            assert set(answer.json()) == {"problem"}
        assert (await visitor.client.post("/api/v1/topics")).status_code == 405
        stranger = desk.visitor()
        for path in ("/api", "/api/openapi.json", "/api/v1/topics", "/export/topics.csv"):
            answer = await stranger.get(path)
            assert answer.status_code == 303, path
            assert answer.headers["location"].endswith("/staff/sign-in")


async def test_every_export_is_written_down_and_a_page_is_not(
    store: Store, library: Library
) -> None:
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        for path in ("/", "/questions", "/export", "/api", "/chart/nothing.svg", "/export/no.csv"):
            await visitor.get(path)
        paths = (
            "/export/topics.csv", "/export/weeks.xlsx", "/export/tables.xlsx", "/api/v1/flows",
            "/report.pdf?month=2026-10",
        )  # fmt: skip
        for path in paths:
            assert (await visitor.get(path)).status_code == 200, path
        lines, _more = await desk.accounts.audit(0, 20)
    exports = [(line.who, line.about) for line in lines if line.what == Deed.EXPORTED]
    assert exports == [
        ("Aizhan", about)
        for about in ("report:2026-10", "json:flows", "xlsx:all", "xlsx:weeks", "csv:topics")
    ]


async def test_the_page_of_exports_leads_to_files_that_are_there(
    store: Store, library: Library
) -> None:
    await happened(store, *usual(4))
    async with pages(store, library) as desk:
        visitor = await desk.signed_in("Aizhan")
        page = (await visitor.get("/export?weeks=4")).text
        files = re.findall(r'href="/staff(/export/[^"]+|/api/v1/[^"]+)"', page)
        assert len(files) > 50
        for path in files:
            assert "weeks=4" in path
            answer = await visitor.get(path.replace("&amp;", "&"))
            assert answer.status_code == 200, path


def test_without_an_audit_log_there_are_no_exports(store: Store, library: Library) -> None:
    routes = desk_pages(
        QuestionLog(store), lambda: library, Settings().content, lambda: TODAY
    )  # fmt: skip
    paths = {route.path for route in routes}
    assert "/" in paths
    assert not [path for path in paths if path.startswith(("/export", "/api", "/report"))]
