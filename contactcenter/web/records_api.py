"""Administration of everything that is a record: one set of routes for every kind, by the same verbs."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Annotated, Any

import msgspec
from aiohttp import hdrs, web

from contactcenter.desk.access import ROLES, Permission, role_of
from contactcenter.desk.records import remove_record, save_record
from contactcenter.desk.tokens import TokenPurpose
from contactcenter.errors import Conflict, Forbidden, Invalid, NotFound
from contactcenter.model.article import Article
from contactcenter.model.records import Agent, Record, Role
from contactcenter.web.article_checks import check_files, check_translations
from contactcenter.web.preconditions import expected_version
from contactcenter.web.record_bodies import EDITED_WITH, KINDS, body_of, check_record, record_of
from contactcenter.web.record_secrets import kept, shown
from contactcenter.web.record_uses import require_unused
from contactcenter.web.routes import Call, Empty, Limit, Route, RouteTable, json_response

routes = RouteTable()

MAX_RECORD_BYTES = 1024 * 1024  # a long article


class ListQuery(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    cursor: Annotated[str, msgspec.Meta(max_length=500)] | None = None
    limit: Limit = 50


def _declare(noun: str, kind: type[Record]) -> None:
    """The seven doors of one kind of record."""
    path, edit = f"/api/v1/admin/{noun}", EDITED_WITH[kind]
    read, body = Permission.RECORDS_READ, body_of(kind)
    listing = msgspec.defstruct(f"{kind.__name__}Page", [("items", list[kind]), ("next", str | None)])  # type: ignore[valid-type]
    history = msgspec.defstruct(f"{kind.__name__}History", [("items", list[kind])])  # type: ignore[valid-type]

    def add(method: str, path: str, needs: Permission, handle: Callable[..., Awaitable[Any]], **more: Any) -> None:
        routes.add(Route(method=method, path=path, needs=needs, handle=handle, **more))

    add(hdrs.METH_GET, path, read, _lister(kind, listing), query=ListQuery, answer=listing, summary=f"All {noun}")
    add(
        hdrs.METH_POST, path, edit, _maker(kind), body=body, answer=kind, summary=f"A new one of {noun}",
        max_body_bytes=MAX_RECORD_BYTES,
    )  # fmt: skip
    one = f"{path}/{{id}}"
    add(hdrs.METH_GET, one, read, _reader(kind), answer=kind, summary=f"One of {noun}")
    add(
        hdrs.METH_PUT, one, edit, _changer(kind), body=body, answer=kind, summary=f"Change one of {noun}",
        if_match=True, max_body_bytes=MAX_RECORD_BYTES,
    )  # fmt: skip
    add(hdrs.METH_DELETE, one, edit, _remover(kind), answer=Empty, summary=f"Remove one of {noun}", if_match=True)
    add(
        hdrs.METH_GET, f"{one}/history", read, _historian(kind, history), answer=history,
        summary=f"All versions of one of {noun}, oldest first",
    )  # fmt: skip


def _lister(kind: type[Record], listing: type[msgspec.Struct]) -> Callable[..., Awaitable[msgspec.Struct]]:
    async def records(call: Call, query: ListQuery) -> msgspec.Struct:
        page = await call.desk.store.records(kind, query.cursor, query.limit)
        items = [shown(one, call.centre.channels) for one in page.items]
        if kind is Role and query.cursor is None:
            items = [*ROLES.values(), *items]
        return listing(items=items, next=page.next)

    return records


def _maker(kind: type[Record]) -> Callable[..., Awaitable[web.Response]]:
    async def create(call: Call, body: msgspec.Struct) -> web.Response:
        record = record_of(kind, body, call.centre.channels)
        if isinstance(record, Role) and record.id in ROLES:
            raise Conflict(BUILT_IN)
        return await _saved(call, record, new=True)

    return create


def _reader(kind: type[Record]) -> Callable[..., Awaitable[web.Response]]:
    async def record(call: Call) -> web.Response:
        return _shown(call, await _existing(call, kind))

    return record


def _changer(kind: type[Record]) -> Callable[..., Awaitable[web.Response]]:
    async def change(call: Call, body: msgspec.Struct) -> web.Response:
        version = expected_version(call.request)
        before = await _existing(call, kind)
        if kind is Role and before.id in ROLES:
            raise Conflict(BUILT_IN)
        record = record_of(kind, body, call.centre.channels, version=version)
        if getattr(body, "id", "") not in ("", before.id):
            raise Invalid("the id cannot change", path="id")
        return await _saved(call, replace(record, id=before.id), before=before)  # type: ignore[arg-type]  # an id

    return change


def _remover(kind: type[Record]) -> Callable[..., Awaitable[Empty]]:
    async def remove(call: Call) -> Empty:
        version = expected_version(call.request)
        before = await _existing(call, kind)
        if isinstance(before, Agent):
            raise Conflict("agents are named in conversations and stay: set active to false instead")
        if isinstance(before, Role) and before.id in ROLES:
            raise Conflict(BUILT_IN)
        require_unused(call.desk, kind, before.id)
        await remove_record(call.desk, kind, before.id, version=version, actor=call.principal.actor)
        return Empty()

    return remove


def _historian(kind: type[Record], history: type[msgspec.Struct]) -> Callable[..., Awaitable[msgspec.Struct]]:
    async def versions(call: Call) -> msgspec.Struct:
        found = await call.desk.store.record_history(kind, call.path("id"))
        if not found:
            raise NotFound("no such record")
        return history(items=[shown(one, call.centre.channels) for one in found])

    return versions


BUILT_IN = "built-in roles stay as they are: make one of your own"


async def _existing(call: Call, kind: type[Record]) -> Record:
    record_id = call.path("id")
    found = await call.desk.store.record(kind, record_id)
    if found is None and kind is Role:
        found = ROLES.get(record_id)
    if found is None:
        raise NotFound("no such record")
    return found


async def _saved(call: Call, record: Record, *, new: bool = False, before: Record | None = None) -> web.Response:
    check_record(record, call.desk, call.centre.channels)
    if isinstance(record, Agent):
        _may_appoint(call, record, before)
    if isinstance(record, Role):
        _may_grant(call, record)
    if isinstance(record, Article):
        await check_translations(call.desk, record)
        await check_files(call.desk, record)
    record = kept(record, before, call.desk, call.centre.channels)
    stored = await save_record(call.desk, record, actor=call.principal.actor, new=new)
    if isinstance(stored, Agent) and isinstance(before, Agent) and _lost_access(before, stored):
        await call.desk.store.drop_tokens(TokenPurpose.LOGIN, stored.id)
        await call.centre.live.sign_out(stored.id)
    return _shown(call, stored)


def _lost_access(before: Agent, after: Agent) -> bool:
    return before.role != after.role or (before.active and not after.active)


def _may_appoint(call: Call, agent: Agent, before: Record | None) -> None:
    """Nobody makes somebody mightier than themselves, or locks themselves out by accident."""
    _may_grant(call, role_of(call.desk.directory, agent.role))
    if isinstance(before, Agent) and before.id == call.principal.id and _lost_access(before, agent):
        raise Conflict("your own role and access are changed by another administrator")


def _may_grant(call: Call, role: Role) -> None:
    if not role.permissions <= call.principal.role.permissions:
        raise Forbidden("this role may more than you may")


def _shown(call: Call, record: Record) -> web.Response:
    response = json_response(shown(record, call.centre.channels))
    response.headers[hdrs.ETAG] = f'"{record.version}"'
    return response


for _noun, _kind in KINDS.items():
    _declare(_noun, _kind)
