"""A mail that was read, as the centre takes it: a contact's message, or news of a mail of ours."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator

from channels.email.composing.marker import tokens_in
from channels.email.composing.subject import without_prefixes
from channels.email.judging.automatic import is_own, may_answer
from channels.email.judging.report_parts import receipts_of, reports_of
from channels.email.judging.reports import Action
from channels.email.judging.trust import is_authenticated, is_spam
from channels.email.parsing.defects import Defect
from channels.email.parsing.mail import Mail, MailAttachment, Mailbox
from channels.email.settings import Settings
from contactcenter.ids import derived_id, is_uuid
from contactcenter.model.bodies import DeliveryState
from contactcenter.model.contact import Identity, Verification
from contactcenter.model.message import MessageClass
from contactcenter.ports import Addressed, Ignored, InboundFile, InboundMessage, RawInbound, StatusChange

KIND = "email"
OWN = "delivery:"  # a Message-ID of ours is its delivery's id at our domain
MAX_TEXT_CHARS = 100_000  # longer than any letter; the rest is a click away, and a store holds no entry of 16 MB
MAX_KEYS = 50
MAX_COPIES = 50
INDEX_BYTES = 22  # of Thread-Index: what all mails of one Outlook thread share (MS-OXOMSG, 2.2.1.3)
DELIVERED_TO = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to")

DISHONEST = frozenset({Defect.SEVERAL_SENDERS, Defect.ENCODED_ADDRESS})  # programs show different senders

_REFERENCE = re.compile(r"\[#([0-9A-Z]{4}-[0-9A-Z]{4})\]", re.IGNORECASE)

Found = InboundMessage | StatusChange | Ignored


def inbound(settings: Settings, raw: RawInbound, mail: Mail) -> tuple[Found, ...]:
    """Reports about mails of ours are news; everything else that has a sender is a message."""
    if mail.message_class in (MessageClass.BOUNCE, MessageClass.DELAY, MessageClass.RECEIPT):
        news = tuple(_news(raw, mail))
        return news or (Ignored(reason="a report that names no mail of ours"),)
    sender = _sender(settings, mail)
    if sender is None:
        return (Ignored(reason="no sender to answer to"),)
    return (_message(settings, raw, mail, sender),)


# --- a contact's message -----------------------------------------------------------------------------------


def _message(settings: Settings, raw: RawInbound, mail: Mail, sender: Mailbox) -> InboundMessage:
    own = own_addresses(settings)
    authenticated = _authenticated(settings, mail, sender)
    return InboundMessage(
        inbox_id=raw.inbox_id,
        external_id=_external_id(raw, mail, sender),
        is_named_everywhere=True,
        own_delivery=_own_delivery(mail.message_id),
        identity=identity_of(sender, proven=authenticated is True),
        contact_name=sender.name,
        text=mail.reply_text[:MAX_TEXT_CHARS],
        whole_text=mail.text if mail.text.strip() != mail.reply_text[:MAX_TEXT_CHARS].strip() else None,
        html=mail.html,
        subject=_subject(mail.subject),
        reference=_reference(mail.subject),
        reply_tokens=tuple(_address_tokens(settings, mail)),
        thread_keys=thread_keys(mail),
        quoted_tokens=tokens_in(mail.html_source) if mail.html_source else (),
        weak_thread_keys=_index_keys(mail),
        name=f"<{mail.message_id}>" if mail.message_id else "",
        known_as=(*((f"mid:{mail.message_id}",) if mail.message_id else ()), *_index_keys(mail)),
        files=tuple(_file(one) for one in mail.attachments),
        sent_at=mail.date,
        incomplete=raw.incomplete,
        message_class=mail.message_class,
        authenticated=authenticated,
        may_answer=may_answer(mail.headers, mail.message_class, sender.address, own).is_yes,
        is_spam=settings.spam_headers and is_spam(mail.headers),
        copies=_copies(own, mail, sender),
    )


def own_addresses(settings: Settings) -> tuple[str, ...]:
    return tuple(address for address in (settings.address, *settings.aliases) if address)


def identity_of(mailbox: Mailbox, *, proven: bool = False) -> Identity:
    """Addresses are compared in lower case: no server that people use tells Ann from ann."""
    verification = Verification.VERIFIED if proven else Verification.CLAIMED
    return Identity(kind=KIND, address=mailbox.address.lower(), verification=verification)


def _sender(settings: Settings, mail: Mail) -> Mailbox | None:
    """Who is answered: Reply-To where it names somebody else, as web forms do, but not where it leads back to us."""
    own = own_addresses(settings)
    asked = next((one for one in mail.reply_to if "@" in one.address and not is_own(one.address, own)), None)
    if asked is not None and mail.message_class is MessageClass.HUMAN:
        return Mailbox(name=asked.name or _name(mail), address=asked.address)
    return mail.sender if mail.sender and "@" in mail.sender.address else None


def _name(mail: Mail) -> str:
    return mail.sender.name if mail.sender else ""


def _authenticated(settings: Settings, mail: Mail, sender: Mailbox) -> bool | None:
    """Of the domain in From; another domain to answer to, and a From that plays tricks, are proven by nothing."""
    domain = mail.sender.address.rpartition("@")[2] if mail.sender else ""
    verdict = is_authenticated(mail.headers, settings.authentication_server, domain)
    if verdict and (DISHONEST & set(mail.defects)):
        return False
    return False if verdict and sender.address.rpartition("@")[2].lower() != domain.lower() else verdict


def _external_id(raw: RawInbound, mail: Mail, sender: Mailbox) -> str:
    """The same for the same mail in whatever inbox; different mails under one careless Message-ID stay two."""
    if mail.message_id is None:
        return derived_id("mail", "unnamed", hashlib.sha256(raw.raw).hexdigest())
    written = mail.date.isoformat() if mail.date else hashlib.sha256(mail.text.encode("utf-8", "replace")).hexdigest()
    return derived_id("mail", mail.message_id, sender.address.lower(), written, mail.subject)


def _subject(subject: str) -> str:
    """Without reply prefixes and our reference: what the matter is called."""
    return " ".join(without_prefixes(_REFERENCE.sub(" ", subject)).split())


def _reference(subject: str) -> str | None:
    found = _REFERENCE.search(subject)
    return found[1].upper() if found else None


def _file(one: MailAttachment) -> InboundFile:
    return InboundFile(
        name=one.filename,
        content_type=one.content_type,
        data=one.data,
        size_bytes=one.size_bytes,
        inline=one.inline,
        content_id=one.content_id or "",
    )


def _copies(own: tuple[str, ...], mail: Mail, sender: Mailbox) -> tuple[Addressed, ...]:
    others: dict[str, Addressed] = {}
    for one in (*mail.to, *mail.cc):
        identity = identity_of(one)
        if "@" in one.address and identity.address != sender.address.lower() and not is_own(one.address, own):
            others.setdefault(identity.address, Addressed(identity=identity, name=one.name))
    return tuple(others.values())[:MAX_COPIES]


# --- what it answers ---------------------------------------------------------------------------------------


def thread_keys(mail: Mail) -> tuple[str, ...]:
    """The mails it names, strongest first: In-Reply-To, then References from the newest (RFC 5322, 3.6.4)."""
    named = (mail.in_reply_to, *reversed(mail.references))
    if (
        copied := _own_delivery(mail.message_id)
    ) is not None:  # some gateways answer under the name of what they answer
        return (*_keys_of(named), OWN + copied)
    return _keys_of(named)


def _keys_of(named: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for one in named if one for key in message_keys(one)))[:MAX_KEYS]


def message_keys(message_id: str) -> Iterator[str]:
    """One of ours is found by its delivery, which needs no key of its own."""
    if (delivery := _own_delivery(message_id)) is not None:
        yield OWN + delivery
    yield f"mid:{message_id}"


def _own_delivery(message_id: str | None) -> str | None:
    """The delivery's id if the name has the form of ours; whether there is such a delivery the store knows."""
    local = (message_id or "").rpartition("@")[0]
    return local if is_uuid(local) else None


