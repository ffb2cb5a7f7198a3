"""One invented export for every format, and what is read of it."""

import json

import pytest

from linter.errors import ConfigError
from linter.sources.exports import FORMATS, Export, export


def read(path, content, **options):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    opened = Export(str(path), **options)
    return list(opened.lines()), opened.told


def spoken(lines):
    """Who says what: role, agent or sender, text."""
    return [(m.role.value, line.agent or m.sender, m.text) for line in lines if (m := line.record.message)]


def written(value):
    return json.dumps(value, ensure_ascii=False)


TIKTOK = written(
    {
        "code": 0,
        "data": {
            "next_page_token": "x",
            "messages": [
                {
                    "id": str(number),
                    "type": kind,
                    "content": written(content),
                    "create_time": 1704067200 + number,
                    "sender": {"im_user_id": str(number), "nickname": name, "role": role},
                }
                for number, (role, name, kind, content) in enumerate(
                    [
                        ("BUYER", "lia_77", "TEXT", {"content": "Is it in stock?"}),
                        ("ROBOT", "Helper", "TEXT", {"content": "We will be back soon"}),
                        ("CUSTOMER_SERVICE", "Mei", "TEXT", {"content": "Add me on WhatsApp"}),
                        ("SHOP", "Mug House", "PRODUCT_CARD", {"product_id": "5", "title": "Enamel mug"}),
                        ("SHOP", "Mug House", "IMAGE", {"url": "https://cdn.example/x.jpg"}),
                        ("SYSTEM", "", "NOTIFICATION", {"content": "Mei joined"}),
                        ("NEWLY_INVENTED", "Xu", "TEXT", {"content": "hi"}),
                    ]
                )
            ],
        },
    }
)
SHOPEE = written(
    {
        "response": {
            "messages": [
                {
                    "message_id": "m1",
                    "message_type": "text",
                    "content": {"text": "halo kak"},
                    "from_id": 11,
                    "to_id": 22,
                    "from_shop_id": 900,
                    "created_timestamp": 1704067200,
                },
                {
                    "message_id": "m2",
                    "message_type": "sticker",
                    "content": {"url": "https://cdn.example/s.png"},
                    "from_id": 22,
                    "to_id": 11,
                    "from_shop_id": 0,
                    "created_timestamp": 1704067210,
                },
            ]
        }
    }
)
PUSHED = written(
    {
        "code": 10,
        "shop_id": 1,
        "data": {
            "type": "message",
            "content": {
                "message_id": "m",
                "from_id": 11,
                "from_user_name": "toko_mug",
                "to_id": 22,
                "message_type": "text",
                "content": {"text": "siap"},
                "conversation_id": "c9",
                "created_timestamp": 1704067200,
                "region": "ID",
            },
        },
    }
)
FORWARDED = written(
    {
        "event": {"type": "chat_message", "timestamp": "2025-12-11T08:49:36Z"},
        "shop": {"id": 1, "name": "Mug House", "marketplaceCode": "02"},
        "message": {
            "id": "m",
            "sessionId": "s",
            "content": {"type": "text", "text": "ready"},
            "from": {"accountId": "7", "isCustomer": False},
        },
    }
)
TELEGRAM = written(
    {
        "personal_information": {"first_name": "Mei", "last_name": "Mug"},
        "chats": {
            "list": [
                {
                    "name": "Lia",
                    "type": "personal_chat",
                    "id": 5,
                    "messages": [
                        {"id": 1, "type": "message", "date_unixtime": "1704067200", "from": "Lia", "text": "hi"},
                        {
                            "id": 2,
                            "type": "message",
                            "date_unixtime": "1704067201",
                            "from": "Mei Mug",
                            "text": [
                                "join ",
                                {"type": "text_link", "text": "us", "href": "https://t.me/x"},
                                {"type": "bold", "text": ":"},
                                {"type": "link", "text": "t.me/y"},
                            ],
                        },
                        {
                            "id": 3,
                            "type": "message",
                            "date_unixtime": "1704067202",
                            "from": "Lia",
                            "text": "",
                            "photo": "p",
                        },
                        {
                            "id": 4,
                            "type": "service",
                            "date_unixtime": "1704067203",
                            "actor": "Mei Mug",
                            "action": "pin_message",
                            "text": "",
                        },
                    ],
                }
            ]
        },
    }
)
INSTAGRAM = written(
    {
        "participants": [{"name": "Lia"}, {"name": "Mug House"}],
        "title": "Lia",
        "messages": [
            {"sender_name": "Mug House", "timestamp_ms": 1704067202000, "content": "加".encode().decode("latin-1")},
            {"sender_name": "Lia", "timestamp_ms": 1704067201000, "photos": [{"uri": "a.jpg"}]},
        ],
    }
)
INTERCOM = written(
    {
        "type": "conversation",
        "id": "77",
        "created_at": 1704067200,
        "source": {"id": "1", "body": "<p>Hi &amp; hello</p>", "author": {"type": "user", "id": "9", "name": "Lia"}},
        "conversation_parts": {
            "conversation_parts": [
                {
                    "id": "2",
                    "part_type": "comment",
                    "body": '<p>Write <a href="https://wa.me/1">here</a></p><p>bye</p>',
                    "created_at": 1704067201,
                    "author": {"type": "admin", "id": "3", "name": "Mei"},
                },
                {
                    "id": "3",
                    "part_type": "note",
                    "body": "rude one",
                    "created_at": 1704067202,
                    "author": {"type": "admin"},
                },
                {"id": "4", "part_type": "close", "body": None, "created_at": 1704067203, "author": {"type": "admin"}},
                {
                    "id": "5",
                    "part_type": "comment",
                    "body": "An answer",
                    "created_at": 1704067204,
                    "author": {"type": "admin", "name": "Fin", "from_ai_agent": True},
                },
            ]
        },
    }
)
ZENDESK = written(
    {
        "ticket": {"id": 8, "requester_id": 1},
        "users": [{"id": 2, "role": "agent", "name": "Mei"}],
        "comments": [
            {"id": 1, "author_id": 1, "body": "where is it", "public": True, "created_at": "2024-01-01T00:00:00Z"},
            {
                "id": 2,
                "author_id": 2,
                "html_body": "<p>On its way</p>",
                "public": True,
                "created_at": "2024-01-01T00:01:00Z",
            },
            {"id": 3, "author_id": 2, "body": "check him", "public": False, "created_at": "2024-01-01T00:02:00Z"},
        ],
    }
)
GORGIAS = written(
    {
        "data": [
            {
                "id": 1,
                "ticket_id": 4,
                "from_agent": agent,
                "body_text": text,
                "public": public,
                "channel": "chat",
                "sender": {"id": 1, "name": name},
                "created_datetime": "2024-01-01T00:00:00Z",
            }
            for agent, text, public, name in [
                (False, "hi", True, "Lia"),
                (True, "hello", True, "Mei"),
                (True, "a note", False, "Mei"),
            ]
        ]
    }
)
FEIGE = (
    "会话ID,用户昵称,客服昵称,发送方,消息内容,发送时间,订单号\n"
    'c1,小王,小美,客服,"亲,加我",2024-01-01 08:00:00,90\n'
    "c1,小王,小美,用户,好,2024-01-01 08:00:05,\n"
)
QIANNIU = (
    "客户名\t发送时间\t发送内容\t发送账号\t账号类型\n"
    "tb1\t2024/1/5 10:00\t在吗\ttb1\t买家\n"
    "tb1\t2024/1/5 10:01\t在的\t店:小美\t子账号\n"
)
PASTED = """\
店铺:小美 --> tb12 2024-01-01 10:00:00
亲,在的
已读
tb122024-01-01 10:01:00
好的
多少钱
小美撤回了一条消息
tb12(2024-01-01 10:02:00):谢谢
"""
ANDROID = (
    "13/1/24, 10:30 - Lia: hi\n"
    "13/1/24, 10:31 - Shop: hello\n"
    "second line\n"
    "13/1/24, 10:32 - Lia added Bo\n"
    "13/1/24, 10:33 - Shop: <Media omitted>\n"
)
IOS = (
    "\u200e[13.01.24, 10:30:01] Shop: \u200eMessages and calls are end-to-end encrypted.\n"
    "[13.01.24, 10:30:02] Lia: hi\n"
)
SIGNAL = "[2024-01-13, 10:30] Me: hi\n[2024-01-13, 10:31] Lia: hello\n"
COPIED = "Mei, [20/08/2026 09:13]\nready\nLia, [20/08/2026 09:14]\nok\n"

