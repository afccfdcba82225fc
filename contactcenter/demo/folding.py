"""A generated conversation as one plan: the desk's own moves run over its steps, each at the time it happened."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache

import routing
from contactcenter.demo import content
from contactcenter.demo.content import DemoArticle
from contactcenter.demo.steps import (
    Answered,
    Asked,
    Assigned,
    DemoConversation,
    FactSet,
    Focused,
    HandedOver,
    Judged,
    Noted,
    PromiseClosed,
    Promised,
    Rated,
    Replied,
    Resolved,
    Step,
    Tagged,
    Transferred,
)
from contactcenter.desk.answers import answered
from contactcenter.desk.assignment import assigned
from contactcenter.desk.closing import resolved
from contactcenter.desk.commitments import promised, settled
from contactcenter.desk.demands import demand_of, log_line
from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import PREVIEW_CHARS, notice_draft, own_id, state_draft
from contactcenter.desk.facts import stated
from contactcenter.desk.feedback import judged
from contactcenter.desk.handover import HANDED_OVER, handed_over
from contactcenter.desk.offers import accepted, offered
from contactcenter.desk.ratings import rated
from contactcenter.desk.replies import replied
from contactcenter.desk.tagging import tagged
from contactcenter.ids import AgentId, CompanyId, ContactId, ConversationId, InboxId, QueueId, derived_id, new_reference
from contactcenter.knowledge.passage import passage_for
from contactcenter.model.bodies import (
    ArticleAction,
    ArticleUse,
    FactStated,
    Feedback,
    FeedbackVerdict,
    Focus,
    Note,
    Rating,
)
from contactcenter.model.contact import Identity, KnownFact
from contactcenter.model.conversation import (
    Awaiting,
    Conversation,
    LanguageSource,
    Need,
    OpenOffer,
    Participant,
    ParticipantRole,
    State,
)
from contactcenter.model.entry import CENTRE, Audience, Author, AuthorKind, EntryDraft
from contactcenter.model.fact import FactSource, FactState
from contactcenter.model.message import AnswerDecision, AutomaticAnswer, Message, Source
from contactcenter.model.plan import Plan, Refused, RoutingRecord
from contactcenter.store.placing import place

OFFER_SECONDS = 30.0
ANY_UNITS = 1_000  # the floor has seen to it that there is room


@dataclass(slots=True)
class Folded:
    """The head so far and what was written on the way. ``desk``: one whose channels all are read live."""

    desk: Desk
    told: DemoConversation
    head: Conversation
    drafts: list[EntryDraft] = field(default_factory=list)
    known: list[KnownFact] = field(default_factory=list)
    routed: list[RoutingRecord] = field(default_factory=list)
    last_asked: str = ""
    last_answer: str = ""
    shown: tuple[Source, ...] = ()

    def take(self, plan: Plan | Refused, at: datetime) -> None:
        """Raises AssertionError where the desk would have refused: the generator tells an impossible story."""
        assert isinstance(plan, Plan), (self.told.key, at, plan)
        self.head = place(plan, self.head if self.drafts else None).head
        self.drafts += [replace(draft, received_at=at) for draft in plan.entries]
        self.known += plan.known

    def log(self, line: routing.Event | routing.Effect, at: datetime) -> None:
        """What the routing log would hold: what happened, since the floor behind the history is no router."""
        self.routed.append(log_line(line, at))


def whole(desk: Desk, told: DemoConversation, conversation_id: ConversationId, contact_id: ContactId) -> Plan:
    """The conversation from its first message to its end, to be stored at once. Pure but for its reference."""
    folded = Folded(desk, told, _new_head(told, conversation_id, contact_id))
    for number, step in enumerate(told.steps):
        FOLDS[type(step)](folded, step, f"{told.key}:{number}")
    return Plan(
        head=folded.head,
        at=told.start,
        entries=tuple(folded.drafts),
        known=tuple(folded.known),
        routing=tuple(folded.routed),
    )


def identity_of(told: DemoConversation) -> Identity:
    return Identity(kind=told.channel, address=told.contact.address)


def _new_head(told: DemoConversation, conversation_id: ConversationId, contact_id: ContactId) -> Conversation:
    return Conversation(
        id=conversation_id,
        reference=new_reference(),
        inbox_id=InboxId(told.inbox),
        channel=told.channel,
        contact_id=contact_id,
        subject=told.subject,
        language=told.language,
        language_source=LanguageSource.DETECTED,
        participants=(
            Participant(role=ParticipantRole.CONTACT, id=contact_id, identity=identity_of(told), joined_at=told.start),
        ),
        created_at=told.start,
        last_at=told.start,
    )


def _asked(folded: Folded, step: Asked, own: str) -> None:
    head = folded.head
    body = Message(
        text=step.text, language=head.language, inbox_id=head.inbox_id, subject=None if folded.drafts else head.subject
    )
    author = Author(AuthorKind.CONTACT, head.contact_id)
    entries = [EntryDraft(external_id=own, body=body, author=author, audience=Audience.CONTACT)]
    after = replace(head, awaiting=Awaiting.AGENT, preview=step.text[:PREVIEW_CHARS])
    if head.state is State.RESOLVED:
        after = replace(after, state=State.NEW, resolved_at=None, resolve_reason=None, agent_id=None, rating=None)
        entries.append(state_draft(head, State.NEW, CENTRE, "contact_wrote"))
    folded.take(Plan(head=after, at=step.at, entries=tuple(entries)), step.at)
    folded.last_asked = own


def _answered(folded: Folded, step: Answered, own: str) -> None:
    article = _article(step.article, folded.told.language)
    source = Source(article_id=article.id, language=article.language, title=article.title, version=1)
    answer = AutomaticAnswer(
        decision=AnswerDecision.ANSWER, answers=folded.last_asked, sources=(source,), confidence=step.confidence
    )
    message = Message(text=_passage(article.id, article.language), language=article.language, answer=answer)
    folded.last_answer = f"answer:{folded.last_asked}"
    drafts = (
        EntryDraft(external_id=folded.last_answer, body=message, author=CENTRE, audience=Audience.CONTACT),
        EntryDraft(
            external_id=f"shown:{folded.last_asked}:{article.id}",
            body=ArticleUse(action=ArticleAction.SHOWN, article_id=article.id, language=article.language),
            author=CENTRE,
        ),
    )
    folded.shown = (source,)
    folded.take(answered(folded.desk, folded.head, drafts, step.at), step.at)


def _judged(folded: Folded, step: Judged, own: str) -> None:
    source = folded.shown[0]
    body = Feedback(verdict=FeedbackVerdict(step.verdict), answer=folded.last_answer, article_id=source.article_id)
    folded.take(judged(folded.head, own, body, step.at), step.at)
    folded.last_asked = own


def _handed_over(folded: Folded, step: HandedOver, own: str) -> None:
    language = folded.told.language
    need = Need(queue_id=QueueId(step.queue), language=language, skills=_skills(step.queue))
    text = folded.desk.words.text(HANDED_OVER, language)
    notice = notice_draft(folded.head, HANDED_OVER, text, cause=folded.last_asked)
    plan = handed_over(folded.desk, folded.head, need, notice, step.reasons, folded.shown, step.at)
    folded.take(plan, step.at)
    demand = demand_of(folded.head)
    assert demand is not None  # it waits now
    folded.log(routing.Queued(demand=demand), step.at)


def _assigned(folded: Folded, step: Assigned, own: str) -> None:
    conversation, agent = folded.head.id, AgentId(step.agent)
    level = _levels()[agent][folded.told.language]
    reasons = (f"language={folded.told.language}", f"level={level}", "longest_idle")
    expires_at = step.offered_at + timedelta(seconds=OFFER_SECONDS)
    offer = OpenOffer(id=derived_id("offer", own), agent_id=agent, made_at=step.offered_at, expires_at=expires_at)
    folded.take(offered(folded.head, offer, reasons, ANY_UNITS), step.offered_at)
    folded.log(
        routing.Offer(conversation=conversation, agent=agent, seconds=OFFER_SECONDS, reasons=reasons), step.offered_at
    )
    folded.take(accepted(folded.head, agent, offer.id, step.at), step.at)
    folded.log(routing.Accepted(conversation=conversation, agent=agent), step.at)


def _replied(folded: Folded, step: Replied, own: str) -> None:
    author, language = _agent(step.agent), folded.told.language
    message = Message(text=step.text, language=language)
    drafts = [EntryDraft(external_id=own, body=message, author=author, audience=Audience.CONTACT)]
    if step.article:
        use = ArticleUse(action=ArticleAction.INSERTED, article_id=step.article, language=language)
        drafts.append(EntryDraft(external_id=f"inserted:{own}:{step.article}:{language}", body=use, author=author))
    folded.take(replied(folded.desk, folded.head, AgentId(step.agent), tuple(drafts), step.at), step.at)


def _noted(folded: Folded, step: Noted, own: str) -> None:
    draft = EntryDraft(external_id=own, body=Note(text=step.text), author=_agent(step.agent))
    folded.take(Plan(head=folded.head, at=step.at, entries=(draft,)), step.at)


def _transferred(folded: Folded, step: Transferred, own: str) -> None:
    by = _agent(step.agent)
    note = EntryDraft(external_id=own_id(folded.head, "note"), body=Note(text=step.note), author=by)
    plan = assigned(folded.head, AgentId(step.to_agent), by, ("transferred",), step.at, note=note)
    folded.take(plan, step.at)
    folded.log(routing.Taken(conversation=folded.head.id, agent=step.to_agent), step.at)


def _fact_set(folded: Folded, step: FactSet, own: str) -> None:
    source = FactSource.AGENT if step.agent else FactSource.TEXT
    body = FactStated(key=step.key, state=FactState(step.state), value=step.value, source=source)
    company = folded.told.contact.company
    by = _agent(step.agent) if step.agent else CENTRE
    folded.take(stated(folded.head, by, body, CompanyId(company) if company else None, step.at), step.at)


def _tagged(folded: Folded, step: Tagged, own: str) -> None:
    folded.take(tagged(folded.head, _agent(step.agent), step.tag, True, step.at), step.at)


def _promised(folded: Folded, step: Promised, own: str) -> None:
    plan = promised(folded.head, AgentId(step.agent), f"promise:{folded.told.key}", step.text, step.due, step.at)
    folded.take(plan, step.at)


def _promise_closed(folded: Folded, step: PromiseClosed, own: str) -> None:
    by = _agent(step.agent) if step.agent else CENTRE
    folded.take(settled(folded.head, by, f"promise:{folded.told.key}", step.kept, step.at), step.at)


def _focused(folded: Folded, step: Focused, own: str) -> None:
    body = Focus(agent_id=step.agent, seconds=step.seconds)
    draft = EntryDraft(external_id=own, body=body, author=_agent(step.agent))
    folded.take(Plan(head=folded.head, at=step.at, entries=(draft,)), step.at)


def _resolved(folded: Folded, step: Resolved, own: str) -> None:
    by = _agent(step.agent) if step.agent else CENTRE
    was_routed = folded.head.need is not None
    folded.take(resolved(folded.head, by, step.reason, step.at), step.at)
    if was_routed:
        folded.log(routing.Ended(conversation=folded.head.id), step.at)


def _rated(folded: Folded, step: Rated, own: str) -> None:
    folded.take(rated(folded.head, Rating(score=step.score, comment=step.comment), own, step.at), step.at)


FOLDS: dict[type[Step], Callable[..., None]] = {
    Asked: _asked,
    Answered: _answered,
    Judged: _judged,
    HandedOver: _handed_over,
    Assigned: _assigned,
    Replied: _replied,
    Noted: _noted,
    Transferred: _transferred,
    FactSet: _fact_set,
    Tagged: _tagged,
    Promised: _promised,
    PromiseClosed: _promise_closed,
    Focused: _focused,
    Resolved: _resolved,
    Rated: _rated,
}


def _agent(agent: str) -> Author:
    return Author(AuthorKind.AGENT, agent)


@cache
def _article(article: str, language: str) -> DemoArticle:
    return next(one for one in content.articles() if (one.id, one.language) == (article, language))


@cache
def _passage(article: str, language: str) -> str:
    """What the article answers its own title with: near enough to every phrasing of it."""
    found = _article(article, language)
    return passage_for(found.body, found.title, language).text


@cache
def _skills(queue: str) -> dict[str, int]:
    return next(one.skills for one in content.centre().queues if one.id == queue)


@cache
def _levels() -> dict[str, dict[str, int]]:
    return {one.id: one.languages for one in content.centre().agents}
