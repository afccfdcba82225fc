"""How inboxes fare that fetch and send by themselves, and trying one out before it is used."""

import asyncio
from datetime import datetime

import msgspec

from contactcenter.desk.access import Permission
from contactcenter.desk.inbox_channels import probed
from contactcenter.errors import CentreError
from contactcenter.ids import InboxId
from contactcenter.ports import Health
from contactcenter.web.routes import Call, Empty, RouteTable

routes = RouteTable()

INBOXES = "/api/v1/admin/inbox-states"
PROBE_SECONDS = 60


class InboxStateCard(msgspec.Struct, frozen=True, kw_only=True):
    """``problem`` null = works; ``silent`` = nothing was heard of its server for five minutes."""

    inbox_id: str
    problem: str | None
    advice: str | None
    since: datetime
    heard_at: datetime | None
    silent: bool


class InboxStates(msgspec.Struct, frozen=True):
    items: list[InboxStateCard]


@routes.get(INBOXES, Permission.CENTRE_READ)
async def states(call: Call) -> InboxStates:
    """All inboxes that fetch or send by themselves on this node."""
    now = call.desk.clock.now()
    return InboxStates(
        [
            InboxStateCard(
                inbox_id=inbox_id,
                problem=state.health.problem,
                advice=state.health.advice,
                since=state.since,
                heard_at=state.heard_at,
                silent=state.is_silent(now),
            )
            for inbox_id, state in call.desk.health.states.items()
        ]
    )


class ProbeAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """``problem`` null = both directions work; ``note`` says what else was found."""

    problem: str | None
    advice: str | None
    note: str | None = None


@routes.post("/api/v1/admin/inboxes/{id}/probe", Permission.CENTRE_EDIT)
async def probe(call: Call, body: Empty) -> ProbeAnswer:
    """Sign in where the inbox fetches and where it sends, and say in plain words what does not work."""
    inbox = call.desk.directory.inbox(InboxId(call.path("id")))
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            health = await probed(call.desk.keyring, call.centre.channels, inbox)
    except TimeoutError:
        health = Health(problem="the servers did not answer within a minute", advice="check host names and ports")
    except msgspec.ValidationError as error:
        health = Health(problem=str(error), advice="correct the settings of this inbox")
    except CentreError as error:
        health = Health(problem=str(error), advice="enter the settings of this inbox again")
    return ProbeAnswer(problem=health.problem, advice=health.advice, note=health.note)
