"""A conversation: one matter with one contact. The head is what lists, routing and timers read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from enum import StrEnum

from contactcenter.ids import AgentId, ContactId, ConversationId, InboxId, QueueId, TeamId
from contactcenter.model.contact import Identity
from contactcenter.model.fact import Fact


class State(StrEnum):
    NEW = "new"  # recorded, not yet answered or routed
    ANSWERED = "answered"  # answered by the knowledge base
    WAITING = "waiting"  # in a queue
    OFFERED = "offered"  # offered to one agent
    ASSIGNED = "assigned"
    SNOOZED = "snoozed"  # set aside by its agent until a time
    RESOLVED = "resolved"


class Awaiting(StrEnum):
    CONTACT = "contact"
    AGENT = "agent"
    NONE = "none"


# Every state change that exists; staying in a state is always allowed. Both stores check it.
TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.NEW: frozenset({State.ANSWERED, State.WAITING, State.ASSIGNED, State.RESOLVED}),
    State.ANSWERED: frozenset({State.WAITING, State.ASSIGNED, State.RESOLVED}),
    State.WAITING: frozenset({State.OFFERED, State.ASSIGNED, State.RESOLVED, State.ANSWERED}),
    State.OFFERED: frozenset({State.WAITING, State.ASSIGNED, State.RESOLVED}),
    State.ASSIGNED: frozenset({State.WAITING, State.SNOOZED, State.RESOLVED}),
    State.SNOOZED: frozenset({State.ASSIGNED, State.WAITING, State.RESOLVED}),
    State.RESOLVED: frozenset({State.NEW, State.WAITING, State.ANSWERED, State.ASSIGNED}),
}


def may_become(before: State, after: State) -> bool:
    return before is after or after in TRANSITIONS[before]


class LanguageSource(StrEnum):
    """Who said which language this is; later members beat earlier ones."""

    DEFAULT = "default"  # the inbox's
    BROWSER = "browser"
    DETECTED = "detected"
    AGENT = "agent"
    CONTACT = "contact"


class ParticipantRole(StrEnum):
    CONTACT = "contact"
    COPIED = "copied"  # was addressed besides
    JOINED = "joined"  # wrote into it without being addressed: gets nothing unless an agent says so
    AGENT = "agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    role: ParticipantRole
    id: str  # contact id or agent id
    identity: Identity | None = None
    joined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where somebody is reached."""

    inbox_id: InboxId
    channel: str
    identity: Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a conversation asks of an agent: routing's demand, without its place in line."""

    queue_id: QueueId
    language: str | None = None
    skills: Mapping[str, int] = field(default_factory=dict)
    priority: int = 0
    weight: int = 1  # units of an agent's capacity
    due: datetime | None = None
    preferred_agent_id: AgentId | None = None
    passed: Mapping[AgentId, datetime] = field(default_factory=dict)  # declined or let expire, and when


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOffer:
    """The one open offer of a conversation: it lives on the head, so there can be no second."""

    id: str
    agent_id: AgentId
    made_at: datetime
    expires_at: datetime


SPAM = "spam"  # tag, and reason of resolving: a folder of its own, no place in a queue, counted nowhere
FIRST_ANSWER = "first answer"  # text of the promise that an acknowledgement makes


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """Something promised to somebody by a time."""

    id: str
    text: str
    due: datetime
    by: AgentId | None
    to: ContactId
    made_at: datetime
    kept: bool | None = None  # None = open
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """The head. ``seq`` = last entry, ``contact_seq`` = last entry that contacts may see, ``version`` = writes."""

    id: ConversationId
    reference: str
    inbox_id: InboxId
    channel: str
    contact_id: ContactId
    state: State = State.NEW
    awaiting: Awaiting = Awaiting.AGENT
    subject: str = ""
    language: str | None = None
    language_source: LanguageSource = LanguageSource.DEFAULT
    agent_id: AgentId | None = None
    team_id: TeamId | None = None
    queue_id: QueueId | None = None  # the queue it waits in, or came from
    need: Need | None = None  # kept from the first routing on; None = never routed
    offer: OpenOffer | None = None
    handed_over: bool = False  # automatic answers stay out until it is closed
    told: str | None = None  # the last waiting notice the contact got: nobody_speaks | nobody_here | all_busy
    tags: tuple[str, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    completeness: int = 0  # percent of what, where, when and how much that the facts say
    commitments: tuple[Commitment, ...] = ()
    participants: tuple[Participant, ...] = ()
    way: Way | None = None  # where replies go, if not where it began
    read_up_to: Mapping[str, int] = field(default_factory=dict)  # "contact" or agent id -> seq
    rating: int | None = None
    seq: int = 0
    contact_seq: int = 0
    undelivered: int | None = None  # seq of a message that did not arrive, until staff has written again
    preview: str = ""  # first 140 characters of the last message
    created_at: datetime
    last_at: datetime  # received_at of the last entry
    waiting_since: datetime | None = None
    snoozed_until: datetime | None = None
    resolved_at: datetime | None = None
    resolve_reason: str | None = None
    follows: ConversationId | None = None
    side_of: ConversationId | None = None  # the conversation because of which somebody else is asked here
    merged_into: ConversationId | None = None
    version: int = 0


# dataclasses.replace() runs 35 fields through __init__ (8 us); copying slots takes 3 us, on the path of every message
_SLOTS = {item.name: vars(Conversation)[item.name] for item in fields(Conversation)}
_COPIED = tuple((slot.__get__, slot.__set__) for slot in _SLOTS.values())
_SET = {name: slot.__set__ for name, slot in _SLOTS.items()}


def copied(head: Conversation, **changes: object) -> Conversation:
    """The head with some fields changed, as ``dataclasses.replace`` does it. Raises KeyError for an unknown field."""
    copy = object.__new__(Conversation)
    for get, put in _COPIED:
        put(copy, get(head))
    for name, value in changes.items():
        _SET[name](copy, value)
    return copy


UNFINISHED_AFTER = timedelta(seconds=5)  # a new conversation that nobody took up: a crash cut it off


def due_at(head: Conversation) -> datetime | None:
    """The next moment a timer has something to do with this conversation; None = never by itself."""
    times: list[datetime] = [item.due for item in head.commitments if item.kept is None]
    if is_unfinished(head):
        times.append(head.last_at + UNFINISHED_AFTER)
    if head.offer:
        times.append(head.offer.expires_at)
    if head.state is State.SNOOZED and head.snoozed_until:
        times.append(head.snoozed_until)
    return min(times, default=None)


def is_unfinished(head: Conversation) -> bool:
    """Whether the contact's last message still has to be taken up: answered by itself, or given to a person."""
    return head.state is State.NEW or (head.state is State.ANSWERED and head.awaiting is Awaiting.AGENT)


def load_of(head: Conversation) -> tuple[AgentId, int] | None:
    """Which agent carries how many units because of this conversation: assigned and offered ones count."""
    weight = head.need.weight if head.need else 1
    if head.offer:
        return head.offer.agent_id, weight
    if head.state is State.ASSIGNED and head.agent_id:
        return head.agent_id, weight
    return None
