"""The fake Telegram against an unmodified python-telegram-bot: each refusal and each fault must
reach the library as the exception the real Telegram would cause."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from . import Button, FakeTelegram, NoSuchButton, Person, WaitedTooLong

SOON = 0.05


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


@pytest.fixture
async def bot(fake: FakeTelegram) -> AsyncIterator[Bot]:
    async with _bot(fake) as client:
        yield client


@pytest.fixture
async def person(fake: FakeTelegram) -> Person:
    someone = fake.person(language_code="ky", first_name="Айгүл")
    await someone.send("Салам")
    return someone


def _bot(fake: FakeTelegram, token: str | None = None) -> Bot:
    return Bot(
        token or fake.token,
        base_url=fake.base_url,
        base_file_url=fake.base_file_url,
        request=_request(),
        get_updates_request=_request(),
    )


def _request() -> HTTPXRequest:
    """The library's own transport, spared from reading certificates it has no use for here."""
    return HTTPXRequest(httpx_kwargs={"verify": False})


def _keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=f"data:{label}")] for label in labels]
    )


def _one(button: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[button]])


async def _refused(awaitable: Any, kind: type[TelegramError] = BadRequest) -> str:
    """What the library says; it lowers the case of descriptions that begin with Bad Request."""
    with pytest.raises(TelegramError) as caught:
        await awaitable
    assert type(caught.value) is kind, repr(caught.value)
    return caught.value.message


# Who is asking


async def test_the_library_logs_in(fake: FakeTelegram, bot: Bot) -> None:
    assert bot.id == 424242
    assert bot.username == "fake_telegram_test_bot"
    assert fake.calls_of("getMe")[0].status == 200


async def test_a_wrong_token_is_an_invalid_token(fake: FakeTelegram) -> None:
    stranger = _bot(fake, "424242:wrong")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
    assert fake.calls[-1].status == 401


async def test_an_unknown_method_is_not_found(fake: FakeTelegram, bot: Bot) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("send_rich_message", {"chat_id": 1})
    assert fake.calls[-1].status == 404
    # Outside do_api_request the same 404 looks like a bad token, which surprises many bots.
    assert await _refused(bot.send_dice(1), InvalidToken) == "Not Found"


async def test_form_json_and_query_parameters_are_understood(
    fake: FakeTelegram, person: Person
) -> None:
    url = f"{fake.base_url}{fake.token}"
    async with aiohttp.ClientSession() as session:
        body = {"chat_id": person.chat_id, "text": "as JSON", "reply_markup": None}
        body["reply_markup"] = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
        async with session.post(f"{url}/sendMessage", json=body) as answer:
            assert (await answer.json())["result"]["text"] == "as JSON"
        query = {"chat_id": str(person.chat_id), "text": "as a query"}
        async with session.get(f"{url}/SENDMESSAGE", params=query) as answer:
            assert (await answer.json())["ok"]
        multipart = aiohttp.FormData(query | {"text": "as multipart"}, default_to_multipart=True)
        async with session.post(f"{url}/sendMessage", data=multipart) as answer:
            assert (await answer.json())["ok"]
        async with session.post(f"{url}/sendMessage", data=b"{bad", headers=_JSON) as answer:
            assert answer.status == 400
    texts = [message.text for message in person.bot_messages]
    assert texts == ["as JSON", "as a query", "as multipart"]
    assert person.bot_messages[0].buttons == [[Button("A", "a")]]


_JSON = {"Content-Type": "application/json"}


# Text


async def test_html_becomes_text_and_entities(bot: Bot, person: Person) -> None:
    source = (
        "🇰🇬 <b>Кат <i>жана</i></b> <a href='https://example.kg/?a=1&amp;b=2'>шилтеме</a> "
        '<span class="tg-spoiler">x</span> <blockquote expandable>Эмне үчүн?</blockquote>'
        '<pre><code class="language-python">1 &lt; 2</code></pre>'
    )
    sent = await bot.send_message(person.chat_id, source, parse_mode=ParseMode.HTML)
    assert sent.text == "🇰🇬 Кат жана шилтеме x Эмне үчүн?1 < 2"
    assert person.screen.text == sent.text
    assert person.screen.html == source
    kinds = {str(entity.type): sent.parse_entity(entity) for entity in sent.entities}
    assert kinds == {
        "bold": "Кат жана",
        "italic": "жана",
        "text_link": "шилтеме",
        "spoiler": "x",
        "expandable_blockquote": "Эмне үчүн?",
        "pre": "1 < 2",
    }
    urls = [entity.url for entity in sent.entities if entity.url]
    assert urls == ["https://example.kg/?a=1&b=2"]
    assert [entity.language for entity in sent.entities if entity.language] == ["python"]


async def test_every_supported_tag_is_taken(bot: Bot, person: Person) -> None:
    tags = ["b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler"]
    tags += ["code", "pre", "blockquote"]
    source = " ".join(f"<{tag}>x</{tag}>" for tag in tags)
    sent = await bot.send_message(person.chat_id, source, parse_mode=ParseMode.HTML)
    assert len(sent.entities) == len(tags)


async def test_a_link_telegram_cannot_open_is_dropped_in_silence(bot: Bot, person: Person) -> None:
    source = '<a href="tel:103">103</a> <a href="https://103.kg">103.kg</a>'
    sent = await bot.send_message(person.chat_id, source, parse_mode=ParseMode.HTML)
    assert [entity.url for entity in sent.entities] == ["https://103.kg"]


