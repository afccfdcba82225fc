"""What agents do with letters: begin one, say who gets copies, and what is spam."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from contactcenter.desk import spam
from contactcenter.desk.access import Permission
from contactcenter.desk.beginning import Beginning, begin
from contactcenter.desk.recipients import choose_copies
from contactcenter.errors import Invalid
from contactcenter.ids import InboxId
from contactcenter.model.contact import Identity
from contactcenter.model.text import clean
from contactcenter.web.conversations_api import BASE, ONE, HeadAnswer, Text, shown
from contactcenter.web.routes import Call, ExternalId, Id, LanguageTag, RouteTable
from contactcenter.web.sending import kept_files
from contactcenter.web.views import FileView

routes = RouteTable()

Address = Annotated[str, msgspec.Meta(max_length=254, pattern=r"^[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+$")]
PHONE_OR_NAME = "phone"  # kind of identity of somebody who was spoken to and has no address here


class BeginBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """``way`` set: it took place and is only logged, then ``address`` may be a telephone number or a name."""

    external_id: ExternalId
    inbox_id: Id
    address: Annotated[str, msgspec.Meta(min_length=1, max_length=254)]
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    language: LanguageTag | None = None
    subject: Annotated[str, msgspec.Meta(max_length=250)] = ""
    text: Text
    attachments: Annotated[tuple[FileView, ...], msgspec.Meta(max_length=10)] = ()
    way: Literal["call", "letter", "visit"] | None = None


@routes.post(BASE, Permission.CONVERSATIONS_REPLY)
async def create(call: Call, body: BeginBody) -> HeadAnswer:
    """Write to somebody first, or log what took place elsewhere."""
    text = clean(body.text).strip()
    if not text:
        raise Invalid("expected some text", path="text")
    begun = await begin(
        call.desk,
        call.agent_id,
        body.external_id,
        Beginning(
            inbox_id=InboxId(body.inbox_id),
            address=_identity(body),
            name=body.name,
            language=body.language,
            subject=" ".join(clean(body.subject).split()),
            text=text,
            attachments=await kept_files(call.desk, body.attachments),
            way=body.way,
        ),
    )
    return await shown(call, begun.head)


def _identity(body: BeginBody) -> Identity:
    address = body.address.strip().lower()
    try:
        return Identity(kind="email", address=msgspec.convert(address, Address))
    except msgspec.ValidationError as error:
        if body.way is None:
            raise Invalid("expected an e-mail address", path="address") from error
    return Identity(kind=PHONE_OR_NAME, address=address)


class SideBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """``text`` is all that whoever is asked gets to read; ``due``: by when they should answer."""

    external_id: ExternalId
    inbox_id: Id
    address: Address
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    language: LanguageTag | None = None
    subject: Annotated[str, msgspec.Meta(max_length=250)] = ""
    text: Text
    attachments: Annotated[tuple[FileView, ...], msgspec.Meta(max_length=10)] = ()
    due: datetime | None = None


@routes.post(ONE + "/side-threads", Permission.CONVERSATIONS_REPLY)
async def ask(call: Call, body: SideBody) -> HeadAnswer:
    """Ask somebody else because of this conversation; its contact never sees it, and they never see the contact."""
    head = await call.conversation()
    text = clean(body.text).strip()
    if not text:
        raise Invalid("expected some text", path="text")
    if body.due is not None and (body.due.tzinfo is None or body.due <= call.desk.clock.now()):
        raise Invalid("choose a time that is still to come, with its zone", path="due")
    begun = await begin(
        call.desk,
        call.agent_id,
        body.external_id,
        Beginning(
            inbox_id=InboxId(body.inbox_id),
            address=Identity(kind="email", address=body.address.lower()),
            name=body.name,
            language=body.language,
            subject=" ".join(clean(body.subject).split()),
            text=text,
            attachments=await kept_files(call.desk, body.attachments),
            side_of=head.id,
            due=body.due,
        ),
    )
    return await shown(call, begun.head)


class CopiesBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Addresses that get a copy of every reply from now on."""

    addresses: Annotated[tuple[Address, ...], msgspec.Meta(max_length=50)]


@routes.put(ONE + "/copies", Permission.CONVERSATIONS_REPLY)
async def copies(call: Call, body: CopiesBody) -> HeadAnswer:
    """Say who gets a copy of what is written to the contact."""
    head = await call.conversation()
    identities = [Identity(kind="email", address=one.lower()) for one in body.addresses]
    return await shown(call, (await choose_copies(call.desk, call.principal.author, head.id, identities)).head)


class SpamBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """``block``: refuse its sender, or everybody at the sender's domain, from now on."""

    spam: bool
    block: Literal["address", "domain"] | None = None


@routes.post(ONE + "/spam", Permission.CONVERSATIONS_CLOSE)
async def mark(call: Call, body: SpamBody) -> HeadAnswer:
    """This is spam, or it is not."""
    head = await call.conversation()
    author = call.principal.author
    if not body.spam:
        return await shown(call, (await spam.not_spam(call.desk, author, head.id)).head)
    if body.block is not None:
        call.principal.require(Permission.CONTACTS_BLOCK)
    changed = await spam.mark_spam(call.desk, author, call.principal.actor, head.id, block=body.block)
    return await shown(call, changed.head)
