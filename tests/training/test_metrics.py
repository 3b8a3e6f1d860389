"""Figures on scores whose figures are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from training.metrics import as_in_a_stream, best_threshold, calibration_error, quality, reliability

TRUTH = np.array([False, False, False, True, True])


def test_a_perfect_ranking_has_perfect_figures() -> None:
    found = quality(np.array([0.1, 0.2, 0.3, 0.8, 0.9]), TRUTH)
    assert (found.auc, found.average_precision, found.macro_f1) == (1.0, 1.0, 1.0)
    assert (found.examples, found.positive) == (5, 2)
    assert 0.3 < found.threshold <= 0.8


def test_a_ranking_upside_down_has_an_auc_of_zero() -> None:
    assert quality(np.array([0.9, 0.8, 0.7, 0.2, 0.1]), TRUTH).auc == 0.0


@pytest.mark.parametrize("truth", [[True, True], [False, False]])
def test_one_class_alone_has_no_figures(truth: list[bool]) -> None:
    with pytest.raises(ValueError, match="with and without the label"):
        quality(np.array([0.1, 0.2]), np.array(truth))


def test_the_threshold_itself_counts_as_positive() -> None:
    threshold, macro_f1 = best_threshold(np.array([0.25, 0.75]), np.array([False, True]))
    assert macro_f1 == 1.0
    assert 0.25 < threshold <= 0.75


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=2, max_size=30))
def test_no_score_is_a_better_threshold_than_the_best(rows: list[tuple[int, bool]]) -> None:
    scores, truth = (np.array(column) for column in zip(*rows, strict=True))
    if truth.any() and not truth.all():
        each = [f1_score(truth, scores >= at, average="macro") for at in np.unique(scores)]
        threshold, macro_f1 = best_threshold(scores.astype(float), truth)
        assert macro_f1 == pytest.approx(max(each))
        assert f1_score(truth, scores >= threshold, average="macro") == pytest.approx(macro_f1)


@pytest.mark.parametrize(
    ("scores", "error"), [([0.0, 0.0, 0.0, 1.0, 1.0], 0.0), ([0.4] * 5, 0.0), ([1.0] * 5, 0.6)]
)
def test_calibration_error_is_the_gap_between_said_and_seen(scores: list[float], error: float) -> None:
    assert calibration_error(np.array(scores), TRUTH) == pytest.approx(error)


def test_a_bin_tells_what_was_said_what_was_seen_and_how_much_of_all_it_is() -> None:
    low, high = reliability(np.array([0.10, 0.12, 0.9, 0.9, 0.9]), TRUTH)
    assert low == pytest.approx((0.11, 0.0, 0.4, 2, 1))
    assert high == pytest.approx((0.9, 2 / 3, 0.6, 3, 13))


def test_in_a_stream_the_positives_weigh_their_share_of_it() -> None:
    weights = as_in_a_stream(TRUTH, 0.1)
    assert weights[TRUTH].sum() / weights.sum() == pytest.approx(0.1)
    assert calibration_error(np.full(5, 0.1), TRUTH, weights) == pytest.approx(0.0)
