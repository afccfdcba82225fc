"""Writing down what the knowledge base answered: the passage with its source, or up to three suggestions."""

from dataclasses import replace
from datetime import datetime

from contactcenter.desk.answering import sources_of
from contactcenter.desk.desk import Desk
from contactcenter.desk.drafts import PREVIEW_CHARS
from contactcenter.desk.replies import deliveries_for
from contactcenter.knowledge.answer import ArticleRef, Decision, Outcome
from contactcenter.model.bodies import ArticleAction, ArticleUse
from contactcenter.model.conversation import Awaiting, Conversation, State
from contactcenter.model.entry import CENTRE, Audience, EntryDraft
from contactcenter.model.message import AnswerDecision, AutomaticAnswer, Message, Source
from contactcenter.model.plan import Changed, Plan, Refused, RefusedBecause


async def answer_from_knowledge(desk: Desk, head: Conversation, cause: str, decision: Decision) -> Changed | Refused:
    """One message and its delivery in one unit, once per question; refused if a person has it by now."""
    now = desk.clock.now()
    text = text_of(desk, decision, head.language or "en")
    drafts = answer_drafts(cause, text, decision, head.language)
    return await desk.try_change(head.id, lambda current: answered(desk, current, drafts, now))


def text_of(desk: Desk, decision: Decision, language: str) -> str:
    """The passage; where several things were asked one below the other, each under its article's title."""
    if decision.article and decision.passage:
        return _in_which_language(desk, decision.article, language) + decision.passage.text
    titled = [
        f"{one.article.title}\n{_in_which_language(desk, one.article, language)}{one.passage.text}"
        for one in _parts(decision)
        if one.article and one.passage
    ]
    return "\n\n".join(titled) or desk.words.text("notice.suggestions", language)


def _in_which_language(desk: Desk, article: ArticleRef, language: str) -> str:
    """That the article is in another language than the contact writes, where it is."""
    if article.language.partition("-")[0] == language.partition("-")[0]:
        return ""
    spoken = desk.words.language_name(article.language, language)
    return desk.words.text("notice.other_language", language, spoken=spoken) + "\n\n"


def _parts(decision: Decision) -> tuple[Decision, ...]:
    return tuple(part.decision for part in decision.parts)


def answer_drafts(cause: str, text: str, decision: Decision, language: str | None) -> tuple[EntryDraft, ...]:
    sure = decision.outcome is Outcome.ANSWER
    sources = sources_of(decision)
    answer = AutomaticAnswer(
        decision=AnswerDecision.ANSWER if sure else AnswerDecision.SUGGEST,
        answers=cause,
        sources=sources,
        confidence=decision.confidence,
    )
    message = EntryDraft(
        external_id=f"answer:{cause}",
        body=Message(text=text, language=language, answer=answer),
        author=CENTRE,
        audience=Audience.CONTACT,
    )
    return (message, *(_shown(cause, source) for source in sources))


def _shown(cause: str, source: Source) -> EntryDraft:
    return EntryDraft(
        external_id=f"shown:{cause}:{source.article_id}",
        body=ArticleUse(action=ArticleAction.SHOWN, article_id=source.article_id, language=source.language),
        author=CENTRE,
    )


def answered(desk: Desk, head: Conversation, drafts: tuple[EntryDraft, ...], at: datetime) -> Plan | Refused:
    if head.handed_over or head.state not in (State.NEW, State.ANSWERED):
        return Refused(RefusedBecause.STATE, head)
    body = drafts[0].body
    assert isinstance(body, Message)
    after = replace(head, state=State.ANSWERED, awaiting=Awaiting.CONTACT, preview=body.text[:PREVIEW_CHARS])
    return Plan(head=after, at=at, entries=drafts, deliveries=deliveries_for(desk, head, drafts[0].external_id, at))
