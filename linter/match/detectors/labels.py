"""The words that say what a number is, in nine languages."""

from functools import cache, lru_cache
from typing import Final

import regex
from ahocorasick_rs import AhoCorasick

ORDER: Final = (
    "order|orders|order id|invoice|订单|订单号|订单编号|定单|单子|发票号|pesanan|orderan|order anda|faktur|invois"
    "|คำสั่งซื้อ|ออเดอร์|เลขออเดอร์|mã đơn|mã đơn hàng|đơn hàng|đơn|ma don|ma don hang|don hang|hoá đơn|hóa đơn"
    "|pedido|orden|compra|factura|nota fiscal|nf"
)
TRACKING: Final = (
    "tracking|track|awb|waybill|consignment|parcel|shipment|fedex|usps|ups|dhl|tnt|j&t|jnt|jne|sicepat|ninja van"
    "|spx|gdex|lbc|kerry|flash|correos|correios|estafeta|单号|运单|运单号|快递单号|物流单号|快递|物流|圆通|中通"
    "|申通|韵达|顺丰|极兔|邮政|包裹|resi|no resi|nomor resi|resinya|no resinya"
    "|nomor resinya|penjejakan|parsel|พัสดุ|เลขพัสดุ|หมายเลขพัสดุ|แทรคกิ้ง"
    "|เลขแทรค|เลขแทร็ก|vận đơn|mã vận đơn|van don|ma van don|guía|guia|rastreo|seguimiento|rastreio|rastreamento"
    "|código de rastreio|encomenda|paquete"
)
OTHER: Final = (
    "model|sku|item|art|article|part|lot|batch|serial|s/n|sn|imei|ref|reference|isbn|ean|upc|gtin|asin|barcode|code"
    r"|coupon|voucher|promo|zip|zip code|postcode|postal|cep|c\.p\.|kode pos|poskod|otp|pin|id card|nik|ktp|cpf|cnpj"
    "|rfc|rut|vat|tax id|npwp|ic no|case|ticket|型号|货号|款号|编号|批号|条码|商品id|链接id|邮编|身份证|身份证号"
    "|验证码|工号|优惠码|口令|尾号|kode|lote|modelo|modelo no|código|codigo|referencia|referência|รหัส|รหัสสินค้า"
    "|รหัสไปรษณีย์|รุ่น|mã|mã giảm giá|mã sản phẩm|mã hàng|cccd|cmnd"
    "|ma giam gia|artículo|part no|part number|p/n|oem|เบอร์อะไหล่|รหัสอะไหล่|อะไหล่"
    "|número de pieza|numero de pieza|número de parte|numero de parte|pieza"
    "|repuesto|número da peça|peça|nomor part|no part"
    "|零件号|配件号|原厂号|编码"
)
BANK: Final = (
    "bank|account|acct|a/c|acc|iban|clabe|swift|routing|sort code|card|card number|rekening|rek|norek|no rek|akaun"
    "|nomor rekening|bca|bri|bni|bsi|mandiri|cimb|maybank|rhb|public bank|hong leong|ambank|permata|btn|danamon"
    "|seabank|bdo|bpi|metrobank|landbank|unionbank|vietcombank|vcb|techcombank|tcb|vietinbank|bidv|agribank|acb"
    "|vpbank|mb bank|mbbank|tpbank|sacombank|stk|số tài khoản|tài khoản|so tai khoan|tai khoan|กสิกร|กสิกรไทย"
    "|ไทยพาณิชย์|กรุงเทพ|กรุงไทย|กรุงศรี|ออมสิน|ทหารไทย|ttb|scb|kbank|ktb|bbl|บัญชี|เลขบัญชี|เลขที่บัญชี|cuenta"
    "|tarjeta|conta|agência|agencia|cartão|账号|账户|帐号|帐户|卡号|银行卡|银行卡号|工行|建行|农行|招行|工商银行"
    "|建设银行|农业银行|招商银行|中国银行|交通银行"
)
PHONE: Final = (
    "tel|telp|tlp|telf|tlf|telephone|phone|ph|call|text|sms|mobile|cell|no hp|nohp|hotline|contact|hubungi"
    "|kontak|telefon|telepon|telpon|nomor|nombor|whatsapp|whats app|whats|wa|wasap|wasapp|watsap|watsapp|wsp|wpp|ws"
    "|zap|zapzap|zalo|zl|viber|telegram|tele|signal|imessage|line|sđt|sdt|dt|đt|số|so|gọi|goi|ib|điện thoại"
    "|dien thoai|โทร|เบอร์|เบอร์โทร|โทรศัพท์|มือถือ|ไลน์|วอทแอป|พร้อมเพย์|promptpay|电话|手机|手机号|致电|联系|热线"
    "|客服|微信|微|薇|v|vx|wx|加|座机|打|gcash|maya|dana|ovo|gopay|shopeepay|momo|tng|touch n go|bizum|pix|teléfono"
    "|telefono|móvil|movil|celular|cel|llamar|llama|llámame|llame|número|numero|fone|telefone|ligue|liga|chama"
    "|contato|contacto|escríbeme|escribe|numero ko|numero namin|no ko|tawag"
    "|tawagan|i-text|llamame|llamanos|llámanos|llamás|márcame|marcame|márcanos|marcanos|celu|fono|guats|ring|dial"
)
# Words between a label and its number.
_FILLER: Final = (
    "no|nos|number|num|nomor|nombor|nro|n[ºo°]|núm|número|numero|id|code|código|codigo|kode|is|are|was|my|our|your"
    "|at|on|us|me|to|the|kami|saya|aku|ya|nya|kak|kita|adalah|anda|của|em|shop|mình|là|số|es|é|do|da|de|del|al|mi|su"
    "|tu|meu|nosso|po|ko|namin|ninyo|nyo|号|号码|编号|码|为|是|就是|我|คือ|ที่|เลขที่|หมายเลข|เบอร์|ได้ที่|ร้าน"
)


