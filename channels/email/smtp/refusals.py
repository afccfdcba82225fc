"""Why a mail was not taken, sorted by what can be done about it (RFC 5321, 4.2; RFC 3463), in words for people."""

import re
import socket
import ssl
from dataclasses import dataclass, replace
from enum import StrEnum

import aiosmtplib

from channels.email.composing.fields import one_line
from contactcenter.errors import CentreError, ProviderError

MAX_WORDS = 300


class Reason(StrEnum):
    REFUSED = "refused"  # for good: the address or the content
    SIZE = "size"
    NEEDS_UTF8 = "needs_utf8"
    LATER = "later"
    RATE = "rate"
    AUTHENTICATION = "authentication"
    CERTIFICATE = "certificate"
    NO_ENCRYPTION = "no_encryption"  # STARTTLS is wanted and not offered
    UNREACHABLE = "unreachable"
    NO_MAIL_SERVER = "no_mail_server"  # something else answers there
    LOST = "lost"  # before the final dot: nobody got it
    UNKNOWN = "unknown"  # after the final dot: it may have been taken


FINAL = frozenset({Reason.REFUSED, Reason.SIZE, Reason.NEEDS_UTF8})


class Step(StrEnum):
    CONNECT = "connect"
    LOGIN = "login"
    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """``said``: the server's own words, or the system's, in one line. ``recipient`` where it is about one address."""

    reason: Reason
    step: Step
    said: str = ""
    recipient: str = ""

    def about(self, recipient: str) -> "Refusal":
        return replace(self, recipient=recipient)

    def __str__(self) -> str:
        """One sentence and the server's words; for the agent at the message."""
        plain = _PLAIN[self.reason]
        if self.reason is Reason.REFUSED:
            plain = _REFUSED_AT.get(self.step, plain).format(who=self.recipient)
        elif self.recipient:
            plain = f"{self.recipient}: {plain}"
        return f"{plain}: {self.said}" if self.said else f"{plain}."


_PLAIN = {
    Reason.REFUSED: "The mail server refused the mail",
    Reason.SIZE: "The mail is larger than the mail server takes",
    Reason.NEEDS_UTF8: "The mail server takes no address with letters beyond ASCII before the @",
    Reason.LATER: "The mail server asks to try again later",
    Reason.RATE: "The mail server takes no more mails for a while",
    Reason.AUTHENTICATION: "The mail server did not accept the login",
    Reason.CERTIFICATE: "The mail server's certificate is not to be trusted, so nothing was sent",
    Reason.NO_ENCRYPTION: "The mail server offers no encryption (STARTTLS), so nothing was sent",
    Reason.UNREACHABLE: "The mail server cannot be reached",
    Reason.NO_MAIL_SERVER: "What answers there does not speak SMTP as expected",
    Reason.LOST: "The connection broke before the mail was handed over",
    Reason.UNKNOWN: "The connection broke after the mail was handed over: it may have arrived, "
    "and is sent again with the same Message-ID",
}
_REFUSED_AT = {
    Step.SENDER: "The mail server does not let this inbox send",
    Step.RECIPIENT: "The mail server refused the recipient {who}",
    Step.CONTENT: "The mail server refused what stands in the mail",
}

_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
_RATE_WORDS = re.compile(
    r"\brate\b|too many|too much mail|too fast|slow down|throttl|limit|quota exceeded", re.IGNORECASE
)
_RATE_FOR_A_DAY = re.compile(r"5\.4\.5\b|5\.1\.90\b|sending limit|submissionquota|daily limit", re.IGNORECASE)
_LOGIN_CODES = (530, 534, 535, 538)
_SIZE_CODES = ("5.3.4", "5.2.3")
_FULL_MAILBOX = "5.2.2"  # 552 as well, but no smaller mail would help


def refusal(step: Step, code: int, words: str) -> Refusal:
    """What a reply that is no success means at this step of the transaction."""
    said = one_line(f"{code} {words}" if code > 0 else words)[:MAX_WORDS]
    return Refusal(reason=_reason(step, code, words), step=step, said=said)


def _reason(step: Step, code: int, words: str) -> Reason:
    found = _ENHANCED.match(words)
    enhanced = found.group() if found else ""
    if not 400 <= code <= 599:
        return Reason.NO_MAIL_SERVER
    if code in _LOGIN_CODES or enhanced in ("5.7.8", "5.7.9") or (step is Step.LOGIN and code >= 500):
        return Reason.AUTHENTICATION
    if step is Step.CONNECT:
        return Reason.RATE if _RATE_WORDS.search(words) else Reason.LATER  # says nothing about this mail
    if code < 500:
        return Reason.RATE if _RATE_WORDS.search(words) and code in (421, 450, 451, 452, 454) else Reason.LATER
    if enhanced in _SIZE_CODES or (code == 552 and enhanced != _FULL_MAILBOX):
        return Reason.SIZE
    return Reason.RATE if _RATE_FOR_A_DAY.search(words) else Reason.REFUSED


def trouble(step: Step, error: BaseException, *, handed_over: bool = False) -> Refusal:
    """What an exception means that ended the connection or kept it from being made."""
    if isinstance(error, aiosmtplib.SMTPResponseException) and not handed_over:
        return refusal(step, error.code, error.message)
    return Refusal(reason=_cause(step, error, handed_over), step=step, said=_said(error))


def _cause(step: Step, error: BaseException, handed_over: bool) -> Reason:
    if handed_over:
        return Reason.UNKNOWN
    if isinstance(_root(error), ssl.SSLCertVerificationError):
        return Reason.CERTIFICATE
    if isinstance(error, ProviderError) and error.retry:
        return Reason.LATER  # whoever gives out access tokens did not answer
    if isinstance(error, CentreError) or (step is Step.LOGIN and not isinstance(error, OSError)):
        return Reason.AUTHENTICATION
    if isinstance(_root(error), ssl.SSLError):
        return Reason.NO_MAIL_SERVER
    if step is Step.CONNECT and "STARTTLS" in str(error):
        return Reason.NO_ENCRYPTION
    return Reason.UNREACHABLE if step is Step.CONNECT else Reason.LOST


def _said(error: BaseException) -> str:
    root = _root(error)
    if isinstance(root, ssl.SSLCertVerificationError):
        return root.verify_message
    if isinstance(root, socket.gaierror):
        return "there is no server of that name"
    if isinstance(root, TimeoutError):
        return "no answer in time"
    return one_line(getattr(root, "strerror", None) or str(root) or type(root).__name__)[:MAX_WORDS]


def _root(error: BaseException) -> BaseException:
    """The system's error below the library's, which wraps it."""
    while isinstance(error.__cause__, OSError):
        error = error.__cause__
    return error