TABLE = [
    (
        "a.json",
        TIKTOK,
        "tiktok-shop",
        [
            ("buyer", "0", "Is it in stock?"),
            ("bot", "Helper", "We will be back soon"),
            ("seller", "Mei", "Add me on WhatsApp"),
            ("seller", "Mug House", "[product_card] Enamel mug"),
            ("seller", "Mug House", "[image]"),
            ("system", "5", "[notification] Mei joined"),
            ("seller", "Xu", "hi"),
        ],
    ),
    ("a.json", SHOPEE, "shopee", [("seller", "11", "halo kak"), ("buyer", "22", "[sticker]")]),
    ("a.json", PUSHED, "shopee", [("seller", "toko_mug", "siap")]),
    ("a.json", FORWARDED, "omnichannel", [("seller", "7", "ready")]),
    (
        "result.json",
        TELEGRAM,
        "telegram",
        [
            ("buyer", "Lia", "hi"),
            ("seller", "Mei Mug", "join us (https://t.me/x): t.me/y"),
            ("buyer", "Lia", "[photo]"),
            ("system", "Mei Mug", "[pin_message]"),
        ],
    ),
    ("message_1.json", INSTAGRAM, "instagram", [("buyer", "Lia", "[photos]"), ("seller", "Mug House", "加")]),
    (
        "a.jsonl",
        INTERCOM + "\n" + INTERCOM,
        "intercom",
        [
            ("buyer", "9", "Hi & hello"),
            ("seller", "Mei", "Write here (https://wa.me/1)\nbye"),
            ("system", "", "rude one"),
            ("system", "", "[close]"),
            ("bot", "Fin", "An answer"),
        ]
        * 2,
    ),
    (
        "a.json",
        ZENDESK,
        "zendesk",
        [("buyer", "1", "where is it"), ("seller", "Mei", "On its way"), ("system", "2", "check him")],
    ),
    ("a.json", GORGIAS, "gorgias", [("buyer", "1", "hi"), ("seller", "Mei", "hello"), ("system", "1", "a note")]),
    ("飞鸽.csv", FEIGE, "csv", [("seller", "小美", "亲,加我"), ("buyer", "小王", "好")]),
    ("a.txt", QIANNIU, "qianniu", [("buyer", "tb1", "在吗"), ("seller", "店:小美", "在的")]),
    (
        "a.txt",
        PASTED,
        "qianniu",
        [
            ("seller", "店铺:小美", "亲,在的"),
            ("buyer", "tb12", "好的\n多少钱"),
            ("system", "", "小美撤回了一条消息"),
            ("buyer", "tb12", "谢谢"),
        ],
    ),
    (
        "WhatsApp Chat with Lia.txt",
        ANDROID,
        "whatsapp",
        [
            ("buyer", "Lia", "hi"),
            ("seller", "Shop", "hello\nsecond line"),
            ("system", "", "Lia added Bo"),
            ("seller", "Shop", "<Media omitted>"),
        ],
    ),
    (
        "_chat.txt",
        IOS,
        "whatsapp",
        [("system", "Shop", "\u200eMessages and calls are end-to-end encrypted."), ("seller", "Lia", "hi")],
    ),
    ("a.txt", SIGNAL, "signal", [("seller", "Me", "hi"), ("buyer", "Lia", "hello")]),
    ("a.txt", COPIED, "text", [("seller", "Mei", "ready"), ("seller", "Lia", "ok")]),
    (
        "a.jsonl",
        '{"text": "one", "role": "buyer"}\n{"text": "two"}',
        "jsonl",
        [("buyer", "", "one"), ("seller", "", "two")],
    ),
    (
        "a.json",
        '[{"conversation_id": "c", "messages": [{"sender_type": "agent", "content": "hi"}]}]',
        "json",
        [("seller", "", "hi")],
    ),
    ("a.txt", "one\n\ntwo", "text", [("seller", "", "one"), ("seller", "", "two")]),
    ("a.txt", "", "text", []),
]


