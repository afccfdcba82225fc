"""The subject of what is sent: one "Re:", and the reference that people and programs find the conversation by."""

import re

from channels.email.composing.fields import one_line

MAX_SUBJECT_CHARS = 250

# What mail programs put before a reply, by language; "Fwd:" and its kin stay, they say something.
_PREFIXES = (
    "re|aw|antw|antwort|sv|vs|vá|odp|ynt|yanıt|rif|r|res|rép|atb|vast|"  # Latin script
    "απ|σχετ|ответ|отв|відповідь|отговор|"
    "回复|回覆|答复|答覆|回信|返信|返|답장|회신|رد|תשובה|השב|ตอบ|trả lời"
)
_REPLY = re.compile(rf"(?:{_PREFIXES})(?:\s?[\[(]\d{{1,3}}[\])])?\s?[:：]\s*", re.IGNORECASE)


def subject_line(subject: str, reference: str, *, is_reply: bool) -> str:
    """``Re: Where is my order? [#K7PX-2MQD]``; a mail that starts a conversation has no prefix."""
    tag = f"[#{one_line(reference)}]" if reference else ""
    bare = one_line(subject[: 8 * MAX_SUBJECT_CHARS])
    if tag:
        bare = one_line(bare.replace(tag, " "))
    if is_reply:
        bare = without_prefixes(bare)
    if len(bare) > MAX_SUBJECT_CHARS:
        bare = bare[:MAX_SUBJECT_CHARS].rstrip() + "…"
    return " ".join(word for word in ("Re:" if is_reply else "", bare, tag) if word)


def without_prefixes(subject: str) -> str:
    """The subject without any "Re:", "AW:", "SV:", "Ответ:", "回复：" and the like at its beginning."""
    while found := _REPLY.match(subject):
        subject = subject[found.end() :]
    return subject
