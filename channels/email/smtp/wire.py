"""One open SMTP connection, used for one transaction at a time (RFC 5321, 1870, 6531)."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import aiosmtplib
from aiosmtplib.protocol import SMTPProtocol
from aiosmtplib.response import SMTPResponse

from channels.email.composing.compose import Mail
from channels.email.smtp.refusals import FINAL, Reason, Refusal, Step, refusal, trouble
from channels.email.smtp.retrying import Outcome

ENDINGS = (OSError, aiosmtplib.SMTPException)  # all that aiosmtplib raises when a connection ends or makes no sense
CHUNK_BYTES = 64 * 2**10
ALIVE_WITHIN = timedelta(seconds=5)
_CLOSING = 421  # "and I close the connection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long each answer may take; RFC 5321, 4.5.3.2 asks for minutes, the final one being the longest."""

    connect: timedelta = timedelta(seconds=30)  # name, connection, greeting, TLS, login
    command: timedelta = timedelta(seconds=60)
    final: timedelta = timedelta(minutes=5)
    check_after: timedelta = timedelta(seconds=10)  # a connection that slept longer is asked whether it lives
    idle: timedelta = timedelta(seconds=60)  # then it is closed
    pause: timedelta = timedelta(seconds=30)  # after a connection that could not be made


class Wire:
    """A connection after its login. Any trouble closes it; whoever uses it looks at ``is_open``."""

    def __init__(self, client: aiosmtplib.SMTP, limits: Limits) -> None:
        self._client = client
        self._limits = limits
        self._handed_over = False  # the final dot is written and not answered

    @property
    def is_open(self) -> bool:
        return self._client.is_connected

    def leave(self) -> None:
        """Closes an idle connection; nobody waits for the answer to its QUIT."""
        if self._client.protocol is not None and self.is_open:
            self._client.protocol.write(b"QUIT\r\n")
        self._client.close()

    def close(self) -> None:
        self._client.close()

    async def is_alive(self) -> bool:
        """Soon: a network that forgot the connection says nothing at all, and a new one is quickly made."""
        try:
            return _is_success(await self._client.execute_command(b"NOOP", timeout=ALIVE_WITHIN.total_seconds()))
        except ENDINGS:
            return False

    async def check(self, sender: str, recipient: str) -> Refusal | None:
        """What the server says to such a mail; it ends before the content, so nothing is sent."""
        mail = Mail(message_id="", sender=sender, recipient=recipient, sent_at=datetime.now(UTC), raw=b"")
        try:
            found = (await self._envelope(mail, waits_for_copies=False)).refusal
        except ENDINGS as error:
            found = trouble(Step.SENDER, error)
        await self._start_over()
        return found

    async def transact(self, mail: Mail, *, waits_for_copies: bool) -> Outcome:
        """One mail. Before its content goes out it is known who gets it, so that no retry brings it to anybody twice.

        A recipient who is refused ends it. A copy that is refused is left out; one that is put off makes all wait while
        ``waits_for_copies``. Trouble closes the connection.
        """
        if impossible := self._impossible(mail):
            return Outcome(refusal=impossible)
        try:
            outcome = await self._envelope(mail, waits_for_copies)
            if outcome.refusal is None and (refused := await self._content(mail.raw)):
                outcome = Outcome(refusal=refused)
        except ENDINGS as error:
            self.close()
            return Outcome(refusal=trouble(Step.CONTENT, error, handed_over=self._handed_over))
        if outcome.refusal is not None:
            await self._start_over()
        return outcome

    def _impossible(self, mail: Mail) -> Refusal | None:
        """What the server's greeting says about this mail before any of it is sent."""
        most = self._most_bytes()
        if most and len(mail.raw) > most:
            said = f"it has {_megabytes(len(mail.raw))}, the server takes {_megabytes(most)}"
            return Refusal(reason=Reason.SIZE, step=Step.SENDER, said=said)
        if mail.needs_utf8 and not self._client.supports_extension("smtputf8"):
            return Refusal(reason=Reason.NEEDS_UTF8, step=Step.SENDER)
        return None

    def _most_bytes(self) -> int:
        """RFC 1870; 0 = not told, or nonsense was told."""
        told = self._client.esmtp_extensions.get("size", "").strip()
        return int(told) if told.isdecimal() and len(told) < 16 else 0

    async def _envelope(self, mail: Mail, waits_for_copies: bool) -> Outcome:
        options = b" SIZE=%d" % len(mail.raw) if self._client.supports_extension("size") else b""
        options += b" BODY=8BITMIME SMTPUTF8" if mail.needs_utf8 else b""
        if found := await self._address(Step.SENDER, b"MAIL FROM:", mail.sender, options):
            return Outcome(refusal=found)
        if found := await self._address(Step.RECIPIENT, b"RCPT TO:", mail.recipient, b""):
            return Outcome(refusal=found)
        left_out = []
        for copy in mail.copies:
            if found := await self._address(Step.RECIPIENT, b"RCPT TO:", copy, b""):
                if not self.is_open or (waits_for_copies and found.reason not in FINAL):
                    return Outcome(refusal=found)
                left_out.append(found)
        return Outcome(left_out=tuple(left_out))

    async def _address(self, step: Step, command: bytes, addr: str, options: bytes) -> Refusal | None:
        reply = await self._command(b"%s<%s>%s" % (command, addr.encode(), options))
        found = None if _is_success(reply) else refusal(step, reply.code, reply.message)
        return found.about(addr) if found and step is Step.RECIPIENT else found

    async def _command(self, line: bytes) -> SMTPResponse:
        return await self._client.execute_command(line, timeout=self._limits.command.total_seconds())

    async def _start_over(self) -> None:
        """The next transaction begins anew; what is known of the last one stays, whatever happens here."""
        try:
            if self.is_open and not _is_success(await self._command(b"RSET")):
                self.close()
        except ENDINGS:
            self.close()

    async def _content(self, raw: bytes) -> Refusal | None:
        """DATA, in pieces as the server takes them: what breaks before the last piece is known not to have arrived.

        The library's own data() says only that the connection broke somewhere.
        """
        reply = await self._command(b"DATA")
        if reply.code == 354:
            reply = await self._hand_over(_stuffed(raw) + b".\r\n")
            if _is_success(reply):
                return None
        if reply.code == _CLOSING:
            self.close()
        return refusal(Step.CONTENT, reply.code, reply.message)

    async def _hand_over(self, stuffed: bytes) -> SMTPResponse:
        protocol = self._client.protocol
        if protocol is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        for start in range(0, len(stuffed), CHUNK_BYTES):
            await _drained(protocol, self._limits.command)
            protocol.write(stuffed[start : start + CHUNK_BYTES])
        self._handed_over = True
        reply = await protocol.read_response(timeout=self._limits.final.total_seconds())
        self._handed_over = False
        return reply


async def _drained(protocol: SMTPProtocol, limit: timedelta) -> None:
    """Until the machine has taken what was written: private in the library, as asyncio's own streams call it."""
    async with asyncio.timeout(limit.total_seconds()):
        await protocol._drain_helper()


def _stuffed(raw: bytes) -> bytes:
    """RFC 5321, 4.5.2. A mail begins with a field, never with a dot."""
    return raw.replace(b"\r\n.", b"\r\n..")


def _is_success(reply: SMTPResponse) -> bool:
    """By the first digit alone (RFC 5321, 4.3.2)."""
    return 200 <= reply.code < 300


def _megabytes(count: int) -> str:
    return f"{count / 10**6:.1f} MB"
