"""What a router does, sentence by sentence."""

import pytest

import routing
from routing import Because, Mode, Order, Rescind, Select, SetAway, SetTimer, Step, Wait
from tests.routing.desk import Desk, offers, waits


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_new_work_finds_the_agent_who_speaks_its_language_and_nobody_else(desk: Desk) -> None:
    desk.agent("ann", languages={"en": 5})
    desk.agent("li", languages={"zh-Hans": 5})
    assert offers(desk.queued("c1", language="zh-Hans")) == [("c1", "li")]


def test_a_plain_language_serves_its_regions_and_a_script_does_not_serve_another(desk: Desk) -> None:
    desk.agent("ann", languages={"en": 5, "zh-Hant": 5})
    assert offers(desk.queued("c1", language="en-GB")) == [("c1", "ann")]
    assert waits(desk.queued("c2", language="zh-Hans")) == [("c2", "nobody_speaks")]


def test_a_level_named_for_the_region_beats_that_of_the_plain_language(desk: Desk) -> None:
    desk.agent("ann", languages={"pt": 5, "pt-BR": 1})
    assert waits(desk.queued("c1", language="pt-BR", language_level=3)) == [("c1", "nobody_speaks")]
    assert offers(desk.queued("c2", language="pt-PT", language_level=3)) == [("c2", "ann")]


def test_a_fallback_language_serves_but_the_own_language_comes_first(desk: Desk) -> None:
    desk.agent("rita", languages={"ru": 5}, units=2)
    assert offers(desk.queued("c1", language="uk", fallbacks=("ru",))) == [("c1", "rita")]
    desk.agent("oksana", languages={"uk": 2})
    assert offers(desk.queued("c2", language="uk", fallbacks=("ru",))) == [("c2", "oksana")]


def test_a_step_may_hold_the_fallback_languages_back(desk: Desk) -> None:
    desk.queue(steps=(Step(fallbacks=0), Step(after=60)))
    desk.agent("rita", languages={"ru": 5})
    desk.agent("oksana", languages={"uk": 5}, status="away")
    assert offers(desk.queued("c1", language="uk", fallbacks=("ru",))) == []
    assert offers(desk.wait_until(60)) == [("c1", "rita")]


def test_skills_count_with_their_level(desk: Desk) -> None:
    desk.agent("ann", skills={"billing": 2})
    desk.agent("bob", skills={"billing": 4})
    assert offers(desk.queued("c1", skills={"billing": 3})) == [("c1", "bob")]


def test_a_freed_agent_gets_the_one_who_waits_longest(desk: Desk) -> None:
    desk.agent("ann")
    desk.queued("c1")
    desk.queued("c2")
    desk.queued("c3")
    desk.say(routing.Accepted(conversation="c1", agent="ann"))
    assert offers(desk.ended("c1")) == [("c2", "ann")]


def test_a_returning_agent_looks_for_work(desk: Desk) -> None:
    desk.agent("ann", "away")
    desk.queued("c1")
    assert offers(desk.agent("ann")) == [("c1", "ann")]


def test_across_queues_the_one_that_waits_longest_comes_first(desk: Desk) -> None:
    both = frozenset({"q", "r"})
    desk.queue("r", order=Order.PRIORITY)
    desk.agent("ann", "away", queues=both, units=3)
    desk.queued("early", queue="q", arrived=1)
    desk.queued("urgent", queue="r", arrived=3, priority=9)
    desk.queued("older but not urgent", queue="r", arrived=0)
    assert offers(desk.agent("ann", queues=both, units=3)) == [
        ("early", "ann"),
        ("urgent", "ann"),
        ("older but not urgent", "ann"),
    ]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.FIFO, ["first", "second", "third", "fourth"]),
        (Order.PRIORITY, ["third", "second", "first", "fourth"]),
        (Order.SCORE, ["second", "first", "third", "fourth"]),
        (Order.EARLIEST_DUE, ["fourth", "third", "first", "second"]),
    ],
)
def test_a_queue_is_served_in_its_order(desk: Desk, order: Order, expected: list[str]) -> None:
    desk.queue(order=order)
    desk.agent("ann", "away", units=4)
    desk.queued("first", arrived=0)
    desk.queued("second", arrived=60, priority=2)
    desk.queued("third", arrived=600, priority=3, due=5000)
    desk.queued("fourth", arrived=700, due=4000)
    assert [conversation for conversation, _ in offers(desk.agent("ann", units=4))] == expected


def test_longest_idle_is_the_agent_freed_earliest_then_the_one_named_first(desk: Desk) -> None:
    desk.queue(select=Select.LONGEST_IDLE, mode=Mode.AUTO)
    desk.agent("ann")
    desk.agent("bob")
    assert offers(desk.queued("c1")) == [("c1", "ann")]
    desk.at = 5
    desk.ended("c1")
    assert offers(desk.queued("c2")) == [("c2", "bob")]


