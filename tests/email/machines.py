"""Programs that answer every mail they get, as politely or rudely as such programs are."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP

from contactcenter.ids import uuid7

Machine = Callable[[EmailMessage, str], bytes]  # (our mail, whose mailbox it came to) -> what it sends back
AWAY = "I am away from my desk until Monday. Kind regards, the person you wrote to."
BUSY = "Your message reached us and we take care of it. This mailbox is read on weekdays."


def vacation(ours: EmailMessage, owner: str) -> bytes:
    """As RFC 3834 asks for."""
    return _made(ours, owner, f"Re: {ours['Subject']}", AWAY, threads=True, Auto_Submitted="auto-replied")


def vacation_that_forgets_the_thread(ours: EmailMessage, owner: str) -> bytes:
    return _made(ours, owner, "Out of office", AWAY, threads=False, Auto_Submitted="auto-replied")


def vacation_without_headers(ours: EmailMessage, owner: str) -> bytes:
    return _made(ours, owner, f"Re: {ours['Subject']}", AWAY, threads=True)


def vacation_without_headers_or_thread(ours: EmailMessage, owner: str) -> bytes:
    return _made(ours, owner, "Thank you for your mail", AWAY, threads=False)


def ticket_system(ours: EmailMessage, owner: str) -> bytes:
    """Each mail is a new ticket of a new number."""
    return _made(ours, owner, f"Ticket {uuid7()[-6:]} was opened", BUSY, threads=False)


def forwarder(ours: EmailMessage, owner: str) -> bytes:
    """Sends on what it gets, as it is: to us."""
    return f"Resent-From: {owner}\r\nDelivered-To: {owner}\r\n".encode() + ours.as_bytes(policy=SMTP)


def forwarder_that_writes_anew(ours: EmailMessage, owner: str) -> bytes:
    """Our words under its own name and number; ours is nowhere left."""
    body = ours.get_body(("plain",))
    assert body is not None
    subject = re.sub(r"\[#.*?\]", "", str(ours["Subject"]))
    return _made(ours, owner, f"Fwd: {subject}", f"{body.get_content()}", threads=False)


ALL: tuple[Machine, ...] = (
    vacation, vacation_that_forgets_the_thread, vacation_without_headers, vacation_without_headers_or_thread,
    ticket_system, forwarder, forwarder_that_writes_anew,
)  # fmt: skip


def _made(ours: EmailMessage, owner: str, subject: str, text: str, *, threads: bool, **fields: str) -> bytes:
    mail = EmailMessage()
    mail["From"] = owner
    mail["To"] = str(ours["Reply-To"] if threads and ours["Reply-To"] else ours["From"])
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{uuid7()}-m@machine.example>"
    if threads:
        mail["In-Reply-To"] = str(ours["Message-ID"])
        mail["References"] = str(ours["Message-ID"])
    for name, value in fields.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes(policy=SMTP)
