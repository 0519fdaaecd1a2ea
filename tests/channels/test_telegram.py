"""The bot in Telegram, against a server that is as strict as Telegram."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.assistant import Assistant, Chat
from bot.channels.telegram import TelegramBot
from bot.content import LANGUAGES, Library
from bot.logs import set_up_logs
from bot.matching import Matcher
from tests.channels.conftest import running_assistant, running_bot
from tests.fake_telegram import FakeTelegram

pytestmark = pytest.mark.usefixtures("bot")


async def test_a_whole_flow_with_back_and_a_change_of_language(fake: FakeTelegram) -> None:
    her = fake.person(language_code="ru")
    await her.command("/start")
    await her.expect("Выберите язык")
    await her.press("Русский")
    await her.expect("Что вам нужно?")
    await her.press("Свидетельство о рождении")
    await her.expect("Где родился ребёнок?")
    await her.press("В роддоме")
    await her.expect("Какие документы у родителя")
    await her.press("Назад")
    await her.expect("Где родился ребёнок?")
    await her.press("Ещё не родился")
    await her.press("Нет действующих документов")
    await her.expect("зарегистрирован в другой стране")
    await her.command("/language")
    await her.press("Қазақша")
    await her.expect("басқа елде тіркелген бе?")
    await her.press("Жоқ")
    await her.expect("Балаңызды тіркейді")
    await her.press("Құжаттар")
    await her.press("медициналық куәлік")
    await her.expect("☑")
    await her.press("Нәтижеге")
    await her.press("Жауапты өзгерту")
    await her.press("Бала қайда туды")
    await her.press("Басқа елде")
    await her.press("Орталық Азия")
    await her.expect("Куәлікті туған елі береді")


async def test_one_screen_is_edited_in_place(fake: FakeTelegram) -> None:
    her = fake.person()
    await her.command("/start")
    await her.press("English")
    await her.press("Birth certificate")
    await her.press("hospital")
    screen = await her.expect("What papers does the parent")
    await her.settled()
    assert [message.message_id for message in her.bot_messages] == [screen.message_id]


async def test_typed_answers_and_kind_words_for_what_is_not_understood(fake: FakeTelegram) -> None:
    her = fake.person()
    await her.command("/start")
    await her.press("English")
    await her.press("Birth certificate")
    await her.send("hm?")
    await her.expect("I did not understand that")
    await her.send("In another country")
    await her.expect("Which country gave")
    await her.send("central asia")
    await her.expect("The country of birth gives the certificate")


@pytest.mark.parametrize("what", ["send_voice", "send_photo", "send_location"])
async def test_what_is_not_text_is_answered(fake: FakeTelegram, what: str) -> None:
    her = fake.person()
    await her.command("/start")
    await her.press("English")
    arguments = (43.2, 76.9) if what == "send_location" else ()
    await getattr(her, what)(*arguments)
    await her.expect("did not keep it")


async def test_a_button_of_older_content_is_recognised(fake: FakeTelegram) -> None:
    her = fake.person()
    await her.command("/start")
    await her.press("English")
    await her.press("Birth certificate")
    screen = await her.expect("Where was the baby born?")
    await her.press_data(screen, "pick:00000000:hospital")
    await her.expect("That question has changed")
    await her.expect("Where was the baby born?")


async def test_a_deep_link_opens_its_flow(fake: FakeTelegram) -> None:
    her = fake.person()
    await her.command("/start birth-clinic5")
    await her.press("English")
    await her.expect("Where was the baby born?")


async def test_the_conversation_goes_on_after_a_restart(
    bot: TelegramBot, fake: FakeTelegram, library: Library, matcher: Matcher, tmp_path: Path
) -> None:
    her = fake.person()
    await her.command("/start")
    await her.press("English")
    await her.press("Birth certificate")
    await her.press("hospital")
    await her.expect("What papers does the parent")
    await her.settled()
    await bot.stop()
    async with running_assistant(library, matcher, tmp_path) as anew, running_bot(anew, fake):
        await her.press("No valid papers")
        await her.expect("marriage registered in another country")


async def test_clear_deletes_the_chat_and_everything_kept(
    fake: FakeTelegram, tmp_path: Path
) -> None:
    her = fake.person()
    await her.command("/start")
    await her.press("English")
    await her.send("something she typed")
    await her.press("Birth certificate")
    await her.press("hospital")
    await her.command("/clear")
    await her.press("Yes, delete")
    await her.expect("Nothing about you is stored here")
    await her.settled()
    assert len(her.messages) == 1
    with closing(sqlite3.connect(tmp_path / "komek.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM session").fetchone() == (0,)
    assert (tmp_path / "komek.sqlite-wal").stat().st_size == 0
    await her.command("/start")
    await her.expect("Choose a language")


async def test_blocking_the_bot_forgets_her(assistant: Assistant, fake: FakeTelegram) -> None:
    her = fake.person()
    await her.command("/start")
    await her.press("English")
    await her.block()
    await fake.settled()
    her_again = await assistant.look(Chat("telegram", str(her.chat_id)))
    assert "Choose a language" in her_again.text


async def test_an_update_delivered_twice_is_taken_once(fake: FakeTelegram) -> None:
    her = fake.person()
    await her.command("/start")
    await her.press("English")
    await her.press("Birth certificate")
    await her.expect("Where was the baby born?")
    fake.duplicate_updates = True
    await her.press("hospital")
    await her.expect("What papers does the parent")
    await her.press("No valid papers")
    await her.settled()
    await her.expect("marriage registered in another country")


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText", "answerCallbackQuery"])
@pytest.mark.parametrize("fault", [{"status": 429, "retry_after": 1}, {"status": 500}])
async def test_a_passing_fault_is_not_seen(
    fake: FakeTelegram, method: str, fault: dict[str, int]
) -> None:
    her = fake.person()
    await her.command("/start")
    await her.press("English")
    await her.expect("What do you need?")
    fake.fail(method, status=fault["status"], retry_after=fault.get("retry_after"))
    await her.command("/menu")
    await her.press("Birth certificate")
    await her.expect("Where was the baby born?", timeout=10)


async def test_a_screen_deleted_by_her_is_shown_anew(fake: FakeTelegram) -> None:
    her = fake.person()
    await her.command("/start")
    await her.press("English")
    fake.fail("editMessageText", status=400, description="Bad Request: message to edit not found")
    await her.press("Birth certificate")
    await her.expect("Where was the baby born?")


async def test_one_busy_chat_does_not_hold_up_the_others(fake: FakeTelegram) -> None:
    spammer, her = fake.person(), fake.person()
    await her.command("/start")
    await her.press("English")
    with fake.holding_updates():
        for _ in range(200):
            await spammer.send("spam")
        await her.send("/menu")
    await her.expect("What do you need?")
    await fake.settled(timeout=20)
    assert len(fake.calls_of("sendMessage")) < 100


async def test_commands_and_descriptions_stand_in_every_language(
    fake: FakeTelegram, library: Library
) -> None:
    for language in LANGUAGES:
        code = "" if language == "en" else language
        assert fake.profile.descriptions[code] == library.say("telegram.description", language)
        assert {name for name, _ in fake.profile.commands_in(code)} >= {"menu", "clear"}


async def test_nothing_typed_nor_the_token_reaches_a_log(
    fake: FakeTelegram, capsys: pytest.CaptureFixture[str]
) -> None:
    before = logging.getLogger().handlers[:]
    set_up_logs()
    try:
        her = fake.person(first_name="Canaryname")
        await her.command("/start canary-payload")
        await her.send("canary words 870101300123")
        fake.send_unparsable_update(her)
        fake.fail("sendMessage", status=400, description="Bad Request: canary words")
        await her.send("canary words again")
        await fake.settled()
    finally:
        logging.getLogger().handlers[:] = before
    said = "".join(capsys.readouterr())
    for secret in ("canary", "Canaryname", fake.token, str(her.chat_id)):
        assert secret not in said
    assert "Error while parsing" not in said


async def test_a_second_poller_is_told_so(assistant: Assistant, fake: FakeTelegram) -> None:
    second = TelegramBot(assistant, fake.token, fake.url)
    failed = await second.start()
    try:
        with pytest.raises(RuntimeError, match="another process polls Telegram"):
            await asyncio.wait_for(failed, 10)
    finally:
        await second.stop()


async def test_the_desk_card_comes_as_a_file_too(fake: FakeTelegram) -> None:
    her = fake.person()
    await her.command("/start")
    await her.press("English")
    await her.press("Birth certificate")
    await her.press("In another country")
    await her.press("Central Asia")
    await her.press("To show at the desk")
    await her.expect("No name stands on it")
    await her.settled()
    files = [message.document for message in her.bot_messages if message.document]
    assert [file.name for file in files] == ["komek-desk-card.pdf"]
    assert files[0].content.startswith(b"%PDF")
    await her.press("Back to the result")
    await her.expect("The country of birth")


async def test_a_free_question_is_answered_and_the_flow_offered_again(fake: FakeTelegram) -> None:
    her = fake.person()
    await her.command("/start")
    await her.press("Русский")
    await her.press("Свидетельство о рождении")
    await her.press("В роддоме")
    await her.send("сколько стоит скорая для иностранца без документов")
    await her.expect("скорая бесплатна")
    await her.press("Продолжить: Свидетельство")
    await her.expect("Какие документы у родителя")


async def test_what_is_not_known_is_said_plainly(fake: FakeTelegram) -> None:
    her = fake.person()
    await her.command("/start")
    await her.press("Русский")
    await her.send("кто выиграл чемпионат по футболу")
    await her.expect("Проверенного ответа на это у меня нет")
    await her.expect("1414")


async def test_a_question_before_any_language_is_answered_in_its_own(fake: FakeTelegram) -> None:
    her = fake.person()
    await her.send("шетелдік жсн қалай алады")
    await her.expect("ХҚО")
