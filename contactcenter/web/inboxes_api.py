"""How inboxes fare that fetch and send by themselves, and trying one out before it is used."""

import asyncio
from datetime import datetime

import msgspec

from contactcenter.desk.access import Permission
from contactcenter.desk.inbox_channels import probed
from contactcenter.desk.rehearsal import rehearse
from contactcenter.errors import CentreError, Conflict
from contactcenter.ids import InboxId
from contactcenter.ports import Health
from contactcenter.web.routes import Call, Empty, RouteTable

routes = RouteTable()

INBOXES = "/api/v1/admin/inbox-states"
PROBE_SECONDS = 60
QUESTION_CHARS = 200


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


class RehearsedCard(msgspec.Struct, frozen=True, kw_only=True):
    conversation: str
    question: str
    article: str
    confidence: float


class RehearsalAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Of the first ``questions`` of the latest conversations; ``samples``: some of those that would be answered."""

    questions: int
    answered: int
    suggested: int
    handed_over: int
    samples: list[RehearsedCard]


@routes.post("/api/v1/admin/inboxes/{id}/rehearsal", Permission.CENTRE_EDIT)
async def rehearsal(call: Call, body: Empty) -> RehearsalAnswer:
    """What automatic answers would have done with the latest conversations of the inbox; nothing is sent."""
    inbox = call.desk.directory.inbox(InboxId(call.path("id")))
    try:
        found = await rehearse(call.desk, inbox.id)
    except LookupError as error:
        raise Conflict("the knowledge base is not built yet: try again in a moment") from error
    return RehearsalAnswer(
        questions=found.questions,
        answered=found.answered,
        suggested=found.suggested,
        handed_over=found.handed_over,
        samples=[
            RehearsedCard(
                conversation=one.conversation_id,
                question=one.question[:QUESTION_CHARS],
                article=one.article,
                confidence=round(one.confidence, 3),
            )
            for one in found.samples
        ],
    )


@routes.post("/api/v1/admin/inboxes/{id}/probe", Permission.CENTRE_EDIT)
async def probe(call: Call, body: Empty) -> ProbeAnswer:
    """Sign in where the inbox fetches and where it sends, and say in plain words what does not work."""
    inbox = call.desk.directory.inbox(InboxId(call.path("id")))
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            health = await probed(call.desk, call.centre.channels, inbox)
    except TimeoutError:
        health = Health(problem="the servers did not answer within a minute", advice="check host names and ports")
    except msgspec.ValidationError as error:
        health = Health(problem=str(error), advice="correct the settings of this inbox")
    except CentreError as error:
        health = Health(problem=str(error), advice="enter the settings of this inbox again")
    return ProbeAnswer(problem=health.problem, advice=health.advice, note=health.note)
