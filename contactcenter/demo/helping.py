"""The agent's part of a generated conversation."""

from datetime import timedelta

from contactcenter.demo.matters import TROUBLES, solution_topic
from contactcenter.demo.opening import assign, queue_for
from contactcenter.demo.pace import around
from contactcenter.demo.phrasings import phrasings_of
from contactcenter.demo.steps import (
    Asked,
    FactSet,
    Focused,
    HandedOver,
    Noted,
    PromiseClosed,
    Promised,
    Replied,
    Resolved,
    Tagged,
    Transferred,
)
from contactcenter.demo.story import SECOND, Story, rate

TAGS = {"refund": "refund", "warranty": "warranty", "complaint": "complaint", "praise": "praise"}
REASONS = {"refund": "refunded", "display_dark": "replaced", "broken_part": "spare_part", "leak": "spare_part"}
COMES_BACK = frozenset({*(symptom for found in TROUBLES.values() for symptom in found), "order", "refund", "account"})


def help_by_agent(story: Story) -> None:
    begun = story.now
    if story.contact.channel != "email" or story.happens(0.3):
        story.steps.append(
            Replied(at=story.agent_works(), agent=story.agent, text=story.pick(story.said.replies["hello"]))
        )
    if story.matter.symptom:
        _ask_for_details(story)
    if story.matter.lot is None and story.happens(0.08):
        _transfer(story)
    _solve(story)
    _keep_facts(story)
    if story.happens(0.6):
        story.steps.append(Asked(at=story.contact_waits(), text=story.pick(story.said.thanks)))
        if story.happens(0.4):
            text = story.pick(story.said.replies["bye"])
            story.steps.append(Replied(at=story.agent_works(), agent=story.agent, text=text))
    _close(story, REASONS.get(story.matter.topic, "solved"))
    rate(story, likelihood=0.25, likely_good=0.86 if story.now - begun < timedelta(hours=3) else 0.7)


def come_back(story: Story) -> None:
    """The contact writes again within the days in which the same conversation is taken up."""
    at = story.after(timedelta(hours=3 + 100 * story.rng.random()))
    story.steps.append(Asked(at=at, text=story.pick(story.said.still), reopens=True))
    reasons = ("answers_off",)
    story.steps.append(HandedOver(at=story.after(SECOND), queue=queue_for(story.matter), reasons=reasons))
    # by then the floor's places are long others': the agent who knows the matter squeezes it in
    waits = timedelta(minutes=5) + around(story.rng, story.pace.agent)
    assign(story, story.floor.at_work(story.agent, story.now + waits), story.agent)
    topic = solution_topic(story.matter)
    text = story.pick(story.said.solutions[topic])
    story.steps.append(Replied(at=story.agent_works(), agent=story.agent, text=text))
    _close(story, "solved")


def _ask_for_details(story: Story) -> None:
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


def _transfer(story: Story) -> None:
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


def _solve(story: Story) -> None:
    if not story.is_urgent and story.matter.topic not in ("praise", "howto") and story.happens(0.09):
        _promise(story)
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


def _promise(story: Story) -> None:
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


def _keep_facts(story: Story) -> None:
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


def _close(story: Story, reason: str) -> None:
    worked = sum(1 for step in story.steps if isinstance(step, Replied))
    seconds = round(45 + 70 * worked * story.rng.random(), 1)
    story.steps.append(Focused(at=story.agent_works(), agent=story.agent, seconds=seconds))
    story.steps.append(Resolved(at=story.after(SECOND * 2), agent=story.agent, reason=reason))
