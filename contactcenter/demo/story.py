"""One generated conversation from its first message to its end."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from contactcenter.demo import content
from contactcenter.demo.matters import (
    Matter,
    fitting_questions,
    is_order_matter,
    model_name,
    solution_topic,
)
from contactcenter.demo.pace import PACES, Pace, around
from contactcenter.demo.people import DemoContact
from contactcenter.demo.phrasings import phrasings_of
from contactcenter.demo.shifts import Floor
from contactcenter.demo.steps import (
    Answered,
    Asked,
    Assigned,
    FactSet,
    Focused,
    HandedOver,
    Judged,
    Noted,
    PromiseClosed,
    Promised,
    Rated,
    Replied,
    Resolved,
    Step,
    Tagged,
    Transferred,
)
from contactcenter.demo.wording import Sentences, sentences

SECOND = timedelta(seconds=1)
ANSWERED_BY_ARTICLE = 0.7  # of the questions that an article answers
HELPED = 0.74
TAGS = {"refund": "refund", "warranty": "warranty", "complaint": "complaint", "praise": "praise"}
COMES_BACK = frozenset({*(one.id for one in content.symptoms()), "order", "refund", "account"})
REASONS = {"refund": "refunded", "display_dark": "replaced", "broken_part": "spare_part", "leak": "spare_part"}


@dataclass(slots=True)
class Story:
    """Its steps so far, and the moment it has reached."""

    rng: random.Random
    floor: Floor
    contact: DemoContact
    matter: Matter
    now: datetime
    is_urgent: bool = False  # everybody answers at once, nothing drags on for days
    steps: list[Step] = field(default_factory=list)
    slots: dict[str, str] = field(default_factory=dict)
    is_version_told: bool = False
    agent: str = ""

    @property
    def said(self) -> Sentences:
        return sentences(self.contact.language)

    @property
    def pace(self) -> Pace:
        return PACES["chat" if self.is_urgent else self.contact.channel]

    def after(self, lasting: timedelta) -> datetime:
        """Time goes on, by a second at least: steps are strictly ordered."""
        self.now += max(lasting, SECOND)
        return self.now

    def happens(self, likelihood: float) -> bool:
        return self.rng.random() < likelihood

    def pick(self, texts: Sequence[str]) -> str:
        return self.rng.choice(texts).format_map(self.slots)

    def contact_waits(self) -> datetime:
        return self.after(around(self.rng, self.pace.contact))

    def agent_works(self) -> datetime:
        """The agent's next move: during the shift only."""
        self.now = self.floor.at_work(self.agent, self.now)
        return self.after(around(self.rng, self.pace.agent))


def tell(story: Story) -> tuple[Step, ...]:
    """All steps of the conversation, in strict order of time."""
    story.slots = _slots(story)
    story.steps.append(Asked(at=story.now, text=question(story)))
    _facts_read(story)
    if story.matter.article and story.happens(ANSWERED_BY_ARTICLE) and not _answer(story):
        return tuple(story.steps)
    if not _reaches_agent(story):
        return tuple(story.steps)
    _helped_by_agent(story)
    if not story.is_urgent and story.matter.topic in COMES_BACK and story.happens(0.09):
        _comes_back(story)
    return tuple(story.steps)


def _facts_read(story: Story) -> None:
    """What the first message shows by itself."""
    product, symptom = story.matter.product, story.matter.symptom
    if product and (story.is_urgent or story.happens(0.8)):
        story.steps.append(FactSet(at=story.after(SECOND), agent=None, key="product", value=product))
    if symptom and (story.is_urgent or story.happens(0.3)):
        story.steps.append(FactSet(at=story.after(SECOND), agent=None, key="symptom", value=symptom))


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


def _answer(story: Story) -> bool:
    """An article answers; True if a person is needed after all."""
    article = story.matter.article
    assert article is not None
    confidence = round(0.62 + 0.37 * story.rng.random(), 3)
    story.steps.append(Answered(at=story.after(SECOND), article=article, confidence=confidence))
    helps = HELPED if story.matter.lot is None else 0.15
    if story.happens(helps):
        _satisfied(story)
        return False
    if story.happens(0.6):
        verdict = "did_not_help" if story.happens(0.5) else "person"
        story.steps.append(Judged(at=story.contact_waits(), verdict=verdict))
        reason = "asked_for_person" if verdict == "person" else "answer_did_not_help"
    else:
        story.steps.append(Asked(at=story.contact_waits(), text=story.rng.choice(story.said.person)))
        reason = "asked_for_person"
    story.steps.append(HandedOver(at=story.after(SECOND), queue=_queue(story.matter), reasons=(reason,)))
    return True