def _address_tokens(settings: Settings, mail: Mail) -> Iterator[str]:
    """What stands behind the + in addresses of ours that the mail was sent to."""
    own = {address.lower() for address in own_addresses(settings)}
    delivered = (value.strip().strip("<>") for name in DELIVERED_TO for value in mail.headers.all(name))
    for address in (*(one.address for one in (*mail.to, *mail.cc)), *delivered):
        local, _, domain = address.lower().rpartition("@")
        base, plus, token = local.partition("+")
        if plus and f"{base}@{domain}" in own:
            yield token


def _index_keys(mail: Mail) -> tuple[str, ...]:
    """Outlook's name for a thread."""
    try:
        index = base64.b64decode(mail.headers.first("thread-index"), validate=True)
    except (binascii.Error, ValueError):
        return ()
    return (f"index:{index[:INDEX_BYTES].hex()}",) if len(index) >= INDEX_BYTES else ()


# --- news of a mail of ours --------------------------------------------------------------------------------


def _news(raw: RawInbound, mail: Mail) -> Iterator[StatusChange]:
    at = mail.date or raw.received_at
    for report in reports_of(mail.parts, mail.text):
        if report.returned_message_ids:
            yield StatusChange(
                inbox_id=raw.inbox_id,
                provider_ids=_names(report.returned_message_ids),
                recipient=report.recipient or None,
                state=_STATES[report.action],
                error=" ".join(part for part in (report.status, report.diagnostic) if part) or None,
                is_final=report.is_permanent,
                at=min(at, raw.received_at),
            )
    for read in receipts_of(mail.parts):
        if read.original_message_id and read.kind == "displayed":
            names = _names((read.original_message_id,))
            yield StatusChange(inbox_id=raw.inbox_id, provider_ids=names, state=DeliveryState.SEEN, at=at)


_STATES = {
    Action.FAILED: DeliveryState.BOUNCED,
    Action.DELAYED: DeliveryState.DEFERRED,
    Action.DELIVERED: DeliveryState.DELIVERED,
    Action.RELAYED: DeliveryState.SENT,
    Action.EXPANDED: DeliveryState.SENT,
}


def _names(message_ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for one in message_ids for key in (*message_keys(one), one)))