async def test_space_around_a_text_is_cut_and_entities_follow(bot: Bot, person: Person) -> None:
    sent = await bot.send_message(person.chat_id, "\n <b> x </b> \n", parse_mode=ParseMode.HTML)
    assert sent.text == "x"
    assert [(entity.offset, entity.length) for entity in sent.entities] == [(0, 1)]


async def test_entities_given_beside_the_text_are_checked(bot: Bot, person: Person) -> None:
    bold = MessageEntity(MessageEntity.BOLD, 0, 2)
    sent = await bot.send_message(person.chat_id, "ab", entities=[bold])
    assert sent.entities == (bold,)
    said = await _refused(bot.send_message(person.chat_id, "a", entities=[bold]))
    assert "ends after the end of the text" in said


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("Ж <br>", 'Unsupported start tag "br" at byte offset 3'),
        ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
        ("2 <3", "Unclosed start tag at byte offset 2"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        (
            "<b><i>x</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="https://a.kg>x', "Unclosed start tag at byte offset 0"),
        ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x$>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href =", 'Unclosed start tag "a" at byte offset 0'),
        ("A & B", 'Unescaped character "&" at byte offset 2'),
        ("A&nbsp;B", 'Unescaped character "&" at byte offset 1'),
    ],
)
async def test_broken_html_is_refused(bot: Bot, person: Person, source: str, reason: str) -> None:
    said = await _refused(bot.send_message(person.chat_id, source, parse_mode=ParseMode.HTML))
    assert said == f"can't parse entities: {reason}".capitalize()


async def test_without_a_parse_mode_nothing_is_parsed(bot: Bot, person: Person) -> None:
    await bot.send_message(person.chat_id, "<p> & </b>")
    assert person.screen.text == "<p> & </b>"


async def test_markdown_is_not_spoken_here(bot: Bot, person: Person) -> None:
    said = await _refused(bot.send_message(person.chat_id, "*x*", parse_mode="MarkdownV2"))
    assert said == "Unsupported parse_mode"


async def test_the_length_limit_counts_utf16_after_parsing(bot: Bot, person: Person) -> None:
    await bot.send_message(person.chat_id, f"<b>{'&amp;' * 4096}</b>", parse_mode=ParseMode.HTML)
    await bot.send_message(person.chat_id, "🙂" * 2048)
    for text in ("ы" * 4097, "🙂" * 2048 + "."):
        assert await _refused(bot.send_message(person.chat_id, text)) == "Message is too long"
    assert len(person.bot_messages) == 2


@pytest.mark.parametrize("text", [" \n ", "<b> </b>", "<i></i>"])
async def test_an_empty_text_is_refused(bot: Bot, person: Person, text: str) -> None:
    said = await _refused(bot.send_message(person.chat_id, text, parse_mode=ParseMode.HTML))
    assert said == "Message text is empty"


async def test_a_reply_needs_its_message(bot: Bot, person: Person) -> None:
    own = person.messages[0].message_id
    await bot.send_message(person.chat_id, "x", reply_parameters=ReplyParameters(own))
    said = await _refused(
        bot.send_message(person.chat_id, "x", reply_parameters=ReplyParameters(999))
    )
    assert said == "Message to be replied not found"
    preview = LinkPreviewOptions(is_disabled=True)
    await bot.send_message(person.chat_id, "x", link_preview_options=preview)


# Buttons


async def test_buttons_reach_the_person(bot: Bot, person: Person) -> None:
    rows = [
        [
            InlineKeyboardButton("Макул", callback_data="ы" * 32),
            InlineKeyboardButton("Жок", callback_data="n"),
        ],
        [
            InlineKeyboardButton("Сайт", url="https://gov.kg/x"),
            InlineKeyboardButton("TG", "tg://x"),
        ],
        [InlineKeyboardButton("Көчүрүү", copy_text=CopyTextButton("103"))],
    ]
    sent = await bot.send_message(person.chat_id, "?", reply_markup=InlineKeyboardMarkup(rows))
    assert sent.reply_markup == InlineKeyboardMarkup(rows)
    assert person.screen.buttons == [
        [Button("Макул", "ы" * 32), Button("Жок", "n")],
        [Button("Сайт", None, "https://gov.kg/x"), Button("TG", None, "tg://x")],
        [Button("Көчүрүү")],
    ]
    assert person.screen.buttons[2][0].copy_text == "103"
    assert person.buttons == ["Макул", "Жок", "Сайт", "TG", "Көчүрүү"]


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        (InlineKeyboardButton("x", callback_data="d" * 65), "BUTTON_DATA_INVALID"),
        (InlineKeyboardButton("x", callback_data="ы" * 33), "BUTTON_DATA_INVALID"),
        (
            InlineKeyboardButton("x"),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            InlineKeyboardButton("x", callback_data=""),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            InlineKeyboardButton(" ", callback_data="d"),
            "inline keyboard button text must be non-empty",
        ),
        (
            InlineKeyboardButton("x", url="tel:103"),
            "inline keyboard button URL 'tel:103' is invalid: Wrong HTTP URL",
        ),
        (
            InlineKeyboardButton("x", url="mailto:a@b.kg"),
            "inline keyboard button URL 'mailto:a@b.kg' is invalid: Wrong HTTP URL",
        ),
        (
            InlineKeyboardButton("x", url="http://localhost/"),
            "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL",
        ),
        (
            InlineKeyboardButton("x", url="ftp://a.kg"),
            "inline keyboard button URL 'ftp://a.kg' is invalid: Unsupported URL protocol",
        ),
    ],
)
async def test_a_bad_button_is_refused(
    bot: Bot, person: Person, button: InlineKeyboardButton, reason: str
) -> None:
    said = await _refused(bot.send_message(person.chat_id, "?", reply_markup=_one(button)))
    assert said == reason.capitalize()
    assert not person.bot_messages


