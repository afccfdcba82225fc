"""What a contact thinks of an answer, or of it all, said with a button on a messenger."""

from contactcenter.desk.desk import Desk
from contactcenter.desk.feedback import give_feedback
from contactcenter.desk.ratings import rate
from contactcenter.desk.threads import delivery_named
from contactcenter.ids import ConversationId
from contactcenter.model.bodies import Feedback
from contactcenter.model.message import Message
from contactcenter.ports import Verdict


async def take_verdict(desk: Desk, one: Verdict) -> bool:
    """Keep it, once; False if it is not said of a message of ours, or not by its receiver."""
    delivery = await delivery_named(desk, one.inbox_id, one.provider_ids)
    if delivery is None or delivery.recipient.key != one.identity.key:
        return False
    if one.score is not None:
        conversation_id = delivery.conversation_id
        await rate(desk, conversation_id, external_id=one.external_id, score=one.score, comment=one.comment)
    if one.verdict is not None:
        answer = await _answer(desk, delivery.conversation_id, delivery.message_seq)
        feedback = Feedback(verdict=one.verdict, answer=answer)
        await give_feedback(desk, delivery.conversation_id, external_id=one.external_id, feedback=feedback)
    return True


async def _answer(desk: Desk, conversation_id: ConversationId, seq: int) -> str | None:
    """The external id of the automatic answer, if the message is one."""
    found = await desk.store.entries(conversation_id, seq - 1, 1)
    body = found[0].body if found else None
    return found[0].external_id if isinstance(body, Message) and body.answer else None
