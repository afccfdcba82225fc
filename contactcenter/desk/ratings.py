"""What the contact thought of it."""

from dataclasses import replace
from datetime import datetime

from contactcenter.desk.desk import Desk
from contactcenter.ids import ConversationId
from contactcenter.model.bodies import Rating
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Audience, Author, AuthorKind, EntryDraft
from contactcenter.model.plan import Changed, Plan


async def rate(
    desk: Desk, conversation_id: ConversationId, *, external_id: str, score: int, comment: str = ""
) -> Changed:
    """1 to 5; a later rating of the same conversation replaces the earlier one on its head."""
    now = desk.clock.now()
    body = Rating(score=score, comment=comment)
    return await desk.change(conversation_id, lambda head: rated(head, body, external_id, now))


def rated(head: Conversation, body: Rating, external_id: str, at: datetime) -> Plan:
    author = Author(AuthorKind.CONTACT, head.contact_id)
    draft = EntryDraft(external_id=external_id, body=body, author=author, audience=Audience.CONTACT)
    return Plan(head=replace(head, rating=body.score), at=at, entries=(draft,))
