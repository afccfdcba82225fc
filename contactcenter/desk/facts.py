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
from contactcenter.model.entry import Author, EntryDraft
from contactcenter.model.fact import FACT_KEYS, LASTING_FACTS, Fact, FactSource, FactState
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
    if _says_nothing_new(head.facts.get(fact.key), fact):
        return Plan(head=head, at=at)
    value = Fact(key=fact.key, state=fact.state, value=fact.value, source=fact.source, at=at)
    draft = EntryDraft(external_id=own_id(head, f"fact:{fact.key}"), body=fact, author=author)
    return Plan(
        head=replace(head, facts={**head.facts, fact.key: value}),
        at=at,
        entries=(draft,),
        known=_lasting(head, fact, company, at),
    )


def _says_nothing_new(known: Fact | None, fact: FactStated) -> bool:
    """The same again; but what was only read out of a text counts for more once a person says it."""
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
