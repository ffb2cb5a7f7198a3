"""Rules tried on ordinary text."""

from small import rule, ruleset

from linter.model import Message, Role
from linter.proof.evaluate import Share
from linter.proof.trial import attempt

RULES = """concepts:
  - {concept: stars, terms: {en: [stars], id: [bintang]}}
  - {concept: app, terms: {en: [kakao]}}
rules:
"""
RULES += rule("stars", rule_id="reviews/stars") + rule("app", rule_id="diversion/app")
THREADS = [
    [Message(text="do you have a mug with stars?", role=Role.BUYER), Message(text="we have one with the stars")],
    [Message(text="this is the stars, and the other stars")],
    [Message(text="kirim yang bintang ya kak")],
    [Message(text="yang polos ya kak", lang="id")],
]


def test_a_trial_counts_messages_by_language_and_shows_the_first_findings():
    stars, app = attempt(THREADS, ruleset(RULES), ["reviews", "diversion/app"], samples=2)
    assert (stars.rule, stars.flagged) == ("reviews/stars", Share(3, 4))
    assert stars.languages == {"en": Share(2, 2), "id": Share(1, 2)}
    assert [(s.message.text[:7], s.finding.match) for s in stars.samples] == [
        ("we have", "stars"),
        ("this is", "stars"),
    ]
    assert (app.rule, app.flagged, app.samples) == ("diversion/app", Share(0, 4), ())


def test_drafts_are_tried_only_when_they_are_named():
    assert [t.flagged.hit for t in attempt(THREADS, ruleset(RULES))] == [0, 0]
    assert [t.rule for t in attempt(THREADS, ruleset(RULES), ["diversion"])] == ["diversion/app"]
