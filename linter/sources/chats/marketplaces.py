"""The chat interfaces of TikTok Shop, Shopee, and the aggregators that forward several marketplaces."""

from linter.model import Place, Role
from linter.sources.chats.cards import card, first, object_of, text_of, unpacked, words_of
from linter.sources.chats.documents import Fields, Schema
from linter.sources.chats.turn import Turn

_PAGES = frozenset(
    ["data", "messages", "response", "message_list", "conversations", "list", "items", "results", "content"]
)


def _of(*keys: str) -> frozenset[str]:
    return frozenset(keys)


_TIKTOK_SIDES = {
    "BUYER": Role.BUYER,
    "SHOP": Role.SELLER,
    "CUSTOMER_SERVICE": Role.SELLER,
    "SYSTEM": Role.SYSTEM,
    "ROBOT": Role.BOT,
}


def _tiktok(message: Fields, above: Fields, at: Place) -> Turn:
    sender = object_of(message.get("sender"))
    written = text_of(sender.get("role")).upper()
    content = unpacked(message.get("content"))
    kind = text_of(message.get("type")).upper()
    words = words_of(content) if kind in ("", "TEXT") else None
    text = card(kind, content) if words is None else words
    if kind == "OTHER" and (tips := text_of(message.get("unsupported_msg_tips"))):
        text = tips
    return Turn(
        text=text,
        at=at,
        # A side that is new to us is checked.
        role=_TIKTOK_SIDES.get(written, Role.SELLER),
        name=text_of(sender.get("nickname")),
        thread=text_of(first(message, "conversation_id") or first(above, "conversation_id", "")),
        id=text_of(first(message, "id", "message_id", "index")),
        sent=first(message, "create_time", "created_at"),
        shop=text_of(first(above, "shop_name", "shop_id")),
        fields={"sender": text_of(sender.get("im_user_id")), "order_id": _order(content)},
        extra={} if words is not None else {"type": kind, "content": content},
    )


def _order(content: object) -> str:
    return text_of(first(object_of(content), "order_id", "order_sn", "orderId"))


TIKTOK = Schema(
    name="tiktok-shop",
    platform="tiktok-shop",
    signs=(_of("im_user_id"), _of("sender", "role", "content", "create_time"), _of("unsupported_msg_tips")),
    holders=_PAGES - {"content"},
    kept=_of("conversation_id", "shop_id", "shop_name"),
    needs=(_of("content", "sender"),),
    turn=_tiktok,
)


def _shopee(message: Fields, above: Fields, at: Place) -> Turn:
    content = unpacked(message.get("content"))
    kind = text_of(message.get("message_type")).lower()
    words = words_of(content) if kind in ("", "text", "faq", "auto_reply") else None
    seller = text_of(message.get("from_id"))
    shop = text_of(first(message, "shop_id") or first(above, "shop_id"))
    return Turn(
        text=card(kind, content) if words is None else words,
        at=at,
        role=Role.SYSTEM if kind in ("notification", "system") else _shopee_side(message, shop),
        name=text_of(first(message, "from_user_name")) or seller,
        thread=text_of(first(message, "conversation_id") or first(above, "conversation_id")) or _pair(message, above),
        id=text_of(first(message, "message_id")),
        sent=first(message, "created_timestamp", "timestamp"),
        shop=text_of(first(message, "shop_name")) or shop or text_of(message.get("from_shop_id")).strip("0"),
        fields={
            "sender": seller,
            "order_id": _order(content),
            "market": text_of(first(message, "region") or first(above, "region")),
        },
        extra={} if words is not None else {"type": kind, "content": content},
    )


def _shopee_side(message: Fields, shop: str) -> Role | None:
    """A shop's own messages name the shop they come from; those of a buyer name none, or another."""
    if "from_shop_id" not in message:
        return None
    source, target = text_of(message["from_shop_id"]), text_of(message.get("to_shop_id"))
    if shop and source:
        return Role.SELLER if source == shop else Role.BUYER
    if source in ("", "0"):
        return Role.BUYER
    return Role.SELLER if target in ("", "0") else None


def _pair(message: Fields, above: Fields) -> str:
    ids = sorted(text_of(message.get(key)) for key in ("from_id", "to_id"))
    return "-".join(ids) if all(ids) else text_of(above.get(""))


SHOPEE = Schema(
    name="shopee",
    platform="shopee",
    signs=(_of("from_id", "message_type"), _of("from_shop_id"), _of("created_timestamp", "to_id")),
    holders=_PAGES,
    kept=_of("conversation_id", "shop_id", "region"),
    needs=(_of("from_id", "content"), _of("from_id", "message_type")),
    turn=_shopee,
)

_CODES = {"00": "shopee", "01": "tokopedia", "02": "lazada"}


def _forwarded(message: Fields, above: Fields, at: Place) -> Turn:
    writer, shop, content = object_of(message.get("from")), object_of(above.get("shop")), message.get("content")
    buys = writer.get("isCustomer")
    kind = text_of(object_of(content).get("type")).lower()
    words = words_of(content) if kind in ("", "text") else None
    return Turn(
        text=card(kind, content) if words is None else words,
        at=at,
        role=Role.BUYER if buys is True else Role.SELLER,
        name=text_of(first(writer, "name", "accountName", "accountId")),
        thread=text_of(first(message, "sessionId")) or text_of(above.get("")),
        id=text_of(message.get("id")),
        sent=first(message, "sentTime") or object_of(above.get("event")).get("timestamp"),
        shop=text_of(first(shop, "name", "id")),
        fields={
            "sender": text_of(writer.get("accountId")),
            "platform": _CODES.get(text_of(shop.get("marketplaceCode")), ""),
        },
        extra={} if words is not None else {"type": kind, "content": content},
    )


OMNICHANNEL = Schema(
    name="omnichannel",
    signs=(_of("isCustomer", "sessionId"), _of("isCustomer", "sentTime")),
    holders=_PAGES | {"message", "events"},
    kept=_of("shop", "event"),
    needs=(_of("from", "content", "sessionId"), _of("from", "content", "sentTime")),
    turn=_forwarded,
)
