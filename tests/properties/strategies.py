"""The alphabets of our field: what chats and listings are really made of, and what people hide words with."""

from hypothesis import strategies as st

PIECES = (
    *("a", "e", "i", "I", "l", "o", "O", "V", "X", "w", "0", "1", "5", "9", "ß", "ﬁ", "İ", "ı", "ſ", "K"),
    *("微", "信", "好", "评", "紅", "包", "裡", "⻔", "𠮷", "㍿", "㊀", "㈤"),
    *("เ", "พ", "จ", "ำ", "ํ", "า", "้", "ั", "ๆ", "๕", "เเ"),
    *("đ", "á", "a\u0301", "ê\u0301", "\u0323", "ñ", "n\u0303", "ç", "\u0337", "\u0345", "\u0301"),
    *("ｶ", "ﾞ", "ﾟ", "ハ", "ガ", "か", "\u3099", "ﾡ", "\u1100", "\u1161"),
    *(
        "👨\u200d👩\u200d👧",
        "❤\ufe0f",
        "1\ufe0f\u20e3",
        "🇼",
        "🇻",
        "🅰",
        "🅱\ufe0f",
        "①",
        "❶",
        "⓿",
        "⑴",
        "⒈",
        "❿",
        "🄋",
        "ⓐ",
    ),
    *("\u200b", "\u200f", "\u202e", "\u2066", "\u00ad", "\ufeff", "\u3164", "\U000e0041", "\u034f"),
    *("\ud83d", "\udc00", "\uffff", "Ｗ", "ｘ", "０", "，", "。", "！", "\u3000", "𝐰", "𝓱", "ᴡ", "ʜ"),
    *("а", "о", "В", "Н", "ν", "Ꭺ", "ꭰ", "Ω", "ά", "€", "@", "$", "|", "¼", "²", "™", "º", "…"),
    *(" ", "  ", ".", "-", "_", "/", "·", "'", "\u2019", ",", "+", "~", "\n", "\r\n", "\t", ";", ":", "(", "!", "?"),
)

texts = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)
"""Made of the pieces above, lone surrogates included."""

anything = st.one_of(
    texts, st.text(max_size=12), st.lists(st.one_of(st.sampled_from(PIECES), st.characters()), max_size=12).map("".join)
)
"""The same mixed with any other characters."""

terms = st.sampled_from(
    [
        "whatsapp",
        "line",
        "telegram",
        "viber",
        "zalo",
        "đánh giá",
        "reseña",
        "gift card",
        "微信",
        "好评",
        "加v",
        "รีวิว",
        "ig",
        "5 sao",
    ]
)
"""Terms as rule authors write them."""
