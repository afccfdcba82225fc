"""Subjects that tell who wrote a mail: answering machines and mail servers, in the languages we meet.

Three grades, because a wrong verdict silences a customer. *Certain* ones are put before the subject by software and
nobody types them. *Likely* ones need a sentence of absence in the text or a trace of a machine in the headers. Server
subjects count only together with a server as sender. ``Re:`` before any of them means that a person answered it.
"""

import re
import unicodedata

from channels.email.judging.subject_words import AWAY, BOUNCED, CERTAIN, DELAYED, LIKELY

MAX_SUBJECT_CHARS = 500
MAX_TEXT_CHARS = 3000  # who is away says so at once

PREFIX = re.compile(  # somebody answered or forwarded: en de fr es pt it nl ru uk pl zh ja ko ar tr sv da no fi
    r"^(?:re|aw|fw|fwd|wg|tr|rép|rv|res|enc|rif|r|i|antw|doorst|отв|ответ|пересл|відп|odp|pd|pf|回复|答复|转发|回覆|轉寄|轉發|返信|転送"
    r"|회신|전달|رد|إعادة توجيه|ynt|ilt|sv|vs|vb|vl)(?:\[\d+\]|\(\d+\))?[ \u00a0]?[:：]"
)
TAG = re.compile(r"^(?:\[[^\]\n]{0,60}\]|\*{1,5}[a-z ]{1,20}\*{1,5})[ ]?")  # [EXTERNAL], [list-name], *** SPAM ***


def _any_of(rows: str) -> str:
    return "|".join(rows.strip().split("\n"))


_CERTAIN = re.compile(rf"^(?:{_any_of(CERTAIN)})(?: ?\([^()]{{1,40}}\))?[  ]?(?:[:：]|$)")
_LIKELY = re.compile(rf"^(?:{_any_of(LIKELY)})(?![a-zà-ÿа-я])")
_AWAY = re.compile(rf"(?<![a-zà-ÿ])(?:{_any_of(AWAY)})")
_BOUNCED = re.compile(rf"^.{{0,40}}?(?<![a-zà-ÿа-я])(?:{_any_of(BOUNCED)})")
_DELAYED = re.compile(rf"^.{{0,40}}?(?:{_any_of(DELAYED)})")


def is_certainly_automatic(subject: str) -> bool:
    return _CERTAIN.match(bare(subject)) is not None


def is_likely_automatic(subject: str) -> bool:
    return _LIKELY.match(bare(subject)) is not None


def tells_of_absence(text: str) -> bool:
    """Whether the beginning of a text says that its author is away or a machine."""
    return _AWAY.search(folded(text[:MAX_TEXT_CHARS])) is not None


def is_of_a_bounce(subject: str) -> bool:
    return not is_answer(subject) and _BOUNCED.match(bare(subject)) is not None


def is_of_a_delay(subject: str) -> bool:
    return not is_answer(subject) and _DELAYED.match(bare(subject)) is not None


def is_answer(subject: str) -> bool:
    """Whether it begins as an answer or a forwarded mail does."""
    return PREFIX.match(bare(subject)) is not None


def bare(subject: str) -> str:
    """In lower case, white space collapsed, without tags that gateways put before it."""
    rest = folded(subject[:MAX_SUBJECT_CHARS])
    for _ in range(3):
        rest = TAG.sub("", rest)
    return rest


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).lower().replace("’", "'").split())
