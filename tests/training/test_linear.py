"""Models of one label, each of them one weight a column."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from training.linear import Linear, bayesian, log_count_ratios, mixed, regression
from training.matrix import Targets

# Column 0 speaks for the label, column 1 against it, column 2 is in every row.
ROWS = csr_matrix(np.array([[1, 0, 1], [1, 0, 1], [1, 1, 1], [0, 1, 1], [0, 1, 1], [0, 0, 1]], dtype=float))
TRUTH = np.array([True, True, True, False, False, False])


def known(weights: list[float] | None = None) -> Targets:
    return Targets(np.arange(len(TRUTH)), TRUTH, np.array(weights or [1.0] * len(TRUTH)))


def test_a_column_speaks_for_the_label_by_how_much_more_often_it_comes_with_it() -> None:
    ratios = log_count_ratios(ROWS, known())
    assert ratios[0] > 0 > ratios[1]
    # Each count is smoothed by one: column 0 is set 3 times with and 0 without, of 10 and 8 in all.
    assert ratios[0] == pytest.approx(np.log((4 / 10) / (1 / 8)))


def test_an_example_of_double_weight_is_counted_twice() -> None:
    doubled = csr_matrix(np.vstack([ROWS.toarray()[:1], ROWS.toarray()]))
    twice = Targets(np.arange(7), np.append(True, TRUTH), np.ones(7))
    assert log_count_ratios(ROWS, known([2, 1, 1, 1, 1, 1])) == pytest.approx(
        log_count_ratios(doubled, twice)
    )


def test_what_a_value_is_does_not_change_the_ratios() -> None:
    assert log_count_ratios(ROWS * 0.1, known()) == pytest.approx(log_count_ratios(ROWS, known()))


@pytest.mark.parametrize("learn", [regression, bayesian])
def test_every_model_ranks_what_it_has_seen(learn: type) -> None:
    weights, bias = learn(ROWS, known(), 10.0)
    logits = ROWS @ weights + bias
    assert logits[TRUTH].min() > logits[~TRUTH].max()


def test_a_sum_scores_as_the_sum_of_its_parts_in_units_of_their_deviation() -> None:
    one, other = regression(ROWS, known(), 1.0), bayesian(ROWS, known(), 1.0)
    summed = mixed(one, other, ROWS, 0.25)
    first, second = ROWS @ one.weights + one.bias, ROWS @ other.weights + other.bias
    expected = 0.75 * first + 0.25 * second * first.std() / second.std()
    assert ROWS @ summed.weights + summed.bias == pytest.approx(expected)


def test_no_part_of_another_leaves_the_first() -> None:
    one = Linear(np.array([1.0, 2.0, 3.0]), 4.0)
    weights, bias = mixed(one, Linear(np.zeros(3), 9.0), ROWS, 0.0)
    assert (weights.tolist(), bias) == ([1.0, 2.0, 3.0], 4.0)
