"""Links in letters: signed, for one conversation and one purpose, good for a while, and naming nobody.

Opening one shows a page and does nothing: programs that look at links before people do are not taken for people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from contactcenter.desk.agent_mail import goes_to_agent
from contactcenter.ids import ConversationId
from contactcenter.keys import Keyring, Purpose, TokenFault
from contactcenter.model.conversation import Conversation
from contactcenter.model.entry import Entry
from contactcenter.model.message import AutomaticAnswer, Message
from contactcenter.ports import SOURCES, LinkPurpose

GOOD_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLink:
    """What a link opens; ``answer`` = external id of the automatic answer that the letter brought, else empty."""

    conversation_id: ConversationId
    purpose: LinkPurpose
    answer: str = ""


def link_token(ring: Keyring, link: LetterLink, now: datetime) -> str:
    claims = {"conversation": link.conversation_id, "for": link.purpose.value, "answer": link.answer}
    return ring.sign(Purpose.LETTER_LINK, claims, expires_at=now + GOOD_FOR)


def opened_link(ring: Keyring, token: str, now: datetime) -> LetterLink | None:
    """None for a token that is not ours, was changed, or has ended."""
    claims = ring.verify(Purpose.LETTER_LINK, token, now)
    if isinstance(claims, TokenFault):
        return None
    return LetterLink(
        conversation_id=ConversationId(str(claims["conversation"])),
        purpose=LinkPurpose(str(claims["for"])),
        answer=str(claims["answer"]),
    )


@dataclass(frozen=True, slots=True)
class LetterLinks:
    """The links of one letter (outbound.Links)."""

    ring: Keyring
    base_url: str

    def __call__(self, head: Conversation, entry: Entry) -> Mapping[LinkPurpose, str]:
        if goes_to_agent(entry):
            return {LinkPurpose.CONSOLE: f"{self.base_url}/console#mine/{head.id}"}
        answer = entry.body.answer if isinstance(entry.body, Message) else None
        purposes = (LinkPurpose.HELPED, LinkPurpose.PERSON) if answer else ()
        named = entry.external_id if answer else ""
        signed = {
            purpose: self._url(LetterLink(conversation_id=head.id, purpose=purpose, answer=named), entry.received_at)
            for purpose in (*purposes, LinkPurpose.CONVERSATION)
        }
        return {**self._sources(answer), **signed} if answer else signed

    def _sources(self, answer: AutomaticAnswer) -> Mapping[LinkPurpose, str]:
        return {
            purpose: f"{self.base_url}/articles/{quote(one.article_id, safe='')}?language={quote(one.language)}"
            for purpose, one in zip(SOURCES, answer.sources, strict=False)
        }

    def _url(self, link: LetterLink, now: datetime) -> str:
        return f"{self.base_url}/c/{link_token(self.ring, link, now)}"
