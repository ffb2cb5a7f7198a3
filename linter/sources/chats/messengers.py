"""Telegram's `result.json` and Instagram's `message_1.json`: chats without sides."""

from linter.model import Place, Role
from linter.sources.chats.cards import card, first, list_of, object_of, text_of
from linter.sources.chats.documents import Fields, Schema
from linter.sources.chats.turn import Turn

_ADDRESSES = frozenset({"link", "text_link", "email", "phone", "mention", "mention_name"})
_PARTS = (
    "media_type",
    "photo",
    "file",
    "sticker_emoji",
    "poll",
    "location_information",
    "contact_information",
    "game_title",
)
_OF_TWO = frozenset({"personal_chat", "bot_chat"})


def _of(*keys: str) -> frozenset[str]:
    return frozenset(keys)


def _telegram(message: Fields, above: Fields, at: Place) -> Turn:
    text = _pieces(message.get("text"))
    service = message.get("type") == "service"
    owner = object_of(above.get("personal_information"))
    told = {key: message[key] for key in (*_PARTS, "action", "forwarded_from", "via_bot") if key in message}
    if not text.strip():
        text = _event(message) if service else _media(message)
    return Turn(
        text=text,
        at=at,
        role=Role.SYSTEM if service else None,
        name=text_of(first(message, "from", "actor", "from_id", "author")),
        partner=text_of(above.get("name")) if text_of(above.get("type")) in _OF_TWO else "",
        owner=" ".join(text_of(owner.get(key)) for key in ("first_name", "last_name")).strip(),
        thread=text_of(first(above, "id", "name", "")),
        id=text_of(message.get("id")),
        sent=first(message, "date_unixtime", "date"),
        fields={"sender": text_of(message.get("from_id"))},
        extra=told,
    )


def _pieces(text: object) -> str:
    """The text of a message that is kept in pieces, one for every change of style."""
    whole = text_of(text)
    styled = False
    for piece in list_of(text):
        entity = object_of(piece)
        words = text_of(entity.get("text") if entity else piece)
        # An address is a word of its own: after a bold "Link:" it would be read as its continuation.
        if styled and whole[-1:].strip() and entity.get("type") in _ADDRESSES:
            whole += " "
        target = text_of(entity.get("href"))
        whole += f"{words} ({target})" if target and target not in words else words
        styled = bool(entity)
    return whole


def _event(message: Fields) -> str:
    return f"[{text_of(message.get('action')) or 'event'}] {text_of(message.get('title'))}".rstrip()


def _media(message: Fields) -> str:
    kind = next((key for key in _PARTS if key in message), "message without text")
    shown = message.get(kind)
    name = text_of(shown) if kind in ("media_type", "sticker_emoji", "game_title") else ""
    return card(name or kind, object_of(shown))


TELEGRAM = Schema(
    name="telegram",
    signs=(_of("date_unixtime"), _of("from_id", "text_entities"), _of("personal_information", "chats")),
    holders=_of("chats", "left_chats", "list", "messages"),
    kept=_of("personal_information", "id", "name", "type"),
    needs=(_of("type", "text"), _of("date", "text"), _of("type", "date"), _of("type", "date_unixtime")),
    turn=_telegram,
)


def _instagram(message: Fields, above: Fields, at: Place) -> Turn:
    text = _mended(text_of(message.get("content")))
    share = object_of(message.get("share"))
    link = text_of(share.get("link"))
    shown = " ".join(part for part in (text, _mended(text_of(share.get("share_text"))), link) if part)
    kind = next((key for key in ("photos", "videos", "audio_files", "sticker", "files", "share") if key in message), "")
    people = list_of(above.get("participants"))
    return Turn(
        text=shown or card(kind or "message without text", None),
        at=at,
        name=_mended(text_of(message.get("sender_name"))),
        partner=_mended(text_of(above.get("title"))) if len(people) == 2 else "",  # noqa: PLR2004
        thread=text_of(first(above, "thread_path", "title", "")),
        sent=message.get("timestamp_ms"),
        extra={"kind": kind} if kind else {},
    )


def _mended(text: str) -> str:
    r"""Meta writes the bytes of UTF-8 as if each were a letter: `å\\x8a\\xa0` is 加."""
    try:
        return text if text.isascii() else text.encode("latin-1").decode()
    except UnicodeError:
        return text


INSTAGRAM = Schema(
    name="instagram",
    signs=(_of("sender_name", "timestamp_ms"),),
    holders=_of("messages", "threads", "conversations", "data"),
    kept=_of("participants", "title", "thread_path"),
    needs=(_of("sender_name", "timestamp_ms"), _of("sender_name", "content")),
    turn=_instagram,
)