async def test_too_many_buttons_are_refused(bot: Bot, person: Person) -> None:
    labels = [str(number) for number in range(101)]
    said = await _refused(bot.send_message(person.chat_id, "?", reply_markup=_keyboard(*labels)))
    assert said == "Reply markup is too long"


async def test_a_reply_keyboard_is_for_new_messages_only(bot: Bot, person: Person) -> None:
    place = ReplyKeyboardMarkup([[KeyboardButton("Мен кайдамын", request_location=True)]])
    sent = await bot.send_message(person.chat_id, "?", reply_markup=place)
    assert person.screen.reply_keyboard == [["Мен кайдамын"]]
    assert person.buttons == []
    forced: Any = ForceReply()
    said = await _refused(
        bot.edit_message_text("!", person.chat_id, sent.message_id, reply_markup=forced)
    )
    assert said == "Inline keyboard expected"


# Edits


async def test_an_edit_changes_text_and_takes_buttons_away(bot: Bot, person: Person) -> None:
    sent = await bot.send_message(person.chat_id, "бир", reply_markup=_keyboard("A"))
    before = person.screen
    edited = await bot.edit_message_text("эки", person.chat_id, sent.message_id)
    assert isinstance(edited, Message)
    assert edited.edit_date is not None
    assert (person.screen.text, person.screen.buttons, person.screen.edited) == ("эки", [], 1)
    assert before.text == "бир", "a message once looked at stays as it was"
    await bot.edit_message_reply_markup(
        person.chat_id, sent.message_id, reply_markup=_keyboard("B")
    )
    assert (person.screen.text, person.buttons, person.screen.edited) == ("эки", ["B"], 2)


async def test_an_edit_must_change_something(bot: Bot, person: Person) -> None:
    keyboard = _keyboard("A")
    sent = await bot.send_message(
        person.chat_id, "<b>x</b>", parse_mode=ParseMode.HTML, reply_markup=keyboard
    )
    where: Any = {"chat_id": person.chat_id, "message_id": sent.message_id}
    not_modified = (
        "Message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message"
    )
    same = bot.edit_message_text(
        " <strong>x</strong>", parse_mode=ParseMode.HTML, reply_markup=keyboard, **where
    )
    assert await _refused(same) == not_modified
    markup = bot.edit_message_reply_markup(reply_markup=keyboard, **where)
    assert await _refused(markup) == not_modified
    await bot.edit_message_text("x", reply_markup=keyboard, **where)
    await bot.edit_message_text("x", **where)


async def test_edits_of_the_wrong_message_are_refused(
    fake: FakeTelegram, bot: Bot, person: Person
) -> None:
    edit = bot.edit_message_text
    assert await _refused(edit("x", person.chat_id, 999)) == "Message to edit not found"
    own = person.messages[0].message_id
    assert await _refused(edit("x", person.chat_id, own)) == "Message can't be edited"
    sent = await bot.send_message(person.chat_id, "x")
    too_long = edit("x" * 4097, person.chat_id, sent.message_id)
    assert await _refused(too_long) == "Message_too_long"
    document = await bot.send_document(person.chat_id, b"x", filename="a.txt")
    no_text = edit("x", person.chat_id, document.message_id)
    assert await _refused(no_text) == "There is no text in the message to edit"
    other = fake.person()
    await other.send("x")
    elsewhere = edit("y", other.chat_id, sent.message_id)
    assert await _refused(elsewhere) == "Message to edit not found"


# Removal


async def test_messages_of_both_sides_can_be_deleted(bot: Bot, person: Person) -> None:
    sent = await bot.send_message(person.chat_id, "x")
    await bot.delete_message(person.chat_id, sent.message_id)
    again = bot.delete_message(person.chat_id, sent.message_id)
    assert await _refused(again) == "Message to delete not found"
    await bot.delete_message(person.chat_id, person.messages[0].message_id)
    assert person.messages == []


async def test_many_messages_at_once(bot: Bot, person: Person) -> None:
    ids = [(await bot.send_message(person.chat_id, "x")).message_id for _ in range(3)]
    await bot.delete_messages(person.chat_id, [*ids[:2], 5000])
    assert [message.message_id for message in person.bot_messages] == ids[2:]
    too_many = bot.delete_messages(person.chat_id, list(range(1, 102)))
    assert await _refused(too_many) == "Too many message identifiers specified"
    assert await bot.delete_messages(person.chat_id, [])