def test_least_loaded_compares_load_to_units(desk: Desk) -> None:
    desk.queue(select=Select.LEAST_LOADED)
    desk.agent("ann", units=2, load=1)
    desk.agent("bob", units=8, load=2)
    assert offers(desk.queued("c1")) == [("c1", "bob")]


def test_best_level_takes_the_language_first_and_then_the_skills(desk: Desk) -> None:
    desk.queue(select=Select.BEST_LEVEL)
    desk.agent("ann", languages={"ru": 4}, skills={"billing": 5})
    desk.agent("bob", languages={"ru": 5}, skills={"billing": 1})
    desk.agent("cem", languages={"ru": 5}, skills={"billing": 2})
    assert offers(desk.queued("c1", language="ru", skills={"billing": 1})) == [("c1", "cem")]


def test_who_knows_the_contact_is_asked_first_if_there_is_room(desk: Desk) -> None:
    desk.agent("ann", idle_since=0.0)
    desk.agent("bob", idle_since=9.0)
    assert offers(desk.queued("c1", preferred="bob")) == [("c1", "bob")]
    assert offers(desk.queued("c2", preferred="bob")) == [("c2", "ann")]


def test_a_weight_takes_so_many_units(desk: Desk) -> None:
    desk.agent("ann", units=4)
    assert offers(desk.queued("c1", weight=3)) == [("c1", "ann")]
    assert offers(desk.queued("c2", weight=2)) == []
    assert offers(desk.queued("c3", weight=1)) == [("c3", "ann")]


def test_a_channel_has_its_own_limit(desk: Desk) -> None:
    desk.agent("ann", units=9, channel_max={"chat": 1})
    assert offers(desk.queued("c1", channel="chat")) == [("c1", "ann")]
    assert offers(desk.queued("c2", channel="chat")) == []
    assert offers(desk.queued("c3", channel="email")) == [("c3", "ann")]


def test_the_load_that_is_told_wins(desk: Desk) -> None:
    desk.agent("ann", units=2, load=2)
    assert offers(desk.queued("c1")) == []
    assert offers(desk.say(routing.LoadChanged(agent="ann", load=1))) == [("c1", "ann")]


def test_an_offer_under_way_is_added_to_the_count_until_it_left_the_line(desk: Desk) -> None:
    desk.agent("ann", units=1, load=0)
    desk.queued("c1")
    desk.agent("ann", units=1, load=0)
    assert offers(desk.queued("c2")) == []
    desk.say(routing.Left(conversation="c1"))
    assert offers(desk.agent("ann", units=1, load=1)) == []
    assert offers(desk.agent("ann", units=1, load=0)) == [("c2", "ann")]


def test_nobody_speaks_it_is_told_at_once_and_differs_from_nobody_here_and_all_busy(desk: Desk) -> None:
    desk.agent("ann", languages={"ru": 5})
    desk.agent("bob", "offline", languages={"de": 5}, skills={"billing": 1})
    desk.queued("busy", language="ru")
    assert waits(desk.queued("c1", language="fr")) == [("c1", "nobody_speaks")]
    assert waits(desk.queued("c2", language="de")) == [("c2", "nobody_here")]
    assert waits(desk.queued("c3", language="ru")) == [("c3", "all_busy")]
    assert waits(desk.queued("c4", language="ru", skills={"billing": 1})) == [("c4", "skill_missing")]


def test_a_speaker_below_every_step_does_not_speak_it(desk: Desk) -> None:
    desk.queue(steps=(Step(language_level=4), Step(after=60, language_level=3)))
    desk.agent("ann", languages={"fr": 2})
    assert waits(desk.queued("c1", language="fr")) == [("c1", "nobody_speaks")]


def test_each_change_of_the_reason_to_wait_is_told_once(desk: Desk) -> None:
    desk.agent("ann", languages={"ru": 5}, units=0)
    assert waits(desk.queued("c1", language="ru")) == [("c1", "all_busy")]
    assert waits(desk.agent("ann", "away", languages={"ru": 5}, units=0)) == [("c1", "nobody_here")]
    assert waits(desk.agent("ann", "offline", languages={"ru": 5}, units=0)) == []
    assert waits(desk.agent("ann", "offline", languages={}, units=0)) == [("c1", "nobody_speaks")]
    assert waits(desk.queued("c1", language="ru")) == []


def test_an_agent_going_away_takes_the_offer_back_and_the_next_is_asked(desk: Desk) -> None:
    desk.agent("ann")
    desk.agent("bob", idle_since=1.0)
    desk.queued("c1")
    effects = desk.agent("ann", "away")
    assert effects[0] == Rescind(conversation="c1", agent="ann", because=Because.AGENT_LEFT)
    assert offers(effects) == [("c1", "bob")]


