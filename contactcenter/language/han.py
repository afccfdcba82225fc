"""Chinese simplified, Chinese traditional or Japanese written in kanji alone: told apart by the old character sets.

gb2312 holds simplified characters, big5 traditional ones, shift_jis those of Japan; a character missing from one
of them speaks against that reading. Text within all three is decided by small words, the prior, then simplified.
"""

from __future__ import annotations

import unicodedata

_CODECS = {"zh-Hans": "gb2312", "zh-Hant": "big5", "ja": "shift_jis"}
_NATS_PER_MISSING = 4.0
_NATS_PER_WORD = 3.0

_CHINESE_ONLY = frozenset(
    "你您她妳的了嗎吗呢吧啊呀这這们們么麼没沒很哪怎谁誰请請给給让讓还還想要什么甚个個到在和跟把被"
)
_JAPANESE_WORDS = """
    注文 返金 返品 交換 領収書 請求書 確認 故障中 電話番号 番号 郵便 住所 質問 回答 至急 了解 承知 大丈夫 拝啓 御中 有難
    本日 明日 昨日 発送 配送先 納期 在庫 購入 支払 払込 割引 無料 会員 登録 解約 退会 使用方法 取扱説明書 説明書 血圧計
    体温計 電池 充電器 測定 病院 薬局 東京 大阪 日本 勉強 料理 家族 旅行 天気 写真 新聞 切手 映画 時計 自転車
""".split()
_TRADITIONAL_ONLY_WORDS = "甚麼 唔該 多謝 係咩 點解 早晨 冇 嘅 咗 喺 哋 佢".split()


def han_scores(text: str) -> dict[str, float]:
    """Natural-log evidence for `zh-Hans`, `zh-Hant` and `ja` in the Han characters of `text`, each up to 0."""
    characters = [sign for sign in text if unicodedata.category(sign) == "Lo"]
    scores = {reading: -_NATS_PER_MISSING * _missing(characters, codec) for reading, codec in _CODECS.items()}
    scores["ja"] -= _NATS_PER_WORD * min(3, sum(sign in _CHINESE_ONLY for sign in characters)) + 1.0
    if any(word in text for word in _JAPANESE_WORDS):
        scores["ja"] += _NATS_PER_WORD
    if any(word in text for word in _TRADITIONAL_ONLY_WORDS):
        scores["zh-Hant"] += _NATS_PER_WORD
    return scores


def is_script_of(reading: str, text: str) -> bool:
    """Whether every Han character of `text` can be written in `reading` (`zh-Hans`, `zh-Hant` or `ja`)."""
    return _missing([sign for sign in text if unicodedata.category(sign) == "Lo"], _CODECS[reading]) == 0


def _missing(characters: list[str], codec: str) -> int:
    joined = "".join(characters)
    try:
        joined.encode(codec)
    except UnicodeEncodeError:
        return len(characters) - len(joined.encode(codec, "ignore").decode(codec))
    return 0
