"""Stating a fact of a conversation; what the contact has is kept beyond it."""

from dataclasses import replace
from datetime import datetime

from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import own_id
from contactcenter.errors import Invalid
from contactcenter.ids import CompanyId, ContactId, ConversationId
from contactcenter.model.bodies import FactStated
from contactcenter.model.contact import KnownFact
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Audience, Author, AuthorKind, EntryDraft
from contactcenter.model.fact import FACT_KEYS, LASTING_FACTS, Fact, FactSource, FactState, completeness
from contactcenter.model.plan import Changed, Plan
from contactcenter.model.records import FactKey, Product, Record, Symptom

LISTED: dict[str, type[Record]] = {"product": Product, "symptom": Symptom}


async def state_fact(desk: Desk, author: Author, conversation_id: ConversationId, fact: FactStated) -> Changed:
    """Keep a fact as an entry, on the head, and if it lasts at the contact and its company.

    Raises errors.Invalid for a key, product or symptom that the centre does not have.
    """
    check_fact(desk, fact)
    head = await desk.head(conversation_id)
    company = await current_company(desk, head.contact_id) if head and fact.key in LASTING_FACTS else None
    now = desk.clock.now()
    return await desk.change(conversation_id, lambda current: stated(current, author, fact, company, now))


def check_fact(desk: Desk, fact: FactStated) -> None:
    if fact.key not in FACT_KEYS and desk.directory.get(FactKey, fact.key) is None:
        raise Invalid("there is no fact of this name", path="key")
    if (fact.state is FactState.VALUE) != bool(fact.value):
        raise Invalid("a fact has a value, or is unknown or unanswered", path="value")
    listed = LISTED.get(fact.key)
    if listed and fact.value and desk.directory.get(listed, fact.value) is None:
        raise Invalid(f"there is no {fact.key} of this name", path="value")


def stated(head: Conversation, author: Author, fact: FactStated, company: CompanyId | None, at: datetime) -> Plan:
    if _says_nothing_new(head.facts.get(fact.key), fact, author):
        return Plan(head=head, at=at)
    known = head.facts.get(fact.key)
    asker = author.id if author.kind is AuthorKind.AGENT else None
    value = Fact(key=fact.key, state=fact.state, value=fact.value, source=fact.source, at=at, asked_by=asker)
    if fact.state is FactState.UNANSWERED and asker and known and known.state is FactState.VALUE:
        value = replace(known, asked_by=asker)  # asking does not make it unknown
    facts = {**head.facts, fact.key: value}
    draft = EntryDraft(
        external_id=own_id(head, f"fact:{fact.key}"),
        body=replace(fact, again=_is_asked_again(known, fact, asker)),
        author=author,
        audience=Audience.CONTACT if author.kind is AuthorKind.CONTACT else Audience.STAFF,
    )
    return Plan(
        head=replace(head, facts=facts, completeness=completeness(facts)),
        at=at,
        entries=(draft,),
        known=_lasting(head, fact, company, at),
    )


def _is_asked_again(known: Fact | None, fact: FactStated, asker: str | None) -> bool:
    """Whether the contact has to say twice what they said, or were asked for, already: not to the same agent."""
    if known is None or asker is None or fact.state is not FactState.UNANSWERED or known.asked_by == asker:
        return False
    return known.state is FactState.VALUE or known.asked_by is not None


def _says_nothing_new(known: Fact | None, fact: FactStated, author: Author) -> bool:
    """The same again; but what was only read out of a text counts for more once a person says it.

    Another agent's asking is new.
    """
    if known is not None and fact.state is FactState.UNANSWERED and author.kind is AuthorKind.AGENT:
        return known.asked_by == author.id
    if known is None or (known.state, known.value) != (fact.state, fact.value):
        return False
    return known.source is not FactSource.TEXT or fact.source is FactSource.TEXT


def _lasting(head: Conversation, fact: FactStated, company: CompanyId | None, at: datetime) -> tuple[KnownFact, ...]:
    if fact.key not in LASTING_FACTS or fact.state is FactState.UNANSWERED:
        return ()
    return (
        KnownFact(
            contact_id=head.contact_id,
            company_id=company,
            key=fact.key,
            value=fact.value,
            source=fact.source,
            conversation_id=head.id,
            at=at,
        ),
    )


async def current_company(desk: Desk, contact_id: ContactId) -> CompanyId | None:
    """The company that the contact belongs to now."""
    now = desk.clock.now()
    for membership in await desk.store.memberships(contact_id):
        if (membership.since is None or membership.since <= now) and (
            membership.until is None or now < membership.until
        ):
            return membership.company_id
    return None