async def test_after_48_hours_a_message_stays(fake: FakeTelegram, bot: Bot, person: Person) -> None:
    old = await bot.send_message(person.chat_id, "old")
    fake.advance(hours=47)
    new = await bot.send_message(person.chat_id, "new")
    fake.advance(hours=1.1)
    stays = "Message can't be deleted for everyone"
    assert await _refused(bot.delete_message(person.chat_id, old.message_id)) == stays
    ids = [new.message_id, old.message_id]
    assert await _refused(bot.delete_messages(person.chat_id, ids)) == stays
    assert len(person.bot_messages) == 2, "one message that is too old spares them all"
    await bot.delete_message(person.chat_id, new.message_id)
    await bot.edit_message_text("still editable", person.chat_id, old.message_id)


# Files


async def test_documents_go_out_and_come_back(fake: FakeTelegram, bot: Bot, person: Person) -> None:
    sent = await bot.send_document(
        person.chat_id,
        InputFile(b"%PDF 1", filename="чек-лист.pdf"),
        caption="<b>Тизме</b>",
        parse_mode=ParseMode.HTML,
        reply_markup=_keyboard("OK"),
    )
    assert sent.document is not None
    assert (sent.caption, sent.document.mime_type) == ("Тизме", "application/pdf")
    shown = person.screen.document
    assert shown is not None
    assert (shown.name, shown.content) == ("чек-лист.pdf", b"%PDF 1")
    assert (person.screen.text, person.buttons) == ("Тизме", ["OK"])
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"%PDF 1"
    again = await bot.send_document(person.chat_id, sent.document.file_id)
    assert again.document == sent.document
    await bot.edit_message_reply_markup(person.chat_id, sent.message_id)
    assert fake.canary_scan(["%PDF 1", "чек-лист", "absent"]) == ["%PDF 1", "чек-лист"]


async def test_bad_documents_are_refused(fake: FakeTelegram, bot: Bot, person: Person) -> None:
    empty = bot.send_document(person.chat_id, b"", filename="a.txt")
    assert await _refused(empty) == "File must be non-empty"
    unknown = bot.send_document(person.chat_id, "NOSUCHFILE")
    assert await _refused(unknown) == "Wrong file identifier/http url specified"
    talkative = bot.send_document(person.chat_id, b"x", filename="a.txt", caption="x" * 1025)
    assert await _refused(talkative) == "Message caption is too long"
    assert await _refused(bot.get_file("NOSUCHFILE")) == "Invalid file_id"
    async with aiohttp.ClientSession() as session:
        for token, status in ((fake.token, 404), ("1:wrong", 401)):
            async with session.get(f"{fake.base_file_url}{token}/documents/x") as answer:
                assert answer.status == status


# Who may be written to


async def test_a_bot_cannot_write_first(fake: FakeTelegram, bot: Bot) -> None:
    stranger = fake.person()
    words = "Forbidden: bot can't initiate conversation with a user"
    assert await _refused(bot.send_message(stranger.chat_id, "x"), Forbidden) == words
    assert await _refused(bot.send_message(123456789, "x"), Forbidden) == words
    for chat_id in (0, -100, "@channel"):
        assert await _refused(bot.send_message(chat_id, "x")) == "Chat not found"
    assert await _refused(bot.delete_message(stranger.chat_id, 1)) == "Chat not found"


async def test_a_person_can_block_the_bot(bot: Bot, person: Person) -> None:
    sent = await bot.send_message(person.chat_id, "x")
    await person.block()
    words = "Forbidden: bot was blocked by the user"
    assert await _refused(bot.send_message(person.chat_id, "y"), Forbidden) == words
    assert await _refused(bot.send_chat_action(person.chat_id, "typing"), Forbidden) == words
    assert await _refused(bot.send_document(person.chat_id, b"x"), Forbidden) == words
    edit = bot.edit_message_text("y", person.chat_id, sent.message_id)
    assert await _refused(edit, Forbidden) == words
    with pytest.raises(AssertionError, match="unblock"):
        await person.send("hi")
    updates = await bot.get_updates()
    assert updates[-1].my_chat_member is not None
    assert updates[-1].my_chat_member.new_chat_member.status == "kicked"
    await person.unblock()
    await bot.send_message(person.chat_id, "y")


async def test_chat_actions_are_known_by_name(bot: Bot, person: Person) -> None:
    await bot.send_chat_action(person.chat_id, "typing")
    said = await _refused(bot.send_chat_action(person.chat_id, "dancing"))
    assert said == "Wrong parameter action in request"


# How the bot presents itself


async def test_commands_are_kept_by_scope_and_language(fake: FakeTelegram, bot: Bot) -> None:
    everybody, private = [("start", "Begin"), ("help", "Help")], [("start", "Башта")]
    await bot.set_my_commands(everybody)
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(private, scope=scope, language_code="ky")
    assert fake.profile.commands_in() == everybody
    assert fake.profile.commands_in("ky", "all_private_chats") == private
    assert await bot.get_my_commands() == (BotCommand("start", "Begin"), BotCommand("help", "Help"))
    assert await bot.get_my_commands(language_code="ky") == ()
    assert await bot.get_my_commands(scope, "ky") == (BotCommand("start", "Башта"),)
    await bot.delete_my_commands(scope, "ky")
    assert await bot.get_my_commands(scope, "ky") == ()


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([("старт", "x")], "BOT_COMMAND_INVALID"),
        ([("Start", "x")], "BOT_COMMAND_INVALID"),
        ([("a" * 33, "x")], "command length must not exceed 32"),
        ([("/", "x")], "command must be non-empty"),
        ([("start", "  ")], "command description must be non-empty"),
        ([("start", "x" * 257)], "command description length must not exceed 256"),
        ([(f"c{number}", "x") for number in range(101)], "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_bad_commands_are_refused(
    bot: Bot, commands: list[tuple[str, str]], reason: str
) -> None:
    assert await _refused(bot.set_my_commands(commands)) == reason.capitalize()


