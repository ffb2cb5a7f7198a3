"""What the pages of an audit say of their own, in the languages of their readers."""

from types import MappingProxyType

from linter.report.words import Ui

_SAYINGS: dict[str, tuple[str, str]] = {
    "title": ("Chat compliance audit", "客服聊天合规审计"),
    "evidence_title": ("Evidence of a conversation", "会话证据"),
    "lead": ("What sellers said to buyers, and how fast they answered", "客服对买家说了什么,回复得多快"),
    "times_in": ("times in", "时区"),
    "to": ("to", "至"),
    "redacted": ("personal data masked", "个人信息已遮盖"),
    "theme": ("Light or dark", "切换明暗"),
    "print": ("Print", "打印"),
    "filters": ("Filters", "筛选"),
    "shop": ("Shop", "店铺"),
    "family": ("Behaviour", "违规类型"),
    "severity": ("Severity", "级别"),
    "all_shops": ("All shops", "全部店铺"),
    "all_families": ("All behaviours", "全部类型"),
    "measure": ("Measured as", "口径"),
    "as_count": ("Findings", "次数"),
    "as_share": ("Per 10,000", "每万条"),
    "reset": ("Reset", "重置"),
    "messages_checked": ("messages checked", "已检查消息"),
    "of_total": ("of {n} in the export", "共 {n} 条"),
    "findings": ("findings", "违规次数"),
    "blocking": ("must not be sent", "禁止发送"),
    "per_10000": ("per 10,000 messages", "每万条消息违规"),
    "threads_touched": ("conversations affected", "涉及会话"),
    "first_median": ("first answer by a person, median", "人工首次响应(中位数)"),
    "rate": ("answered in time, as each platform counts", "按时回复率(按各平台口径)"),
    "at_most": ("≤ {t}", "≤ {t}"),
    "unreadable": ("{n} records could not be read.", "{n} 条记录无法读取。"),
    "unchecked": ("{n} messages could not be judged whole.", "{n} 条消息未能完整检查。"),
    "not_clean": ("None of them counts as clean.", "它们均不视为合规。"),
    "none_checked": (
        "No message was checked: this page says nothing about anyone.",
        "没有检查到任何消息:本页不说明任何情况。",
    ),
    "undated": ("{n} messages have no time and are in no trend.", "{n} 条消息没有时间,不计入趋势。"),
    "trend": ("Trend", "趋势"),
    "trend_day": ("findings a day", "每日违规"),
    "trend_week": ("findings a week, by its Monday", "每周违规(以周一标注)"),
    "trend_month": ("findings a month", "每月违规"),
    "by_shop": ("Behaviours by shop", "各店铺违规类型"),
    "by_shop_hint": ("what each shop is found for, the most first", "各店铺因何违规,由多到少"),
    "rules": ("Rules broken most", "违规规则排行"),
    "rule": ("Rule", "规则"),
    "agents": ("Agents", "客服"),
    "agents_hint": (
        "repeat: blocking findings in two conversations or more",
        "屡犯:在两个及以上会话中出现禁止级违规",
    ),
    "agent": ("Agent", "客服"),
    "repeat": ("repeat · {n} conversations", "屡犯 · {n} 个会话"),
    "messages": ("Messages", "消息数"),
    "total": ("Total", "合计"),
    "more": ("{n} more in summary.json", "其余 {n} 项见 summary.json"),
    "hours": ("Hour of the day", "时段分布"),
    "hours_hint": ("when it is said", "违规发生在几点"),
    "languages": ("Languages", "语言"),
    "platforms": ("Platforms", "平台"),
    "service": ("How fast buyers are answered", "响应时长"),
    "service_hint": (
        "estimates from the export; they follow the shop filter only",
        "依据导出数据估算;仅随店铺筛选变化",
    ),
    "first_human": ("First answer, person", "首次响应 · 人工"),
    "human": ("Every turn, person", "每轮响应 · 人工"),
    "human_inside": ("Business hours, person", "工作时段 · 人工"),
    "bot": ("Every turn, bot", "每轮响应 · 机器人"),
    "answered_within": ("answered within", "响应时长不超过"),
    "over": ("more than {t}", "超过 {t}"),
    "no_waits": ("No waits are known.", "没有可计算的响应时长。"),
    "sessions": ("sessions", "会话"),
    "by_human": ("answered by a person", "人工回复"),
    "by_bot": ("only by a bot", "仅机器人回复"),
    "unanswered": ("last turn unanswered", "末轮未回复"),
    "offline": ("never answered", "全程无人回复"),
    "inside": ("begun in business hours", "工作时段内发起"),
    "mean_first": ("first answer, mean", "首次响应均值"),
    "mean_turn": ("every turn, mean", "平均响应时长"),
    "definitions": ("As each platform counts it", "按各平台口径"),
    "target": ("target {t}", "目标 {t}"),
    "no_target": ("no published target", "未见公布目标"),
    "of_counted": ("{met} of {counted}", "{met} / {counted}"),
    "unit_turn": ("turns", "轮"),
    "unit_first": ("first messages", "首条消息"),
    "unit_session": ("sessions", "会话"),
    "window": ("counted {t}", "统计时段 {t}"),
    "always": ("around the clock", "全天"),
    "bots_count": ("a bot's answer counts", "机器人回复计入"),
    "bots_do_not": ("only a person's answer counts", "仅人工回复计入"),
    "excluded": ("Left out by the platform, and not to be told from an export:", "平台会剔除、但导出数据无法识别:"),
    "source": ("Source", "出处"),
    "basis_official": ("the platform's own page", "平台官方页面"),
    "basis_secondary": ("secondary source", "二手来源"),
    "basis_unconfirmed": ("unconfirmed; the platform's own page could not be read", "未经证实,未能读到平台原文"),
    "basis_house": ("no platform's definition", "非平台口径"),
    "identical": ("Said again and again", "重复话术"),
    "identical_hint": (
        "sellers' texts that differ only in case, spaces or punctuation",
        "仅大小写、空格或标点不同的客服消息",
    ),
    "identical_bound": ("Counts are at least; up to {n} more each.", "次数为下限,每条最多还可能多 {n} 次。"),
    "times": ("{n} times", "{n} 次"),
    "worst": ("Worst conversations", "问题最严重的会话"),
    "worst_hint": ("most blocking findings first", "禁止级违规最多的在前"),
    "buyer": ("Buyer", "买家"),
    "seller": ("Seller", "客服"),
    "bot_role": ("Bot", "机器人"),
    "system": ("System", "系统"),
    "skipped": ("{n} messages not shown", "省略 {n} 条消息"),
    "cut": ("the text goes on", "文本未完"),
    "no_text": ("(no text)", "(无文本)"),
    "read_as": ("read as", "读作"),
    "policy": ("Policy", "依据"),
    "advice": ("Instead", "建议"),
    "nothing": ("Nothing was found.", "未发现违规。"),
    "nothing_left": ("Nothing matches these filters.", "没有符合筛选条件的内容。"),
    "unknown": ("not given", "未注明"),
    "others": ("others", "其他"),
    "offline_page": (
        "This page is one file. It loads nothing and sends nothing; links to policies open only when clicked.",
        "本页为单个文件,不加载也不发送任何内容;政策链接仅在点击时打开。",
    ),
    "notes": ("About the input", "关于输入数据"),
    "by_tool": ("Made by shoplint", "由 shoplint 生成"),
    "no_script": (
        "Charts and filters need JavaScript; the conversations below do not.",
        "图表与筛选需要 JavaScript;下方会话可直接阅读。",
    ),
    "thread": ("Conversation", "会话"),
    "platform": ("Platform", "平台"),
    "market": ("Market", "市场"),
    "period": ("Period", "时间"),
    "made": ("Made by", "生成工具与日期"),
    "files": ("Source files", "来源文件"),
    "what_was_found": ("What was found", "发现的问题"),
    "whole_conversation": ("The whole conversation", "完整会话"),
    "message": ("Message", "消息"),
    "words": ("Words", "原文"),
    "time": ("Time", "时间"),
    "no_time": ("no time", "无时间"),
    "digest": ("SHA-256 of this evidence", "本证据的 SHA-256"),
    "digest_how": (
        "Taken over the JSON that stands in this file in the script element “evidence”, byte for byte. To check it:",
        "对本文件中 id 为 evidence 的 script 元素内的 JSON 逐字节计算。核验方法:",
    ),
    "digest_redacted": (
        "The hash is of the masked text; the unmasked evidence has another.",
        "该哈希对应遮盖后的内容;未遮盖的证据哈希不同。",
    ),
}
_FAMILIES: dict[str, tuple[str, str]] = {
    "diversion": ("Off-platform diversion", "站外引流"),
    "payment": ("Off-platform payment", "站外支付"),
    "reviews": ("Review manipulation", "干预评价"),
    "abuse": ("Abuse and threats", "辱骂威胁"),
    "privacy": ("Personal data", "隐私信息"),
    "spam": ("Spam", "骚扰刷屏"),
    "claims": ("Unfounded claims", "虚假宣传"),
    "orders": ("Order manipulation", "干预订单"),
    "terms": ("Unfair terms", "不公平条款"),
    "service": ("Poor service", "服务态度"),
    "goods": ("Prohibited goods", "违禁商品"),
    "consistency": ("Inconsistent listing", "商品信息矛盾"),
    "format": ("Listing format", "商品格式"),
    "missing": ("Missing facts", "信息缺失"),
}
_LANGUAGES: dict[str, tuple[str, str]] = {
    "zh": ("Chinese", "中文"),
    "en": ("English", "英语"),
    "id": ("Indonesian", "印尼语"),
    "ms": ("Malay", "马来语"),
    "fil": ("Filipino", "菲律宾语"),
    "th": ("Thai", "泰语"),
    "vi": ("Vietnamese", "越南语"),
    "es": ("Spanish", "西班牙语"),
    "pt": ("Portuguese", "葡萄牙语"),
}
_PLATFORMS: dict[str, tuple[str, str]] = {
    "tiktok-shop": ("TikTok Shop", "TikTok Shop"),
    "douyin": ("Douyin", "抖音"),
    "kuaishou": ("Kuaishou", "快手"),
    "pinduoduo": ("Pinduoduo", "拼多多"),
    "taobao": ("Taobao", "淘宝"),
    "jd": ("JD", "京东"),
    "xiaohongshu": ("Xiaohongshu", "小红书"),
    "shopee": ("Shopee", "Shopee"),
    "lazada": ("Lazada", "Lazada"),
    "tokopedia": ("Tokopedia", "Tokopedia"),
    "amazon": ("Amazon", "亚马逊"),
    "ebay": ("eBay", "eBay"),
    "etsy": ("Etsy", "Etsy"),
    "walmart": ("Walmart", "沃尔玛"),
    "mercadolibre": ("Mercado Libre", "Mercado Libre"),
    "mercadolivre": ("Mercado Livre", "Mercado Livre"),
    "general": ("Other platforms", "其他平台"),
    "tiktok-shop/sea": ("TikTok Shop SEA", "TikTok Shop 东南亚"),
    "tiktok-shop/us": ("TikTok Shop US", "TikTok Shop 美国"),
}


def _in(table: dict[str, tuple[str, str]], ui: Ui) -> MappingProxyType[str, str]:
    return MappingProxyType({key: texts[ui == "zh"] for key, texts in table.items()})


def sayings(ui: Ui) -> MappingProxyType[str, str]:
    """The sentences of the pages, by name."""
    return _in(_SAYINGS, ui)


def families(ui: Ui) -> MappingProxyType[str, str]:
    """The names of the families."""
    return _in(_FAMILIES, ui)


def languages(ui: Ui) -> MappingProxyType[str, str]:
    """The names of the languages a text is counted under."""
    return _in(_LANGUAGES, ui)


def platforms(ui: Ui) -> MappingProxyType[str, str]:
    """The names of platforms, and of the definitions of their metrics."""
    return _in(_PLATFORMS, ui)
