"""Administration beside records: invitations, API tokens, channels, keys, quarantine, audit."""

import logging
import os
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

import msgspec

from contactcenter.config import KEYS_VARIABLE
from contactcenter.desk import tokens
from contactcenter.desk.access import Permission, role_of
from contactcenter.desk.quarantine import retry
from contactcenter.desk.same_keys import require_same_keys
from contactcenter.desk.tokens import TokenPurpose, create_api_token
from contactcenter.errors import Conflict, Forbidden, Invalid, KeyringError, NotFound
from contactcenter.ids import AgentId, ArticleId, InboxId, ReceiptId, uuid7
from contactcenter.keys import open_keyring
from contactcenter.model.article import Article
from contactcenter.model.records import Agent
from contactcenter.model.rows import AuditLine, Receipt, ReceiptState
from contactcenter.ports import Capabilities, Hooked
from contactcenter.web import host_identity
from contactcenter.web.article_files import staff_html
from contactcenter.web.markdown import html_of
from contactcenter.web.records_api import ListQuery
from contactcenter.web.routes import Call, Empty, Id, RouteTable

log = logging.getLogger(__name__)
routes = RouteTable()

ADMIN = "/api/v1/admin"


class InvitationLink(msgspec.Struct, frozen=True):
    url: str
    expires_at: datetime | None


@routes.post(ADMIN + "/agents/{id}/invitation", Permission.PEOPLE_EDIT)
async def invite(call: Call, body: Empty) -> InvitationLink:
    """A link with which the agent chooses a password, once; earlier links end."""
    agent = call.desk.directory.agent(AgentId(call.path("id")))
    if not agent.active:
        raise Conflict("this agent is not active")
    if not role_of(call.desk.directory, agent.role).permissions <= call.principal.role.permissions:
        raise Forbidden("this agent may more than you may")
    await call.desk.store.drop_tokens(TokenPurpose.INVITATION, agent.id)
    secret, token = await tokens.issue(call.desk.store, TokenPurpose.INVITATION, agent.id, call.desk.clock.now())
    await _note(call, "agent.invited", agent.id)
    return InvitationLink(f"{call.centre.config.base_url}/invitations/{secret}", token.expires_at)


async def _note(call: Call, action: str, subject: str) -> None:
    now = call.desk.clock.now()
    line = AuditLine(id=uuid7(), at=now, actor=call.principal.actor, action=action, subject=subject)
    await call.desk.store.audit(line)


