"""Mail that nobody typed: what ours carries, and to whom it may go at all (RFC 3834).

Two answering machines that answer each other never stop, so every rule here errs towards silence. How many automatic
mails a sender gets in a day is counted elsewhere; these rules need only the mail.
"""

import re
from collections.abc import Collection
from enum import StrEnum

from channels.email.judging.classify import has_null_sender, is_daemon, local_part
from channels.email.parsing.headers import Headers
from contactcenter.model.message import MessageClass

NO_REPLY = re.compile(
    r"(?:^|[-_.+])(?:(?:no|not|do[-_.]?not|dont|never|kein|keine)[-_.]?(?:to[-_.]?)?(?:reply|replies|response|answer|antwort(?:en)?)"
    r"|nicht[-_.]?antworten|ne[-_.]?pas[-_.]?repondre|no[-_.]?responder?a?|nao[-_.]?respond[ae]r?|non[-_.]?rispondere"
    r"|nie[-_.]?odpowiadaj|geen[-_.]?antwoord|ne[-_.]?otvechat|yanitlamayin|unattended|unmonitored)(?:$|[-_.+\d])"
)
MACHINES = re.compile(  # RFC 2142 names of roles that programs write under, and what lists are run by
    r"^(?:postmaster|bounces?|abuse|root|daemon|nobody|www-data|apache|nginx|cron|autoreply|auto-reply|autoresponder|majordomo"
    r"|listserv|listproc|mailman|sympa|owner-.+|.+-owner|.+-request|.+-bounces?|.+-bounces?\+.+|noc-?bot|notifications?)"
    r"(?:[+=].*)?$"
)
LIST_FIELDS = ("list-id", "list-post", "list-unsubscribe", "list-unsubscribe-post")
SILENCE = frozenset({"all", "autoreply"})  # X-Auto-Response-Suppress; OOF and DR forbid other things
SUPPRESS = "All"


class Purpose(StrEnum):
    ANSWER = "answer"  # to a mail that came: answer, acknowledgement
    NOTICE = "notice"  # begun by us, to many


class Verdict(StrEnum):
    """Whether an automatic mail may go to a sender; the first reason why not."""

    YES = "yes"
    NOT_HUMAN = "not_human"
    NO_ADDRESS = "no_address"
    NULL_SENDER = "null_sender"
    OWN_ADDRESS = "own_address"
    MAIL_SERVER = "mail_server"
    NO_REPLY = "no_reply"
    MACHINE = "machine"
    LIST = "list"
    LOOP = "loop"
    ASKED_NOT_TO = "asked_not_to"

    @property
    def is_yes(self) -> bool:
        return self is Verdict.YES


def headers_of_automatic_mail(purpose: Purpose) -> tuple[tuple[str, str], ...]:
    """The fields that tell other machines that a mail of ours is one (RFC 3834, 5; MS-OXCMAIL).

    Precedence goes with notices only: some servers drop or delay what says bulk, and an answer is no bulk mail.
    """
    submitted = "auto-replied" if purpose is Purpose.ANSWER else "auto-generated"
    fields = (("Auto-Submitted", submitted), ("X-Auto-Response-Suppress", SUPPRESS))
    return fields if purpose is Purpose.ANSWER else (*fields, ("Precedence", "bulk"))


def may_answer(
    headers: Headers, message_class: MessageClass, sender: str, own_addresses: Collection[str] = ()
) -> Verdict:
    """Whether an automatic mail may be sent to ``sender``, the address it would go to (Reply-To or From).

    ``own_addresses``: of all inboxes, with aliases; what has a tag behind + is one of them too. A list that posts to
    one of them is a way in, as in ``classify``, but then the sender must be somebody else.
    """
    own = {_base(address) for address in own_addresses}
    return (
        _because_of_class(message_class)
        or _because_of_sender(sender, own)
        or _because_of_headers(headers, own)
        or Verdict.YES
    )


def is_own(address: str, own_addresses: Collection[str]) -> bool:
    """Whether mail to it comes back to one of our inboxes."""
    return _base(address) in {_base(own) for own in own_addresses}


def _because_of_class(message_class: MessageClass) -> Verdict | None:
    return None if message_class is MessageClass.HUMAN else Verdict.NOT_HUMAN


def _because_of_sender(sender: str, own: Collection[str]) -> Verdict | None:
    local = local_part(sender)
    if not re.fullmatch(r"[^\s@<>]{1,64}@[^\s@<>]{1,255}", sender.strip()):
        return Verdict.NO_ADDRESS
    if _base(sender) in own:
        return Verdict.OWN_ADDRESS
    if is_daemon(sender) or local == "postmaster":
        return Verdict.MAIL_SERVER
    if NO_REPLY.search(local):
        return Verdict.NO_REPLY
    return Verdict.MACHINE if MACHINES.match(local) else None


def _because_of_headers(headers: Headers, own: Collection[str]) -> Verdict | None:
    if has_null_sender(headers):
        return Verdict.NULL_SENDER
    if any(_base(address) in own for value in headers.all("x-loop") for address in _addresses(value)):
        return Verdict.LOOP
    if headers.has(LIST_FIELDS) and not _posts_to(headers, own):
        return Verdict.LIST
    words = re.split(r"[\s,;]+", headers.first("x-auto-response-suppress").lower())
    return Verdict.ASKED_NOT_TO if SILENCE.intersection(words) else None


def _posts_to(headers: Headers, own: Collection[str]) -> bool:
    posts = re.findall(r"mailto:([^?>\s]{3,320})", headers.first("list-post").lower())
    return any(_base(address) in own for address in posts)


def _addresses(value: str) -> list[str]:
    return re.findall(r"[^\s<>,;\"()]{1,64}@[^\s<>,;\"()]{1,255}", value[:2000])


def _base(address: str) -> str:
    """Without its tag, in lower case: what mailbox it is, for most servers."""
    local, _, domain = address.strip().lower()[:400].rpartition("@")
    return f"{local.partition('+')[0]}@{domain.rstrip('.')}"