def _satisfied(story: Story) -> None:
    """Most say that it helped; the others are simply not heard of again."""
    if story.happens(0.7):
        story.steps.append(Judged(at=story.contact_waits(), verdict="helped"))
        _rates(story, likelihood=0.1, likely_good=0.9)
        return
    silence = timedelta(hours=4 if story.is_urgent else 24)
    story.steps.append(Resolved(at=story.after(silence), agent=None, reason="no_further_question"))


def _queue(matter: Matter) -> str:
    if is_order_matter(matter):
        return "orders"
    return "technical" if matter.symptom else "general"


def _reaches_agent(story: Story) -> bool:
    """Handed over and assigned; False if the contact left before."""
    if not any(isinstance(step, HandedOver) for step in story.steps):
        story.steps.append(HandedOver(at=story.after(SECOND), queue=_queue(story.matter), reasons=("not sure enough",)))
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
    _assigned(story, when, agent)
    story.floor.hold(agent, story.now + around(story.rng, story.pace.handling))
    return True


def _assigned(story: Story, when: datetime, agent: str) -> None:
    story.agent = agent
    story.now = max(story.now, when)
    story.steps.append(Assigned(at=story.after(timedelta(seconds=2 + 18 * story.rng.random())), agent=agent))


def _helped_by_agent(story: Story) -> None:
    begun = story.now
    if story.contact.channel != "email" or story.happens(0.3):
        story.steps.append(
            Replied(at=story.agent_works(), agent=story.agent, text=story.pick(story.said.replies["hello"]))
        )
    if story.matter.symptom:
        _asks_for_details(story)
    if story.matter.lot is None and story.happens(0.08):
        _transferred(story)
    _solves(story)
    _facts_kept(story)
    if story.happens(0.6):
        story.steps.append(Asked(at=story.contact_waits(), text=story.pick(story.said.thanks)))
        if story.happens(0.4):
            text = story.pick(story.said.replies["bye"])
            story.steps.append(Replied(at=story.agent_works(), agent=story.agent, text=text))
    _closes(story, REASONS.get(story.matter.topic, "solved"))
    _rates(story, likelihood=0.25, likely_good=0.86 if story.now - begun < timedelta(hours=3) else 0.7)


def _asks_for_details(story: Story) -> None:
    if not (story.matter.lot or story.happens(0.5)):
        return
    story.steps.append(Replied(at=story.agent_works(), agent=story.agent, text=story.pick(story.said.replies["ask"])))
    if story.happens(0.85):
        story.steps.append(Asked(at=story.contact_waits(), text=story.pick(story.said.details)))
        story.is_version_told = True
    else:
        silence = timedelta(minutes=8 if story.is_urgent else 40)
        at = story.after(silence + around(story.rng, story.pace.contact))
        story.steps.append(FactSet(at=at, agent=story.agent, key="version", value=None, state="unanswered"))


def _transferred(story: Story) -> None:
    language = story.contact.language
    if not story.floor.has_other(language, story.agent):
        return
    asked = story.agent_works()
    when, other = story.floor.first_free(language, asked, but=story.agent)
    if when - asked > timedelta(hours=1):
        return
    note = story.pick(story.said.notes["transfer"])
    story.now = max(story.now, when)  # only somebody at work is given a conversation
    story.steps.append(Transferred(at=story.after(SECOND), agent=story.agent, to_agent=other, note=note))
    story.agent = other
    text = story.pick(story.said.replies["transferred"])
    story.steps.append(Replied(at=story.agent_works(), agent=other, text=text))


def _solves(story: Story) -> None:
    if not story.is_urgent and story.matter.topic not in ("praise", "howto") and story.happens(0.09):
        _promises(story)
        return
    if story.happens(0.12):
        text = story.pick(story.said.notes["plain"])
        story.steps.append(Noted(at=story.agent_works(), agent=story.agent, text=text))
    topic = solution_topic(story.matter)
    if topic == "howto":
        article = story.matter.article
        assert article is not None
        text = phrasings_of(article, story.contact.language, titles=True)[0]
        story.steps.append(Replied(at=story.agent_works(), agent=story.agent, text=text, article=article))
        return
    inserted = story.matter.article if story.happens(0.15) else None
    text = story.pick(story.said.solutions[topic])
    story.steps.append(Replied(at=story.agent_works(), agent=story.agent, text=text, article=inserted))


