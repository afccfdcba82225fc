"""The aiohttp application: every route of the table, the socket, the pages."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from contactcenter.config import Config
from contactcenter.desk.access import Principal
from contactcenter.desk.desk import Desk
from contactcenter.desk.hooks import Hooks
from contactcenter.desk.inbox_channels import OwnProcessReader
from contactcenter.desk.receipts import Reader
from contactcenter.errors import ConfigError, Unauthenticated
from contactcenter.model.conversation import Conversation
from contactcenter.ports import Channel
from contactcenter.web import (
    admin_api,
    article_files,
    auth,
    centre_api,
    contacts_api,
    conversation_work_api,
    conversations_api,
    help_centre,
    hooks,
    inboxes_api,
    knowledge_api,
    letter_answer,
    letter_pages,
    letters_api,
    originals_api,
    pages,
    records_api,
    session_api,
    sync_api,
    system,
    visitor_api,
    ways_api,
    widget_api,
)
from contactcenter.web.centre import CENTRE, Centre
from contactcenter.web.errors import problems
from contactcenter.web.limits import CONNECTS, SOCKETS
from contactcenter.web.live.server import LiveServer
from contactcenter.web.names import ContactNames
from contactcenter.web.openapi import ROUTES
from contactcenter.web.origins import client_address
from contactcenter.web.routes import Route, install, require_declared
from contactcenter.web.sending import Normalize
from contactcenter.web.static_files import STATIC, StaticFiles
from contactcenter.web.views import Waiting

SOCKET_PATH = "/socket.io/"  # the socket checks a permission at every event (live/events.py)
TABLES = (
    article_files,
    session_api,
    widget_api,
    visitor_api,
    ways_api,
    conversations_api,
    conversation_work_api,
    contacts_api,
    centre_api,
    sync_api,
    admin_api,
    records_api,
    letters_api,
    originals_api,
    help_centre,
    inboxes_api,
    knowledge_api,
    hooks,
    letter_answer,
    letter_pages,
    pages,
    system,
)


def make_app(
    desk: Desk,
    config: Config,
    channels: Mapping[str, type[Channel]],
    *,
    reader: Reader | None = None,
    is_demo: bool = False,
    place: Callable[[str], int | None] = lambda conversation_id: None,
    static: Path = STATIC,
) -> web.Application:
    """The application over a desk; ``place`` says where a waiting conversation stands, from 1.

    ``reader`` reads what is tried again from quarantine; without one this process does.

    Raises routes.Undeclared for a door without a permission, errors.ConfigError for a demo off loopback.
    """
    if is_demo and not config.is_loopback:
        raise ConfigError("address", f"the demo serves this machine alone, not {config.address}", hint="127.0.0.1")
    app = web.Application(middlewares=[problems, socket_door], client_max_size=0)
    centre = _centre(desk, config, channels, reader or _own_reader(desk, channels), is_demo, place)
    routes = tuple(all_routes())
    app[CENTRE], app[ROUTES], app[pages.STATIC_FILES] = centre, routes, StaticFiles(static)
    install(app, routes)
    centre.live.attach(app)
    require_declared(app, checked_elsewhere=SOCKET_PATH)
    return app


@web.middleware
async def socket_door(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A network that opens sockets without end is told to wait before the library makes anything of them."""
    if request.path.startswith(SOCKET_PATH):
        centre = request.app[CENTRE]
        centre.limits.take_network("socket", client_address(request, centre.config), SOCKETS)
    return await handler(request)


def all_routes() -> Iterator[Route]:
    for module in TABLES:
        yield from module.routes


def _centre(
    desk: Desk,
    config: Config,
    channels: Mapping[str, type[Channel]],
    reader: Reader,
    is_demo: bool,
    place: Callable[[str], int | None],
) -> Centre:
    names = ContactNames(desk.store)
    normalize = _live_normalize(channels)
    waiting = _waiting(place)

    async def authenticate(token: str | None, ticket: str | None) -> Principal:
        if not ticket and not token:
            raise Unauthenticated("sign in first")
        if ticket:
            principal = await auth.principal_of_ticket(centre, ticket)
        else:
            principal = await auth.principal_of_token(centre, token or "")
        centre.limits.take("connect", principal.session or principal.actor, CONNECTS)
        return principal

    centre = Centre(
        desk=desk,
        config=config,
        channels=channels,
        reader=reader,
        normalize=normalize,
        hooks=Hooks(desk, channels),
        names=names,
        live=LiveServer(desk, names, normalize, authenticate, waiting, lambda one: centre.session_wait(one)),
        is_demo=is_demo,
        place_in_line=waiting,
    )
    return centre


def _own_reader(desk: Desk, channels: Mapping[str, type[Channel]]) -> Reader:
    return OwnProcessReader(desk.directory, desk.keyring, channels, desk.own_networks)


def _waiting(place: Callable[[str], int | None]) -> Callable[[Conversation], Waiting | None]:
    def waiting(head: Conversation) -> Waiting | None:
        position = place(head.id)
        return Waiting(head.told, position) if position is not None else None

    return waiting


def _live_normalize(channels: Mapping[str, type[Channel]]) -> Normalize:
    """Of the channel whose contacts read along: its messages come in over our own socket."""
    live = next(channel for channel in channels.values() if channel.capabilities.live)
    return live(live.Settings()).normalize