@pytest.mark.parametrize(("name", "content", "form", "expected"), TABLE)
def test_an_export_is_recognised_and_every_message_read(tmp_path, name, content, form, expected):
    lines, told = read(tmp_path / name, content)
    assert told.format == form
    assert told.why
    assert spoken(lines) == expected
    assert (told.records, told.unreadable) == (len(expected), 0)


@pytest.mark.parametrize(
    ("name", "content", "form", "platform", "told"),
    [
        ("a.json", TIKTOK, "auto", "tiktok-shop", "etsy"),
        ("a.json", SHOPEE, "auto", "shopee", "etsy"),
        ("a.json", FORWARDED, "auto", "lazada", "lazada"),
        ("a.csv", FEIGE, "feige", "douyin", "etsy"),
        ("a.csv", QIANNIU, "auto", "taobao", "etsy"),
        ("a.jsonl", '{"text": "hi", "platform": "抖音"}', "auto", "douyin", "douyin"),
        ("a.jsonl", '{"text": "hi"}', "auto", "", "etsy"),
    ],
)
def test_an_export_is_of_its_marketplace_unless_the_caller_or_the_record_says_another(
    tmp_path, name, content, form, platform, told
):
    lines, _ = read(tmp_path / name, content, form=form)
    assert lines[0].record.message.platform == platform
    lines, _ = read(tmp_path / name, content, form=form, defaults={"platform": "etsy"})
    assert lines[0].record.message.platform == told