def _words(table: str) -> str:
    """Put the longest first, for it to win."""
    words = sorted(set(table.split("|")), key=lambda w: (-len(w), w))
    return "|".join(words)


@cache
def _gate(table: str) -> AhoCorasick:
    return AhoCorasick(sorted({word.replace("\\", "") for word in table.split("|")}))


@lru_cache(maxsize=16)
def named(table: str, text: str) -> bool:
    """Whether a label of this table stands anywhere in the text, as a word of its own."""
    return any(
        _apart(text, start, end) for _, start, end in _gate(table).find_matches_as_indexes(text, overlapping=True)
    )


def _apart(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_latin(before) and _latin(text[start])) and not (_latin(after) and _latin(text[end - 1]))


def _latin(char: str) -> bool:
    return bool(char) and char.isalpha() and char < "\u0250"


@cache
def labelled(table: str, value: str) -> regex.Pattern[str]:
    """`label … value` with the value in the group `value` and the label in `label`."""
    between = r"[\s:：#.,\-–=>→👉📞☎(（\[\"'“”「/|]*"
    return regex.compile(
        rf"(?<!\p{{Latin}})(?P<label>{_words(table)})(?!\p{{Latin}})"
        rf"{between}(?:(?:{_words(_FILLER)})(?!\p{{Latin}}){between}){{0,4}}(?P<value>{value})"
    )


# Every label of a number that nobody can call.
NO_PHONE: Final = f"{ORDER}|{TRACKING}|{OTHER}"


@cache
def before(table: str) -> regex.Pattern[str]:
    """Match a label that ends right where the searched stretch ends."""
    between = r"[\s:：#.,\-–=>→👉📞☎📱💬✆(（\[\"'“”「/|+\uFE0F]*"
    return regex.compile(
        rf"(?<!\p{{Latin}})(?:{_words(table)}){between}(?:(?<!\p{{Latin}})(?:{_words(_FILLER)})(?!\p{{Latin}}){between}){{0,4}}\Z"
    )


REACH: Final = 40


def stands_before(table: str, text: str, at: int) -> bool:
    """Whether a label of this table belongs to what starts at `at`."""
    return before(table).search(text, max(0, at - REACH), at) is not None
