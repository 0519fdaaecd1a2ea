"""Bot API methods that write, change and remove messages."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from .chats import Chat, ChatMessage, Document
from .errors import NOT_MODIFIED, ApiError, bad_request
from .files import StoredFile
from .formatting import Entity, FormattedText, read_text
from .keyboards import Keyboard, read_inline_keyboard, read_keyboard
from .params import Params, UploadedFile
from .wire import JsonObject, utf16_length
from .world import DAY, World

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_UPLOAD = 50 * 1024 * 1024
MAX_DELETED_AT_ONCE = 100
DELETABLE_FOR = 2 * DAY

_CHAT_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


class MessageMethods:
    """sendMessage and its relatives."""

    def __init__(self, world: World) -> None:
        self._world = world

    def table(self) -> Mapping[str, Callable[[Params], object]]:
        return MappingProxyType(
            {
                "sendMessage": self.send_message,
                "sendDocument": self.send_document,
                "sendChatAction": self.send_chat_action,
                "editMessageText": self.edit_text,
                "editMessageReplyMarkup": self.edit_reply_markup,
                "deleteMessage": self.delete_message,
                "deleteMessages": self.delete_messages,
            }
        )

    def send_message(self, params: Params) -> JsonObject:
        text = _read_message_text(params, too_long="message is too long")
        keyboard = read_keyboard(params.structure("reply_markup", "reply keyboard markup"))
        _check_link_preview(params)
        chat = self._world.chat_to_write(params)
        _check_reply(params, chat)
        return self._put(chat, self._new_message(chat, params.text("text"), text, keyboard))

    def send_document(self, params: Params) -> JsonObject:
        caption = _read_formatted(params, "caption", "caption_entities")
        if utf16_length(caption.text) > MAX_CAPTION:
            raise bad_request("message caption is too long")
        keyboard = read_keyboard(params.structure("reply_markup", "reply keyboard markup"))
        chat = self._world.chat_to_write(params)
        _check_reply(params, chat)
        stored = self._stored_document(params)
        message = self._new_message(chat, params.text("caption"), caption, keyboard)
        document = Document(stored.name, stored.content, stored.mime_type, stored.file_id)
        media = {"document": stored.as_document_json()}
        return self._put(chat, replace(message, document=document, media=media))

    def send_chat_action(self, params: Params) -> bool:
        self._world.chat_to_write(params)
        if params.text("action") not in _CHAT_ACTIONS:
            raise bad_request("wrong parameter action in request")
        return True

    def edit_text(self, params: Params) -> JsonObject:
        text = _read_message_text(params, too_long="MESSAGE_TOO_LONG")
        keyboard = read_inline_keyboard(params.structure("reply_markup", "reply keyboard markup"))
        _check_link_preview(params)
        chat, old = self._to_edit(params)
        if old.media:
            raise bad_request("there is no text in the message to edit")
        # An edit without reply_markup takes the buttons away.
        new = replace(
            old,
            text=text.text,
            html=params.text("text"),
            entities=text.entities,
            buttons=keyboard.rows,
        )
        return self._put_edited(chat, old, new)

    def edit_reply_markup(self, params: Params) -> JsonObject:
        keyboard = read_inline_keyboard(params.structure("reply_markup", "reply keyboard markup"))
        chat, old = self._to_edit(params)
        return self._put_edited(chat, old, replace(old, buttons=keyboard.rows))

    def delete_message(self, params: Params) -> bool:
        chat = self._world.chat_to_tidy(params)
        message = chat.message(params.integer("message_id") or 0)
        if message is None:
            raise bad_request("message to delete not found")
        self._check_age(message)
        chat.remove(message.message_id)
        return True

    def delete_messages(self, params: Params) -> bool:
        ids = _read_message_ids(params)
        chat = self._world.chat_to_tidy(params)
        found = [message for message_id in ids if (message := chat.message(message_id))]
        # Missing ones are skipped, but one that is too old spares them all.
        for message in found:
            self._check_age(message)
        for message in found:
            chat.remove(message.message_id)
        return True

    def _new_message(
        self, chat: Chat, source: str, text: FormattedText, keyboard: Keyboard
    ) -> ChatMessage:
        return ChatMessage(
            message_id=self._world.next_message_id(),
            chat_id=chat.chat_id,
            from_bot=True,
            text=text.text,
            html=source,
            entities=text.entities,
            buttons=keyboard.rows,
            reply_keyboard=keyboard.reply_labels,
            sent_at=self._world.clock.now(),
        )

    def _put(self, chat: Chat, message: ChatMessage) -> JsonObject:
        chat.put(message)
        return self._world.message_as_json(message)

    def _put_edited(self, chat: Chat, old: ChatMessage, new: ChatMessage) -> JsonObject:
        if new.looks_like(old):
            raise ApiError(400, NOT_MODIFIED)
        now = self._world.clock.now()
        return self._put(chat, replace(new, edited=old.edited + 1, edited_at=now))

    def _to_edit(self, params: Params) -> tuple[Chat, ChatMessage]:
        if not params.text("message_id"):
            raise bad_request("message identifier is not specified")
        chat = self._world.chat_to_write(params)
        message = chat.message(params.integer("message_id") or 0)
        if message is None:
            raise bad_request("message to edit not found")
        if not message.from_bot:
            raise bad_request("message can't be edited")
        return chat, message

    def _check_age(self, message: ChatMessage) -> None:
        if self._world.clock.now() - message.sent_at > DELETABLE_FOR:
            raise bad_request("message can't be deleted for everyone")

    def _stored_document(self, params: Params) -> StoredFile:
        """An upload, or a file Telegram already has."""
        upload = _find_upload(params)
        if upload is None:
            if not params.text("document"):
                raise bad_request("there is no document in the request")
            stored = self._world.files.by_id(params.text("document"))
            if stored is None:
                raise bad_request("wrong file identifier/HTTP URL specified")
            return stored
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > MAX_UPLOAD:
            raise ApiError(413, "Request Entity Too Large")
        mime_type = mimetypes.guess_type(upload.name)[0] or upload.mime_type
        return self._world.files.add("documents", upload.name, upload.content, mime_type)


def _find_upload(params: Params) -> UploadedFile | None:
    attached = params.text("document")
    name = attached.removeprefix("attach://") if attached.startswith("attach://") else "document"
    return params.files.get(name)


def _read_message_text(params: Params, *, too_long: str) -> FormattedText:
    text = _read_formatted(params, "text", "entities")
    if not text.text:
        raise bad_request("message text is empty")
    if utf16_length(text.text) > MAX_TEXT:
        raise bad_request(too_long)
    return text


def _read_formatted(params: Params, name: str, entities_name: str) -> FormattedText:
    """Text by its parse mode, or with the formatting given beside it."""
    source = params.text(name)
    if params.text("parse_mode"):
        return read_text(source, params.text("parse_mode"))
    entities = params.structure(entities_name, "message entities")
    if entities is None:
        return read_text(source, "")
    if not isinstance(entities, list):
        raise bad_request("expected an Array of MessageEntity")
    read = tuple(_read_entity(entity, utf16_length(source)) for entity in entities)
    return FormattedText(source, read).stripped()


def _read_entity(raw: object, text_length: int) -> Entity:
    if not isinstance(raw, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    offset, length = int(raw.get("offset", 0)), int(raw.get("length", 0))
    if offset < 0:
        raise bad_request(f"receive an entity with incorrect offset {offset}")
    if offset > text_length:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + length > text_length:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
            f"at UTF-16 offset {offset + length}"
        )
    return Entity(str(raw.get("type")), offset, length, raw.get("url"), raw.get("language"))


def _read_message_ids(params: Params) -> list[int]:
    ids = params.structure("message_ids", "message_ids")
    if ids is None:
        raise bad_request("message identifiers are not specified")
    if not isinstance(ids, list):
        raise bad_request("expected an Array of message identifiers")
    if len(ids) > MAX_DELETED_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    if not all(isinstance(item, int) for item in ids):
        raise bad_request("message identifier must be a Number")
    if any(item <= 0 for item in ids):
        raise bad_request("invalid message identifier specified")
    return [int(item) for item in ids]


def _check_link_preview(params: Params) -> None:
    options = params.structure("link_preview_options", "link preview options")
    if options is not None and not isinstance(options, dict):
        raise bad_request("object expected as link preview options")


def _check_reply(params: Params, chat: Chat) -> None:
    reply = params.structure("reply_parameters", "reply parameters")
    if reply is None:
        return
    if not isinstance(reply, dict):
        raise bad_request("object expected as reply parameters")
    known = chat.message(int(reply.get("message_id", 0))) is not None
    if not known and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
