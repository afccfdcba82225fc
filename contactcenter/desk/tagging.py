"""Tags on a conversation."""

from dataclasses import replace
from datetime import datetime

from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import own_id
from contactcenter.ids import ConversationId
from contactcenter.model.bodies import TagChange
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Author, EntryDraft
from contactcenter.model.plan import Changed, Plan


async def tag(desk: Desk, author: Author, conversation_id: ConversationId, name: str, *, added: bool) -> Changed:
    """Add a tag or take it off; what is so already changes nothing."""
    now = desk.clock.now()
    return await desk.change(conversation_id, lambda head: tagged(head, author, name, added, now))


def tagged(head: Conversation, author: Author, name: str, added: bool, at: datetime) -> Plan:
    if (name in head.tags) == added:
        return Plan(head=head, at=at)
    tags = (*head.tags, name) if added else tuple(one for one in head.tags if one != name)
    draft = EntryDraft(external_id=own_id(head, "tag"), body=TagChange(tag=name, added=added), author=author)
    return Plan(head=replace(head, tags=tags), at=at, entries=(draft,))
