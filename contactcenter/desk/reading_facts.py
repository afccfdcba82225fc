"""Facts that a message states by itself: stored with it, in its unit of work."""

from dataclasses import dataclass, replace

from contactcenter.desk.asked_by_letter import answers_in
from contactcenter.desk.desk import Desk
from contactcenter.desk.facts import current_company, stated
from contactcenter.desk.mentions import Named
from contactcenter.ids import CompanyId, ContactId
from contactcenter.model.bodies import FactStated
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import CENTRE
from contactcenter.model.fact import LASTING_FACTS
from contactcenter.model.message import MessageClass
from contactcenter.model.plan import Plan
from contactcenter.ports import InboundMessage


@dataclass(frozen=True, slots=True)
class ReadFacts:
    """``named`` in the message, what it ``answers``, and the company that what the contact has is kept at too."""

    named: Named | None = None
    company: CompanyId | None = None
    answers: tuple[FactStated, ...] = ()

    def added_to(self, plan: Plan) -> Plan:
        """The message's plan with the facts that its conversation lacks."""
        for fact in self.answers:
            plan = self._with(plan, fact)
        for fact in self.named.facts(plan.head.facts) if self.named else ():
            plan = self._with(plan, fact)
        return plan

    def _with(self, plan: Plan, fact: FactStated) -> Plan:
        step = stated(plan.head, CENTRE, fact, self.company, plan.at)
        return replace(plan, head=step.head, entries=plan.entries + step.entries, known=plan.known + step.known)


async def read_facts(desk: Desk, message: InboundMessage, text: str, head: Conversation | None) -> ReadFacts:
    """Read a person's own words, ``text``; nothing of what a machine wrote.

    The company is looked up only if there is need.
    """
    if message.message_class is not MessageClass.HUMAN or message.is_spam:
        return ReadFacts()
    named = desk.directory.mentions.read(text)
    answers = await answers_in(desk, head, text)
    expected = (*answers, *named.facts(head.facts if head else {}))
    if LASTING_FACTS.isdisjoint(fact.key for fact in expected):
        return ReadFacts(named, answers=answers)
    contact_id = head.contact_id if head else await _known_contact(desk, message)
    return ReadFacts(named, await current_company(desk, contact_id) if contact_id else None, answers)


async def _known_contact(desk: Desk, message: InboundMessage) -> ContactId | None:
    contact = await desk.store.contact_by_identity(message.identity)
    return contact.id if contact else None
