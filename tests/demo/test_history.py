"""The generated history is the same every time, plausible in shape, and quick to make."""

import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

import pytest

from contactcenter.demo import content
from contactcenter.demo.history import FLOOD, SEED, flood_morning, generate
from contactcenter.demo.matters import BAD_LOT
from contactcenter.demo.shifts import HOURS
from contactcenter.demo.steps import (
    Answered,
    Asked,
    Assigned,
    DemoConversation,
    HandedOver,
    Judged,
    PromiseClosed,
    Promised,
    Rated,
    Replied,
    Resolved,
    Transferred,
)
from contactcenter.demo.wording import sentences

END = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
WEEKS = 8


@pytest.fixture(scope="module")
def timed() -> tuple[Sequence[DemoConversation], float]:
    """Eight weeks, and the seconds of CPU that they took."""
    begun = time.process_time()
    return tuple(generate(WEEKS, SEED, END)), time.process_time() - begun


@pytest.fixture(scope="module")
def history(timed: tuple[Sequence[DemoConversation], float]) -> Sequence[DemoConversation]:
    return timed[0]


def test_the_same_seed_and_end_give_the_same_conversations() -> None:
    assert list(islice(generate(1, SEED, END), 300)) == list(islice(generate(1, SEED, END), 300))


def test_another_seed_gives_other_conversations() -> None:
    first = [one.contact for one in islice(generate(1, SEED, END), 50)]
    assert first != [one.contact for one in islice(generate(1, SEED + 1, END), 50)]


def test_more_weeks_only_add_older_ones(history: Sequence[DemoConversation]) -> None:
    two = tuple(generate(2, SEED, END))
    assert two == history[-len(two) :]


def test_eight_weeks_take_less_than_ten_seconds(timed: tuple[Sequence[DemoConversation], float]) -> None:
    assert timed[1] < 10


