"""Bounces that are no delivery reports by form: what qmail, Exim, old Exchange, Gmail and others tell in words.

Read only when the sender is a mail server: people quote such texts when they ask what went wrong.
"""

import re
from collections.abc import Iterator

from channels.email.judging.reports import (
    MAX_DIAGNOSTIC_CHARS,
    MAX_RECIPIENT_CHARS,
    MAX_REPORTS,
    STATUS,
    Action,
    Report,
    message_ids,
)

MAX_TEXT_CHARS = 256 * 1024
MAX_LINES = 2000
MAX_LINE_CHARS = 2000
REASON_LINES = 6

RETURNED = re.compile(  # where the words of the server end and the returned mail begins
    r"(?im)^[ \t>]*+(?:-{2,}+[^\n]{0,60}(?:copy of (?:the|this|your) message|original message|returned message"
    r"|unsent message|message header|message follows|undelivered message)|return-path:|received:|message-id:)"
)
ON_ITS_OWN = re.compile(
    r"^[ \t]*<?([^\s<>:;,\"'()@]{1,64}@[a-zA-Z0-9\u0080-\uffff._-]{1,255})>?[ \t]*[:.]?(?=\s|$)(.*)$"
)
IN_WORDS = re.compile(r"\b(?:to|address|recipient|an|à|a|para)[ :]{1,3}<?([^\s<>:;,\"'()@]{1,64}@[\w.-]{1,254}\w)")
REPLY_CODE = re.compile(r"(?<![\d.\-:/])([45])\d\d(?=[ \-:]|$)")
DELAY = re.compile(
    r"(?i)\b(?:will (?:be retried|keep trying|continue to try|be tried again|retry)|still (?:trying|retrying)"
    r"|not yet been delivered|has been delayed|is delayed|delivery (?:incomplete|is delayed|attempts will continue)"
    r"|do not need to resend|no action is required|temporary (?:problem|error|failure) delivering|warning message only"
    r"|wurde noch nicht zugestellt|verzögert|est retardée|se ha retrasado|задерж)"
)

FAILURE = re.compile(
    r"(?i)following (?:address|recipient)|(?:not|unable to|be) (?:be )?deliver(?:ed)? (?:to|your)|did not reach"
    r"|undeliverable|permanent(?:ly)? (?:error|fail)|(?<![\d.])5\.\d\.\d(?!\d|\.\d)|(?<!\d)55\d[ -]"
)


def read_bounce(text: str, failed: str = "") -> tuple[Report, ...]:
    """One report for every address that the text of a bounce names, at least one with ''.

    ``failed`` is the value of X-Failed-Recipients (Exim, Gmail), which is believed before the text.
    """
    text = text[:MAX_TEXT_CHARS]
    cut = RETURNED.search(text)
    words = text[: cut.start()] if cut else text
    reasons = _reasons(words)
    named = [address.strip(" <>")[:MAX_RECIPIENT_CHARS] for address in failed[:10_000].split(",") if "@" in address]
    inline = [] if named or reasons else [match[1] for match in IN_WORDS.finditer(words[:10_000])][:1]
    recipients = named or list(reasons) or inline or [""]
    everything = " ".join(words.split())
    ids = message_ids(text)
    return tuple(_report(address, reasons.get(address, everything), words, ids) for address in recipients[:MAX_REPORTS])


def tells_of_delay(text: str) -> bool:
    """Whether the server says that it goes on trying."""
    return DELAY.search(text[:10_000]) is not None


def tells_of_failure(text: str) -> bool:
    """Whether it uses words of a mail server about a mail that it could not deliver."""
    return FAILURE.search(text[:10_000]) is not None or tells_of_delay(text)


def _report(recipient: str, reason: str, words: str, ids: tuple[str, ...]) -> Report:
    code = STATUS.search(reason)
    is_late = tells_of_delay(words)
    reply = REPLY_CODE.search(reason)
    return Report(
        action=Action.DELAYED if is_late else Action.FAILED,
        status=code[1] if code else f"{reply[1]}.0.0" if reply else "",
        recipient=recipient,
        diagnostic=reason[:MAX_DIAGNOSTIC_CHARS],
        returned_message_ids=ids,
    )


def _reasons(words: str) -> dict[str, str]:
    """Address -> what is said about it: the rest of its line and the lines below up to a blank one."""
    reasons: dict[str, list[str]] = {}
    address, left = "", 0
    for line in _lines(words):
        found = ON_ITS_OWN.match(line)
        if found and not re.match(r"(?i)mailer-daemon|postmaster", found[1]) and len(reasons) < MAX_REPORTS:
            address, left = found[1].rstrip("."), REASON_LINES
            reasons.setdefault(address, []).append(found[2].strip())
        elif left and line.strip():
            reasons[address].append(line.strip())
            left -= 1
        elif left < REASON_LINES:
            left = 0
    return {address: " ".join(filter(None, said)) for address, said in reasons.items()}


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines()[:MAX_LINES]:
        yield line[:MAX_LINE_CHARS]
