"""HTML as a buyer sees it, with the way back to what the seller wrote."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.listing.markup import is_html, shown
from linter.text.view import View

PAGES = [
    ("Plain words, 3 < 5 & more", "Plain words, 3 < 5 & more"),
    ("<p>Warm</p><p>Soft</p>", "Warm\nSoft\n"),
    ("<ul>\n  <li>500 ml</li>\n  <li>Steel</li>\n</ul>", "500 ml\nSteel\n"),
    ("<b>Co</b>tton  and\n wool", "Cotton and wool"),
    ("Kapas<br/>lembut<BR>halus", "Kapas\nlembut\nhalus"),
    ("Tom &amp; Jerry &lt;3 caf&eacute; &#8212; &#x1F525;&nbsp;x", "Tom & Jerry <3 café — 🔥\xa0x"),
    ("不锈钢<span style='color:red'>保温</span>杯", "不锈钢保温杯"),
    ("ผ้า<i>ฝ้าย</i>แท้", "ผ้าฝ้ายแท้"),
    ("a <!-- add me on wechat --> b", "a b"),
    ("a<!-- never closed", "a"),
    ("<script>var wa = '0812'</script>Mug<style>p{}</style>", "Mug"),
    ("Mug<script>never closed", "Mug"),
    ("<!DOCTYPE html><title>Tab</title>Mug", "Mug"),
    ("size <M and >S", "size <M and >S"),
    ("<size> L <my-tag>x</my-tag>", "<size> L x"),
    ("1 &lt; 2\n  two  lines", "1 < 2\n  two  lines"),
    ("<p>one</p>   <p> two</p>", "one\ntwo\n"),
    ('<a href="https://wa.me/1">chat</a> <img alt="Red mug"> ok', "chat ok"),
    ("", ""),
]


@pytest.mark.parametrize(("written", "seen"), PAGES)
def test_a_page_reads_as_a_browser_shows_it(written, seen):
    assert shown(written).text == seen


LINKS = [
    ('<a href="https://wa.me/1">chat</a>', "chat (https://wa.me/1)"),
    ("<a class=x href='//t.me/shop'>here</a>!", "here (//t.me/shop)!"),
    ("<a href=mailto:a@b.co>mail a@b.co</a>", "mail a@b.co"),
    ('<a href="/sizes">sizes</a>', "sizes"),
    ('<a href="https://x.co/?a=1&amp;b=2">go', "go (https://x.co/?a=1&b=2)"),
    ('<a name="top">top</a></a>', "top"),
    ('<a href="https://a.co"><a href="https://b.co">x</a></a>', "x (https://b.co) (https://a.co)"),
    ('Mug<img src="m.jpg" alt="Call 0812 &amp; ask">tea', "Mug\nCall 0812 & ask\ntea"),
    ('Mug<img alt="">tea <img src=x> <img data-alt="no">', "Mugtea "),
]


@pytest.mark.parametrize(("written", "seen"), LINKS)
def test_the_targets_of_links_and_words_for_pictures_are_read_where_asked_for(written, seen):
    assert shown(written, links=True).text == seen


@pytest.mark.parametrize(
    ("written", "seen", "stands"),
    [
        ("<p>Ask on <b>We</b>Chat</p>", "WeChat", "We</b>Chat"),
        ("a &amp; b", "& b", "&amp; b"),
        ('<a href="https://wa.me/1">chat</a>', "wa.me", "wa.me"),
        ('<img alt="Call &lt;me&gt;">', "<me>", "&lt;me&gt;"),
        ("<i>one</i>  \n two", "one two", "one</i>  \n two"),
    ],
)
def test_what_is_seen_is_found_in_what_was_written(written, seen, stands):
    view = shown(written, links=True)
    start = view.text.index(seen)
    span = view.original(start, start + len(seen))
    assert written[span.start : span.end] == stands


PIECES = [
    *("<p>", "</p>", "<br>", "<b>", "</b>", "<li", "</", ">", '<a href="https://t.me/x">', "</a>", "<img alt='a  b'>"),
    *("<script>", "</script>", "<!--", "-->", "&amp;", "&#x2f;", "&bogus;", "&", "<M ", "<my-tag>", '"', "'"),
    *(" ", "  ", "\n", "\t", "\u3000", "a", "Mug", "微信", "🔥", "สี", "İ", "="),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(TEXTS, st.booleans())
def test_every_character_seen_leads_back_into_the_text(written, links):
    view = shown(written, links=links)
    spans = [view.original(n, n + 1) for n in range(len(view.text))]
    assert all(0 <= span.start < span.end <= len(written) for span in spans)
    for char, span in zip(view.text, spans, strict=True):
        stands = written[span.start : span.end]
        brackets = links and char in "()"
        assert char.isspace() or brackets or char in html.unescape(stands), (char, stands)


@given(st.text(alphabet="aB 1微สี🔥>;\n\t#", max_size=40))
def test_a_text_without_markup_is_left_as_it_is(written):
    assert not is_html(written)
    assert shown(written) == View(written)


def test_markup_is_read_in_time_that_grows_with_it():
    for bomb in ("<" * 50_000, "<a " * 20_000, "&" * 50_000, '<p "' * 10_000, "<!--" * 20_000, "<a href='x'>" * 5_000):
        shown(bomb, links=True)
