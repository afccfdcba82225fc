"""Signing in and out, invitations, and what an agent sets about itself."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from aiohttp import web

from contactcenter.desk import tokens
from contactcenter.desk.access import Permission, Principal
from contactcenter.desk.passwords import MAX_CHARS, MIN_CHARS, hash_password, is_password
from contactcenter.desk.presence import availability_of, choose_availability
from contactcenter.desk.records import save_record
from contactcenter.desk.tokens import TokenPurpose
from contactcenter.errors import Forbidden, Invalid, NotFound, Unauthenticated
from contactcenter.model.records import Agent, AwayReason, Credential
from contactcenter.model.rows import Token
from contactcenter.web import auth
from contactcenter.web.centre import Centre
from contactcenter.web.limits import SIGN_IN, SIGN_IN_NETWORK
from contactcenter.web.origins import client_address, is_control_socket, is_trustworthy, require_own_page
from contactcenter.web.routes import Call, Empty, LanguageTag, RouteTable, json_response

routes = RouteTable()

Email = Annotated[str, msgspec.Meta(min_length=3, max_length=254)]
Password = Annotated[str, msgspec.Meta(min_length=MIN_CHARS, max_length=MAX_CHARS)]


class LoginBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    email: Email
    password: Annotated[str, msgspec.Meta(max_length=MAX_CHARS)]


class AgentAnswer(msgspec.Struct, frozen=True):
    agent: Agent


@routes.post("/api/v1/login", Permission.PUBLIC, answer=AgentAnswer)
async def login(call: Call, body: LoginBody) -> web.Response:
    """Sign in with address and password; sets the session cookie."""
    _require_trustworthy_page(call)
    email = body.email.strip().casefold()
    _limit_attempts(call, email)
    agent = next((one for one in call.desk.directory.all(Agent).values() if one.email.casefold() == email), None)
    known = await call.desk.store.record(Credential, agent.id) if agent else None
    right = await is_password(known.password_hash if known else None, body.password)
    if agent is None or not right or not agent.active:
        call.centre.metrics.sign_ins.labels("refused").inc()
        raise Unauthenticated("address or password is wrong")
    call.centre.metrics.sign_ins.labels("accepted").inc()
    return await signed_in(call, agent)


async def signed_in(call: Call, agent: Agent) -> web.Response:
    response = json_response(AgentAnswer(agent))
    await auth.sign_in(call.centre, call.request, response, agent.id)
    return response


def _require_trustworthy_page(call: Call) -> None:
    if is_control_socket(call.request):
        return
    require_own_page(call.request, call.centre.config)
    if not is_trustworthy(call.request, call.centre.config):
        raise Forbidden("signing in needs https")


def _limit_attempts(call: Call, email: str) -> None:
    limits = call.centre.limits
    limits.take_network("sign in", client_address(call.request, call.centre.config), SIGN_IN_NETWORK)
    limits.take("sign in", email, SIGN_IN)


@routes.post("/api/v1/logout", Permission.SIGNED_IN)
async def logout(call: Call, body: Empty) -> Empty:
    """Sign out; sockets of this session are closed."""
    await end_session(call.centre, call.principal)
    return Empty()


async def end_session(centre: Centre, principal: Principal) -> None:
    if principal.session:
        await centre.desk.store.spend_token(principal.session, centre.desk.clock.now())
        await centre.live.sign_out(principal.id)


class Invitation(msgspec.Struct, frozen=True):
    name: str
    email: str


class InvitationBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """``name`` and ``email`` only where the invitation names none: the first administrator."""

    password: Password
    name: Annotated[str, msgspec.Meta(max_length=100)] = ""
    email: Annotated[str, msgspec.Meta(max_length=254)] = ""


@routes.get("/api/v1/invitations/{token}", Permission.PUBLIC)
async def invitation(call: Call) -> Invitation:
    """Whom an invitation is for."""
    agent = await _invited(call)
    return Invitation(agent.name, agent.email)


@routes.post("/api/v1/invitations/{token}", Permission.PUBLIC, answer=AgentAnswer)
async def accept_invitation(call: Call, body: InvitationBody) -> web.Response:
    """Choose a password, once; sets the session cookie."""
    _require_trustworthy_page(call)
    agent = await _invited(call)
    named = replace(agent, name=agent.name or body.name.strip(), email=agent.email or body.email.strip())
    if "@" not in named.email:
        raise Invalid("give the address you sign in with", path="email")
    secret = call.path("token")
    if await tokens.spend(call.desk.store, TokenPurpose.INVITATION, secret, call.desk.clock.now()) is None:
        raise NotFound(GONE)
    if named != agent:
        named = await save_record(call.desk, named, actor=f"agent:{agent.id}")
    await set_password(call, named, body.password)
    return await signed_in(call, named)


GONE = "this invitation was used or has expired: ask for a new one"


async def _invited(call: Call) -> Agent:
    limits, config = call.centre.limits, call.centre.config
    limits.take_network("invitation", client_address(call.request, config), SIGN_IN_NETWORK)
    now = call.desk.clock.now()
    token: Token | None = await tokens.look_up(call.desk.store, TokenPurpose.INVITATION, call.path("token"), now)
    agent = call.desk.directory.get(Agent, token.subject) if token else None
    if agent is None or not agent.active:
        raise NotFound(GONE)
    return agent


async def set_password(call: Call, agent: Agent, password: str) -> None:
    """All sessions of the agent end."""
    hashed = await hash_password(password)
    known = await call.desk.store.record(Credential, agent.id)
    credential = Credential(id=agent.id, password_hash=hashed, version=known.version if known else 1)
    await save_record(call.desk, credential, actor=f"agent:{agent.id}", new=known is None)
    await call.desk.store.drop_tokens(TokenPurpose.LOGIN, agent.id)


class Me(msgspec.Struct, frozen=True):
    agent: Agent
    permissions: list[str]
    status: str
    reason: AwayReason | None  # why the centre set the agent away
    demo: bool


@routes.get("/api/v1/me", Permission.SIGNED_IN)
async def me(call: Call) -> Me:
    """Who is signed in, and what the console may show."""
    agent = call.desk.directory.agent(call.agent_id)
    chosen = await availability_of(call.desk, call.agent_id)
    permissions = sorted(call.principal.role.permissions)
    return Me(agent, permissions, chosen.status, chosen.reason, call.centre.is_demo)


class Status(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    status: Literal["online", "away"]


@routes.put("/api/v1/me/availability", Permission.SIGNED_IN)
async def availability(call: Call, body: Status) -> Status:
    """Take new conversations (online) or keep the present ones only (away)."""
    await choose_availability(call.desk, call.agent_id, body.status)
    return body


class LanguageBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    language: LanguageTag


@routes.put("/api/v1/me/language", Permission.SIGNED_IN)
async def console_language(call: Call, body: LanguageBody) -> AgentAnswer:
    """The language of the console."""
    agent = replace(call.desk.directory.agent(call.agent_id), interface_language=body.language)
    return AgentAnswer(await save_record(call.desk, agent, actor=call.principal.actor))


class MailWhenAway(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    mail_when_away: bool


@routes.put("/api/v1/me/mail", Permission.SIGNED_IN)
async def mail_when_away(call: Call, body: MailWhenAway) -> AgentAnswer:
    """Whether what contacts write in the agent's conversations comes by mail while they are away."""
    agent = replace(call.desk.directory.agent(call.agent_id), mail_when_away=body.mail_when_away)
    return AgentAnswer(await save_record(call.desk, agent, actor=call.principal.actor))