async def test_descriptions_and_names_are_kept_by_language(fake: FakeTelegram, bot: Bot) -> None:
    await bot.set_my_description("Common")
    await bot.set_my_description("Жалпы", "ky")
    await bot.set_my_short_description("Short")
    await bot.set_my_name("Көмөк", "ky")
    assert fake.profile.descriptions == {"": "Common", "ky": "Жалпы"}
    assert (await bot.get_my_description("ky")).description == "Жалпы"
    assert (await bot.get_my_description("ru")).description == ""
    assert (await bot.get_my_short_description()).short_description == "Short"
    assert (await bot.get_my_name("ky")).name == "Көмөк"
    assert (await bot.get_my_name("ru")).name == "Fake bot"
    await bot.set_my_description("", "ky")
    assert fake.profile.descriptions == {"": "Common"}


async def test_profile_limits(bot: Bot) -> None:
    for call in (
        bot.set_my_description("x" * 513),
        bot.set_my_short_description("x" * 121),
        bot.set_my_name("x" * 65),
    ):
        assert "length must not exceed" in await _refused(call)
    wrong = bot.set_my_description("x", "kyr")
    assert await _refused(wrong) == "Invalid language code specified"
    await bot.set_my_description("x" * 512)
    await bot.set_my_short_description("x" * 120)
    await bot.set_my_name("x" * 64)


# Getting updates


async def test_a_poll_waits_and_wakes(fake: FakeTelegram, bot: Bot) -> None:
    started = time.monotonic()
    assert await bot.get_updates(timeout=1) == ()
    assert time.monotonic() - started >= 0.9, "a long poll lasts as long as asked"
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    someone = fake.person(language_code="ru", first_name="Ольга")
    await someone.command("/start school-clinic5")
    (update,) = await poll
    message = update.message
    assert message is not None
    assert message.from_user is not None
    assert (message.from_user.first_name, message.from_user.language_code) == ("Ольга", "ru")
    assert message.parse_entities() == {message.entities[0]: "/start"}
    assert message.text == "/start school-clinic5"


async def test_the_offset_confirms(fake: FakeTelegram, bot: Bot, person: Person) -> None:
    await person.send("two")
    await person.send("three")
    first, second, third = await bot.get_updates()
    assert (await bot.get_updates())[0].update_id == first.update_id, "unconfirmed ones come again"
    assert [update.update_id for update in await bot.get_updates(limit=2)] == [
        first.update_id,
        second.update_id,
    ]
    assert await bot.get_updates(offset=third.update_id) == (third,)
    assert await bot.get_updates(offset=third.update_id + 1) == ()
    assert await bot.get_updates() == ()
    assert fake.pending_updates == 0


async def test_a_negative_offset_keeps_only_the_last(bot: Bot, person: Person) -> None:
    await person.send("last")
    (update,) = await bot.get_updates(offset=-1)
    assert update.message is not None
    assert update.message.text == "last"
    assert len(await bot.get_updates()) == 1


async def test_only_allowed_updates_come(bot: Bot, person: Person) -> None:
    await bot.get_updates(allowed_updates=["message"])
    await person.edit_message("edited")
    await person.send("new")
    assert [update.edited_message for update in await bot.get_updates()] == [None, None]
    await bot.get_updates(allowed_updates=[])
    await person.edit_message("edited again")
    assert (await bot.get_updates())[-1].edited_message is not None


async def test_two_pollers_conflict(fake: FakeTelegram, bot: Bot) -> None:
    async with _bot(fake) as second:
        poll = asyncio.create_task(bot.get_updates(timeout=30))
        await fake.expect_polling()
        said = await _refused(second.get_updates(), Conflict)
        assert said.startswith("Conflict: terminated by other getUpdates request")
        fake.conflict_hits = "older"
        assert await second.get_updates() == ()
        assert (await _refused(poll, Conflict)) == said


