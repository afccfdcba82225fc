"""A generated conversation while it is being told: its steps so far, and the moment it has reached."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from contactcenter.demo.matters import Matter
from contactcenter.demo.pace import PACES, Pace, around
from contactcenter.demo.people import DemoContact
from contactcenter.demo.shifts import Floor
from contactcenter.demo.steps import Rated, Step
from contactcenter.demo.wording import Sentences, sentences

SECOND = timedelta(seconds=1)


@dataclass(slots=True)
class Story:
    """``slots`` fill the sentences; ``agent`` is who has it now."""

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


def rate(story: Story, *, likelihood: float, likely_good: float) -> None:
    """The contact perhaps says what it was like, 1 to 5."""
    if not story.happens(likelihood):
        return
    is_good = story.happens(likely_good)
    score = story.rng.choice((4, 5, 5, 5)) if is_good else story.rng.choice((1, 2, 2, 3))
    comment = story.rng.choice(story.said.comments["good" if is_good else "bad"]) if story.happens(0.4) else ""
    story.steps.append(Rated(at=story.contact_waits(), score=score, comment=comment))
