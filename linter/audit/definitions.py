"""How each platform measures its sellers' answers, as data: what counts, by when it is due, what no export can say.

The facts are those of the platforms' pages where such a page could be read. Where only mirrors tell them, `basis` says
`unconfirmed` and no address is given.
"""

from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from linter.model import PolicyLink, in_market

MINUTE, HOUR, DAY = 60, 3_600, 86_400
_WHOLE_WEEK = (0, 1, 2, 3, 4, 5, 6)


class Bilingual(Struct, frozen=True):
    """One sentence in the languages of the report."""

    en: str
    zh: str


class Unit(StrEnum):
    """What a rate counts: every turn of a buyer, the first of a session, or sessions all of whose turns are in time."""

    TURN = "turn"
    FIRST = "first"
    SESSION = "session"


class Hours(Struct, frozen=True):
    """A daily window in local time, in seconds since midnight: `opens <= t < closes`, over midnight where it closes
    first; `days` counts from Monday, 0, and is the day the window opened.
    """

    opens: int = 0
    closes: int = DAY
    days: tuple[int, ...] = _WHOLE_WEEK

    def include(self, weekday: int, second: int) -> bool:
        """Whether a local time lies within."""
        if self.opens < self.closes:
            return weekday in self.days and self.opens <= second < self.closes
        if second >= self.opens:
            return weekday in self.days
        return second < self.closes and (weekday - 1) % 7 in self.days


DAYTIME = Hours(8 * HOUR, 23 * HOUR)
"""08:00:00 to 22:59:59, the window of the Chinese platforms."""

ALWAYS = Hours()


class Cycle(Struct, frozen=True):
    """Deadlines by the clock: what is asked before `ends` (seconds since local midnight) is due at `due` that day."""

    ends: int
    due: int


class Definition(Struct, frozen=True, kw_only=True):
    """How one platform judges answers.

    `deadline` is in seconds, and `cycle` takes its place; `target` is the share asked for. `bots`: a bot's answer is an
    answer. `small_talk`: a bare greeting is one too. `bot_sessions`, `opened_by_seller`: sessions that only a bot
    answered, or that the seller began, are counted. `weekend`: asked on a weekend where a bot answers, due at this
    second of Monday. `excluded` is what the platform leaves out and no export tells.
    """

    id: str
    metric: Bilingual
    unit: Unit
    deadline: int
    period: int
    target: float | None = None
    hours: Hours = ALWAYS
    bots: bool = False
    small_talk: bool = True
    bot_sessions: bool = True
    opened_by_seller: bool = True
    cycle: Cycle | None = None
    weekend: int | None = None
    note: Bilingual | None = None
    excluded: tuple[Bilingual, ...] = ()
    basis: str = "official"
    source: tuple[PolicyLink, ...] = ()


_HOLIDAY_MODE = Bilingual("holiday mode and public holidays", "假期模式与法定节假日")
_BLOCKED = Bilingual("buyers the shop has blocked", "被店铺拉黑的买家")
_MALICIOUS = Bilingual("buyers the platform removes as malicious", "被平台剔除的恶意买家")
_SPAM = Bilingual("messages marked as spam, and those of the platform's staff", "标记为垃圾的消息与平台工作人员的消息")
_NOT_NEEDED = Bilingual("messages marked “no response needed”", "标记为“无需回复”的消息")
_AUTO = Bilingual("automatic replies that the export shows as a person's", "导出文件中显示为人工的自动回复")
_TRANSFER = Bilingual(
    "the time of transfer to a person: waits count from the buyer's words, so they come out longer",
    "转人工时间:等待从买家发言算起,结果偏长",
)
_ASSISTED = Bilingual(
    "answers of the assisting robot, which the platform counts as a person's", "智能辅助机器人的回复(平台视为人工回复)"
)
_FEW = Bilingual("shops exempt for having few conversations", "因会话量少而免于考核的店铺")
_CHANNEL = Bilingual("which channel a message came through", "消息经由哪个渠道")


def _link(title: str, url: str = "") -> tuple[PolicyLink, ...]:
    return (PolicyLink(title, url),)


GENERAL = Definition(
    id="general",
    metric=Bilingual("Answered within 24 hours", "24 小时内回复率"),
    unit=Unit.TURN,
    deadline=DAY,
    period=30,
    note=Bilingual(
        "No published definition of this platform is known; this is the usual one.",
        "未见该平台公布的口径,按通行口径计算。",
    ),
    excluded=(_HOLIDAY_MODE, _BLOCKED, _AUTO),
    basis="house",
)

