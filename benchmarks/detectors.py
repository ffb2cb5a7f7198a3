"""Microseconds for all detectors together, by kind of message: `python benchmarks/detectors.py`."""

import timeit
from collections.abc import Callable

from linter.match.detectors import KINDS, find
from linter.text.spoken import addressed, spoken
from linter.text.views import Views

MESSAGES = {
    "ordinary en": "Hi there! Thanks for your order. We packed it this morning and it is on its way. Have a great day",
    "ordinary id": "halo kak, pesanannya sudah kami kirim ya hari ini, mohon ditunggu sampai besok sore, makasih",
    "ordinary zh": "您好，这边帮您看了一下，一般今天下午就可以发出了哦，您耐心等待一下，有问题随时联系我们",
    "ordinary th": "ขอบคุณที่ทักร้านนะคะ ในแชทอาจตอบช้า สอบถามได้ในแชทได้เลยค่ะ สินค้าพร้อมส่งทุกวันนะคะ ขอบคุณมากค่ะ",
    "numbers in it": "the desk weighs 48 lb and comes in one box. Two people can put it together in about 40 minutes.",
    "a phone": "WA aja ya kak di nomor 0812-0000-4455 nanti kami bantu kirim katalog dan harga grosirnya, ditunggu ya",
    "spelled digits": "WA aja kak, nol delapan satu dua, nol nol nol nol, empat empat lima lima, ditunggu ya",
    "a link": "more at peachwick-shop.com or on our page, have a look at the new candles there, see you soon my dear",
    "order numbers": "Your order 112-0000000-1234567 shipped with 1Z999AA10123456784, due 2026-03-02, total $64.99",
}
TIMES = 300


def microseconds(call: Callable[[], object]) -> float:
    call()
    return min(timeit.repeat(call, number=TIMES, repeat=3)) / TIMES * 1e6


for name, text in MESSAGES.items():
    views = Views(text)
    plain = views.plain
    together = microseconds(lambda views=views: [find(kind, views) for kind in KINDS])
    said = microseconds(lambda plain=plain: (spoken(plain), addressed(plain)))
    print(f"{name:16} {together:8.1f} µs all kinds, of these {said:6.1f} µs for the spelled views")
