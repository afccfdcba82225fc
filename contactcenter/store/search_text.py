"""What of an entry, a conversation and a contact is searched by, and how a hit is shown."""

from collections.abc import Iterable

from contactcenter.ids import is_uuid
from contactcenter.model.bodies import Body, EntryKind, FactStated, Note
from contactcenter.model.contact import Contact, Identity
from contactcenter.model.conversation import Conversation
from contactcenter.model.message import Message
from contactcenter.store.tokens import document_terms, name_terms

SEARCHED_KINDS = frozenset({EntryKind.MESSAGE, EntryKind.NOTE, EntryKind.FACT})
SNIPPET_CHARS = 160


def text_of(body: Body) -> str:
    """The words of an entry that people would search for; empty for entries that are not searched."""
    if isinstance(body, Message):
        names = " ".join(attachment.name for attachment in body.attachments)
        return " ".join(part for part in (body.subject, body.text, names) if part)
    if isinstance(body, Note):
        return body.text
    if isinstance(body, FactStated):
        return body.value or ""
    return ""


def entry_terms(body: Body, head: Conversation | None) -> frozenset[str]:
    """``head`` comes along for the first entry of a conversation: it is found by reference and subject too."""
    language = body.language if isinstance(body, Message) else None
    terms = document_terms(text_of(body), language)
    if head is None:
        return terms
    reference = head.reference.casefold()
    parts = (reference.replace("-", ""), *reference.split("-"))
    return terms | document_terms(head.subject, head.language) | {f"={part}" for part in parts}


def contact_terms(contact: Contact, identities: Iterable[Identity]) -> frozenset[str]:
    addresses = (identity.address for identity in identities if not is_uuid(identity.address))
    return name_terms(contact.name, *(_address_words(address) for address in addresses))


def snippet(text: str, query: str) -> str:
    """A part of the text around the first word of the query that it holds, else its beginning."""
    flat = " ".join(text.split())
    folded = flat.casefold()
    found = (folded.find(word[:6].casefold()) for word in query.split())
    begin = max(0, min((at for at in found if at >= 0), default=0) - SNIPPET_CHARS // 3)
    return flat[begin : begin + SNIPPET_CHARS]


def reference_term(query: str) -> str | None:
    """The term of a query that looks like (half of) a reference."""
    compact = query.strip().casefold().replace("-", "")
    return f"={compact}" if len(compact) in (4, 8) and compact.isalnum() and compact.isascii() else None


def _address_words(address: str) -> str:
    """A telephone number is searched by its digits, however they are grouped."""
    digits = "".join(character for character in address if character.isdigit())
    return f"{address} {digits}" if len(digits) >= 7 else address