_TABLE = (
    Definition(
        id="douyin",
        metric=Bilingual("Answered by a person within 3 minutes", "3 分钟人工回复率"),
        unit=Unit.SESSION,
        deadline=3 * MINUTE,
        period=30,
        hours=DAYTIME,
        bot_sessions=False,
        note=Bilingual(
            "A session counts if each of its turns is answered in time; one left offline counts as missed. "
            "Recommended: first answer within 60 s, 40 s on average.",
            "会话内每轮均及时回复才计入;离线留言计为未回复。建议首次响应 ≤60 秒,平均响应 ≤40 秒。",
        ),
        excluded=(_TRANSFER, _ASSISTED, _MALICIOUS),
        source=_link("抖店 飞鸽客服数据指标", "https://school.jinritemai.com/doudian/web/article/aHUMAnFdWFHn"),
    ),
    Definition(
        id="kuaishou",
        metric=Bilingual("Answered by a person within 3 minutes", "人工 3 分钟回复率"),
        unit=Unit.SESSION,
        deadline=3 * MINUTE,
        period=30,
        hours=DAYTIME,
        bot_sessions=False,
        excluded=(_TRANSFER, _MALICIOUS),
        basis="unconfirmed",
        source=_link("快手小店 人工3分钟回复率"),
    ),
    Definition(
        id="pinduoduo",
        metric=Bilingual("Answered within 5 minutes", "5 分钟回复率"),
        unit=Unit.TURN,
        deadline=5 * MINUTE,
        period=30,
        hours=DAYTIME,
        bots=True,
        excluded=(_MALICIOUS, _FEW),
        basis="unconfirmed",
        source=_link("拼多多 5分钟回复率"),
    ),
    Definition(
        id="taobao",
        metric=Bilingual("Rounds answered within 3 minutes", "旺旺 3 分钟回复率"),
        unit=Unit.TURN,
        deadline=3 * MINUTE,
        period=30,
        target=0.90,
        hours=DAYTIME,
        excluded=(_ASSISTED, _FEW, _MALICIOUS),
        basis="unconfirmed",
        source=_link("淘宝 旺旺3分钟回复率"),
    ),
    Definition(
        id="tiktok-shop/sea",
        metric=Bilingual("12-hour response rate", "12 小时回复率"),
        unit=Unit.TURN,
        deadline=12 * HOUR,
        period=30,
        target=0.90,
        bot_sessions=False,
        opened_by_seller=False,
        excluded=(_HOLIDAY_MODE, _BLOCKED, _AUTO),
        source=_link(
            "TikTok Shop: 12-hour response rate",
            "https://seller-th.tiktok.com/university/essay?knowledge_id=8918857185183490&lang=en",
        ),
    ),
    Definition(
        id="tiktok-shop/us",
        metric=Bilingual("24-hour response rate", "24 小时回复率"),
        unit=Unit.TURN,
        deadline=DAY,
        period=30,
        target=0.90,
        small_talk=False,
        bot_sessions=False,
        opened_by_seller=False,
        weekend=12 * HOUR,
        note=Bilingual(
            "A bare “hello” is no answer. Weekend messages where a chatbot answers are due on Monday at noon.",
            "仅打招呼不算回复。启用机器人的店铺,周末消息须在周一中午 12 点前回复。",
        ),
        excluded=(_HOLIDAY_MODE, _BLOCKED, _AUTO),
        source=_link(
            "TikTok Shop US: 24-hour response rate",
            "https://seller-us.tiktok.com/university/essay?knowledge_id=719928765302570",
        ),
    ),
    Definition(
        id="shopee",
        metric=Bilingual("Chat response rate (12 hours)", "聊天回复率(12 小时)"),
        unit=Unit.TURN,
        deadline=12 * HOUR,
        period=30,
        target=0.90,
        excluded=(_HOLIDAY_MODE, _AUTO, _FEW),
        basis="secondary",
        source=_link("Shopee: chat response rate", "http://sellerby.com/p/32.html"),
    ),
    Definition(
        id="lazada",
        metric=Bilingual("Chat response rate (by 19:00)", "聊天回复率(19:00 前)"),
        unit=Unit.TURN,
        deadline=DAY,
        period=7,
        target=0.50,
        cycle=Cycle(ends=18 * HOUR, due=19 * HOUR),
        note=Bilingual(
            "What is asked until 18:00 is due at 19:00 that day. LazMall: 85 %.",
            "18:00 前的咨询须在当日 19:00 前回复。LazMall 要求 85%。",
        ),
        excluded=(_HOLIDAY_MODE, _AUTO),
        basis="secondary",
        source=_link("Lazada: chat response rate", "https://xeeger.com/article/7094"),
    ),
    Definition(
        id="amazon",
        metric=Bilingual("Answered within 24 hours", "24 小时内回复率"),
        unit=Unit.TURN,
        deadline=DAY,
        period=30,
        target=0.90,
        note=Bilingual(
            "Amazon tells the opposite share, the Late Response Rate; weekends and holidays count.",
            "亚马逊公布的是其反面,即延迟回复率;周末与节假日照算。",
        ),
        excluded=(_NOT_NEEDED, _CHANNEL, _AUTO),
        source=_link(
            "Amazon: contact response time",
            "https://sellercentral.amazon.com/gp/help/external/200549770?language=en-US",
        ),
    ),
    Definition(
        id="etsy",
        metric=Bilingual("First messages answered within 24 hours", "首条消息 24 小时内回复率"),
        unit=Unit.FIRST,
        deadline=DAY,
        period=90,
        target=0.95,
        bots=True,
        opened_by_seller=False,
        excluded=(_SPAM,),
        basis="secondary",
        source=_link("Etsy: Star Seller message response rate"),
    ),
    Definition(
        id="walmart",
        metric=Bilingual("Answered within 48 hours", "48 小时内回复率"),
        unit=Unit.TURN,
        deadline=2 * DAY,
        period=30,
        target=0.95,
        excluded=(_NOT_NEEDED, _AUTO),
        source=_link(
            "Walmart Marketplace: Customer care policy",
            "https://marketplacelearn.walmart.com/guides/Order%20management/Customer%20care/Customer-Care-policy",
        ),
    ),
)

DEFINITIONS = MappingProxyType({d.id: d for d in (*_TABLE, GENERAL)})
"""Every definition by its name, as an option takes it."""


def definition(platform: str, market: str = "") -> Definition:
    """How a platform judges answers in a market; `GENERAL` where nothing is known of it."""
    if platform == "tiktok-shop":
        if market and in_market(market, ("us",)):
            return DEFINITIONS["tiktok-shop/us"]
        return DEFINITIONS["tiktok-shop/sea"] if not market or in_market(market, ("sea",)) else GENERAL
    return DEFINITIONS.get(platform, GENERAL)
