"""Fills MongoDB as the store would have it once everything is folded, without a transaction for each change of load.

Through the verbs this took 460 messages a second: two messages of twelve change what an agent carries. The documents
are made by the store's own functions, but for the order: many conversations in one call.
"""

import re
from collections import Counter, defaultdict
from functools import lru_cache

from pymongo import UpdateOne

from bench.growth_data import BEGIN, PER_CONVERSATION, Texts, in_turn, message
from contactcenter.model.bodies import Note
from contactcenter.model.contact import Contact
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Audience
from contactcenter.model.message import Message
from contactcenter.model.plan import Inbound, Plan
from contactcenter.store.codec import to_us
from contactcenter.store.mongo import contacts, heads, journal
from contactcenter.store.mongo.driver import Database, Document, derived
from contactcenter.store.mongo.folding import MARKS, know_words, terms_of
from contactcenter.store.placing import Placed, load_changes, place
from contactcenter.store.search_text import entry_terms
from contactcenter.store.tokens import document_terms

CHUNK = 2_000
BEGIN_US, US_APART = to_us(BEGIN), 1_000
TEXTS = 100_000  # then they come again, with other numbers
NUMBER = re.compile(r"\b\d{8}\b")


class Repeated(Texts):
    """The texts of Texts, again and again: their words need to be taken apart once."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._texts: list[tuple[str, str]] = []
        self._next = 0

    def message(self) -> tuple[str, str]:
        if len(self._texts) < TEXTS:
            self._texts.append(super().message())
        text, language = self._texts[self._next % len(self._texts)]
        self._next += 1
        return NUMBER.sub(lambda found: f"{(int(found[0]) + self._next * 7_919) % 10**8:08}", text), language


@lru_cache(maxsize=TEXTS)
def words_of(text: str, language: str | None) -> frozenset[str]:
    return document_terms(text, language)


class Batch:
    """Documents by collection, inserted some thousands at once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._documents: defaultdict[str, list[Document]] = defaultdict(list)

    async def add(self, name: str, document: Document) -> None:
        waiting = self._documents[name]
        waiting.append(document)
        if len(waiting) == CHUNK:
            await self._insert(name)

    async def finish(self) -> None:
        for name in tuple(self._documents):
            await self._insert(name)

    async def _insert(self, name: str) -> None:
        if documents := self._documents.pop(name, None):
            await derived(self._database, name).insert_many(documents, ordered=False)


async def fill_mongo(database: Database, begin: int, end: int, texts: Texts) -> None:
    """Conversations [begin, end), ``begin`` an even number; ``database`` has its schema already."""
    batch, unfinished, loads = Batch(database), dict[int, Conversation](), Counter[str]()
    words: set[str] = set()
    for at, (n, step) in enumerate(in_turn(begin, end), begin * PER_CONVERSATION):
        before = unfinished.get(n)
        inbound = message(n, step, texts, before.id if before else None)
        placed = _placed(inbound, before)
        loads.update(load_changes(before, placed.head))
        write = journal.write_of(placed) | {"n": BEGIN_US + at * US_APART}
        searched = _search_document(write, placed)
        words.update(term for term in searched["t"] if term[0] not in MARKS)
        await batch.add("search", searched)
        await batch.add("journal", {name: value for name, value in write.items() if name not in ("h", "todo")})
        unfinished[n] = placed.head
        if step == 0 and n % 2 == 0:
            await batch.add("contacts", _contact_document(inbound))
        if step == PER_CONVERSATION - 1:
            head = unfinished.pop(n)
            await batch.add("heads", {"_id": head.id} | heads.document_of(head))
    await batch.finish()
    await know_words(database, words)
    changes = [UpdateOne({"_id": agent}, {"$inc": {"units": units}}, upsert=True) for agent, units in loads.items()]
    await database["loads"].bulk_write(changes)


def _placed(inbound: Inbound, before: Conversation | None) -> Placed:
    plan = inbound.admit(before, Contact(id=inbound.contact_id, created_at=inbound.at))
    assert isinstance(plan, Plan)
    return place(plan, before)


def _search_document(write: Document, placed: Placed) -> Document:
    """As folding.search_documents() makes it, but the words of a text that was there before are not taken apart."""
    (entry,) = placed.entries
    assert isinstance(entry.body, Message)
    terms = words_of(NUMBER.sub("", entry.body.text), entry.body.language)
    for number in NUMBER.findall(entry.body.text):
        terms |= document_terms(number)
    if entry.seq == 1:
        terms |= entry_terms(Note(text=""), placed.head)
    place_of = {"_id": f"{write['c']}/{entry.seq}", "c": write["c"], "s": entry.seq}
    return place_of | {"n": write["n"] * 1_000, "a": entry.audience is Audience.CONTACT, "t": sorted(terms)}


def _contact_document(inbound: Inbound) -> Document:
    contact = Contact(id=inbound.contact_id, name=inbound.contact_name, created_at=inbound.at)
    document = contacts.document_of(contact, inbound.identity)
    document["terms"] = sorted(terms_of(document))
    del document["todo"]
    return document
