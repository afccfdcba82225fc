"""What agents do with a conversation: whose it is, its end, what is known of it, and their attention."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from contactcenter.desk import (
    article_drafting,
    assignment,
    closing,
    commitments,
    facts,
    focus,
    languages,
    linking,
    merging,
    offers,
    reading,
    snoozing,
    tagging,
)
from contactcenter.desk.access import Permission
from contactcenter.desk.article_use import use_article
from contactcenter.errors import Invalid
from contactcenter.ids import AgentId, QueueId
from contactcenter.model.bodies import ArticleAction, FactStated, LinkKind
from contactcenter.model.fact import FactSource, FactState
from contactcenter.model.plan import Link, Refused
from contactcenter.web.articles import staff_article
from contactcenter.web.conversations_api import ONE, READ, HeadAnswer, Text, shown
from contactcenter.web.routes import Call, Empty, ExternalId, Id, LanguageTag, RouteTable, Seq
from contactcenter.web.views import author_view

routes = RouteTable()

EDIT = Permission.CONVERSATIONS_EDIT


# --- whose it is -------------------------------------------------------------------------------------------


class OfferBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    offer_id: Id


@routes.post(ONE + "/accept", Permission.CONVERSATIONS_ASSIGN)
async def accept(call: Call, body: OfferBody) -> HeadAnswer:
    """Accept an offer."""
    head = await call.conversation()
    return await shown(call, (await offers.accept(call.desk, call.agent_id, head.id, body.offer_id)).head)


@routes.post(ONE + "/decline", Permission.CONVERSATIONS_ASSIGN)
async def decline(call: Call, body: OfferBody) -> HeadAnswer:
    """Decline an offer: the next agent gets it."""
    head = await call.conversation()
    return await shown(call, (await offers.decline(call.desk, call.agent_id, head.id, body.offer_id)).head)


@routes.post(ONE + "/take", Permission.CONVERSATIONS_ASSIGN)
async def take(call: Call, body: Empty) -> HeadAnswer:
    """Assign it to me."""
    head = await call.conversation()
    return await shown(call, (await assignment.take(call.desk, call.agent_id, head.id)).head)


class TransferBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    agent_id: Id | None = None
    queue_id: Id | None = None
    note: Text = ""


@routes.post(ONE + "/transfer", Permission.CONVERSATIONS_ASSIGN)
async def transfer(call: Call, body: TransferBody) -> HeadAnswer:
    """Give it to another agent, or into a queue."""
    head = await call.conversation()
    changed = await assignment.transfer(
        call.desk,
        call.agent_id,
        head.id,
        agent_id=AgentId(body.agent_id) if body.agent_id else None,
        queue_id=QueueId(body.queue_id) if body.queue_id else None,
        note=body.note,
    )
    return await shown(call, changed.head)


# --- beginning and end -------------------------------------------------------------------------------------


class ResolveBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    reason: Annotated[str, msgspec.Meta(max_length=200)] | None = None


@routes.post(ONE + "/resolve", Permission.CONVERSATIONS_CLOSE)
async def resolve(call: Call, body: ResolveBody) -> HeadAnswer:
    """Close the matter; reopen undoes it."""
    head = await call.conversation()
    changed = await closing.resolve(call.desk, call.principal.author, head.id, reason=body.reason)
    return await shown(call, changed.head)


@routes.post(ONE + "/reopen", Permission.CONVERSATIONS_CLOSE)
async def reopen(call: Call, body: Empty) -> HeadAnswer:
    """Take a resolved conversation up again."""
    head = await call.conversation()
    return await shown(call, (await closing.reopen(call.desk, call.agent_id, head.id)).head)


class SnoozeBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    until: Annotated[datetime, msgspec.Meta(tz=True)]


@routes.post(ONE + "/snooze", Permission.CONVERSATIONS_CLOSE)
async def snooze(call: Call, body: SnoozeBody) -> HeadAnswer:
    """Set it aside until a time; wake undoes it."""
    head = await call.conversation()
    return await shown(call, (await snoozing.snooze(call.desk, call.agent_id, head.id, body.until)).head)


@routes.post(ONE + "/wake", Permission.CONVERSATIONS_CLOSE)
async def wake(call: Call, body: Empty) -> HeadAnswer:
    """Take it up again before its time."""
    head = await call.conversation()
    woken = await snoozing.wake(call.desk, head.id, call.principal.author)
    return await shown(call, head if isinstance(woken, Refused) else woken.head)


class MergeBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    into: Id


@routes.post(ONE + "/merge", Permission.CONVERSATIONS_MERGE)
async def merge(call: Call, body: MergeBody) -> HeadAnswer:
    """The matter goes on in another conversation of the same contact."""
    head = await call.conversation()
    into = await call.conversation(body.into)
    ended, _ = await merging.merge_conversations(call.desk, call.principal.author, head.id, into.id)
    return await shown(call, ended.head)


# --- what is known of it -----------------------------------------------------------------------------------


class TagBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    tag: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    added: bool


@routes.post(ONE + "/tags", EDIT)
async def tag(call: Call, body: TagBody) -> HeadAnswer:
    """Put a tag on, or take it off."""
    head = await call.conversation()
    changed = await tagging.tag(call.desk, call.principal.author, head.id, body.tag, added=body.added)
    return await shown(call, changed.head)


class FactBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    key: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    state: FactState = FactState.VALUE
    value: Annotated[str, msgspec.Meta(max_length=1000)] | None = None


@routes.post(ONE + "/facts", EDIT)
async def fact(call: Call, body: FactBody) -> HeadAnswer:
    """State a fact: a value, unknown, or asked and not answered."""
    head = await call.conversation()
    source = FactSource.AGENT if call.principal.kind == "agent" else FactSource.API
    stated = FactStated(key=body.key, state=body.state, value=body.value, source=source)
    return await shown(call, (await facts.state_fact(call.desk, call.principal.author, head.id, stated)).head)


class LinkBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    link: LinkKind
    target: Id
    added: bool


class Links(msgspec.Struct, frozen=True):
    links: tuple[Link, ...]


MADE_BY_AGENTS = frozenset({LinkKind.DUPLICATE_OF, LinkKind.CAUSED_BY, LinkKind.ANSWERS, LinkKind.PROBLEM})


@routes.post(ONE + "/links", EDIT)
async def link(call: Call, body: LinkBody) -> Links:
    """Link it to another conversation or a problem, or take the link back."""
    if body.link not in MADE_BY_AGENTS:
        raise Invalid("links of this kind are made by the centre itself", path="link")
    head = await call.conversation()
    if body.link is not LinkKind.PROBLEM:
        await call.conversation(body.target)
    await linking.link(call.desk, call.principal.author, head.id, body.link, body.target, added=body.added)
    return Links(await call.desk.store.links(head.id))


class LanguageBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    language: LanguageTag


@routes.post(ONE + "/language", EDIT)
async def language(call: Call, body: LanguageBody) -> HeadAnswer:
    """Correct the conversation's language; answering and routing follow at once."""
    head = await call.conversation()
    changed = await languages.choose_language(call.desk, call.principal.author, head.id, body.language)
    return await shown(call, changed.head)


class CommitmentBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    id: Id
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    due: Annotated[datetime, msgspec.Meta(tz=True)]


@routes.post(ONE + "/commitments", EDIT)
async def promise(call: Call, body: CommitmentBody) -> HeadAnswer:
    """Promise something by a time."""
    head = await call.conversation()
    changed = await commitments.promise(
        call.desk, call.agent_id, head.id, commitment_id=body.id, text=body.text, due=body.due
    )
    return await shown(call, changed.head)


class KeptBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    kept: bool


@routes.post(ONE + "/commitments/{cid}", EDIT)
async def settle(call: Call, body: KeptBody) -> HeadAnswer:
    """Whether a promise was kept."""
    head = await call.conversation()
    changed = await commitments.settle(call.desk, call.principal.author, head.id, call.path("cid"), kept=body.kept)
    return await shown(call, changed.head)


# --- attention ---------------------------------------------------------------------------------------------


class FocusBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    external_id: ExternalId
    seconds: Annotated[float, msgspec.Meta(ge=0, le=3600)]


@routes.post(ONE + "/focus", READ)
async def focused(call: Call, body: FocusBody) -> Empty:
    """The agent had it open and in focus for so long."""
    head = await call.conversation()
    await focus.focused(call.desk, call.agent_id, head.id, external_id=body.external_id, seconds=body.seconds)
    return Empty()


class ArticleDraftAnswer(msgspec.Struct, frozen=True):
    id: str
    article_id: str
    language: str
    title: str


class ArticleUseBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    external_id: ExternalId
    article_id: Id
    action: Literal["opened", "inserted", "linked"]


@routes.post(ONE + "/articles", READ)
async def article_used(call: Call, body: ArticleUseBody) -> Empty:
    """An agent opened, inserted or linked an article here."""
    head = await call.conversation()
    found = await staff_article(call.desk, call.principal, body.article_id, head.language or "")
    if found is None:
        raise Invalid("no such article", path="article_id")
    await use_article(
        call.desk,
        call.principal.author,
        head.id,
        external_id=body.external_id,
        article_id=found.slug,
        language=found.language,
        action=ArticleAction(body.action),
    )
    return Empty()


class DraftBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    seq: Seq


@routes.post(ONE + "/article-drafts", Permission.KNOWLEDGE_DRAFT)
async def draft(call: Call, body: DraftBody) -> ArticleDraftAnswer:
    """Begin an article from a message or note: a draft, with the customer's words as its first phrasing."""
    head = await call.conversation()
    principal = call.principal
    made = await article_drafting.draft_article(call.desk, principal.author, principal.actor, head, body.seq)
    return ArticleDraftAnswer(made.id, made.slug, made.language, made.title)


class ReadBody(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    seq: Seq


@routes.post(ONE + "/read", READ)
async def read(call: Call, body: ReadBody) -> Empty:
    """How far the agent has read."""
    head = await call.conversation()
    await reading.read_up_to(call.desk, head.id, call.agent_id, body.seq)
    return Empty()


@routes.post(ONE + "/typing", Permission.CONVERSATIONS_REPLY)
async def typing(call: Call, body: Empty) -> Empty:
    """The agent is typing."""
    head = await call.conversation()
    call.centre.show_typing(head, author_view(call.principal.author, call.desk.directory, ""))
    return Empty()
