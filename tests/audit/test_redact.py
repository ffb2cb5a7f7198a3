import pytest
from conversations import conversation, finding
from hypothesis import given
from hypothesis import strategies as st

from linter.audit.cells import cell
from linter.audit.figures import shown
from linter.audit.redact import redact, redact_finding, redact_names, redact_thread


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Call 0812-3456-7890 now", "Call ████-████-████ now"),
        ("电话13800138000", "电话███████████"),
        ("mail me: ana.lee@gmail.com", "mail me: ███.███@█████.███"),
        ("Hi Maria, your size is M", "Hi █████, your size is M"),
        ("hi MARIA SANTOS!", "hi █████ ██████!"),
        ("Marianne is a colour", "Marianne is a colour"),
        ("王小明您好", "███您好"),
        ("小明,您好", "██,您好"),
        ("It was sent on 2026-03-01 12:30", "It was sent on 2026-03-01 12:30"),
        ("Only 12 left, Rp 1.250.000", "Only 12 left, Rp 1.250.000"),
        ("nothing of anyone", "nothing of anyone"),
        ("", ""),
    ],
)
def test_personal_data_is_masked_and_the_rest_is_not(text, masked):
    assert redact(text, ["Maria Santos", "王小明"]) == masked


@pytest.mark.parametrize(
    "hidden", ["kosong lapan satu dua tiga empat lima enam", "1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣", "１３８００１３８０００"]
)
def test_a_disguised_number_is_masked_too(hidden):
    assert "█" in redact(f"ada {hidden}")
    assert hidden not in redact(f"ada {hidden}")


@given(st.text(max_size=60), st.lists(st.text(max_size=6), max_size=3))
def test_a_mask_is_as_long_as_what_it_hides(text, names):
    masked = redact(text, names)
    assert len(masked) == len(text)
    assert all(new in {old, "█"} for old, new in zip(text, masked, strict=True))


def test_an_id_loses_names_and_keeps_its_digits():
    assert redact_names("maria santos-2026030112345", ["Maria Santos"]) == "█████ ██████-2026030112345"


def test_what_a_finding_quotes_is_masked_like_the_text():
    text = "WhatsApp me on 0812-3456-7890"
    masked = redact(text)
    hidden = redact_finding(finding(text, "0812-3456-7890"), text, masked)
    assert hidden.match == "████-████-████"
    assert hidden.message == "“████-████-████” invites the buyer to another app."
    assert masked[hidden.start : hidden.end] == hidden.match


def test_a_conversation_is_masked_whole():
    messages, reports = conversation(
        "chat with Maria Santos", ("b", 0, "I'm Maria", ""), ("s", 9, "Maria, WeChat me", "WeChat")
    )
    masked = redact_thread(shown(messages, reports, [0.0, 9.0]))
    assert "maria" not in str(masked).casefold()
    assert masked.bubbles[1].text == "█████, WeChat me"
    assert masked.bubbles[1].findings == reports[1].findings


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1+1", "  =cmd|' /C calc'!A0"])
def test_no_spreadsheet_takes_a_text_for_a_formula(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "加我", "'=1", "1+1"])
def test_any_other_text_stays(text):
    assert cell(text) == text
