"""Which products a conversation is about, or its contact is known to have: what is about others need not be shown."""

from dataclasses import replace

from contactcenter.desk.desk import Desk
from contactcenter.knowledge.article import Reader
from contactcenter.model.conversation import Conversation
from contactcenter.model.fact import FactState
from contactcenter.model.records import Product


async def reader_with_products(desk: Desk, reader: Reader, head: Conversation, text: str) -> Reader:
    """The reader with the products known for a conversation in which `text` was written."""
    return replace(reader, products=await known_products(desk, head, text))


async def known_products(desk: Desk, head: Conversation, text: str) -> frozenset[str]:
    """The product the conversation is about, else those the contact has; always with those that the text names.

    Empty if nothing is known, which leaves nothing out.
    """
    if not desk.directory.all(Product):
        return frozenset()
    named = frozenset(desk.directory.mentions.read(text).products)
    fact = head.facts.get("product")
    if fact is not None and fact.state is FactState.VALUE and fact.value:
        return named | {fact.value}
    known = await desk.store.known_facts(head.contact_id)
    return named | {one.value for one in known if one.key == "product" and one.value}