async def test_a_poll_whose_client_left_does_not_conflict(fake: FakeTelegram, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await fake.expect_polling()
    poll.cancel()
    with pytest.raises(asyncio.CancelledError):
        await poll
    assert await bot.get_updates(timeout=0) == ()


@pytest.mark.usefixtures("person")
async def test_a_webhook_excludes_polling(bot: Bot) -> None:
    insecure = bot.set_webhook("http://example.kg/hook")
    said = await _refused(insecure)
    assert said == "Bad webhook: an https url must be provided for webhook"
    await bot.set_webhook("https://example.kg/hook", allowed_updates=["message"])
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("https://example.kg/hook", 1)
    assert info.allowed_updates == ("message",)
    assert "while webhook is active" in await _refused(bot.get_updates(), Conflict)
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_duplicates_come_in_the_same_and_in_a_later_batch(
    fake: FakeTelegram, bot: Bot, person: Person
) -> None:
    fake.duplicate_updates = True
    first, twin = await bot.get_updates()
    assert first.update_id == twin.update_id
    await person.send("next")
    later = await bot.get_updates(offset=first.update_id + 1)
    ids = [update.update_id - first.update_id for update in later]
    assert ids == [0, 1, 1]
    last = await bot.get_updates(offset=first.update_id + 2)
    assert [update.update_id - first.update_id for update in last] == [1]
    assert await bot.get_updates(offset=first.update_id + 2) == ()


async def test_a_batch_can_come_in_reverse(fake: FakeTelegram, bot: Bot, person: Person) -> None:
    fake.reorder_updates = True
    await person.send("second")
    texts = [update.message.text for update in await bot.get_updates() if update.message]
    assert texts == ["second", "Салам"]


async def test_an_unparsable_update_spoils_its_batch(
    fake: FakeTelegram, bot: Bot, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    fake.send_unparsable_update(person)
    with caplog.at_level(logging.CRITICAL), pytest.raises(TypeError, match="chat_instance"):
        await bot.get_updates()
    fake.drop_pending_updates()
    assert await bot.get_updates() == ()


async def test_what_people_send_is_understood(bot: Bot, person: Person) -> None:
    await person.send_voice()
    await person.send_photo("сүрөт")
    await person.send_location()
    await person.send_document("a.pdf", b"%PDF")
    await person.edit_message("башка", person.messages[0])
    _, voice, photo, location, document, edit = await bot.get_updates()
    assert voice.message is not None
    assert voice.message.voice is not None
    assert photo.message is not None
    assert (photo.message.caption, len(photo.message.photo)) == ("сүрөт", 1)
    assert location.message is not None
    assert location.message.location is not None
    assert document.message is not None
    assert document.message.document is not None
    assert document.message.document.file_name == "a.pdf"
    assert edit.edited_message is not None
    assert edit.edited_message.text == "башка"
    file = await voice.message.voice.get_file()
    assert bytes(await file.download_as_bytearray()).startswith(b"OggS")


async def test_people_cannot_do_what_apps_do_not_allow(fake: FakeTelegram) -> None:
    someone = fake.person(chat_id=5)
    for wrong in ("", " ", "x" * 4097):
        with pytest.raises(ValueError, match="Telegram's apps"):
            await someone.send(wrong)
    with pytest.raises(ValueError, match="not a command"):
        await someone.command("start")
    with pytest.raises(ValueError, match="taken"):
        fake.person(chat_id=5)


# Taps


async def test_a_tap_is_answered_once(bot: Bot, person: Person) -> None:
    await bot.send_message(person.chat_id, "?", reply_markup=_keyboard("Макул"))
    tap = asyncio.create_task(person.press("Макул"))
    update = (await _updates_after(bot, tap))[-1]
    query = update.callback_query
    assert query is not None
    assert query.data == "data:Макул"
    assert isinstance(query.message, Message)
    assert query.message.text == "?"
    too_long = bot.answer_callback_query(query.id, "x" * 201)
    assert await _refused(too_long) == "Message_too_long"
    await query.answer("рахмат", show_alert=True)
    answer = await tap
    assert (answer.text, answer.show_alert) == ("рахмат", True)
    too_old = "Query is too old and response timeout expired or query id is invalid"
    assert await _refused(query.answer()) == too_old
    assert await _refused(bot.answer_callback_query("123")) == too_old


async def test_a_tap_on_a_message_that_is_gone(bot: Bot, person: Person) -> None:
    sent = await bot.send_message(person.chat_id, "?", reply_markup=_keyboard("A"))
    await person.delete(person.screen)
    tap = asyncio.create_task(person.press_data(sent.message_id, "forged"))
    query = (await _updates_after(bot, tap))[-1].callback_query
    assert query is not None
    assert query.message is not None
    assert not query.message.is_accessible
    await query.answer()
    await tap
    said = await _refused(bot.edit_message_text("x", person.chat_id, sent.message_id))
    assert said == "Message to edit not found"


async def test_an_unanswered_tap_fails_with_the_state_of_the_chat(bot: Bot, person: Person) -> None:
    await bot.send_message(person.chat_id, "Суроолор?", reply_markup=_keyboard("A"))
    with pytest.raises(WaitedTooLong) as caught:
        await person.press("A", timeout=SOON)
    told = str(caught.value)
    for part in ("did not answer the tap 'data:A'", "bot: Суроолор?", "[A]", "person: Салам"):
        assert part in told


async def test_a_button_must_be_found(bot: Bot, person: Person) -> None:
    rows = [
        [InlineKeyboardButton("Да", callback_data="1")],
        [InlineKeyboardButton("Дальше", callback_data="2")],
        [InlineKeyboardButton("Дать ответ", callback_data="3")],
        [InlineKeyboardButton("Сайт", url="https://gov.kg")],
    ]
    await bot.send_message(person.chat_id, "?", reply_markup=InlineKeyboardMarkup(rows))
    with pytest.raises(NoSuchButton, match="'Да', 'Дальше', 'Дать ответ', 'Сайт'"):
        await person.press("Нет", appears_within=0)
    with pytest.raises(NoSuchButton, match="several buttons"):
        await person.press("Д")
    with pytest.raises(NoSuchButton, match="not a callback button"):
        await person.press("Сайт")
    tap = asyncio.create_task(person.press("Да"))
    query = (await _updates_after(bot, tap))[-1].callback_query
    assert query is not None
    assert query.data == "1", "a full label wins over part of another"
    await query.answer()
    await tap


async def _updates_after(bot: Bot, tap: asyncio.Task[Any]) -> tuple[Update, ...]:
    await asyncio.sleep(0)  # lets the tap happen
    assert not tap.done()
    return await bot.get_updates(timeout=5)


# Misfortune


async def test_too_many_requests(
    fake: FakeTelegram, bot: Bot, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without it the library warns of its own future each time Telegram asks for patience.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    fault = fake.fail("sendMessage", retry_after=7, times=2)
    for _ in range(2):
        said = await _refused(bot.send_message(person.chat_id, "x"), RetryAfter)
        assert said.endswith("Retry in 0:00:07")
    await bot.send_message(person.chat_id, "x")
    assert fault.spent
    calls = [(call.status, call.error) for call in fake.calls_of("sendMessage")]
    refused = (429, "Too Many Requests: retry after 7")
    assert calls == [refused, refused, (200, "")]


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (500, NetworkError, "Internal Server Error"),
        (502, NetworkError, "Bad Gateway"),
        (403, Forbidden, "Forbidden: bot was blocked by the user"),
        (404, InvalidToken, "Not Found"),
        (401, InvalidToken, "Unauthorized"),
        (409, Conflict, "Conflict: terminated by other getUpdates request"),
    ],
)
async def test_any_status(
    fake: FakeTelegram,
    bot: Bot,
    person: Person,
    status: int,
    kind: type[TelegramError],
    words: str,
) -> None:
    fake.fail("sendMessage", status=status)
    said = await _refused(bot.send_message(person.chat_id, "x"), kind)
    assert said.startswith(words)
    assert not person.bot_messages


async def test_faults_can_be_aimed(fake: FakeTelegram, bot: Bot, person: Person) -> None:
    other = fake.person()
    await other.send("x")
    fake.fail(
        "*", status=400, description="Bad Request: so it goes", chat_id=person.chat_id, times=None
    )
    await bot.send_message(other.chat_id, "x")
    for _ in range(2):
        assert await _refused(bot.send_message(person.chat_id, "x")) == "So it goes"
    await bot.get_updates()
    fake.clear_faults()
    await bot.send_message(person.chat_id, "x")


async def test_a_slow_answer_times_out_although_the_call_was_carried_out(
    fake: FakeTelegram, bot: Bot, person: Person
) -> None:
    fake.slow("sendMessage", 5)
    late = bot.send_message(person.chat_id, "x", read_timeout=SOON)
    await _refused(late, TimedOut)
    assert person.screen.text == "x"


async def test_a_call_is_carried_out_late_although_its_caller_left(
    fake: FakeTelegram, bot: Bot, person: Person
) -> None:
    fake.slow("sendMessage", 0.2, before=True)
    await _refused(bot.send_message(person.chat_id, "x", read_timeout=SOON), TimedOut)
    assert not person.bot_messages
    await person.expect("x")


async def test_a_dropped_connection(fake: FakeTelegram, bot: Bot, person: Person) -> None:
    fake.drop("sendMessage")
    said = await _refused(bot.send_message(person.chat_id, "lost"), NetworkError)
    assert said.startswith("httpx."), "the connection broke; nobody answered with an error"
    assert not person.bot_messages
    fake.drop("sendMessage", 1, before=False)
    said = await _refused(bot.send_message(person.chat_id, "arrived"), NetworkError)
    assert said.startswith("httpx.")
    assert person.screen.text == "arrived"
    assert [call.status for call in fake.calls_of("sendMessage")] == [0, 0]
    await bot.send_message(person.chat_id, "and on")


async def test_a_fault_on_the_answer_to_a_tap_knows_its_chat(
    fake: FakeTelegram, bot: Bot, person: Person
) -> None:
    await bot.send_message(person.chat_id, "?", reply_markup=_keyboard("A"))
    fake.fail("answerCallbackQuery", status=500, chat_id=person.chat_id)
    tap = asyncio.create_task(person.press("A"))
    query = (await _updates_after(bot, tap))[-1].callback_query
    assert query is not None
    await _refused(query.answer(), NetworkError)
    assert not tap.done()
    await query.answer()
    await tap


async def test_a_mistake_in_the_fake_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeTelegram()
    await fake.__aenter__()
    async with _bot(fake) as bot:
        someone = fake.person()
        await someone.send("x")
        monkeypatch.delattr(someone._chat.__class__, "put")
        await _refused(bot.send_message(someone.chat_id, "x"), NetworkError)
    with pytest.raises(AttributeError, match="put"):
        await fake.__aexit__(None, None, None)


# A polling application, as the bot under test will be


@asynccontextmanager
async def _running(fake: FakeTelegram) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    application = Application.builder().token(fake.token).base_url(fake.base_url).build()
    application.add_handler(CommandHandler("start", _on_start))
    application.add_handler(CallbackQueryHandler(_on_tap))
    application.add_handler(MessageHandler(filters.TEXT, _on_text))
    assert application.updater is not None
    async with application:
        await application.updater.start_polling(poll_interval=0)
        await application.start()
        try:
            yield application
        finally:
            await application.updater.stop()
            await application.stop()


async def _on_start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    payload = " ".join(context.args or [])
    await update.message.reply_html(
        f"<b>Салам</b> {payload}", reply_markup=_keyboard("Кыргызча", "Русский")
    )


async def _on_tap(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer("чакан билдирүү")
    await query.edit_message_text(f"Тандалды: {query.data}", reply_markup=_keyboard("Артка"))


async def _on_text(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(f"эхо: {update.message.text}")


async def test_a_conversation(fake: FakeTelegram) -> None:
    async with _running(fake):
        someone = fake.person(language_code="ky")
        await someone.command("/start school-clinic5")
        await someone.expect("Салам school-clinic5")
        assert someone.buttons == ["Кыргызча", "Русский"]
        answer = await someone.press("ский")
        assert answer.text == "чакан билдирүү"
        await someone.expect("Тандалды: data:Русский")
        await someone.expect_gone("Салам")
        assert someone.screen.edited == 1
        await someone.press("Артка")
        await someone.expect("Тандалды: data:Артка")
        await someone.send("эмне?")
        await someone.settled()
        assert [message.text for message in someone.messages] == [
            "/start school-clinic5",
            "Тандалды: data:Артка",
            "эмне?",
            "эхо: эмне?",
        ]
        assert fake.canary_scan(["эмне?", "Айгүл"]) == ["эмне?"]


async def test_settled_by_the_word_of_the_bot(fake: FakeTelegram) -> None:
    async with _running(fake) as application:
        fake.bot_idle = application.update_queue.join
        people = [fake.person() for _ in range(20)]
        for number, someone in enumerate(people):
            await someone.send(f"суроолор {number}")
        await fake.settled()
        answers = [someone.screen.text for someone in people]
        assert answers == [f"эхо: суроолор {number}" for number in range(20)]


async def test_the_application_meets_duplicates_and_disorder(fake: FakeTelegram) -> None:
    async with _running(fake) as application:
        fake.bot_idle = application.update_queue.join
        fake.duplicate_updates = True
        fake.reorder_updates = True
        someone = fake.person()
        with fake.holding_updates():
            await someone.send("1")
            await someone.send("2")
        await fake.settled()
        texts = [message.text for message in someone.bot_messages]
        assert texts[:2] == ["эхо: 2", "эхо: 2"], "this bot does not guard against either"
        assert texts.count("эхо: 1") >= 3


async def test_a_double_tap_reaches_the_bot_twice(fake: FakeTelegram) -> None:
    async with _running(fake):
        someone = fake.person()
        await someone.command("/start")
        await someone.expect("Салам")
        await asyncio.gather(someone.press("Русский"), someone.press("Русский"))
        await someone.settled()
        errors = [call.error for call in fake.calls_of("editMessageText")]
        assert errors[0] == ""
        assert errors[1].startswith("Bad Request: message is not modified")


async def test_polling_survives_faults(
    fake: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    fake.drop("getUpdates")
    async with _running(fake):
        someone = fake.person()
        await someone.send("тирүүсүңбү?")
        await someone.expect("эхо: тирүүсүңбү?", timeout=10)


async def test_waiting_in_vain_tells_what_was_there(fake: FakeTelegram) -> None:
    async with _running(fake):
        someone = fake.person(language_code="ky", first_name="Азамат")
        with pytest.raises(AssertionError, match="the bot has written nothing"):
            _ = someone.screen
        await someone.send("салам")
        await someone.expect("эхо")
        with pytest.raises(WaitedTooLong) as caught:
            await someone.expect("башка", timeout=SOON)
        told = str(caught.value)
        for part in ("Азамат (ky)", "person: салам", "bot: эхо: салам", "sendMessage 200"):
            assert part in told
        with pytest.raises(WaitedTooLong, match="still has 'эхо'"):
            await someone.expect_gone("эхо", timeout=SOON)


async def test_settling_in_vain_fails(fake: FakeTelegram, person: Person) -> None:
    with pytest.raises(WaitedTooLong, match="1 updates unconfirmed, the bot is not polling"):
        await person.settled(timeout=SOON)
    async with _running(fake):
        fake.slow("sendMessage", 0.5)
        await person.send("x")
        with pytest.raises(WaitedTooLong, match="sendMessage running"):
            await person.settled(timeout=0.3)
        await person.settled()


async def test_a_bot_that_stays_busy_is_reported(fake: FakeTelegram) -> None:
    async with _running(fake):
        fake.bot_idle = asyncio.Event().wait
        with pytest.raises(WaitedTooLong, match="still at work"):
            await fake.settled(timeout=0.2)


async def test_calls_are_recorded_with_their_objects(bot: Bot, fake: FakeTelegram) -> None:
    someone = fake.person()
    await someone.send("x")
    await bot.send_message(someone.chat_id, "y", reply_markup=_keyboard("A"))
    call = fake.calls_of("sendMessage")[0]
    assert (call.method, call.status, call.chat_id) == ("sendMessage", 200, someone.chat_id)
    assert call.params["text"] == "y"
    markup = call.params["reply_markup"]
    assert isinstance(markup, dict)
    assert markup["inline_keyboard"][0][0]["callback_data"] == "data:A"
    assert json.dumps(call.params)
    await bot.send_message(someone.chat_id, "Ko &amp; Mek", parse_mode=ParseMode.HTML)
    assert fake.canary_scan(["data:A", "z", "Ko & Mek"]) == ["data:A", "Ko & Mek"]


async def test_a_cleared_history_is_gone_for_the_bot(bot: Bot, person: Person) -> None:
    sent = await bot.send_message(person.chat_id, "x")
    await person.clear_history()
    assert person.messages == []
    said = await _refused(bot.delete_message(person.chat_id, sent.message_id))
    assert said == "Message to delete not found"
