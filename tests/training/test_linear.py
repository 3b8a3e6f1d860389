"""Models of one label, each of them one weight a column."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from training.config import Head
from training.linear import (
    Linear,
    head_model,
    inverse_frequencies,
    log_count_ratios,
    mixed,
    regression,
    weighted,
)
from training.matrix import Targets

# Column 0 speaks for the label, column 1 against it, column 2 is in every row.
ROWS = csr_matrix(np.array([[1, 0, 1], [1, 0, 1], [1, 1, 1], [0, 1, 1], [0, 1, 1], [0, 0, 1]], dtype=float))
TRUTH = np.array([True, True, True, False, False, False])


def known(weights: list[float] | None = None) -> Targets:
    return Targets(np.arange(len(TRUTH)), TRUTH, np.array(weights or [1.0] * len(TRUTH)))


def head(bayes: float = 0.0, rare: bool = False) -> Head:
    return Head(
        "one", "toxicity", c=10.0, prior={}, teachers={"vi": 1.0}, bayes=bayes, bayes_c=10.0, rare=rare
    )


def test_a_head_that_asks_for_nothing_is_a_plain_regression() -> None:
    plain = regression(ROWS, known(), 10.0)
    assert head_model(head(), ROWS, known()).weights == pytest.approx(plain.weights)


def test_a_column_that_counts_twice_is_learnt_as_one_of_double_value() -> None:
    twice = regression(ROWS * 2, known(), 1.0)
    found = weighted(ROWS, known(), 1.0, np.full(3, 2.0))
    assert found.weights == pytest.approx(2 * twice.weights)
    assert found.bias == pytest.approx(twice.bias)


def test_a_rarer_column_counts_more_and_a_set_one_counts_1_in_the_mean_square() -> None:
    found = inverse_frequencies(ROWS)
    assert found[0] == found[1] > found[2]
    assert np.average(found**2, weights=[3, 3, 6]) == pytest.approx(1)


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


@pytest.mark.parametrize("bayes", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("rare", [False, True])
def test_every_model_ranks_what_it_has_seen(bayes: float, rare: bool) -> None:
    weights, bias = head_model(head(bayes, rare), ROWS, known())
    logits = ROWS @ weights + bias
    assert logits[TRUTH].min() > logits[~TRUTH].max()


def test_a_sum_scores_as_the_sum_of_its_parts_in_units_of_their_deviation() -> None:
    one, other = regression(ROWS, known(), 1.0), weighted(ROWS, known(), 1.0, np.array([2.0, 1.0, 0.5]))
    summed = mixed(one, other, ROWS, 0.25)
    first, second = ROWS @ one.weights + one.bias, ROWS @ other.weights + other.bias
    expected = 0.75 * first + 0.25 * second * first.std() / second.std()
    assert ROWS @ summed.weights + summed.bias == pytest.approx(expected)


def test_no_part_of_another_leaves_the_first() -> None:
    one = Linear(np.array([1.0, 2.0, 3.0]), 4.0)
    weights, bias = mixed(one, Linear(np.zeros(3), 9.0), ROWS, 0.0)
    assert (weights.tolist(), bias) == ([1.0, 2.0, 3.0], 4.0)
