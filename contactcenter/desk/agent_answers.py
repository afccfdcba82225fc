"""An agent's answer by mail: it goes to the contact only with that agent's token, from their own proven address.

From is never authentication, so both are asked for. What claims to be an agent's and is not proven becomes a note:
nothing is lost, the contact sees none of it, and somebody looks.
"""

from dataclasses import dataclass, replace

from contactcenter.desk.access import Permission, agent_principal, scope_of
from contactcenter.desk.agent_mail import reached_by_mail
from contactcenter.desk.desk import Desk
from contactcenter.desk.files import keep_files
from contactcenter.desk.replies import reply
from contactcenter.desk.reply_tokens import agent_reference_of, reference_of
from contactcenter.desk.threads import conversation_of_reference, is_participant
from contactcenter.errors import CentreError
from contactcenter.ids import AgentId
from contactcenter.model.bodies import Note
from contactcenter.model.conversation import Awaiting, Conversation
from contactcenter.model.entry import CENTRE, EntryDraft
from contactcenter.model.message import Attachment, MessageClass
from contactcenter.model.plan import Plan
from contactcenter.model.records import Agent
from contactcenter.model.scope import can_view
from contactcenter.ports import InboundMessage

LOGO_BYTES = 20_000  # smaller pictures inside an agent's text are their signature's, and no file for the contact


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentAnswer:
    """A mail that carries the token made for ``agent`` in the conversation ``head``."""

    agent: Agent
    head: Conversation
    message: InboundMessage

    @property
    def is_from_agent(self) -> bool:
        return self.message.identity.address == self.agent.email.strip().lower()

    @property
    def is_proven(self) -> bool:
        return self.is_from_agent and self.message.authenticated is True and self.agent.active


async def agent_answer(desk: Desk, message: InboundMessage) -> AgentAnswer | None:
    """None for what is a contact's: no token of an agent in it, or one that an agent passed on with what they wrote."""
    for token in (*message.reply_tokens, *message.quoted_tokens):
        found = _made_for(desk, token)
        head = await conversation_of_reference(desk, found[1]) if found else None
        if found is None or head is None:
            continue
        answer = AgentAnswer(agent=found[0], head=head, message=message)
        was_addressed = token in message.reply_tokens and not is_participant(head, message.identity)
        if answer.is_from_agent or was_addressed:
            return answer
    return None


def _made_for(desk: Desk, token: str) -> tuple[Agent, str] | None:
    if reference_of(desk.keyring, token) is not None:
        return None  # a contact's, which is much more frequent
    for agent in desk.directory.all(Agent).values():
        if (reference := agent_reference_of(desk.keyring, token, agent.id)) is not None:
            return agent, reference
    return None


async def take_agent_answer(desk: Desk, answer: AgentAnswer) -> bool:
    """Send it to the contact, or keep it as a note and say why. False: a machine wrote it, and nothing is kept."""
    message = answer.message
    if message.message_class is not MessageClass.HUMAN:
        return False
    files = await keep_files(desk, [one for one in message.files if not (one.inline and one.size_bytes < LOGO_BYTES)])
    if not answer.is_proven or not _may_reply(desk, answer):
        await _keep_as_note(desk, answer, "note.agent_mail_unproven", files)
        return True
    try:
        await reply(
            desk, AgentId(answer.agent.id), answer.head.id,
            external_id=message.external_id, text=message.text, attachments=files,
        )  # fmt: skip
    except CentreError:
        await _keep_as_note(desk, answer, "note.agent_mail_late", files, tell=True)
    return True


def _may_reply(desk: Desk, answer: AgentAnswer) -> bool:
    principal = agent_principal(desk.directory, answer.agent.id)
    if principal is None or not principal.may(Permission.CONVERSATIONS_REPLY):
        return False
    return can_view(scope_of(principal, desk.directory), answer.head)


async def _keep_as_note(
    desk: Desk, answer: AgentAnswer, why: str, files: tuple[Attachment, ...], *, tell: bool = False
) -> None:
    """With ``tell`` the agent, who believes it was sent, gets the note by mail."""
    message, agent, now = answer.message, answer.agent, desk.clock.now()
    lead = desk.words.text(why, agent.interface_language, name=agent.name, address=message.identity.address)
    draft = EntryDraft(
        external_id=f"agent answer:{message.external_id}",
        body=Note(text=f"{lead}\n\n{message.text}", attachments=files),
        author=CENTRE,
    )
    reached = reached_by_mail(desk, answer.head, agent) if tell else None
    mails = (reached.delivery(answer.head, draft.external_id, now),) if reached else ()

    def move(head: Conversation) -> Plan:
        return Plan(head=replace(head, awaiting=_looked_at(head)), at=now, entries=(draft,), deliveries=mails)

    await desk.change(answer.head.id, move)


def _looked_at(head: Conversation) -> Awaiting:
    """Somebody has to look, but a resolved conversation waits for nobody."""
    return head.awaiting if head.resolved_at else Awaiting.AGENT
