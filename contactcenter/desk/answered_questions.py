"""A contact answers a question that the centre asked, or skips it."""

from contactcenter.desk.desk import Desk
from contactcenter.desk.facts import state_fact
from contactcenter.errors import NotFound
from contactcenter.model.bodies import FactStated
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Author
from contactcenter.model.fact import FactSource, FactState
from contactcenter.model.plan import Changed


async def answer_asked(desk: Desk, author: Author, head: Conversation, key: str, value: str | None) -> Changed:
    """Keep the answer as a fact; None = skipped, which is not asked again either.

    Raises errors.NotFound for what was not asked of the contact, errors.Invalid for a product there is not.
    """
    asked = head.facts.get(key)
    if asked is None or asked.source not in (FactSource.CENTRE, FactSource.CONTACT):
        raise NotFound("this was not asked")
    state = FactState.VALUE if value else FactState.UNKNOWN
    fact = FactStated(key=key, state=state, value=value, source=FactSource.CONTACT)
    return await state_fact(desk, author, head.id, fact)
