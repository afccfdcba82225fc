"""What agents write: a reply to the contact, or a note among staff."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from contactcenter.desk.continuing import continuation
from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import PREVIEW_CHARS, assignment_draft, state_draft
from contactcenter.desk.threads import reference_key
from contactcenter.ids import AgentId, ConversationId, DeliveryId, derived_id
from contactcenter.model.bodies import ArticleAction, ArticleUse, Note
from contactcenter.model.contact import Identity
from contactcenter.model.conversation import (
    FIRST_ANSWER,
    Awaiting,
    Commitment,
    Conversation,
    ParticipantRole,
    State,
    Way,
)
from contactcenter.model.entry import Audience, Author, AuthorKind, EntryDraft
from contactcenter.model.message import Attachment, Message
from contactcenter.model.plan import Changed, DeliveryDraft, Plan, Refused, RefusedBecause


async def reply(
    desk: Desk,
    agent_id: AgentId,
    conversation_id: ConversationId,
    *,
    external_id: str,
    text: str,
    attachments: Sequence[Attachment] = (),
    articles: Sequence[tuple[str, str]] = (),
) -> Changed:
    """Send an agent's reply; ``articles`` are (article id, language) inserted into it.

    Replying to a conversation that nobody has takes it. Raises errors.Conflict if it is another agent's offer or
    assignment, or resolved.
    """
    now = desk.clock.now()
    draft = EntryDraft(
        external_id=external_id,
        body=Message(text=text, attachments=tuple(attachments)),
        author=Author(AuthorKind.AGENT, agent_id),
        audience=Audience.CONTACT,
    )
    used = tuple(_article_draft(external_id, agent_id, article, language) for article, language in articles)
    later = await continuation(desk, conversation_id, external_id, now)
    return await desk.change(conversation_id, lambda head: replied(desk, head, agent_id, (draft, *used), now, later))


def replied(
    desk: Desk,
    head: Conversation,
    agent_id: AgentId,
    drafts: tuple[EntryDraft, ...],
    at: datetime,
    later: tuple[DeliveryDraft, ...] = (),
) -> Plan | Refused:
    """``later``: deliveries for a contact who may have left by then (continuing.py)."""
    if head.state in (State.RESOLVED, State.OFFERED) or head.merged_into:
        return Refused(RefusedBecause.STATE, head)
    body = drafts[0].body
    assert isinstance(body, Message)
    after = replace(
        head,
        awaiting=Awaiting.CONTACT,
        undelivered=None,
        preview=body.text[:PREVIEW_CHARS],
        commitments=tuple(_answered(one, at) for one in head.commitments),
    )
    entries = drafts
    if head.state is not State.ASSIGNED:
        author = drafts[0].author
        after = replace(after, state=State.ASSIGNED, agent_id=agent_id, handed_over=True, snoozed_until=None)
        taken = assignment_draft(head, author, agent_id, ("replied",))
        entries = (*drafts, taken, state_draft(head, State.ASSIGNED, author))
    deliveries = (*deliveries_for(desk, head, drafts[0].external_id, at), *later)
    keys = (reference_key(head.reference),) if later else ()  # what the answer to a letter will name
    return Plan(head=after, at=at, entries=entries, deliveries=deliveries, thread_keys=keys)


def _answered(one: Commitment, at: datetime) -> Commitment:
    """A person's first answer keeps what the acknowledgement promised."""
    return replace(one, kept=True, closed_at=at) if one.text == FIRST_ANSWER and one.kept is None else one


def deliveries_for(desk: Desk, head: Conversation, external_id: str, at: datetime) -> tuple[DeliveryDraft, ...]:
    """What the outbox must send: nothing where the contact reads along live."""
    if head.way is not None:
        return (_delivery(head, external_id, at, head.way),)
    if desk.capabilities[head.channel].live:
        return ()
    return tuple(
        _delivery(head, external_id, at, Way(inbox_id=head.inbox_id, channel=head.channel, identity=one.identity))
        for one in head.participants
        if one.role is ParticipantRole.CONTACT and one.identity and not _is_of_another_channel(desk, head, one.identity)
    )


def _is_of_another_channel(desk: Desk, head: Conversation, identity: Identity) -> bool:
    return identity.kind != head.channel and identity.kind in desk.capabilities


def _delivery(head: Conversation, external_id: str, at: datetime, way: Way) -> DeliveryDraft:
    return DeliveryDraft(
        id=DeliveryId(derived_id("delivery", head.id, external_id, *way.identity.key)),
        inbox_id=way.inbox_id,
        channel=way.channel,
        recipient=way.identity,
        due_at=at,
    )


async def note(
    desk: Desk,
    agent_id: AgentId,
    conversation_id: ConversationId,
    *,
    external_id: str,
    text: str,
    attachments: Sequence[Attachment] = (),
) -> Changed:
    """Write something that only staff sees."""
    now = desk.clock.now()
    draft = EntryDraft(
        external_id=external_id,
        body=Note(text=text, attachments=tuple(attachments)),
        author=Author(AuthorKind.AGENT, agent_id),
    )
    return await desk.change(conversation_id, lambda head: Plan(head=head, at=now, entries=(draft,)))


def _article_draft(external_id: str, agent_id: AgentId, article_id: str, language: str) -> EntryDraft:
    return EntryDraft(
        external_id=f"inserted:{external_id}:{article_id}:{language}",
        body=ArticleUse(action=ArticleAction.INSERTED, article_id=article_id, language=language),
        author=Author(AuthorKind.AGENT, agent_id),
    )