def test_everybody_in_the_group_is_told_when_the_last_speaker_leaves_with_an_open_offer(desk: Desk) -> None:
    desk.agent("ann")
    desk.queued("offered")
    desk.queued("waiting")
    assert sorted(waits(desk.agent("ann", "offline"))) == [("offered", "nobody_here"), ("waiting", "nobody_here")]


def test_declining_asks_the_next_and_the_place_in_line_is_kept(desk: Desk) -> None:
    desk.agent("ann")
    desk.queued("c1")
    desk.queued("c2")
    effects = desk.declined("c1", "ann")
    assert offers(effects) == [("c2", "ann")]
    assert desk.router.place("c1") == 1
    assert offers(desk.agent("bob")) == [("c1", "bob")]


def test_who_declined_is_asked_again_after_a_pause_when_nobody_else_is_there(desk: Desk) -> None:
    desk.queue(pause_seconds=60)
    desk.agent("ann")
    desk.queued("c1")
    desk.at = 10
    assert waits(desk.declined("c1", "ann")) == [("c1", "all_busy")]
    assert offers(desk.wait_until(69)) == []
    assert offers(desk.wait_until(70)) == [("c1", "ann")]


def test_who_declined_is_not_asked_again_while_somebody_else_is_only_busy(desk: Desk) -> None:
    desk.queue(pause_seconds=60)
    desk.agent("ann")
    desk.agent("bob", units=0)
    desk.queued("c1")
    desk.declined("c1", "ann")
    assert offers(desk.wait_until(60)) == []
    desk.agent("bob", "offline", units=0)
    assert offers(desk.wait_until(120)) == [("c1", "ann")]


def test_an_expired_offer_sets_the_agent_away_and_goes_to_the_next(desk: Desk) -> None:
    desk.agent("ann")
    desk.agent("bob", idle_since=1.0)
    desk.queued("c1")
    effects = desk.expired("c1", "ann")
    assert effects[0] == SetAway(agent="ann", conversation="c1")
    assert offers(effects) == [("c1", "bob")]
    assert offers(desk.queued("c2")) == []


def test_an_answer_to_an_offer_that_is_no_longer_open_changes_nothing(desk: Desk) -> None:
    desk.agent("ann")
    desk.queued("c1")
    assert desk.declined("c1", "bob") == []
    desk.say(routing.Accepted(conversation="c1", agent="ann"))
    assert desk.declined("c1", "ann") == []
    assert desk.expired("c1", "ann") == []


def test_abandoning_takes_the_offer_back_and_frees_the_agent(desk: Desk) -> None:
    desk.agent("ann")
    desk.queued("c1")
    desk.queued("c2")
    effects = desk.ended("c1")
    assert effects[0] == Rescind(conversation="c1", agent="ann", because=Because.ENDED)
    assert offers(effects) == [("c2", "ann")]


def test_taking_by_hand_takes_the_offer_back_and_counts_at_the_taker(desk: Desk) -> None:
    desk.agent("ann")
    desk.agent("bob", idle_since=1.0)
    desk.queued("c1")
    effects = desk.say(routing.Taken(conversation="c1", agent="bob"))
    assert effects == [Rescind(conversation="c1", agent="ann", because=Because.TAKEN)]
    assert offers(desk.queued("c2")) == [("c2", "ann")]
    assert offers(desk.queued("c3")) == []


def test_a_corrected_language_takes_the_offer_back_from_who_does_not_speak_it(desk: Desk) -> None:
    desk.agent("ann", languages={"ru": 5})
    desk.agent("bob", languages={"uk": 5})
    desk.queued("c1", language="ru")
    corrected = routing.Demand(conversation="c1", queue="q", arrived=0.0, language="uk")
    effects = desk.say(routing.DemandChanged(demand=corrected))
    assert effects[0] == Rescind(conversation="c1", agent="ann", because=Because.NO_LONGER_FITS)
    assert offers(effects) == [("c1", "bob")]


def test_a_changed_priority_moves_it_in_line_and_leaves_an_open_offer_alone(desk: Desk) -> None:
    desk.queue(order=Order.PRIORITY)
    desk.agent("ann")
    desk.queued("offered")
    desk.queued("c1")
    desk.queued("c2")
    urgent = routing.Demand(conversation="c2", queue="q", arrived=0.0, priority=5)
    assert desk.say(routing.DemandChanged(demand=urgent)) == []
    assert desk.router.place("c2") == 1
    assert desk.router.place("offered") == 2


def test_a_refused_effect_rests_until_the_truth_is_told(desk: Desk) -> None:
    desk.agent("ann", units=1)
    desk.queued("c1")
    assert desk.say(routing.Refused(conversation="c1", agent="ann")) == []
    assert offers(desk.queued("c2")) == []
    assert offers(desk.queued("c1")) == []
    assert offers(desk.agent("ann", units=1, load=0)) == [("c1", "ann")]