class Draft(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """An article's Markdown while it is written."""

    body: Annotated[str, msgspec.Meta(max_length=200_000)]
    id: Annotated[str, msgspec.Meta(max_length=100)] = ""


class Preview(msgspec.Struct, frozen=True):
    html: str


@routes.post(ADMIN + "/preview", Permission.KNOWLEDGE_EDIT)
async def preview(call: Call, body: Draft) -> Preview:
    """The article's text as readers will see it; nothing is kept. Pictures of a stored one are shown."""
    stored = await call.desk.store.record(Article, ArticleId(body.id)) if body.id else None
    return Preview(staff_html(replace(stored, body=body.body)) if stored else html_of(body.body))


# --- API tokens --------------------------------------------------------------------------------------------


class TokenBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """``agent``: whose work the token does, by id, name or address."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    role: Id
    agent: Annotated[str, msgspec.Meta(max_length=254)] = ""


class NewToken(msgspec.Struct, frozen=True):
    token: str


class TokenCard(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    role: str
    agent: str | None
    created_at: datetime


class TokenCards(msgspec.Struct, frozen=True):
    items: list[TokenCard]
    next: str | None


@routes.get(ADMIN + "/tokens", Permission.TOKENS_EDIT)
async def api_tokens(call: Call, query: ListQuery) -> TokenCards:
    """API tokens, never their secrets."""
    page = await call.desk.store.tokens(TokenPurpose.API, query.cursor, query.limit)
    cards = [
        TokenCard(
            id=token.subject,
            name=token.data.get("name", ""),
            role=token.data.get("role", ""),
            agent=token.data.get("agent"),
            created_at=token.created_at,
        )
        for token in page.items
    ]
    return TokenCards(cards, page.next)


@routes.post(ADMIN + "/tokens", Permission.TOKENS_EDIT)
async def create_token(call: Call, body: TokenBody) -> NewToken:
    """A token for a program; shown this once."""
    role = role_of(call.desk.directory, body.role)
    if not role.permissions:
        raise Invalid("no such role", path="role")
    if not role.permissions <= call.principal.role.permissions:
        raise Forbidden("this role may more than you may")
    agent_id = _agent_named(call, body.agent) if body.agent else ""
    actor, now = call.principal.actor, call.desk.clock.now()
    return NewToken(await create_api_token(call.desk.store, role.id, body.name, actor, now, agent_id))


def _agent_named(call: Call, text: str) -> str:
    wanted = text.casefold()
    for agent in call.desk.directory.all(Agent).values():
        if agent.active and wanted in (agent.id, agent.name.casefold(), agent.email.casefold()):
            return agent.id
    raise Invalid("no such agent", path="agent")


@routes.delete(ADMIN + "/tokens/{id}", Permission.TOKENS_EDIT)
async def withdraw_token(call: Call) -> Empty:
    """The token is worthless from now on."""
    token_id = call.path("id")
    if not await call.desk.store.drop_tokens(TokenPurpose.API, token_id):
        raise NotFound("no such token")
    await _note(call, "token.withdrawn", token_id)
    return Empty()


# --- channels and what they could not read -----------------------------------------------------------------


class ChannelCard(msgspec.Struct, frozen=True):
    """``schema``: JSON schema of the settings, from which their form is drawn."""

    kind: str
    schema: dict[str, Any]
    capabilities: Capabilities
    hooked: bool  # its provider calls /hooks/{inbox}


class ChannelCards(msgspec.Struct, frozen=True):
    items: list[ChannelCard]


@routes.get(ADMIN + "/channels", Permission.RECORDS_READ)
async def channels(call: Call) -> ChannelCards:
    """The kinds of channels that an inbox may be of."""
    return ChannelCards(
        [
            ChannelCard(kind, msgspec.json.schema(channel.Settings), channel.capabilities, issubclass(channel, Hooked))
            for kind, channel in sorted(call.centre.channels.items())
        ]
    )


class IdentitySecret(msgspec.Struct, frozen=True):
    secret: str


@routes.get(ADMIN + "/inboxes/{id}/identity-secret", Permission.CENTRE_EDIT)
async def identity_secret(call: Call) -> IdentitySecret:
    """What the host page's server signs its readers' identity with (docs/embedding.md)."""
    inbox = call.desk.directory.inbox(InboxId(call.path("id")))
    return IdentitySecret(host_identity.secret_of(call.centre.keyring, inbox))


class Keys(msgspec.Struct, frozen=True):
    keys: tuple[str, ...]  # ids, the active one first; never a key


@routes.post(ADMIN + "/keys/reread", Permission.TOKENS_EDIT)
async def reread_keys(call: Call, body: Empty) -> Keys:
    """Take up the ring as its file holds it now: after `contactcenter keys rotate` or `drop`."""
    centre = call.centre
    try:
        ring = open_keyring(centre.config.keys_path, os.environ.get(KEYS_VARIABLE), may_create=False)
        await require_same_keys(call.desk.store, ring, call.desk.clock)
    except KeyringError as error:
        raise Conflict(str(error)) from error
    centre.keyring.take_up(ring)
    log.info("keys taken up", extra={"count": len(ring.ids)})
    return Keys(ring.ids)


class Receipts(msgspec.Struct, frozen=True):
    items: list[Receipt]
    next: str | None


@routes.get(ADMIN + "/quarantine", Permission.QUARANTINE)
async def quarantined(call: Call, query: ListQuery) -> Receipts:
    """What arrived and could not be read."""
    page = await call.desk.store.receipts(ReceiptState.QUARANTINED, query.cursor, query.limit)
    return Receipts(list(page.items), page.next)


class Retried(msgspec.Struct, frozen=True):
    state: ReceiptState


@routes.post(ADMIN + "/quarantine/{id}/retry", Permission.QUARANTINE)
async def retry_one(call: Call, body: Empty) -> Retried:
    """Read it again, after a fix."""
    return Retried(await retry(call.desk, call.centre.reader, ReceiptId(call.path("id"))))


class AuditLines(msgspec.Struct, frozen=True):
    items: list[AuditLine]
    next: str | None


@routes.get(ADMIN + "/audit", Permission.AUDIT_READ)
async def audit(call: Call, query: ListQuery) -> AuditLines:
    """Who changed what, newest first."""
    page = await call.desk.store.audit_lines(query.cursor, query.limit)
    return AuditLines(list(page.items), page.next)
