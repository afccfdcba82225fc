"""E-mail: fetched over IMAP, read, sent over SMTP (docs/channels/email.md)."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from channels.email.imap.fetching import fetch
from channels.email.imap.probe import probe as probe_imap
from channels.email.inbound import KIND, inbound, own_addresses
from channels.email.oauth import TokenSource
from channels.email.parsing.parse import parse as parse_mail
from channels.email.settings import Settings
from channels.email.smtp.probe import probe_smtp
from channels.email.smtp.sending import SmtpAccount
from contactcenter.model.bodies import DeliveryState
from contactcenter.ports import (
    Capabilities,
    ChannelContext,
    Health,
    Ignored,
    InboundMessage,
    OutboundMessage,
    RawInbound,
    SecretKeeper,
    Sent,
    StatusChange,
)


class EmailChannel:
    """One mailbox."""

    kind: ClassVar[str] = KIND
    Settings: ClassVar[type[Any]] = Settings
    capabilities: ClassVar[Capabilities] = Capabilities(
        max_text_chars=100_000, max_attachment_bytes=25 * 2**20, html=True, letters=True
    )

    def __init__(self, settings: Any) -> None:
        self._settings = settings
        self._tokens = TokenSource(settings)
        self._account = SmtpAccount(
            settings, now=lambda: datetime.now(UTC), tokens=self._tokens.token, forget_token=self._tokens.forget
        )

    @property
    def proves_senders(self) -> bool:
        """Where a server is named whose word about senders counts."""
        return bool(self._settings.authentication_server.strip())

    def keep_secrets_with(self, keeper: SecretKeeper) -> None:
        self._tokens.keeper = keeper

    def normalize(self, raw: RawInbound) -> tuple[InboundMessage | StatusChange | Ignored, ...]:
        """Pure; any bytes are read as far as they go."""
        return inbound(self._settings, raw, parse_mail(raw.raw, own_addresses(self._settings)))

    async def run(self, context: ChannelContext) -> None:
        """Fetch for as long as this node has the inbox; at once done where no server is set."""
        if self._settings.imap_host:
            await fetch(self._settings, context.inbox_id, context, tokens=self._tokens)

    async def deliver(self, message: OutboundMessage) -> Sent:
        if not self._settings.smtp_host:
            return Sent(state=DeliveryState.FAILED, error="this inbox has no server to send through: set one")
        return await self._account.deliver(message, labels=message.link_labels)

    async def probe(self) -> Health:
        """Both directions; the first that does not work is the answer, else what fetching would begin with."""
        coming = await probe_imap(self._settings, tokens=self._tokens)
        if coming.problem:
            return coming
        going = await probe_smtp(self._settings, self._tokens.token)
        return going if going.problem else Health(note=coming.advice)
