"""How a generated conversation begins: the question, an article's answer, and the way to an agent."""

from datetime import datetime, timedelta

from contactcenter.demo.matters import Matter, fitting_questions, is_order_matter, model_name
from contactcenter.demo.pace import around
from contactcenter.demo.phrasings import phrasings_of
from contactcenter.demo.steps import Answered, Asked, Assigned, FactSet, HandedOver, Judged, Resolved
from contactcenter.demo.story import SECOND, Story, rate

ANSWERED_BY_ARTICLE = 0.7  # of the questions that an article answers
HELPED = 0.74


def open_story(story: Story) -> bool:
    """The first message and what follows by itself; True if an agent has it then."""
    story.slots = _slots(story)
    story.steps.append(Asked(at=story.now, text=question(story)))
    _read_facts(story)
    if story.matter.article and story.happens(ANSWERED_BY_ARTICLE) and not _needs_person_after_answer(story):
        return False
    return reach_agent(story)


def question(story: Story) -> str:
    """The first message: a phrasing of the article that answers it, or a sentence about the matter."""
    matter, said = story.matter, story.said
    if matter.lot:
        return story.pick(said.outbreak)
    if matter.article and (matter.topic == "howto" or (matter.symptom is None and story.happens(0.4))):
        return story.rng.choice(phrasings_of(matter.article, story.contact.language))
    asked = said.questions[matter.topic]
    fitting = fitting_questions(matter)
    return story.pick([asked[index] for index in fitting] if fitting else asked)


def _read_facts(story: Story) -> None:
    """What the first message shows by itself."""
    product, symptom = story.matter.product, story.matter.symptom
    if product and (story.is_urgent or story.happens(0.8)):
        story.steps.append(FactSet(at=story.after(SECOND), agent=None, key="product", value=product))
    if symptom and (story.is_urgent or story.happens(0.3)):
        story.steps.append(FactSet(at=story.after(SECOND), agent=None, key="symptom", value=symptom))


def _slots(story: Story) -> dict[str, str]:
    rng, product = story.rng, story.matter.product or story.rng.choice(("bp200", "bp300", "th40", "sc80"))
    return {
        "product": model_name(product),
        "since": rng.choice(story.said.since),
        "order": f"AW-{rng.randrange(10_000, 100_000)}",
        "serial": f"SN{rng.randrange(10**7, 10**8)}",
        "version": story.matter.version or "1.0",
        "contact": story.contact.call,
    }


def _needs_person_after_answer(story: Story) -> bool:
    """An article answers; True if a person is needed after all."""
    article = story.matter.article
    assert article is not None
    confidence = round(0.62 + 0.37 * story.rng.random(), 3)
    story.steps.append(Answered(at=story.after(SECOND), article=article, confidence=confidence))
    helps = HELPED if story.matter.lot is None else 0.15
    if story.happens(helps):
        _end_satisfied(story)
        return False
    if story.happens(0.6):
        verdict = "did_not_help" if story.happens(0.5) else "person"
        story.steps.append(Judged(at=story.contact_waits(), verdict=verdict))
        reason = "asked_for_person" if verdict == "person" else "answer_did_not_help"
    else:
        story.steps.append(Asked(at=story.contact_waits(), text=story.rng.choice(story.said.person)))
        reason = "asked_for_person"
    story.steps.append(HandedOver(at=story.after(SECOND), queue=queue_for(story.matter), reasons=(reason,)))
    return True


def _end_satisfied(story: Story) -> None:
    """Most say that it helped; the others are simply not heard of again."""
    if story.happens(0.7):
        story.steps.append(Judged(at=story.contact_waits(), verdict="helped"))
        rate(story, likelihood=0.1, likely_good=0.9)
        return
    silence = timedelta(hours=4 if story.is_urgent else 24)
    story.steps.append(Resolved(at=story.after(silence), agent=None, reason="no_further_question"))


def queue_for(matter: Matter) -> str:
    if is_order_matter(matter):
        return "orders"
    return "technical" if matter.symptom else "general"


def reach_agent(story: Story) -> bool:
    """Handed over and assigned; False if the contact left before."""
    if not any(isinstance(step, HandedOver) for step in story.steps):
        story.steps.append(
            HandedOver(at=story.after(SECOND), queue=queue_for(story.matter), reasons=("not sure enough",))
        )
    when, agent = story.floor.first_free(story.contact.language, story.now)
    waited = when - story.now
    if (
        story.contact.channel == "chat"
        and not story.is_urgent
        and waited > timedelta(minutes=20)
        and story.happens(0.3)
    ):
        story.steps.append(Resolved(at=story.after(timedelta(hours=12)), agent=None, reason="abandoned"))
        return False
    assign(story, when, agent)
    story.floor.hold(agent, story.now + around(story.rng, story.pace.handling))
    return True


def assign(story: Story, when: datetime, agent: str) -> None:
    story.agent = agent
    story.now = max(story.now, when)
    offered_at = story.after(SECOND)
    accepted_at = story.after(timedelta(seconds=2 + 18 * story.rng.random()))
    story.steps.append(Assigned(at=accepted_at, agent=agent, offered_at=offered_at))
