"""Which JSON belongs to which system."""

import re

from linter.sources.chats.desks import GORGIAS, INTERCOM, ZENDESK
from linter.sources.chats.documents import Schema
from linter.sources.chats.marketplaces import OMNICHANNEL, SHOPEE, TIKTOK
from linter.sources.chats.messengers import INSTAGRAM, TELEGRAM

SCHEMAS = {
    schema.name: schema for schema in (TIKTOK, SHOPEE, OMNICHANNEL, INTERCOM, GORGIAS, ZENDESK, INSTAGRAM, TELEGRAM)
}
_KEY = re.compile(r'\\?"([A-Za-z_]\w{1,40})\\?"\s*:')


def schema_of(head: str) -> tuple[Schema | None, str]:
    """The system whose keys stand at the beginning of some JSON, and which keys those are."""
    keys = set(_KEY.findall(head))
    for schema in SCHEMAS.values():
        for sign in schema.signs:
            if sign <= keys:
                return schema, "it has the keys " + ", ".join(f"`{key}`" for key in sorted(sign))
    return None, ""
