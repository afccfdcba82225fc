"""Who writes: a contact, the addresses it writes from, and the company it belongs to for a while."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from contactcenter.ids import CompanyId, ContactId, ConversationId


class Verification(StrEnum):
    """How far an identity is proven; later members prove more."""

    CLAIMED = "claimed"  # somebody said so
    SESSION = "session"  # the same browser, bot chat or mailbox as before
    VERIFIED = "verified"  # proven by a link, a code or a provider
    SIGNED = "signed"  # signed by the host page's server


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An address on a kind of channel; unique on (kind, scope, address).

    ``scope`` is the account where the provider's ids are per account, else empty.
    """

    kind: str
    scope: str = ""
    address: str
    verification: Verification = Verification.CLAIMED

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.kind, self.scope, self.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person who writes. ``merged_into`` is a reversible link: nothing of a merged contact moves."""

    id: ContactId
    name: str = ""
    language: str | None = None  # BCP-47, chosen or settled
    time_zone: str | None = None
    created_at: datetime
    blocked_at: datetime | None = None
    merged_into: ContactId | None = None
    custom: Mapping[str, str] = field(default_factory=dict)
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A contact belongs to a company from a date to a date (exclusive); None = open."""

    contact_id: ContactId
    company_id: CompanyId
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFact:
    """What a conversation (or form, API, file) showed about what a contact or company has; append-only history."""

    contact_id: ContactId
    company_id: CompanyId | None = None
    key: str
    value: str | None  # None = known not to be known
    source: str  # contact | agent | text | api
    conversation_id: ConversationId | None = None
    at: datetime
