"""What a page holds beside the report: advertisements that mirrors slip into its sentences, and the page's furniture.

An advertisement is told by its brand, stays in the text as printed, and never gets into a title or a figure's name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from converters.recognise.passages import Passage

_TAIL = (
    "(?:国际|彩票|棋牌|真人|旗舰厅?|集团|平台|官方|官网|手机|网页|app|k8|登[录陆]|入口|下载|安装|注册|开户|网址|网站|版"
    "|体育(?![馆场局中公])|娱乐(?!场所)|有限公司)"
)
# Brands that mean nothing else, and those that are names of places or plain words unless gambling is named with them.
_BRANDS = "凯发|亚博|万博|威廉希尔|bet365|必威betway|新葡京|华体会|开云体育|百家乐|pc28|北京赛车|永利皇宫"
_NAMES = "金沙|银河|永利|太阳城|必威|乐鱼|爱游戏|九游|博彩|老虎机|尊龙|米乐|球友会|火狐|天博|乐橙"
_GAMES = "体育(?![馆场局中公])|娱乐(?!场所)|彩票|棋牌|真人|旗舰厅?|app|k8|官网|登[录陆]|开户"
SPAM = re.compile(
    rf"(?:(?:{_BRANDS}){_TAIL}*|(?:{_NAMES})(?:国际|集团|官方|手机|网页)*(?:{_GAMES}){_TAIL}*)的?", re.IGNORECASE
)


def without_spam(text: str) -> str:
    """A text without advertisements."""
    return SPAM.sub("", text)


def spam_notes(title: str, passages: Iterable[Passage]) -> list[str]:
    """A note for each advertisement, with its place."""
    found = [("标题", match[0]) for match in SPAM.finditer(title)]
    for passage in passages:
        place = f"第{passage.line}行" if passage.line else "正文"
        found += [(place, match[0]) for match in SPAM.finditer(passage.text)]
    return [
        f"{place}夹有疑似广告的词“{words}”，原文照录，取数和名称时不计；请核对后删去"
        for place, words in dict.fromkeys(found)
    ]


def furniture_notes(lines: Iterable[str]) -> list[str]:
    """One note that lists the page's own lines (打印, 上一篇, 版权): kept apart from the report, not lost."""
    kept = dict.fromkeys(words for line in lines if (words := " ".join(line.split())) and re.search(r"[\w]{2}", words))
    return [f"页面附带的文字，未读入正文：{'；'.join(kept)}"] if kept else []
