"""The way out of one mailbox: a warm connection, one mail at a time, and what became of each."""

import asyncio
import random
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from channels.email.composing.body import Labels
from channels.email.composing.compose import Mail, compose
from channels.email.faults import MailServerError
from channels.email.settings import Settings
from channels.email.smtp.connect import TokenSource, cannot_start, connect, own_context
from channels.email.smtp.refusals import Reason, Refusal, Step
from channels.email.smtp.retrying import WAIT_FOR_COPIES, Outcome, sent
from channels.email.smtp.wire import Limits, Wire
from contactcenter.errors import Invalid
from contactcenter.model.bodies import DeliveryState
from contactcenter.ports import OutboundMessage, Sent

_NOT_YET_IN_IT = (Reason.LOST, Reason.LATER, Reason.RATE, Reason.NO_MAIL_SERVER)


class SmtpAccount:
    """Sends for one inbox. A connection is made with the first mail, kept for the next ones, and closed when idle.

    A warm connection sends about five times faster than a new one for each mail. ``now`` is the centre's clock; the
    idleness of a connection is measured by the machine's.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        now: Callable[[], datetime],
        tokens: TokenSource | None = None,
        forget_token: Callable[[], None] | None = None,
        limits: Limits | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._settings = settings
        self._now = now
        self._tokens = tokens
        self._forget_token = forget_token  # called when the server refused the one it was given
        self._limits = limits or Limits()
        self._chance = chance
        self._one_at_a_time = asyncio.Lock()
        self._wire: Wire | None = None
        self._pause: tuple[float, Refusal] | None = None  # until when, and why
        self._used_at = 0.0
        self._idle_timer: asyncio.TimerHandle | None = None

    async def send(self, mail: Mail) -> Sent:
        """One attempt: SENT, DEFERRED until ``retry_at``, or FAILED. Never raises for what a server does.

        ``error`` may also be set on SENT: it names the copies that were refused. A connection that breaks after the
        final dot leaves it open whether the mail was taken (RFC 1047): DEFERRED, and the same Message-ID at the next
        attempt, for a mail that came twice can be known as such, and one that never came cannot.
        Whoever waits here waits for the mail before, which has limits of its own.
        """
        async with self._one_at_a_time:
            self._stop_idle_timer()
            try:
                outcome = await self._attempt(mail)
            except BaseException:
                self._drop()
                raise
            self._start_idle_timer()
        now = self._now()
        return sent(mail.message_id, outcome, sent_at=mail.sent_at, now=now, chance=self._chance())

    async def deliver(self, message: OutboundMessage, *, own_domain: str = "", labels: Labels | None = None) -> Sent:
        """Composes and sends; what cannot be composed (an address that is none) has FAILED."""
        try:
            mail = await self._composed(message, own_domain, labels)
        except Invalid as error:
            return Sent(state=DeliveryState.FAILED, error=f"The mail cannot be written: {error.message}")
        return await self.send(mail)

    async def _composed(self, message: OutboundMessage, own_domain: str, labels: Labels | None) -> Mail:
        """Files take milliseconds a megabyte to encode: in a thread, so that nobody else waits."""
        write = partial(compose, self._settings, message, own_domain=own_domain, labels=labels)
        return await asyncio.to_thread(write) if message.files else write()

    async def close(self) -> None:
        """After the mail that is under way."""
        async with self._one_at_a_time:
            self._stop_idle_timer()
            self._leave()

    async def _attempt(self, mail: Mail) -> Outcome:
        if (why := self._pausing()) is not None:
            return Outcome(refusal=why)
        outcome = await self._over_some_wire(mail, waits_for_copies=self._now() - mail.sent_at < WAIT_FOR_COPIES)
        if outcome.refusal is not None and (outcome.refusal.reason is Reason.RATE or self._wire is None):
            until = time.monotonic() + self._limits.pause.total_seconds()
            self._pause = (until, outcome.refusal.about(""))  # other mails go to others
        return outcome

    def _pausing(self) -> Refusal | None:
        """Why nothing is tried now: mails that wait would all knock in vain, and providers lock those who do."""
        if self._pause is not None and time.monotonic() >= self._pause[0]:
            self._pause = None
        return self._pause[1] if self._pause is not None else None

    async def _over_some_wire(self, mail: Mail, *, waits_for_copies: bool) -> Outcome:
        warm = await self._warm()
        if warm is not None:
            outcome = await warm.transact(mail, waits_for_copies=waits_for_copies)
            if not _may_begin_anew(warm, outcome):
                return outcome
        fresh = await self._connect()
        if isinstance(fresh, Refusal):
            if fresh.reason is Reason.AUTHENTICATION and self._forget_token is not None:
                self._forget_token()
            return Outcome(refusal=fresh)
        self._wire = fresh
        return await fresh.transact(mail, waits_for_copies=waits_for_copies)

    async def _warm(self) -> Wire | None:
        """The connection there is, if it still lives."""
        wire, self._wire = self._wire, None
        if wire is None or not wire.is_open:
            return None
        slept = time.monotonic() - self._used_at
        if slept > self._limits.check_after.total_seconds() and not await wire.is_alive():
            wire.close()
            return None
        self._wire = wire
        return wire

    async def _connect(self) -> Wire | Refusal:
        self._drop()
        try:
            context = await own_context(self._settings)
        except MailServerError as error:
            return cannot_start(error)
        return await connect(self._settings, context, self._tokens, self._limits)

    def _start_idle_timer(self) -> None:
        self._used_at = time.monotonic()
        if self._wire is not None:
            delay = self._limits.idle.total_seconds()
            self._idle_timer = asyncio.get_running_loop().call_later(delay, self._leave)

    def _stop_idle_timer(self) -> None:
        if self._idle_timer is not None:
            self._idle_timer.cancel()
            self._idle_timer = None

    def _leave(self) -> None:
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.leave()

    def _drop(self) -> None:
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.close()


def _may_begin_anew(warm: Wire, outcome: Outcome) -> bool:
    """A connection that ended while it slept, or has carried as many mails as its server likes: a new one, at once.

    Only for what surely reached nobody.
    """
    refused = outcome.refusal
    return (
        refused is not None and not warm.is_open and refused.reason in _NOT_YET_IN_IT and refused.step is not Step.LOGIN
    )
