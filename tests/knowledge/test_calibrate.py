"""Probabilities from evidence, and thresholds that keep a promise."""

from __future__ import annotations

import random

import pytest

from contactcenter.knowledge.calibrate import Logistic, confidence, fit, threshold_for, wilson_lower_bound
from contactcenter.knowledge.signals import Signals


def signals(**changes: float) -> Signals:
    values = {
        "chance": 0.6, "margin": 0.3, "nearest": 0.5, "centroid": 0.4, "linear": 0.4, "body": 0.4, "agreed": 0.5,
        "known": 0.9,
    }  # fmt: skip
    return Signals(**{**values, **changes})


@pytest.mark.parametrize("name", ["chance", "margin", "nearest", "centroid", "linear", "body", "agreed", "known"])
def test_more_evidence_never_makes_an_answer_less_sure(name: str) -> None:
    rising = [confidence(signals(**{name: value / 10})) for value in range(11)]
    assert rising == sorted(rising)


def test_a_phrasing_known_word_for_word_is_sure() -> None:
    assert confidence(signals(nearest=1.0, margin=0.5)) >= 0.97


def test_a_phrasing_that_two_articles_claim_is_not() -> None:
    for margin in (0.0, 0.05):
        assert confidence(signals(nearest=1.0, chance=0.5, margin=margin)) < 0.8


def test_a_model_learns_the_shares_it_was_shown() -> None:
    dice = random.Random(1)
    rows = [(dice.random(),) for _ in range(4000)]
    outcomes = [dice.random() < Logistic((6.0,), -3.0).probability(row) for row in rows]
    model = fit(rows, outcomes)
    assert model.weights[0] == pytest.approx(6.0, abs=0.6)
    assert model.bias == pytest.approx(-3.0, abs=0.4)


def test_the_same_outcomes_give_the_same_model() -> None:
    rows, outcomes = [(0.1, 1.0), (0.9, 0.0), (0.8, 1.0), (0.2, 0.5)], [False, True, True, False]
    assert fit(rows, outcomes) == fit(rows, outcomes)


def test_few_outcomes_change_a_prior_little_and_many_replace_it() -> None:
    prior = Logistic((2.0, 1.0), -1.0)
    dice = random.Random(2)
    rows = [(dice.random(), dice.random()) for _ in range(3000)]
    outcomes = [dice.random() < Logistic((-3.0, 4.0), 0.5).probability(row) for row in rows]
    few, many = fit(rows[:4], outcomes[:4], prior=prior, ridge=5), fit(rows, outcomes, prior=prior, ridge=5)
    assert few.weights == pytest.approx(prior.weights, abs=0.5)
    assert many.weights == pytest.approx((-3.0, 4.0), abs=0.7)


def test_outcomes_that_a_line_parts_still_give_a_model() -> None:
    model = fit([(float(at),) for at in range(-50, 50)], [at >= 0 for at in range(-50, 50)])
    assert 0 <= model.probability((-50.0,)) < 0.1 < 0.9 < model.probability((49.0,)) <= 1


def test_the_wilson_bound_matches_its_published_values() -> None:
    assert wilson_lower_bound(95, 100, z=1.96) == pytest.approx(0.8882, abs=1e-3)
    assert wilson_lower_bound(0, 0) == 0.0


def test_the_threshold_is_the_smallest_that_keeps_the_promise() -> None:
    judged = [(0.9, True)] * 60 + [(0.5, True)] * 30 + [(0.5, False)] * 30 + [(0.1, False)] * 40
    assert threshold_for(judged, 0.95) == 0.9
    assert threshold_for(judged, 0.65) == 0.5


def test_too_few_answers_make_no_promise() -> None:
    assert threshold_for([(0.9, True)] * 19, 0.5) is None


def test_equal_confidences_are_taken_together() -> None:
    assert threshold_for([(0.9, True)] * 30 + [(0.9, False)] * 30, 0.95) is None
