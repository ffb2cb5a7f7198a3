"""Help desks: Zendesk's tickets, Intercom's conversations, Gorgias' ticket messages."""

from linter.model import Place, Role
from linter.sources.chats.cards import first, list_of, object_of, text_of
from linter.sources.chats.documents import Fields, Schema
from linter.sources.chats.html import shown
from linter.sources.chats.turn import Turn


def _of(*keys: str) -> frozenset[str]:
    return frozenset(keys)


_INTERCOM_SIDES = {
    "user": Role.BUYER,
    "lead": Role.BUYER,
    "contact": Role.BUYER,
    "visitor": Role.BUYER,
    "admin": Role.SELLER,
    "team": Role.SELLER,
    "bot": Role.BOT,
    "fin": Role.BOT,
}


def _intercom(part: Fields, above: Fields, at: Place) -> Turn:
    author = object_of(part.get("author"))
    kind = text_of(part.get("part_type"))
    bodies = [shown(text_of(part.get(key))) for key in ("subject", "body")]
    text = "\n".join(body for body in bodies if body)
    said = bool(text.strip())
    return Turn(
        text=text if said else f"[{kind or text_of(part.get('delivered_as')) or 'message without text'}]",
        at=at,
        role=_intercom_side(author, kind, said=said),
        name=text_of(first(author, "name", "email")),
        thread=text_of(first(above, "id", "")),
        id=text_of(part.get("id")),
        # The first message has no time of its own: it began the conversation.
        sent=first(part, "created_at") or above.get("created_at"),
        fields={"sender": text_of(author.get("id"))},
        extra={"part_type": kind} if kind else {},
    )


def _intercom_side(author: Fields, kind: str, *, said: bool) -> Role:
    """Notes are for colleagues, and assignments are nobody's words: neither reaches the buyer."""
    if not said or kind.startswith("note"):
        return Role.SYSTEM
    if author.get("from_ai_agent") is True or author.get("is_ai_answer") is True:
        return Role.BOT
    return _INTERCOM_SIDES.get(text_of(author.get("type")).lower(), Role.SELLER)


INTERCOM = Schema(
    name="intercom",
    signs=(_of("conversation_parts"), _of("part_type"), _of("conversation", "source", "author", "contacts")),
    holders=_of(
        "conversations", "conversation", "source", "conversation_parts", "parts", "data", "item", "value", "items"
    ),
    kept=_of("id", "created_at"),
    needs=(_of("author", "body"), _of("author", "part_type")),
    turn=_intercom,
)


def _zendesk(comment: Fields, above: Fields, at: Place) -> Turn:
    ticket = object_of(above.get("ticket")) or above
    author = text_of(comment.get("author_id"))
    person = _person(author, comment, above)
    text = text_of(first(comment, "plain_body", "body")) or shown(text_of(comment.get("html_body")))
    text = text.replace("\xa0", " ") if text else _attached(comment)
    inside = comment.get("public") is False
    return Turn(
        text=text,
        at=at,
        role=Role.SYSTEM if inside else _zendesk_side(author, person, ticket),
        name=text_of(first(person, "name", "email")) or author,
        thread=text_of(first(comment, "ticket_id") or first(ticket, "id", "ticket_id") or above.get("")),
        id=text_of(comment.get("id")),
        sent=first(comment, "created_at"),
        fields={"sender": author},
        extra={"public": False} if inside else {},
    )


def _person(author: str, comment: Fields, above: Fields) -> Fields:
    """The author as the export describes him: beside the comment, or in the list of users."""
    if isinstance(comment.get("author"), dict):
        return object_of(comment["author"])
    known = list_of(above.get("users")) or [above.get("requester"), above.get("assignee")]
    people = (object_of(user) for user in known)
    nobody: Fields = {}
    return next((person for person in people if text_of(person.get("id")) == author), nobody)


def _zendesk_side(author: str, person: Fields, ticket: Fields) -> Role:
    requester = text_of(ticket.get("requester_id")) or text_of(object_of(ticket.get("requester")).get("id"))
    if text_of(person.get("role")) == "end-user":
        return Role.BUYER
    if text_of(person.get("role")):
        return Role.SELLER
    return Role.BUYER if author and author == requester else Role.SELLER


def _attached(comment: Fields) -> str:
    return "[attachment]" if comment.get("attachments") else "[comment without text]"


ZENDESK = Schema(
    name="zendesk",
    signs=(
        _of("author_id", "html_body"),
        _of("author_id", "public"),
        _of("author_id", "plain_body"),
        _of("author_id", "body"),
    ),
    holders=_of("tickets", "ticket", "comments", "audits", "events", "results", "data"),
    kept=_of("id", "ticket_id", "ticket", "users", "requester", "requester_id", "assignee"),
    needs=(_of("author_id", "body"), _of("author_id", "html_body"), _of("author_id", "plain_body")),
    turn=_zendesk,
)


def _gorgias(message: Fields, above: Fields, at: Place) -> Turn:
    sender = object_of(message.get("sender"))
    text = text_of(message.get("body_text")) or shown(text_of(message.get("body_html")))
    text = text or text_of(message.get("stripped_text"))
    inside = message.get("public") is False or text_of(message.get("channel")) == "internal-note"
    return Turn(
        text=text or ("[attachment]" if message.get("attachments") else "[message without text]"),
        at=at,
        role=Role.SYSTEM if inside else _gorgias_side(message),
        name=text_of(first(sender, "name", "email", "id")),
        thread=text_of(first(message, "ticket_id") or first(above, "id", "")),
        id=text_of(message.get("id")),
        sent=first(message, "sent_datetime", "created_datetime"),
        fields={"sender": text_of(sender.get("id"))},
        extra={key: message[key] for key in ("channel", "failed_datetime") if message.get(key)},
    )


def _gorgias_side(message: Fields) -> Role:
    if message.get("from_agent") is False:
        return Role.BUYER
    return Role.BOT if text_of(message.get("via")) == "rule" or message.get("rule_id") else Role.SELLER


GORGIAS = Schema(
    name="gorgias",
    signs=(_of("from_agent", "body_text"), _of("from_agent", "body_html"), _of("from_agent", "stripped_text")),
    holders=_of("tickets", "ticket", "messages", "data", "results", "items"),
    kept=_of("id"),
    needs=(_of("from_agent", "body_text"), _of("from_agent", "body_html"), _of("from_agent", "channel")),
    turn=_gorgias,
)
