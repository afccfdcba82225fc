"""Before there is a visitor: what the widget shows, and the token that the first message needs."""

from datetime import datetime
from typing import Annotated

import msgspec

from contactcenter.desk.access import Permission
from contactcenter.errors import NotFound
from contactcenter.ids import uuid7
from contactcenter.model.contact import Identity, Verification
from contactcenter.model.records import Agent, Inbox
from contactcenter.web import auth, files, host_identity
from contactcenter.web.limits import NEW_VISITORS
from contactcenter.web.origins import client_address
from contactcenter.web.routes import Call, RouteTable
from contactcenter.web.sniffing import FILE_TYPES

routes = RouteTable()


class WidgetQuery(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    language: Annotated[str, msgspec.Meta(max_length=35)] = ""


class Widget(msgspec.Struct, frozen=True, kw_only=True):
    inbox: str
    name: str
    greeting: str
    language: str
    languages: list[str]
    here: bool
    answers: bool
    max_file_bytes: int
    file_types: tuple[str, ...]


@routes.get("/api/v1/widget/{inbox}", Permission.PUBLIC)
async def widget(call: Call, query: WidgetQuery) -> Widget:
    """What a widget shows before the first message."""
    inbox = _inbox(call)
    language = _closest(query.language, list(inbox.greeting)) or inbox.language
    greeting = inbox.greeting.get(language) or inbox.greeting.get(inbox.language) or ""
    return Widget(
        inbox=inbox.id,
        name=inbox.name,
        greeting=greeting,
        language=language,
        languages=_languages(call, inbox),
        here=call.desk.roster.is_anybody_here(),
        answers=inbox.answers,
        max_file_bytes=files.visitor_max_bytes(call.centre, inbox.channel),
        file_types=FILE_TYPES,
    )


def _languages(call: Call, inbox: Inbox) -> list[str]:
    """What a contact may choose: languages of the greeting, and those that somebody here speaks."""
    spoken = {tag for agent in call.desk.directory.all(Agent).values() if agent.active for tag in agent.languages}
    return sorted({inbox.language, *inbox.greeting, *spoken})


def _inbox(call: Call) -> Inbox:
    """A widget's inbox. Raises errors.NotFound; an inbox that is no widget is none."""
    inbox = call.desk.directory.get(Inbox, call.path("inbox"))
    if inbox is None or not inbox.active or not _is_live(call, inbox):
        raise NotFound("no such widget")
    return inbox


def _is_live(call: Call, inbox: Inbox) -> bool:
    capabilities = call.desk.capabilities.get(inbox.channel)
    return capabilities is not None and capabilities.live


def _closest(wanted: str, offered: list[str]) -> str | None:
    """The same tag, else one of the same language."""
    if wanted in offered:
        return wanted
    primary = wanted.split("-")[0].lower()
    return next((tag for tag in offered if tag.split("-")[0].lower() == primary), None) if primary else None


class NewVisitor(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """``identity``: signed by the host page's server (docs/embedding.md)."""

    language: Annotated[str, msgspec.Meta(max_length=35)] | None = None
    identity: Annotated[str, msgspec.Meta(max_length=4096)] | None = None


class VisitorToken(msgspec.Struct, frozen=True):
    token: str
    contact_id: str
    expires_at: datetime


@routes.post("/api/v1/widget/{inbox}/visitors", Permission.PUBLIC)
async def new_visitor(call: Call, body: NewVisitor) -> VisitorToken:
    """A token for a new visitor, made with the first message; nothing is stored yet."""
    inbox, centre = _inbox(call), call.centre
    centre.limits.take_network("new visitor", client_address(call.request, centre.config), NEW_VISITORS)
    name = ""
    identity = Identity(kind=inbox.channel, address=uuid7(), verification=Verification.SESSION)
    if body.identity is not None:
        known = host_identity.verify(centre.keyring, inbox, body.identity, call.desk.clock.now())
        identity = Identity(kind=inbox.channel, address=known.address, verification=Verification.SIGNED)
        name = known.name
    token, principal = auth.visitor_token(centre, inbox, identity, name)
    return VisitorToken(token, principal.id, call.desk.clock.now() + auth.VISITOR_LASTING)