def test_a_conversation_has_its_thread_its_times_and_its_shop(tmp_path):
    lines, told = read(tmp_path / "a.json", FORWARDED)
    message = lines[0].record.message
    assert (message.thread, message.sent_at, lines[0].shop) == ("s", 1765442976.0, "Mug House")
    lines, told = read(tmp_path / "a.jsonl", INTERCOM)
    assert [line.record.message.sent_at for line in lines] == [1704067200.0 + n for n in range(5)]
    assert {line.record.message.thread for line in lines} == {"77"}
    assert not told.notes


def test_newest_first_is_read_from_the_end_with_its_lines(tmp_path):
    content = json.dumps(json.loads(INSTAGRAM), indent=1)
    lines, told = read(tmp_path / "a.json", content)
    at = [line.record.at.line for line in lines]
    assert at[0] > at[1]
    assert all('"sender_name"' in content.splitlines()[line] for line in at)
    assert "1 conversations are kept newest first: read from their end" in told.notes


@pytest.mark.parametrize(
    ("name", "sellers", "roles", "why"),
    [
        ("_chat.txt", ("shop",), ["buyer", "seller", "system", "seller"], "seller: `Shop` (as given)"),
        ("_chat.txt", (), ["seller", "seller", "system", "seller"], "nothing tells which of `Lia`, `Shop` sells"),
        ("_chat.txt", ("Mei",), ["seller", "seller", "system", "seller"], "none of the sellers given writes here"),
        ("与Lia的WhatsApp聊天.txt", (), ["buyer", "seller", "system", "seller"], "buyer: `Lia`, whose chat it is"),
        ("Chat de WhatsApp con Shop.txt", ("Shop",), ["buyer", "seller", "system", "seller"], "seller: `Shop`"),
    ],
)
def test_without_sides_the_seller_is_who_was_named_or_guessed_else_everyone(tmp_path, name, sellers, roles, why):
    lines, told = read(tmp_path / name, ANDROID, sellers=sellers)
    assert [line.record.message.role.value for line in lines] == roles
    assert any(note.startswith(why) for note in told.notes)


def test_the_name_in_most_chats_is_the_sellers(tmp_path):
    message = {"type": "message", "date_unixtime": "1704067200", "text": "x"}
    chats = [
        {
            "id": number,
            "type": "private_group",
            "messages": [message | {"from": name} for name in ("Mei", f"Buyer {number}")],
        }
        for number in range(3)
    ]
    lines, told = read(tmp_path / "a.json", written({"chats": {"list": chats}}))
    assert [line.record.message.role.value for line in lines] == ["seller", "buyer"] * 3
    assert told.notes[0].startswith("seller: `Mei`, who writes in most chats")


def test_columns_are_named_by_the_caller(tmp_path):
    content = "wer,was,wann\nagent,hi,2024-01-01\nkunde,ok,2024-01-02\n"
    lines, told = read(tmp_path / "a.csv", content)
    assert [line.record.problem for line in lines] == [
        "no column holds the messages, by its name (wer, was, wann) (--map text=COLUMN)"
    ]
    lines, told = read(tmp_path / "a.csv", content, mapping={"text": "was", "role": "wer"})
    assert spoken(lines) == [("seller", "", "hi"), ("seller", "", "ok")]
    assert "`kunde` is no side we know (1 records): checked as the seller's" in told.notes
    nested = '{"payload": {"words": "hi"}, "text": "no"}'
    lines, told = read(tmp_path / "a.jsonl", nested, mapping={"text": "payload.words"})
    assert spoken(lines) == [("seller", "", "hi")]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"form": "whatsap"}, "no format `whatsap` (did you mean `whatsapp`?)"),
        ({"mapping": {"txt": "a"}}, "`--map` knows no field `txt` (did you mean `text`?)"),
        ({"zone": "Asia/Shangai"}, "no time zone `Asia/Shangai` (did you mean `Asia/Shanghai`?)"),
    ],
)
def test_an_option_that_means_nothing_is_the_callers_mistake(options, problem):
    with pytest.raises(ConfigError) as error:
        list(export("a.csv", **options))
    assert str(error.value) == problem


OF_ANY_TEXT = {"auto", "text", "csv", "whatsapp", "signal", "feige", "qianniu"}


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in OF_ANY_TEXT])
def test_a_format_that_a_file_is_not_is_told(tmp_path, form):
    lines, _ = read(tmp_path / "a.txt", "just words", form=form)
    assert [line.record.problem.partition(" (")[0] for line in lines] == [f"is no {form} by its bytes"]


def test_what_the_caller_says_overrules(tmp_path):
    lines, told = read(tmp_path / "a.csv", "text\nhi", form="text")
    assert spoken(lines) == [("seller", "", "text"), ("seller", "", "hi")]
    assert told.why == "--format-in says so"
