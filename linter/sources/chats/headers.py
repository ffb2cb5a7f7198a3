"""What columns and sides are called, in the languages that exports are written in. Data: a new name is a word here."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from linter.errors import ConfigError, did_you_mean
from linter.model import Role

# zh · en · id · vi · th · es · pt; `_` joins the words of one name; of two columns the one named first here wins.
_NAMES: dict[str, str] = {
    "text": (
        "text 消息内容 发送内容 聊天内容 内容 消息 文本 回复内容 话术 訊息內容 訊息 內容 message_text "
        "message_body body_text message content body msg text_content reply isi_pesan isi_chat pesan isi nội_dung "
        "nội_dung_tin_nhắn tin_nhắn ข้อความ เนื้อหา mensaje texto contenido mensagem conteúdo"
    ),
    "role": (
        "role sender_role 账号类型 帐号类型 角色 发送方 发送者类型 发送方类型 发言人类型 消息来源 消息方向 身份 "
        "用户类型 發送者類型 sender_type author_type user_type from_type direction speaker peran tipe_pengirim "
        "jenis_pengirim vai_trò loại_người_gửi บทบาท ประเภทผู้ส่ง rol tipo_de_remitente tipo_remitente papel "
        "função tipo_de_remetente"
    ),
    "sender": (
        "sender 发送账号 发送人 发送者 发言人 发送者昵称 发送人昵称 账号 發送者 sender_name author author_name "
        "from_name from_user from nickname user username name pengirim nama_pengirim người_gửi tên_người_gửi "
        "ผู้ส่ง ชื่อผู้ส่ง remitente autor remetente"
    ),
    "agent": (
        "agent 客服 客服昵称 客服账号 客服名称 接待客服 子账号 客服人员 agent_name assignee assigneename "
        "assignee_name staff operator nama_agen nhân_viên พนักงาน agente atendente"
    ),
    "buyer": (
        "buyer 客户名 客户 客户昵称 买家 买家昵称 顾客 顾客昵称 用户昵称 用户名 旺旺 买家旺旺 買家 customer "
        "customer_name buyer_name client requester requester_name pembeli nama_pembeli pelanggan khách_hàng "
        "người_mua ลูกค้า ผู้ซื้อ cliente comprador"
    ),
    "sent_at": (
        "sent_at 发送时间 消息时间 时间 聊天时间 日期 发言时间 创建时间 發送時間 時間 ts timestamp time sent_time "
        "date datetime created_at created create_time created_timestamp created_datetime message_time waktu "
        "tanggal waktu_kirim thời_gian ngày thời_gian_gửi เวลา วันที่ เวลาส่ง fecha hora fecha_de_envío data "
        "data_de_envio enviado_em"
    ),
    "thread": (
        "thread 会话id 会话编号 会话 会话标识 對話id 对话id conversation_id conversation thread_id chat_id "
        "session_id ticket_id ticket dialog_id id_percakapan id_obrolan mã_hội_thoại mã_cuộc_trò_chuyện "
        "รหัสการสนทนา id_de_conversación id_conversación id_da_conversa conversa"
    ),
    "id": (
        "id 消息id 消息编号 消息序号 编号 message_id msg_id id_pesan mã_tin_nhắn รหัสข้อความ id_del_mensaje "
        "id_da_mensagem"
    ),
    "order_id": (
        "order_id 订单号 订单编号 订单id 訂單編號 order order_number order_no order_sn ordersn no_pesanan "
        "nomor_pesanan id_pesanan mã_đơn_hàng หมายเลขคำสั่งซื้อ เลขที่คำสั่งซื้อ número_de_pedido pedido "
        "id_do_pedido"
    ),
    "shop": (
        "shop 店铺 店铺名称 店铺名 商家 shop_name shop_id store store_name toko nama_toko cửa_hàng ร้าน ร้านค้า "
        "tienda loja"
    ),
    "platform": "platform 平台 平臺 marketplace nền_tảng แพลตฟอร์ม plataforma",
    "market": "market 国家 站点 country region negara quốc_gia ประเทศ país pais",
    "lang": "lang 语言 language bahasa ngôn_ngữ ภาษา idioma",
    "surface": "surface",
    "kind": (
        "kind 消息类型 内容类型 message_type msg_type content_type type tipe_pesan loại_tin_nhắn ประเภทข้อความ "
        "tipo_de_mensaje tipo"
    ),
    "from_seller": "from_seller from_agent is_seller is_agent from_me is_from_me 是否客服",
    "from_buyer": "from_buyer from_customer is_buyer is_customer iscustomer",
}
FIELDS = tuple(_NAMES)

_SIDES: dict[Role, str] = {
    Role.SELLER: (
        "seller 客服 卖家 商家 店铺 人工 人工客服 坐席 主账号 子账号 店小二 客服账号 商家客服 我 發送 发送 发出 "
        "賣家 agent shop staff admin merchant store vendor operator team customer_service cs support human "
        "outbound outgoing out sent me assistant penjual toko admin_toko agen người_bán nhân_viên cửa_hàng ผู้ขาย "
        "ร้านค้า แอดมิน vendedor tienda agente loja atendente lojista"
    ),
    Role.BUYER: (
        "buyer 买家 客户 顾客 用户 消费者 访客 会员 接收 買家 客戶 customer user client consumer end_user enduser "
        "requester visitor guest lead contact shopper inbound incoming in received pembeli pelanggan konsumen "
        "khách khách_hàng người_mua ลูกค้า ผู้ซื้อ comprador cliente usuario consumidor"
    ),
    Role.BOT: (
        "bot 机器人 机器人客服 智能客服 自动回复 机器 robot chatbot ai auto automatic automation auto_reply "
        "ai_agent asisten_virtual trả_lời_tự_động บอท"
    ),
    Role.SYSTEM: (
        "system 系统 系统消息 系统提示 平台 平台客服 通知 系統 notice notification event platform sistem hệ_thống "
        "ระบบ sistema"
    ),
}
_FEIGE = frozenset({"飞鸽", "抖音号", "抖店"})
_QIANNIU = frozenset({"旺旺", "买家旺旺", "客户名", "千牛", "淘宝"})
_NOISE = re.compile(r"[\s_\-/.:：*#]+|[（(\[【].*?[)）\]】]")


def named(header: str) -> str:
    """A header as it is looked up: `Message ID`, `message_id` and `messageId` are one."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", header).casefold())


