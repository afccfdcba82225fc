"""What goes wrong between us and a mail server, each with its cause in plain words and what an administrator can do."""

import re
import ssl

from contactcenter.errors import ProviderError

MAX_WORDS_CHARS = 200


class MailServerError(ProviderError):
    """``message`` is the cause, with the server's own words where it said some; ``advice`` what to do."""

    def __init__(self, message: str, *, advice: str = "", retry: bool = True) -> None:
        super().__init__(message, retry=retry)
        self.advice = advice


class UnknownHost(MailServerError):
    def __init__(self, host: str) -> None:
        super().__init__(
            f"There is no server named {host!r}." if host else "No server is set.",
            advice="Check the name of the server; the provider's help pages tell it.",
        )


class Unreachable(MailServerError):
    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(
            f"{host} does not accept a connection on port {port}: {why}",
            advice="Check the port (993 for TLS, 143 for STARTTLS) and whether a firewall lets this machine out.",
        )


class CertificateRefused(MailServerError):
    def __init__(self, host: str, why: str) -> None:
        super().__init__(
            f"The certificate of {host} is not trusted: {why}.",
            advice="Use the name that the certificate was made for, or add the certificate of your own authority. "
            "Nothing is ever sent over a connection that is not trusted.",
        )


class EncryptionRefused(MailServerError):
    def __init__(self, host: str, why: str) -> None:
        super().__init__(
            f"No encrypted connection to {host}: {why}",
            advice="Check that port and security fit together: 993 with TLS, 143 with STARTTLS.",
        )


class LoginRefused(MailServerError):
    """The name, the password or the token is wrong, or the provider wants another way to log in."""

    def __init__(self, words: str) -> None:
        super().__init__(f"The server refuses to log in: {words}", advice=login_advice(words), retry=False)


class TokenRefused(MailServerError):
    """The provider gives no access token (OAuth 2.0)."""


class FolderMissing(MailServerError):
    def __init__(self, folder: str, words: str, folders: tuple[str, ...] = ()) -> None:
        there = f" The mailbox has: {', '.join(folders[:20])}." if folders else ""
        super().__init__(
            f"There is no folder {folder!r} that can be opened: {words}",
            advice=f"Create the folder or set another one.{there}",
        )


class WrongTarget(MailServerError):
    def __init__(self, folder: str) -> None:
        super().__init__(
            f"Mail cannot be moved to {folder!r}: it is fetched from that same folder.",
            advice="Set another folder to move to, or let mail be flagged only.",
            retry=False,
        )


class TooSlow(MailServerError):
    def __init__(self, host: str, doing: str, seconds: float) -> None:
        super().__init__(
            f"{host} did not answer within {seconds:.0f} seconds ({doing}).",
            advice="It is tried again by itself. If it stays so, ask the provider, or check the network between.",
        )


class ConnectionEnded(MailServerError):
    def __init__(self, host: str, why: str) -> None:
        super().__init__(f"{host} ended the connection: {why}", advice="It is tried again by itself.")


class NotUnderstood(MailServerError):
    def __init__(self, host: str, why: str) -> None:
        super().__init__(
            f"{host} does not speak IMAP as agreed: {why}",
            advice="Check that this is an IMAP server and the right port.",
        )


class Refused(MailServerError):
    """The server said NO or BAD to a command that should have worked."""

    def __init__(self, doing: str, words: str) -> None:
        super().__init__(f"The server refuses ({doing}): {words}", advice="It is tried again by itself.")


def login_advice(words: str) -> str:
    """What to do about the server's refusal, by what it says."""
    said = words.lower()
    if "application-specific" in said or "app password" in said:
        return "This provider wants a password of its own for programs: make an app password, or use OAuth."
    if "basicauth" in said or "logondenied" in said or "authenticate failed" in said:
        return "Check name and password. Microsoft 365 and Gmail refuse passwords: use OAuth there."
    return "Check the name (often the whole address) and the password, and that IMAP is switched on for the mailbox."


def plain_words(line: bytes | str) -> str:
    """What a server said, harmless to show: one line, no control characters, at most 200 characters."""
    text = line.decode("utf-8", "replace") if isinstance(line, bytes) else line
    text = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+", " ", text).strip()
    return text[:MAX_WORDS_CHARS] if text else "without a reason"


def tls_fault(host: str, error: ssl.SSLError) -> MailServerError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return CertificateRefused(host, plain_words(error.verify_message))
    return EncryptionRefused(host, plain_words(error.reason or str(error)))
