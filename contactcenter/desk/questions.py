"""What a contact asks: the message that is to be answered."""

from dataclasses import dataclass
from datetime import timedelta

from contactcenter.desk.desk import Desk
from contactcenter.ids import ConversationId
from contactcenter.model.entry import AuthorKind, Entry
from contactcenter.model.message import Message, Original


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``text`` with the subject of what began the conversation, ``said`` without; ``cause`` = the external id.

    ``original`` is set if it is a letter, ``age`` is how long it lay unread.
    """

    text: str
    said: str
    cause: str
    original: Original | None = None
    age: timedelta = timedelta()


async def last_question(desk: Desk, conversation_id: ConversationId) -> Question | None:
    """The contact's last message, if it is among the last entries."""
    head = await desk.store.conversation(conversation_id)
    if head is None:
        return None
    for entry in reversed(await desk.store.entries_before(conversation_id, head.seq + 1, 50)):
        if question := question_of(entry):
            return question
    return None


def question_of(entry: Entry) -> Question | None:
    """What a contact's entry asks: its text, and the subject of the one that began the conversation."""
    if entry.author.kind is not AuthorKind.CONTACT or not isinstance(entry.body, Message):
        return None
    body = entry.body
    text = f"{body.subject}\n{body.text}" if body.subject and entry.seq == 1 else body.text
    age = entry.received_at - (entry.sent_at or entry.received_at)
    return Question(text=text, said=body.text, cause=entry.external_id, original=body.original, age=age)