def _promises(story: Story) -> None:
    """Something is promised for two days later, and mostly kept."""
    text = story.pick(story.said.replies["promise"])
    story.steps.append(Replied(at=story.agent_works(), agent=story.agent, text=text))
    in_two_days = story.floor.at_work(story.agent, story.now + timedelta(days=2))
    due = in_two_days.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    story.steps.append(Promised(at=story.after(SECOND * 5), agent=story.agent, text=text, due=due))
    story.now = max(story.now, due - timedelta(hours=30 * story.rng.random()))
    at, keeps, late = story.agent_works(), story.said.replies["kept"][0], story.said.replies["kept"][1]
    if at < due and story.happens(0.9):
        story.steps.append(Replied(at=at, agent=story.agent, text=keeps))
        story.steps.append(PromiseClosed(at=story.after(SECOND * 3), agent=story.agent, kept=True))
        return
    story.now = max(due, story.now)
    story.steps.append(PromiseClosed(at=story.after(SECOND), agent=None, kept=False))
    story.steps.append(Replied(at=story.agent_works(), agent=story.agent, text=late))


def _facts_kept(story: Story) -> None:
    """What the agent writes down while the conversation is open."""
    matter, agent = story.matter, story.agent
    known = {step.key for step in story.steps if isinstance(step, FactSet)}
    facts: list[tuple[str, str | None]] = []
    if matter.product and "product" not in known:
        facts.append(("product", matter.product))
    if matter.symptom and "symptom" not in known and story.happens(0.9):
        facts.append(("symptom", matter.symptom))
    if story.is_version_told:
        facts.append(("version", matter.version))
    elif matter.version and "version" not in known and story.happens(0.3):
        facts.append(("version", None))
    if matter.symptom and story.happens(0.7):
        facts.append(("where", story.contact.region))
    if matter.lot and story.is_version_told:
        facts.append(("lot", matter.lot))
    for key, value in facts:
        state = "value" if value else "unknown"
        at = story.after(SECOND * (3 + 6 * story.rng.random()))
        story.steps.append(FactSet(at=at, agent=agent, key=key, value=value, state=state))
    tag = "defect" if matter.lot else TAGS.get(matter.topic)
    if tag and story.happens(0.8):
        story.steps.append(Tagged(at=story.after(SECOND * 2), agent=agent, tag=tag))
    if story.contact.company and story.happens(0.5):
        story.steps.append(Tagged(at=story.after(SECOND * 2), agent=agent, tag="pharmacy"))


def _closes(story: Story, reason: str) -> None:
    worked = sum(1 for step in story.steps if isinstance(step, Replied))
    seconds = round(45 + 70 * worked * story.rng.random(), 1)
    story.steps.append(Focused(at=story.agent_works(), agent=story.agent, seconds=seconds))
    story.steps.append(Resolved(at=story.after(SECOND * 2), agent=story.agent, reason=reason))


def _rates(story: Story, *, likelihood: float, likely_good: float) -> None:
    if not story.happens(likelihood):
        return
    is_good = story.happens(likely_good)
    score = story.rng.choice((4, 5, 5, 5)) if is_good else story.rng.choice((1, 2, 2, 3))
    comment = story.rng.choice(story.said.comments["good" if is_good else "bad"]) if story.happens(0.4) else ""
    story.steps.append(Rated(at=story.contact_waits(), score=score, comment=comment))


def _comes_back(story: Story) -> None:
    """The contact writes again within the days in which the same conversation is taken up."""
    at = story.after(timedelta(hours=3 + 100 * story.rng.random()))
    story.steps.append(Asked(at=at, text=story.pick(story.said.still), reopens=True))
    reasons = ("answers_off",)
    story.steps.append(HandedOver(at=story.after(SECOND), queue=_queue(story.matter), reasons=reasons))
    # by then the floor's places are long others': the agent who knows the matter squeezes it in
    waits = timedelta(minutes=5) + around(story.rng, story.pace.agent)
    _assigned(story, story.floor.at_work(story.agent, story.now + waits), story.agent)
    topic = solution_topic(story.matter)
    text = story.pick(story.said.solutions[topic])
    story.steps.append(Replied(at=story.agent_works(), agent=story.agent, text=text))
    _closes(story, "solved")


def inbox_for(contact: DemoContact, matter: Matter) -> str:
    """The inbox of the contact's channel; mail about orders has its own."""
    found = [one.id for one in content.centre().inboxes if one.channel == contact.channel]
    return found[-1] if contact.channel == "email" and is_order_matter(matter) else found[0]
