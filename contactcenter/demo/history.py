"""Weeks of generated conversations, the same for the same seed and end, in order of their beginning."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from heapq import merge

from contactcenter.demo import content
from contactcenter.demo.arrivals import arrivals
from contactcenter.demo.helping import COMES_BACK, come_back, help_by_agent
from contactcenter.demo.matters import Matter, bad_batch, is_order_matter, some_matter
from contactcenter.demo.opening import open_story
from contactcenter.demo.people import CONTACTS, DemoContact, contact, someone
from contactcenter.demo.shifts import Floor
from contactcenter.demo.steps import DemoConversation, Step
from contactcenter.demo.story import Story

SEED = 2026
WEEK = timedelta(days=7)
FLOOD = 47  # contacts with one and the same display fault, in one morning
FLOOD_BEGINS, FLOOD_LASTS = timedelta(hours=6, minutes=30), timedelta(hours=4)


def generate(weeks: int, seed: int, end: datetime) -> Iterator[DemoConversation]:
    """About 2,500 conversations a week, all of them over by ``end`` (aware, UTC).

    Weeks are counted back from ``end`` and do not depend on each other: more weeks only add older ones.
    """
    for ago in range(weeks, 0, -1):
        yield from one_week(ago, seed, end)


def one_week(ago: int, seed: int, end: datetime) -> Iterator[DemoConversation]:
    """The week that began ``ago`` weeks before ``end``."""
    rng = random.Random(f"{seed}:{ago}")
    floor = Floor()
    begin = end - ago * WEEK
    usual = ((at, region, None) for at, region in arrivals(rng, begin, begin + WEEK))
    flood = _flood(random.Random(f"{seed}:flood"), seed, end) if ago == 1 else ()
    for number, (at, region, forced) in enumerate(merge(usual, flood, key=lambda arrival: arrival[0])):
        who = forced if forced is not None else contact(someone(rng, region), seed)
        matter = bad_batch() if forced is not None else some_matter(rng)
        told = _conversation(f"{seed}:{ago}:{number}", who, matter, at, floor)
        if told.steps[-1].at < end:
            yield told


def flood_morning(end: datetime) -> datetime:
    """Midnight (UTC) of the day of the display fault: the last working day at least two days before ``end``."""
    day = (end - timedelta(days=2)).replace(hour=0, minute=0, second=0, microsecond=0)
    while day.weekday() > 4 or day + timedelta(days=1) > end - timedelta(days=1):
        day -= timedelta(days=1)
    return day


def _flood(rng: random.Random, seed: int, end: datetime) -> list[tuple[datetime, str, DemoContact]]:
    """Arrivals of different contacts, more of them as the morning goes on."""
    begins = flood_morning(end) + FLOOD_BEGINS
    people = [contact(number, seed) for number in rng.sample(range(CONTACTS), FLOOD)]
    return sorted(
        ((begins + FLOOD_LASTS * rng.random() ** 0.7, who.region, who) for who in people),
        key=lambda arrival: arrival[0],
    )


def _conversation(key: str, who: DemoContact, matter: Matter, at: datetime, floor: Floor) -> DemoConversation:
    rng = random.Random(key)
    story = Story(rng, floor, who, matter, at.astimezone(UTC), is_urgent=matter.lot is not None)
    steps = _told(story)
    return DemoConversation(
        key=key,
        contact=who,
        inbox=_inbox_for(who, matter),
        channel=who.channel,
        language=who.language,
        subject=_subject(steps[0].text) if who.channel == "email" else "",  # type: ignore[union-attr]
        matter=matter,
        steps=steps,
    )


def _told(story: Story) -> tuple[Step, ...]:
    """All steps, in strict order of time."""
    if open_story(story):
        help_by_agent(story)
        if not story.is_urgent and story.matter.topic in COMES_BACK and story.happens(0.09):
            come_back(story)
    return tuple(story.steps)


def _inbox_for(contact: DemoContact, matter: Matter) -> str:
    """The inbox of the contact's channel; mail about orders has its own."""
    found = [one.id for one in content.centre().inboxes if one.channel == contact.channel]
    return found[-1] if contact.channel == "email" and is_order_matter(matter) else found[0]


def _subject(text: str) -> str:
    """People put the beginning of what they write, up to a comma or a stop."""
    cut = min((place for mark in ",.!?，。！？:：" if (place := text.find(mark, 8)) > 0), default=len(text))
    return text[: min(cut, 60)]
