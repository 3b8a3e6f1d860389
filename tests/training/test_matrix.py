"""Training sees the very numbers that serving multiplies."""

import numpy as np
from hypothesis import given
from msgspec.structs import replace

from moderation.classifier.features import COLUMNS, terms
from moderation.classifier.scoring import factor
from moderation.text.folding import fold
from tests.moderation.classifier.texts import TEXTS
from tests.moderation.classifier.weights import MANIFEST, classifier, random_weights
from training.data import Example
from training.matrix import FACTOR_ONE, matrix, targets


@given(TEXTS)
def test_a_row_times_the_weights_is_the_served_logit(text: str) -> None:
    trained = matrix([text]) @ random_weights(0).astype(np.float64)
    served = np.array(classifier(0).logits(terms(fold(text)))) - MANIFEST.biases
    assert np.allclose(trained[0] * FACTOR_ONE, served, rtol=1e-12, atol=1e-3)


def test_a_row_is_scaled_by_its_columns() -> None:
    row = matrix(["hay quá"])
    assert row.shape == (1, COLUMNS)
    assert row.max() == factor(row.nnz) / FACTOR_ONE


def test_no_text_makes_no_row() -> None:
    assert matrix([]).shape == (0, COLUMNS)


def example(language: str, weight: float = 1.0, **labels: float) -> Example:
    return Example("text", language, "set", labels, weight, "")


def test_only_known_labels_in_taught_languages_are_targets() -> None:
    examples = [example("vi", toxicity=1.0), example("vi", spam=1.0), example("en", toxicity=0.0)]
    assert targets(examples, "toxicity", {"vi": 1.0}).rows.tolist() == [0]
    assert targets(examples, "toxicity", {"vi": 1.0, "en": 0.5}).rows.tolist() == [0, 2]


def test_an_undecided_label_counts_less_than_a_clear_one() -> None:
    examples = [example("vi", toxicity=1.0), example("vi", toxicity=0.75), example("vi", toxicity=0.5)]
    found = targets(examples, "toxicity", {"vi": 2.0})
    assert found.positive.tolist() == [True, True, True]
    assert found.weights.tolist() == [2.0, 1.0, 0.4]


def test_a_data_set_counts_as_the_head_says_and_one_that_counts_nothing_is_left_out() -> None:
    examples = [example("vi", toxicity=1.0), example("vi", toxicity=0.0)]
    both = [replace(examples[0], source="news"), replace(examples[1], source="social+other")]
    assert targets(both, "toxicity", {"vi": 1.0}, {"news": 0.5}).weights.tolist() == [0.5, 1.0]
    assert targets(both, "toxicity", {"vi": 1.0}, {"news": 1.0, "*": 0.0}).rows.tolist() == [0]
    assert targets(both, "toxicity", {"vi": 1.0}, {"social": 0.2, "other": 0.4}).weights.tolist() == [
        1.0,
        0.4,
    ]
