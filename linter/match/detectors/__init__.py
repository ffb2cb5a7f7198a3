"""What has no fixed words and is found by its shape: phones, links, ids, accounts, amounts, numbers with a label."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Protocol

from linter.match.detectors import account, address, amount, phone
from linter.match.detectors.found import Found, has_digit, hit, spelled
from linter.match.hit import Disguise, Hit
from linter.text.spoken import Rewrite, addressed, may_be_spelled, rewritten, spoken
from linter.text.view import View

__all__ = ["KINDS", "digits", "find", "may_find"]


class Views(Protocol):
    """A text and its folded view."""

    @property
    def text(self) -> str:
        """As the seller wrote it."""
        ...

    @property
    def plain(self) -> View:
        """Widths, case, digits of other scripts and invisible characters folded."""
        ...


def find(kind: str, views: Views, *, market: str = "", lang: str = "") -> tuple[Hit, ...]:
    """Find everything of one kind (see `KINDS`), in order and apart; quick where nothing looks like it."""
    return _FINDERS[kind](views, market, lang)


def digits(views: Views) -> tuple[Hit, ...]:
    """Find every run of three digits or more, spelled ones too: parts of a number split over messages."""
    view = views.plain
    said = spoken(view)
    if said is None and not has_digit(view.text):
        return ()
    read = said or view
    return _apart(hit(views.text, read, f, spelled(views.text, read, f)) for f in phone.digit_runs(read.text))


def _apart(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """In order; of overlapping hits the first and longest stays."""
    kept: list[Hit] = []
    for found in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not kept or found.start >= kept[-1].end:
            kept.append(found)
    return tuple(kept)


def _phones(views: Views, market: str, lang: str) -> tuple[Hit, ...]:
    said = spoken(views.plain)
    if said is None and not (has_digit(views.plain.text) and phone.may_hold_phone(views.plain.text)):
        return ()
    home = phone.regions(market, lang)
    return _apart(
        (*_phones_in(views, said or views.plain, home), *_leet_phones(views, home), *_said_phones(views, said))
    )


def _phones_in(views: Views, view: View, home: tuple[str, ...]) -> Iterator[Hit]:
    return (hit(views.text, view, f, spelled(views.text, view, f)) for f in phone.phones(view.text, home))


def _said_phones(views: Views, said: View | None) -> Iterator[Hit]:
    """Take any seven digits that were spelled out: who hides a number means one, whatever the market."""
    for found in phone.digit_runs(said.text) if said else ():
        how = spelled(views.text, said, found) if said else Disguise.NONE
        if how and phone.long_enough(found.read):
            yield hit(views.text, said or views.plain, found, how)


def _leet_phones(views: Views, home: tuple[str, ...]) -> Iterator[Hit]:
    text = views.plain.text
    places = phone.leet_places(text)
    if not places:
        return
    view = rewritten(views.plain, [Rewrite(i, i + 1, phone.leet_digit(text[i])) for i in places])
    for found in phone.phones(view.text, home):
        if sum(found.start <= i < found.end for i in places) > 1:  # one letter makes a model number, 36S1200184
            yield hit(views.text, view, found, Disguise.LEET)


def _addresses(views: Views, gate: Callable[[str], bool], finder: Callable[[str], Iterator[Found]]) -> tuple[Hit, ...]:
    plain = views.plain
    open_ = [hit(views.text, plain, f) for f in finder(plain.text)] if gate(plain.text) else []
    said = addressed(plain) if may_be_spelled(plain.text) else None
    if said is None or not gate(said.text):
        return _apart(open_)
    seen = {(h.start, h.end) for h in open_}
    hidden = [hit(views.text, said, f, Disguise.SPELLED) for f in finder(said.text)]
    return _apart((*open_, *(h for h in hidden if (h.start, h.end) not in seen)))


def _links(views: Views, _market: str, _lang: str) -> tuple[Hit, ...]:
    return _addresses(views, address.may_hold_link, address.links)


def _emails(views: Views, _market: str, _lang: str) -> tuple[Hit, ...]:
    return _addresses(views, _has_at, address.emails)


def _handles(views: Views, _market: str, _lang: str) -> tuple[Hit, ...]:
    named = [hit(views.text, views.plain, f, Disguise.SPELLED) for f in _spelled_names(views.plain.text)]
    return _apart((*_addresses(views, _has_at, address.handles), *named))


def _spelled_names(text: str) -> Iterator[Found]:
    return address.spelled_names(text) if may_be_spelled(text) else iter(())


def _app_ids(views: Views, _market: str, _lang: str) -> tuple[Hit, ...]:
    return _addresses(views, account.may_hold_app_id, account.app_ids)


def _has_at(text: str) -> bool:
    return "@" in text


def _numbers(
    finder: Callable[[str], Iterator[Found]], gate: Callable[[str], bool] = has_digit, *, said_too: bool = False
) -> Callable[[Views, str, str], tuple[Hit, ...]]:
    """Look in the plain view or, where asked, in the one with spelled digits."""

    def numbers(views: Views, _market: str, _lang: str) -> tuple[Hit, ...]:
        view = (spoken(views.plain) if said_too else None) or views.plain
        if not gate(view.text):
            return ()
        return _apart(hit(views.text, view, f, spelled(views.text, view, f)) for f in finder(view.text))

    return numbers


def may_find(kind: str, views: Views) -> bool:
    """Whether there is anything to look at for a detector: cheap, and never wrong where it says no."""
    return _GATES[kind](views)


def _may_hold_phone(views: Views) -> bool:
    text = views.plain.text
    written = has_digit(text) and phone.may_hold_phone(text)
    # Order numbers, prices and dates are in every third message; reading one closely costs ten times this.
    if written and (phone.has_candidate(text) or phone.leet_places(text)):
        return True
    return spoken(views.plain) is not None


def _may_be_address(gate: Callable[[str], bool]) -> Callable[[Views], bool]:
    return lambda views: gate(views.plain.text) or may_be_spelled(views.plain.text)


def _may_be_number(gate: Callable[[str], bool]) -> Callable[[Views], bool]:
    return lambda views: gate(views.plain.text)


_GATES: Final[Mapping[str, Callable[[Views], bool]]] = {
    "phone": _may_hold_phone,
    "url": _may_be_address(address.may_hold_link),
    "email": _may_be_address(_has_at),
    "handle": _may_be_address(_has_at),
    "app-id": _may_be_address(account.may_hold_app_id),
    "bank-account": lambda views: account.may_hold_account((spoken(views.plain) or views.plain).text),
    "price": _may_be_number(amount.may_hold_price),
    "quantity": _may_be_number(amount.may_hold_quantity),
    "order-number": _may_be_number(has_digit),
    "tracking-number": _may_be_number(has_digit),
}
_FINDERS: Final = {
    "phone": _phones,
    "url": _links,
    "email": _emails,
    "handle": _handles,
    "app-id": _app_ids,
    "bank-account": _numbers(account.bank_accounts, said_too=True),
    "price": _numbers(amount.prices, amount.may_hold_price),
    "quantity": _numbers(amount.quantities, amount.may_hold_quantity),
    "order-number": _numbers(account.order_numbers),
    "tracking-number": _numbers(account.tracking_numbers),
}
KINDS: Final = tuple(_FINDERS)