_FIELD_OF = {named(word): (field, rank) for field, words in _NAMES.items() for rank, word in enumerate(words.split())}
_SIDE_OF = {named(word): role for role, words in _SIDES.items() for word in words.split()}


def columns_of(header: Iterable[str]) -> dict[str, str]:
    """Which column holds which field; of two that could, the one whose name says more."""
    best: dict[str, tuple[int, str]] = {}
    for column in header:
        field, rank = _FIELD_OF.get(named(column), ("", 0))
        if field and rank < best.get(field, (len(_FIELD_OF), ""))[0]:
            best[field] = (rank, column)
    return {field: column for field, (_, column) in best.items()}


def chosen(header: Iterable[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """The columns of a header, with what the caller says about them. Raises `ConfigError` for a wrong field."""
    for field in mapping:
        if field not in _NAMES:
            hint = did_you_mean(field, FIELDS) or f"one of {', '.join(FIELDS)}"
            raise ConfigError(f"`--map` knows no field `{field}`", hint=hint)
    taken = set(mapping.values())
    guessed = {field: column for field, column in columns_of(header).items() if column not in taken}
    return guessed | dict(mapping)


def is_header(cells: Iterable[str], mapping: Mapping[str, str]) -> bool:
    """Whether a row names columns and one of them is the text."""
    named_ones = list(cells)
    if "text" in mapping:
        return mapping["text"] in named_ones
    fields = columns_of(named_ones)
    return "text" in fields and (len(fields) > 1 or len(named_ones) == 1)


@lru_cache(1024)
def side(written: str) -> Role | None:
    """The side a cell names, if any does."""
    return _SIDE_OF.get(named(written))


def system_of(header: Iterable[str]) -> str:
    """The system whose words stand in a header: `feige`, `qianniu`, or nothing."""
    written = " ".join(header)
    if any(word in written for word in _FEIGE):
        return "feige"
    return "qianniu" if any(word in written for word in _QIANNIU) else ""
