"""What is known of who asks: products and versions, so that what is about others need not be shown, and companies."""

from dataclasses import replace

from contactcenter.desk.desk import Desk
from contactcenter.ids import ContactId
from contactcenter.knowledge.article import CUSTOMER, Reader
from contactcenter.model.contact import KnownFact
from contactcenter.model.conversation import Conversation
from contactcenter.model.fact import FactState
from contactcenter.model.records import Product


async def customer(desk: Desk, head: Conversation, text: str) -> Reader:
    """The contact of a conversation in which `text` was written, as a reader: what answers may be taken from."""
    reader = replace(CUSTOMER, companies=await companies_of(desk, head.contact_id))
    return await reader_with_products(desk, reader, head, text)


async def companies_of(desk: Desk, contact_id: ContactId) -> frozenset[str]:
    """The companies that the contact belongs to now; it never says so itself."""
    now = desk.clock.now()
    return frozenset(
        one.company_id
        for one in await desk.store.memberships(contact_id)
        if (one.since is None or one.since <= now) and (one.until is None or now < one.until)
    )


async def reader_with_products(desk: Desk, reader: Reader, head: Conversation, text: str) -> Reader:
    """The reader with the products and versions known for a conversation in which `text` was written."""
    if not desk.directory.all(Product):
        return reader
    known = () if _stated(head, "product") else await desk.store.known_facts(head.contact_id)
    return replace(reader, products=_products(desk, head, text, known), versions=_versions(head, known))


async def known_products(desk: Desk, head: Conversation, text: str) -> frozenset[str]:
    """The product the conversation is about, else those the contact has; always with those that the text names.

    Empty if nothing is known, which leaves nothing out.
    """
    if not desk.directory.all(Product):
        return frozenset()
    known = () if _stated(head, "product") else await desk.store.known_facts(head.contact_id)
    return _products(desk, head, text, known)


def _products(desk: Desk, head: Conversation, text: str, known: tuple[KnownFact, ...]) -> frozenset[str]:
    named = frozenset(desk.directory.mentions.read(text).products)
    if stated := _stated(head, "product"):
        return named | {stated}
    return named | {one.value for one in known if one.key == "product" and one.value}


def _versions(head: Conversation, known: tuple[KnownFact, ...]) -> frozenset[tuple[str, str]]:
    """The version of the product, where it is clear of which: stated here with it, or the contact's only ones."""
    product, version = _stated(head, "product"), _stated(head, "version")
    if product:
        return frozenset({(product, version)} if version else ())
    products = {one.value for one in known if one.key == "product" and one.value}
    versions = [one.value for one in sorted(known, key=lambda one: one.at) if one.key == "version" and one.value]
    if len(products) != 1 or not versions:
        return frozenset()
    return frozenset({(min(products), versions[-1])})


def _stated(head: Conversation, key: str) -> str:
    fact = head.facts.get(key)
    return fact.value if fact is not None and fact.state is FactState.VALUE and fact.value else ""
