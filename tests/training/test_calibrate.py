"""Logits become honest probabilities, for a stream with its own share of positives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifier.scoring import probability
from training.calibrate import MOST, Sigmoid, log_odds, offer, platt
from training.errors import TrainingError

SLOPE = 1e-6


def sample(share: float, count: int = 4_000) -> tuple[list[int], np.ndarray]:
    """Logits of two groups, *share* of them positive, that a sigmoid of SLOPE tells apart."""
    rng = np.random.default_rng(0)
    positive = rng.random(count) < share
    logits = rng.normal(np.where(positive, 1, -1) / SLOPE, np.sqrt(2) / SLOPE)
    return [round(logit) for logit in logits], positive


@pytest.mark.parametrize("prior", [0.02, 0.5])
@pytest.mark.parametrize("share", [0.1, 0.5])
def test_the_mean_probability_is_the_share_in_the_stream(prior: float, share: float) -> None:
    logits, positive = sample(share)
    calibrated = offer("head", platt(logits, positive, prior))
    scores = np.array([probability(logit, calibrated) for logit in logits]) / 10_000
    mean = prior * scores[positive].mean() + (1 - prior) * scores[~positive].mean()
    assert mean == pytest.approx(prior, abs=0.005)


def test_one_class_alone_cannot_be_calibrated() -> None:
    with pytest.raises(TrainingError, match="with and without the label"):
        platt([1, 2, 3], np.array([True, True, True]), 0.1)


SIGMOIDS = st.builds(Sigmoid, st.floats(1e-9, 1e-3), st.floats(-10, 10))


@given(SIGMOIDS)
def test_an_offer_is_one_that_the_audit_lets_through(sigmoid: Sigmoid) -> None:
    found = offer("head", sigmoid)
    assert list(found.logits) == sorted(set(found.logits))
    assert list(found.probabilities) == sorted(found.probabilities)
    assert found.probabilities[-1] <= MOST


@given(SIGMOIDS, st.floats(-7.9, 7.9))
def test_an_offer_follows_its_sigmoid(sigmoid: Sigmoid, odds: float) -> None:
    logit = round((odds - sigmoid.offset) / sigmoid.slope)
    exact = 10_000 / (1 + np.exp(-(sigmoid.slope * logit + sigmoid.offset)))
    assert probability(logit, offer("head", sigmoid)) == pytest.approx(exact, abs=6)


@given(SIGMOIDS, st.floats(-6, 6), st.floats(-1, 1))
def test_a_text_without_marks_has_so_much_less_odds(sigmoid: Sigmoid, odds: float, less: float) -> None:
    calibrated = offer("head", sigmoid, less)
    logit = round((odds - sigmoid.offset) / sigmoid.slope)
    same = logit - round(less / sigmoid.slope)
    assert probability(logit, calibrated, marked=False) == probability(same, calibrated)


@given(st.floats(0.001, 0.999))
def test_log_odds_lead_back_to_the_share(share: float) -> None:
    assert 1 / (1 + np.exp(-log_odds(share))) == pytest.approx(share)
