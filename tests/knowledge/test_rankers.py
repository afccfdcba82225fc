"""Ridge regression, the ways of ranking, and what each is worth, beside plain dense arithmetic."""

from __future__ import annotations

import numpy as np
import pytest

from contactcenter.knowledge.rankers import NAMES, Rankers
from contactcenter.knowledge.ridge import class_weights
from contactcenter.knowledge.sparse import Floats, Ints, SparseRows, Vocabulary
from contactcenter.knowledge.stacking import chances, fit_weights

RNG = np.random.default_rng(5)


def matrix(rows: int, width: int) -> tuple[SparseRows, Floats]:
    """Unit rows of a few terms each, sparse and dense."""
    documents = []
    for _ in range(rows):
        terms = RNG.choice(width, size=RNG.integers(1, 8), replace=False)
        weights = RNG.random(len(terms)) + 0.1
        weights /= np.sqrt((weights**2).sum())
        documents.append({str(term): float(weight) for term, weight in zip(terms, weights, strict=True)})
    vocabulary = Vocabulary([{str(term): 1.0 for term in range(width)}])
    sparse = SparseRows.of(documents, vocabulary)
    return sparse, sparse.times(np.eye(width, dtype=np.float32))


@pytest.fixture
def owners() -> Ints:
    return np.arange(60, dtype=np.int64) % 7


def test_products_and_choices_of_rows_equal_the_dense_ones() -> None:
    sparse, dense = matrix(60, 40)
    other = RNG.random((40, 5)).astype(np.float32)
    assert sparse.times(other) == pytest.approx(dense @ other, abs=1e-5)
    assert sparse.transposed.times(dense) == pytest.approx(dense.T @ dense, abs=1e-5)
    chosen = np.array([7, 0, 59, 7])
    assert sparse.taken(chosen).times(other) == pytest.approx(dense[chosen] @ other, abs=1e-5)


def test_rows_without_a_known_term_are_zero() -> None:
    sparse = SparseRows.of([{}, {"nowhere": 1.0}, {"a": 2.0}], Vocabulary([{"a": 1.0, "b": 1.0}]))
    assert sparse.times(np.eye(2, dtype=np.float32)).tolist() == [[0, 0], [0, 0], [2, 0]]


def test_the_classifier_is_the_ridge_solution(owners: Ints) -> None:
    sparse, dense = matrix(60, 40)
    wanted = np.zeros((60, 7))
    wanted[np.arange(60), owners] = 1
    exact = dense.T @ np.linalg.solve(dense @ dense.T + np.eye(60), wanted)
    assert class_weights(sparse, owners, 7) == pytest.approx(exact, abs=5e-3)


def test_each_way_of_ranking_is_what_it_says(owners: Ints) -> None:
    sparse, dense = matrix(60, 40)
    rankers = Rankers.trained(sparse, owners, 7)
    question, plain = sparse.taken(np.array([3])), dense[3]
    scores = rankers.scores(question)
    assert scores.shape == (7, len(NAMES))
    for at in range(7):
        own = dense[owners == at]
        middle = own.sum(axis=0)
        assert scores[at, 1] == pytest.approx(max(0.0, float((own @ plain).max())), abs=1e-5)
        assert scores[at, 2] == pytest.approx(float(plain @ middle / np.linalg.norm(middle)), abs=1e-5)
    assert scores[:, 0] == pytest.approx((plain @ class_weights(sparse, owners, 7)), abs=1e-5)


def test_too_large_a_base_goes_without_the_classifier(owners: Ints, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contactcenter.knowledge.rankers.MOST_WEIGHTS", 10)
    sparse, _ = matrix(60, 40)
    rankers = Rankers.trained(sparse, owners, 7)
    assert rankers.linear is None and not rankers.scores(sparse.taken(np.array([0])))[:, 0].any()


def test_weights_are_learnt_for_what_tells_and_kept_without_trials() -> None:
    start = np.array([5.0, 5.0], np.float32)
    trials = []
    for _ in range(300):
        scores = RNG.random((6, 2)).astype(np.float32)
        trials.append((scores, int(scores[:, 0].argmax())))
    learnt = fit_weights(trials, start)
    assert learnt[0] > 2 * learnt[1]
    assert fit_weights([], start).tolist() == [5.0, 5.0]
    assert chances(np.ones((4, 2), np.float32), start).tolist() == [0.25] * 4
