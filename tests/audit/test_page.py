import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from subprocess import run
from sys import executable

import msgspec
import pytest
from conversations import MONDAY, conversation, finding

from linter.audit.figures import Figures, shown
from linter.audit.metrics import Terms
from linter.audit.redact import redact_thread
from linter.audit.summary import summary
from linter.model import Elsewhere, PolicyLink, Severity, Span
from linter.report.audit import canonical, evidence, page
from linter.report.audit.html import marked

NAUGHTY = '<script>alert(1)</script><img src="https://evil.example/x.png" onerror=alert(2)> WeChat me \u202e</style>'
SAID = (("b", 0, "</script><b>Hi</b>", ""), ("s", 40, NAUGHTY, "WeChat"))


class Tags(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.text = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_data(self, data):
        self.text.append(data)


def made(ui="en", said=SAID, shop="Luna", *, redacted=False):
    counted = Figures(terms=Terms(zone="Asia/Shanghai"))
    if said:
        counted.add(*conversation("t1</script>", *said), shop=shop)
    return page(summary(counted, redacted=redacted), counted.worst_threads(redacted=redacted), ui)


def thread():
    messages, reports = conversation("t1", *SAID)
    return shown(messages, reports, [MONDAY, MONDAY + 40], shop="<Luna>", whole=True)


PAGES = {
    "en": made,
    "zh": lambda: made("zh"),
    "nothing": lambda: made(said=()),
    "hostile-shop": lambda: made(shop="<script>alert(1)</script>"),
    "evidence": lambda: evidence(thread(), "en"),
}


@pytest.mark.parametrize("name", PAGES)
def test_what_users_wrote_is_shown_and_does_nothing(name):
    tags = Tags(PAGES[name]())
    assert tags.tags.count("script") == (1 if name == "evidence" else 2)
    assert not {"img", "iframe", "object", "embed", "link", "base"} & set(tags.tags)
    assert not [name for _, name, _ in tags.attributes if name.startswith("on") or name == "style"]


def test_a_script_in_a_message_is_read_as_text():
    assert "<script>alert(1)</script>" in "".join(Tags(made()).text)
    assert "‹U+202E›" in made()


@pytest.mark.parametrize("build", PAGES.values(), ids=PAGES)
def test_a_page_asks_for_nothing(build):
    html = build()
    loaded = [(tag, name) for tag, name, _ in Tags(html).attributes if name in {"src", "srcset", "data", "action"}]
    assert not loaded
    assert "url(" not in html
    assert "@import" not in html
    for call in ("fetch(", "XMLHttpRequest", "WebSocket", "sendBeacon", "EventSource", "import("):
        assert call not in html


@pytest.mark.parametrize("build", PAGES.values(), ids=PAGES)
def test_only_the_pages_own_script_and_style_may_act(build):
    html = build()
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    [style] = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert b64encode(sha256(style.encode()).digest()).decode() in policy
    for script in re.findall(r"<script>(.*?)</script>", html, re.DOTALL):
        assert b64encode(sha256(script.encode()).digest()).decode() in policy


@pytest.mark.parametrize("ui", ["en", "zh"])
def test_the_page_speaks_the_readers_language(ui):
    html = made(ui)
    assert ("最严重" in html) is (ui == "zh")
    assert ("Worst conversations" in html) is (ui == "en")
    assert "$" not in re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize(("said", "told"), [((), True), (SAID[:1], True), (SAID, False)])
def test_a_page_about_nothing_says_so(said, told):
    shown_text = "".join(Tags(made(said=said)).text)
    assert ("No message was checked: this page says nothing about anyone." in shown_text.split('{"')[0]) is told


def test_figures_in_the_page_are_those_of_the_summary():
    [data] = re.findall(r'id="data">(.*?)</script>', made(), re.DOTALL)
    assert json.loads(data)["cells"]["found"]["rule"] == [["diversion/invite", "Luna", "diversion", "block", 1]]


def test_a_masked_page_says_so_and_holds_no_name():
    html = made(redacted=True)
    assert "personal data masked" in html
    assert "Maria" not in html
    assert "Maria" in made()


def test_words_are_underlined_as_their_worst_finding():
    text = "Add me on WeChat now"
    found = [finding(text, "me on WeChat"), finding(text, "WeChat now", severity=Severity.NOTE)]
    assert marked(text, found, [Span(0, 3)]) == (
        '<mark class="with">Add</mark> <mark class="block">me on </mark><mark class="block">WeChat</mark>'
        '<mark class="note"> now</mark>'
    )


def test_the_words_of_an_earlier_message_are_underlined_too():
    messages, reports = conversation("t", ("s", 0, "Add me on", ""), ("s", 9, "WeChat", "WeChat"))
    spread = msgspec.structs.replace(reports[1].findings[0], elsewhere=(Elsewhere("t-0", 0, 6),))
    reports[1] = msgspec.structs.replace(reports[1], findings=(spread,))
    assert '<mark class="with">Add me</mark>' in evidence(shown(messages, reports, [0.0, 9.0], whole=True), "en")


def test_an_address_that_is_none_is_no_link():
    messages, reports = conversation("t", *SAID)
    sly = msgspec.structs.replace(reports[1].findings[0], policy=(PolicyLink("Sly", "javascript:alert(1)"),))
    reports[1] = msgspec.structs.replace(reports[1], findings=(sly,))
    links = [
        value
        for _, name, value in Tags(evidence(shown(messages, reports, [0.0, 9.0]), "en")).attributes
        if name == "href"
    ]
    assert links == []


def test_evidence_tells_the_rule_the_policy_the_time_and_a_hash(tmp_path):
    html = evidence(thread(), "en", {"diversion/invite": "Invitation"}, zone="Asia/Shanghai", files={"a.csv": "00ff"})
    shown_text = "".join(Tags(html).text)
    digest = sha256(canonical(thread(), "Asia/Shanghai", {"a.csv": "00ff"}).encode()).hexdigest()
    for told in (
        "Invitation",
        "diversion/invite",
        "https://seller.example/rules?a=1&b=2",
        "2026-03-02 10:00:40",
        digest,
    ):
        assert told in shown_text
    # As the page itself says it is checked.
    [check] = re.findall(r'python3 -c "(.*)" evidence\.html', shown_text)
    file = tmp_path / "evidence.html"
    file.write_text(html, "utf-8")
    told = run([executable, "-c", check.replace('\\"', '"'), str(file)], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == digest


def test_a_hash_changes_with_every_word_and_with_nothing_else():
    assert canonical(thread()) == canonical(thread())
    assert canonical(thread()) != canonical(redact_thread(thread()))
    assert canonical(thread()).isascii()
    assert "<" not in canonical(thread())