class Ticket(msgspec.Struct, frozen=True):
    ticket: str
    expires_at: datetime | None


@routes.post("/api/v1/socket-ticket", Permission.SIGNED_IN)
async def socket_ticket(call: Call, body: Empty) -> Ticket:
    """A ticket that opens one socket within a minute."""
    now = call.desk.clock.now()
    data = {"session": call.principal.session}
    secret, token = await tokens.issue(call.desk.store, TokenPurpose.SOCKET, call.agent_id, now, data)
    return Ticket(secret, token.expires_at)


# --- demo --------------------------------------------------------------------------------------------------


class DemoAgent(msgspec.Struct, frozen=True):
    id: str
    name: str
    role: str
    languages: dict[str, int]


class DemoAgents(msgspec.Struct, frozen=True):
    agents: list[DemoAgent]


@routes.get("/api/v1/demo", Permission.PUBLIC, demo_only=True)
async def demo(call: Call) -> DemoAgents:
    """The agents of the demo centre that one may sign in as."""
    agents = sorted(call.desk.directory.all(Agent).values(), key=lambda agent: agent.name)
    return DemoAgents([DemoAgent(one.id, one.name, one.role, dict(one.languages)) for one in agents if one.active])


class DemoLogin(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    agent_id: str


@routes.post("/api/v1/demo/login", Permission.PUBLIC, demo_only=True, answer=AgentAnswer)
async def demo_login(call: Call, body: DemoLogin) -> web.Response:
    """Sign in to the demo centre with one click; it is bound to loopback alone."""
    require_own_page(call.request, call.centre.config)
    agent = call.desk.directory.get(Agent, body.agent_id)
    if agent is None or not agent.active:
        raise NotFound("no such agent")
    return await signed_in(call, agent)
