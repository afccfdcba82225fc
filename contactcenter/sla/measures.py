"""What one conversation's entries say about its times. Every report is made of these; docs/measures.md defines them.

All durations are in seconds of the calendar and use ``received_at``. None = has not happened.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from contactcenter.model.bodies import (
    ArticleAction,
    ArticleUse,
    AssignmentChange,
    CommitmentChange,
    FactStated,
    Focus,
    StateChange,
    TagChange,
)
from contactcenter.model.conversation import SPAM, State
from contactcenter.model.entry import AuthorKind, Entry
from contactcenter.model.message import AnswerDecision, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """See docs/measures.md for each definition."""

    first_reply: float | None
    first_answer: float | None
    resolution: float | None
    resolution_working: float | None
    iterations: int
    handle: float
    transfers: int
    reopened: int
    first_contact_resolution: bool
    articles_shown: int
    articles_opened: int
    articles_linked: int
    reasks: int
    promises_kept: int
    promises_broken: int
    is_spam: bool  # then it belongs in no report


def measure(entries: Sequence[Entry]) -> Measures:
    """The measures of one conversation; its entries in order of arrival."""
    began = next((entry.received_at for entry in entries if _is_from_contact(entry)), None)
    ended = _resolved_at(entries)
    resolution = _between(began, ended)
    reopened = sum(1 for entry in entries if _leaves_resolved(entry))
    iterations = _iterations(entries)
    waited = _waiting_for_contact(entries, ended)
    return Measures(
        first_reply=_between(began, _first(entries, _is_reply)),
        first_answer=_between(began, _first(entries, _is_answer)),
        resolution=resolution,
        resolution_working=None if resolution is None else resolution - waited,
        iterations=iterations,
        handle=sum(entry.body.seconds for entry in entries if isinstance(entry.body, Focus)),
        transfers=max(0, len(_owners(entries)) - 1),
        reopened=reopened,
        first_contact_resolution=resolution is not None and reopened == 0 and iterations <= 1,
        articles_shown=_articles(entries, ArticleAction.SHOWN),
        articles_opened=_articles(entries, ArticleAction.OPENED),
        articles_linked=_articles(entries, ArticleAction.LINKED) + _articles(entries, ArticleAction.INSERTED),
        reasks=sum(isinstance(one.body, FactStated) and one.body.again for one in entries),
        promises_kept=_promises(entries, kept=True),
        promises_broken=_promises(entries, kept=False),
        is_spam=_is_spam(entries),
    )


def _is_spam(entries: Iterable[Entry]) -> bool:
    marks = [one.body.added for one in entries if isinstance(one.body, TagChange) and one.body.tag == SPAM]
    return bool(marks) and marks[-1]


def _is_from_contact(entry: Entry) -> bool:
    return isinstance(entry.body, Message) and entry.author.kind is AuthorKind.CONTACT


def _is_reply(entry: Entry) -> bool:
    return isinstance(entry.body, Message) and entry.author.kind is AuthorKind.AGENT


def _is_answer(entry: Entry) -> bool:
    body = entry.body
    return isinstance(body, Message) and body.answer is not None and body.answer.decision is AnswerDecision.ANSWER


def _first(entries: Iterable[Entry], is_it: object) -> datetime | None:
    assert callable(is_it)
    return next((entry.received_at for entry in entries if is_it(entry)), None)


def _between(start: datetime | None, end: datetime | None) -> float | None:
    return None if start is None or end is None else (end - start).total_seconds()


def _resolved_at(entries: Iterable[Entry]) -> datetime | None:
    """When it was resolved for the last time; None while it is open."""
    at: datetime | None = None
    for entry in entries:
        if isinstance(entry.body, StateChange):
            at = entry.received_at if entry.body.after == State.RESOLVED else (None if _leaves_resolved(entry) else at)
    return at


def _leaves_resolved(entry: Entry) -> bool:
    return isinstance(entry.body, StateChange) and entry.body.before == State.RESOLVED


def _turns(entries: Iterable[Entry]) -> list[Entry]:
    """Messages that hand the turn over: the contact's, replies, and automatic answers; notices are no turns."""
    return [entry for entry in entries if _is_from_contact(entry) or _is_reply(entry) or _is_answer(entry)]


def _iterations(entries: Sequence[Entry]) -> int:
    """How often the turn went from the contact to the centre."""
    turns = _turns(entries)
    return sum(1 for before, after in pairwise(turns) if _is_from_contact(before) and not _is_from_contact(after))


def _waiting_for_contact(entries: Sequence[Entry], ended: datetime | None) -> float:
    """Seconds in which it was the contact's turn: from the centre's message to the contact's next, or to the end."""
    waited, since = 0.0, None
    for entry in _turns(entries):
        if _is_from_contact(entry):
            waited += (entry.received_at - since).total_seconds() if since else 0.0
            since = None
        elif since is None:
            since = entry.received_at
    if since is not None and ended is not None and ended > since:
        waited += (ended - since).total_seconds()
    return waited


def _owners(entries: Iterable[Entry]) -> list[str]:
    """Agents who had it, one after the other; the same one again after being absent counts once."""
    owners: list[str] = []
    for entry in entries:
        agent_id = entry.body.agent_id if isinstance(entry.body, AssignmentChange) else None
        if agent_id is not None and owners[-1:] != [agent_id]:
            owners.append(agent_id)
    return owners


def _articles(entries: Iterable[Entry], action: ArticleAction) -> int:
    return sum(1 for entry in entries if isinstance(entry.body, ArticleUse) and entry.body.action is action)


def _promises(entries: Iterable[Entry], *, kept: bool) -> int:
    """Promises by their last word: one settled twice counts as it was settled last."""
    last: dict[str, bool | None] = {}
    for entry in entries:
        if isinstance(entry.body, CommitmentChange):
            last[entry.body.commitment_id] = entry.body.kept
    return sum(1 for one in last.values() if one is kept)
