"""Floats become small integers of at most half a step's error."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.errors import TrainingError
from training.matrix import FACTOR_ONE
from training.quantise import MOST, quantise

WEIGHTS = st.lists(st.floats(-50, 50), min_size=1, max_size=30).filter(
    lambda some: max(map(abs, some)) > 1e-3
)


@given(WEIGHTS, st.floats(-10, 10))
def test_no_weight_moves_by_more_than_half_a_step(weights: list[float], bias: float) -> None:
    given = np.array(weights)
    found = quantise(given, bias)
    assert np.abs(found.weights * found.step - given).max() <= found.step * 0.5001
    assert abs(found.bias * found.step / FACTOR_ONE - bias) <= found.step / FACTOR_ONE


@given(WEIGHTS)
def test_the_largest_weight_takes_the_last_step(weights: list[float]) -> None:
    found = quantise(np.array(weights), 0.0)
    assert np.abs(found.weights).max() == MOST
    assert found.weights.dtype == np.int16


def test_a_head_that_learnt_nothing_is_an_error_with_a_cure() -> None:
    with pytest.raises(TrainingError, match="learnt nothing; give it more examples"):
        quantise(np.zeros(3), 0.0)