def test_there_are_about_2500_conversations_a_week(history: Sequence[DemoConversation]) -> None:
    assert 18_500 <= len(history) <= 21_500
    weeks = Counter((END - one.start) // timedelta(days=7) for one in history)
    assert len(weeks) == WEEKS
    assert min(weeks[ago] for ago in range(1, WEEKS)) > 2_200


def test_conversations_come_in_order_of_their_beginning_and_their_steps_in_strict_order(
    history: Sequence[DemoConversation],
) -> None:
    assert all(first.start <= second.start for first, second in pairwise(history))
    assert all(first.at < second.at for one in history for first, second in pairwise(one.steps))


def test_everything_is_over_before_the_end(history: Sequence[DemoConversation]) -> None:
    assert max(one.steps[-1].at for one in history) < END
    assert all(_is_closed(one) for one in history)


def _is_closed(one: DemoConversation) -> bool:
    """Its last closing comes after its last question or hand-over."""
    closings = [step.at for step in one.steps if isinstance(step, Resolved) or _helped(step)]
    openings = [step.at for step in one.steps if isinstance(step, Asked | HandedOver)]
    return bool(closings) and max(closings) > max(openings)


def _helped(step: object) -> bool:
    return isinstance(step, Judged) and step.verdict == "helped"


def test_keys_are_unique(history: Sequence[DemoConversation]) -> None:
    assert len({one.key for one in history}) == len(history)


def test_one_morning_47_contacts_write_about_one_display_fault(history: Sequence[DemoConversation]) -> None:
    flood = [one for one in history if one.matter.lot == BAD_LOT]
    morning = flood_morning(END)
    assert len(flood) == len({one.contact.number for one in flood}) == FLOOD == 47
    assert {(one.matter.product, one.matter.version, one.matter.symptom) for one in flood} == {
        ("bp300", "2.1", "display_dark")
    }
    assert all(morning + timedelta(hours=6) <= one.start <= morning + timedelta(hours=11) for one in flood)
    usual = Counter(one.start.date() for one in history if one.matter.symptom == "display_dark")
    assert usual[morning.date()] > 2 * sorted(usual.values())[len(usual) // 2]


@pytest.mark.parametrize("days", range(7))
def test_the_flood_is_there_whatever_day_the_history_ends(days: int) -> None:
    end = END + timedelta(days=days)
    flood = [one for one in generate(1, SEED, end) if one.matter.lot == BAD_LOT]
    assert len(flood) == FLOOD
    assert flood[0].start.weekday() < 5


def test_sundays_and_nights_are_quiet(history: Sequence[DemoConversation]) -> None:
    by_day = Counter(one.start.weekday() for one in history)
    assert by_day[0] > 1.4 * by_day[6]
    german = Counter((one.start.hour + 1) % 24 for one in history if one.contact.region == "germany")
    assert german[10] > 8 * max(german[3], 1)


def test_all_products_symptoms_regions_languages_channels_and_articles_appear(
    history: Sequence[DemoConversation],
) -> None:
    assert {one.matter.product for one in history} - {None} == {one.id for one in content.products()}
    assert {one.matter.symptom for one in history} - {None} == {one.id for one in content.symptoms()}
    assert {one.contact.region for one in history} == {one.id for one in content.regions()}
    assert {one.language for one in history} == set(content.LANGUAGES)
    assert {one.inbox for one in history} == {one.id for one in content.centre().inboxes}
    answered = {step.article for one in history for step in one.steps if isinstance(step, Answered)}
    assert answered == {one.id for one in content.articles()}


def test_some_contacts_write_again_and_most_do_not(history: Sequence[DemoConversation]) -> None:
    counted = Counter(one.contact.number for one in history)
    assert 4_000 <= len(counted) <= 6_000
    assert max(counted.values()) >= 10


def test_articles_settle_a_third_and_agents_the_rest(history: Sequence[DemoConversation]) -> None:
    by_article = sum(1 for one in history if not any(isinstance(step, HandedOver) for step in one.steps))
    assert 0.25 <= by_article / len(history) <= 0.45


def test_every_kind_of_course_appears(history: Sequence[DemoConversation]) -> None:
    steps = Counter(type(step) for one in history for step in one.steps)
    reopened = sum(1 for one in history for step in one.steps if isinstance(step, Asked) and step.reopens)
    broken = sum(1 for one in history for step in one.steps if isinstance(step, PromiseClosed) and not step.kept)
    abandoned = sum(
        1 for one in history for step in one.steps if isinstance(step, Resolved) and step.reason == "abandoned"
    )
    assert min(steps[Transferred], steps[Promised], steps[Rated], reopened, abandoned) > 200
    assert steps[Promised] == steps[PromiseClosed]
    assert 20 < broken < steps[Promised] / 2


def test_only_agents_who_speak_the_language_are_assigned_and_only_at_work(
    history: Sequence[DemoConversation],
) -> None:
    agents = {one.id: one for one in content.centre().agents}
    for one in history:
        for step in one.steps:
            if isinstance(step, Assigned):
                begin, end = HOURS[agents[step.agent].shift]
                assert one.language in agents[step.agent].languages
                # the last seconds of a shift may pass before the assignment is written down
                assert begin <= step.at.hour < end or (step.at.hour == end and step.at.minute == 0)
                assert step.at.weekday() < 6


def test_no_slot_is_left_in_a_text(history: Sequence[DemoConversation]) -> None:
    written = (step.text for one in history for step in one.steps if isinstance(step, Asked | Replied))
    assert [text for text in written if "{" in text or not text.strip()] == []


def test_there_are_forty_question_templates_a_language() -> None:
    english = sentences("en")
    for language in content.LANGUAGES:
        said = sentences(language)
        assert sum(map(len, said.questions.values())) >= 40
        assert {topic: len(found) for topic, found in said.questions.items()} == {
            topic: len(found) for topic, found in english.questions.items()
        }
        assert set(said.solutions) == set(english.solutions)
