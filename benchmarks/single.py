"""How long one message takes, and the command from nothing: `python -m benchmarks.single`, less than a minute.

The same message is also looked through with one `re` search for every term of the same rules: what a list of keywords
costs, which sees through nothing and knows no sentence.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from linter import Message, RuleSet, lint, load

ROOT = Path(__file__).resolve().parent.parent
MESSAGES = {
    "en, clean": "Hi there! Thanks for your order. We packed it this morning, it is on its way. Have a lovely day",
    "zh, clean": "您好，这边帮您看了一下，这款今天下午就可以发出了哦，大概三天左右能到您那边，请您耐心等待一下。"
    "收到以后如果有任何尺码或者颜色的问题，都可以随时在这里联系我们，我们会第一时间帮您处理好的，祝您生活愉快，天天开心",
    "th, clean": "ขอบคุณที่ทักร้านนะคะ สินค้าพร้อมส่งทุกวัน รบกวนรอทีมงานแพ็คสินค้าสักครู่นะคะ มีอะไรสอบถามในแชทได้เลยค่ะ",
    "vi, clean": "Dạ shop chào bạn, đơn của bạn đã được đóng gói sáng nay và đang trên đường giao rồi ạ, bạn chờ nhé",
    "en, violating": "Hi! Leave us a 5 star review with a photo, message me on WhatsApp, and we send a gift card",
}
ROUNDS = 200
KEYWORD_ROUNDS = 5
START_UPS = 9
LIMIT = "3 × pass + 100 ms"


def median(call: Callable[[], object], rounds: int) -> float:
    """Microseconds of one call; the first ones, which build what later ones share, do not count."""
    for _ in range(5):
        call()
    times: list[float] = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6


def keywords(rules: RuleSet) -> list[re.Pattern[str]]:
    """Every term of the rules as a pattern of its own."""
    return [re.compile(re.escape(text)) for text in sorted({term.text for term in rules.words.scanner.terms})]


def messages() -> None:
    rules = load()
    patterns = keywords(rules)
    print(f"{len(rules.rules)} rules, {len(patterns):,} terms; medians of {ROUNDS} calls\n")
    print(f"{'message':<14} {'length':>6} {'verdict':>8} {'lint() µs':>10} {'re × terms µs':>14} {'ratio':>7}")
    for name, text in MESSAGES.items():
        message = Message(text=text)
        folded = text.lower()
        ours = median(lambda m=message: lint(m, rules), ROUNDS)
        theirs = median(lambda t=folded: [p.search(t) for p in patterns], KEYWORD_ROUNDS)
        verdict = lint(message, rules).verdict
        print(f"{name:<14} {len(text):>6} {verdict:>8} {ours:>10,.0f} {theirs:>14,.0f} {theirs / ours:>6,.0f}×")


def start_up() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"SHOPLINT_CACHE_DIR": folder}
        check = [sys.executable, "-m", "linter", "check", "-m", MESSAGES["en, clean"]]
        nothing = [sys.executable, "-c", "pass"]
        _run(check, environment)
        checks, passes = [], []
        for _ in range(START_UPS):
            passes.append(_run(nothing, environment))
            checks.append(_run(check, environment))
    one, other = statistics.median(checks), statistics.median(passes)
    limit = 3 * other + 100
    print(f"\nstart-up, warm cache, medians of {START_UPS} runs in turn")
    print(f"  python -c pass         {other:6.0f} ms")
    print(f"  shoplint check -m …    {one:6.0f} ms")
    print(f"  limit ({LIMIT}) {limit:6.0f} ms: {'kept' if one <= limit else 'exceeded'}")


def _run(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    messages()
    start_up()
