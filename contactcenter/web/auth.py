"""Who is asking: the session cookie, a visitor's or program's bearer token, a one-time socket ticket."""

from dataclasses import replace
from datetime import timedelta

from aiohttp import web

from contactcenter.desk import tokens
from contactcenter.desk.access import (
    NOBODY,
    OPERATOR,
    ROLES,
    Principal,
    PrincipalKind,
    agent_principal,
    role_of,
)
from contactcenter.desk.tokens import TokenPurpose
from contactcenter.errors import Forbidden, Unauthenticated
from contactcenter.ids import InboxId, derived_id
from contactcenter.keys import Purpose, TokenFault
from contactcenter.model.contact import Identity, Verification
from contactcenter.model.records import Inbox
from contactcenter.web.centre import Centre
from contactcenter.web.origins import is_control_socket, is_https, is_own_origin, require_own_page

COOKIE = "__Host-contactcenter"  # only ever sent over https
PLAIN_COOKIE = "contactcenter"  # on loopback without TLS: browsers refuse the __Host- prefix there
VISITOR_LASTING = timedelta(days=180)
SESSION_LASTING = timedelta(days=14)
BAD_TOKEN = "the token is not valid (any more)"


async def identify(centre: Centre, request: web.Request) -> Principal:
    """Whoever asks over HTTP. Raises errors.Unauthenticated for a bad token, errors.Forbidden for a foreign page."""
    authorization = request.headers.get("Authorization", "")
    if authorization:
        scheme, _, secret = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthenticated("expected: Authorization: Bearer TOKEN")
        principal = await principal_of_token(centre, secret.strip())
        _check_embedding(centre, request, principal)
        return principal
    if is_control_socket(request):
        return OPERATOR
    return await _of_cookie(centre, request)


async def principal_of_token(centre: Centre, token: str) -> Principal:
    """A visitor's or program's token. Raises errors.Unauthenticated."""
    if token.count(".") == 2:
        return _visitor(centre, token)
    return await _program(centre, token)


async def principal_of_ticket(centre: Centre, ticket: str) -> Principal:
    """A one-time socket ticket: it is gone afterwards. Raises errors.Unauthenticated."""
    desk = centre.desk
    token = await tokens.spend(desk.store, TokenPurpose.SOCKET, ticket, desk.clock.now())
    principal = agent_principal(desk.directory, token.subject, token.data.get("session", "")) if token else None
    if principal is None:
        raise Unauthenticated("the ticket is not valid (any more)")
    return principal


async def _of_cookie(centre: Centre, request: web.Request) -> Principal:
    secret = request.cookies.get(COOKIE) or request.cookies.get(PLAIN_COOKIE)
    if not secret:
        return NOBODY
    desk = centre.desk
    token = await tokens.look_up(desk.store, TokenPurpose.LOGIN, secret, desk.clock.now())
    principal = agent_principal(desk.directory, token.subject, token.hash) if token else None
    if principal is None:
        return NOBODY
    require_own_page(request, centre.config)
    return principal


async def _program(centre: Centre, secret: str) -> Principal:
    """A token made for an agent acts as that agent, with the rights that both the agent and the token have."""
    desk = centre.desk
    token = await tokens.look_up(desk.store, TokenPurpose.API, secret, desk.clock.now())
    if token is None:
        raise Unauthenticated(BAD_TOKEN)
    role = role_of(desk.directory, token.data.get("role", ""))
    name = token.data.get("name", "")
    if "agent" not in token.data:
        return Principal(kind=PrincipalKind.API, id=token.subject, name=name, role=role, session=token.hash)
    principal = agent_principal(desk.directory, token.data["agent"], token.hash)
    if principal is None:
        raise Unauthenticated(BAD_TOKEN)
    both = principal.role.permissions & role.permissions
    return replace(principal, role=replace(principal.role, permissions=both))


def visitor_token(centre: Centre, inbox: Inbox, identity: Identity, name: str = "") -> tuple[str, Principal]:
    """A new token for the identity in this widget, and who it makes its bearer."""
    claims: dict[str, str | int] = {"inbox": inbox.id, "address": identity.address}
    if identity.verification is Verification.SIGNED:
        claims |= {"signed": 1, "name": name}
    expires_at = centre.desk.clock.now() + VISITOR_LASTING
    token = centre.keyring.sign(Purpose.VISITOR, claims, expires_at=expires_at)
    return token, _bearer(inbox, identity, name)


def _visitor(centre: Centre, token: str) -> Principal:
    claims = centre.keyring.verify(Purpose.VISITOR, token, centre.desk.clock.now())
    if isinstance(claims, TokenFault):
        raise Unauthenticated(BAD_TOKEN)
    inbox = centre.desk.directory.get(Inbox, str(claims["inbox"]))
    if inbox is None or not inbox.active:
        raise Unauthenticated(BAD_TOKEN)
    verification = Verification.SIGNED if claims.get("signed") else Verification.SESSION
    identity = Identity(kind=inbox.channel, address=str(claims["address"]), verification=verification)
    return _bearer(inbox, identity, str(claims.get("name", "")))


def _bearer(inbox: Inbox, identity: Identity, name: str) -> Principal:
    return Principal(
        kind=PrincipalKind.VISITOR,
        id=derived_id("contact", *identity.key),  # as intake makes it for an identity that is new
        name=name,
        role=ROLES["visitor"],
        inbox_id=InboxId(inbox.id),
        identity=identity,
    )


def _check_embedding(centre: Centre, request: web.Request, principal: Principal) -> None:
    """A visitor's token works from the chat page itself and from pages that may embed it, nowhere else."""
    origin = request.headers.get("Origin")
    if principal.kind is not PrincipalKind.VISITOR or not origin or is_own_origin(request, centre.config):
        return
    inbox = centre.desk.directory.get(Inbox, principal.inbox_id)
    if inbox is None or (inbox.allowed_origins and origin not in inbox.allowed_origins):
        raise Forbidden("this page may not use the widget")


async def sign_in(centre: Centre, request: web.Request, response: web.StreamResponse, agent_id: str) -> None:
    """Begin a session: the cookie holds the secret, the store its hash."""
    now = centre.desk.clock.now()
    secret, _ = await tokens.issue(centre.desk.store, TokenPurpose.LOGIN, agent_id, now)
    secure = is_https(request, centre.config)
    response.set_cookie(
        COOKIE if secure else PLAIN_COOKIE,
        secret,
        max_age=int(SESSION_LASTING.total_seconds()),
        path="/",
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def forget_cookies(response: web.StreamResponse) -> None:
    response.del_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Lax")
    response.del_cookie(PLAIN_COOKIE, path="/", httponly=True, samesite="Lax")