def test_a_refused_effect_is_tried_again_after_a_second_if_nothing_is_told(desk: Desk) -> None:
    desk.agent("ann", units=1)
    desk.queued("c1")
    desk.say(routing.Refused(conversation="c1", agent="ann"))
    assert offers(desk.wait_until(1.0)) == [("c1", "ann")]


def test_relaxing_reaches_more_agents_and_keeps_the_earlier_ones(desk: Desk) -> None:
    desk.queue(steps=(Step(language_level=4), Step(after=30, language_level=1)))
    desk.agent("good", languages={"ru": 5}, units=0)
    desk.agent("fair", languages={"ru": 2})
    assert offers(desk.queued("c1", language="ru")) == []
    assert offers(desk.wait_until(30)) == [("c1", "fair")]
    desk.declined("c1", "fair")
    assert offers(desk.agent("good", languages={"ru": 5}, units=1)) == [("c1", "good")]


def test_a_step_that_nobody_can_meet_is_passed_at_once(desk: Desk) -> None:
    desk.queue(steps=(Step(skills={"x": 5}), Step(after=30, skills={"x": 4}), Step(after=60, skills={"x": 0})))
    desk.agent("ann")
    assert offers(desk.queued("c1", skills={"x": 5})) == [("c1", "ann")]


def test_a_step_is_passed_when_the_last_agent_who_could_meet_it_loses_the_skill(desk: Desk) -> None:
    desk.queue(steps=(Step(), Step(after=600, skills={"x": 0})))
    desk.agent("ann", "away", skills={"x": 1})
    desk.agent("bob")
    assert offers(desk.queued("c1", skills={"x": 1})) == []
    assert offers(desk.agent("ann", "away", skills={})) == [("c1", "bob")]


def test_the_timer_asks_for_the_earliest_moment_and_again_after_it_passed(desk: Desk) -> None:
    desk.queue(steps=(Step(language_level=5), Step(after=30, language_level=4), Step(after=90, language_level=1)))
    desk.agent("ann", "away", languages={"ru": 5})
    desk.agent("bea", "away", languages={"ru": 4})
    demand = routing.Demand(conversation="c1", queue="q", arrived=10.0, language="ru")
    assert desk.router.apply(routing.Queued(demand=demand), 10.0)[-1] == SetTimer(at=40.0)
    assert desk.router.apply(routing.TimePassed(), 40.0) == (SetTimer(at=100.0),)


def test_auto_accept_may_be_set_for_one_channel(desk: Desk) -> None:
    desk.queue(mode=Mode.ASK, auto_channels=frozenset({"email"}))
    desk.agent("ann", units=2)
    assert isinstance(desk.queued("c1", channel="chat")[0], routing.Offer)
    assert isinstance(desk.queued("c2", channel="email")[0], routing.Assign)


def test_a_queue_changed_while_many_wait_is_served_in_its_new_order(desk: Desk) -> None:
    desk.agent("ann", "away")
    desk.queued("c1")
    desk.queued("c2", priority=3)
    desk.queue(order=Order.PRIORITY)
    assert desk.router.place("c2") == 1
    assert offers(desk.agent("ann")) == [("c2", "ann")]


def test_a_transfer_to_another_queue_leaves_the_first_line(desk: Desk) -> None:
    desk.agent("ann", queues=frozenset({"r"}))
    desk.queued("c1")
    desk.queued("c2")
    assert offers(desk.queued("c1", queue="r")) == [("c1", "ann")]
    assert desk.router.place("c2") == 1


def test_the_place_in_line_is_told_with_the_wait(desk: Desk) -> None:
    desk.queued("c1")
    assert desk.queued("c2") == [Wait(conversation="c2", why=routing.Why.NOBODY_HERE, position=2)]


def test_the_reasons_name_every_candidate_and_why_it_was_not(desk: Desk) -> None:
    desk.agent("deaf", languages={"en": 5})
    desk.agent("away", "away", languages={"ru": 5})
    desk.agent("full", languages={"ru": 5}, units=0)
    desk.agent("late", languages={"ru": 5}, idle_since=5.0)
    desk.agent("ann", languages={"ru": 4}, idle_since=1.0)
    demand = routing.Demand(conversation="c1", queue="q", arrived=0.0, language="ru")
    (offer,) = desk.say(routing.Queued(demand=demand), explain=True)
    assert offer.reasons == (
        "queue=q",
        "step=0",
        "language=ru:4",
        "select=longest_idle",
        "load=0/1",
        "not deaf: language",
        "not away: away",
        "not full: no room",
        "not late: ranked lower",
    )
