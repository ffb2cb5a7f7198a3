"""Description, bullet points and option names under a platform's rules."""

from collections.abc import Iterator, Mapping
from typing import Final

import regex

from linter.listing.fault import Fault, Said, fault
from linter.listing.model import Listing
from linter.listing.platforms import Check, Platform, link, measured, units
from linter.listing.titles import promoting, promotions

_TAG: Final = regex.compile(r"<\s*([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?/?>")
_MARKUP: Final = regex.compile(r"<[^<>]+>")


def faults(listing: Listing, asked: Platform) -> Iterator[Fault]:
    """Everything wrong with the form of the texts below the title."""
    yield from _lengths(listing.description, asked)
    yield from _tags(listing.description, asked)
    yield from _bullets(listing, asked)
    yield from _offers(listing, asked)
    yield from _options(listing, asked)


def _lengths(description: str, asked: Platform) -> Iterator[Fault]:
    if not description:
        return
    shown = _MARKUP.sub(" ", description).strip()
    for check in asked.description:
        count = measured(shown, check.unit)
        said: dict[str, Said] = {
            "count": count,
            "unit": units(check),
            "platform": asked.name,
            "limit": check.max or check.min,
        }
        rule = ""
        if check.max and count > check.max:
            rule = "format/description-length"
        elif count < check.min:
            rule = "format/description-short"
        if rule:
            yield fault(rule, "description", description, severity=check.severity, policy=link(check.policy), said=said)


def _tags(description: str, asked: Platform) -> Iterator[Fault]:
    check = asked.html
    if check is None:
        return
    told: set[str] = set()
    for hit in _TAG.finditer(description):
        tag = hit.group(1).lower()
        if tag in check.tags and tag not in told:
            told.add(tag)
            yield _told("format/html", "description", description, check, hit.span(), asked)


def _told(
    rule: str,
    field: str,
    text: str,
    check: Check,
    span: tuple[int, int],
    asked: Platform,
    said: Mapping[str, Said] = {},
) -> Fault:
    platform: Said = asked.name or {"en": "no platform", "zh": "各平台"}
    if rule == "format/html" and not asked.name:
        platform = {"en": "A platform", "zh": "平台"}
    return fault(
        rule,
        field,
        text,
        *span,
        severity=check.severity,
        policy=link(check.policy),
        said={"platform": platform, **said},
    )


def _bullets(listing: Listing, asked: Platform) -> Iterator[Fault]:
    check = asked.bullets
    if check is not None and len(listing.bullets) > check.most:
        n = check.most
        text = listing.bullets[n]
        span = (0, len(text))
        yield _told(
            "format/bullets",
            f"bullets[{n}]",
            text,
            check,
            span,
            asked,
            {"count": len(listing.bullets), "limit": check.most},
        )


def _offers(listing: Listing, asked: Platform) -> Iterator[Fault]:
    """Offers in bullets and description, where a platform wants facts of the product only."""
    check = asked.in_text
    if check is None:
        return
    texts = [("description", listing.description), *((f"bullets[{n}]", t) for n, t in enumerate(listing.bullets))]
    for field, text in texts:
        for kind in check.kinds:
            for span in promotions()[kind].find(text):
                yield _told("format/promotion-in-text", field, text, check, span, asked)


def _options(listing: Listing, asked: Platform) -> Iterator[Fault]:
    check = asked.options
    if check is None:
        return
    kinds = ("discount", "shipping", "gift", "urgency")
    told: set[str] = set()
    for n, sku in enumerate(listing.skus):
        for name, value in sku.options.items():
            field = f"skus[{n}].options.{name}"
            if value in told:
                continue
            told.add(value)
            if check.max and len(value) > check.max:
                yield _told("format/option", field, value, check, (0, len(value)), asked)
            elif check.promotion is not None:
                yield from promoting(field, value, asked, kinds, check.promotion)
